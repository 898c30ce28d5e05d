/** What is measured on: the size of issue A §8 and a tenth of it. Every row is made from a number, so that two loads are alike. */
export interface Size {
	database: string;
	organizations: number;
	practitioners: number;
	people: number;
	interviews: number;
	appointments: number;
}

export const WHOLE: Size = {
	database: 'bench_whole',
	organizations: 200,
	practitioners: 1_000,
	people: 100_000,
	interviews: 1_000_000,
	appointments: 200_000
};

export const TENTH: Size = {
	database: 'bench_tenth',
	organizations: 20,
	practitioners: 100,
	people: 10_000,
	interviews: 100_000,
	appointments: 20_000
};

/** Kinds of rows, as they stand in the third group of an id: the rest says the organisation and the number. */
export const KIND = {
	organization: 1,
	account: 2,
	member: 3,
	person: 4,
	accompaniment: 5,
	appointment: 6,
	interview: 7,
	note: 8,
	action: 9,
	session: 10
} as const;

/**
 * The id of the n-th row of a kind, shaped like a UUIDv7. The organisation stands in it, so that a page can be checked
 * to hold nothing of another one without asking the database.
 */
export function idOf(kind: keyof typeof KIND, organization: number, n: number): string {
	const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');
	return `0199${hex(organization, 4)}-${hex(KIND[kind], 4)}-7000-8000-${hex(n, 12)}`;
}

/** The same in SQL, for rows made inside the database. */
export function idSql(kind: keyof typeof KIND, organization: string, n: string): string {
	return `('0199' || lpad(to_hex(${organization}), 4, '0') || '-${KIND[kind].toString(16).padStart(4, '0')}-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
}

/** Practitioner p works in organisation p mod organisations; person i is led by practitioner i mod practitioners. */
export const organizationOf = (size: Size, practitioner: number) => practitioner % size.organizations;

/** Person i is called `FIRST_NAMES[i * 7 % 16]` and a letter. */
export const FIRST_NAMES = [
	'Nadia',
	'Kévin',
	'Irina',
	'Samir',
	'Marie-Ange',
	'Bernard',
	'Olena',
	'Zoé',
	'Élodie',
	'Jean-Noël',
	'Aïcha',
	'François',
	'Ludivine',
	'Cédric',
	'Fatoumata',
	'Hélène'
];

export const nameOf = (i: number) => `${FIRST_NAMES[(i * 7) % FIRST_NAMES.length]} ${String.fromCharCode(65 + (Math.floor(i / 3) % 26))}.`;

/** Whom practitioner p walks with: those she leads, then those of another one, as a colleague or covering. */
export function reachOf(size: Size, p: number): number[] {
	const each = size.people / size.practitioners;
	const other = (p - size.organizations + size.practitioners) % size.practitioners;
	const rounds = Array.from({ length: each }, (_, k) => k);
	const lent = rounds.filter((k) => k % 12 === 1 || k % 50 === 1);
	return [...rounds.map((k) => p + k * size.practitioners), ...lent.map((k) => other + k * size.practitioners)];
}
