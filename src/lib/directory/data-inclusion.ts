import { z } from 'zod';
import { clean } from '../web/form.ts';
import { isDay } from '../web/fields.ts';
import { COSTS, EVERYBODY, MOBILISABLE_BY, MOBILISATION_MODES, PUBLICS, SERVICE_KINDS, THEMES, WELCOME_MODES } from './codes.ts';
import { NETWORKS } from './networks.ts';

/**
 * Entries of data·inclusion v1 (schema v1.0.8), read strictly: what a field may hold, problems by the field's own name. A Belgian profile
 * differs where the French one cannot hold (exchange.md, X1): postcodes of four digits, commune codes of the NIS list, `bce` beside `siret`.
 */
export type Profile = 'FR' | 'BE';

const words = z.string('text').transform(clean);
const maybe = <T extends z.ZodType>(schema: T) =>
	z
		.union([z.literal(''), schema])
		.nullish()
		.transform((value) => (value === '' || value === undefined ? null : value));
const text = (most = 10_000) => words.pipe(z.string().max(most, 'too_long'));
const pattern = (form: RegExp, code: string) => words.pipe(z.string().regex(form, code));
const uri = pattern(/^https?:\/\/[^\s]{1,2075}$/i, 'uri');
const mail = words.pipe(z.email('email').max(254, 'too_long'));
const number = (least: number, most: number) => z.coerce.number('number').min(least, 'number').max(most, 'number');
const codes = (list: readonly string[]) =>
	z
		.union([z.array(z.string('text')), z.string().transform(listIn)])
		.transform((said) => [...new Set(said.map((one) => one.trim()).filter(Boolean))])
		.superRefine((said, context) => {
			for (const code of said) if (!list.includes(code)) context.addIssue({ code: 'custom', message: 'unknown_code', params: { code } });
		});

/** A list in one cell of a table: as JSON, or with commas between, as data·inclusion's own CSV holds them. */
function listIn(cell: string): string[] {
	const trimmed = cell.trim();
	if (!trimmed.startsWith('[') && !trimmed.startsWith('{')) return trimmed.split(/[,;|]/);
	if (trimmed.startsWith('{'))
		return trimmed
			.slice(1, -1)
			.split(',')
			.map((one) => one.replace(/^"|"$/g, ''));
	try {
		const read: unknown = JSON.parse(trimmed);
		return Array.isArray(read) ? read.map(String) : [trimmed];
	} catch {
		return [trimmed];
	}
}

const id = text(200).pipe(z.string().min(1, 'required'));
const name = words.pipe(z.string().min(3, 'too_short').max(150, 'too_long'));
const day = (today: string) =>
	words
		.pipe(z.string().refine((said) => isDay(said.slice(0, 10)) && said.slice(0, 10) >= '2000-01-01' && said.slice(0, 10) <= today, 'date'))
		.transform((said) => said.slice(0, 10));

const address = (profile: Profile) => ({
	commune: maybe(text(200)),
	code_postal: maybe(profile === 'BE' ? pattern(/^\d{4}$/, 'postcode_be') : pattern(/^\d{5}$/, 'postcode_fr')),
	code_insee: maybe(profile === 'BE' ? pattern(/^\d{5}$/, 'town_code') : pattern(/^(\d{5}|2[AB]\d{3})$/, 'town_code')),
	adresse: maybe(text(500)),
	complement_adresse: maybe(text(500)),
	longitude: maybe(number(-180, 180)),
	latitude: maybe(number(-90, 90)),
	horaires_accueil: maybe(text(2000))
});

const ZONE = /^(france|belgique|\d{5}|2[AB]\d{3}|\d{2,3}|2[AB]|\d{9}|99\d{3})$/;

const both = { latitude: 'longitude', longitude: 'latitude' } as const;
/** Half a pair of coordinates is no place. */
function paired(entry: { latitude: number | null; longitude: number | null }, context: z.RefinementCtx): void {
	for (const [one, other] of Object.entries(both) as ['latitude' | 'longitude', 'latitude' | 'longitude'][])
		if (entry[one] !== null && entry[other] === null) context.addIssue({ code: 'custom', message: 'coordinates', path: [other] });
}

/** @param today no entry was last looked at later than this day, in the territory's zone */
export const structureSchema = (profile: Profile, today: string) =>
	z
		.object({
			source: id,
			id,
			nom: name,
			date_maj: day(today),
			description: maybe(text()),
			lien_source: maybe(uri),
			siret: maybe(pattern(/^\d{14}$/, 'siret')),
			bce: maybe(pattern(/^[01]\d{9}$/, 'bce')),
			...address(profile),
			telephone: maybe(text(100)),
			courriel: maybe(mail),
			site_web: maybe(uri),
			accessibilite_lieu: maybe(uri),
			reseaux_porteurs: maybe(codes(NETWORKS))
		})
		.superRefine(paired);
export type StructureEntry = z.infer<ReturnType<typeof structureSchema>>;

/** @param today as for `structureSchema` */
export const serviceSchema = (profile: Profile, today: string) =>
	z
		.object({
			source: id,
			structure_id: id,
			id,
			nom: name,
			description: words.pipe(z.string().min(5, 'too_short').max(10_000, 'too_long')),
			date_maj: day(today),
			lien_source: maybe(uri),
			type: maybe(z.enum(SERVICE_KINDS, 'unknown_code')),
			thematiques: maybe(codes(THEMES)),
			frais: maybe(z.enum(COSTS, 'unknown_code')),
			frais_precisions: maybe(text()),
			publics: maybe(codes(PUBLICS).refine((said) => said.length < 2 || !said.includes(EVERYBODY), 'alone')),
			publics_precisions: maybe(text()),
			conditions_acces: maybe(text()),
			...address(profile),
			telephone: maybe(text(100)),
			courriel: maybe(mail),
			modes_accueil: maybe(codes(WELCOME_MODES)),
			zone_eligibilite: maybe(
				z.union([z.array(z.string('text')), z.string().transform(listIn)]).refine((said) => said.every((one) => ZONE.test(one)), 'zone')
			),
			contact_nom_prenom: maybe(text(300)),
			lien_mobilisation: maybe(uri),
			modes_mobilisation: maybe(codes(MOBILISATION_MODES)),
			mobilisable_par: maybe(codes(MOBILISABLE_BY)),
			mobilisation_precisions: maybe(text()),
			volume_horaire_hebdomadaire: maybe(number(0, 168)),
			nombre_semaines: maybe(number(1, 10_000).pipe(z.int('number')))
		})
		.superRefine(paired);
export type ServiceEntry = z.infer<ReturnType<typeof serviceSchema>>;

/** Something that an entry may not say: which entry, which field, and a code that becomes a sentence. */
export interface EntryProblem {
	kind: 'structure' | 'service';
	/** Its place in the file, from 1. */
	at: number;
	/** As the file calls it; '' when it has none. */
	id: string;
	field: string;
	code: string;
	/** What stood there, cut short. */
	said: string;
}

export type EntryRead<T> = { ok: true; entry: T } | { ok: false; problems: EntryProblem[] };

/**
 * One entry of a file against its schema.
 * @param at its place in the file, from 1
 */
export function readEntry<S extends z.ZodType>(schema: S, kind: EntryProblem['kind'], at: number, said: unknown): EntryRead<z.infer<S>> {
	const read = schema.safeParse(said);
	if (read.success) return { ok: true, entry: read.data };
	const fields = typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
	const problems = read.error.issues.map((issue): EntryProblem => {
		const field = String(issue.path[0] ?? '');
		const params = issue.code === 'custom' ? (issue.params as { code?: string } | undefined) : undefined;
		return { kind, at, id: shown(fields['id']), field, code: codeOf(issue, fields[field]), said: shown(params?.code ?? fields[field]) };
	});
	return { ok: false, problems };
}

const shown = (said: unknown) =>
	said === undefined || said === null ? '' : (typeof said === 'string' ? said : JSON.stringify(said)).slice(0, 80);

/** A union tells of every way in which it was not met: the one that was meant is the one with a word of ours. */
function codeOf(issue: z.core.$ZodIssue, said: unknown): string {
	if (issue.code === 'invalid_union') {
		const ours = issue.errors.flat().find(({ message }) => /^[a-z_]+$/.test(message));
		if (ours) return ours.message;
	}
	if (issue.code === 'custom') return issue.message;
	if (said === undefined || said === null || said === '') return 'required';
	return /^[a-z_]+$/.test(issue.message) ? issue.message : 'kind';
}
