import type { Role } from './access.ts';

/**
 * Who may do what to whom, in one file: role × action × relation × channel → answer.
 * From it come the tests that ask the database and the pages row by row (tests/wall), and docs/access.md.
 */

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

const WALKING: readonly Standing[] = ['lead', 'named', 'unticked', 'cover'];
const NAMED_WITH_IT: readonly Standing[] = ['lead', 'named', 'cover'];
const NAMING: readonly Standing[] = ['lead', 'named', 'unticked'];
const AT_THE_DESK: readonly Standing[] = ['lead', 'named', 'unticked', 'cover', 'expired', 'none', 'asked'];

/** One thing that can be read or done. */
export interface Line {
	action: string;
	/** In words, for docs/access.md. */
	says: string;
	kind: 'read' | 'write';
	/** The role without which nothing is answered. */
	needs: Role;
	/** To whom it is given among those who have the role; "anyone" when it concerns no file of somebody. */
	given: readonly Standing[] | 'anyone' | 'author';
	/** Where it can be asked for; everywhere else it is not there. */
	asked: readonly Channel[];
	/** A list answers with those it holds: nobody is refused, she is not in it. */
	listed?: true;
}

const PAGE: readonly Channel[] = ['page', 'data'];

export const MATRIX = [
	{
		action: 'read-pathway',
		says: 'read the pathway: name, thread, moment',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'find-by-name',
		says: 'find her by a piece of her name',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: ['search']
	},
	{
		action: 'list-caseload',
		says: 'see her in a caseload',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		// A long list is written for the page alone (web/page-alone.ts): its data channel holds nobody.
		asked: ['page', 'csv', 'counter'],
		listed: true
	},
	{ action: 'open-key', says: 'open the key of her texts', kind: 'read', needs: 'practitioner', given: WALKING, asked: PAGE },
	{
		action: 'read-profile',
		says: 'read what counts for her, contacts, answer, frame, protection, moments',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-interview',
		says: 'see that an interview was held, when and how',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-note',
		says: 'read what was said, its former versions, what she answered to it and who was there',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-action',
		says: 'read what is to be done, born in that text',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-need',
		says: 'read a need in its two voices, and its former versions',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-goal',
		says: 'read a goal: her wish, what is agreed, its steps, what is to be done for it, and their former versions',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{ action: 'read-appointment', says: 'see her appointments', kind: 'read', needs: 'practitioner', given: WALKING, asked: PAGE },
	{
		action: 'see-arrival',
		says: 'see that she is here, until the end of the day',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE,
		listed: true
	},
	{
		action: 'read-desk-word',
		says: 'read and tick a word that the front desk left for whom she was to see (here her lead)',
		kind: 'read',
		needs: 'practitioner',
		given: ['lead', 'cover'],
		asked: PAGE,
		listed: true
	},
	{
		action: 'read-own-memo',
		says: 'read one’s own memo, until it expires',
		kind: 'read',
		needs: 'practitioner',
		given: 'author',
		asked: PAGE
	},
	{ action: 'read-memo-of-another', says: 'read somebody else’s memo', kind: 'read', needs: 'practitioner', given: [], asked: PAGE },
	{ action: 'read-expired-memo', says: 'read a memo after its date', kind: 'read', needs: 'practitioner', given: [], asked: PAGE },
	{
		action: 'read-draft-of-another',
		says: 'read what somebody else is typing',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: PAGE
	},
	{ action: 'read-journal', says: 'read who looked', kind: 'read', needs: 'practitioner', given: WALKING, asked: PAGE },
	{
		action: 'read-companions',
		says: 'see who walks with her and who is excluded',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'see-view',
		says: 'see that a view was asked for, of whom, until when',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-view',
		says: 'read the question of a view, and its answer',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'open-view',
		says: 'open the texts that are shown for a view, and nothing else',
		kind: 'read',
		needs: 'practitioner',
		given: ['asked'],
		asked: PAGE
	},
	{
		action: 'record-interview',
		says: 'record an interview, with its text and what comes next',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'record-collective',
		says: 'record her own part of a moment with several people',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'keep-collective-draft',
		says: 'keep what one is typing about such a moment',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'correct-note',
		says: 'correct what was said; the former text is kept',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'answer-read-back',
		says: 'write down what she answers when a text is read again (“C’est bien ça ?”)',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'add-side',
		says: 'add one’s own side to a meeting one was at, as its recorder says',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'add-side-from-away',
		says: 'add a side to a meeting one was not at',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'correct-side-of-another',
		says: 'correct a colleague’s side',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'say-who-was-there',
		says: 'say which colleagues, among those who walk with her, were at a meeting one recorded',
		kind: 'write',
		needs: 'practitioner',
		given: 'author',
		asked: ['page']
	},
	{
		action: 'say-who-was-there-elsewhere',
		says: 'say so of somebody who does not walk with her, or of a meeting that somebody else recorded',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'name-reader',
		says: 'name one more reader of one’s own text, among those who walk with her',
		kind: 'write',
		needs: 'practitioner',
		given: 'author',
		asked: ['page']
	},
	{
		action: 'name-outside-reader',
		says: 'name a reader who does not walk with her',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'name-reader-of-another',
		says: 'name a reader of somebody else’s text',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'open-need',
		says: 'open a need or a goal, with what each said of it',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'change-need',
		says: 'put her voice of a need right, add one’s own, settle it, open it again; the former text is kept',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'change-goal',
		says: 'put a goal otherwise, confirm it, add a step, say where it stands; the former text is kept',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'speak-for-colleague',
		says: 'change what a colleague said of a need, or a wish once written',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'answer-action',
		says: 'say what became of what was to be done',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'plan-appointment',
		says: 'plan, move or release an appointment',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{ action: 'write-memo', says: 'write a memo for oneself', kind: 'write', needs: 'practitioner', given: WALKING, asked: ['page'] },
	{ action: 'keep-draft', says: 'keep what one is typing', kind: 'write', needs: 'practitioner', given: WALKING, asked: ['page'] },
	{
		action: 'change-profile',
		says: 'change what counts for her, contacts, frame, moment',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'name-colleague',
		says: 'name a colleague on the accompaniment',
		kind: 'write',
		needs: 'practitioner',
		given: NAMING,
		asked: ['page']
	},
	{ action: 'name-excluded', says: 'name a colleague whom she excluded', kind: 'write', needs: 'practitioner', given: [], asked: ['page'] },
	{
		action: 'prolong-oneself',
		says: 'prolong or widen one’s own access',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'remove-colleague',
		says: 'end what a colleague was named for',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'hand-over',
		says: 'hand the lead over to a colleague',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{ action: 'take-lead', says: 'take the lead from a colleague', kind: 'write', needs: 'practitioner', given: [], asked: ['page'] },
	{
		action: 'ask-view',
		says: 'ask a colleague for a view, at her word, for a week at most',
		kind: 'write',
		needs: 'practitioner',
		given: NAMING,
		asked: ['page']
	},
	{
		action: 'ask-view-of-excluded',
		says: 'ask a colleague whom she excluded for a view',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'show-more',
		says: 'show more, or name a reader, once a view is asked for',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'answer-view',
		says: 'give the view one is asked for',
		kind: 'write',
		needs: 'practitioner',
		given: ['asked'],
		asked: ['page']
	},
	{
		action: 'take-view-back',
		says: 'end a view at her word',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{ action: 'exclude', says: 'exclude an account, at her word', kind: 'write', needs: 'practitioner', given: NAMING, asked: ['page'] },
	{ action: 'exclude-lead', says: 'exclude the lead', kind: 'write', needs: 'practitioner', given: [], asked: ['page'] },
	{
		action: 'lift-exclusion',
		says: 'lift an exclusion that somebody else recorded',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'end-accompaniment',
		says: 'end the accompaniment, with a look back',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'move-to-another',
		says: 'move a row to another person, author or organisation',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'open-on-known-person',
		says: 'open a parallel accompaniment in one’s own organisation, with someone one walks with already',
		kind: 'write',
		needs: 'practitioner',
		given: [...WALKING, 'elsewhere'],
		asked: ['page']
	},
	{
		action: 'cover-own-caseload',
		says: 'name a cover for one’s own caseload',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'open-pathway',
		says: 'open a pathway with someone new',
		kind: 'write',
		needs: 'practitioner',
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'see-front-desk',
		says: 'see today’s appointments at the desk: alias, time, place, whom',
		kind: 'read',
		needs: 'front-desk',
		given: 'anyone',
		asked: PAGE
	},
	{
		action: 'see-her-at-front-desk',
		says: 'see her among them',
		kind: 'read',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: PAGE,
		listed: true
	},
	{
		action: 'note-arrival',
		says: 'say that she is here, or take it back',
		kind: 'write',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'change-at-front-desk',
		says: 'move or release her appointment, within the days the desk sees',
		kind: 'write',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'tell-from-front-desk',
		says: 'leave a word for whom she was to see',
		kind: 'write',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'read-word-of-another-desk',
		says: 'read at the desk a word that somebody else left',
		kind: 'read',
		needs: 'front-desk',
		given: [],
		asked: PAGE,
		listed: true
	},
	{
		action: 'see-team-load',
		says: 'see how many people each colleague walks with',
		kind: 'read',
		needs: 'coordination',
		given: 'anyone',
		asked: ['page', 'data', 'counter']
	},
	{
		action: 'see-unassigned',
		says: 'see the names of people who have no lead',
		kind: 'read',
		needs: 'coordination',
		given: 'anyone',
		asked: PAGE
	},
	{
		action: 'set-lead-aside',
		says: 'set her lead aside by the reference she gives, without reading',
		kind: 'write',
		needs: 'coordination',
		// Not the lead himself. Whoever walks with her leaves it to another of coordination: a role alone cannot show it here.
		given: ['named', 'unticked', 'cover', 'expired', 'asked', 'none'],
		asked: ['page'],
		listed: true
	},
	{
		action: 'cover-caseload',
		says: 'name a cover for a colleague’s caseload, without reading',
		kind: 'write',
		needs: 'coordination',
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'cover-by-oneself',
		says: 'name oneself the cover of a colleague’s caseload',
		kind: 'write',
		needs: 'coordination',
		given: [],
		asked: ['page']
	},
	{
		action: 'change-organization',
		says: 'change the organisation’s settings',
		kind: 'write',
		needs: 'administrator',
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'change-member',
		says: 'change a colleague’s roles, or end a membership',
		kind: 'write',
		needs: 'administrator',
		given: 'anyone',
		asked: ['page']
	}
] as const satisfies readonly Line[];

export type Action = (typeof MATRIX)[number]['action'];

/** Those who act in the tests and the tables: one role alone, so that no right hides behind another. */
export const PROBED_ROLES = ['practitioner', 'front-desk', 'coordination', 'administrator'] as const satisfies readonly Role[];

/** An ended member holds nothing; who acts elsewhere is planted there with every role, over the same person. */
const holdsRole = (line: Line, role: Role, standing: Standing) => standing === 'elsewhere' || (role === line.needs && standing !== 'ended');

/**
 * The answer of the database: is this row read, is this change made?
 * "anyone" concerns no file of somebody: done over one's own organisation. "author" is whoever wrote the thing and still walks with her.
 */
export function isGiven(line: Line, role: Role, standing: Standing): boolean {
	if (!holdsRole(line, role, standing)) return false;
	if (line.given === 'anyone') return true;
	return (line.given === 'author' ? WALKING : line.given).includes(standing);
}

/**
 * The answer of one channel. A file's page is 404 to whoever does not walk with her; a page that comes with a role is 403 to the others, the
 * same for all, so that it tells nothing. A session of an ended member is signed out; what is left of it finds nothing.
 */
export function answerOf(line: Line, role: Role, standing: Standing, channel: Channel): Answer {
	if (!line.asked.includes(channel)) return 'not-there';
	if (isGiven(line, role, standing)) return 'allowed';
	if (channel !== 'page' && channel !== 'data') return 'not-there';
	if (standing === 'ended') return '404';
	// A page that comes with a role is no secret; a file's page is not there for whoever does not walk with her, whatever the role.
	if (!holdsRole(line, role, standing) && (line.given === 'anyone' || line.listed)) return '403';
	return line.listed ? 'not-there' : '404';
}
