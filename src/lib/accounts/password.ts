import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane. memory in KiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_LENGTH = 32;

export const SHORTEST = 15;
export const LONGEST = 200;

/** A password in the form that is stored: the PHC string of Argon2id, with its own salt. */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const tag = await derive('argon2id', { ...COST, message: password.normalize('NFKC'), nonce, tagLength: TAG_LENGTH });
	return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${plain(nonce)}$${plain(tag)}`;
}

/** Whether this is the password behind a stored form, whatever cost it was made at. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
	return (await whichOf([hash], password)) === 0;
}

/**
 * Which of these stored forms a password stands behind, in one computation whatever the answer: they share their salt and their cost.
 * @returns its place, -1 for none
 */
export async function whichOf(hashes: readonly [string, ...string[]], password: string): Promise<number> {
	const parts = partsOf(hashes[0]);
	if (!parts) return -1;
	const again = await derive('argon2id', {
		...parts.cost,
		message: password.normalize('NFKC'),
		nonce: parts.nonce,
		tagLength: TAG_LENGTH
	});
	const same = hashes.map((hash) => {
		const tag = partsOf(hash)?.tag;
		return tag?.length === again.length && timingSafeEqual(tag, again);
	});
	return same.indexOf(true);
}

/** A password in stored form, with the salt and the cost of another one, so that `whichOf` compares with both at once. */
export async function hashBeside(hash: string, password: string): Promise<string> {
	const parts = partsOf(hash);
	if (!parts) throw new Error('there is nothing to stand beside');
	const tag = await derive('argon2id', { ...parts.cost, message: password.normalize('NFKC'), nonce: parts.nonce, tagLength: TAG_LENGTH });
	return hash.replace(/[^$]*$/, plain(tag));
}

function partsOf(hash: string): { cost: typeof COST; nonce: Buffer; tag: Buffer } | null {
	const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
	if (!parts) return null;
	const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number];
	return { cost: { memory, passes, parallelism }, nonce: Buffer.from(parts[4]!, 'base64'), tag: Buffer.from(parts[5]!, 'base64') };
}

const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** What many people try first, once accents, digits and signs are left out. */
const OBVIOUS = [
	'motdepasse',
	'password',
	'passwort',
	'azertyuiop',
	'qwertyuiop',
	'abcdefghijklmno',
	'administrateur',
	'administrator',
	'bienvenue',
	'welcome',
	'cheminer',
	'soleil',
	'letmein',
	'iloveyou',
	'jetaime',
	'football',
	'secret',
	'connexion'
];

/**
 * Whether a password is one of those that are guessed first: an obvious word repeated or padded, one sign over and over,
 * a run of the keyboard, or the person's own address or name. Length is checked elsewhere; no rule asks for signs of any kind.
 * @param about what the person is known by: address, names
 */
export function isObvious(password: string, about: readonly string[] = []): boolean {
	const folded = password.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	if (new Set(folded).size < 5 || isRun(folded)) return true;
	const own = about.flatMap((words) => words.toLowerCase().split(/[@.\s-]+/)).filter((word) => word.length >= 4);
	const words = [...OBVIOUS, ...own.map((word) => onlyLetters(word.normalize('NFKD')))];
	return [folded, folded.replace(/[013457@$]/g, (sign) => DISGUISES[sign] ?? sign)].some((said) =>
		saysNothingElse(onlyLetters(said), words)
	);
}

/** Signs that stand in for letters: m0tdep4sse. */
const DISGUISES: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' };

const onlyLetters = (said: string) => said.replace(/[^\p{L}]/gu, '');

/** Digits that follow one another, up or down, with nothing but signs around them. */
function isRun(said: string): boolean {
	const digits = said.replace(/[^\d\p{L}]/gu, '');
	return digits !== '' && ['0123456789', '9876543210'].some((run) => run.repeat(Math.ceil(digits.length / 10) + 1).includes(digits));
}

/** Nothing but obvious words, whatever digits and signs stood around them. */
function saysNothingElse(letters: string, words: readonly string[]): boolean {
	const rest = words.reduce((left, word) => (word ? left.replaceAll(word, '') : left), letters);
	return rest.length < 4 && rest !== letters;
}
