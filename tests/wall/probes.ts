import { isHttpError } from '@sveltejs/kit';
import type { RawBuilder } from 'kysely';
import type { Actor } from '#lib/access/access.ts';
import type { Action } from '#lib/access/matrix.ts';
import { as } from '#lib/server/db.ts';
import { CHANGING_PROBES } from './probes/changing.ts';
import type { Probe } from './probes/kinds.ts';
import { READING_PROBES } from './probes/reading.ts';
import { WITH_A_ROLE_PROBES } from './probes/with-a-role.ts';
import type { Scene } from './scene.ts';

const PROBES: Record<Action, Probe> = { ...READING_PROBES, ...CHANGING_PROBES, ...WITH_A_ROLE_PROBES };

/** Does it as this actor, for good; `refused` when the wall says no, `nothing` when it touches no row, else how many rows. */
export async function tries(actor: Actor, statement: RawBuilder<unknown>): Promise<'refused' | 'nothing' | number> {
	try {
		const { numAffectedRows, rows } = await as(actor, (tx) => statement.execute(tx));
		return Number(numAffectedRows ?? 0n) || rows.length || 'nothing';
	} catch (problem) {
		if (isHttpError(problem, 404)) return 'refused';
		throw problem;
	}
}

class Undone extends Error {
	readonly given: boolean;
	constructor(given: boolean) {
		super('undone');
		this.given = given;
	}
}

/** Asks as this actor and takes everything back. */
export async function isGivenBy(actor: Actor, scene: Scene, action: Action): Promise<boolean> {
	try {
		return await as(actor, async (tx) => {
			throw new Undone(await PROBES[action](tx, scene));
		});
	} catch (problem) {
		if (problem instanceof Undone) return problem.given;
		if (isHttpError(problem, 404)) return false;
		throw problem;
	}
}
