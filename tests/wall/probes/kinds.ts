import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#lib/server/db.ts';
import type { Scene } from '../scene.ts';

/** Asks the database one thing, in SQL, as an attacker would who speaks through the application's role. True: read, or done. */
export type Probe = (tx: Tx, scene: Scene) => Promise<boolean>;

export const reads =
	(query: (scene: Scene) => RawBuilder<unknown>): Probe =>
	async (tx, scene) =>
		(await query(scene).execute(tx)).rows.length > 0;

export const writes =
	(statement: (scene: Scene) => RawBuilder<unknown>): Probe =>
	async (tx, scene) =>
		((await statement(scene).execute(tx)).numAffectedRows ?? 0n) > 0n;

/** Several ways to the same end; one that is refused must not hide another. */
export const anyOf =
	(...ways: Probe[]): Probe =>
	async (tx, scene) => {
		let given = false;
		for (const way of ways) given = (await within(tx, () => way(tx, scene))) || given;
		return given;
	};

/** A refusal (42501) inside a savepoint is an answer: no. Anything else is a bug of the probe. */
export async function within(tx: Tx, work: () => Promise<boolean>): Promise<boolean> {
	await sql`savepoint way`.execute(tx);
	try {
		return await work();
	} catch (problem) {
		if (!(problem instanceof Error && 'code' in problem && problem.code === '42501')) throw problem;
		await sql`rollback to savepoint way`.execute(tx);
		return false;
	}
}
