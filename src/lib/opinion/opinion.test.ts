import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import type { Actor } from '#lib/access/access.ts';
import { archivedTables } from '#lib/backup/tables.ts';
import { as, asHer, asRole, keyring, type Her } from '#lib/server/db.ts';
import { NotPossible } from '#lib/web/not-possible.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { someone } from '../../../tests/scenes/hers.ts';
import { readOpinions, sayOfOpinions } from './opinion.server.ts';
import { noCounts, QUESTIONS, withAnswers, type Answers } from './rules.ts';
import { gatherOpinions, giveOpinion, typeSheets } from './waiting.server.ts';

const home = await house({ after });
const refused = { status: 404 };

const YES = Object.fromEntries(QUESTIONS.map((question) => [question, '3'])) as Answers;
const NO: Answers = { ...YES, chosen: '0', pace: null, awaited: 'rather-not' };

let organization: string, lead: Actor;
let people: Her[];

/** Another organisation for each question, with six people who have a card. */
before(() => settle());
async function settle(): Promise<void> {
	organization = await home.organization();
	lead = await home.member(organization);
	people = [];
	for (let n = 0; n < 6; n += 1) people.push((await someone(home, lead, `Personne ${n}`)).her);
}

const give = (her: Her, said = YES, key: string = crypto.randomUUID(), where = organization) =>
	asHer(her, (tx) => giveOpinion(tx, where, said, key));
const night = () => asRole('cheminer_jobs', (tx) => gatherOpinions(tx, keyring()));
const read = (actor = lead) => as(actor, (tx) => readOpinions(tx, organization));

/** Every row of every table, as text. */
async function everything(): Promise<Map<string, string[]>> {
	const tables = await home.sql<{
		name: string;
	}>(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'keys', 'auth') and c.relkind = 'r' and c.relname <> 'migration' order by 1`);
	const all = new Map<string, string[]>();
	for (const { name } of tables)
		all.set(
			name,
			(await home.sql<{ line: string }>(`select t::text as line from ${name} t`)).map(({ line }) => line)
		);
	return all;
}
const changedIn = (one: Map<string, string[]>, other: Map<string, string[]>) =>
	[...one].filter(([name, lines]) => lines.toSorted().join('\n') !== other.get(name)!.toSorted().join('\n')).map(([name]) => name);

/** What an archive would hold: every table it takes, read as it reads it. */
async function archived(): Promise<Map<string, string[]>> {
	const client = new pg.Client({ connectionString: home.ownerUrl });
	await client.connect();
	try {
		await client.query('set role cheminer_backup');
		const all = new Map<string, string[]>();
		for (const { name, columns } of await archivedTables(client)) {
			// In the order in which they lie, which an archive keeps.
			const { rows } = await client.query<{ line: string }>(
				`select (t.*)::text as line from (select ${columns.join(', ')} from ${name}) t`
			);
			all.set(
				name,
				rows.map(({ line }) => line)
			);
		}
		return all;
	} finally {
		await client.end();
	}
}

describe('an answer', () => {
	it('changes one row of the whole house, of a length that stays, and nothing else: no key of a form, no line, no moment', async () => {
		await give(people[0]!);
		const before = await everything();
		await give(people[1]!, NO);
		const later = await everything();
		assert.deepEqual(changedIn(before, later), ['opinion_waiting']);
		const lengths = (all: Map<string, string[]>) => all.get('opinion_waiting')!.map(({ length }) => length);
		assert.deepEqual(lengths(before), lengths(later));
		await night();
		assert.deepEqual(lengths(before), lengths(await everything()));
	});

	it('is in no archive: the one before and the one after are the same, row for row, in the order in which rows lie', async () => {
		const before = await archived();
		assert.ok(before.has('public.opinion_count') && !before.has('public.opinion_waiting'));
		await give(people[2]!);
		assert.deepEqual(await archived(), before);
		await night();
		assert.deepEqual(await archived(), before, 'three wait');
	});

	it('has no column, reference or trigger by which it could be led back to somebody, or to a moment', async () => {
		const columns = await home.sql<{ at: string }>(
			`select table_name || '.' || column_name || ' ' || data_type as at from information_schema.columns where table_name in ('opinion_waiting', 'opinion_count') order by 1`
		);
		assert.deepEqual(
			columns.map(({ at }) => at),
			[
				'opinion_count.answer text',
				'opinion_count.half text',
				'opinion_count.organization_id uuid',
				'opinion_count.people integer',
				'opinion_count.question text',
				'opinion_waiting.id uuid',
				'opinion_waiting.sealed text'
			]
		);
		assert.deepEqual(
			await home.sql(
				`select confrelid::regclass::text as parent, conrelid::regclass::text as child from pg_constraint where contype = 'f'
				and (conrelid in ('opinion_waiting'::regclass, 'opinion_count'::regclass) and confrelid <> 'organization'::regclass
					or confrelid in ('opinion_waiting'::regclass, 'opinion_count'::regclass))`
			),
			[]
		);
		assert.deepEqual(
			await home.sql(
				`select tgname from pg_trigger where not tgisinternal and tgrelid in ('opinion_waiting'::regclass, 'opinion_count'::regclass)`
			),
			[]
		);
		assert.deepEqual(await home.sql(`show track_commit_timestamp`), [{ track_commit_timestamp: 'off' }]);
	});

	it('is sealed before the database has it, and shows no word, number or key of a form', async () => {
		await settle();
		const key = crypto.randomUUID();
		await give(people[0]!, YES, key);
		const [row] = await home.sql<{ line: string }>('select w::text as line from opinion_waiting w where id = $1', [organization]);
		for (const word of ['chosen', 'pace', '"', key.slice(-12), people[0]!.person]) assert.ok(!row!.line.includes(word), word);
	});
});

describe('answers', () => {
	it('wait until five have come, and then come together, at night', async () => {
		await settle();
		for (const her of people.slice(0, 4)) await give(her);
		await night();
		assert.deepEqual(await read(), []);
		await give(people[4]!, NO);
		assert.deepEqual(await read(), [], 'not at the moment when the fifth answers');
		await night();
		const [half, ...more] = await read();
		assert.deepEqual([half!.people, more], [5, []]);
		assert.match(half!.half, /^20\d\d-[12]$/);
		assert.deepEqual(
			[half!.counts.chosen[3], half!.counts.chosen[0], half!.counts.pace.none, half!.counts.awaited['rather-not']],
			[4, 1, 1, 1]
		);
		await give(people[5]!);
		await night();
		assert.equal((await read())[0]!.people, 5, 'the sixth waits for others');
	});

	it('sent twice count once, at the same moment too', async () => {
		await settle();
		const key = crypto.randomUUID();
		await Promise.all(Array.from({ length: 6 }, () => give(people[0]!, YES, key)));
		for (const her of people.slice(1, 4)) await give(her);
		await night();
		assert.deepEqual(await read(), [], 'four people answered');
	});

	it('given at the same moment by several are all counted', async () => {
		await settle();
		await Promise.all(people.map((her) => give(her)));
		await night();
		assert.equal((await read())[0]!.people, 6);
	});

	it('that are too many for one day are no answers of people: the next is told to come tomorrow', async () => {
		await settle();
		for (let n = 0; n < 60; n += 1) await give(people[0]!);
		await assert.rejects(give(people[1]!), (problem) => problem instanceof NotPossible && problem.code === 'opinion_tomorrow');
		await night();
		await give(people[1]!);
	});

	it('are given about an organisation that her card opens, with a card that lives', async () => {
		const elsewhere = await home.organization('Ailleurs');
		await assert.rejects(give(people[0]!, YES, crypto.randomUUID(), elsewhere), refused);
		await home.sql('update carnet set ended_at = now() where id = any ($1)', [people[0]!.cards]);
		await assert.rejects(give(people[0]!), refused);
	});
});

describe('sheets of paper', () => {
	it('are added at once, five at least, and never with those that wait', async () => {
		await settle();
		for (const her of people.slice(0, 4)) await give(her);
		const five = [YES, YES, YES, NO, NO];
		await as(lead, (tx) => typeSheets(tx, five));
		assert.deepEqual([(await read())[0]!.people, (await read())[0]!.counts.chosen[0]], [5, 2]);
		await night();
		assert.equal((await read())[0]!.people, 5, 'four still wait, whatever was typed');
	});

	it('that are fewer are refused by the database, whoever asks and whatever is made up', async () => {
		const counts = (said: readonly Answers[]) => said.reduce((sum, one) => withAnswers(sum, one), noCounts());
		const four = counts([YES, YES, YES, YES]);
		const uneven = { ...counts([YES, YES, YES, YES, YES]), pace: { ...noCounts().pace, 3: 1 } };
		const negative = { ...counts([YES, YES, YES, YES, YES]), pace: { ...noCounts().pace, 3: 6, 0: -1 } };
		for (const made of [four, uneven, negative, {}])
			for (const ask of [
				() => as(lead, (tx) => sql`select add_opinion_sheets(${JSON.stringify(made)}::jsonb)`.execute(tx)),
				() => asRole('cheminer_jobs', (tx) => sql`select add_opinions(${organization}::uuid, ${JSON.stringify(made)}::jsonb)`.execute(tx))
			])
				await assert.rejects(ask(), { code: '23514' });
	});

	it('are typed by whoever welcomes, accompanies or coordinates; not by an administrator, nor by herself', async () => {
		const five = [YES, YES, YES, YES, YES];
		for (const role of ['practitioner', 'front-desk', 'coordination'] as const)
			await as(await home.member(organization, [role]), (tx) => typeSheets(tx, five));
		await assert.rejects(
			as(await home.member(organization, ['administrator']), (tx) => typeSheets(tx, five)),
			refused
		);
		await assert.rejects(
			asHer(people[1]!, (tx) => typeSheets(tx, five)),
			refused
		);
	});
});

describe('what was answered', () => {
	it('is read by those of the house, by nobody of another, and by her once the team shows it with its word', async () => {
		await settle();
		await as(lead, (tx) => typeSheets(tx, [YES, YES, YES, YES, YES]));
		const half = (await read())[0]!.half;
		const hers = (her = people[0]!) => asHer(her, (tx) => readOpinions(tx, organization));
		const outside = await home.member(await home.organization('Ailleurs'), ['practitioner', 'coordination', 'front-desk']);
		const stranger = (await someone(home, outside, 'Ailleurs')).her;
		assert.deepEqual([await read(outside), await read(await home.member(organization, ['administrator'])), await hers()], [[], [], []]);
		assert.equal((await read(await home.member(organization, ['front-desk']))).length, 1);

		await as(lead, (tx) => sayOfOpinions(tx, organization, { half, words: 'On ouvre le mardi soir.', shown: false, version: 0 }));
		assert.deepEqual(await hers(), []);
		await as(lead, (tx) => sayOfOpinions(tx, organization, { half, words: 'On ouvre le mardi soir.', shown: true, version: 1 }));
		assert.deepEqual([(await hers())[0]!.people, (await hers())[0]!.words], [5, 'On ouvre le mardi soir.']);
		assert.deepEqual(await hers(stranger), []);
		await as(lead, (tx) => sayOfOpinions(tx, organization, { half, words: '', shown: false, version: 2 }));
		assert.deepEqual(await hers(), [], 'and no more once it is taken back');
	});

	it('is spoken of by those who walk with people or coordinate; a word written meanwhile is not overwritten', async () => {
		const half = (await read())[0]!.half;
		const say = (actor: Actor, words: string, version: number) =>
			as(actor, (tx) => sayOfOpinions(tx, organization, { half, words, shown: false, version }));
		await say(await home.member(organization, ['coordination']), 'Merci.', 3);
		await assert.rejects(say(lead, 'Autre chose', 3), (problem) => problem instanceof StaleError && problem.stored['words'] === 'Merci.');
		for (const role of ['front-desk', 'administrator'] as const)
			await assert.rejects(say(await home.member(organization, [role]), 'Non', 4));
		assert.equal((await read())[0]!.words, 'Merci.');
	});

	it('grows by five people at least, so that two archives cannot be taken one from the other', async () => {
		await settle();
		let known = 0;
		for (let day = 0; day < 4; day += 1) {
			for (const her of people.slice(0, day + 1)) await give(her);
			await night();
			const now = (await read())[0]?.people ?? 0;
			assert.ok(now === known || now - known >= 5, `${known} → ${now}`);
			known = now;
		}
		assert.ok(known > 0);
	});
});
