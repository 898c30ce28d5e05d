/** A sentence of the country profile, in the languages of the interface. */
export interface Words {
	fr: string;
	en: string;
	nl: string;
}

/** Something the law says, as dated data: where it was read and when; `toVerify` when it is known but not yet read in an official text. */
export interface Rule {
	id: string;
	text: Words;
	source: string;
	/** The day it was last checked, `2026-11-22`. */
	on: string;
	toVerify: boolean;
}

/** From which day of the frame a deadline runs. */
export type Start = 'grantedOn' | 'proposedOn' | 'askedOn' | 'startsOn';

/** A length of time as the law counts it: calendar months and days, or working days (Monday to Friday, public holidays left out). */
export type Length = { months: number } | { days: number } | { workingDays: number };

/** A deadline that protects the person: a rule, from when it runs, and for how long. */
export interface DeadlineRule extends Rule {
	from: Start;
	length: Length;
}

/** Who may ask for an accompaniment, and what holds then. */
export interface AskedBy {
	code: string;
	label: Words;
	/** Which days are worth noting, because a deadline runs from them. */
	deadlines: DeadlineRule[];
	rules: Rule[];
}

/** What worries, in the order in which it is looked for. */
export const WORRIES = ['danger', 'distress', 'violence', 'children', 'text'] as const;
export type Worry = (typeof WORRIES)[number];

/** A number to call in an emergency, as dated data: who answers, where it was read and when. */
export interface EmergencyNumber {
	/** As it is said: "0800 32 123". */
	number: string;
	/** What a phone dials, or null for what is not dialled (an application). */
	dial: string | null;
	who: Words;
	source: string;
	/** The day it was last checked, `2026-11-22`. */
	on: string;
	toVerify: boolean;
}

/** What someone who is worried needs at once: numbers, and what the law allows to be said, to whom (domain 4 B3, F1; 9). */
export interface WorryProfile {
	numbers: Record<Worry, EmergencyNumber[]>;
	maySay: Rule[];
}

/** What differs from one country to another, versioned: chosen by the organisation's territory (decisions 19). */
export interface CountryProfile {
	country: 'BE' | 'FR';
	version: string;
	complaint: { name: string; address: string; phone: string; mail: string; web: string } & Omit<Rule, 'text' | 'id'>;
	minors: Rule[];
	worry: WorryProfile;
	protections: { kind: string; label: Words; rule: Rule | null }[];
	askedBy: AskedBy[];
	/** Public holidays, for working days: fixed ones as `MM-DD`, others by their distance from Easter Sunday. */
	holidays: { fixed: string[]; fromEaster: number[] };
}

/** A sentence in the language of the page; French when there is no other. */
export function inWords(words: Words, locale: string): string {
	return locale === 'en' || locale === 'nl' ? words[locale] : words.fr;
}
