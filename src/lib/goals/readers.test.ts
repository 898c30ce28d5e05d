import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { addAction, readEveryAction } from '#lib/actions/changes.server.ts';
import { AddedAction } from '#lib/actions/rules.ts';
import { nameReader, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { changeGoal } from './agreeing.server.ts';
import { readGoal, readGoals, readHistory } from './goals.server.ts';
import { addStep } from './steps.server.ts';
import { goalScene } from '../../../tests/scenes/goal.ts';

const home = await house({ after });
const { lead, colleague, unticked, stranger, elsewhere, person, on, open, read, agree } = await goalScene(home);

describe('who reads a goal', () => {
	it('is her, its author and the people named with it: a colleague who was unticked finds nothing of it, nor of what stands on it', async () => {
		const id = await open('entre nous', [colleague]);
		await agree(lead, id, 'convenu', null, { hers: 'orally', mine: true });
		await on(lead, (tx, pathway) => addStep(tx, pathway, id, 'un pas'));
		await on(lead, (tx, pathway) => changeGoal(tx, pathway, id, { state: 'paused', version: 1 }));
		await on(lead, (tx, pathway) => addAction(tx, pathway, lead, AddedAction.parse({ what: 'une action', goal: id })));
		for (const [actor, sees] of [
			[colleague, true],
			[unticked, false]
		] as const) {
			await on(actor, async (tx, pathway) => {
				assert.equal(
					(await readGoals(tx, pathway.key, person)).some((goal) => goal.id === id),
					sees
				);
				assert.equal((await readHistory(tx, pathway, id)).length > 0, sees);
				assert.equal(
					(await readEveryAction(tx, pathway)).some(({ text }) => text === 'une action'),
					sees
				);
				for (const table of ['goal', 'goal_wording', 'goal_confirmation', 'goal_step', 'goal_reader', 'revision', 'widening'])
					assert.equal(
						(await sql`select from ${sql.table(table)} where ${table === 'goal' ? sql`id` : sql`goal_id`} = ${id}`.execute(tx)).rows
							.length > 0,
						sees && table !== 'widening',
						table
					);
				assert.equal((await sql`select from audit where subject like 'goal%'`.execute(tx)).rows.length, 0, 'the audit tells nobody');
			});
		}
		for (const actor of [stranger, elsewhere])
			await assert.rejects(
				on(actor, (tx, pathway) => readGoals(tx, pathway.key, person)),
				{ status: 404 }
			);
	});

	it('cannot be widened by who was not asked, and every change of theirs is a thing that never was', async () => {
		const id = await open('entre nous', [colleague]);
		for (const actor of [unticked, stranger, elsewhere]) {
			const past = (work: (tx: Tx) => Promise<unknown>) => as(actor, work);
			await assert.rejects(
				past((tx) => sql`insert into goal_reader (goal_id, member_id) values (${id}, ${actor.member})`.execute(tx)),
				{ status: 404 }
			);
			await assert.rejects(
				past((tx) =>
					sql`insert into goal_step (id, goal_id, accompaniment_id, sealed) values (gen_random_uuid(), ${id}, ${person}, 'v1')`.execute(tx)
				),
				{ status: 404 }
			);
			await assert.rejects(
				past((tx) =>
					sql`insert into goal_wording (id, goal_id, accompaniment_id, kind, sealed) values (gen_random_uuid(), ${id}, ${person}, 'wish', 'v1')`.execute(
						tx
					)
				),
				{ status: 404 }
			);
			assert.equal(
				(
					(await past((tx) => sql`update goal set state = 'reached', version = 2 where id = ${id}`.execute(tx))) as {
						numAffectedRows?: bigint;
					}
				).numAffectedRows,
				0n
			);
		}
		// A colleague who reads it opens it to nobody: it is its author's to open.
		await assert.rejects(
			on(colleague, (tx, pathway) => nameReader(tx, pathway, id, unticked.member, 'goal')),
			{ status: 404 }
		);
		assert.equal((await read(id)).version, 1);
	});

	it('widens later by its author, told once; narrows without a word', async () => {
		const id = await open('à ouvrir', []);
		await on(lead, (tx, pathway) => nameReader(tx, pathway, id, colleague.member, 'goal'));
		assert.equal((await read(id, colleague)).wishes[0]?.text, 'à ouvrir');
		const told = await on(lead, (tx, pathway) => readWidenings(tx, pathway));
		assert.deepEqual([told[0]?.about, told[0]?.named], ['goal', 'Paul-Henri']);
		await on(lead, (tx, pathway) => unnameReader(tx, pathway, id, colleague.member, 'goal'));
		assert.equal(await on(colleague, (tx, pathway) => readGoal(tx, pathway, id)), undefined);
	});
});
