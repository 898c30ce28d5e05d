import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { contactIndex } from '../people/contact.server.ts';
import { birthIndex } from '../people/opening.server.ts';
import { NO_PROFILE, type ContactText, type ProfileText } from '../people/rules.ts';
import { keyring, type Tx } from '../server/db.ts';
import { judge, Print, type Newcomer, type Plan } from './judge.server.ts';
import type { Told } from './person.ts';
import type { Text } from './table.ts';

/** What is brought in would not be what was shown: somebody changed something meanwhile. Nothing is stored; a new dry run shows it. */
export class ChangedMeanwhile extends Error {}

/** Lines that look like somebody and are brought in all the same: these, or all of them. */
export type Anyway = ReadonlySet<number> | 'all';

/**
 * Brings a file in: all of it or nothing, since the transaction is the caller's. Each person gets her key, her pathway with me as lead, her profile
 * and the ways to reach her, some hundred at a time.
 * @param print of the dry run that was shown
 * @param told after each batch: how many lines have been judged
 * @returns how many people came in
 * @throws ChangedMeanwhile, UnreadableFile
 */
export async function bringIn(
	tx: Tx,
	actor: Actor,
	text: Text,
	plan: Plan,
	{ print, anyway, told }: { print: string; anyway: Anyway; told?: (lines: number) => void }
): Promise<number> {
	const made = new Set<string>();
	const seen = new Print();
	let lines = 0;
	for await (const judged of judge(tx, actor, text, plan, made)) {
		const newcomers: Newcomer[] = [];
		for (const one of judged) {
			seen.add(one);
			if (one.kind === 'problems') throw new ChangedMeanwhile();
			if (one.kind === 'new' || (one.kind === 'double' && (anyway === 'all' || anyway.has(one.line)))) newcomers.push(one);
		}
		if (newcomers.length > 0) for (const id of await write(tx, actor, newcomers, plan.today)) made.add(id);
		lines += judged.length;
		told?.(lines);
	}
	if (seen.value() !== print) throw new ChangedMeanwhile();
	return made.size;
}

/** One statement a table, sent together. Organisation, author and lead are what the policies say they are. @returns the new pathways' ids */
async function write(tx: Tx, actor: Actor, newcomers: Newcomer[], today: string): Promise<string[]> {
	const rows = newcomers.map(({ told, key }) => sealed(actor, told, key, today));
	/** What one table needs of each person, as one value of its statement. */
	const of = <Part>(part: (person: (typeof rows)[number]['person']) => Part) =>
		sql`${JSON.stringify(rows.map((row) => part(row.person)))}::jsonb`;
	const contacts = sql`${JSON.stringify(rows.flatMap((row) => row.contacts))}::jsonb`;
	await Promise.all([
		sql`insert into person (id) select r.person_id
			from jsonb_to_recordset(${of(({ person_id }) => ({ person_id }))}) as r(person_id uuid)`.execute(tx),
		sql`insert into keys.person_key (person_id, wrapped) select r.person_id, r.wrapped
			from jsonb_to_recordset(${of(({ person_id, wrapped }) => ({ person_id, wrapped }))}) as r(person_id uuid, wrapped text)`.execute(tx),
		sql`insert into accompaniment (id, person_id, lead_id, name_to_use, track, opened_on, brought_in_on)
			select r.id, r.person_id, ${actor.member}::uuid, r.name_to_use, r.track, r.opened_on, ${today}::date
			from jsonb_to_recordset(${of(({ id, person_id, name_to_use, track, opened_on }) => ({ id, person_id, name_to_use, track, opened_on }))})
				as r(id uuid, person_id uuid, name_to_use text, track text, opened_on date)`.execute(tx),
		sql`insert into profile (accompaniment_id, birth_index, sealed) select r.id, r.birth_index, r.sealed
			from jsonb_to_recordset(${of(({ id, birth_index, sealed }) => ({ id, birth_index, sealed }))})
				as r(id uuid, birth_index text, sealed text)`.execute(tx),
		sql`insert into contact (id, accompaniment_id, kind, safe, value_index, sealed, position)
			select r.id, r.accompaniment_id, r.kind, true, r.value_index, r.sealed, r.position
			from jsonb_to_recordset(${contacts})
				as r(id uuid, accompaniment_id uuid, kind text, value_index text, sealed text, position int)`.execute(tx),
		sql`insert into brought_in (row_key, accompaniment_id) select r.row_key, r.id
			from jsonb_to_recordset(${of(({ id, row_key }) => ({ id, row_key }))}) as r(row_key text, id uuid)`.execute(tx)
	]);
	return rows.map(({ person }) => person.id);
}

/** Everything of one person as it is stored: a key of her own, and nothing readable but her name, her track and the days. */
function sealed(actor: Actor, told: Told, row_key: string, today: string) {
	const id = newId();
	const person_id = newId();
	const { key, wrapped } = keyring().newPersonKey(person_id);
	const { pronouns, languages, interpreter, birthDate, municipality, reach, trusted } = told;
	const profile: ProfileText = { ...NO_PROFILE, pronouns, languages, interpreter, birthDate, municipality, reach, trusted };
	return {
		person: {
			id,
			person_id,
			wrapped,
			row_key,
			name_to_use: told.name_to_use,
			track: told.track,
			opened_on: told.openedOn || today,
			birth_index: birthIndex(actor.organization, birthDate || null),
			sealed: key.seal('profile', id, profile)
		},
		contacts: told.contacts.map(({ kind, value }, position) => {
			const contact = newId();
			const text: ContactText = { value, hours: '', caution: '' };
			return {
				id: contact,
				accompaniment_id: id,
				kind,
				value_index: contactIndex(actor.organization, { kind, value }),
				sealed: key.seal('contact', contact, text),
				position
			};
		})
	};
}
