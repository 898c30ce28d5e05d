import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { correctNote } from './corrections.server.ts';
import { heardOf } from './heard.ts';
import { readInterview, recordInterview } from './interviews.server.ts';
import type { ReadNote } from './notes.server.ts';
import { answerReadBack } from './read-back.server.ts';
import { CorrectionForm, InterviewForm, ReadBackForm } from './rules.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };

let lead: Actor, paul: Actor, unticked: Actor, elsewhere: Actor, person: string;
before(async () => {
	const organization = await home.organization();
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	unticked = await home.member(organization, ['practitioner'], { first: 'Claire' });
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	person = (await home.pathway(lead)).id;
	for (const { member } of [paul, unticked])
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: member }).execute());
});

const on = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, person))));
const record = () =>
	on(lead, (tx, pathway) =>
		recordInterview(tx, pathway, lead, { form: InterviewForm.parse({ said: 'un texte', readers: [paul.member] }), agreed: null, ...here })
	);
const noteOf = (actor: Actor, id: string): Promise<ReadNote> =>
	on(actor, async (tx, pathway) => found(found(await readInterview(tx, pathway, id)).note));
const answer = async (actor: Actor, id: string, said: { value: string; how?: string; words?: string; version?: number }) => {
	const note = await noteOf(lead, id);
	const form = ReadBackForm.parse({ note: note.id, ...said, version: String(said.version ?? note.version) });
	await on(actor, async (tx, pathway) => answerReadBack(tx, pathway, note, form));
};
const correct = async (id: string, said: string) => {
	const interview = await on(lead, async (tx, pathway) => found(await readInterview(tx, pathway, id)));
	const note = found(interview.note);
	await on(lead, (tx, pathway) =>
		correctNote(tx, pathway, lead, { ...interview, note }, CorrectionForm.parse({ said, version: String(note.version) }))
	);
};

describe('"C’est bien ça ?"', () => {
	it('keeps who noted her answer, how she gave it, when, and to which version', async () => {
		const id = await record();
		await answer(paul, id, { value: 'yes', how: 'screen' });
		const { read_backs, version } = await noteOf(lead, id);
		assert.deepEqual(
			read_backs.map(({ value, how, by, note_version, words }) => [value, how, by, note_version, words]),
			[['yes', 'screen', 'Paul-Henri', version, '']]
		);
		assert.ok(Math.abs(read_backs[0]!.at.getTime() - Date.now()) < 60_000);
	});

	it('keeps a statement of hers beside the text, sealed, until she says that it is right', async () => {
		const id = await record();
		await answer(lead, id, { value: 'to-correct', words: 'Je n’ai pas dit que je refusais.' });
		assert.deepEqual(
			heardOf(await noteOf(paul, id)).statements.map(({ words }) => words),
			['Je n’ai pas dit que je refusais.']
		);
		const [row] = await home.sql<{ row: string }>(
			'select row_to_json(b)::text as row from read_back b join note n on n.id = b.note_id where n.interview_id = $1',
			[id]
		);
		assert.doesNotMatch(row!.row, /refusais/);
		await correct(id, 'un texte corrigé');
		const corrected = heardOf(await noteOf(lead, id));
		assert.deepEqual([corrected.answer, corrected.again, corrected.statements.length], [null, true, 1]);
		await answer(lead, id, { value: 'yes' });
		const settled = heardOf(await noteOf(lead, id));
		assert.deepEqual([settled.answer?.value, settled.again, settled.statements], ['yes', false, []]);
		assert.equal((await noteOf(lead, id)).read_backs.length, 2, 'nothing is taken back');
	});

	it('answers the text that was read: a text corrected meanwhile is to be read again', async () => {
		const id = await record();
		await correct(id, 'autre texte');
		await assert.rejects(answer(lead, id, { value: 'yes', version: 1 }), StaleError);
		// Nor through the application's role itself.
		const note = await noteOf(lead, id);
		await assert.rejects(
			as(lead, (tx) =>
				tx
					.insertInto('read_back')
					.values({ id: crypto.randomUUID(), accompaniment_id: person, note_id: note.id, note_version: 1, value: 'yes', how: 'orally' })
					.execute()
			),
			{ status: 404 }
		);
		assert.deepEqual((await noteOf(lead, id)).read_backs, []);
	});

	it('is noted by those who read the text alone, and nobody takes an answer back', async () => {
		const id = await record();
		await assert.rejects(answer(unticked, id, { value: 'yes' }), { status: 404 });
		await assert.rejects(answer(elsewhere, id, { value: 'yes' }), { status: 404 });
		await answer(lead, id, { value: 'to-correct', words: 'à garder' });
		await assert.rejects(
			as(lead, (tx) => tx.deleteFrom('read_back').execute()),
			{ status: 404 }
		);
		await assert.rejects(
			as(lead, (tx) => tx.updateTable('read_back').set({ value: 'yes' }).execute()),
			{ status: 404 }
		);
		assert.deepEqual(
			await as(unticked, (tx) => tx.selectFrom('read_back').selectAll().where('accompaniment_id', '=', person).execute()),
			[]
		);
	});
});
