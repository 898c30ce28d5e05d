import { sql } from 'kysely';
import type { NamedCode } from '../needs/codes.ts';
import type { Tx } from '../server/db.ts';

/** Where something is found; its coordinates are kept for a map. */
export interface Place {
	address: string;
	complement: string;
	postcode: string;
	town: string;
	hours: string;
	accessibility: string;
}

export interface StructureShown {
	id: string;
	name: string;
	description: string;
	phone: string;
	email: string;
	website: string;
	place: Place | null;
	/** Who says it, and when it was last said. */
	source: string | null;
	updated_on: string;
	gone_on: string | null;
	services: { id: string; name: string; description: string; needs: NamedCode[] }[];
}

export interface ServiceShown {
	id: string;
	name: string;
	description: string;
	kind: string | null;
	needs: NamedCode[];
	publics: string[];
	publics_details: string;
	access_conditions: string;
	cost: string | null;
	cost_details: string;
	welcome_modes: string[];
	mobilisable_by: string[];
	mobilisation_modes: string[];
	mobilisation_details: string;
	mobilisation_link: string;
	phone: string;
	email: string;
	contact: string;
	hours: string;
	weekly_hours: number | null;
	weeks: number | null;
	place: Place | null;
	structure: { id: string; name: string; phone: string; email: string };
	source: string | null;
	updated_on: string;
	gone_on: string | null;
}

const placeOf = (id: ReturnType<typeof sql>) =>
	sql`(select jsonb_build_object('address', p.address, 'complement', p.complement, 'postcode', p.postcode, 'town', p.town, 'hours', p.hours, 'accessibility', p.accessibility)
		from place p where p.id = ${id})`;

/** A service of my territory with all that it says; undefined when there is none, or not here. */
export async function readService(tx: Tx, id: string): Promise<ServiceShown | undefined> {
	const { rows } = await sql<ServiceShown>`
		select v.id, v.name, v.description, v.kind, v.needs, v.publics, v.publics_details, v.access_conditions, v.cost, v.cost_details, v.welcome_modes,
			v.mobilisable_by, v.mobilisation_modes, v.mobilisation_details, v.mobilisation_link, v.phone, v.email, v.contact, v.hours,
			v.weekly_hours::float8 as weekly_hours, v.weeks, ${placeOf(sql`coalesce(v.place_id, s.place_id)`)} as place,
			jsonb_build_object('id', s.id, 'name', s.name, 'phone', s.phone, 'email', s.email) as structure,
			d.code as source, v.updated_on::text as updated_on, v.gone_on::text as gone_on
		from service v join structure s on s.id = v.structure_id left join directory_source d on d.id = v.source_id where v.id = ${id}`.execute(tx);
	return rows[0];
}

/** A structure of my territory with what it offers; undefined when there is none, or not here. */
export async function readStructure(tx: Tx, id: string): Promise<StructureShown | undefined> {
	const { rows } = await sql<StructureShown>`
		select s.id, s.name, s.description, s.phone, s.email, s.website, ${placeOf(sql`s.place_id`)} as place, d.code as source,
			s.updated_on::text as updated_on, s.gone_on::text as gone_on,
			(select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'description', v.description, 'needs', v.needs) order by v.name), '[]')
				from service v where v.structure_id = s.id and v.gone_on is null) as services
		from structure s left join directory_source d on d.id = s.source_id where s.id = ${id}`.execute(tx);
	return rows[0];
}

/** How much stands in the directory of my territory. */
export async function readSize(tx: Tx): Promise<{ structures: number; services: number }> {
	const { rows } = await sql<{ structures: number; services: number }>`
		select (select count(*)::int from structure where gone_on is null) as structures, (select count(*)::int from service where gone_on is null) as services`.execute(
		tx
	);
	return rows[0]!;
}
