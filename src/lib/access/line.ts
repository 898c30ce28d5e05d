import type { Role } from './access.ts';

/**
 * What someone is to the file asked about; "unticked" walks with her but is not named with the text; "expired" covered until a moment ago;
 * "asked" is asked for a view, and walks with her in no other way.
 */
export const STANDINGS = ['lead', 'named', 'unticked', 'cover', 'expired', 'none', 'asked', 'excluded', 'ended', 'elsewhere'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The ways by which a fact could leave: none of them may answer otherwise than the others. */
export const CHANNELS = ['page', 'data', 'csv', 'search', 'counter', 'job'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * `allowed`: it is there, it is done. `404`: as if it never existed. `403`: the page is no secret, the role does not hold the right.
 * `not-there`: a list, a count or a file that does not hold it.
 */
export type Answer = 'allowed' | '404' | '403' | 'not-there';

/** Whoever walks with her today. */
export const WALKING: readonly Standing[] = ['lead', 'named', 'unticked', 'cover'];
export const NAMED_WITH_IT: readonly Standing[] = ['lead', 'named', 'cover'];
export const NAMING: readonly Standing[] = ['lead', 'named', 'unticked'];
export const AT_THE_DESK: readonly Standing[] = ['lead', 'named', 'unticked', 'cover', 'expired', 'none', 'asked'];

/** One thing that can be read or done. */
export interface Line {
	action: string;
	/** In words, for docs/access.md. */
	says: string;
	kind: 'read' | 'write';
	/** The role without which nothing is answered. */
	needs: Role;
	/** Other roles that are given the same. */
	also?: readonly Role[];
	/** To whom it is given among those who have the role; "anyone" when it concerns no file of somebody. */
	given: readonly Standing[] | 'anyone' | 'author';
	/** Where it can be asked for; everywhere else it is not there. */
	asked: readonly Channel[];
	/** A list answers with those it holds: nobody is refused, she is not in it. */
	listed?: true;
}

export const PAGE: readonly Channel[] = ['page', 'data'];
