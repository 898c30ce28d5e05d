import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../access/access.ts';
import { openMyTexts } from '../interviews/audience.server.ts';
import type { Tx } from '../server/db.ts';

/** Someone who accompanies her here, today. */
export interface Companion {
	member_id: string;
	first_name: string;
	last_name: string;
	job_title: string;
	place: 'lead' | 'named' | 'cover';
	track: string | null;
	until: Date | null;
	/** Who named him: whoever may name others takes back what he gave himself. */
	added_by: string | null;
}

/** What I may do about who walks with her; the wall decides again. */
export interface Rights {
	/** I am the lead: I hand over, and change any place. */
	leads: boolean;
	/** I may name a colleague, a cover, an exclusion: the lead, or a colleague named without an end. */
	names: boolean;
}

/** My rights about who walks with her. */
export async function readRights(tx: Tx, accompaniment: string): Promise<Rights> {
	const { rows } =
		await sql<Rights>`select leads(${accompaniment}::uuid) as leads, may_name_others(${accompaniment}::uuid) as names`.execute(tx);
	return rows[0]!;
}

/** Someone of the organisation, as a choice. */
export interface Choice {
	id: string;
	account_id: string;
	first_name: string;
	last_name: string;
	job_title: string;
}

/** The same as whoever is on the pathway is seen by the person herself, and on her papers: by first name. */
export type Walking = Omit<Companion, 'last_name'>;

/** Who accompanies her today: the lead first, then those named, then covers; an end that has passed is no place. */
export async function readCompanions(tx: Tx, accompaniment: string): Promise<Companion[]> {
	return walking<Companion>(tx, accompaniment, sql`m.last_name,`);
}

/** `readCompanions`, by first name alone. */
export async function readWalking(tx: Tx, accompaniment: string): Promise<Walking[]> {
	return walking<Walking>(tx, accompaniment, sql``);
}

async function walking<One>(tx: Tx, accompaniment: string, more: RawBuilder<unknown>): Promise<One[]> {
	const { rows } = await sql<One>`
		select m.id as member_id, m.first_name, ${more} m.job_title, w.place, w.track, w.until, w.added_by from (
			select lead_id as member_id, 'lead' as place, track, null::timestamptz as until, null::uuid as added_by, 0 as rank
			from accompaniment where id = ${accompaniment} and lead_id is not null
			union all
			select c.member_id, c.kind, c.track, c.until, c.added_by, case c.kind when 'named' then 1 else 2 end
			from colleague c join accompaniment a on a.id = c.accompaniment_id and a.lead_id is distinct from c.member_id
			where c.accompaniment_id = ${accompaniment} and (c.until is null or c.until > now())
		) w join member m on m.id = w.member_id and (m.ended_at is null or m.ended_at > now())
		order by w.rank, fold(m.first_name), m.id`.execute(tx);
	return rows;
}

/** A colleague who was chosen has left, or may not be named here any more. Nothing was recorded, the form comes back with all its text. */
export class ColleagueGone extends Error {}

/** @throws ColleagueGone when this member may not be named on this accompaniment now */
export async function requireNameable(tx: Tx, accompaniment: string, member: string): Promise<void> {
	const { rows } = await sql<{ may: boolean }>`select may_be_named(${member}::uuid, ${accompaniment}::uuid) as may`.execute(tx);
	if (!rows[0]?.may) throw new ColleagueGone();
}

/** Who could be named here: practises in my organisation, has not ended, is not excluded by her. */
export async function readNameableHere(tx: Tx, accompaniment: string): Promise<Choice[]> {
	const { rows } = await sql<Choice>`
		select m.id, m.account_id, m.first_name, m.last_name, m.job_title from member m
		where m.organization_id = my_organization() and may_be_named(m.id, ${accompaniment}::uuid)
		order by fold(m.first_name), m.id`.execute(tx);
	return rows;
}

/**
 * Names a colleague on this accompaniment, or changes the track and the end of one named already; `open` opens my texts too.
 * What the wall refuses (excluded, gone, another organisation) is a 404.
 */
export async function nameColleague(
	tx: Tx,
	accompaniment: string,
	{ open, ...named }: { member: string; track: string | null; until: Date | null; open?: boolean }
): Promise<void> {
	await place(tx, accompaniment, { ...named, kind: 'named' });
	if (open) await openMyTexts(tx, accompaniment, named.member);
}

/** An absence cover for this person, until a date; `open` opens my texts too, so that the cover knows what was said. */
export async function nameCover(
	tx: Tx,
	accompaniment: string,
	{ open, ...cover }: { member: string; until: Date; open?: boolean }
): Promise<void> {
	await place(tx, accompaniment, { ...cover, track: null, kind: 'cover' });
	if (open) await openMyTexts(tx, accompaniment, cover.member);
}

async function place(
	tx: Tx,
	accompaniment: string,
	{ member, kind, track, until }: { member: string; kind: 'named' | 'cover'; track: string | null; until: Date | null }
): Promise<void> {
	await requireNameable(tx, accompaniment, member);
	await tx
		.insertInto('colleague')
		.values({ accompaniment_id: accompaniment, member_id: member, kind, track, until })
		.onConflict((conflict) => conflict.columns(['member_id', 'accompaniment_id', 'kind']).doUpdateSet({ track, until }))
		.execute();
}

/** This colleague no longer walks with her under this place; the texts he was named with stay hers and theirs. */
export async function removeColleague(tx: Tx, accompaniment: string, member: string, kind: 'named' | 'cover'): Promise<void> {
	await tx
		.deleteFrom('colleague')
		.where('accompaniment_id', '=', accompaniment)
		.where('member_id', '=', member)
		.where('kind', '=', kind)
		.execute();
}

/** Someone who never sees this person's files, at her word. */
export interface Excluded {
	account_id: string;
	first_name: string;
	last_name: string;
	created_at: Date;
	added_by: string | null;
	added_by_id: string | null;
}

/** Who is excluded, as those who walk with her see it; the excluded see nothing at all, not even this. */
export async function readExcluded(tx: Tx, person: string): Promise<Excluded[]> {
	return tx
		.selectFrom('exclusion as e')
		.innerJoin('member as m', (join) =>
			join.onRef('m.account_id', '=', 'e.account_id').onRef('m.organization_id', '=', 'e.organization_id')
		)
		.leftJoin('member as by', 'by.id', 'e.added_by')
		.select(['e.account_id', 'm.first_name', 'm.last_name', 'e.created_at', 'by.first_name as added_by', 'e.added_by as added_by_id'])
		.where('e.person_id', '=', person)
		.orderBy('e.created_at')
		.orderBy('e.account_id')
		.execute();
}

/**
 * Who can be excluded: everybody of my organisation but me, her leads here and those excluded already; the front desk and coordination too.
 * A lead is not: that would take a person from a colleague.
 */
export async function readExcludable(tx: Tx, actor: Actor, person: string): Promise<Choice[]> {
	const { rows } = await sql<Choice>`
		select m.id, m.account_id, m.first_name, m.last_name, m.job_title from member m
		where m.organization_id = my_organization() and m.account_id <> ${actor.account} and (m.ended_at is null or m.ended_at > now())
		and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = ${person}) and may_exclude(${person}::uuid, m.account_id)
		order by fold(m.first_name), m.id`.execute(tx);
	return rows;
}

/** Excludes a member's account from everything about this person: at once, over every role; he is unnamed, and no longer her lead. */
export async function excludeMember(tx: Tx, person: string, member: string): Promise<void> {
	const { rows } = await sql<{ account_id: string }>`
		select account_id from member where id = ${member}::uuid and organization_id = my_organization()`.execute(tx);
	const account = rows[0]?.account_id;
	if (!account) return;
	await tx
		.insertInto('exclusion')
		.values({ person_id: person, account_id: account })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Lifts an exclusion, at her word: being named again is a gesture of its own. */
export async function liftExclusion(tx: Tx, person: string, account: string): Promise<void> {
	await tx.deleteFrom('exclusion').where('person_id', '=', person).where('account_id', '=', account).execute();
}
