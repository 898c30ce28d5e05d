import { error } from '@sveltejs/kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { shownName } from '../people/name.ts';
import { ColleagueGone, nameColleague, requireNameable } from './companions.server.ts';
import { noteFor, type CaseloadHandoverSaid } from './rules.ts';

/** A change of lead, with the conversation note she sees. */
export interface Handover {
	id: string;
	happened_on: string;
	from_name: string | null;
	to_name: string;
	talked_with_her: boolean;
	said: string;
}

/** The changes of lead, the latest first. */
export async function readHandovers(tx: Tx, accompaniment: string, key: PersonKey): Promise<Handover[]> {
	const rows = await tx
		.selectFrom('handover as h')
		.innerJoin('member as t', 't.id', 'h.to_id')
		.leftJoin('member as f', 'f.id', 'h.from_id')
		.select(['h.id', 'h.happened_on', 'h.talked_with_her', 'h.sealed', 'f.first_name as from_name', 't.first_name as to_name'])
		.where('h.accompaniment_id', '=', accompaniment)
		.orderBy('h.created_at', 'desc')
		.orderBy('h.id', 'desc')
		.execute();
	return rows.map(({ sealed, ...row }) => ({
		...row,
		said: sealed ? (key.open<{ said?: string }>('handover', row.id, sealed).said ?? '') : ''
	}));
}

/**
 * Changes the lead. The former lead may stay named until a date; the note is written first, while I still walk with her.
 * @param said.open whether my texts are opened to the new lead, who would else begin without them
 * @param said.stayUntil exclusive end of my own place, null to leave at once
 * @throws HttpError 404 (through the wall) when I am not the lead and there is one
 * @throws ColleagueGone when the colleague may not be named here
 */
export async function handOver(
	tx: Tx,
	actor: Actor,
	accompaniment: { id: string; lead_id: string | null },
	key: PersonKey,
	said: { to: string; happenedOn: string; talked: boolean; said: string; open?: boolean; stayUntil: Date | null }
): Promise<void> {
	await requireNameable(tx, accompaniment.id, said.to);
	const id = newId();
	await tx
		.insertInto('handover')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			from_id: accompaniment.lead_id === actor.member ? actor.member : null,
			to_id: said.to,
			happened_on: said.happenedOn,
			talked_with_her: said.talked,
			sealed: key.seal('handover', id, { said: said.said })
		})
		.execute();
	if (said.stayUntil && said.to !== actor.member)
		await nameColleague(tx, accompaniment.id, { member: actor.member, track: null, until: said.stayUntil });
	// Texts are opened to someone who walks with her: named first, while I am still the lead.
	if (said.open && said.to !== actor.member)
		await nameColleague(tx, accompaniment.id, { member: said.to, track: null, until: null, open: true });
	// The new lead needs no second place beside. While I am still in reach; my own place, only once I am the lead.
	if (said.to !== actor.member) await leavePlaces(tx, accompaniment.id, said.to);
	const { numUpdatedRows } = await tx
		.updateTable('accompaniment')
		.set((now) => ({ lead_id: said.to, version: now('version', '+', 1) }))
		.where('id', '=', accompaniment.id)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) error(404);
	if (said.to === actor.member) await leavePlaces(tx, accompaniment.id, said.to);
}

async function leavePlaces(tx: Tx, accompaniment: string, member: string): Promise<void> {
	await tx.deleteFrom('colleague').where('accompaniment_id', '=', accompaniment).where('member_id', '=', member).execute();
}

/** One person of my caseload, as the page of a whole handover shows her. */
export interface ToHandOver {
	id: string;
	name: string;
	/** false: this colleague cannot be named here; she stays with me, and I am told. */
	possible: boolean;
}

/** Everybody I am the lead of, open accompaniments only, with whether this colleague may be named. One line in the journal for the list is the caller's. */
export async function readMyCaseload(tx: Tx, actor: Actor, to: string | null): Promise<ToHandOver[]> {
	const rows = await tx
		.selectFrom('accompaniment as a')
		.select([
			'a.id',
			'a.name_to_use',
			'a.alias',
			'a.concealed',
			sql<boolean>`${to}::uuid is not null and may_be_named(${to}::uuid, a.id)`.as('possible')
		])
		.where('a.lead_id', '=', actor.member)
		.where('a.ended_on', 'is', null)
		.orderBy('a.name_folded')
		.orderBy('a.id')
		.execute();
	return rows.map((row) => ({ id: row.id, name: shownName(row), possible: row.possible }));
}

/**
 * Hands over everybody I am the lead of, but those I keep and those who excluded this colleague: they stay with me.
 * @param happenedOn the territory's plain day
 * @throws ColleagueGone when nobody can go: the notes come back
 * @returns who went, and who stayed because the colleague could not be named
 */
export async function handOverCaseload(
	tx: Tx,
	actor: Actor,
	said: CaseloadHandoverSaid,
	when: { happenedOn: string; stayUntil: Date | null }
): Promise<{ went: number; stayed: string[] }> {
	const to = said.member;
	const mine = (await readMyCaseload(tx, actor, to)).filter((one) => !said.keep.includes(one.id));
	const going = mine.filter((one) => one.possible);
	if (going.length === 0) throw new ColleagueGone();
	const keys = await keysOf(
		tx,
		going.map((one) => one.id)
	);
	for (const { id } of going) {
		await handOver(tx, actor, { id, lead_id: actor.member }, keys.get(id)!, {
			to,
			happenedOn: when.happenedOn,
			talked: said.talked.includes(id),
			said: noteFor(said, id),
			open: said.open,
			stayUntil: when.stayUntil
		});
	}
	return { went: going.length, stayed: mine.filter((one) => !one.possible).map((one) => one.id) };
}

async function keysOf(tx: Tx, accompaniments: string[]): Promise<Map<string, PersonKey>> {
	if (accompaniments.length === 0) return new Map();
	const rows = await tx
		.selectFrom('accompaniment as a')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['a.id', 'a.person_id', 'k.wrapped'])
		.where('a.id', 'in', accompaniments)
		.execute();
	return new Map(rows.map((row) => [row.id, keyring().unwrap(row.person_id, row.wrapped)]));
}
