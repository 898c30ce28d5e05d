import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { ColleagueGone } from '../companions/companions.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { recordAnswer } from './answer.server.ts';
import { contactIndex, keepContacts } from './contact.server.ts';
import { shownName } from './name.ts';
import { beginAccompaniment } from './pathway.server.ts';
import type { Opening, ProfileText } from './rules.ts';

/** Someone in my own reach who may be the same person. */
export interface Double {
	id: string;
	name: string;
}

/** The opening waits for a word: someone with this name, phone, mail or birth date is in my people already. Nothing was recorded. */
export class PossibleDouble extends Error {
	readonly doubles: Double[];
	constructor(doubles: Double[]) {
		super('possible double');
		this.doubles = doubles;
	}
}

/** A practitioner of my organisation who can be named: not me, still here. */
export interface Nameable {
	id: string;
	first_name: string;
	last_name: string;
	job_title: string;
}

/** The colleagues of my organisation who accompany people, by first name. */
export async function readNameable(tx: Tx, actor: Actor): Promise<Nameable[]> {
	return tx
		.selectFrom('member')
		.select(['id', 'first_name', 'last_name', 'job_title'])
		.where('organization_id', '=', actor.organization)
		.where('id', '<>', actor.member)
		.where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', sql<Date>`now()`)]))
		.where(sql<boolean>`'practitioner' = any (roles)`)
		.orderBy(sql`fold(first_name)`)
		.orderBy('id')
		.execute();
}

/**
 * Opens a pathway: person, key, accompaniment with me as lead, and all that was said, in this one transaction.
 * @param today the territory's plain day
 * @throws PossibleDouble, ColleagueGone: nothing is recorded, the form comes back
 * @returns the accompaniment's id
 */
export async function openPathway(tx: Tx, actor: Actor, said: Opening, today: string): Promise<string> {
	const doubles = await possibleDoubles(tx, actor, said);
	if (doubles.length > 0) throw new PossibleDouble(doubles);
	if (said.colleagues.length > 0) {
		const here = new Set((await readNameable(tx, actor)).map((one) => one.id));
		if (said.colleagues.some((one) => !here.has(one.member!))) throw new ColleagueGone();
	}
	const { id, key } = await beginAccompaniment(tx, actor.member, {
		name_to_use: said.name_to_use,
		alias: said.alias || null,
		concealed: said.concealed,
		track: said.track,
		carnet: said.answer,
		opened_on: today
	});
	await keepProfile(tx, actor, id, key, said);
	await keepContacts(tx, actor.organization, id, key, said.contacts);
	if (said.answer) await recordAnswer(tx, id, { answer: said.answer, how: said.how, said_on: today }, { onAccompaniment: false });
	for (const { member, track } of uniqueBy(said.colleagues, (one) => one.member!)) {
		await tx.insertInto('colleague').values({ accompaniment_id: id, member_id: member!, kind: 'named', track }).execute();
	}
	return id;
}

/** The profile as it is sealed; what belongs to other forms is left as it was. */
export function profileText(
	said: Omit<Opening, 'colleagues' | 'answer' | 'how' | 'seen'>,
	before: Pick<ProfileText, 'matters' | 'side'>
): ProfileText {
	const { pronouns, languages, interpreter, birthDate, municipality, reach, trusted } = said;
	return {
		pronouns,
		languages,
		interpreter,
		birthDate: birthDate ?? '',
		municipality,
		reach,
		trusted,
		matters: before.matters,
		side: before.side
	};
}

/** Index by which a birth date is found again, in this organisation only. */
export function birthIndex(organization: string, birthDate: string | null): string | null {
	return birthDate ? keyring().index(organization, 'birth', birthDate) : null;
}

async function keepProfile(tx: Tx, actor: Actor, id: string, key: PersonKey, said: Opening): Promise<void> {
	const sealed = key.seal('profile', id, profileText(said, { matters: '', side: '' }));
	await tx
		.insertInto('profile')
		.values({ accompaniment_id: id, birth_index: birthIndex(actor.organization, said.birthDate), sealed })
		.execute();
}

/**
 * The same folded name, phone, mail or birth date, among the people in my own reach: the wall hides all others, so that
 * this never tells that somebody is known elsewhere. Those shown before (`seen`) do not come back.
 */
export async function possibleDoubles(
	tx: Tx,
	actor: Actor,
	said: Pick<Opening, 'name_to_use' | 'birthDate' | 'contacts' | 'seen'>
): Promise<Double[]> {
	const born = birthIndex(actor.organization, said.birthDate);
	const reached = said.contacts.map((row) => contactIndex(actor.organization, row)).filter((index) => index !== null);
	const rows = await tx
		.selectFrom('accompaniment as a')
		.select(['a.id', 'a.name_to_use', 'a.alias', 'a.concealed'])
		.where((where) =>
			where.or([
				where('a.name_folded', '=', sql<string>`fold(${said.name_to_use})`),
				...(born
					? [
							where.exists(
								where
									.selectFrom('profile as p')
									.select('p.version')
									.whereRef('p.accompaniment_id', '=', 'a.id')
									.where('p.birth_index', '=', born)
							)
						]
					: []),
				...(reached.length > 0
					? [
							where.exists(
								where
									.selectFrom('contact as c')
									.select('c.version')
									.whereRef('c.accompaniment_id', '=', 'a.id')
									.where('c.value_index', 'in', reached)
							)
						]
					: [])
			])
		)
		.orderBy('a.name_folded')
		.orderBy('a.id')
		.limit(5)
		.execute();
	return rows.filter((row) => !said.seen.includes(row.id)).map((row) => ({ id: row.id, name: shownName(row) }));
}

function uniqueBy<T>(all: T[], by: (one: T) => string): T[] {
	return [...new Map(all.map((one) => [by(one), one])).values()];
}
