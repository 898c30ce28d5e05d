import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isHttpError } from '@sveltejs/kit';
import { sql } from 'kysely';
import pg from 'pg';
import type { Actor } from '#lib/access/access.ts';
import { noteReading, readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { house } from '../house.ts';
import { dayFromNow, plantScene } from './scene.ts';

const home = await house({ after });
const lines = (file: string, who: Actor) =>
	home.sql('select kind from journal where accompaniment_id = $1 and member_id = $2', [file, who.member]);

/** Breaks something as the owner of the tables, and mends it. */
async function whileBroken(breaking: string, mending: string, work: () => Promise<void>): Promise<void> {
	const owner = new pg.Client({ connectionString: home.ownerUrl });
	await owner.connect();
	await owner.query('set role cheminer_owner');
	await owner.query(breaking);
	try {
		await work();
	} finally {
		await owner.query(mending);
		await owner.end();
	}
}

test('Reading a pathway twenty times at once writes one line an hour and a kind.', async () => {
	const { me, file } = await plantScene(home, 'practitioner', 'lead');
	await Promise.all(Array.from({ length: 20 }, () => as(me, (tx) => readPathway(tx, file))));
	await as(me, (tx) => readPathway(tx, file, 'print'));
	assert.deepEqual((await lines(file, me)).map(({ kind }) => kind).sort(), ['pathway', 'print']);
	await home.sql(`update journal set hour = hour - interval '1 hour' where member_id = $1`, [me.member]);
	await as(me, (tx) => readPathway(tx, file));
	assert.equal((await lines(file, me)).length, 3);
});

test('A list or a search is one line in all, and names nobody.', async () => {
	const { me } = await plantScene(home, 'practitioner', 'lead');
	await as(me, async (tx) => {
		await noteReading(tx, 'list');
		await noteReading(tx, 'list');
		await noteReading(tx, 'search');
	});
	assert.deepEqual(
		await home.sql('select kind, accompaniment_id, person_id from journal where member_id = $1 order by kind', [me.member]),
		[
			{ kind: 'list', accompaniment_id: null, person_id: null },
			{ kind: 'search', accompaniment_id: null, person_id: null }
		]
	);
});

test('What is not there for me leaves no line: a try is no reading, and the journal is no oracle.', async () => {
	for (const standing of ['none', 'excluded', 'expired', 'ended', 'elsewhere'] as const) {
		const { me, file } = await plantScene(home, 'practitioner', standing);
		assert.equal(await as(me, (tx) => readPathway(tx, file)), undefined);
		assert.deepEqual(await home.sql('select kind from journal where member_id = $1', [me.member]), [], standing);
	}
});

test('No journal, no file: when a reading cannot be noted, 503 and not a word.', async () => {
	const { me, file } = await plantScene(home, 'practitioner', 'lead');
	const breakings: [string, string][] = [
		['alter table journal add constraint full_disk check (false) not valid', 'alter table journal drop constraint full_disk'],
		['revoke insert on journal from cheminer_wall', 'grant insert on journal to cheminer_wall'],
		['alter table journal rename to journal_away', 'alter table journal_away rename to journal']
	];
	for (const [breaking, mending] of breakings) {
		await whileBroken(breaking, mending, async () => {
			await assert.rejects(
				as(me, (tx) => readPathway(tx, file)),
				(problem) => isHttpError(problem, 503),
				breaking
			);
		});
	}
	assert.ok(await as(me, (tx) => readPathway(tx, file)));
});

test('Every table about a person or an organisation is audited, but for what is one’s own or only the house’s.', async () => {
	const rows = await home.sql<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind = 'r' and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audit') order by 1`);
	assert.deepEqual(
		rows.map(({ name }) => name),
		[
			// Written once with the first thing about her, which is audited.
			'person',
			'territory',
			// The directory names nobody who is accompanied: each entry says its source and its day.
			'directory_incoming',
			'directory_source',
			'directory_stem',
			'directory_word',
			'place',
			'service',
			'structure',
			// The fingerprint of a line of a file, written once with the pathway made of it, which is audited; it says nothing of her.
			'brought_in',
			// Parts of a file that waits, which is audited: they come, change and go with it, within a day.
			'bring_in_piece',
			'bring_in_progress',
			// One's own, told to nobody: not even that it exists.
			'draft',
			'memo',
			// What somebody has read, told to himself alone; that she wants to be told, hers alone; a word without content that leaves.
			'message_read',
			'notice',
			'notice_choice',
			// Written once with its message, which is audited.
			'message_reader',
			// Hers alone until she shows it; audited from then on.
			'her_note',
			// Hers alone until she shows it; what is added for her is audited (document), with its file and those who read it.
			'document',
			'document_reader',
			'file',
			'file_piece',
			// Hers alone, for good; whom she lets help is hers to tell.
			'her_page',
			'helper',
			// Answers that lead back to nobody: a line that says when would lead there. The team's word says what nobody in particular thinks.
			'opinion_count',
			'opinion_waiting',
			'opinion_word',
			// Said once, in the transaction that asks for a view; thrown away with its end. Both are audited.
			'view_reader',
			'view_shown',
			// Of the front desk, gone with its day or after 14 days: an audit kept for years would be a record of presence (decision record 31).
			'arrival',
			'desk_word',
			// Written by the database or the machine. Archives, the clock and the room on the disk are the house's: nobody is in them.
			'archive',
			'audit',
			'chain',
			'form_key',
			'house_clock',
			'journal',
			'kept_post',
			'migration',
			'outbox',
			'reading_pace',
			'revision',
			'room',
			'set_aside',
			'widening'
		].sort()
	);
});

test('A change leaves one line in the same transaction: who, which row, which columns, never a value.', async () => {
	const { me, file, profile } = { ...(await plantScene(home, 'practitioner', 'lead')), profile: 'v1.p.Canari-Audit.x.y' };
	await as(me, async (tx) => {
		await sql`update accompaniment set name_to_use = 'Canari-Audit', track = 'emploi', version = version + 1 where id = ${file}`.execute(
			tx
		);
		await sql`update profile set sealed = ${profile}, version = version + 1 where accompaniment_id = ${file}`.execute(tx);
	});
	const told = await home.sql<{ act: string; subject: string; columns: string[] }>(
		`select act, subject, columns from audit where accompaniment_id = $1 and member_id = $2 order by at`,
		[file, me.member]
	);
	assert.deepEqual(told, [
		{ act: 'update', subject: 'accompaniment', columns: ['name_folded', 'name_to_use', 'track'] },
		{ act: 'update', subject: 'profile', columns: ['sealed'] }
	]);
	const [all] = await home.sql<{ text: string }>(`select coalesce(string_agg(audit::text, ' '), '') as text from audit`);
	assert.doesNotMatch(all!.text, /Canari-Audit|Nadia|canari/);
});

test('What is taken back leaves no line, and what cannot be told is not done.', async () => {
	const { me, file } = await plantScene(home, 'practitioner', 'lead');
	const rename = (name: string) =>
		as(me, async (tx) => {
			await sql`update accompaniment set name_to_use = ${name} where id = ${file}`.execute(tx);
			if (name === 'oops') throw new RangeError('later');
		});
	await assert.rejects(rename('oops'), RangeError);
	assert.deepEqual(await home.sql('select from audit where accompaniment_id = $1 and member_id = $2', [file, me.member]), []);
	await whileBroken(
		'alter table audit add constraint full_disk check (false) not valid',
		'alter table audit drop constraint full_disk',
		async () => {
			await assert.rejects(rename('Autre'));
		}
	);
	assert.deepEqual(await home.sql('select name_to_use as name from accompaniment where id = $1', [file]), [{ name: 'Nadia Planté' }]);
});

test('Naming a reader, and no longer naming her, is told on the file.', async () => {
	const { me, ownNote, writer, file } = await plantScene(home, 'practitioner', 'lead');
	await as(me, async (tx) => {
		await sql`insert into note_reader (note_id, member_id) values (${ownNote}, ${writer.member})`.execute(tx);
		await sql`delete from note_reader where note_id = ${ownNote} and member_id = ${writer.member}`.execute(tx);
	});
	assert.deepEqual(
		await home.sql(`select act, subject from audit where accompaniment_id = $1 and member_id = $2 order by at`, [file, me.member]),
		[
			{ act: 'insert', subject: 'note_reader' },
			{ act: 'delete', subject: 'note_reader' }
		]
	);
});

test('When an appointment or an interview moves the dates kept on the accompaniment, the accompaniment itself has not changed.', async () => {
	const { me, file } = await plantScene(home, 'practitioner', 'lead');
	await as(me, (tx) =>
		sql`insert into interview (id, accompaniment_id, held_on, channel) values (gen_random_uuid(), ${file}, ${dayFromNow(0)}, 'phone')`.execute(
			tx
		)
	);
	assert.deepEqual(await home.sql(`select subject from audit where accompaniment_id = $1 and member_id = $2`, [file, me.member]), [
		{ subject: 'interview' }
	]);
	assert.deepEqual(await home.sql('select last_met_on as day from accompaniment where id = $1', [file]), [{ day: dayFromNow(0) }]);
});
