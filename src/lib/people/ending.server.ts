import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { StaleError } from '../web/once.server.ts';
import type { Pathway } from './pathway.server.ts';
import type { EndingHow, EndingSaid, EndingText } from './rules.ts';

/** An ending and its shared look back; reopened_on when the way went on. */
export interface Ending extends EndingText {
	id: string;
	how: EndingHow;
	ended_on: string;
	reopened_on: string | null;
	first_name: string | null;
}

/** The endings of an accompaniment, the latest first. */
export async function readEndings(tx: Tx, accompaniment: string, key: PersonKey): Promise<Ending[]> {
	const rows = await tx
		.selectFrom('ending as e')
		.leftJoin('member as m', 'm.id', 'e.recorded_by')
		.select(['e.id', 'e.how', 'e.ended_on', 'e.reopened_on', 'e.sealed', 'm.first_name'])
		.where('e.accompaniment_id', '=', accompaniment)
		.orderBy('e.created_at', 'desc')
		.orderBy('e.id', 'desc')
		.execute();
	return rows.map(({ sealed, how, ...row }) => {
		const { hers = '', ours = '', helped = '' } = sealed ? key.open<Partial<EndingText>>('ending', row.id, sealed) : {};
		return { ...row, how: how as EndingHow, hers, ours, helped };
	});
}

/** How many appointments are planned after now. */
export async function countAhead(tx: Tx, accompaniment: string): Promise<number> {
	const row = await tx
		.selectFrom('appointment')
		.select((select) => select.fn.countAll<number>().as('ahead'))
		.where('accompaniment_id', '=', accompaniment)
		.where('state', '=', 'planned')
		.where('starts_at', '>', sql<Date>`now()`)
		.executeTakeFirstOrThrow();
	return row.ahead;
}

/** Appointments to come are released: without a reason, nothing can be counted from it. */
async function releaseAhead(tx: Tx, accompaniment: string): Promise<void> {
	await tx
		.updateTable('appointment')
		.set((now) => ({ state: 'released', version: now('version', '+', 1) }))
		.where('accompaniment_id', '=', accompaniment)
		.where('state', '=', 'planned')
		.where('starts_at', '>', sql<Date>`now()`)
		.execute();
}

/**
 * Ends an accompaniment with a look back: people end it, never the machine.
 * @throws StaleError when somebody ended it meanwhile: both looks back are shown, neither is lost
 */
export async function endAccompaniment(tx: Tx, { accompaniment, key }: Pathway, said: EndingSaid & { ended_on: string }): Promise<void> {
	if (!(await stillOpen(tx, accompaniment.id))) throw new StaleError({});
	const id = newId();
	const { hers, ours, helped } = said;
	const sealed = key.seal('ending', id, { hers, ours, helped } satisfies EndingText);
	await tx
		.insertInto('ending')
		.values({ id, accompaniment_id: accompaniment.id, how: said.how, ended_on: said.ended_on, sealed })
		.execute();
	if (said.release) await releaseAhead(tx, accompaniment.id);
	await close(tx, accompaniment.id, said.how, said.ended_on);
}

/** A death: appointments to come are released, reminders stop with them, and the file can only be read from then on. */
export async function recordDeath(tx: Tx, { accompaniment }: Pathway, endedOn: string): Promise<void> {
	const before = await stored(tx, accompaniment.id);
	if (before.ended_how === 'death') return;
	await releaseAhead(tx, accompaniment.id);
	await tx.insertInto('ending').values({ id: newId(), accompaniment_id: accompaniment.id, how: 'death', ended_on: endedOn }).execute();
	await close(tx, accompaniment.id, 'death', endedOn);
}

/** The way goes on; also how a death that was recorded by mistake is taken back. The ending stays in the thread. */
export async function reopenAccompaniment(tx: Tx, { accompaniment }: Pathway, today: string): Promise<void> {
	if (await stillOpen(tx, accompaniment.id)) return;
	await tx.updateTable('accompaniment').set({ ended_on: null, ended_how: null }).where('id', '=', accompaniment.id).execute();
	await tx
		.updateTable('ending')
		.set({ reopened_on: today })
		.where('accompaniment_id', '=', accompaniment.id)
		.where('reopened_on', 'is', null)
		.execute();
}

async function close(tx: Tx, id: string, how: EndingHow, endedOn: string): Promise<void> {
	await tx.updateTable('accompaniment').set({ ended_on: endedOn, ended_how: how }).where('id', '=', id).execute();
}

async function stillOpen(tx: Tx, id: string): Promise<boolean> {
	return (await stored(tx, id)).ended_on === null;
}

/** Two people who end at once wait for each other: the second finds it ended. */
async function stored(tx: Tx, id: string): Promise<{ ended_on: string | null; ended_how: string | null }> {
	return tx.selectFrom('accompaniment').select(['ended_on', 'ended_how']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}
