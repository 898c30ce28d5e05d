import { sql, type Selectable, type UpdateResult } from 'kysely';
import type { Member } from '../../../database/types.ts';
import type { Role } from '../access/access.ts';
import { sqlState, type Tx } from '../server/db.ts';
import { NotPossible } from '../web/not-possible.ts';
import { StaleError } from '../web/once.server.ts';
import type { MemberSaid } from './rules.ts';

export type MemberRow = Pick<
	Selectable<Member>,
	'id' | 'first_name' | 'last_name' | 'job_title' | 'started_at' | 'ended_at' | 'version'
> & {
	roles: Role[];
};

const columns = ['id', 'first_name', 'last_name', 'job_title', 'roles', 'started_at', 'ended_at', 'version'] as const;

/** Everybody who works or worked here: those of today first, by first name. */
export async function readMembers(tx: Tx): Promise<MemberRow[]> {
	const rows = await tx
		.selectFrom('member')
		.select(columns)
		.where('organization_id', '=', sql<string>`my_organization()`)
		.orderBy(sql`ended_at is not null and ended_at <= now()`)
		.orderBy(sql`fold(first_name)`)
		.orderBy('id')
		.execute();
	return rows as MemberRow[];
}

/** One member of my organisation, with how many people she is the lead of: a count, for whoever must know before she leaves. */
export async function readMember(tx: Tx, id: string): Promise<(MemberRow & { leads: number }) | undefined> {
	const row = await tx
		.selectFrom('member')
		.select(columns)
		.select(sql<number>`led_by(id)`.as('leads'))
		.where('id', '=', id)
		.executeTakeFirst();
	return row as (MemberRow & { leads: number }) | undefined;
}

/**
 * Changes what a member is here; roles hold from her next request on.
 * Without the role of practitioner, the people she was the lead of are unassigned, a visible state.
 * @returns false when there is no such member here
 * @throws StaleError when somebody changed it meanwhile
 * @throws NotPossible when the organisation would be left without an administrator, or for more rights for oneself while there is another one
 */
export async function changeMember(tx: Tx, id: string, { version, ...said }: MemberSaid): Promise<boolean> {
	const changing = tx.updateTable('member').set({ ...said, version: version + 1 });
	return concluded(tx, id, changing.where('id', '=', id).where('version', '=', version).where('ended_at', 'is', null).executeTakeFirst());
}

/** Ends a membership: nothing opens any more from the next request on; the row stays, for authorship. Otherwise as `changeMember`. */
export async function endMembership(tx: Tx, id: string, version: number): Promise<boolean> {
	const ending = tx.updateTable('member').set({ ended_at: sql<Date>`now()`, version: version + 1 });
	return concluded(tx, id, ending.where('id', '=', id).where('version', '=', version).where('ended_at', 'is', null).executeTakeFirst());
}

async function concluded(tx: Tx, id: string, changing: Promise<UpdateResult>): Promise<boolean> {
	const { numUpdatedRows } = await changing.catch(keepsAdministrator);
	if (numUpdatedRows > 0n) return true;
	const stored = await readMember(tx, id);
	if (!stored) return false;
	throw new StaleError({ ...stored });
}

/** The database keeps an administrator in every organisation, whoever asks and however many ask at once; and nobody widens his own rights while another one is there. */
function keepsAdministrator(problem: unknown): never {
	const constraint = problem instanceof Error && 'constraint' in problem ? problem.constraint : undefined;
	if (sqlState(problem) === '23514' && constraint === 'keeps_administrator') throw new NotPossible('roles', 'last_administrator');
	if (sqlState(problem) === '23514' && constraint === 'another_administrator') throw new NotPossible('roles', 'another_administrator');
	throw problem;
}

/** Columns of a member that these words would change, as the audit names them. */
export function changedColumns(stored: MemberRow, said: MemberSaid): string[] {
	const columns = (['first_name', 'job_title', 'last_name'] as const).filter((column) => stored[column] !== said[column]);
	const same = stored.roles.length === said.roles.length && stored.roles.every((role) => said.roles.includes(role));
	return same ? columns : [...columns, 'roles'];
}
