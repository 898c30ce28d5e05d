import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { ColleagueGone, readNameableHere } from '../companions/companions.server.ts';
import { readPathway } from '../people/pathway.server.ts';
import { clearExpired } from '../server/clearing.ts';
import { as, asRole } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { ask, open, viewScene, views, type ViewScene } from '../../../tests/scenes/view.ts';
import { answerView, declineView, readViewsToGive, wasAsked } from './given.server.ts';
import { readAwaited, takeViewBack } from './views.server.ts';

const home = await house({ after });
const organization = await home.organization();
const scene = (name?: string) => viewScene(home, organization, name);
const journal = (actor: Actor) => home.sql('select kind from journal where member_id = $1', [actor.member]);

/** Moves a view into the past, as time would: rows are shifted, never the clock. */
async function shift(view: string, by: string): Promise<void> {
	const [shown] = await home.sql<{ accompaniment_id: string; sealed: string }>('delete from view_shown where id = $1 returning *', [view]);
	const [row] = await home.sql<{ ends_at: Date }>(
		`update view_request set asked_at = asked_at - $2::interval, ends_at = ends_at - $2::interval where id = $1 returning ends_at`,
		[view, by]
	);
	await home.sql('insert into view_shown (id, accompaniment_id, until, sealed) values ($1, $2, $3, $4)', [
		view,
		shown!.accompaniment_id,
		row!.ends_at,
		shown!.sealed
	]);
}

test('After its week nothing is left: not a text, not a name, not a line in the journal; only that one was asked.', async () => {
	const told = await scene();
	const { asked, lead, id } = told;
	const view = await ask(told);
	await shift(view, '8 days');
	assert.equal(await open(asked, view), undefined);
	assert.equal(await as(asked, (tx) => answerView(tx, view, 'trop tard')), false);
	assert.deepEqual(await as(asked, (tx) => readViewsToGive(tx)), []);
	assert.equal(await as(asked, (tx) => wasAsked(tx, view)), true);
	assert.deepEqual(await journal(asked), []);
	assert.equal((await views(lead, id))[0]!.ended, 'over');
	await asRole('cheminer_jobs', clearExpired);
	assert.deepEqual(await home.sql('select from view_shown where id = $1', [view]), []);
});

test('It ends at once when it is taken back: by whoever asked, or at her word said to anyone who walks with her; nobody else ends it.', async () => {
	for (const [how, by] of [
		['asker', 'lead'],
		['her-word', 'cover']
	] as const) {
		const told = await scene();
		const cover = await home.member(organization, ['practitioner'], { first: 'Inès' });
		await home.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '1 day')`,
			[told.id, organization, cover.member]
		);
		const view = await ask(told);
		for (const stranger of [await home.member(organization), await home.member(await home.organization())])
			await as(stranger, (tx) => sql`select end_view(${view}, ${how})`.execute(tx));
		assert.ok(await open(told.asked, view));
		await as(by === 'lead' ? told.lead : cover, async (tx) => takeViewBack(tx, (await readPathway(tx, told.id))!, view, how));
		assert.equal(await open(told.asked, view), undefined);
		assert.deepEqual(await home.sql('select from view_shown where id = $1', [view]), []);
		assert.equal((await views(told.lead, told.id))[0]!.ended, how);
	}
});

test('A view is not taken back through another pathway.', async () => {
	const [one, other] = [await scene(), await scene()];
	const view = await ask(one);
	await as(other.lead, async (tx) => takeViewBack(tx, (await readPathway(tx, other.id))!, view, 'her-word'));
	assert.ok(await open(one.asked, view));
});

test('Its answer is ours: read by whoever asked and the people ticked, told in her thread; once given, nothing is shown any more.', async () => {
	const told = await scene();
	const { lead, asked, id } = told;
	const [paul, ines] = [await home.member(organization), await home.member(organization)];
	for (const { member } of [paul, ines])
		await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [id, organization, member]);
	const view = await ask(told, { readers: [paul.member] });
	assert.equal(await as(asked, (tx) => answerView(tx, view, 'Commencer par le trajet.')), true);
	assert.equal(await as(asked, (tx) => answerView(tx, view, 'une deuxième fois')), false);
	assert.equal(await open(asked, view), undefined);
	assert.deepEqual(await home.sql('select from view_shown where id = $1', [view]), []);
	for (const reader of [lead, paul]) {
		const [read] = await views(reader, id);
		assert.deepEqual(
			[read!.ended, read!.words?.answer, read!.words?.about],
			['answered', 'Commencer par le trajet.', [{ kind: 'matters' }]]
		);
	}
	const [unticked] = await views(ines, id);
	assert.deepEqual([unticked!.asked_of, unticked!.words], ['Mourad', null]);
	assert.ok(!JSON.stringify(await home.sql('select * from view_text where id = $1', [view])).includes('trajet'), 'sealed');
	assert.equal((await as(lead, (tx) => readAwaited(tx, lead)))[0]!.answered, true);
});

test('He may say that he cannot: no reason, nothing shown any more.', async () => {
	const told = await scene();
	const view = await ask(told);
	await as(told.asked, (tx) => declineView(tx, view));
	assert.equal(await open(told.asked, view), undefined);
	assert.equal((await views(told.lead, told.id))[0]!.ended, 'declined');
});

test('Whom she excludes is offered to nobody and cannot be asked; excluded meanwhile, he reads what he would after a week.', async () => {
	const told = await scene();
	const { lead, asked, id, person } = told;
	const exclude = () =>
		as(lead, (tx) => sql`insert into exclusion (person_id, account_id) values (${person}, ${asked.account})`.execute(tx));
	const view = await ask(told);
	await exclude();
	assert.equal(await open(asked, view), undefined);
	assert.equal(await as(asked, (tx) => wasAsked(tx, view)), true, 'as if its week had passed');
	assert.equal((await views(lead, id))[0]!.ended, 'closed');
	assert.ok(!(await as(lead, (tx) => readNameableHere(tx, id))).some((one) => one.id === asked.member));
	await assert.rejects(ask(told), ColleagueGone);
	await as(lead, (tx) => sql`delete from exclusion where person_id = ${person} and account_id = ${asked.account}`.execute(tx));
	assert.equal(await open(asked, view), undefined, 'lifting it gives nothing back');
});

test('A colleague who leaves or no longer practises, and an accompaniment that ends, end it too.', async () => {
	for (const [why, change] of [
		['left', (told: ViewScene) => home.sql('update member set ended_at = now() where id = $1', [told.asked.member])],
		['role', (told: ViewScene) => home.sql(`update member set roles = '{coordination}' where id = $1`, [told.asked.member])],
		['asker left', (told: ViewScene) => home.sql('update member set ended_at = now() where id = $1', [told.lead.member])],
		[
			'ended',
			(told: ViewScene) => home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [told.id])
		]
	] as const) {
		const told = await scene();
		const view = await ask(told);
		await change(told);
		assert.equal(await open(told.asked, view), undefined, why);
		assert.deepEqual(await as(told.asked, (tx) => readViewsToGive(tx)), [], why);
	}
});
