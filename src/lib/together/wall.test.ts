import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { as, asHer, asIn, type Her, type Tx } from '../server/db.ts';
import { readParts } from '../space/her.server.ts';
import { house } from '../../../tests/house.ts';
import { enterHer } from '../../../tests/wall/http.ts';
import { plantScene } from '../../../tests/wall/scene.ts';

const home = await house({ after });
const scene = await plantScene(home, 'practitioner', 'lead');
const her: Her = { person: scene.person, cards: [(await enterHer(home, scene)).carnet] };
const { me, file } = scene;

/** A screen that he opens on this file, as her pages know it. */
async function screen(actor = me, wanted = file): Promise<Her> {
	const id = newId();
	await as(actor, (tx) => sql`select open_together(${id}::uuid, ${wanted}::uuid, ${newId()}, 'm')`.execute(tx));
	return { person: '', cards: [], together: { id, member: actor.member, file: wanted } };
}

const REFUSED = (problem: unknown) => (problem as { status?: number }).status === 404;

// What only one of them may read: a note she shows nobody, a text and a need of a colleague that do not name him, hers that names nobody.
await home.sql(`update her_note set shown = false where accompaniment_id = $1`, [file]);
for (const shown of [true, false])
	await asHer(her, (tx) => tx.insertInto('her_note').values({ id: newId(), accompaniment_id: file, shown, sealed: 'v1' }).execute());
await home.sql('delete from note_reader where note_id = $1 and member_id = $2', [scene.note, me.member]);
await home.sql('delete from need_reader where need_id = $1 and member_id = $2', [scene.need, me.member]);
await asHer(her, (tx) => tx.insertInto('need').values({ id: newId(), accompaniment_id: file, sealed: 'v1' }).execute());

/** Every table that the screen has a right to look at, with the columns that both of them may read. */
const tables = await home.sql<{ at: string; columns: string[]; hers: boolean }>(
	`select c.oid::regclass::text as at, array_agg(quote_ident(a.attname) order by a.attname) as columns,
		exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'together' and p.polcmd = 'r') as hers
	from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
	where n.nspname in ('public', 'keys', 'auth') and c.relkind in ('r', 'p')
	and has_column_privilege('cheminer_together', c.oid, a.attnum, 'SELECT') and has_column_privilege('cheminer_app', c.oid, a.attnum, 'SELECT')
	group by c.oid order by 1`
);

const rowsOf = async (tx: Tx, { at, columns }: (typeof tables)[number]) =>
	(await sql<{ line: string }>`select row(${sql.raw(columns.join(', '))})::text as line from ${sql.raw(at)}`.execute(tx)).rows
		.map(({ line }) => line)
		.sort();

test('Of every table there is, one added tomorrow too, a shared screen shows what both may read: her policies and his.', async () => {
	const together = await screen();
	let apart = 0;
	for (const table of tables) {
		const [both, hers, his] = [
			await asHer(together, (tx) => rowsOf(tx, table)),
			await asHer(her, (tx) => rowsOf(tx, table)),
			await asIn(me, file, (tx) => rowsOf(tx, table))
		];
		if (table.at === 'form_key') {
			assert.deepEqual(both, his, 'a form that is sent twice is his');
			continue;
		}
		const common = hers.filter((row) => his.includes(row));
		for (const row of both) assert.ok(common.includes(row), `${table.at}: ${row}`);
		if (table.hers) assert.deepEqual(both, common, table.at);
		if (hers.length > both.length && his.length >= both.length) apart += 1;
	}
	assert.ok(tables.length > 30 && apart > 5, 'the scene holds what only one of them reads');
});

test('What the screen shows of a table is what its policies say today; a policy that changed is shared again.', async () => {
	const owner = new pg.Client({ connectionString: home.ownerUrl });
	await owner.connect();
	const said = async () =>
		(
			await owner.query(
				`select polrelid::regclass::text as at, pg_get_expr(polqual, polrelid) as says from pg_policy where polname = 'together' and polcmd = 'r' order by 1`
			)
		).rows;
	try {
		await owner.query('begin');
		await owner.query('set local role cheminer_owner');
		const before = await said();
		for (const { at } of before) await owner.query(`call share('${at}')`);
		assert.deepEqual(await said(), before);
	} finally {
		await owner.query('rollback');
		await owner.end();
	}
});

test('Nothing is written there but what he could note alone, and each of these is on a list.', async () => {
	const rows = await home.sql<{
		may: string;
	}>(`select polrelid::regclass::text || ' ' || case polcmd when 'a' then 'adds' when 'w' then 'changes' when 'd' then 'erases' else 'all' end as may
		from pg_policy where polpermissive and 'cheminer_together'::regrole = any (polroles) and polcmd <> 'r' order by 1`);
	assert.deepEqual(
		rows.map(({ may }) => may),
		[
			'action adds',
			'action changes',
			'form_key all',
			'goal adds',
			'goal_confirmation adds',
			'goal_confirmation changes',
			'goal_wording adds',
			'her_step adds',
			'her_step erases',
			'need adds',
			'need_voice adds',
			'need_voice changes',
			'read_back adds',
			'revision adds'
		]
	);
	const together = await screen();
	const line = await home.sql<{ id: string }>('select id from journal where accompaniment_id = $1 limit 1', [file]);
	for (const text of [
		`insert into her_note (id, accompaniment_id, shown, sealed) values (gen_random_uuid(), '${file}', true, 'v1')`,
		`insert into reading_question (id, accompaniment_id, journal_id, sealed) values (gen_random_uuid(), '${file}', '${line[0]!.id}', 'v1')`,
		`insert into data_request (id, accompaniment_id, how, said_on, what) values (gen_random_uuid(), '${file}', 'screen', current_date, 'memos')`,
		`insert into desk_word (id, accompaniment_id, appointment_id, kind, to_member_id, sealed) values (gen_random_uuid(), '${file}', '${scene.appointment}', 'cannot', '${scene.lead.member}', 'v1')`,
		`insert into memo (id, accompaniment_id, sealed) values (gen_random_uuid(), '${file}', 'v1')`,
		`select * from memo`,
		`select * from exclusion`,
		`select * from audit`
	])
		await assert.rejects(
			asHer(together, (tx) => sql.raw(text).execute(tx)),
			REFUSED,
			text
		);
	// A right that her role has and a policy that shows the screen nothing: no row is changed.
	const profile = await home.sql('select version, sealed from profile order by accompaniment_id');
	await asHer(together, (tx) => sql.raw('update profile set version = version + 1').execute(tx));
	assert.deepEqual(await home.sql('select version, sealed from profile order by accompaniment_id'), profile);
	for (const text of [
		`select she_excludes('${scene.writer.member}') as done`,
		`select she_unnames('${file}', '${scene.writer.member}', 'named') as done`,
		`select she_lifts('${scene.shut.member}') as done`,
		`select she_takes_view_back('${scene.view}') as done`
	]) {
		const { rows: answers } = await asHer(together, (tx) => sql.raw<{ done: boolean }>(text).execute(tx));
		assert.equal(answers[0]?.done, false, text);
	}
	for (const text of [
		'select * from her_exclusions()',
		'select * from her_desk_words()',
		'update carnet set ended_at = now() returning id',
		'delete from desk_word returning id',
		'delete from her_note returning id'
	]) {
		const { rows: found } = await asHer(together, (tx) => sql.raw(text).execute(tx));
		assert.deepEqual(found, [], text);
	}
});

test('What is said there is hers, and says who noted it.', async () => {
	const together = await screen();
	const ids = { action: newId(), need: newId(), voice: newId(), step: newId() };
	await asHer(together, async (tx) => {
		await tx.insertInto('action').values({ id: ids.action, accompaniment_id: file, owner: 'person', sealed: 'v1' }).execute();
		await tx.insertInto('need').values({ id: ids.need, accompaniment_id: file, sealed: 'v1' }).execute();
		await tx
			.insertInto('need_voice')
			.values({ id: ids.voice, need_id: ids.need, accompaniment_id: file, voice: 'person', sealed: 'v1' })
			.execute();
		await tx.insertInto('her_step').values({ id: ids.step, accompaniment_id: file, on_day: '2026-11-30', sealed: 'v1' }).execute();
	});
	for (const [table, column, id] of [
		['action', 'author_id', ids.action],
		['need_voice', 'author_id', ids.voice],
		['her_step', 'noted_by', ids.step]
	] as const)
		assert.deepEqual(await home.sql(`select ${column} as by from ${table} where id = $1`, [id]), [{ by: me.member }], table);
	await assert.rejects(
		asHer(together, (tx) =>
			tx
				.insertInto('need_voice')
				.values({ id: newId(), need_id: ids.need, accompaniment_id: file, voice: 'practitioner', sealed: 'v1' })
				.execute()
		),
		REFUSED
	);
	const told = await home.sql(
		`select from audit where subject = 'together' and act = 'insert' and accompaniment_id = $1 and member_id = $2`,
		[file, me.member]
	);
	assert.ok(told.length > 0, 'the audit has it');
	assert.deepEqual(
		await asHer(her, (tx) => tx.selectFrom('journal').select('member_id').where('kind', '=', 'together').execute()),
		[{ member_id: me.member }],
		'and she reads it among who looked'
	);
});

test('Who reads what she opened is hers alone to say: on the screen nobody is named with it, and nobody taken away.', async () => {
	const [need, goal] = [newId(), newId()];
	await asHer(her, async (tx) => {
		await tx.insertInto('need').values({ id: need, accompaniment_id: file, sealed: 'v1' }).execute();
		await tx.insertInto('goal').values({ id: goal, accompaniment_id: file, sealed: 'v1' }).execute();
		await tx.insertInto('need_reader').values({ need_id: need, member_id: me.member }).execute();
		await tx.insertInto('goal_reader').values({ goal_id: goal, member_id: me.member }).execute();
	});
	const together = await screen();
	for (const text of [
		`insert into need_reader (need_id, member_id) values ('${need}', '${scene.lead.member}')`,
		`insert into goal_reader (goal_id, member_id) values ('${goal}', '${scene.lead.member}')`
	])
		await assert.rejects(
			asHer(together, (tx) => sql.raw(text).execute(tx)),
			REFUSED,
			text
		);
	const { rows } = await asHer(together, (tx) =>
		sql.raw(`delete from need_reader where need_id = '${need}' returning need_id`).execute(tx)
	);
	assert.deepEqual(rows, []);
	// Of what is noted there together, whoever notes it names who reads it.
	const ours = newId();
	await asHer(together, async (tx) => {
		await tx.insertInto('need').values({ id: ours, accompaniment_id: file, sealed: 'v1' }).execute();
		await tx.insertInto('need_reader').values({ need_id: ours, member_id: scene.lead.member }).execute();
	});
});

const sees = async (on: Her) => (await asHer(on, readParts)).length;

test('A screen ends with its time, its button, his reach, her word and his membership, at the next request.', async () => {
	const organization = scene.organization;
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul' });
	const name = () =>
		home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [file, organization, paul.member]);
	await name();
	const open = await screen(paul);
	assert.equal(await sees(open), 1);
	await home.sql('delete from colleague where member_id = $1', [paul.member]);
	assert.equal(await sees(open), 0, 'no longer named');
	await name();
	assert.equal(await sees(open), 1);
	await home.sql('update member set ended_at = now() where id = $1', [paul.member]);
	assert.equal(await sees(open), 0, 'no longer here');
	await home.sql('update member set ended_at = null where id = $1', [paul.member]);
	await home.sql(`update auth.together set ends_at = now() where id = $1`, [open.together!.id]);
	assert.equal(await sees(open), 0, 'the appointment is over');
	const again = await screen(paul);
	await as(paul, (tx) => sql`select end_together()`.execute(tx));
	assert.equal(await sees(again), 0, 'one button');
	const shut = await screen(paul);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		scene.person,
		paul.account,
		organization
	]);
	assert.equal(await sees(shut), 0, 'she wants him no more');
});

test('Nobody opens a screen on a file that is not his: a colleague who is not named, whom she excluded, the front desk, coordination, an administrator, another house.', async () => {
	const stranger = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Léa' });
	const desk = await home.member(scene.organization, ['front-desk', 'coordination', 'administrator'], { first: 'Josiane' });
	for (const actor of [scene.free, scene.shut, stranger, desk]) {
		const tried = await screen(actor);
		assert.equal(await sees(tried), 0, actor.firstName);
		assert.deepEqual(await home.sql('select from auth.together where member_id = $1', [actor.member]), []);
	}
	// Nor takes the one that a colleague opened.
	const open = await screen();
	for (const actor of [scene.free, scene.writer, stranger])
		assert.equal(await sees({ ...open, together: { ...open.together!, member: actor.member } }), 0);
});

test('It ends before his next appointment with somebody else, never later than in an hour and a half.', async () => {
	const paul = await home.member(scene.organization, ['practitioner'], { first: 'Paul' });
	const [mine, other] = [await home.pathway(paul, 'Samir K.'), await home.pathway(paul, 'Kevin M.')];
	const minutes = async () => {
		const id = (await screen(paul, mine.id)).together!.id;
		const [row] = await home.sql<{ left: number }>(
			'select round(extract(epoch from ends_at - now()) / 60)::int as left from auth.together where id = $1',
			[id]
		);
		return row!.left;
	};
	assert.equal(await minutes(), 90);
	const plan = (file: string, minutes: number) =>
		as(paul, (tx) =>
			tx
				.insertInto('appointment')
				.values({
					id: newId(),
					accompaniment_id: file,
					member_id: paul.member,
					starts_at: new Date(Date.now() + minutes * 60_000),
					time_zone: 'Europe/Brussels',
					channel: 'presence',
					sealed: 'v1'
				})
				.execute()
		);
	await plan(mine.id, 20);
	assert.equal(await minutes(), 90, 'the next one with her changes nothing');
	await plan(other.id, 45);
	assert.equal(await minutes(), 45);
	await plan(other.id, 3);
	assert.equal(await minutes(), 15, 'time to say goodbye');
});
