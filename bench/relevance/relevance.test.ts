import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { NEED_CODES } from '#lib/needs/codes.ts';

interface Entry {
	id: string;
	source: string;
	nom: string;
	date_maj: string;
	description?: string;
	structure_id?: string;
	thematiques?: string[];
	publics?: string[];
	type?: string;
	frais?: string;
	modes_accueil?: string[];
	modes_mobilisation?: string[];
	mobilisable_par?: string[];
	reseaux_porteurs?: string[];
	code_postal?: string;
	code_insee?: string;
	latitude?: number;
	longitude?: number;
	telephone?: string;
	courriel?: string;
	site_web?: string;
	lien_mobilisation?: string;
}
interface Query {
	id: string;
	territory: string;
	words: string | null;
	need: string | null;
	place: string | null;
	public: string | null;
	expected: Record<string, number>;
}

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));
const territory = (name: string) =>
	read(import.meta.dirname, '..', '..', 'demo', 'directory', `${name}.json`) as { structures: Entry[]; services: Entry[] };
const territories = { 'sambre-noire': territory('sambre-noire'), 'port-lazare': territory('port-lazare') };
const all = Object.values(territories);
const structures = all.flatMap((one) => one.structures);
const services = all.flatMap((one) => one.services);
const queries = read(import.meta.dirname, 'queries.json') as Query[];
const distinct = (said: readonly string[]) => new Set(said).size;

/** The last day of what was written; nothing says to have been looked at later. */
const WRITTEN = '2026-11-30';
/** Themes that nobody answers, as the README says. */
const HOLES = {
	'sambre-noire': /^souvrir-a-linternational--/,
	'port-lazare': /^difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination$/
};

describe('the services written by hand', () => {
	it('are 300 at least, about as many in each territory, with structures that each offer something', () => {
		assert.ok(services.length >= 300);
		for (const one of all) {
			assert.ok(one.services.length >= 140);
			assert.ok(one.structures.length >= 45 && one.structures.length <= 60);
			const offering = new Set(one.services.map((service) => service.structure_id));
			assert.deepEqual(
				one.structures.map(({ id }) => id).filter((id) => !offering.has(id)),
				[]
			);
		}
	});

	it('have ids of their own, of their territory, and belong to a structure of it', () => {
		assert.equal(distinct([...structures, ...services].map(({ id }) => id)), structures.length + services.length);
		for (const [name, one] of Object.entries(territories)) {
			const houses = new Set(one.structures.map(({ id }) => id));
			for (const entry of [...one.structures, ...one.services]) {
				assert.equal(entry.source, name, entry.id);
				assert.match(entry.id, new RegExp(`^${name}--[a-z0-9-]+$`));
			}
			for (const service of one.services) assert.ok(houses.has(service.structure_id ?? ''), service.id);
		}
	});

	it('each say something of their own, of a day that has been', () => {
		assert.equal(distinct(services.map(({ description = '' }) => description)), services.length);
		for (const { id, nom, description = '', date_maj } of services) {
			assert.ok(nom.length >= 3 && nom.length <= 150 && description.length >= 5, id);
			assert.ok(/^20\d\d-\d\d-\d\d$/.test(date_maj) && date_maj <= WRITTEN, id);
		}
	});

	it('can be reached by nobody: invented towns, numbers of fiction, addresses that lead nowhere', () => {
		for (const entry of [...structures, ...services]) {
			const belgian = entry.source === 'sambre-noire';
			if (entry.code_postal) assert.match(entry.code_postal, belgian ? /^699[1-6]$/ : /^961[0-4]0$/, entry.id);
			if (entry.code_insee) assert.match(entry.code_insee, belgian ? /^9990[1-6]$/ : /^96\d{3}$/, entry.id);
			const dialled = (entry.telephone ?? '').replace(/ /g, '').replace(/^\+3[23]/, '0');
			if (dialled && dialled !== '115') assert.match(dialled, belgian ? /^0710000\d\d$/ : /^063998\d{4}$/, entry.id);
			if (entry.courriel) assert.match(entry.courriel, /@[a-z0-9.-]+\.example$/, entry.id);
			for (const link of [entry.site_web, entry.lien_mobilisation])
				if (link) assert.match(link, /^https:\/\/[a-z0-9.-]+\.example(\/|$)/, entry.id);
		}
	});

	it('stand on one map for each territory', () => {
		const middle = { 'sambre-noire': [50.38, 4.33], 'port-lazare': [43.2, 5.7] } as Record<string, [number, number]>;
		for (const { id, source, latitude, longitude } of [...structures, ...services]) {
			assert.equal(latitude === undefined, longitude === undefined, id);
			if (latitude === undefined || longitude === undefined) continue;
			const [north, east] = middle[source] ?? [0, 0];
			assert.ok(Math.abs(latitude - north) < 0.1 && Math.abs(longitude - east) < 0.15, id);
		}
	});

	it('leave unanswered what the README says, and of the other families nothing', () => {
		const families = new Set(services.flatMap(({ thematiques = [] }) => thematiques.map((theme) => theme.split('--')[0] ?? '')));
		for (const [name, hole] of Object.entries(HOLES) as [keyof typeof HOLES, RegExp][]) {
			const answered = territories[name].services.flatMap(({ thematiques = [] }) => thematiques);
			assert.deepEqual(
				answered.filter((theme) => hole.test(theme)),
				[]
			);
			for (const family of families)
				if (!hole.test(`${family}--`))
					assert.ok(
						answered.some((theme) => theme.startsWith(`${family}--`)),
						`${name}: ${family}`
					);
		}
	});
});

const MAPPING = join(import.meta.dirname, '../../src/lib/directory/needs.ts');
const unmapped = existsSync(MAPPING) ? false : 'which themes answer which need is not in this branch';

describe('the needs', { skip: unmapped }, () => {
	it('are each answered by several, but for those that the README names', async () => {
		const { needsOf } = (await import(pathToFileURL(MAPPING).href)) as { needsOf: (themes: readonly string[]) => string[] };
		const few = Object.entries(territories).map(([name, one]) => {
			const answered = one.services.flatMap(({ thematiques = [] }) => needsOf(thematiques));
			const count = (need: string) => answered.filter((each) => each === need).length;
			return [name, NEED_CODES.filter((need) => need !== 'OTHER' && count(need) < 2).map((need) => `${need} ${count(need)}`)];
		});
		assert.deepEqual(few, [
			['sambre-noire', ['INT 0']],
			['port-lazare', ['DIS 0', 'INT 1']]
		]);
	});
});

const LISTS = join(import.meta.dirname, '../../../shared/data/data-inclusion-v1.0.8/extra');
const absent = existsSync(LISTS) ? false : 'the lists of data·inclusion are not beside this repository';

describe('their codes', { skip: absent }, () => {
	const known = (file: string) => new Set((read(LISTS, `${file}.json`) as { value: string }[]).map(({ value }) => value));
	const unknown = (entries: Entry[], file: string, of: (entry: Entry) => string[] | string | undefined) => {
		const list = known(file);
		return entries.flatMap((entry) =>
			[of(entry) ?? []]
				.flat()
				.filter((code) => !list.has(code))
				.map((code) => `${entry.id}: ${code}`)
		);
	};

	it('are those of data·inclusion, and “everybody” stands alone', () => {
		assert.deepEqual(
			unknown(services, 'thematiques', (one) => one.thematiques),
			[]
		);
		assert.deepEqual(
			unknown(services, 'publics', (one) => one.publics),
			[]
		);
		assert.deepEqual(
			unknown(services, 'types-de-services', (one) => one.type),
			[]
		);
		assert.deepEqual(
			unknown(services, 'frais', (one) => one.frais),
			[]
		);
		assert.deepEqual(
			unknown(services, 'modes-accueil', (one) => one.modes_accueil),
			[]
		);
		assert.deepEqual(
			unknown(services, 'modes-mobilisation', (one) => one.modes_mobilisation),
			[]
		);
		assert.deepEqual(
			unknown(services, 'personnes-mobilisatrices', (one) => one.mobilisable_par),
			[]
		);
		assert.deepEqual(
			unknown(structures, 'reseaux-porteurs', (one) => one.reseaux_porteurs),
			[]
		);
		assert.deepEqual(
			services.filter(({ publics = [] }) => publics.includes('tous-publics') && publics.length > 1).map(({ id }) => id),
			[]
		);
	});

	it('are those that the queries ask for', () => {
		const publics = known('publics');
		assert.deepEqual(
			queries.filter((query) => query.public !== null && !publics.has(query.public)).map(({ id }) => id),
			[]
		);
	});
});

describe('the queries', () => {
	it('are 60, each with an id of its own, and each asks for something', () => {
		assert.equal(queries.length, 60);
		assert.equal(distinct(queries.map(({ id }) => id)), 60);
		for (const { id, words, need } of queries) {
			assert.ok(words !== null || need !== null, id);
			if (need !== null) assert.ok((NEED_CODES as readonly string[]).includes(need), id);
		}
	});

	it('expect three to twelve services of their own territory, one of them exactly what was asked', () => {
		for (const query of queries) {
			const here = new Set(territories[query.territory as keyof typeof territories].services.map(({ id }) => id));
			const expected = Object.entries(query.expected);
			assert.ok(expected.length >= 3 && expected.length <= 12, query.id);
			for (const [id, grade] of expected) assert.ok(here.has(id) && [1, 2, 3].includes(grade), `${query.id}: ${id}`);
			assert.ok(
				expected.some(([, grade]) => grade === 3),
				query.id
			);
		}
	});

	it('name a place by a town or quarter that has services, or by its postcode', () => {
		const places = new Set(
			structures
				.flatMap((one) => Object.values(one) as unknown[])
				.filter((value) => typeof value === 'string')
				.map(plain)
		);
		assert.deepEqual(
			queries.filter(({ place }) => place !== null && !places.has(plain(place))).map(({ id }) => id),
			[]
		);
	});
});

/** One apostrophe is as good as another. */
function plain(said: string): string {
	return said.replaceAll('’', "'");
}
