import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { openGoal, putInWords } from '../goals/agreeing.server.ts';
import { addStep } from '../goals/steps.server.ts';
import { answerReadBack } from '../interviews/read-back.server.ts';
import { NO_VOICES, sealVoices } from '../interviews/voices.ts';
import { openNeed } from '../needs/needs.server.ts';
import { OpeningForm } from '../needs/rules.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { ask, open, viewScene, views, write } from '../../../tests/scenes/view.ts';
import { answerView, readViewsToGive, wasAsked } from './given.server.ts';
import { readShowable } from './views.server.ts';

const home = await house({ after });
const organization = await home.organization();
const scene = (name?: string) => viewScene(home, organization, name);
const journal = (actor: Actor) => home.sql('select kind from journal where member_id = $1', [actor.member]);

const NEED = {
	code: 'OTHER',
	label: 'Le chien',
	hers: { words: 'Il mange peu.', works: 'Le voisin', when: 'now', how: 'orally' },
	readers: []
};

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
		await putInWords(tx, pathway, mine, { agreed: 'Un essai en cuisine.', yes_hers: 'orally', yes_mine: true, last: null }, '2026-11-22');
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
