import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql, type RawBuilder } from 'kysely';
import { v7 as newId } from 'uuid';
import { as } from '#lib/server/db.ts';
import { house } from '../house.ts';
import { tries } from './probes.ts';
import { dayFromNow, plantScene, type Scene } from './scene.ts';

const home = await house({ after });

/** All that hangs on a need and a goal. */
const below = ({ need, goal }: Pick<Scene, 'need' | 'goal'>): RawBuilder<unknown>[] => [
	sql`select from need where id = ${need}`,
	...['need_voice', 'need_reader', 'revision', 'widening'].map((table) => sql`select from ${sql.table(table)} where need_id = ${need}`),
	sql`select from goal where id = ${goal}`,
	...['goal_wording', 'goal_confirmation', 'goal_step', 'goal_reader', 'revision', 'widening', 'action'].map(
		(table) => sql`select from ${sql.table(table)} where goal_id = ${goal}`
	)
];

const wordingOf = async (goal: string, kind: 'wish' | 'agreed') =>
	(await home.sql<{ id: string }>('select id from goal_wording where goal_id = $1 and kind = $2', [goal, kind]))[0]!.id;

test('Unticked, a reader finds neither the need nor the goal, nor a voice, a step, a former version, an action, a line of audit.', async () => {
	const scene = await plantScene(home, 'practitioner', 'named');
	const { me, writer, need, goal, goalAction, free, file } = scene;
	assert.equal(await tries(writer, sql`update need set sealed = 'v1.b', version = version + 1 where id = ${need}`), 1);
	assert.equal(await tries(writer, sql`update goal set sealed = 'v1.b', version = version + 1 where id = ${goal}`), 1);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		file,
		scene.organization,
		free.member
	]);
	for (const text of ['need', 'goal'])
		assert.equal(
			await tries(
				writer,
				sql`insert into ${sql.table(`${text}_reader`)} (${sql.ref(`${text}_id`)}, member_id) values (${scene[text as 'need']}, ${free.member})`
			),
			1
		);
	for (const what of below(scene)) assert.notEqual(await tries(me, what), 'nothing');
	for (const text of ['need', 'goal'])
		await tries(
			writer,
			sql`delete from ${sql.table(`${text}_reader`)} where ${sql.ref(`${text}_id`)} = ${scene[text as 'need']} and member_id = ${me.member}`
		);
	for (const what of [
		...below(scene),
		sql`select from audit where subject ~ '^(need|goal)'`,
		sql`update need set ended_at = now(), version = version + 1 where id = ${need}`,
		sql`update need_voice set sealed = 'v1', version = version + 1 where need_id = ${need}`,
		sql`update goal set state = 'reached', version = version + 1 where id = ${goal}`,
		sql`update action set state = 'done', version = version + 1 where id = ${goalAction}`
	]) {
		assert.equal(await tries(me, what), 'nothing');
	}
});

test('A voice, a wording, a step or a yes hangs on its own file alone, and a foreign id says no more than one that never was.', async () => {
	const mine = await plantScene(home, 'practitioner', 'lead');
	const foreign = await plantScene(home, 'practitioner', 'lead');
	const second = (await home.pathway(mine.me, 'Yacine T.')).id;
	const answers = async (need: string, goal: string, wording: string, file: string) => {
		const said: unknown[] = [];
		for (const statement of [
			sql`insert into need_voice (id, need_id, accompaniment_id, voice, sealed) values (${newId()}, ${need}, ${file}, 'practitioner', 'v1')`,
			sql`insert into goal_wording (id, goal_id, accompaniment_id, kind, sealed) values (${newId()}, ${goal}, ${file}, 'wish', 'v1')`,
			sql`insert into goal_step (id, goal_id, accompaniment_id, sealed) values (${newId()}, ${goal}, ${file}, 'v1')`,
			sql`insert into goal_confirmation (id, goal_id, wording_id, accompaniment_id, voice, how, said_on)
				values (${newId()}, ${goal}, ${wording}, ${file}, 'practitioner', 'orally', ${dayFromNow(0)})`,
			sql`insert into action (id, accompaniment_id, goal_id, owner, sealed) values (${newId()}, ${file}, ${goal}, 'person', 'v1')`,
			sql`update action set goal_id = ${goal} where id = ${mine.action}`,
			sql`insert into need_reader (need_id, member_id) values (${need}, ${mine.writer.member})`,
			sql`insert into goal_reader (goal_id, member_id) values (${goal}, ${mine.writer.member})`
		]) {
			said.push(
				await as(mine.me, (tx) => statement.execute(tx)).then(
					(done) => Number(done.numAffectedRows),
					(problem: { status?: number; code?: string }) => problem.status ?? problem.code
				)
			);
		}
		return said;
	};
	const never = await answers(newId(), newId(), newId(), mine.file);
	assert.ok(!never.includes(1), String(never));
	assert.deepEqual(await answers(foreign.need, foreign.goal, await wordingOf(foreign.goal, 'agreed'), mine.file), never);
	// A need of mine takes no voice under somebody else of mine.
	const moved = await answers(mine.ownNeed, mine.ownGoal, await wordingOf(mine.ownGoal, 'agreed'), second);
	assert.deepEqual(
		moved.slice(0, 5),
		['23505', '23503', '23503', '23503', '23503'],
		'my voice stands there already; the rest has another parent'
	);
});

test('Every former version of a need, a voice, a goal and a step is kept by the database, with who wrote it and who changed it.', async () => {
	const { me, writer, need, goal } = await plantScene(home, 'practitioner', 'named');
	const [step] = await home.sql<{ id: string }>('select id from goal_step where goal_id = $1', [goal]);
	const [voice] = await home.sql<{ id: string }>(`select id from need_voice where need_id = $1 and voice = 'person'`, [need]);
	for (const [table, id] of [
		['need', need],
		['need_voice', voice!.id],
		['goal', goal],
		['goal_step', step!.id]
	] as const) {
		const [before] = await home.sql<{ sealed: string }>(`select sealed from ${table} where id = $1`, [id]);
		for (const actor of [me, writer])
			assert.equal(await tries(actor, sql`update ${sql.table(table)} set sealed = 'v1.next', version = version + 1 where id = ${id}`), 1);
		assert.deepEqual(
			await home.sql('select row_version, sealed, author_id, replaced_by from revision where row_id = $1 order by row_version', [id]),
			[
				{ row_version: 1, sealed: before!.sealed, author_id: writer.member, replaced_by: me.member },
				{ row_version: 2, sealed: 'v1.next', author_id: me.member, replaced_by: writer.member }
			]
		);
		await assert.rejects(
			as(me, (tx) => sql`update ${sql.table(table)} set sealed = 'v1.jump' where id = ${id}`.execute(tx)),
			{ code: '23514' }
		);
		const forged = sql`insert into revision (id, accompaniment_id, subject, row_id, row_version, sealed, author_id, replaced_by)
			select gen_random_uuid(), accompaniment_id, ${table}, id, 7, 'v1', ${me.member}, ${me.member} from ${sql.table(table)} where id = ${id}`;
		await assert.rejects(as(me, (tx) => forged.execute(tx)));
		assert.equal(await tries(me, sql`delete from ${sql.table(table)} where id = ${id}`), 'refused');
	}
});

test('The former answer to an action of a goal is read by the goal’s readers, and nobody takes its place beforehand.', async () => {
	const { me, writer, goalAction, file } = await plantScene(home, 'practitioner', 'unticked');
	const keep = (by: string) => sql`insert into revision (id, accompaniment_id, subject, row_id, row_version, sealed, author_id, replaced_by)
		values (${newId()}, ${file}, 'action', ${goalAction}, 1, 'v1', ${by}, ${by})`;
	assert.equal(await tries(me, keep(me.member)), 'refused');
	assert.equal(await tries(writer, keep(writer.member)), 1);
	assert.equal(await tries(writer, sql`select from revision where row_id = ${goalAction}`), 1);
	assert.equal(await tries(me, sql`select from revision where row_id = ${goalAction}`), 'nothing');
});

test('An action read like its goal does not slip to a wider goal, nor out of every goal.', async () => {
	const { lead, writer, goalAction, action, ownGoal, goal, me } = await plantScene(home, 'practitioner', 'named');
	for (const to of [ownGoal, null])
		for (const actor of [me, lead, writer])
			assert.equal(await tries(actor, sql`update action set goal_id = ${to}, version = version + 1 where id = ${goalAction}`), 'refused');
	// Born in a note, it is read like the note: its goal may change among those I read.
	assert.equal(await tries(me, sql`update action set goal_id = ${goal}, version = version + 1 where id = ${action}`), 1);
	assert.equal(await tries(me, sql`update action set goal_id = ${ownGoal}, version = version + 1 where id = ${action}`), 1);
	assert.equal(await tries(lead, sql`update action set goal_id = ${ownGoal}, version = version + 2 where id = ${action}`), 1);
	// The goal that is there now is not the writer's to read: he does not take a line away that he does not see.
	assert.equal(await tries(writer, sql`update action set goal_id = ${goal}, version = version + 1 where id = ${action}`), 'refused');
	assert.equal(await tries(me, sql`update action set goal_id = ${goal}, version = version + 1 where id = ${action}`), 1);
	assert.equal(await tries(writer, sql`update action set goal_id = ${ownGoal}, version = version + 1 where id = ${action}`), 'refused');
});

test('A wish is never written over; a yes is given to an agreement alone, once, and taken back once, by whoever does it.', async () => {
	const { me, goal, file } = await plantScene(home, 'practitioner', 'named');
	const [wish, agreed] = [await wordingOf(goal, 'wish'), await wordingOf(goal, 'agreed')];
	assert.equal(await tries(me, sql`update goal_wording set sealed = 'v1.mine' where id = ${wish}`), 'refused');
	assert.equal(await tries(me, sql`delete from goal_wording where id = ${wish}`), 'refused');
	const yes = (
		wording: string,
		voice: string
	) => sql`insert into goal_confirmation (id, goal_id, wording_id, accompaniment_id, voice, how, said_on)
		values (${newId()}, ${goal}, ${wording}, ${file}, ${voice}, 'orally', ${dayFromNow(0)})`;
	assert.equal(await tries(me, yes(wish, 'person')), 'refused');
	assert.equal(await tries(me, yes(agreed, 'practitioner')), 1);
	await assert.rejects(
		as(me, (tx) => yes(agreed, 'practitioner').execute(tx)),
		{ code: '23505' }
	);
	const withdraw = sql`update goal_confirmation set withdrawn_at = '2001-01-01' where wording_id = ${agreed} and voice = 'practitioner'`;
	assert.equal(await tries(me, withdraw), 1);
	const [told] = await home.sql<{ withdrawn_by: string; today: boolean }>(
		`select withdrawn_by, withdrawn_at > now() - interval '1 minute' as today from goal_confirmation where wording_id = $1 and voice = 'practitioner'`,
		[agreed]
	);
	assert.deepEqual(told, { withdrawn_by: me.member, today: true });
	await assert.rejects(
		as(me, (tx) => withdraw.execute(tx)),
		{ code: '23514' }
	);
	assert.equal(await tries(me, yes(agreed, 'practitioner')), 1, 'given anew');
});

test('One voice hers, one each of those who accompany her.', async () => {
	const { me, need, file } = await plantScene(home, 'practitioner', 'named');
	const say = (voice: string) =>
		as(me, (tx) =>
			sql`insert into need_voice (id, need_id, accompaniment_id, voice, sealed) values (${newId()}, ${need}, ${file}, ${voice}, 'v1')`.execute(
				tx
			)
		);
	await say('practitioner');
	await assert.rejects(say('practitioner'), { code: '23505' });
	await assert.rejects(say('person'), { code: '23505' });
});

test('Naming somebody later with a need or a goal is told, and stays told; naming at the start is no widening.', async () => {
	const { me, lead, ownNeed, ownGoal, file } = await plantScene(home, 'practitioner', 'named');
	for (const [text, id] of [
		['need', ownNeed],
		['goal', ownGoal]
	] as const) {
		const [readers, column] = [sql.table(`${text}_reader`), sql.ref(`${text}_id`)];
		await tries(me, sql`insert into ${readers} (${column}, member_id) values (${id}, ${lead.member})`);
		await tries(me, sql`delete from ${readers} where ${column} = ${id} and member_id = ${lead.member}`);
		assert.equal(
			await tries(me, sql`select from widening where ${column} = ${id} and member_id = ${lead.member} and named_by = ${me.member}`),
			1
		);
		assert.equal(await tries(lead, sql`select from widening where ${column} = ${id}`), 'nothing');
		const fresh = newId();
		await as(me, async (tx) => {
			await sql`insert into ${sql.table(text)} (id, accompaniment_id, sealed) values (${fresh}, ${file}, 'v1')`.execute(tx);
			await sql`insert into ${readers} (${column}, member_id) values (${fresh}, ${lead.member})`.execute(tx);
		});
		assert.equal(await tries(lead, sql`select from ${sql.table(text)} where id = ${fresh}`), 1);
		assert.equal(await tries(me, sql`select from widening where ${column} = ${fresh}`), 'nothing');
	}
	assert.equal(await tries(me, sql`delete from widening where member_id = ${lead.member}`), 'refused');
});

test('After a death, needs and goals are read and nothing in them is written.', async () => {
	const { me, file, ownNeed, ownGoal, ...scene } = await plantScene(home, 'practitioner', 'lead');
	await tries(me, sql`update accompaniment set ended_on = ${dayFromNow(0)}, ended_how = 'death', version = version + 1 where id = ${file}`);
	assert.equal(await tries(me, sql`select from need where id in (${ownNeed}, ${scene.need})`), 2);
	const agreed = await wordingOf(ownGoal, 'agreed');
	for (const change of [
		sql`insert into need (id, accompaniment_id, sealed) values (${newId()}, ${file}, 'v1')`,
		sql`update need set ended_at = now(), version = version + 1 where id = ${ownNeed}`,
		sql`update need_voice set sealed = 'v1', version = version + 1 where need_id = ${ownNeed}`,
		sql`insert into need_voice (id, need_id, accompaniment_id, voice, sealed) values (${newId()}, ${scene.need}, ${file}, 'practitioner', 'v1')`,
		sql`insert into goal (id, accompaniment_id, sealed) values (${newId()}, ${file}, 'v1')`,
		sql`update goal set state = 'paused', version = version + 1 where id = ${ownGoal}`,
		sql`insert into goal_wording (id, goal_id, accompaniment_id, kind, sealed) values (${newId()}, ${ownGoal}, ${file}, 'agreed', 'v1')`,
		sql`insert into goal_confirmation (id, goal_id, wording_id, accompaniment_id, voice, how, said_on)
			values (${newId()}, ${ownGoal}, ${agreed}, ${file}, 'practitioner', 'orally', ${dayFromNow(0)})`,
		sql`update goal_confirmation set withdrawn_at = now() where goal_id = ${ownGoal}`,
		sql`update goal_step set done_on = ${dayFromNow(0)}, version = version + 1 where goal_id = ${ownGoal}`
	]) {
		assert.equal(await tries(me, change), 'refused');
	}
});
