import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { hashPassword } from '../accounts/password.ts';
import { newCode, shownCode } from '../carnet/code.ts';
import { codeIndex, pinOf } from '../carnet/secrets.ts';
import { addDays } from '../frame/deadlines.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { instantOf } from '../ui/dates.ts';
import type { HelperForm, Lets } from './rules.ts';

/** Somebody she lets read a little of one part of her pathway. */
export interface Helper {
	id: string;
	name: string;
	until: Date;
	lets: Lets[];
	/** First name of who noted it at the desk; null when she gave it herself. */
	by: string | null;
}

/**
 * Lets somebody in until the end of a day.
 * @returns his code, to be noted now: it is kept nowhere
 * @throws HttpError 404, by the wall, for a file that is closed, concealed or out of reach, or that has five helpers already
 */
export async function giveHelper(tx: Tx, { accompaniment, key }: Pathway, form: HelperForm, zone: string): Promise<string> {
	const id = newId();
	const code = newCode(randomInt);
	const lets = (what: Lets) => form.lets.includes(what);
	await tx
		.insertInto('helper')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			code_index: codeIndex(keyring(), code),
			pin: await hashPassword(pinOf(keyring(), code, form.pin)),
			sealed: key.seal('helper', id, { name: form.name.trim() }),
			...{ path: lets('path'), plan: lets('plan'), acts: lets('acts') },
			until: instantOf(addDays(form.until, 1), '00:00', zone)!
		})
		.execute();
	return shownCode(code);
}

const nameOf = (key: Pathway['key'], id: string, sealed: string) => key.open<{ name: string }>('helper', id, sealed).name;

/** Whom she lets in today, the latest first. In her own space alone. */
export async function readHelpers(tx: Tx, { accompaniment, key }: Pathway): Promise<Helper[]> {
	const rows = await tx
		.selectFrom('helper as h')
		.leftJoin('member as m', 'm.id', 'h.noted_by')
		.select(['h.id', 'h.sealed', 'h.until', 'h.path', 'h.plan', 'h.acts', 'm.first_name as by'])
		.where('h.accompaniment_id', '=', accompaniment.id)
		.where('h.ended_at', 'is', null)
		.where('h.until', '>', sql<Date>`now()`)
		.orderBy('h.created_at', 'desc')
		.orderBy('h.id')
		.execute();
	return rows.map(({ id, sealed, until, by, ...may }) => ({
		...{ id, until, by },
		name: nameOf(key, id, sealed),
		lets: (['path', 'plan', 'acts'] as const).filter((what) => may[what])
	}));
}

/** Names of everybody she ever let in, for the lines of the journal. */
export async function readHelperNames(tx: Tx, { accompaniment, key }: Pathway): Promise<Map<string, string>> {
	const rows = await tx.selectFrom('helper').select(['id', 'sealed']).where('accompaniment_id', '=', accompaniment.id).execute();
	return new Map(rows.map(({ id, sealed }) => [id, nameOf(key, id, sealed)]));
}

/** Takes one back: his code opens nothing from the next request on, and nobody tells him. @returns false when it was taken back already */
export async function takeHelperBack(tx: Tx, id: string): Promise<boolean> {
	const row = await tx
		.updateTable('helper')
		.set({ ended_at: new Date() })
		.where('id', '=', id)
		.where('ended_at', 'is', null)
		.returning('id')
		.executeTakeFirst();
	return Boolean(row);
}

/** Whether an access can be given on this file: it goes on, hides no name, and has not five already. */
export async function mayHaveHelper(tx: Tx, file: string): Promise<boolean> {
	const { rows } = await sql<{ may: boolean }>`select may_have_helper(${file}::uuid) as may`.execute(tx);
	return rows[0]?.may ?? false;
}

/** At her word, at the desk: nobody helps any more. The answer is the same whether or not somebody did. */
export const endHelpers = (tx: Tx, file: string) => sql`select end_helpers(${file}::uuid)`.execute(tx);
