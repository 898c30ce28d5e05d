import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql, type RawBuilder } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { house } from '../house.ts';
import { tries } from './probes.ts';
import { dayFromNow, plantMember, plantScene } from './scene.ts';

const home = await house({ after });

test('A parent of one pathway takes no child of another: both hers, or another organisation’s.', async () => {
	const mine = await plantScene(home, 'practitioner', 'lead');
	const foreign = await plantScene(home, 'practitioner', 'lead');
	const second = await home.pathway(mine.me, 'Yacine T.');
	const elsewhere = await home.pathway(foreign.me, 'Odile F.');
	for (const other of [second.id, elsewhere.id]) {
		// Somebody else's interview, appointment, note or answer under this file, and this file's under somebody else.
		for (const wrong of [
			sql`insert into note (id, interview_id, accompaniment_id, sealed) values (${newId()}, ${mine.ownInterview}, ${other}, 'v1')`,
			sql`insert into interview (id, accompaniment_id, appointment_id, held_on, channel) values (${newId()}, ${other}, ${mine.appointment}, ${dayFromNow(0)}, 'phone')`,
			sql`insert into action (id, accompaniment_id, note_id, owner, sealed) values (${newId()}, ${other}, ${mine.note}, 'person', 'v1')`,
			sql`insert into revision (id, accompaniment_id, subject, row_id, row_version, sealed, author_id, replaced_by)
				values (${newId()}, ${other}, 'interview', ${mine.interview}, 1, 'v1', ${mine.me.member}, ${mine.me.member})`
		]) {
			await assert.rejects(
				as(mine.me, (tx) => wrong.execute(tx)),
				(problem: { status?: number; code?: string }) => problem.status === 404 || problem.code === '23503'
			);
		}
	}
	await assert.rejects(
		as(mine.me, (tx) =>
			sql`update action set answered_in = ${foreign.interview}, version = version + 1 where id = ${mine.action}`.execute(tx)
		),
		{ code: '23503' }
	);
});

test('A foreign id and an id that never was are refused by the same error: no oracle.', async () => {
	const { me, file, interview, action } = await plantScene(home, 'practitioner', 'lead');
	const foreign = await plantScene(home, 'practitioner', 'lead');
	const sayings = async (there: string, member: string) => {
		const said: unknown[] = [];
		for (const statement of [
			sql`insert into interview (id, accompaniment_id, held_on, channel) values (${newId()}, ${there}, ${dayFromNow(0)}, 'phone')`,
			sql`insert into interview (id, accompaniment_id, appointment_id, held_on, channel) values (${newId()}, ${file}, ${there}, ${dayFromNow(0)}, 'phone')`,
			sql`insert into note_reader (note_id, member_id) values (${there}, ${member})`,
			sql`insert into colleague (accompaniment_id, member_id) values (${file}, ${member})`,
			sql`insert into appointment (id, accompaniment_id, member_id, starts_at, time_zone) values (${newId()}, ${file}, ${member}, now(), 'UTC')`,
			sql`insert into action (id, accompaniment_id, owner, owner_member_id, sealed) values (${newId()}, ${file}, 'practitioner', ${member}, 'v1')`,
			sql`update action set owner = 'practitioner', owner_member_id = ${member} where id = ${action}`,
			sql`insert into handover (id, accompaniment_id, from_id, to_id, happened_on) values (${newId()}, ${file}, ${me.member}, ${member}, ${dayFromNow(0)})`,
			sql`insert into exclusion (person_id, account_id) values (${there}, ${member})`,
			sql`update accompaniment set lead_id = ${member} where id = ${file}`,
			sql`update interview set held_on = held_on where id = ${there} and id <> ${interview}`,
			sql`insert into profile (accompaniment_id, sealed) values (${there}, 'v1')`
		]) {
			said.push(
				await as(me, (tx) => statement.execute(tx)).then(
					(done) => Number(done.numAffectedRows),
					(problem: { status?: number; code?: string }) => problem.status ?? problem.code
				)
			);
		}
		return said;
	};
	const never = await sayings(newId(), newId());
	assert.ok(!never.includes(1), String(never));
	for (const there of [foreign.file, foreign.interview, foreign.appointment, foreign.note, foreign.person]) {
		assert.deepEqual(await sayings(there, foreign.lead.member), never);
	}
});

test('An exclusion told to two organisations is written in each, and betrays neither to the other.', async () => {
	const scene = await plantScene(home, 'practitioner', 'lead');
	const account = scene.free.account;
	const freeElsewhere = await plantMember(
		home,
		(await home.sql<{ o: string }>('select organization_id as o from accompaniment where id = $1', [scene.fileElsewhere]))[0]!.o,
		['practitioner'],
		'Libre',
		account
	);
	const leadElsewhere = (await home.sql<{ lead_id: string }>('select lead_id from accompaniment where id = $1', [scene.fileElsewhere]))[0]!
		.lead_id;
	const exclude = sql`insert into exclusion (person_id, account_id) values (${scene.person}, ${account})`;
	assert.equal(await tries(scene.me, exclude), 1);
	assert.equal(await tries({ ...scene.me, member: leadElsewhere }, exclude), 1);
	// Lifted here, it stands: the other organisation was told too.
	assert.equal(await tries(scene.me, sql`delete from exclusion where account_id = ${account}`), 1);
	assert.equal(
		await tries(scene.me, sql`insert into colleague (accompaniment_id, member_id) values (${scene.file}, ${scene.free.member})`),
		'refused'
	);
	assert.ok(freeElsewhere.member);
});

test('An account excluded here no longer leads her elsewhere either; elsewhere nothing says why nor who.', async () => {
	const scene = await plantScene(home, 'practitioner', 'named');
	assert.equal(
		await tries(scene.lead, sql`insert into exclusion (person_id, account_id) values (${scene.person}, ${scene.me.account})`),
		1
	);
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [scene.fileElsewhere]), [{ lead_id: null }]);
	const told = await home.sql('select member_id, columns from audit where accompaniment_id = $1 and act = $2', [
		scene.fileElsewhere,
		'update'
	]);
	assert.deepEqual(told, [{ member_id: null, columns: ['lead_id'] }]);
	assert.equal(await tries(scene.me, sql`select from accompaniment where id = ${scene.file}`), 'nothing');
});

test('Unticked, a reader finds neither the text, nor its former versions, nor what was to be done after it.', async () => {
	const scene = await plantScene(home, 'practitioner', 'named');
	const { me, writer, note, file, action } = scene;
	assert.equal(await tries(writer, sql`update note set sealed = 'v1.new', version = version + 1 where id = ${note}`), 1);
	const seen = (what: RawBuilder<unknown>) => tries(me, what);
	assert.equal(await seen(sql`select from revision where row_id = ${note}`), 1);
	assert.equal(await seen(sql`select from action where id = ${action}`), 1);
	assert.equal(await tries(writer, sql`delete from note_reader where note_id = ${note} and member_id = ${me.member}`), 1);
	for (const what of [
		sql`select from note where id = ${note}`,
		sql`select from revision where row_id = ${note}`,
		sql`select from action where id = ${action}`,
		sql`select from note_reader where note_id = ${note}`,
		sql`select from audit where row_id like ${`%${note}%`} and subject = 'note_reader'`,
		sql`update action set state = 'done', version = version + 1 where id = ${action}`,
		sql`select from revision where accompaniment_id = ${file} and note_id is not null`
	]) {
		assert.equal(await seen(what), 'nothing');
	}
});

test('A former version is neither forged, nor hung on a text one does not read, nor left without its text.', async () => {
	const { me, file, note, action, writer } = await plantScene(home, 'practitioner', 'unticked');
	const keep = (subject: string, row: string, ofNote: string | null, by = me.member, version = 1) => sql`insert into revision
		(id, accompaniment_id, note_id, subject, row_id, row_version, sealed, author_id, replaced_by)
		values (${newId()}, ${file}, ${ofNote}, ${subject}, ${row}, ${version}, 'v1', ${me.member}, ${by})`;
	assert.equal(await tries(me, keep('note', note, note)), 'refused');
	assert.equal(await tries(me, keep('note', note, null)), 'refused');
	assert.equal(await tries(me, keep('action', action, note)), 'refused');
	assert.equal(await tries(me, keep('action', action, null)), 'refused');
	assert.equal(await tries(me, keep('action', newId(), null)), 'refused');
	assert.equal(await tries(writer, keep('action', action, note)), 'refused', 'replaced by somebody else');
	assert.equal(await tries(writer, keep('action', action, note, writer.member, 9)), 'refused', 'a version that has not been');
	assert.equal(await tries(writer, keep('action', action, note, writer.member)), 1);
});

test('A memo lives thirteen months at most, whoever asks.', async () => {
	const { me, ownMemo, file } = await plantScene(home, 'practitioner', 'lead');
	await assert.rejects(
		as(me, (tx) => sql`update memo set expires_at = 'infinity' where id = ${ownMemo}`.execute(tx)),
		{ code: '23514' }
	);
	await assert.rejects(
		as(me, (tx) =>
			sql`insert into memo (id, accompaniment_id, sealed, expires_at) values (${newId()}, ${file}, 'v1', now() + interval '14 months')`.execute(
				tx
			)
		),
		{ code: '23514' }
	);
	await home.sql('update memo set expires_at = now() where id = $1', [ownMemo]);
	assert.equal(await tries(me, sql`select from memo where id = ${ownMemo}`), 'nothing');
	assert.equal(await tries(me, sql`delete from memo where id = ${ownMemo}`), 'nothing');
});

test('A cover or a colleague until a date does not make it last, by any door.', async () => {
	const { me, file, lead, writer, free } = await plantScene(home, 'practitioner', 'cover');
	for (const door of [
		sql`update colleague set until = null where member_id = ${me.member}`,
		sql`insert into colleague (accompaniment_id, member_id) values (${file}, ${me.member})`,
		// An accomplice would do it for her.
		sql`insert into colleague (accompaniment_id, member_id) values (${file}, ${free.member})`,
		sql`select * from cover_caseload(${lead.member}, ${me.member}, now() + interval '9 years')`,
		sql`select * from cover_caseload(${lead.member}, ${free.member}, now() + interval '9 years')`,
		sql`update accompaniment set lead_id = ${me.member} where id = ${file}`,
		sql`update accompaniment set lead_id = null where id = ${file}`,
		sql`delete from colleague where member_id = ${writer.member}`
	]) {
		const answer = await tries(me, door);
		assert.ok(answer === 'refused' || answer === 'nothing', String(answer));
	}
	await home.sql('update accompaniment set lead_id = null where id = $1', [file]);
	assert.equal(
		await tries(me, sql`update accompaniment set lead_id = ${me.member} where id = ${file}`),
		'refused',
		'nor when nobody leads any more'
	);
	assert.equal(await tries(me, sql`delete from colleague where member_id = ${me.member} and kind = 'cover'`), 1, 'she may stop before');
});

test('A cover is over at its very instant.', async () => {
	const { me, file } = await plantScene(home, 'practitioner', 'cover');
	const soon = new Date(Date.now() + 700);
	await home.sql('update colleague set until = $2 where member_id = $1', [me.member, soon]);
	assert.equal(await tries(me, sql`select from accompaniment where id = ${file}`), 1);
	await new Promise((resolve) => setTimeout(resolve, soon.getTime() - Date.now() + 30));
	assert.equal(await tries(me, sql`select from accompaniment where id = ${file}`), 'nothing');
});

test('Whoever leaves is nobody at once, and coming back gives nothing back.', async () => {
	const { me, file, organization } = await plantScene(home, 'practitioner', 'named');
	const [boss] = await home.sql<{ id: string }>(`select id from member where organization_id = $1 and first_name = 'Règle'`, [
		organization
	]);
	const administrator = { ...me, member: boss!.id };
	assert.equal(await tries(administrator, sql`update member set ended_at = now() where id = ${me.member}`), 1);
	assert.equal(await tries(me, sql`select from accompaniment where id = ${file}`), 'nothing');
	assert.equal(await tries(me, sql`select from member`), 'nothing');
	assert.equal(await tries(administrator, sql`update member set ended_at = null where id = ${me.member}`), 1);
	assert.equal(await tries(me, sql`select from member where id = ${me.member}`), 1);
	assert.equal(await tries(me, sql`select from accompaniment where id = ${file}`), 'nothing');
});

test('Losing the role of practitioner closes every file; the role of administrator opens none.', async () => {
	const { me, file, organization } = await plantScene(home, 'practitioner', 'lead');
	const [boss] = await home.sql<{ id: string }>(`select id from member where organization_id = $1 and first_name = 'Règle'`, [
		organization
	]);
	assert.equal(
		await tries(
			{ ...me, member: boss!.id },
			sql`update member set roles = '{administrator,coordination,front-desk}' where id = ${me.member}`
		),
		1
	);
	assert.equal(await tries(me, sql`select from accompaniment`), 'nothing');
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [file]), [{ lead_id: null }]);
});

test('After a death the file is read and nothing in it is written, except to say that it was a mistake.', async () => {
	const { me, file, note, ownNote, interview, action } = await plantScene(home, 'practitioner', 'lead');
	assert.equal(
		await tries(
			me,
			sql`update accompaniment set ended_on = ${dayFromNow(0)}, ended_how = 'death', version = version + 1 where id = ${file}`
		),
		1
	);
	assert.equal(await tries(me, sql`select from note where id in (${note}, ${ownNote})`), 2);
	for (const change of [
		sql`insert into interview (id, accompaniment_id, held_on, channel) values (${newId()}, ${file}, ${dayFromNow(0)}, 'phone')`,
		sql`update note set sealed = 'v1', version = version + 1 where id = ${ownNote}`,
		sql`update action set state = 'done' where id = ${action}`,
		sql`insert into contact (id, accompaniment_id, kind, sealed) values (${newId()}, ${file}, 'phone', 'v1')`,
		sql`update profile set sealed = 'v1' where accompaniment_id = ${file}`,
		sql`update accompaniment set name_to_use = 'X' where id = ${file}`,
		sql`insert into appointment (id, accompaniment_id, starts_at, time_zone) values (${newId()}, ${file}, now(), 'UTC')`
	]) {
		assert.equal(await tries(me, change), 'refused');
	}
	assert.ok(interview);
	assert.equal(await tries(me, sql`update accompaniment set ended_on = null, ended_how = null where id = ${file}`), 1);
	assert.equal(await tries(me, sql`update accompaniment set name_to_use = 'X' where id = ${file}`), 1);
});

test('The front desk sees no name of someone who refused the carnet or is concealed without an alias, and nobody it is excluded from.', async () => {
	const desk = async (scene: { me: Actor; appointment: string }) =>
		(
			await as(scene.me, (tx) =>
				sql<{
					id: string;
					shown_name: string;
				}>`select id, shown_name from front_desk(now() - interval '30 days', now() + interval '30 days')`.execute(tx)
			)
		).rows.find(({ id }) => id === scene.appointment);
	const scene = await plantScene(home, 'front-desk', 'none');
	await home.sql(`update accompaniment set concealed = true where id = $1`, [scene.file]);
	assert.ok(!(await desk(scene))?.shown_name);
	await home.sql(`update accompaniment set alias = 'Fleur' where id = $1`, [scene.file]);
	assert.equal((await desk(scene))?.shown_name, 'Fleur');
	await home.sql(`update accompaniment set concealed = false, alias = null, carnet = 'no' where id = $1`, [scene.file]);
	assert.ok(!(await desk(scene))?.shown_name);
	await home.sql(`update appointment set starts_at = now() + interval '9 days' where id = $1`, [scene.appointment]);
	assert.equal(await desk(scene), undefined, 'never beyond seven days');
	assert.equal(await desk(await plantScene(home, 'front-desk', 'excluded')), undefined);
});

test('A form’s key belongs to its account: the same key of another is another key, and nobody sees it.', async () => {
	const { me, free } = await plantScene(home, 'practitioner', 'lead');
	const key = crypto.randomUUID();
	assert.equal(await tries(me, sql`insert into form_key (key) values (${key})`), 1);
	assert.equal(await tries(free, sql`select from form_key where key = ${key}`), 'nothing');
	assert.equal(await tries(free, sql`update form_key set result = '/ailleurs' where key = ${key}`), 'nothing');
	assert.equal(await tries(free, sql`insert into form_key (key) values (${key})`), 1);
	assert.equal(await tries(free, sql`insert into form_key (account_id, key) values (${me.account}, ${crypto.randomUUID()})`), 'refused');
});
