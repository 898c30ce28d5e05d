import { error } from '@sveltejs/kit';
import { sql } from 'kysely';
import { channelOr, type Channel } from '../appointments/rules.ts';
import { firstName, shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { HelperSession } from './session.server.ts';

/** His session on a page below /moi/aide; the hook has already sent anybody else to the door. 503 while nobody can say who it is. */
export function helperOf(locals: { helper: HelperSession | null; away?: boolean }): HelperSession {
	if (locals.away) error(503);
	if (!locals.helper) error(404);
	return locals.helper;
}

/** The part of a pathway that he helps with, as far as she ticked. */
export interface Helped {
	accompaniment: { id: string };
	key: Pathway['key'];
	first: string;
	organization: { name: string; address: string; phone: string };
	path: boolean;
	plan: boolean;
	acts: boolean;
	until: Date;
}

/**
 * Whom he helps. Reading it is a line in the journal, which she finds under "Qui a regardé".
 * @throws HttpError 404 once it was taken back
 */
export async function readHelped(tx: Tx): Promise<Helped> {
	await sql`select note_help()`.execute(tx);
	const row = await tx
		.selectFrom('helper as h')
		.innerJoin('accompaniment as a', 'a.id', 'h.accompaniment_id')
		.innerJoin('organization as o', 'o.id', 'a.organization_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['h.path', 'h.plan', 'h.acts', 'h.until', 'a.id', 'a.person_id', 'a.name_to_use', 'a.alias', 'a.concealed', 'k.wrapped'])
		.select(['o.name', 'o.address', 'o.phone'])
		.executeTakeFirst();
	if (!row) error(404);
	const { id, person_id, wrapped, name, address, phone, path, plan, acts, until } = row;
	return {
		accompaniment: { id },
		key: keyring().unwrap(person_id, wrapped),
		first: firstName(shownName(row)),
		organization: { name, address, phone },
		...{ path, plan, acts, until }
	};
}

/** When she met somebody: the day, how, with whom. No word of it. */
export interface Met {
	id: string;
	on: string;
	channel: Channel;
	by: string;
}

/** As many meetings as one looks back on. */
const MEETINGS = 30;

/** Her meetings, the latest first; none unless she ticked them (the wall keeps them). */
export async function readMeetings(tx: Tx, { accompaniment }: Helped): Promise<Met[]> {
	const rows = await tx
		.selectFrom('interview as i')
		.innerJoin('member as m', 'm.id', 'i.author_id')
		.select(['i.id', 'i.held_on as on', 'i.channel', 'm.first_name as by'])
		.where('i.accompaniment_id', '=', accompaniment.id)
		.orderBy('i.held_on', 'desc')
		.orderBy('i.id', 'desc')
		.limit(MEETINGS)
		.execute();
	return rows.map(({ channel, ...row }) => ({ ...row, channel: channelOr(channel) }));
}

/** What she said she would do, alone or together with somebody. */
export interface ToDo {
	id: string;
	text: string;
	due_on: string | null;
	both: boolean;
}

/** What she said she would do, the oldest first; nothing unless she ticked it (the wall keeps it). */
export async function readToDo(tx: Tx, { accompaniment, key }: Helped): Promise<ToDo[]> {
	const rows = await tx
		.selectFrom('action')
		.select(['id', 'sealed', 'due_on', 'owner'])
		.where('accompaniment_id', '=', accompaniment.id)
		.where('state', '=', 'open')
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	return rows.map(({ id, sealed, due_on, owner }) => ({
		...{ id, due_on, both: owner === 'both' },
		text: key.open<{ text: string }>('action', id, sealed).text
	}));
}
