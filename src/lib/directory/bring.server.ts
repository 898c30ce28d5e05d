import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../server/db.ts';
import { readEntry, serviceSchema, structureSchema, type EntryProblem, type Profile } from './data-inclusion.ts';
import type { Entry } from './file.ts';
import { needsOf } from './needs.ts';

/** Entries written by one statement. */
const BATCH = 500;
/** Problems that are told one by one; beyond, how many more there are. */
export const SHOWN = 500;

/** What a file did to one kind of entries. */
export interface Came {
	new: number;
	changed: number;
	same: number;
	/** Entries of these sources that the file no longer names. */
	gone: number;
}

export type Brought = { ok: true; structures: Came; services: Came } | { ok: false; problems: EntryProblem[]; more: number };

/** Nothing of a file with problems stays: the transaction is given up with what there is to say. */
export class EntriesRefused extends Error {
	readonly problems: EntryProblem[];
	readonly more: number;
	constructor(problems: EntryProblem[], more: number) {
		super(`${problems.length + more} problems in the entries`);
		this.problems = problems;
		this.more = more;
	}
}

/**
 * Brings entries of data·inclusion into the directory of my territory: everything or nothing, in this transaction. The same file twice changes
 * nothing; a newer one updates, and what its sources no longer name is marked as gone, never deleted.
 * What another organisation here holds as its own entry stays as it is.
 * @param entries of one file or several; a kind that no file holds is left as it is
 * @param told how many entries were read so far
 * @throws EntriesRefused with every problem by entry and field: nothing was changed
 */
export async function bringEntries(
	tx: Tx,
	{ profile, today }: { profile: Profile; today: string },
	entries: AsyncIterable<Entry>,
	told: (entries: number) => void = () => undefined
): Promise<{ structures: Came; services: Came }> {
	await sql`set local statement_timeout = 0`.execute(tx);
	await tx.deleteFrom('directory_incoming').execute();
	const kinds = await readIn(tx, { profile, today }, entries, told);
	await refuseDoubles(tx);
	await refuseOrphans(tx);
	await keepSources(tx);
	await leaveHeld(tx);
	const structures = kinds.has('structure') ? await putStructures(tx, today) : NOTHING;
	await putPlaces(tx);
	const services = kinds.has('service') ? await putServices(tx, today) : NOTHING;
	if (kinds.has('service')) await countStems(tx);
	await tx.deleteFrom('directory_incoming').execute();
	return { structures, services };
}

const NOTHING: Came = { new: 0, changed: 0, same: 0, gone: 0 };

async function readIn(
	tx: Tx,
	{ profile, today }: { profile: Profile; today: string },
	entries: AsyncIterable<Entry>,
	told: (entries: number) => void
): Promise<Set<Entry['kind']>> {
	const schemas = { structure: structureSchema(profile, today), service: serviceSchema(profile, today) };
	const problems: EntryProblem[] = [];
	let more = 0;
	let read = 0;
	const kinds = new Set<Entry['kind']>();
	let batch: object[] = [];
	const send = async () => {
		if (batch.length === 0) return;
		await sql`insert into directory_incoming (kind, at, source, local_id, parent_id, body)
			select kind, at, body ->> 'source', body ->> 'id', body ->> 'structure_id', body
			from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as r (kind text, at int, body jsonb)`.execute(tx);
		batch = [];
		told(read);
	};
	for await (const { kind, at, said } of entries) {
		read += 1;
		kinds.add(kind);
		const one = readEntry(schemas[kind], kind, at, said);
		if (!one.ok) {
			const room = Math.max(0, SHOWN - problems.length);
			problems.push(...one.problems.slice(0, room));
			more += Math.max(0, one.problems.length - room);
			continue;
		}
		// Once something is wrong nothing comes in: the rest is read for its problems alone.
		if (problems.length > 0) continue;
		const needs = 'thematiques' in one.entry ? needsOf((one.entry.thematiques as string[] | null) ?? []) : undefined;
		batch.push({ kind, at, body: { ...one.entry, ...(needs && { needs }) } });
		if (batch.length === BATCH) await send();
	}
	if (problems.length > 0) throw new EntriesRefused(problems, more);
	await send();
	return kinds;
}

/** The same id twice in what is brought says two things of one entry. */
async function refuseDoubles(tx: Tx): Promise<void> {
	const { rows } = await sql<{ kind: Entry['kind']; at: number; id: string }>`
		select kind, at, local_id as id from (
			select kind, at, local_id, row_number() over (partition by kind, source, local_id order by at) as nth from directory_incoming
		) d where nth > 1 order by kind, at limit ${SHOWN}`.execute(tx);
	if (rows.length > 0)
		throw new EntriesRefused(
			rows.map((row) => ({ ...row, field: 'id', code: 'twice', said: row.id })),
			0
		);
}

/** A service of a structure that neither the file nor the directory holds. */
async function refuseOrphans(tx: Tx): Promise<void> {
	const { rows } = await sql<{ at: number; id: string; said: string }>`
		select i.at, i.local_id as id, i.parent_id as said from directory_incoming i
		where i.kind = 'service'
		and not exists (select from directory_incoming s where s.kind = 'structure' and s.source = i.source and s.local_id = i.parent_id)
		and not exists (select from structure s join directory_source d on d.id = s.source_id
			where d.code = i.source and s.local_id = i.parent_id and s.gone_on is null)
		order by i.at limit ${SHOWN}`.execute(tx);
	if (rows.length > 0)
		throw new EntriesRefused(
			rows.map((row) => ({ ...row, kind: 'service' as const, field: 'structure_id', code: 'unknown_structure' })),
			0
		);
}

async function keepSources(tx: Tx): Promise<void> {
	const { rows } = await sql<{ source: string }>`select distinct source from directory_incoming`.execute(tx);
	for (const { source } of rows) {
		await sql`insert into directory_source (id, territory_id, code, format, brought_at) values (${newId()}, my_territory(), ${source}, 'data-inclusion', now())
			on conflict (territory_id, code) do update set brought_at = now()`.execute(tx);
	}
}

/** What an organisation here holds as its own entry is changed by nobody else: what a file says of it is left aside. */
async function leaveHeld(tx: Tx): Promise<void> {
	await sql`delete from directory_incoming i using directory_source d, structure s
		where d.territory_id = my_territory() and d.code = i.source and s.source_id = d.id
		and s.local_id = case i.kind when 'structure' then i.local_id else i.parent_id end
		and s.organization_id <> my_organization()`.execute(tx);
}

/** What a place says, in one fingerprint, from the body of an entry. */
const PLACE_PRINT = sql`md5(jsonb_build_array(i.body -> 'adresse', i.body -> 'complement_adresse', i.body -> 'code_postal', i.body -> 'commune',
	i.body -> 'code_insee', i.body -> 'latitude', i.body -> 'longitude', i.body -> 'accessibilite_lieu')::text)`;
/** Is anything said of where it is? */
const HAS_PLACE = sql`coalesce(i.body ->> 'adresse', i.body ->> 'code_postal', i.body ->> 'commune', i.body ->> 'code_insee', i.body ->> 'latitude') is not null`;

async function putStructures(tx: Tx, today: string): Promise<Came> {
	const { rows } = await sql<{ made: boolean }>`
		insert into structure as s (id, territory_id, source_id, local_id, name, description, identifiers, networks, phone, email, website, link, updated_on, fingerprint)
		select gen_random_uuid(), my_territory(), d.id, i.local_id, i.body ->> 'nom', coalesce(i.body ->> 'description', ''),
			(select coalesce(jsonb_agg(jsonb_build_object('scheme', n.scheme, 'value', n.value)), '[]') from (values ('siret', i.body ->> 'siret'), ('bce-kbo', i.body ->> 'bce')) n (scheme, value) where n.value is not null),
			coalesce((select array_agg(c) from jsonb_array_elements_text(nullif(i.body -> 'reseaux_porteurs', 'null')) c), '{}'),
			coalesce(i.body ->> 'telephone', ''), coalesce(i.body ->> 'courriel', ''), coalesce(i.body ->> 'site_web', ''), coalesce(i.body ->> 'lien_source', ''),
			(i.body ->> 'date_maj')::date, md5(i.body::text)
		from directory_incoming i join directory_source d on d.territory_id = my_territory() and d.code = i.source
		where i.kind = 'structure'
		on conflict (territory_id, source_id, local_id) do update set name = excluded.name, description = excluded.description, identifiers = excluded.identifiers,
			networks = excluded.networks, phone = excluded.phone, email = excluded.email, website = excluded.website, link = excluded.link,
			updated_on = excluded.updated_on, fingerprint = excluded.fingerprint, gone_on = null, version = s.version + 1
		where s.fingerprint <> excluded.fingerprint or s.gone_on is not null
		returning s.version = 1 as made`.execute(tx);
	return countOf(tx, 'structure', rows, today);
}

/** Made or changed, by what the statement returned; the rest of what came is the same; what did not come is gone. */
async function countOf(tx: Tx, kind: 'structure' | 'service', rows: { made: boolean }[], today: string): Promise<Came> {
	const table = sql.table(kind);
	const {
		rows: [count]
	} = await sql<{ came: number }>`select count(*)::int as came from directory_incoming where kind = ${kind}`.execute(tx);
	const gone = await sql`
		update ${table} e set gone_on = ${today}::date, version = version + 1
		where e.gone_on is null and e.source_id in (
			select d.id from directory_source d where d.territory_id = my_territory() and d.code in (select source from directory_incoming where kind = ${kind}))
		and not exists (select from directory_incoming i join directory_source d on d.code = i.source and d.territory_id = e.territory_id
			where i.kind = ${kind} and d.id = e.source_id and i.local_id = e.local_id)`.execute(tx);
	const made = rows.filter((row) => row.made).length;
	return { new: made, changed: rows.length - made, same: (count?.came ?? 0) - rows.length, gone: Number(gone.numAffectedRows ?? 0n) };
}

/** Places of structures and of services that are elsewhere than their structure; one that nothing names any more goes. */
async function putPlaces(tx: Tx): Promise<void> {
	await sql`
		insert into place (id, territory_id, structure_id, address, complement, postcode, town, town_code, latitude, longitude, accessibility, hours, fingerprint)
		select gen_random_uuid(), my_territory(), p.* from (
			select distinct on (s.id, ${PLACE_PRINT}) s.id, coalesce(i.body ->> 'adresse', ''), coalesce(i.body ->> 'complement_adresse', ''), coalesce(i.body ->> 'code_postal', ''),
				coalesce(i.body ->> 'commune', ''), coalesce(i.body ->> 'code_insee', ''), (i.body ->> 'latitude')::float8, (i.body ->> 'longitude')::float8,
				coalesce(i.body ->> 'accessibilite_lieu', ''), case i.kind when 'structure' then coalesce(i.body ->> 'horaires_accueil', '') else '' end, ${PLACE_PRINT}
			from directory_incoming i join directory_source d on d.territory_id = my_territory() and d.code = i.source
			join structure s on s.source_id = d.id and s.local_id = coalesce(i.parent_id, i.local_id)
			where ${HAS_PLACE} order by s.id, ${PLACE_PRINT}, i.kind desc
		) p
		on conflict (structure_id, fingerprint) do update set hours = excluded.hours where excluded.hours <> '' and place.hours <> excluded.hours`.execute(
		tx
	);
	await sql`
		update structure s set place_id = p.id
		from directory_incoming i join directory_source d on d.territory_id = my_territory() and d.code = i.source
		join structure t on t.source_id = d.id and t.local_id = i.local_id
		left join place p on p.structure_id = t.id and p.fingerprint = ${PLACE_PRINT} and ${HAS_PLACE}
		where i.kind = 'structure' and s.id = t.id and s.place_id is distinct from p.id`.execute(tx);
}

/** In how many services of the territory each stem stands. */
async function countStems(tx: Tx): Promise<void> {
	await tx.deleteFrom('directory_stem').execute();
	await sql`insert into directory_stem (territory_id, stem, services)
		select my_territory(), word, ndoc from ts_stat('select words from service where gone_on is null')`.execute(tx);
}

const listed = (field: string) =>
	sql`coalesce((select array_agg(c) from jsonb_array_elements_text(nullif(i.body -> ${sql.lit(field)}, 'null')) c), '{}')`;
const written = (field: string) => sql`coalesce(i.body ->> ${sql.lit(field)}, '')`;

/** Columns of a service and what fills them, from the body of an entry `i`, its source `d`, its structure `s` and its place `p`. */
const SERVICE = {
	structure_id: sql`s.id`,
	name: written('nom'),
	description: written('description'),
	kind: sql`i.body ->> 'type'`,
	themes: listed('thematiques'),
	needs: listed('needs'),
	publics: listed('publics'),
	publics_details: written('publics_precisions'),
	access_conditions: written('conditions_acces'),
	cost: sql`i.body ->> 'frais'`,
	cost_details: written('frais_precisions'),
	welcome_modes: listed('modes_accueil'),
	place_id: sql`p.id`,
	zone: listed('zone_eligibilite'),
	mobilisable_by: listed('mobilisable_par'),
	mobilisation_modes: listed('modes_mobilisation'),
	mobilisation_details: written('mobilisation_precisions'),
	mobilisation_link: written('lien_mobilisation'),
	phone: written('telephone'),
	email: written('courriel'),
	contact: written('contact_nom_prenom'),
	link: written('lien_source'),
	weekly_hours: sql`(i.body ->> 'volume_horaire_hebdomadaire')::numeric`,
	weeks: sql`(i.body ->> 'nombre_semaines')::int`,
	hours: written('horaires_accueil'),
	updated_on: sql`(i.body ->> 'date_maj')::date`,
	fingerprint: sql`md5(i.body::text)`,
	words: sql`setweight(directory_stems(i.body ->> 'nom'), 'A') || setweight(directory_stems(replace(concat_ws(' ', ${written('type')}, i.body ->> 'thematiques'), '-', ' ')), 'B')
		|| setweight(directory_stems(s.name), 'C') || setweight(directory_stems(concat_ws(' ', i.body ->> 'description', i.body ->> 'publics_precisions', i.body ->> 'conditions_acces')), 'D')`
};

async function putServices(tx: Tx, today: string): Promise<Came> {
	const columns = Object.keys(SERVICE);
	const { rows } = await sql<{ made: boolean }>`
		insert into service as v (id, territory_id, source_id, local_id, ${sql.join(columns.map((column) => sql.ref(column)))})
		select gen_random_uuid(), my_territory(), d.id, i.local_id, ${sql.join(Object.values(SERVICE))}
		from directory_incoming i join directory_source d on d.territory_id = my_territory() and d.code = i.source
		join structure s on s.source_id = d.id and s.local_id = i.parent_id
		left join place p on p.structure_id = s.id and p.fingerprint = ${PLACE_PRINT} and ${HAS_PLACE}
		where i.kind = 'service'
		and not exists (select from service h where h.source_id = d.id and h.local_id = i.local_id and h.fingerprint = md5(i.body::text) and h.gone_on is null)
		on conflict (territory_id, source_id, local_id) do update set
			${sql.join(columns.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}, gone_on = null, version = v.version + 1
		returning v.version = 1 as made`.execute(tx);
	await sql`
		insert into directory_word (territory_id, word)
		select distinct my_territory(), w from directory_incoming i,
			regexp_split_to_table(fold(concat_ws(' ', i.body ->> 'nom', i.body ->> 'description', i.body ->> 'thematiques')), '[^a-z0-9]+') w
		where length(w) between 4 and 40 on conflict do nothing`.execute(tx);
	return countOf(tx, 'service', rows, today);
}
