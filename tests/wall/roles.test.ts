import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { asRole } from '#lib/server/db.ts';
import { sql } from 'kysely';
import { house } from '../house.ts';
import { enterHer } from './http.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
const scene = await plantScene(home, 'practitioner', 'lead');

/** A connection of one login, before any transaction has taken a role. */
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
const refused = (work: Promise<unknown>) =>
	assert.rejects(work, (problem: pg.DatabaseError) => ['42501', '0A000'].includes(problem.code ?? ''));

/** Asks as the application, for the scene's lead: someone who has every right over her file. */
const asApp = (text: string) =>
	connected(home.serverUrl, async (client) => {
		await client.query('begin');
		await client.query(`select set_config('role', 'cheminer_app', true), set_config('app.member', $1, true)`, [scene.me.member]);
		return client.query(text);
	});

/** Asks as she does in her own space, with a card that lives. */
const her = await enterHer(home, scene);
const asHer = (text: string) =>
	connected(home.serverUrl, async (client) => {
		await client.query('begin');
		await client.query(
			`select set_config('role', 'cheminer_person', true), set_config('app.person', $1, true), set_config('app.cards', $2, true)`,
			[scene.person, `{${her.carnet}}`]
		);
		return client.query(text);
	});

test('The login that serves holds nothing by itself, and takes no role that owns, loads, archives or answers for policies.', async () => {
	await connected(home.serverUrl, async (client) => {
		await refused(client.query('select from accompaniment'));
		for (const role of ['owner', 'wall', 'loader', 'backup', 'export', 'migrator'])
			await refused(client.query(`set role cheminer_${role}`));
		await refused(client.query('set session_replication_role = replica'));
		const { rows } = await client.query<{ rolname: string }>(
			`select rolname from pg_roles where rolname like 'cheminer_%' and pg_has_role('cheminer_server', oid, 'member') and rolname <> 'cheminer_server' order by 1`
		);
		assert.deepEqual(
			rows.map(({ rolname }) => rolname),
			['cheminer_app', 'cheminer_auth', 'cheminer_helper', 'cheminer_jobs', 'cheminer_person', 'cheminer_statistics', 'cheminer_together']
		);
	});
});

test('No role of the house is a superuser, passes policies, or replicates.', async () => {
	// The login that made an embedded cluster stays, closed: nobody can log in as it any more.
	const rows =
		await home.sql(`select rolname from pg_roles where rolname like 'cheminer_%' and rolname <> 'cheminer_root' and (rolsuper or rolbypassrls or rolreplication)
		or rolname = 'cheminer_root' and rolcanlogin`);
	assert.deepEqual(rows, []);
});

test('Every table is guarded: policies enabled, and forced upon its owner.', async () => {
	const rows = await home.sql<{
		name: string;
	}>(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'keys', 'auth') and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity) order by 1`);
	// The list of applied migrations: file names, read by the login that migrates alone.
	assert.deepEqual(
		rows.map(({ name }) => name),
		['migration']
	);
});

test('No view, no foreign table, no large object stands beside the policies.', async () => {
	assert.deepEqual(
		await home.sql(`select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'keys', 'auth') and c.relkind in ('v', 'm', 'f')
		and not coalesce(c.reloptions @> array['security_invoker=true'], false)`),
		[]
	);
});

test('Every function that runs with rights of its own belongs to wall, fixes its search path with temporary tables last, and is closed to the public.', async () => {
	const rows = await home.sql<{ name: string; owner: string; config: string[] | null; open: boolean }>(`
		select p.oid::regprocedure::text as name, r.rolname as owner, p.proconfig as config,
			exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee = 0) as open
		from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
		where n.nspname in ('public', 'keys', 'auth') and p.prosecdef order by 1`);
	assert.ok(rows.length > 20);
	for (const { name, owner, config, open } of rows) {
		// What clears and ends sessions belongs to the role of accounts, in its own schema; everything else to wall.
		assert.deepEqual(
			[owner, config],
			/^auth\.(clear|settle)\(/.test(name)
				? ['cheminer_auth', ['search_path=auth, pg_temp']]
				: ['cheminer_wall', ['search_path=public, pg_temp']],
			name
		);
		assert.equal(open, false, name);
	}
});

test('What anybody may call says who asks and folds a word: nothing else.', async () => {
	const rows = await home.sql<{
		name: string;
	}>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname in ('public', 'keys', 'auth') and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee = 0) order by 1`);
	assert.deepEqual(
		rows.map(({ name }) => name),
		['fold(text)', 'helping()', 'her()', 'her_cards()', 'me()', 'together()']
	);
});

test('Each machine’s hand may call what it needs, and nothing that reads a file.', async () => {
	const rows = await home.sql<{ role: string; functions: string[] }>(`
		select r.rolname as role, array_agg(p.proname::text order by p.proname) as functions
		from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r
		where n.nspname in ('public', 'auth', 'keys') and r.rolname ~ '^cheminer_(statistics|backup|export|jobs|auth|loader)$'
		and p.proname not in ('me', 'her', 'her_cards', 'together', 'helping', 'fold') and has_function_privilege(r.oid, p.oid, 'execute') group by 1 order by 1`);
	assert.deepEqual(rows, [
		{
			role: 'cheminer_auth',
			functions: [
				'accept_invitation',
				'begin_attempt',
				'chance_beside',
				'clear',
				'device_carnet',
				'first_start',
				'helper_lives',
				'is_concealed',
				'my_organization',
				'note_freed',
				'session_actor',
				'session_helper',
				'session_person',
				'session_together',
				'settle',
				'settles_at',
				'use_code'
			]
		},
		{ role: 'cheminer_export', functions: ['note_organization_export', 'organizations_to_export', 'the_organization'] },
		{ role: 'cheminer_jobs', functions: ['add_opinions', 'clear', 'look_at_clock', 'refresh_next', 'settle_notices'] }
	]);
});

test('The application makes no table, empties none, and changes no definition; no more does she, in her own space.', async () => {
	for (const text of [
		'create table t (a int)',
		'create function me() returns uuid language sql as $$ select null::uuid $$',
		'create schema s',
		'truncate accompaniment',
		'truncate journal',
		'alter table note disable row level security',
		'drop policy see on note',
		'alter table note disable trigger all',
		'select * from auth.account',
		'select * from auth.session',
		'select * from migration',
		"select pg_read_file('/etc/passwd')",
		`copy note to program 'cat'`,
		`copy note to '/tmp/note'`,
		'set role cheminer_loader',
		'set local role cheminer_wall',
		'set session authorization cheminer_owner',
		'lock table note',
		'select * from pg_authid',
		'alter role cheminer_server superuser'
	]) {
		for (const asked of [asApp, asHer])
			await refused(asked(text)).catch((problem: unknown) => assert.fail(`${asked.name}, ${text}: ${String(problem)}`));
	}
});

test('A temporary table that takes the name of one of ours fools no policy.', async () => {
	await connected(home.serverUrl, async (client) => {
		// A database grants this to everybody unless told otherwise, and a copied one forgets that it was told (0001).
		await client.query(
			"create temp table member as select gen_random_uuid() as id, gen_random_uuid() as account_id, $1::uuid as organization_id, array['administrator', 'coordination'] as roles, null::timestamptz as ended_at",
			[scene.organization]
		);
		await client.query('create temp table exclusion (person_id uuid, account_id uuid)');
		await client.query('grant select on member, exclusion to public');
		await client.query('begin');
		await client.query(
			`select set_config('role', 'cheminer_app', true), set_config('app.member', (select id::text from pg_temp.member), true)`
		);
		const { rows } = await client.query(
			`select my_organization() as organization, i_am('administrator') as administrator, (select count(*) from reach()) as reached`
		);
		assert.deepEqual(rows, [{ organization: null, administrator: false, reached: 0 }]);
		await refused(client.query('select * from unassigned()'));
	}).catch((problem: unknown) => {
		// Refused outright where the database was told: better still.
		if (!(problem instanceof pg.DatabaseError && problem.code === '42501' && /temporary/.test(problem.message))) throw problem;
	});
});

test('The journal and the audit are written by their functions alone: no other hand inserts, changes or deletes a line.', async () => {
	for (const text of [
		`insert into journal (hour, organization_id, account_id, member_id, kind) values (now(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'list')`,
		'delete from journal',
		"update journal set kind = 'list'",
		`insert into audit (act, subject, row_id) values ('update', 'note', 'x')`,
		'delete from audit',
		`update audit set columns = '{}'`,
		'delete from chain',
		"insert into chain (id, lines, head) values (gen_random_uuid(), 0, '')",
		"update revision set sealed = ''",
		'delete from revision'
	]) {
		await refused(asApp(text));
		await refused(asHer(text));
	}
	for (const text of [
		'delete from journal',
		'delete from audit',
		`update journal set kind = 'list'`,
		`update audit set columns = '{}'`,
		'delete from chain',
		`update chain set head = ''`
	]) {
		await refused(asRole('cheminer_jobs', (tx) => sql.raw(text).execute(tx)).catch(unwrapped));
	}
});

/** `as` answers 404 for what the wall refuses. */
function unwrapped(problem: unknown): never {
	if (typeof problem === 'object' && problem && 'status' in problem && problem.status === 404)
		throw Object.assign(new Error('refused'), { code: '42501' });
	throw problem;
}

test('Statistics counts; it reads no name, no text, no key, nobody who died.', async () => {
	const ask = (text: string) => asRole('cheminer_statistics', (tx) => sql.raw<{ n: number }>(text).execute(tx)).catch(unwrapped);
	assert.ok(((await ask('select count(id)::int as n from accompaniment')).rows[0]?.n ?? 0) > 0);
	for (const text of [
		'select name_to_use from accompaniment',
		'select * from accompaniment',
		'select alias from accompaniment',
		'select lead_id from accompaniment',
		'select sealed from note',
		'select from memo',
		'select from profile',
		'select from contact',
		'select from action',
		'select wrapped from keys.person_key',
		'select from journal',
		'select from member',
		'select author_id from interview',
		'select from auth.account',
		'select from revision',
		'select from need',
		'select from need_voice',
		'select from goal',
		'select from goal_wording',
		'select from goal_step',
		'select from draft',
		'select from arrival',
		'select from desk_word',
		'select from exclusion',
		'select from colleague',
		'select from carnet',
		'select from auth.person_session',
		'select from reading_question',
		'select from document',
		'select from letter',
		'select from file',
		'select from file_piece'
	]) {
		await refused(ask(text));
	}
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [scene.unassigned]);
	assert.equal((await ask(`select count(id)::int as n from accompaniment where id = '${scene.unassigned}'`)).rows[0]?.n, 0);
});

test('Jobs see ids and dates: no text, no name, no key.', async () => {
	const ask = (text: string) => asRole('cheminer_jobs', (tx) => sql.raw(text).execute(tx)).catch(unwrapped);
	await ask('select id, expires_at from memo');
	for (const text of [
		'select sealed from memo',
		'select * from memo',
		'select sealed from draft',
		'select sealed from desk_word',
		'select arrived_at from arrival',
		'select from note',
		'select from need',
		'select from goal',
		'select from accompaniment',
		'select from member',
		'select sealed from kept_post',
		'select wrapped from keys.person_key',
		'select from auth.account',
		'select result from form_key',
		'select from profile',
		'select * from front_desk(now(), now())',
		'select from carnet',
		'select token from auth.person_session',
		'select from reading_question',
		'select from document',
		'select from letter',
		'select from file',
		'select from file_piece'
	]) {
		await refused(ask(text));
	}
	assert.deepEqual((await ask('delete from memo where expires_at > now()')).numAffectedRows, 0n);
});

test('The role of accounts reads nothing about anybody accompanied, but which card goes with which person.', async () => {
	const ask = (text: string) => asRole('cheminer_auth', (tx) => sql.raw(text).execute(tx)).catch(unwrapped);
	for (const text of [
		'select from accompaniment',
		'select from note',
		'select from need',
		'select from goal',
		'select from person',
		'select from colleague',
		'select from exclusion',
		'select from journal',
		'select from audit',
		'select sealed from kept_post',
		'select from keys.person_key',
		'select from keys.installation',
		'select job_title from member',
		'update member set roles = roles',
		'select from appointment',
		'select sealed from carnet',
		'select accompaniment_id from carnet',
		'update carnet set pin = pin',
		'update carnet set created_at = created_at',
		'update carnet set noticed_at = now()',
		'update carnet set ended_at = null',
		'select from reading_question',
		'select from document',
		'select from letter',
		'select from file',
		'select from file_piece'
	]) {
		await refused(ask(text));
	}
});

test('The archive reads every row but a key, a session and what waits to leave.', async () => {
	await connected(home.ownerUrl, async (client) => {
		await client.query('begin');
		await client.query('set local role cheminer_backup');
		const { rows } = await client.query('select from note');
		assert.ok(rows.length > 0);
		for (const table of [
			'keys.person_key',
			'keys.installation',
			'kept_post',
			'outbox',
			'view_shown',
			'auth.session',
			'auth.person_session',
			'auth.together',
			'auth.person_code',
			'auth.person_device',
			'auth.reset'
		]) {
			await client.query('savepoint s');
			await refused(client.query(`select from ${table}`));
			await client.query('rollback to savepoint s');
		}
		await refused(client.query('update note set version = 9'));
	});
});

test('Columns that say who and whose are filled by the database; those the application writes are checked by their policies.', async () => {
	const rows = await home.sql<{ said: string }>(`
		select c.relname || '.' || a.attname || ' ' || lower(p.privilege) as said
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
			(values ('INSERT'), ('UPDATE')) p (privilege)
		where n.nspname in ('public', 'keys') and c.relkind = 'r' and has_column_privilege('cheminer_app', c.oid, a.attnum, p.privilege)
		and (a.attname in ('organization_id', 'author_id', 'account_id', 'member_id', 'lead_id', 'owner_member_id', 'created_at', 'added_at', 'at') or a.attname ~ '_by$'
			or p.privilege = 'UPDATE' and a.attname ~ '(^|_)id$')
		order by 1`);
	assert.deepEqual(
		rows.map(({ said }) => said),
		[
			'accompaniment.lead_id insert',
			'accompaniment.lead_id update',
			'action.goal_id update',
			'action.owner_member_id insert',
			'action.owner_member_id update',
			'appointment.member_id insert',
			'appointment.member_id update',
			'attendee.member_id insert',
			'colleague.member_id insert',
			// Of the directory: a place in a file, and who may ask for a service.
			'directory_incoming.at insert',
			'document_reader.member_id insert',
			'exclusion.account_id insert',
			'frame.asked_by insert',
			'frame.asked_by update',
			'goal_reader.member_id insert',
			'message_reader.member_id insert',
			'need_reader.member_id insert',
			'note_reader.member_id insert',
			'outbox.organization_id insert',
			'revision.author_id insert',
			'revision.replaced_by insert',
			'service.mobilisable_by insert',
			'service.mobilisable_by update',
			'service.place_id update',
			'service.structure_id update',
			'structure.place_id update',
			'view_reader.member_id insert'
		]
	);
});

test('What she writes has no author but herself: no column says who or whose, but the file, the text and whom she names with it.', async () => {
	const rows = await home.sql<{ said: string }>(`
		select c.relname || '.' || a.attname || ' ' || lower(p.privilege) as said
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
			(values ('INSERT'), ('UPDATE')) p (privilege)
		where n.nspname in ('public', 'keys', 'auth') and c.relkind = 'r' and has_column_privilege('cheminer_person', c.oid, a.attnum, p.privilege)
		and (a.attname in ('organization_id', 'person_id', 'author_id', 'account_id', 'member_id', 'lead_id', 'owner_member_id', 'created_at', 'added_at', 'at') or a.attname ~ '_by$'
			or p.privilege = 'UPDATE' and a.attname ~ '(^|_)id$')
		order by 1`);
	assert.deepEqual(
		rows.map(({ said }) => said),
		[
			'document_reader.member_id insert',
			'goal_reader.member_id insert',
			'message_reader.member_id insert',
			'need_reader.member_id insert',
			'revision.author_id insert',
			'revision.replaced_by insert'
		]
	);
});
