import { v4 as newAttempt } from 'uuid';
import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { as } from '../server/db.ts';
import { logProblem } from '../server/log.ts';
import { change, chooseColumns, planOf, readFile, textIn, type Progress, type WaitingFile } from './files.server.ts';
import { bringIn, ChangedMeanwhile, type Anyway } from './write.server.ts';

/** Seconds after which a transaction that told nothing is taken for one whose process died: nothing of it was stored. */
export const SILENT_SECONDS = 20;

/** Is it under way, as far as anybody can tell? */
export const isUnderWay = (progress: Progress | undefined): boolean =>
	progress !== undefined && progress.stopped === null && progress.still < SILENT_SECONDS;

/** What was chosen on the page of the dry run. */
export interface Wanted {
	/** The version of the file that was shown. */
	version: number;
	/** Lines that look like somebody and come in all the same. */
	anyway: Anyway;
	mail: string;
	today: string;
}

export type Begun = 'begun' | 'under-way' | 'done' | 'changed';

/**
 * Begins to bring a file in, once, from however many tabs it is asked: the rest is done in one transaction that nobody waits for, and tells how far it
 * has come beside it. Several processes may be asked: the database lets one of them begin.
 * @returns what was found, and the end of the work, which never fails: why it stopped is written with its progress
 */
export async function beginBringing(actor: Actor, id: string, wanted: Wanted): Promise<{ begun: Begun; over: Promise<void> } | undefined> {
	const attempt = newAttempt();
	const found = await as(actor, async (tx) => {
		const file = await readFile(tx, id);
		if (!file) return undefined;
		if (file.state === 'done') return { begun: 'done' as const };
		if (file.state !== 'checked' || file.version !== wanted.version || file.check === null || file.check.count.problems > 0)
			return { begun: 'changed' as const };
		const { rows } = await sql`insert into bring_in_progress (bring_in_id, attempt, total) values (${id}, ${attempt}, ${file.rows})
			on conflict (bring_in_id) do update set attempt = excluded.attempt, total = excluded.total, done = 0, stopped = null, moved_at = clock_timestamp()
			where bring_in_progress.stopped is not null or bring_in_progress.moved_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})
			returning bring_in_id`.execute(tx);
		return { begun: rows.length > 0 ? ('begun' as const) : ('under-way' as const) };
	});
	if (!found) return undefined;
	return { begun: found.begun, over: found.begun === 'begun' ? bring(actor, id, attempt, wanted) : Promise.resolve() };
}

/** All or nothing: whatever stops it, nobody came in. */
async function bring(actor: Actor, id: string, attempt: string, wanted: Wanted): Promise<void> {
	const tell = teller(actor, id, attempt);
	try {
		await as(actor, async (tx) => {
			// One at a time, even if this one was taken for dead: the row is held until the end.
			const held = await sql`select id from bring_in where id = ${id} for no key update skip locked`.execute(tx);
			const file = held.rows.length > 0 ? await readFile(tx, id) : undefined;
			if (!file || file.version !== wanted.version || !file.check || file.state !== 'checked') throw new ChangedMeanwhile();
			const { print } = file.check;
			const plan = planOf(file, wanted);
			const people = await bringIn(tx, actor, textIn(tx, id), plan, { print, anyway: wanted.anyway, told: tell.far });
			if (!(await change(tx, file, doneWith(file, people), 'done'))) throw new ChangedMeanwhile();
		});
		await tell.over(null);
	} catch (problem) {
		const changed = problem instanceof ChangedMeanwhile;
		if (!changed) logProblem('people could not be brought in', problem);
		else await checkAgain(actor, id, wanted);
		await tell.over(changed ? 'changed' : 'trouble');
	}
}

/** A new dry run, to be shown in the place of the one that no longer holds. */
async function checkAgain(actor: Actor, id: string, wanted: Wanted): Promise<void> {
	try {
		await as(actor, async (tx) => {
			const file = await readFile(tx, id);
			if (file?.state === 'checked' && file.version === wanted.version) await chooseColumns(tx, actor, file, file.mapping, wanted);
		});
	} catch (problem) {
		logProblem('a dry run could not be made again', problem);
	}
}

/** Of its dry run only the counts are kept: its names have their own pages now. */
function doneWith(file: WaitingFile, people: number): WaitingFile {
	const { check } = file;
	const lines = check ? check.people + check.known + check.notMine + check.count.repeated + check.count.doubles : people;
	const columns = file.columns.map((column) => ({ ...column, sample: [] }));
	return { ...file, columns, check: check && { ...check, doubles: [], first: [] }, result: { people, aside: lines - people } };
}

const TELL_EVERY_MS = 500;

/** Writes how far it has come on another connection, now and then, one at a time; what cannot be told stops nothing. */
function teller(actor: Actor, id: string, attempt: string) {
	let last = Date.now();
	let under: Promise<unknown> = Promise.resolve();
	let busy = false;
	const write = (values: { done?: number; stopped?: string | null }) =>
		as(actor, (tx) =>
			tx
				.updateTable('bring_in_progress')
				.set({ ...values, moved_at: sql<Date>`clock_timestamp()` })
				.where('bring_in_id', '=', id)
				.where('attempt', '=', attempt)
				.execute()
		).catch((problem: unknown) => logProblem('progress could not be told', problem));
	return {
		far(done: number) {
			if (busy || Date.now() - last < TELL_EVERY_MS) return;
			last = Date.now();
			busy = true;
			under = write({ done }).finally(() => (busy = false));
		},
		async over(stopped: string | null) {
			await under;
			if (stopped !== null) await write({ stopped });
		}
	};
}
