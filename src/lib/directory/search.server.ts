import { sql } from 'kysely';
import type { NamedCode } from '../needs/codes.ts';
import type { Tx } from '../server/db.ts';
import { EVERYBODY } from './codes.ts';
import { alsoSaid, needsSaid } from './lexicon.ts';
import { PAGE_SIZE, type DirectoryQuery } from './rules.ts';

/** A town of the directory, with the middle of what stands in it. */
export interface Town {
	name: string;
	/** Its code (INSEE, NIS); '' when no entry says it. */
	code: string;
	latitude: number;
	longitude: number;
}

/** One service found, with why. */
export interface Found {
	id: string;
	name: string;
	description: string;
	structure_id: string;
	structure: string;
	town: string;
	/** Kilometres from the place that was asked; null when either is not known. */
	distance: number | null;
	needs: NamedCode[];
	cost: string | null;
	welcome_modes: string[];
	phone: string;
	updated_on: string;
	/** Words of the question that it holds, as they were typed or mended. */
	said: string[];
}

export interface Results {
	found: Found[];
	/** There are more after these. */
	more: boolean;
	/** The place as it was understood; null when none was asked, or nobody knows it. */
	town: Town | null;
	/** Words that were not known and how they were read: "psycologue" → "psychologue". */
	mended: { typed: string; read: string }[];
}

/** Words beyond these add nothing to a question. */
const MOST_WORDS = 10;
/** How alike two words are at least, of which one may be the other misspelt (pieces of three letters, 0 to 1). */
const ALIKE = 0.42;

interface Word {
	typed: string;
	/** As it stands in the directory. */
	read: string;
	/** Its stem, as a question to the database. */
	stem: string;
	weight: number;
}

/**
 * Services of my territory that answer a question: what holds its words, by name before description; then the nearest, then what was said
 * lately. Never by who pays, never by who asks.
 * @param today the territory's plain day
 */
export async function searchServices(tx: Tx, query: DirectoryQuery, today: string): Promise<Results> {
	const [town, words] = await Promise.all([query.place ? townOf(tx, query.place) : null, wordsOf(tx, query.words)]);
	const found = await rankedBy(tx, query, words, town, today);
	return {
		found: found.slice(0, PAGE_SIZE),
		more: found.length > PAGE_SIZE,
		town,
		mended: words.filter(({ typed, read }) => typed !== read).map(({ typed, read }) => ({ typed, read }))
	};
}

/** The town of this name, or of this postcode, among those that entries stand in. */
async function townOf(tx: Tx, asked: string): Promise<Town | null> {
	const postcode = /^\d{4,5}$/.exec(asked.trim())?.[0] ?? null;
	const { rows } = await sql<Town>`
		select mode() within group (order by town) as name, coalesce(mode() within group (order by nullif(town_code, '')), '') as code, avg(latitude) as latitude, avg(longitude) as longitude from place
		where latitude is not null and ${postcode === null ? sql`town_folded = fold(${asked.trim()})` : sql`postcode = ${postcode}`}
		having count(*) > 0`.execute(tx);
	return rows[0] ?? null;
}

/** The words of a question that mean something, each as the directory writes it: one that it does not know becomes its nearest. */
async function wordsOf(tx: Tx, asked: string): Promise<Word[]> {
	if (asked === '') return [];
	const { rows } = await sql<Word & { services: number; all: number }>`
		select w.typed, w.read, plainto_tsquery('pg_catalog.french', w.read)::text as stem,
			(select coalesce(max(d.services), 0) from directory_stem d where d.stem = any (tsvector_to_array(to_tsvector('pg_catalog.french', w.read)))) as services,
			(select count(*)::int from service where gone_on is null) as all
		from (
			select t.typed, t.nth, coalesce(case when exists (select from directory_stem d where d.stem = any (tsvector_to_array(to_tsvector('pg_catalog.french', t.typed)))) then t.typed end, near.word, t.typed) as read
			from (
				select typed, min(nth) as nth from regexp_split_to_table(fold(${asked}), '[^a-z0-9]+') with ordinality t (typed, nth)
				where typed <> '' and numnode(plainto_tsquery('pg_catalog.french', typed)) > 0 group by typed order by nth limit ${MOST_WORDS}
			) t
			left join lateral (select d.word from directory_word d where length(t.typed) >= 4 and d.word operator(trgm.%) t.typed
				and trgm.similarity(d.word, t.typed) >= ${ALIKE} order by trgm.similarity(d.word, t.typed) desc, d.word limit 1) near on true
		) w order by w.nth`.execute(tx);
	return rows.map(({ typed, read, stem, services, all }) => ({ typed, read, stem, weight: Math.log(1 + all / (1 + services)) }));
}

/** How much another word for the same thing counts. */
const ALSO = 0.6;
/** How much a word counts by where it stands: in the name, the kind and themes, the structure's name, the description; or only by the need it speaks of. */
const WEIGHTS = { name: 1, themes: 0.55, structure: 0.75, description: 0.45, need: 0.5 } as const;

/** One word of the question, ready for the database. */
interface Term {
	query: string;
	/** Other words for the same thing, less surely meant; '' when there are none. */
	also: string;
	/** The rarer, the more it tells. */
	weight: number;
	needs: NamedCode[];
}

async function rankedBy(tx: Tx, query: DirectoryQuery, words: Word[], town: Town | null, today: string): Promise<Found[]> {
	const also = await stemsOf(tx, [...new Set(words.flatMap(({ read }) => alsoSaid(read)))]);
	const terms = words.map(({ typed, read, stem, weight }): Term => ({
		query: stem,
		also: alsoSaid(read)
			.map((word) => also.get(word))
			.filter(Boolean)
			.join(' | '),
		weight,
		needs: [...new Set([...needsSaid(read), ...needsSaid(typed)])]
	}));
	const needs = [...new Set(terms.flatMap((term) => term.needs))];
	const far = town ? distanceFrom(town) : sql`null::float8`;
	const asked = [
		sql`v.gone_on is null`,
		...(terms.length > 0
			? [
					sql`(v.words @@ ${terms.flatMap((term) => [term.query, term.also].filter(Boolean)).join(' | ')}::tsquery or v.needs && ${needs}::text[])`
				]
			: []),
		...(query.need ? [sql`v.needs @> ${[query.need]}::text[]`] : []),
		...(query.public ? [sql`(v.publics = '{}' or v.publics && ${[query.public, EVERYBODY]}::text[])`] : []),
		...(town ? [servesTown(town)] : []),
		...(query.cost ? [sql`v.cost = ${query.cost}`] : []),
		...(query.mode ? [sql`v.welcome_modes @> ${[query.mode]}::text[]`] : [])
	];
	const said =
		terms.length > 0
			? sql.join(
					terms.map(
						({ query: stem, also: other, weight, needs: spoken }) =>
							sql`${weight}::float8 * (greatest(${standing(stem)}, ${ALSO}::float8 * ${other ? standing(other) : sql`0::float8`}) + case when v.needs && ${spoken}::text[] then ${WEIGHTS.need}::float8 else 0 end)`
					),
					sql` + `
				)
			: sql`0`;
	const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
	const { rows } = await sql<Found & { score: number }>`
		with matching as (
			select v.id, ${far} as distance, v.updated_on, (${said}) / ${total}::float8 as said
			from service v left join structure s on s.id = v.structure_id left join place p on p.id = coalesce(v.place_id, s.place_id)
			where ${sql.join(asked, sql` and `)}
		),
		ranked as (
			select id, distance, said * 3
				+ case when distance is null then 0 else 15 / (15 + distance) end
				+ 0.3 * greatest(0, least(1, 1 - (${today}::date - updated_on - 183) / 548.0)) as score
			from matching where ${query.within === null || !town ? sql`true` : sql`distance <= ${query.within}`}
			order by score desc, distance nulls last, id limit ${PAGE_SIZE + 1} offset ${(query.page - 1) * PAGE_SIZE}
		)
		select v.id, v.name, v.description, v.structure_id, s.name as structure, coalesce(p.town, '') as town, r.distance, v.needs, v.cost, v.welcome_modes,
			coalesce(nullif(v.phone, ''), s.phone) as phone, v.updated_on::text as updated_on,
			array(select read from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) w (read text, stem text) where v.words @@ w.stem::tsquery) as said, r.score
		from ranked r join service v on v.id = r.id join structure s on s.id = v.structure_id left join place p on p.id = coalesce(v.place_id, s.place_id)
		order by r.score desc, r.distance nulls last, v.id`.execute(tx);
	return rows.map(({ score: _, ...row }) => row);
}

/** How much it counts that a service says this: by the best part in which it does. */
const standing = (stem: string) => sql`case
	when v.words @@ ${within(stem, 'A')}::tsquery then ${WEIGHTS.name}::float8 when v.words @@ ${within(stem, 'C')}::tsquery then ${WEIGHTS.structure}::float8
	when v.words @@ ${within(stem, 'B')}::tsquery then ${WEIGHTS.themes}::float8 when v.words @@ ${within(stem, 'D')}::tsquery then ${WEIGHTS.description}::float8
	else 0 end`;

/** Words as questions to the database. */
async function stemsOf(tx: Tx, words: string[]): Promise<Map<string, string>> {
	if (words.length === 0) return new Map();
	const { rows } = await sql<{
		word: string;
		stem: string;
	}>`select word, plainto_tsquery('pg_catalog.french', word)::text as stem from unnest(${words}::text[]) word`.execute(tx);
	return new Map(rows.map(({ word, stem }) => [word, stem]));
}

/** The stems of a word, in one part of what a service says. */
const within = (stem: string, part: 'A' | 'B' | 'C' | 'D') => stem.replace(/'(?=\s|$|\))/g, `':${part}`);

/** Its area of eligibility says nothing, or holds this town: by commune, département, country; an EPCI is not taken apart and stands for itself. */
const servesTown = ({ code }: Town) => {
	const areas = [code, code.slice(0, 2), code.slice(0, 3), 'france', 'belgique'].filter(Boolean);
	return sql`(v.zone = '{}' or v.zone && ${areas}::text[] or exists (select from unnest(v.zone) z where length(z) = 9) or ${code === ''})`;
};

/** Kilometres over the round earth (haversine), from a town to the place `p`. */
const distanceFrom = ({ latitude, longitude }: Town) =>
	sql`12742 * asin(least(1, sqrt(sin(radians(p.latitude - ${latitude}::float8) / 2) ^ 2
		+ cos(radians(${latitude}::float8)) * cos(radians(p.latitude)) * sin(radians(p.longitude - ${longitude}::float8) / 2) ^ 2)))`;
