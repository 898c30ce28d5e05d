import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { ColleagueGone, readNameableHere } from '../companions/companions.server.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as, asRole } from '../server/db.ts';
import { clearExpired } from '../server/clearing.ts';
import { inputDate } from '../ui/dates.ts';
import { answerReadBack } from '../interviews/read-back.server.ts';
import { NO_VOICES, sealVoices } from '../interviews/voices.ts';
import { openGoal, putInWords } from '../goals/agreeing.server.ts';
import { addStep } from '../goals/steps.server.ts';
import { openNeed } from '../needs/needs.server.ts';
import { OpeningForm } from '../needs/rules.ts';
import { house } from '../../../tests/house.ts';
import { answerView, declineView, openView, readViewsToGive, wasAsked } from './given.server.ts';
import { readCircling } from './round.server.ts';
import { AskForm } from './rules.ts';
import { askView, readAwaited, readShowable, readViews, takeViewBack } from './views.server.ts';

const home = await house({ after });
const organization = await home.organization();
const zone = 'Europe/Brussels';
const today = inputDate(new Date(), zone);
const here = { today, zone };

interface Scene {
	lead: Actor;
	asked: Actor;
	id: string;
	person: string;
	note: string;
}

/** A pathway with what counts for her, a text and a memo of her lead; and a colleague who does not walk with her. */
async function scene(name = 'Nadia B.'): Promise<Scene> {
	const lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const asked = await home.member(organization, ['practitioner'], { first: 'Mourad' });
	const { id, person } = await home.pathway(lead, name);
	const note = await write(lead, id, 'La crèche répond jeudi.');
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const memo = newId();
		await tx
			.insertInto('profile')
			.values({ accompaniment_id: id, sealed: key.seal('profile', id, { matters: 'Travailler en cuisine.' }) })
			.execute();
		await tx
			.insertInto('memo')
			.values({
				id: memo,
				accompaniment_id: id,
				sealed: key.seal('memo', memo, { text: 'MEMO-CANARI' }),
				expires_at: new Date(Date.now() + 86_400_000)
			})
			.execute();
	});
	return { lead, asked, id, person, note };
}

async function write(
	author: Actor,
	accompaniment: string,
	text: string,
	outcome: string | null = null,
	on = '2026-10-01'
): Promise<string> {
	return as(author, async (tx) => {
		const { key } = (await readPathway(tx, accompaniment))!;
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: accompaniment, held_on: on, channel: 'presence' }).execute();
		await tx
			.insertInto('note')
			.values({
				id: note,
				interview_id: interview,
				accompaniment_id: accompaniment,
				outcome,
				sealed: key.seal('note', note, { text, moved: '' })
			})
			.execute();
		return note;
	});
}

const form = (typed: Record<string, unknown>) =>
	AskForm(today).parse({ question: 'Par où recommencer ?', accord: 'orally', texts: ['matters'], ...typed });

const ask = ({ lead, asked, id }: Pick<Scene, 'lead' | 'asked' | 'id'>, typed: Record<string, unknown> = {}) =>
	as(lead, async (tx) => askView(tx, (await readPathway(tx, id))!, lead, form({ member: asked.member, ...typed }), here));

const open = (actor: Actor, view: string) => as(actor, (tx) => openView(tx, view));
const views = (actor: Actor, id: string) => as(actor, async (tx) => readViews(tx, (await readPathway(tx, id))!));
const journal = (actor: Actor) => home.sql('select kind from journal where member_id = $1', [actor.member]);

test('A colleague who is asked reads the question and exactly the texts shown; she reads that he looked.', async () => {
	const told = await scene();
	const { lead, asked, id, note } = told;
	await write(lead, id, 'CANARI : rien de ceci.');
	const view = await ask(told, { texts: ['matters', `note:${note}`] });
	const opened = (await open(asked, view))!;
	assert.equal(opened.shown_name, 'Nadia B.');
	assert.equal(opened.question, 'Par où recommencer ?');
	assert.deepEqual(
		opened.texts.map(({ kind, text, note }) => [kind, text ?? note?.text]),
		[
			['matters', 'Travailler en cuisine.'],
			['note', 'La crèche répond jeudi.']
		]
	);
	assert.deepEqual(opened.readers, ['Aurore']);
	assert.ok(!JSON.stringify(opened).includes('CANARI'));
	await open(asked, view);
	assert.deepEqual(await journal(asked), [{ kind: 'view' }]);
	const read = await as(lead, (tx) => sql`select from journal where accompaniment_id = ${id} and kind = 'view'`.execute(tx));
	assert.equal(read.rows.length, 1);
});

test('He gets no reach: not the pathway, not a text, not her key, not who walks with her, not who else looked.', async () => {
	const told = await scene();
	const { asked, id, person } = told;
	await ask(told);
	assert.equal(await as(asked, (tx) => readPathway(tx, id)), undefined);
	for (const what of [
		sql`select from accompaniment where id = ${id}`,
		sql`select from keys.person_key where person_id = ${person}`,
		...['note', 'profile', 'interview', 'colleague', 'journal', 'audit', 'view_request', 'view_text'].map(
			(table) => sql`select from ${sql.table(table)} where accompaniment_id = ${id}`
		),
		sql`select from view_reader`
	])
		assert.equal((await as(asked, (tx) => what.execute(tx))).rows.length, 0);
	for (const table of ['view_shown', 'journal']) {
		const change = sql`update ${sql.table(table)} set id = id`;
		await assert.rejects(as(asked, (tx) => change.execute(tx)));
	}
	await assert.rejects(as(asked, (tx) => sql`select from view_shown`.execute(tx)));
	assert.deepEqual(await journal(asked), []);
});

test('What is shown is a copy of the moment she agreed: a later correction opens nothing more.', async () => {
	const told = await scene();
	const { lead, asked, id, note } = told;
	const view = await ask(told, { texts: [`note:${note}`] });
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		await tx
			.updateTable('note')
			.set({ sealed: key.seal('note', note, { text: 'CANARI', moved: '' }), version: 2 })
			.where('id', '=', note)
			.execute();
	});
	assert.equal((await open(asked, view))!.texts[0]!.note!.text, 'La crèche répond jeudi.');
});

test('A text is shown whole, as its readers see it: both voices, the look back, who else was there, her statement; not who reads it.', async () => {
	const told = await scene();
	const { lead, id, asked, note } = told;
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	await as(lead, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		const voices = sealVoices(
			{ ...NO_VOICES, her_words: 'Je veux souffler.', hers_how: 'orally', helped_hers: 'Le trajet à deux.', partner: 'Mme Lots' },
			{ by: lead.member, opening: false }
		);
		await tx
			.updateTable('note')
			.set({ outcome: 'thinking', sealed: pathway.key.seal('note', note, { text: 'Elle hésite.', moved: '', ...voices }), version: 2 })
			.where('id', '=', note)
			.execute();
		await answerReadBack(
			tx,
			pathway,
			{ id: note, version: 2 },
			{ value: 'to-correct', how: 'orally', words: 'Je n’hésite pas.', note, version: 2 }
		);
	});
	const view = await ask(told, { texts: [`note:${note}`] });
	const [shown] = (await open(asked, view))!.texts;
	const { her_words, text, outcome, helped_hers, partner, author_first_name, read_backs } = shown!.note!;
	assert.deepEqual(
		[her_words, text, outcome, helped_hers, partner, author_first_name],
		['Je veux souffler.', 'Elle hésite.', 'thinking', 'Le trajet à deux.', 'Mme Lots', 'Aurore']
	);
	assert.deepEqual(
		read_backs.map(({ words }) => words),
		['Je n’hésite pas.']
	);
	assert.ok(read_backs[0]!.at instanceof Date);
	assert.ok(!JSON.stringify(shown).includes('Paul-Henri'), 'who walks with her is not told');
});

test('A goal and a need of mine can be shown, a colleague’s cannot; whoever reads the answer is told neither their words nor their name.', async () => {
	const told = await scene();
	const { lead, id, asked } = told;
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	const wish = (by: Actor, words: string) =>
		as(by, async (tx) =>
			openGoal(tx, (await readPathway(tx, id))!, { wish: words, how: 'orally', domain: null, readers: [lead.member, paul.member] })
		);
	const [mine, his] = [await wish(lead, 'Cuisiner pour les autres.'), await wish(paul, 'CANARI')];
	await as(lead, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		await putInWords(tx, pathway, mine, { agreed: 'Un essai en cuisine.', yes_hers: 'orally', yes_mine: true, last: null }, today);
		await addStep(tx, pathway, mine, 'Voir la cuisine du foyer.');
	});
	const need = await as(lead, async (tx) => openNeed(tx, (await readPathway(tx, id))!, OpeningForm.parse(NEED)));
	const view = await ask(told, { texts: [`goal:${mine}`, `goal:${his}`, `need:${need}`], readers: [paul.member] });
	const opened = (await open(asked, view))!;
	const goal = opened.texts.find((one) => one.goal)!.goal!;
	assert.deepEqual(
		[goal.wishes, goal.wordings, goal.standing, goal.steps.map(({ text }) => text)],
		[[{ text: 'Cuisiner pour les autres.' }], [{ text: 'Un essai en cuisine.' }], 'agreed', ['Voir la cuisine du foyer.']]
	);
	const shown = opened.texts.find((one) => one.need)!.need!;
	assert.deepEqual(
		[shown.label, shown.hers?.words, shown.hers?.works, shown.hers?.when],
		['Le chien', 'Il mange peu.', 'Le voisin', 'now']
	);
	assert.ok(!JSON.stringify(opened).includes('CANARI'));
	const [read] = await views(paul, id);
	assert.deepEqual(read!.words?.about.map(({ kind }) => kind).sort(), ['goal', 'need']);
	assert.ok(!/chien|OTHER|Cuisin|cuisine/.test(JSON.stringify(read)), 'not even the name of a need');
});

const NEED = {
	code: 'OTHER',
	label: 'Le chien',
	hers: { words: 'Il mange peu.', works: 'Le voisin', when: 'now', how: 'orally' },
	readers: []
};

test('Only my own texts are offered, never a memo, nor a colleague’s text that I read; forged keys show nothing.', async () => {
	const told = await scene();
	const { lead, id, asked } = told;
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	const his = await write(paul, id, 'CANARI de Paul-Henri');
	await as(paul, (tx) => sql`insert into note_reader (note_id, member_id) values (${his}, ${lead.member})`.execute(tx));
	const [memo] = await home.sql<{ id: string }>('select id from memo where accompaniment_id = $1', [id]);
	const offered = await as(lead, async (tx) => readShowable(tx, (await readPathway(tx, id))!));
	assert.deepEqual(
		offered.map(({ kind }) => kind),
		['matters', 'note']
	);
	assert.ok(!JSON.stringify(offered).includes('CANARI'));
	const view = await ask(told, { texts: [`note:${his}`, `note:${memo!.id}`] });
	assert.deepEqual((await open(asked, view))!.texts, []);
});

test('Nobody else opens it: another colleague, the one who asks, coordination, the front desk, another organisation.', async () => {
	const told = await scene();
	const view = await ask(told);
	const others = [
		told.lead,
		await home.member(organization),
		await home.member(organization, ['coordination']),
		await home.member(organization, ['front-desk']),
		await home.member(organization, ['administrator']),
		await home.member(await home.organization('Ailleurs'))
	];
	for (const other of others) {
		assert.equal(await open(other, view), undefined);
		assert.equal(await as(other, (tx) => wasAsked(tx, view)), false);
		assert.equal(await as(other, (tx) => answerView(tx, view, 'x')), false);
		assert.deepEqual(await as(other, (tx) => readViewsToGive(tx)), []);
	}
	assert.ok(await open(told.asked, view));
});

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
		['left', (scene: Scene) => home.sql('update member set ended_at = now() where id = $1', [scene.asked.member])],
		['role', (scene: Scene) => home.sql(`update member set roles = '{coordination}' where id = $1`, [scene.asked.member])],
		['asker left', (scene: Scene) => home.sql('update member set ended_at = now() where id = $1', [scene.lead.member])],
		[
			'ended',
			(scene: Scene) => home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [scene.id])
		]
	] as const) {
		const told = await scene();
		const view = await ask(told);
		await change(told);
		assert.equal(await open(told.asked, view), undefined, why);
		assert.deepEqual(await as(told.asked, (tx) => readViewsToGive(tx)), [], why);
	}
});

test('He cannot ask somebody else in turn, nor can a cover or a stranger; nobody asks himself, or for longer than a week.', async () => {
	const told = await scene();
	const { asked, id, lead } = told;
	await ask(told);
	const third = await home.member(organization);
	const cover = await home.member(organization);
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '1 day')`,
		[id, organization, cover.member]
	);
	const elsewhere = await home.member(await home.organization());
	const inserts = (of: string, until = `now() + interval '2 days'`) =>
		sql`insert into view_request (id, accompaniment_id, asked_of, accord_how, ends_at) values (${newId()}, ${id}, ${of}, 'orally', ${sql.raw(until)})`;
	for (const asker of [asked, cover, third, elsewhere])
		await assert.rejects(
			as(asker, (tx) => inserts(asker === third ? asked.member : third.member).execute(tx)),
			{ status: 404 }
		);
	await assert.rejects(
		as(lead, (tx) => inserts(elsewhere.member).execute(tx)),
		{ status: 404 }
	);
	await assert.rejects(
		as(lead, (tx) => inserts(lead.member).execute(tx)),
		{ code: '23514' }
	);
	await assert.rejects(
		as(lead, (tx) => inserts(third.member, `now() + interval '8 days'`).execute(tx)),
		{ code: '23514' }
	);
});

test('Nothing more is shown, and no reader is added, once it is asked.', async () => {
	const told = await scene();
	const { lead, id } = told;
	const paul = await home.member(organization);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	const view = await ask(told);
	for (const change of [
		sql`insert into view_reader (view_id, member_id) values (${view}, ${paul.member})`,
		sql`insert into view_shown (id, accompaniment_id, until, sealed) select id, accompaniment_id, ends_at, 'v1' from view_request where id = ${view}`,
		sql`update view_request set ends_at = ends_at + interval '1 minute' where id = ${view}`,
		sql`update view_text set sealed = 'v1' where id = ${view}`
	])
		await assert.rejects(as(lead, (tx) => change.execute(tx)));
});

test('Out of reach her alias is shown, or nobody’s name: concealed without an alias, or without a carnet.', async () => {
	for (const [change, name] of [
		[`concealed = true, alias = 'Colibri'`, 'Colibri'],
		[`concealed = true, alias = null`, ''],
		[`carnet = 'no'`, '']
	] as const) {
		const told = await scene('Zahra M.');
		await home.sql(`update accompaniment set ${change} where id = $1`, [told.id]);
		const view = await ask(told, { texts: [] });
		assert.equal((await open(told.asked, view))!.shown_name, name);
		const list = await as(told.asked, (tx) => readViewsToGive(tx));
		assert.deepEqual(
			list.map(({ shown_name, asked_by }) => [shown_name, asked_by]),
			[[name, 'Aurore']]
		);
	}
});

test('With whom we may go round in circles is worked out from my own people and texts, and stored nowhere.', async () => {
	const lead = await home.member(organization);
	const turning = await home.pathway(lead, 'Bernard G.');
	const moving = await home.pathway(lead, 'Samir K.');
	const holding = await home.pathway(lead, 'Chantal D.');
	for (const { id } of [turning, moving, holding])
		for (const day of ['01', '08', '15', '22']) await write(lead, id, 'On a parlé.', null, `2026-10-${day}`);
	await write(lead, moving.id, 'La lettre est partie.', 'moved', '2026-11-02');
	await home.sql(`update accompaniment set moment = 'holding' where id = $1`, [holding.id]);
	const colleague = await home.member(organization);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		turning.id,
		organization,
		colleague.member
	]);
	const coordination = await home.member(organization, ['coordination']);
	const changes = () => home.sql('select count(*) as n from audit');
	const before = await changes();
	for (const other of [colleague, coordination]) assert.deepEqual(await as(other, (tx) => readCircling(tx)), []);
	assert.deepEqual(await as(lead, (tx) => readCircling(tx)), [{ id: turning.id, name: 'Bernard G.' }]);
	assert.deepEqual(await changes(), before);
	assert.deepEqual(await home.sql(`select kind, accompaniment_id from journal where member_id = $1 and kind = 'list'`, [lead.member]), [
		{ kind: 'list', accompaniment_id: null }
	]);
});
