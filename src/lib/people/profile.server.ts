import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { keepContacts, readContacts, type Contact } from './contact.server.ts';
import { birthIndex, profileText } from './opening.server.ts';
import { formerVersions } from './former.server.ts';
import type { Pathway } from './pathway.server.ts';
import { NO_PROFILE, type ProfileChange, type ProfileText } from './rules.ts';

/** Everything told at opening, opened for this request; version 0 when nothing was written yet. */
export interface Profile extends ProfileText {
	version: number;
}

/** What a former version of the profile held, whole. */
export interface FormerProfile extends ProfileText {
	name_to_use: string;
	alias: string;
	concealed: boolean;
	contacts: Contact[];
}

/** A former version, and who replaced it when. */
export interface Former<T> {
	id: string;
	at: Date;
	by: string | null;
	text: T;
}

/** The profile of a pathway in my reach. Lists that older or imported rows hold are read as text. */
export async function readProfile(tx: Tx, { accompaniment, key }: Pathway): Promise<Profile> {
	const row = await tx
		.selectFrom('profile')
		.select(['sealed', 'version'])
		.where('accompaniment_id', '=', accompaniment.id)
		.executeTakeFirst();
	if (!row) return { ...NO_PROFILE, version: 0 };
	const stored = key.open<Partial<Record<keyof ProfileText, unknown>>>('profile', accompaniment.id, row.sealed);
	const words = (value: unknown) => (Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'string' ? value : '');
	const profile: Profile = { ...NO_PROFILE, version: row.version };
	for (const name of ['pronouns', 'languages', 'interpreter', 'birthDate', 'municipality', 'matters', 'side', 'reach', 'trusted'] as const)
		profile[name] = words(stored[name]);
	return profile;
}

/**
 * Changes what was told at opening; the former version is kept whole, with who replaced it.
 * @throws StaleError when somebody changed it since it was read: nothing is overwritten
 */
export async function changeProfile(tx: Tx, actor: Actor, pathway: Pathway, said: ProfileChange): Promise<void> {
	const { key } = pathway;
	const id = pathway.accompaniment.id;
	// Two editors wait for each other here, so that the second sees the first's version.
	await tx.selectFrom('accompaniment').select('id').where('id', '=', id).forUpdate().execute();
	const stored = await readProfile(tx, pathway);
	const contacts = await readContacts(tx, id, key);
	if (stored.version !== said.version) throw new StaleError(await storedProfile(tx, pathway, stored, contacts));
	const sealed = key.seal('profile', id, profileText(said, said));
	const birth_index = birthIndex(actor.organization, said.birthDate);
	if (stored.version === 0) {
		await tx.insertInto('profile').values({ accompaniment_id: id, birth_index, sealed }).execute();
	} else {
		await keepFormer(tx, pathway, stored, contacts, actor.member);
		await tx
			.updateTable('profile')
			.set({ birth_index, sealed, version: stored.version + 1 })
			.where('accompaniment_id', '=', id)
			.execute();
	}
	await keepContacts(tx, actor.organization, id, key, said.contacts);
	await tx
		.updateTable('accompaniment')
		.set({ name_to_use: said.name_to_use, alias: said.alias || null, concealed: said.concealed, track: said.track })
		.where('id', '=', id)
		.execute();
}

/**
 * "Ce qui compte pour moi", said or changed by herself in her own space: nothing else of what was told is touched, and what stood before is
 * kept whole, with nobody of the house behind the change.
 * @throws StaleError with `{ matters }` when it was changed meanwhile: nothing is overwritten
 */
export async function sayWhatMatters(tx: Tx, part: Pathway, said: { matters: string; version: number }): Promise<void> {
	const { key } = part;
	const id = part.accompaniment.id;
	await sql`select hold_hers(${id}::uuid)`.execute(tx);
	const stored = await readProfile(tx, part);
	if (stored.version !== said.version) throw new StaleError({ matters: stored.matters });
	if (stored.matters === said.matters) return;
	const { version, ...text } = stored;
	const sealed = key.seal('profile', id, { ...text, matters: said.matters } satisfies ProfileText);
	if (version === 0) {
		await tx.insertInto('profile').values({ accompaniment_id: id, sealed }).execute();
		return;
	}
	await keepFormer(tx, part, stored, await readContacts(tx, id, key), null);
	await tx
		.updateTable('profile')
		.set({ sealed, version: version + 1 })
		.where('accompaniment_id', '=', id)
		.where('version', '=', version)
		.execute();
}

/** Keeps a version whole before another takes its place. @param by who changes it; null for herself */
async function keepFormer(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	{ version, ...text }: Profile,
	contacts: Contact[],
	by: string | null
): Promise<void> {
	const { id, name_to_use, alias, concealed } = accompaniment;
	const former: FormerProfile = { ...text, name_to_use, alias: alias ?? '', concealed, contacts };
	await tx
		.insertInto('revision')
		.values({
			id: newId(),
			accompaniment_id: id,
			subject: 'profile',
			row_id: id,
			row_version: version,
			sealed: key.seal('profile', id, former),
			replaced_by: by
		})
		.execute();
}

/** What is stored now, in the shape of the form, to be shown beside what was typed. */
async function storedProfile(tx: Tx, { accompaniment }: Pathway, profile: Profile, contacts: Contact[]): Promise<Record<string, unknown>> {
	const now = await tx
		.selectFrom('accompaniment')
		.select(['name_to_use', 'alias', 'concealed', 'track'])
		.where('id', '=', accompaniment.id)
		.executeTakeFirstOrThrow();
	return { ...profile, ...now, contacts };
}

/** Former versions, the latest first: what was kept, who replaced it and when. */
export async function readFormer<T>(tx: Tx, pathway: Pathway, subject: 'profile' | 'frame'): Promise<Former<T>[]> {
	const rows = await formerVersions(tx, pathway).where('v.subject', '=', subject).execute();
	return rows.map(({ id, at, by, row_id, sealed }) => ({ id, at, by, text: pathway.key.open<T>(subject, row_id, sealed) }));
}
