/**
 * The needs of the territory, in six families, by what people say. A list grows by a new version; a stored need keeps the version and
 * the code it was opened with. Labels are in messages/needs.
 */
export const LIST_VERSION = 1;

export const FAMILIES = {
	home: ['LOG', 'QUO', 'ENF', 'FAM'],
	health: ['SAN', 'PSY', 'ADD', 'HAN', 'VIO'],
	rights: ['DRO', 'SEJ', 'EQU', 'JUS', 'DIS', 'FIN'],
	moving: ['MOB', 'LNG', 'ALP', 'NUM'],
	project: ['ORI', 'FOR', 'REC', 'EMP', 'CRE', 'INT'],
	others: ['CON', 'LIE']
} as const;

export type Family = keyof typeof FAMILIES;
export const FAMILY_ORDER = Object.keys(FAMILIES) as Family[];

/** What no family names, in her own words; there may be several. */
export const OTHER = 'OTHER';

export type NamedCode = (typeof FAMILIES)[Family][number];
export type NeedCode = NamedCode | typeof OTHER;

export const NEED_CODES: readonly [NeedCode, ...NeedCode[]] = [OTHER, ...Object.values(FAMILIES).flat()];

/** The code as this version of the list knows it; what another list named is kept beside it and shown as something else. */
export const codeOr = (code: string): NeedCode => NEED_CODES.find((one) => one === code) ?? OTHER;

/** The family of a code; null for what none of them names. */
export const familyOf = (code: NeedCode): Family | null =>
	FAMILY_ORDER.find((family) => (FAMILIES[family] as readonly string[]).includes(code)) ?? null;

/** Where somebody hides from somebody, these say too much of why. */
const SAY_WHY: readonly NeedCode[] = ['FAM', 'PSY', 'ADD', 'HAN', 'SEJ', 'JUS', 'DIS'];

/**
 * A need that stands on its own page alone, never in a line, a list, a plan or on the thread: feeling safe, always; in concealed mode,
 * what would tell a passer-by why she hides.
 */
export const isQuiet = (code: NeedCode, concealed: boolean): boolean => code === 'VIO' || (concealed && SAY_WHY.includes(code));
