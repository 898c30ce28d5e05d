import { createHash } from 'node:crypto';
import { error, fail } from '@sveltejs/kit';
import type { Tx } from '../server/db.ts';
import type { Issue, Typed } from './form.ts';

/**
 * Does a form's work once, however often it is sent: (account, key) → the page it led to, in the same transaction (decisions 16).
 * A second post waits for the first, then answers with its result.
 * @param work records and returns the path to go to
 */
export async function once(tx: Tx, key: string, work: () => Promise<string>): Promise<string> {
	const mine = await tx
		.insertInto('form_key')
		.values({ key })
		.onConflict((conflict) => conflict.doNothing())
		.returning('key')
		.executeTakeFirst();
	if (!mine) {
		const before = await tx.selectFrom('form_key').select('result').where('key', '=', key).executeTakeFirst();
		if (!before?.result) error(409);
		return before.result;
	}
	const result = await work();
	await tx.updateTable('form_key').set({ result }).where('key', '=', key).execute();
	return result;
}

/**
 * `once` for a text that somebody may go back to and write on after it was recorded: the same words are done once, other words are
 * another form, which meets the version check instead of being taken for a double.
 * @param form what was read: its key and everything typed
 */
export function onceAsTyped(tx: Tx, read: { formKey: string; typed: Typed }, work: () => Promise<string>): Promise<string> {
	return once(tx, keyAsTyped(read), async () => {
		const path = await work();
		// Recorded: what was kept of it after a session ended goes too; the database knows it by the form's own key.
		await tx.deleteFrom('kept_post').where('form_key', '=', read.formKey).execute();
		return path;
	});
}

/** The key of a form with these very words. */
function keyAsTyped({ formKey, typed }: { formKey: string; typed: Typed }): string {
	const print = createHash('sha256')
		.update(`${formKey} ${JSON.stringify(typed)}`)
		.digest('hex');
	return [print.slice(0, 8), print.slice(8, 12), print.slice(12, 16), print.slice(16, 20), print.slice(20, 32)].join('-');
}

/** Someone changed it meanwhile: both texts go back to the page, nothing is overwritten (409). */
export class StaleError extends Error {
	readonly stored: Record<string, unknown>;
	constructor(stored: Record<string, unknown>) {
		super('changed meanwhile');
		this.stored = stored;
	}
}

/** The 422 answer: everything typed is kept, each issue beside its field. */
export function refused(read: { issues: Issue[]; typed: Typed }) {
	return fail(422, { issues: read.issues, typed: read.typed });
}

/** The 409 answer: what is stored now beside what was typed. */
export function stale(problem: unknown, typed: Typed) {
	if (problem instanceof StaleError) return fail(409, { issues: [] as Issue[], typed, stored: problem.stored });
	throw problem;
}
