import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Actor } from '#lib/access/access.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { countMyTexts, namedToday, nameReader, readWidenings } from './audience.server.ts';
import { correctNote, readFormerNotes } from './corrections.server.ts';
import { readInterview, readInterviews, readLatestNote, recordInterview } from './interviews.server.ts';
import type { ReadInterview, ReadNote } from './notes.server.ts';
import { CorrectionForm, InterviewForm, SideForm } from './rules.ts';
import { defaultReaders, mayAddSide, writeSide } from './sides.server.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };

let organization: string, lead: Actor, paul: Actor, claire: Actor, stranger: Actor, elsewhere: Actor, person: string;
before(async () => {
	organization = await home.organization();
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	claire = await home.member(organization, ['practitioner'], { first: 'Claire' });
	stranger = await home.member(organization, ['practitioner'], { first: 'Luc' });
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	person = await someone();
});

async function someone(): Promise<string> {
	const { id } = await home.pathway(lead);
	for (const { member } of [paul, claire])
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: member }).execute());
	return id;
}

const on = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const record = (fields: Partial<Record<keyof InterviewForm, unknown>>, id = person, actor = lead) =>
	on(actor, id, (tx, pathway) => recordInterview(tx, pathway, actor, { form: InterviewForm.parse(fields), agreed: null, ...here }));
const read = (actor: Actor, interview: string, id = person) =>
	on(actor, id, async (tx, pathway) => found(await readInterview(tx, pathway, interview)));
const write = (actor: Actor, interview: string, fields: Record<string, unknown>, id = person) =>
	on(actor, id, async (tx, pathway) => writeSide(tx, pathway, found(await readInterview(tx, pathway, interview)), SideForm.parse(fields)));
const noteOf = (interview: ReadInterview): ReadNote => {
	assert.ok(interview.note);
	return interview.note;
};

describe('her words and the look back', () => {
	it('stand beside the text, are read by the same people, and say who noted them and how', async () => {
		const id = await record({
			said: 'On a parlé du bail.',
			her_words: 'J’ai peur de perdre l’appartement.',
			hers_how: 'paper',
			helped_hers: 'Qu’on m’appelle avant.',
			helped_ours: 'Venir au domicile.',
			readers: [paul.member]
		});
		const note = noteOf(await read(paul, id));
		assert.deepEqual(
			[note.her_words, note.hers_how, note.hers_by_first_name, note.helped_hers, note.helped_ours],
			['J’ai peur de perdre l’appartement.', 'paper', 'Aurore', 'Qu’on m’appelle avant.', 'Venir au domicile.']
		);
		assert.equal((await read(claire, id)).note, null);
	});

	it('of the first meeting are "Ce qui m’amène", also once they were put right', async () => {
		const newcomer = await someone();
		const first = await record({ her_words: 'trouver un logement' }, newcomer);
		const second = await record({ her_words: 'autre chose' }, newcomer);
		assert.deepEqual(
			[noteOf(await read(lead, first, newcomer)).opening, noteOf(await read(lead, second, newcomer)).opening],
			[true, false]
		);
		const interview = await read(lead, first, newcomer);
		await on(lead, newcomer, (tx, pathway) =>
			correctNote(
				tx,
				pathway,
				lead,
				{ ...interview, note: noteOf(interview) },
				CorrectionForm.parse({ her_words: 'trouver un toit', version: '1' })
			)
		);
		assert.deepEqual(
			[noteOf(await read(lead, first, newcomer)).opening, noteOf(await read(lead, first, newcomer)).her_words],
			[true, 'trouver un toit']
		);
	});

	it('put right by a colleague are noted by him from then on; left alone they stay noted by whoever noted them', async () => {
		const id = await record({ said: 'a', her_words: 'ses mots', readers: [paul.member] });
		const put = async (actor: Actor, fields: Record<string, unknown>) => {
			const interview = await read(actor, id);
			await on(actor, person, (tx, pathway) =>
				correctNote(tx, pathway, actor, { ...interview, note: noteOf(interview) }, CorrectionForm.parse(fields))
			);
			return noteOf(await read(lead, id)).hers_by_first_name;
		};
		assert.equal(await put(paul, { said: 'b', her_words: 'ses mots', version: '1' }), 'Aurore');
		assert.equal(await put(paul, { said: 'b', her_words: 'ses vrais mots', version: '2' }), 'Paul-Henri');
	});

	it('are never lost: every former text comes back whole, whatever the order of corrections', async () => {
		const text = fc.string({ maxLength: 30, unit: 'grapheme' });
		const edit = fc.record({
			who: fc.constantFrom(0, 1),
			said: text,
			her_words: text,
			helped_hers: text,
			helped_ours: text,
			partner: text
		});
		await fc.assert(
			fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
				const id = await record({ said: 'début', her_words: 'au début', readers: [paul.member] });
				const whole = (one: { text: string; her_words: string; helped_hers: string; helped_ours: string; partner: string }) => [
					one.text,
					one.her_words,
					one.helped_hers,
					one.helped_ours,
					one.partner
				];
				const written = [['début', 'au début', '', '', '']];
				for (const { who, ...fields } of edits) {
					const actor = [lead, paul][who]!;
					const interview = await read(actor, id);
					const form = CorrectionForm.parse({ ...fields, version: String(noteOf(interview).version) });
					await on(actor, person, (tx, pathway) => correctNote(tx, pathway, actor, { ...interview, note: noteOf(interview) }, form));
					written.push([form.said, form.her_words, form.helped_hers, form.helped_ours, form.partner]);
				}
				const now = noteOf(await read(lead, id));
				const former = await on(lead, person, (tx, pathway) => readFormerNotes(tx, pathway, now.id));
				assert.deepEqual([...former.reverse().map(whole), whole(now)], written);
			}),
			{ numRuns: 10 }
		);
	});
});

describe('who else was there', () => {
	it('mentions people from outside in the sealed text, without any access', async () => {
		const id = await record({
			partner: 'Mme Lots, la Fonderie',
			relative: 'sa sœur',
			interpreter: 'Drita',
			interpreter_as: 'professional',
			readers: [paul.member]
		});
		const note = noteOf(await read(paul, id));
		assert.deepEqual(
			[note.partner, note.relative, note.interpreter, note.interpreter_as],
			['Mme Lots, la Fonderie', 'sa sœur', 'Drita', 'professional']
		);
		const rows = await home.sql<{ row: string }>('select row_to_json(n)::text as row from note n where interview_id = $1', [id]);
		assert.doesNotMatch(rows[0]!.row, /Lots|sœur|Drita/);
		assert.deepEqual(await home.sql('select 1 from attendee where interview_id = $1', [id]), []);
	});

	it('opens no text to a colleague who was there and is not named with it: he sees himself, and nothing else', async () => {
		const id = await record({ said: 'pour Aurore', attendees: [paul.member, claire.member] });
		const seen = await read(paul, id);
		assert.equal(seen.note, null);
		assert.deepEqual(
			seen.attendees.map(({ first_name }) => first_name),
			['Paul-Henri']
		);
		assert.deepEqual(
			(await read(lead, id)).attendees.map(({ first_name }) => first_name),
			['Claire', 'Paul-Henri']
		);
	});

	it('cannot be a colleague who is not named on the accompaniment, nor anybody of another organisation', async () => {
		const id = await record({ said: 'forgé', attendees: [stranger.member, elsewhere.member] });
		assert.deepEqual((await read(lead, id)).attendees, []);
		for (const forged of [stranger, elsewhere, lead]) {
			await assert.rejects(
				as(lead, (tx) =>
					tx.insertInto('attendee').values({ interview_id: id, accompaniment_id: person, member_id: forged.member }).execute()
				),
				{ status: 404 }
			);
		}
		await assert.rejects(
			as(paul, (tx) => tx.insertInto('attendee').values({ interview_id: id, accompaniment_id: person, member_id: paul.member }).execute()),
			{ status: 404 }
		);
		await assert.rejects(read(stranger, id), { status: 404 });
	});

	it('is put right by whoever said it, until that colleague has written', async () => {
		const id = await record({ said: 'a', attendees: [paul.member, claire.member], readers: [paul.member] });
		await write(paul, id, { said: 'mon côté' });
		const interview = await read(lead, id);
		await on(lead, person, (tx, pathway) =>
			correctNote(
				tx,
				pathway,
				lead,
				{ ...interview, note: noteOf(interview) },
				CorrectionForm.parse({ said: 'a', there: 'yes', version: '1' })
			)
		);
		assert.deepEqual(
			(await read(lead, id)).attendees.map(({ first_name }) => first_name),
			['Paul-Henri']
		);
	});

	it('is left as it was by a correction that does not speak of it', async () => {
		const id = await record({ said: 'a', attendees: [paul.member], readers: [paul.member] });
		const interview = await read(paul, id);
		await on(paul, person, (tx, pathway) =>
			correctNote(
				tx,
				pathway,
				paul,
				{ ...interview, note: noteOf(interview) },
				CorrectionForm.parse({ said: 'b', there: 'yes', version: '1' })
			)
		);
		assert.equal((await read(lead, id)).attendees.length, 1);
	});
});

describe('a colleague’s own side', () => {
	it('is his text, beside the other, and each has its own readers', async () => {
		const id = await record({ said: 'd’Aurore', attendees: [paul.member], readers: [paul.member, claire.member] });
		await write(paul, id, { said: 'de Paul-Henri', readers: [lead.member] });
		const seen = await read(lead, id);
		assert.deepEqual([noteOf(seen).text, seen.sides.map(({ text }) => text)], ['d’Aurore', ['de Paul-Henri']]);
		assert.deepEqual((await read(claire, id)).sides, []);
		assert.equal(noteOf(await read(claire, id)).text, 'd’Aurore');
		assert.equal((await on(paul, person, (tx, { accompaniment }) => countMyTexts(tx, accompaniment.id))) > 0, true);
	});

	it('is offered to the readers of the other text who are still named; to himself alone when that text is not his to read', async () => {
		const open = await record({ said: 'a', attendees: [paul.member], readers: [paul.member, claire.member] });
		const closed = await record({ said: 'b', attendees: [paul.member], readers: [claire.member] });
		const offered = (interview: string) =>
			on(paul, person, async (tx, pathway) =>
				defaultReaders(found(await readInterview(tx, pathway, interview)), await namedToday(tx, pathway))
			);
		assert.deepEqual(new Set(await offered(open)), new Set([lead.member, paul.member, claire.member]));
		assert.deepEqual(await offered(closed), [paul.member]);
	});

	it('comes from whoever was there, once, and from nobody else', async () => {
		const id = await record({ said: 'a', attendees: [paul.member], readers: [paul.member, claire.member] });
		assert.deepEqual(
			[mayAddSide(await read(paul, id)), mayAddSide(await read(claire, id)), mayAddSide(await read(lead, id))],
			[true, false, false]
		);
		await assert.rejects(write(claire, id, { said: 'je n’y étais pas' }), { status: 404 });
		await assert.rejects(write(elsewhere, id, { said: 'forgé' }), { status: 404 });
		await write(paul, id, { said: 'premier' });
		assert.equal(mayAddSide(await read(paul, id)), false);
		await assert.rejects(write(paul, id, { said: 'écrit dans un autre onglet', version: '0' }), StaleError);
		assert.equal((await home.sql('select 1 from note where interview_id = $1', [id])).length, 2);
	});

	it('is put right by its author alone, and its former text is kept', async () => {
		const id = await record({ said: 'a', attendees: [paul.member], readers: [paul.member] });
		await write(paul, id, { said: 'premier', readers: [lead.member] });
		await write(paul, id, { said: 'deuxième', version: '1' });
		const [side] = (await read(paul, id)).sides;
		assert.deepEqual(
			(await on(paul, person, (tx, pathway) => readFormerNotes(tx, pathway, side!.id))).map(({ text }) => text),
			['premier']
		);
		// A reader of it changes nothing, through the application's role itself.
		const changed = await as(lead, (tx) => tx.updateTable('note').set({ sealed: 'v1', version: 3 }).where('id', '=', side!.id).execute());
		assert.equal(changed[0]?.numUpdatedRows, 0n);
		assert.equal((await read(paul, id)).sides[0]?.text, 'deuxième');
	});

	it('leaves the other text untouched, and naming somebody with it later is told', async () => {
		const id = await record({ said: 'intact', attendees: [paul.member], readers: [paul.member] });
		await write(paul, id, { said: 'le mien' });
		const [side] = (await read(paul, id)).sides;
		await on(paul, person, (tx, pathway) => nameReader(tx, pathway, side!.id, claire.member));
		assert.deepEqual(
			(await on(paul, person, (tx, pathway) => readWidenings(tx, pathway, id))).map(({ named, by }) => [named, by]),
			[['Claire', 'Paul-Henri']]
		);
		const seen = await read(claire, id);
		assert.deepEqual([seen.note, seen.sides.map(({ text }) => text)], [null, ['le mien']]);
		assert.equal(noteOf(await read(lead, id)).version, 1);
	});

	it('is "La dernière fois" for whoever may read it alone', async () => {
		const someoneElse = await someone();
		const id = await record({ said: 'fermé', attendees: [paul.member] }, someoneElse);
		await write(paul, id, { said: 'ouvert à Claire', readers: [claire.member] }, someoneElse);
		const latest = await on(claire, someoneElse, readLatestNote);
		assert.deepEqual([latest?.note, latest?.sides[0]?.text], [null, 'ouvert à Claire']);
		assert.equal((await on(claire, someoneElse, readInterviews)).interviews.length, 1);
	});

	it('is closed with her file: excluded or no longer named, he neither reads nor writes', async () => {
		const someoneElse = await someone();
		const id = await record({ said: 'a', attendees: [paul.member], readers: [paul.member] }, someoneElse);
		await home.sql('delete from colleague where accompaniment_id = $1 and member_id = $2', [someoneElse, paul.member]);
		await assert.rejects(write(paul, id, { said: 'encore là' }, someoneElse), { status: 404 });
		await assert.rejects(read(paul, id, someoneElse), { status: 404 });
	});
});

it('"Nous" never widens without being told: after any gestures around a meeting, whoever reads a text was ticked for it or is told of', async () => {
	const gesture = fc.record({
		do: fc.constantFrom('there', 'side', 'correct', 'name'),
		by: fc.constantFrom(0, 1, 2),
		whom: fc.constantFrom(1, 2)
	});
	await fc.assert(
		fc.asyncProperty(fc.subarray([1, 2]), fc.array(gesture, { maxLength: 6 }), async (ticked, gestures) => {
			const people = [lead, paul, claire];
			const id = await record({ said: 'nous', readers: ticked.map((one) => people[one]!.member), attendees: [paul.member] });
			const meant = new Map([[noteOf(await read(lead, id)).id, new Set([lead.member, ...ticked.map((one) => people[one]!.member)])]]);
			for (const { do: what, by, whom } of gestures) {
				const actor = people[by]!;
				const interview = await read(actor, id);
				const { note } = interview;
				const form = CorrectionForm.parse({
					said: 'nous',
					there: 'yes',
					attendees: [people[whom]!.member],
					version: String(note?.version ?? 0)
				});
				const work =
					what === 'side'
						? write(actor, id, {
								said: 'côté',
								readers: [people[whom]!.member],
								version: String(interview.sides.find(({ mine }) => mine)?.version ?? 0)
							})
						: what === 'name'
							? on(actor, person, (tx, pathway) => nameReader(tx, pathway, (note ?? { id }).id, people[whom]!.member))
							: on(actor, person, (tx, pathway) => correctNote(tx, pathway, actor, { ...interview, note: found(note) }, form));
				await work.catch(() => undefined);
				const mine = (await read(actor, id)).sides.find((side) => side.mine);
				if (what === 'side' && mine && !meant.has(mine.id)) meant.set(mine.id, new Set([actor.member, people[whom]!.member]));
			}
			const told = await home.sql<{ note_id: string; member_id: string }>(
				'select w.note_id, w.member_id from widening w join note n on n.id = w.note_id where n.interview_id = $1',
				[id]
			);
			for (const actor of people) {
				const { note, sides } = await read(actor, id);
				for (const text of [note, ...sides]) {
					const known =
						text === null ||
						meant.get(text.id)?.has(actor.member) ||
						told.some(({ note_id, member_id }) => note_id === text.id && member_id === actor.member);
					assert.ok(known, `${actor.firstName} reads a text without having been ticked or told of`);
				}
			}
		}),
		{ numRuns: 15 }
	);
});
