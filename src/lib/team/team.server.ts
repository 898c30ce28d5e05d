import { sql } from 'kysely';
import { noteReading } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { NotPossible } from '../web/not-possible.ts';

/** What one colleague carries, in numbers: no name of anybody accompanied. */
export interface Load {
	member_id: string;
	first_name: string;
	last_name: string;
	job_title: string;
	walking_with: number;
	without_next: number;
	covering: number;
}

/** Somebody who has no lead yet: the only name that coordination sees (decisions 6). */
export interface Unassigned {
	id: string;
	shown_name: string;
	opened_on: string;
}

/** Somebody of the organisation, as a choice. */
export interface Colleague {
	id: string;
	first_name: string;
	last_name: string;
}

/** What each practitioner carries, by first name. @throws HttpError 404 for whoever is not coordination */
export async function readLoad(tx: Tx): Promise<Load[]> {
	const { rows } = await sql<Load>`select * from team_load()`.execute(tx);
	return rows;
}

/** People without a lead, the oldest first; their names are a reading, written in the journal. */
export async function readUnassigned(tx: Tx): Promise<Unassigned[]> {
	const { rows } = await sql<Unassigned>`select * from unassigned()`.execute(tx);
	if (rows.length > 0) await noteReading(tx, 'coordination');
	return rows;
}

/** Everybody who works here today, by first name. */
export async function readColleagues(tx: Tx): Promise<Colleague[]> {
	const { rows } = await sql<Colleague>`select id, first_name, last_name from member
		where organization_id = my_organization() and (ended_at is null or ended_at > now()) order by fold(first_name), id`.execute(tx);
	return rows;
}

/** Everybody who accompanies people here today, by first name. */
export async function readPractitioners(tx: Tx): Promise<{ member_id: string; first_name: string; last_name: string }[]> {
	const { rows } = await sql<{
		member_id: string;
		first_name: string;
		last_name: string;
	}>`select id as member_id, first_name, last_name from member
		where organization_id = my_organization() and (ended_at is null or ended_at > now()) and 'practitioner' = any (roles)
		order by fold(first_name), id`.execute(tx);
	return rows;
}

/**
 * Entrusts a person without a lead to a colleague.
 * @throws NotPossible when she is not in the list (any more), or when this colleague may not be named with her
 */
export async function assignLead(tx: Tx, { accompaniment, member }: { accompaniment: string; member: string }): Promise<void> {
	const { rows } = await sql<{ done: boolean }>`select assign_lead(${accompaniment}::uuid, ${member}::uuid) as done`.execute(tx);
	if (rows[0]?.done) return;
	throw (await isUnassigned(tx, accompaniment)) ? new NotPossible('member', 'colleague') : new NotPossible('', 'list_changed', 409);
}

/**
 * A person without a lead must not be seen by this colleague: it holds at once, over every role.
 * @throws NotPossible when she is not in the list (any more), or when the colleague is not one of ours, or oneself
 */
export async function excludeColleague(tx: Tx, { accompaniment, member }: { accompaniment: string; member: string }): Promise<void> {
	if (!(await isUnassigned(tx, accompaniment))) throw new NotPossible('', 'list_changed', 409);
	const { rows } = await sql<{ known: boolean }>`
		select m.account_id <> my_account() as known, exclude_from_unassigned(${accompaniment}::uuid, m.account_id)
		from member m where m.id = ${member} and m.organization_id = my_organization()`.execute(tx);
	if (!rows[0]?.known) throw new NotPossible('member', 'colleague');
}

/**
 * At her word, a colleague no longer accompanies her nor sees anything of her, though he be her lead; nobody here reads who she is.
 * A reference that leads to nobody is taken like any other: the answer tells nothing.
 * @param said.reference the end of a pathway's id, from her reference
 * @throws NotPossible when the colleague is not one of ours, or oneself; or when I walk with her: somebody else does it then
 */
export async function setAside(tx: Tx, { reference, member }: { reference: string; member: string }): Promise<void> {
	const { rows } = await sql<{ answer: 'noted' | 'colleague' | 'walks_with_her' }>`
		select exclude_by_reference(${reference}, ${member}::uuid) as answer`.execute(tx);
	if (rows[0]?.answer === 'colleague') throw new NotPossible('member', 'colleague');
	if (rows[0]?.answer === 'walks_with_her') throw new NotPossible('reference', 'walks_with_her');
}

async function isUnassigned(tx: Tx, accompaniment: string): Promise<boolean> {
	const { rows } = await sql<{
		there: boolean;
	}>`select exists (select from unassigned() u where u.id = ${accompaniment}::uuid) as there`.execute(tx);
	return rows[0]?.there ?? false;
}
