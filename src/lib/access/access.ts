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
	'see-day-at-front-desk': ['front-desk'],
	'see-team-load': ['coordination'],
	'assign-lead': ['coordination'],
	'name-cover': ['practitioner', 'coordination'],
	'change-settings': ['administrator'],
	'manage-members': ['administrator']
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

/** May this actor do this, by role? For buttons and sentences: the database decides again. */
export function can(actor: Actor, right: Right): boolean {
	const holders: readonly Role[] = RIGHTS[right];
	return actor.roles.some((role) => holders.includes(role));
}
