import type { Role } from './access.ts';
import { WALKING, type Answer, type Channel, type Line, type Standing } from './line.ts';
import { CHANGING } from './lines/changing.ts';
import { READING } from './lines/reading.ts';
import { WITH_A_ROLE } from './lines/with-a-role.ts';

/**
 * Who may do what to whom, in one list: role × action × relation × channel → answer. Its lines stand in `lines/`.
 * From it come the tests that ask the database and the pages row by row (tests/wall), and docs/access.md.
 */
export const MATRIX = [...READING, ...CHANGING, ...WITH_A_ROLE] as const satisfies readonly Line[];

export type Action = (typeof MATRIX)[number]['action'];

/** Those who act in the tests and the tables: one role alone, so that no right hides behind another. */
export const PROBED_ROLES = ['practitioner', 'front-desk', 'coordination', 'administrator'] as const satisfies readonly Role[];

/** An ended member holds nothing; who acts elsewhere is planted there with every role, over the same person. */
const holdsRole = (line: Line, role: Role, standing: Standing) =>
	standing === 'elsewhere' || ((role === line.needs || line.also?.includes(role) === true) && standing !== 'ended');

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
