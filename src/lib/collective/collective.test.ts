import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { correctNote, readFormerNotes } from '#lib/interviews/corrections.server.ts';
import { readInterviews } from '#lib/interviews/interviews.server.ts';
import type { ReadInterview, ReadNote } from '#lib/interviews/notes.server.ts';
import { CorrectionForm, InterviewForm } from '#lib/interviews/rules.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { house } from '../../../tests/house.ts';
import { dropGroup, keepGroup, OutOfReach, readBegun, readGroup, recordGroup, type Part } from './collective.server.ts';
import type { GroupForm } from './rules.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };
const day = inputDate(here.now, here.zone);

let organization: string, elsewhere: Actor;
before(async () => {
	organization = await home.organization();
	elsewhere = await home.member(await home.organization('Ailleurs'));
});
let lead: Actor, ofNadia: Actor, ofSamir: Actor, nadia: string, samir: string;
beforeEach(async () => {
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	ofNadia = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	ofSamir = await home.member(organization, ['practitioner'], { first: 'Inès' });
	nadia = (await home.pathway(lead, 'Nadia B.')).id;
	samir = (await home.pathway(lead, 'Samir K.')).id;
	for (const [file, who] of [
		[nadia, ofNadia],
		[samir, ofSamir]
	] as const)
		await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
			file,
			organization,
			who.member
		]);
});

const group = (more: Partial<GroupForm> = {}): GroupForm => ({
	held_on: day,
	channel: 'presence',
	common: 'On a lu des annonces.',
	shape: 'group',
	...more
});
const part = (said: string, readers: Actor[] = []): Part => ({
	form: InterviewForm.parse({ said, readers: readers.map(({ member }) => member) }),
	agreed: null
});
const both = () =>
	new Map([
		[nadia, part('elle a trouvé une annonce', [ofNadia, ofSamir])],
		[samir, part('il a imprimé son CV', [ofNadia, ofSamir])]
	]);
const record = (formKey = crypto.randomUUID(), form = group(), parts = both(), actor = lead) =>
	as(actor, (tx) => recordGroup(tx, actor, formKey, form, parts, here));
const interviewsOf = (actor: Actor, file: string) =>
	as(actor, async (tx) => (await readInterviews(tx, (await readPathway(tx, file))!)).interviews);

describe('a collective time', () => {
	it('is an interview on each one’s thread: what was common, and her own line', async () => {
		await record();
		for (const [file, said] of [
			[nadia, 'elle a trouvé une annonce'],
			[samir, 'il a imprimé son CV']
		] as const) {
			const [interview] = await interviewsOf(lead, file);
			assert.deepEqual([interview?.kind, interview?.note?.common, interview?.note?.text], ['collective', 'On a lu des annonces.', said]);
		}
	});

	it('says to nobody who else was there: no shared id, no name, not to a colleague, in no channel he reads', async () => {
		const formKey = crypto.randomUUID();
		await as(lead, (tx) => keepGroup(tx, formKey, { ...group(), held_on: day, channel: 'presence' }, new Map([[nadia, undefined], [samir, undefined]]))); // prettier-ignore
		await record(formKey);
		const seen = JSON.stringify(
			await as(ofNadia, async (tx) => {
				const pathway = (await readPathway(tx, nadia))!;
				const { accompaniment: _, ...rest } = { ...pathway, ...(await readInterviews(tx, pathway)) };
				return [
					rest,
					await tx.selectFrom('interview').selectAll().execute(),
					await tx.selectFrom('note').selectAll().execute(),
					await tx.selectFrom('note_reader').selectAll().execute(),
					await tx.selectFrom('draft').selectAll().execute(),
					await tx.selectFrom('form_key').selectAll().execute(),
					await tx.selectFrom('journal').selectAll().execute(),
					await tx.selectFrom('audit').selectAll().execute()
				];
			})
		);
		assert.ok(seen.includes('On a lu des annonces.'));
		assert.doesNotMatch(seen, /Samir|imprimé/);
		for (const hidden of [samir, formKey, ofSamir.member]) assert.ok(!seen.includes(hidden), 'nothing leads to the other');
		const rows = await home.sql(
			`select to_jsonb(i) - 'accompaniment_id' - 'organization_id' - 'author_id' as interview, to_jsonb(n) - 'accompaniment_id' - 'author_id' as note
			from interview i join note n on n.interview_id = i.id where i.accompaniment_id = any ($1)`,
			[[nadia, samir]]
		);
		const ids = rows.map((row) => new Set(JSON.stringify(row).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)));
		assert.deepEqual(
			[...ids[0]!].filter((one) => ids[1]!.has(one)),
			[],
			'no id stands in both'
		);
		const sealed = rows.map(({ note }) => (note as { sealed: string }).sealed);
		assert.notEqual(sealed[0], sealed[1]);
	});

	it('names with each line only those who walk with that person', async () => {
		await record();
		const readers = await home.sql<{ accompaniment_id: string; member_id: string }>(
			'select n.accompaniment_id, r.member_id from note_reader r join note n on n.id = r.note_id where n.accompaniment_id = any ($1)',
			[[nadia, samir]]
		);
		const of = (file: string) => new Set(readers.filter((row) => row.accompaniment_id === file).map(({ member_id }) => member_id));
		assert.deepEqual(of(nadia), new Set([lead.member, ofNadia.member]));
		assert.deepEqual(of(samir), new Set([lead.member, ofSamir.member]));
	});

	it('sent twice is recorded once; sent again with other words it is told, and adds nothing', async () => {
		const key = crypto.randomUUID();
		const [first, second] = await Promise.all([record(key), record(key)]);
		assert.ok(first && first === second);
		assert.doesNotMatch(first, new RegExp(`${nadia}|${samir}`));
		assert.equal(await record(key, group({ common: 'Autre chose.' })), null);
		assert.equal((await interviewsOf(lead, nadia)).length, 1);
	});

	it('fulfils no appointment of two', async () => {
		const appointment = newId();
		await home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, now(), 'Europe/Brussels')`,
			[appointment, nadia, organization, lead.member]
		);
		await record();
		assert.deepEqual(await home.sql('select state from appointment where id = $1', [appointment]), [{ state: 'planned' }]);
	});

	it('is recorded for nobody when one of them is not in reach, whoever and wherever she is', async () => {
		const theirs = (await home.pathway(elsewhere, 'Hors')).id;
		for (const id of [theirs, newId()]) {
			await assert.rejects(record(undefined, group(), new Map([...both(), [id, part('x')]])), (problem) => {
				assert.ok(problem instanceof OutOfReach);
				assert.deepEqual(problem.ids, [id]);
				return true;
			});
		}
		await assert.rejects(record(undefined, group(), both(), ofNadia), OutOfReach);
		for (const role of ['front-desk', 'coordination', 'administrator'] as const)
			await assert.rejects(record(undefined, group(), both(), await home.member(organization, [role])), OutOfReach);
		assert.deepEqual(await interviewsOf(lead, nadia), []);
	});

	it('can be put right on one thread, and stays as it is on the others; the former common note is kept', async () => {
		await record();
		const [read] = (await interviewsOf(ofNadia, nadia)) as (ReadInterview & { note: ReadNote })[];
		const words = { said: 'sa ligne', version: 1 };
		const correct = (form: Record<string, unknown>) =>
			as(ofNadia, async (tx) => correctNote(tx, (await readPathway(tx, nadia))!, ofNadia, read!, CorrectionForm.parse(form)));
		await correct(words);
		assert.equal((await interviewsOf(lead, nadia))[0]?.note?.common, 'On a lu des annonces.');
		await correct({ ...words, common: 'On a lu.', version: 2 });
		assert.equal((await interviewsOf(lead, nadia))[0]?.note?.common, 'On a lu.');
		assert.equal((await interviewsOf(lead, samir))[0]?.note?.common, 'On a lu des annonces.');
		const former = await as(lead, async (tx) => readFormerNotes(tx, (await readPathway(tx, nadia))!, read!.note.id));
		assert.deepEqual(
			former.map(({ common }) => common),
			['On a lu des annonces.', 'On a lu des annonces.']
		);
	});
});

describe('two people met together', () => {
	it('have two files: each her own text and appointment, nothing common, nothing that crosses', async () => {
		await record(undefined, group({ shape: 'two', common: 'forgé' }));
		const [hers] = await interviewsOf(ofNadia, nadia);
		assert.deepEqual([hers?.kind, hers?.note?.common, hers?.note?.text], ['one-to-one', '', 'elle a trouvé une annonce']);
		const [his] = await interviewsOf(ofSamir, samir);
		assert.equal(his?.note?.text, 'il a imprimé son CV');
	});
});

describe('what is being written up', () => {
	const head = { shape: 'group' as const, held_on: day, channel: 'presence' as const, common: 'Commun.' };
	const keep = (formKey: string, lines: [string, { said: string } | undefined][], actor = lead) =>
		as(actor, (tx) => keepGroup(tx, formKey, head, new Map(lines)));

	it('stands in my drafts alone, one for each person, until it is recorded or thrown away', async () => {
		const formKey = crypto.randomUUID();
		await keep(formKey, [[nadia, { said: 'à finir' }], [samir, undefined]]); // prettier-ignore
		const read = await as(lead, (tx) => readGroup(tx, lead, formKey));
		assert.deepEqual(read?.people.map(({ first, typed }) => [first, typed?.['said']]), [['Nadia', 'à finir'], ['Samir', undefined]]); // prettier-ignore
		assert.equal(await as(ofNadia, (tx) => readGroup(tx, ofNadia, formKey)), null);
		assert.deepEqual(
			(await as(lead, (tx) => readBegun(tx, lead))).map((one) => one.formKey),
			[formKey]
		);
		await record(formKey);
		assert.deepEqual(await as(lead, (tx) => readBegun(tx, lead)), []);
		const other = crypto.randomUUID();
		await keep(other, [[nadia, undefined]]);
		await as(lead, (tx) => dropGroup(tx, lead, other));
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = any ($1)', [[nadia, samir]]), []);
	});

	it('gives the words back for somebody who left my reach, and keeps nothing about her', async () => {
		const theirs = (await home.pathway(elsewhere, 'Hors')).id;
		assert.deepEqual(await keep(crypto.randomUUID(), [[theirs, { said: 'mes mots' }]]), { lost: ['mes mots'], refused: false });
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [theirs]), []);
	});

	it('after it was recorded is told', async () => {
		const formKey = crypto.randomUUID();
		await record(formKey);
		assert.equal((await keep(formKey, [[nadia, { said: 'encore' }]])).refused, true);
	});
});
