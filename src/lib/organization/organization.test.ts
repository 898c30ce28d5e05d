import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { ROLES, type Actor, type Role } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { once, StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { readChanges } from './changes.server.ts';
import { changeMember, endMembership, readMember, readMembers } from './members.server.ts';
import { changeOrganization, readOrganization } from './organization.server.ts';
import { KINDS, MemberForm, OrganizationForm } from './rules.ts';

const home = await house({ after });
const SAID = {
	name: 'Relance-Sambre',
	kind: 'mire' as const,
	address: 'quai des Tanneurs 4',
	directions: 'La porte verte.',
	phone: '071 00 00 00'
};

async function place() {
	const organization = await home.organization();
	const member = (first: string, roles: Role[]) => home.member(organization, roles, { first });
	return { organization, anne: await member('Anne', ['administrator']), aurore: await member('Aurore', ['practitioner']), member };
}
const saidOf = (actor: Actor, roles: Role[], version = 1) => ({
	first_name: actor.firstName,
	last_name: 'N.',
	job_title: '',
	roles,
	version
});

test('An administrator changes what the organisation says of itself; nobody else does.', async () => {
	const { anne, organization, member } = await place();
	await as(anne, (tx) => changeOrganization(tx, { ...SAID, version: 1 }));
	assert.deepEqual(await as(anne, readOrganization), { ...SAID, version: 2 });
	const others = [
		await member('Aurore', ['practitioner', 'coordination', 'front-desk']),
		await home.member(await home.organization('Ailleurs'), [...ROLES])
	];
	for (const actor of others) {
		const before = await home.sql('select * from organization where id = $1', [organization]);
		await as(actor, (tx) => changeOrganization(tx, { ...SAID, name: 'Autre', version: 2 })).catch(() => undefined);
		assert.deepEqual(await home.sql('select * from organization where id = $1', [organization]), before);
	}
});

test('Two administrators change it at once: the second is told what is stored, and nothing is overwritten.', async () => {
	const { anne, member } = await place();
	const paul = await member('Paul', ['administrator']);
	await as(anne, (tx) => changeOrganization(tx, { ...SAID, version: 1 }));
	await assert.rejects(
		as(paul, (tx) => changeOrganization(tx, { ...SAID, name: 'Autre', version: 1 })),
		(problem) => problem instanceof StaleError && problem.stored['name'] === SAID.name && problem.stored['version'] === 2
	);
	assert.equal((await as(paul, readOrganization))?.name, SAID.name);
});

test('Twenty posts of one form change it once.', async () => {
	const { anne } = await place();
	const key = newId();
	const answers = await Promise.all(
		Array.from({ length: 20 }, () =>
			as(anne, (tx) =>
				once(tx, key, async () => {
					await changeOrganization(tx, { ...SAID, version: 1 });
					return '/reglages?fait=enregistre';
				})
			)
		)
	);
	assert.equal(new Set(answers).size, 1);
	assert.equal((await as(anne, readOrganization))?.version, 2);
});

test('A kind comes from the list, a name is needed, and a body with more than the form has changes nothing more.', () => {
	assert.equal(OrganizationForm.safeParse({ ...SAID, kind: 'secte' }).success, false);
	assert.equal(OrganizationForm.safeParse({ ...SAID, name: '' }).success, false);
	const more = OrganizationForm.parse({ ...SAID, id: newId(), territory_id: newId(), organization_id: newId() });
	assert.deepEqual(Object.keys(more).sort(), ['address', 'directions', 'kind', 'name', 'phone', 'version']);
	assert.equal(new Set(KINDS).size, 13);
});

test('Roles are at least one of the list, in its order, once each.', () => {
	const said = { first_name: 'Aurore', version: '1' };
	assert.deepEqual(MemberForm.parse({ ...said, roles: ['administrator', 'practitioner', 'practitioner'] }).roles, [
		'practitioner',
		'administrator'
	]);
	for (const roles of [undefined, [], ['owner'], 'administrator', ['practitioner', 'wall']])
		assert.equal(MemberForm.safeParse({ ...said, roles }).success, false);
});

test('Roles hold from the next request on.', async () => {
	const { anne, aurore } = await place();
	const { id } = await home.pathway(aurore);
	await as(anne, (tx) => changeMember(tx, aurore.member, saidOf(aurore, ['front-desk'])));
	assert.equal(await as(aurore, (tx) => readPathway(tx, id)), undefined);
	const [row] = await home.sql<{ lead_id: string | null }>('select lead_id from accompaniment where id = $1', [id]);
	assert.equal(row?.lead_id, null, 'her people are unassigned, a visible state');
});

test('An ended membership opens nothing any more, at once; the name stays for authorship.', async () => {
	const { anne, aurore, organization } = await place();
	const { id } = await home.pathway(aurore);
	assert.equal((await as(anne, (tx) => readMember(tx, aurore.member)))?.leads, 1);
	assert.equal(await as(anne, (tx) => endMembership(tx, aurore.member, 1)), true);
	assert.equal(await as(aurore, (tx) => readPathway(tx, id)), undefined);
	assert.deepEqual(await as(aurore, readMembers), []);
	const [row] = await home.sql<{ lead_id: string | null; first_name: string }>(
		`select a.lead_id, m.first_name from accompaniment a, member m where a.id = $1 and m.id = $2`,
		[id, aurore.member]
	);
	assert.deepEqual(row, { lead_id: null, first_name: 'Aurore' });
	assert.equal((await as(anne, readMembers)).at(-1)?.id, aurore.member);
	assert.ok(organization);
});

test('A member who has gone is not changed any more.', async () => {
	const { anne, aurore } = await place();
	await as(anne, (tx) => endMembership(tx, aurore.member, 1));
	await assert.rejects(
		as(anne, (tx) => changeMember(tx, aurore.member, saidOf(aurore, ['administrator'], 2))),
		StaleError
	);
	await assert.rejects(
		as(anne, (tx) => endMembership(tx, aurore.member, 2)),
		StaleError
	);
});

test('The last administrator neither leaves nor gives the role away.', async () => {
	const { anne } = await place();
	await assert.rejects(
		as(anne, (tx) => endMembership(tx, anne.member, 1)),
		{ code: 'last_administrator', status: 422 }
	);
	await assert.rejects(
		as(anne, (tx) => changeMember(tx, anne.member, saidOf(anne, ['practitioner']))),
		{ code: 'last_administrator' }
	);
	assert.deepEqual((await as(anne, (tx) => readMember(tx, anne.member)))?.roles, ['administrator']);
});

test('Two administrators who leave at the same moment: one stays.', async () => {
	for (let round = 0; round < 5; round += 1) {
		const { anne, organization, member } = await place();
		const paul = await member('Paul', ['administrator']);
		const answers = await Promise.allSettled([
			as(anne, (tx) => endMembership(tx, anne.member, 1)),
			as(paul, (tx) => endMembership(tx, paul.member, 1))
		]);
		assert.equal(answers.filter((answer) => answer.status === 'fulfilled').length, 1);
		const left = await home.sql(`select from member where organization_id = $1 and ended_at is null and 'administrator' = any (roles)`, [
			organization
		]);
		assert.equal(left.length, 1);
	}
});

test('Two editors of a member: the second gets what is stored.', async () => {
	const { anne, aurore, member } = await place();
	const paul = await member('Paul', ['administrator']);
	await as(anne, (tx) => changeMember(tx, aurore.member, { ...saidOf(aurore, ['practitioner']), job_title: 'Conseillère' }));
	await assert.rejects(
		as(paul, (tx) => changeMember(tx, aurore.member, { ...saidOf(aurore, ['practitioner']), job_title: 'Autre' })),
		(problem) => problem instanceof StaleError && problem.stored['job_title'] === 'Conseillère'
	);
});

test('Members of another organisation are not there, and are not changed.', async () => {
	const { anne } = await place();
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Irène' });
	assert.equal(await as(anne, (tx) => readMember(tx, elsewhere.member)), undefined);
	for (const id of [elsewhere.member, newId()]) {
		assert.equal(await as(anne, (tx) => changeMember(tx, id, saidOf(elsewhere, ['administrator']))), false);
		assert.equal(await as(anne, (tx) => endMembership(tx, id, 1)), false);
	}
	const [row] = await home.sql<{ version: number; roles: string[] }>('select version, roles from member where id = $1', [elsewhere.member]);
	assert.deepEqual(row, { version: 1, roles: ['practitioner'] });
});

test('Nobody gives herself a role: a practitioner, coordination, the front desk change no member.', async () => {
	const { organization } = await place();
	for (const role of ['practitioner', 'coordination', 'front-desk'] as const) {
		const actor = await home.member(organization, [role]);
		await as(actor, (tx) => changeMember(tx, actor.member, saidOf(actor, ['administrator']))).catch(() => undefined);
		const [row] = await home.sql<{ roles: string[] }>('select roles from member where id = $1', [actor.member]);
		assert.deepEqual(row?.roles, [role]);
	}
});

test('Who changed what is told to everybody who works there: names of columns, never a value, nobody accompanied; to nobody else.', async () => {
	const { anne, aurore, member } = await place();
	await home.pathway(aurore, 'Canari Nadia');
	await as(anne, (tx) => changeOrganization(tx, { ...SAID, name: 'Canari Relance', version: 1 }));
	await as(anne, (tx) =>
		changeMember(tx, aurore.member, { ...saidOf(aurore, ['practitioner', 'coordination']), job_title: 'Canari métier' })
	);
	const { changes } = await as(anne, (tx) => readChanges(tx, null));
	assert.deepEqual(
		changes.slice(0, 2).map(({ act, subject, by, about, columns }) => ({ act, subject, by, about, columns })),
		[
			{ act: 'update', subject: 'member', by: 'Anne N.', about: 'Aurore N.', columns: ['job_title', 'roles'] },
			{ act: 'update', subject: 'organization', by: 'Anne N.', about: '', columns: ['address', 'directions', 'kind', 'name', 'phone'] }
		]
	);
	assert.doesNotMatch(JSON.stringify(changes), /Canari/);
	assert.deepEqual(new Set(changes.map(({ subject }) => subject)), new Set(['organization', 'member']));
	const bruno = await member('Bruno', ['front-desk']);
	const read = async (actor: Actor) => (await as(actor, (tx) => readChanges(tx, null))).changes;
	for (const actor of [aurore, bruno]) assert.deepEqual((await read(actor)).slice(-changes.length), changes);
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['administrator'], { first: 'Zoé' });
	assert.doesNotMatch(JSON.stringify(await read(elsewhere)), /Anne|Aurore/);
	await home.sql('update member set ended_at = now() where id = $1', [bruno.member]);
	assert.deepEqual(await read(bruno), []);
});

test('Changes are read page after page, none twice and none left out.', async () => {
	const { anne } = await place();
	for (let version = 1; version <= 70; version += 1)
		await as(anne, (tx) => changeOrganization(tx, { ...SAID, name: `Relance ${version}`, version }));
	const seen: string[] = [];
	let before: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof readChanges>> = await as(anne, (tx) => readChanges(tx, before));
		seen.push(...page.changes.map(({ id }) => id));
		before = page.next;
	} while (before);
	assert.equal(new Set(seen).size, seen.length);
	assert.equal(seen.length, 73);
});

test('An administrator sees no person, no count of them but the one asked before a colleague leaves.', async () => {
	const { anne, aurore } = await place();
	await home.pathway(aurore);
	for (const table of [
		'accompaniment',
		'person',
		'keys.person_key',
		'journal',
		'interview',
		'appointment',
		'colleague',
		'exclusion'
	] as const) {
		const rows = await as(anne, (tx) => tx.selectFrom(table).selectAll().execute()).catch(() => []);
		assert.deepEqual(rows, [], table);
	}
	assert.equal(await as(aurore, (tx) => readMember(tx, aurore.member)).catch((problem: { status: number }) => problem.status), 404);
});
