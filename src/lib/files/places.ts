import { FILE_LIMITS } from './rules.ts';

const PERSON = '/personnes/[0-9a-f-]{36}';

/** The pages that take a file. Nowhere else may anybody send as much as one: it is refused before it is read. */
const PLACES: readonly string[] = [
	'/moi/messages',
	`${PERSON}/messages`,
	'/moi/papiers/ajouter',
	'/moi/papiers/lettres/nouvelle',
	`${PERSON}/documents`
];

/** The same for the server: where, and how many bytes, the form around the file included. */
export const FILE_PLACES: readonly (readonly [place: RegExp, bytes: number])[] = PLACES.map((place) => [
	new RegExp(`^${place}$`),
	FILE_LIMITS.bytes + 64 * 1024
]);
