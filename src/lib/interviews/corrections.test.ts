import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Actor } from '#lib/access/access.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { couldRead, nameReader, readWidenings, unnameReader } from './audience.server.ts';
import { correctMeeting, correctNote, readFormerNotes } from './corrections.server.ts';
import { readInterview, recordInterview } from './interviews.server.ts';
import type { ReadInterview, ReadNote } from './notes.server.ts';
import { InterviewForm, type CorrectionForm } from './rules.ts';
import { NO_VOICES } from './voices.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };

let organization: string, lead: Actor, colleague: Actor, other: Actor, elsewhere: Actor, person: string;
before(async () => {
	organization = await home.organization();
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	other = await home.member(organization, ['practitioner'], { first: 'Claire' });
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	person = (await home.pathway(lead)).id;
	for (const { member } of [colleague, other]) {
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: member }).execute());
	}
});

const onPathway = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, person))));
const record = (actor: Actor, said: string, readers: Actor[] = [colleague]) =>
	onPathway(actor, (tx, pathway) =>
		recordInterview(tx, pathway, actor, {
			form: InterviewForm.parse({ said, readers: readers.map(({ member }) => member) }),
			agreed: null,
			...here
		})
	);

type Noted = ReadInterview & { note: ReadNote };
async function read(actor: Actor, id: string): Promise<Noted> {
	const interview = await onPathway(actor, (tx, pathway) => readInterview(tx, pathway, id));
	assert.ok(interview?.note);
	return { ...interview, note: interview.note };
}
const words = (said: string, version: number, more: Partial<CorrectionForm> = {}): CorrectionForm => ({
	said,
	moved: '',
	outcome: null,
	kept_between: false,
	...NO_VOICES,
	there: false,
	attendees: [],
	version,
	...more
});
const correct = async (actor: Actor, id: string, form: CorrectionForm) => {
	const interview = await read(lead, id);
	return onPathway(actor, (tx, pathway) => correctNote(tx, pathway, actor, interview, form));
};
const former = async (actor: Actor, id: string) => {
	const interview = await read(lead, id);
	return onPathway(actor, (tx, pathway) => readFormerNotes(tx, pathway, interview.note.id));
};

describe('a correction', () => {
	it('keeps the former text, and says who had written it, who changed it and when', async () => {
		const id = await record(lead, 'premier');
		await correct(colleague, id, words('deuxième', 1, { moved: 'lettre', kept_between: true }));
		await correct(lead, id, words('troisième', 2, { outcome: 'thinking' }));
		const now = await read(colleague, id);
		assert.deepEqual([now.note.text, now.note.outcome, now.note.version], ['troisième', 'thinking', 3]);
		const before = await former(colleague, id);
		assert.deepEqual(
			before.map(({ text, moved, outcome, kept_between, author_first_name, replaced_by_first_name }) => [
				text,
				moved,
				outcome,
				kept_between,
				author_first_name,
				replaced_by_first_name
			]),
			[
				['deuxième', 'lettre', 'moved', true, 'Paul-Henri', 'Aurore'],
				['premier', '', null, false, 'Aurore', 'Paul-Henri']
			]
		);
	});

	it('that comes second gets both texts, and overwrites nothing', async () => {
		const id = await record(lead, 'premier');
		await correct(colleague, id, words('de Paul-Henri', 1));
		await assert.rejects(correct(lead, id, words('d’Aurore', 1)), (problem) => {
			assert.ok(problem instanceof StaleError);
			assert.equal((problem.stored.interview as Noted).note.text, 'de Paul-Henri');
			return true;
		});
		assert.equal((await read(lead, id)).note.text, 'de Paul-Henri');
	});

	it('belongs to the people named with the text: an unticked colleague and another organisation change nothing', async () => {
		const id = await record(lead, 'entre nous');
		await assert.rejects(correct(other, id, words('forgé', 1)), StaleError);
		await assert.rejects(correct(elsewhere, id, words('forgé', 1)), { status: 404 });
		assert.deepEqual(await former(other, id), []);
		assert.equal((await read(lead, id)).note.version, 1);
	});

	it('loses no former text, whatever the order in which people correct', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						who: fc.constantFrom('lead', 'colleague'),
						said: fc.string({ maxLength: 60, unit: 'grapheme' }),
						late: fc.boolean()
					}),
					{ minLength: 1, maxLength: 7 }
				),
				async (corrections) => {
					const id = await record(lead, 'au début');
					const texts = ['au début'];
					for (const { who, said, late } of corrections) {
						const version = late ? Math.max(1, texts.length - 1) : texts.length;
						const attempt = correct(who === 'lead' ? lead : colleague, id, words(said, version));
						if (version === texts.length) {
							await attempt;
							texts.push(said);
						} else await assert.rejects(attempt, StaleError);
					}
					const now = await read(lead, id);
					const kept = (await former(lead, id)).map(({ text }) => text).reverse();
					assert.deepEqual([...kept, now.note.text], texts);
				}
			),
			{ numRuns: 15 }
		);
	});

	it('cannot skip the database’s own memory: a note is never changed without its former version', async () => {
		const id = await record(lead, 'gardé');
		const { note } = await read(lead, id);
		await assert.rejects(
			as(lead, (tx) => tx.updateTable('note').set({ sealed: 'v1.forged' }).where('id', '=', note.id).execute()),
			{ code: '23514' }
		);
		await assert.rejects(
			as(lead, (tx) => tx.deleteFrom('revision').where('row_id', '=', note.id).execute()),
			{ status: 404 }
		);
		await assert.rejects(
			onPathway(lead, (tx, { key }) =>
				tx
					.insertInto('revision')
					.values({
						id: crypto.randomUUID(),
						accompaniment_id: person,
						note_id: note.id,
						subject: 'note',
						row_id: note.id,
						row_version: 9,
						sealed: key.seal('note', note.id, {}),
						author_id: colleague.member,
						replaced_by: lead.member
					})
					.execute()
			),
			{ status: 404 }
		);
	});

	it('of the day or the way is its recorder’s alone, and keeps what stood before', async () => {
		const id = await record(lead, 'daté');
		const change = (actor: Actor, version: number) =>
			onPathway(actor, (tx, pathway) => correctMeeting(tx, pathway, id, { held_on: '2026-01-05', channel: 'phone', version }));
		assert.equal(await change(colleague, 1), false);
		assert.equal(await change(lead, 1), true);
		await assert.rejects(change(lead, 1), StaleError);
		const now = await read(lead, id);
		assert.deepEqual([now.held_on, now.channel], ['2026-01-05', 'phone']);
		assert.equal((await home.sql(`select 1 from revision where subject = 'interview' and row_id = $1`, [id])).length, 1);
	});
});

describe('naming someone later', () => {
	it('opens this one text from then on, and is told with who, by whom and when', async () => {
		const id = await record(lead, 'à ouvrir', []);
		const another = await record(lead, 'reste fermé', []);
		const { note } = await read(lead, id);
		const could = await onPathway(lead, (tx, pathway) => couldRead(tx, pathway, note.readers, note.author_id));
		assert.deepEqual(
			could.map(({ first_name }) => first_name),
			['Claire', 'Paul-Henri']
		);
		await onPathway(lead, (tx, pathway) => nameReader(tx, pathway, note.id, other.member));
		assert.equal((await read(other, id)).note.text, 'à ouvrir');
		assert.equal((await onPathway(other, (tx, pathway) => readInterview(tx, pathway, another)))?.note, null);
		const told = (await onPathway(lead, readWidenings)).filter(({ interview_id }) => interview_id === id);
		assert.deepEqual(
			told.map(({ named, by }) => [named, by]),
			[['Claire', 'Aurore']]
		);
	});

	it('stays told when the name is taken away again', async () => {
		const id = await record(lead, 'ouvert une heure', []);
		const { note } = await read(lead, id);
		await onPathway(lead, (tx, pathway) => nameReader(tx, pathway, note.id, other.member));
		await onPathway(lead, (tx, pathway) => unnameReader(tx, pathway, note.id, other.member));
		assert.deepEqual(
			(await onPathway(lead, (tx, pathway) => readWidenings(tx, pathway, id))).map(({ named }) => named),
			['Claire']
		);
		assert.deepEqual(await onPathway(other, (tx, pathway) => readWidenings(tx, pathway, id)), []);
		await assert.rejects(
			as(lead, (tx) => tx.deleteFrom('widening').where('note_id', '=', note.id).execute()),
			{ status: 404 }
		);
	});

	it('is its author’s alone; taking a name away is too, and counts at once', async () => {
		const closed = (await read(lead, await record(lead, 'entre nous'))).note;
		await assert.rejects(
			onPathway(colleague, (tx, pathway) => nameReader(tx, pathway, closed.id, other.member)),
			{ status: 404 }
		);
		const id = await record(lead, 'à nous', [colleague, other]);
		const { note } = await read(lead, id);
		await assert.rejects(
			onPathway(colleague, (tx, pathway) => nameReader(tx, pathway, note.id, other.member)),
			{ status: 404 }
		);
		const stranger = await home.member(organization, ['practitioner'], { first: 'Luc' });
		for (const { member } of [elsewhere, stranger])
			assert.equal(await onPathway(lead, (tx, pathway) => nameReader(tx, pathway, note.id, member)), false);
		await onPathway(colleague, (tx, pathway) => unnameReader(tx, pathway, note.id, other.member));
		assert.equal((await read(other, id)).note.text, 'à nous');
		await onPathway(lead, (tx, pathway) => unnameReader(tx, pathway, note.id, other.member));
		assert.equal((await onPathway(other, (tx, pathway) => readInterview(tx, pathway, id)))?.note, null);
	});

	it('is the only way "nous" grows: after any gestures, whoever reads was ticked at the start or is told of', async () => {
		const gesture = fc.record({
			do: fc.constantFrom('name', 'unname', 'correct'),
			by: fc.constantFrom(0, 1, 2),
			whom: fc.constantFrom(1, 2)
		});
		await fc.assert(
			fc.asyncProperty(fc.subarray([1, 2]), fc.array(gesture, { maxLength: 6 }), async (start, gestures) => {
				const people = [lead, colleague, other];
				const id = await record(
					lead,
					'nous',
					start.map((one) => people[one]!)
				);
				const { note } = await read(lead, id);
				for (const { do: what, by, whom } of gestures) {
					const actor = people[by]!;
					const member = people[whom]!.member;
					const { version } = (await read(lead, id)).note;
					const work =
						what === 'name'
							? onPathway(actor, (tx, pathway) => nameReader(tx, pathway, note.id, member))
							: what === 'unname'
								? onPathway(actor, (tx, pathway) => unnameReader(tx, pathway, note.id, member))
								: correct(actor, id, words('nous', version));
					await work.catch(() => undefined);
				}
				const told = (await onPathway(lead, readWidenings)).filter(({ interview_id }) => interview_id === id).map(({ named }) => named);
				const opened = gestures.filter(({ do: what, by }) => what === 'name' && by === 0).length;
				assert.ok(told.length <= opened);
				for (const one of [1, 2]) {
					const reads = (await onPathway(people[one]!, (tx, pathway) => readInterview(tx, pathway, id)))?.note !== null;
					assert.ok(!reads || start.includes(one) || told.includes(people[one]!.firstName));
				}
			}),
			{ numRuns: 15 }
		);
	});
});
