/** The identity that acts: a member (an account in an organisation), never an account alone. */
export interface Actor {
	member: string;
	account: string;
	organization: string;
	roles: Role[];
	firstName: string;
}

export const ROLES = ['practitioner', 'front-desk', 'coordination', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Rights that come with a role alone; what depends on the person is the wall's (reach, named readers, exclusion). */
const RIGHTS = {
	'walk-with-people': ['practitioner'],
	'open-pathway': ['practitioner'],
	'bring-people-in': ['practitioner'],
	'see-day-at-front-desk': ['front-desk'],
	'see-team-load': ['coordination'],
	'assign-lead': ['coordination'],
	'name-cover': ['practitioner', 'coordination'],
	'see-opinions': ['practitioner', 'front-desk', 'coordination'],
	'say-of-opinions': ['practitioner', 'coordination'],
	'change-settings': ['administrator'],
	'manage-members': ['administrator']
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

/** May this actor do this, by role? For buttons and sentences: the database decides again. */
export function can(actor: Actor, right: Right): boolean {
	const holders: readonly Role[] = RIGHTS[right];
	return actor.roles.some((role) => holders.includes(role));
}

/** What someone is to one accompaniment today. The wall answers with rows; this answers with words, for buttons and sentences. */
export type Relation = 'lead' | 'named' | 'cover' | 'none' | 'excluded' | 'other-organization';

/** An accompaniment as far as the question "who walks here" goes; its facts come from rows that the wall has let through. */
export interface Walk {
	organization: string;
	lead: string | null;
	colleagues: readonly { member: string; until: Date | null }[];
	excludedAccounts?: readonly string[];
}

/**
 * What this actor is to an accompaniment at an instant: exclusion first, over every role, cover and organisation (decisions 6).
 * A colleague named until a date is a cover, whatever the row is called; the date itself is outside (exclusive).
 */
export function relationOf(actor: Actor, walk: Walk, now: Date): Relation {
	if (walk.excludedAccounts?.includes(actor.account)) return 'excluded';
	if (walk.organization !== actor.organization) return 'other-organization';
	if (walk.lead === actor.member) return 'lead';
	const mine = walk.colleagues.filter(({ member, until }) => member === actor.member && (!until || until > now));
	if (mine.length === 0) return 'none';
	return mine.some(({ until }) => !until) ? 'named' : 'cover';
}

/** Rights over one accompaniment, and the relations that hold them. */
const FILE_RIGHTS = {
	read: ['lead', 'named', 'cover'],
	write: ['lead', 'named', 'cover'],
	'name-others': ['lead', 'named'],
	exclude: ['lead', 'named'],
	'hand-over': ['lead'],
	'lift-exclusion': ['lead'],
	'change-who-is-named': ['lead']
} as const satisfies Record<string, readonly Relation[]>;
export type FileRight = keyof typeof FILE_RIGHTS;

/** Why not: only ever said to someone who reads the file; to anybody else it is not there (404). */
export type WhyNot = 'not-there' | 'no-practitioner' | 'until-a-date' | 'lead-only' | 'kept-as-it-is';

/**
 * Why this actor may not do this to a file, or null when nothing stands in the way.
 * @param file.relation from `relationOf`
 * @param file.kept true after a death: the file is read, never written (issue A §4)
 */
export function whyNot(actor: Actor, file: { relation: Relation; kept?: boolean }, right: FileRight): WhyNot | null {
	if (!can(actor, 'walk-with-people')) return 'no-practitioner';
	const readers: readonly Relation[] = FILE_RIGHTS.read;
	if (!readers.includes(file.relation)) return 'not-there';
	const holders: readonly Relation[] = FILE_RIGHTS[right];
	if (!holders.includes(file.relation)) return holders.includes('named') ? 'until-a-date' : 'lead-only';
	return file.kept && right !== 'read' ? 'kept-as-it-is' : null;
}
