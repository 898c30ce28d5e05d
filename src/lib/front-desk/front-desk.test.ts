import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { readExpected } from './front-desk.server.ts';
import { dayWanted, daysBeside } from './rules.ts';

const home = await house({ after });
const HOUR = 3_600_000;
const from = new Date(Date.now() - 24 * HOUR);
const until = new Date(Date.now() + 24 * HOUR);
const list = (actor: Actor, first = from, last = until) => as(actor, (tx) => readExpected(tx, first, last));
const names = async (actor: Actor) => (await list(actor)).map((one) => one.name);

async function desk() {
	const organization = await home.organization();
	return {
		organization,
		aurore: await home.member(organization, ['practitioner'], { first: 'Aurore' }),
		bruno: await home.member(organization, ['front-desk'], { first: 'Bruno' })
	};
}

/** An appointment in so many hours, with its place sealed as the application seals it. */
async function meet(lead: Actor, name: string, hours: number, how: { channel?: string; place?: string } = {}) {
	const pathway = await home.pathway(lead, name);
	const id = newId();
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, pathway.id))!;
		await tx
			.insertInto('appointment')
			.values({
				id,
				accompaniment_id: pathway.id,
				member_id: lead.member,
				starts_at: new Date(Date.now() + hours * HOUR),
				time_zone: 'Europe/Brussels',
				channel: how.channel ?? 'presence',
				sealed: how.place ? key.seal('appointment', id, { place: how.place }) : null
			})
			.execute();
	});
	return { ...pathway, appointment: id };
}

test('The front desk sees the hour, the name to use, the room, with whom and by which way: nothing else.', async () => {
	const { aurore, bruno } = await desk();
	await meet(aurore, 'Nadia B.', 2, { place: '2e étage, salle calme' });
	await meet(aurore, 'Kevin M.', 1, { channel: 'phone' });
	const asPlanned = { arrived: null, standing: true, movable: true, version: 1 };
	const expected = await list(bruno);
	assert.deepEqual(
		expected.map(({ at: _, id: __, ...shown }) => shown),
		[
			{ name: 'Kevin M.', zone: 'Europe/Brussels', channel: 'phone', withWhom: 'Aurore', place: '', ...asPlanned },
			{ name: 'Nadia B.', zone: 'Europe/Brussels', channel: 'presence', withWhom: 'Aurore', place: '2e étage, salle calme', ...asPlanned }
		]
	);
});

test('The place of a meeting at home or outside is not told at the front desk.', async () => {
	const { aurore, bruno } = await desk();
	await meet(aurore, 'Nadia B.', 1, { channel: 'home', place: 'rue des Lilas 12' });
	await meet(aurore, 'Kevin M.', 2, { channel: 'outside', place: 'au parc' });
	assert.deepEqual(
		(await list(bruno)).map((one) => one.place),
		['', '']
	);
});

test('Concealed, the alias is shown; without one, or when she refused the carnet, no name at all.', async () => {
	const { aurore, bruno } = await desk();
	const set = (id: string, what: string) => home.sql(`update accompaniment set ${what} where id = $1`, [id]);
	await set((await meet(aurore, 'Nadia B.', 1)).id, `concealed = true, alias = 'Rendez-vous lilas'`);
	await set((await meet(aurore, 'Irina V.', 2)).id, `concealed = true`);
	await set((await meet(aurore, 'Kevin M.', 3)).id, `carnet = 'no'`);
	assert.deepEqual(await names(bruno), ['Rendez-vous lilas', '', '']);
});

test('Only the front desk has the list: a practitioner, coordination, an administrator, a former member have none.', async () => {
	const { organization, aurore, bruno } = await desk();
	await meet(aurore, 'Nadia B.', 1);
	const others = [aurore, await home.member(organization, ['coordination']), await home.member(organization, ['administrator'])];
	for (const actor of others) await assert.rejects(list(actor), { status: 404 });
	await home.sql('update member set ended_at = now() where id = $1', [bruno.member]);
	await assert.rejects(list(bruno), { status: 404 });
});

test('The front desk of another organisation sees nothing of it, with all the roles in the world.', async () => {
	const { aurore } = await desk();
	await meet(aurore, 'Nadia B.', 1);
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['front-desk', 'practitioner', 'coordination', 'administrator']);
	assert.deepEqual(await names(elsewhere), []);
});

test('A colleague whom she keeps away does not see her at the front desk either; the others do.', async () => {
	const { organization, aurore, bruno } = await desk();
	const simon = await home.member(organization, ['practitioner', 'front-desk'], { first: 'Simon' });
	const { person } = await meet(aurore, 'Nadia B.', 1);
	await meet(aurore, 'Kevin M.', 2);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		person,
		simon.account,
		organization
	]);
	assert.deepEqual(await names(simon), ['Kevin M.']);
	assert.deepEqual(await names(bruno), ['Nadia B.', 'Kevin M.']);
});

test('A week on each side and no further, whatever is asked; released meetings and deaths are not there.', async () => {
	const { aurore, bruno } = await desk();
	await meet(aurore, 'Dans neuf jours', 24 * 9);
	await meet(aurore, 'Dans six jours', 24 * 6);
	const released = await meet(aurore, 'Reporté', 1);
	const dead = await meet(aurore, 'Décédé', 2);
	await home.sql(`update appointment set state = 'released' where id = $1`, [released.appointment]);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [dead.id]);
	const wide = await list(bruno, new Date(Date.now() - 400 * 24 * HOUR), new Date(Date.now() + 400 * 24 * HOUR));
	assert.deepEqual(
		wide.map((one) => one.name),
		['Dans six jours']
	);
});

test('Reading the list is one line in the journal, without a person.', async () => {
	const { aurore, bruno } = await desk();
	await meet(aurore, 'Nadia B.', 1);
	await list(bruno);
	await list(bruno);
	assert.deepEqual(await home.sql('select kind, accompaniment_id, person_id from journal where member_id = $1', [bruno.member]), [
		{ kind: 'front-desk', accompaniment_id: null, person_id: null }
	]);
});

test('The front desk opens no pathway, no appointment, no key, no name from elsewhere.', async () => {
	const { aurore, bruno } = await desk();
	const { id } = await meet(aurore, 'Nadia B.', 1);
	assert.equal(await as(bruno, (tx) => readPathway(tx, id)), undefined);
	for (const table of ['accompaniment', 'appointment', 'keys.person_key', 'note', 'profile'] as const) {
		assert.deepEqual(await as(bruno, (tx) => tx.selectFrom(table).selectAll().execute()), [], table);
	}
});

test('The address names a day within a week; anything else is today.', () => {
	const today = '2026-03-29';
	assert.equal(dayWanted('2026-04-05', today), '2026-04-05');
	assert.equal(dayWanted('2026-03-22', today), '2026-03-22');
	for (const other of ['2026-04-06', '2026-03-21', '2026-02-30', 'demain', '', null])
		assert.equal(dayWanted(other, today), today, String(other));
	assert.deepEqual(daysBeside('2026-04-05', today), { before: '2026-04-04', after: null });
	assert.deepEqual(daysBeside('2026-03-22', today), { before: null, after: '2026-03-23' });
});
