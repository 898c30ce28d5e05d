import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { contactIndex } from '../people/contact.server.ts';
import { shownName } from '../people/name.ts';
import { birthIndex, type Double } from '../people/opening.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { folded, type Mapping } from './columns.ts';
import { BATCH, LIMITS } from './limits.ts';
import { identityOf, isBlank, personOf, type Problem, type Told } from './person.ts';
import { readTable, type Separator, type Text } from './table.ts';

/** How a table is read, and for whom. */
export interface Plan {
	separator: Separator;
	mapping: Mapping;
	/** The territory's plain day. */
	today: string;
	/** The mail address of whoever brings them in: lines that name somebody else are not hers. */
	mail: string;
}

/** A person of one line, with the fingerprint by which the same line is known again. */
export interface Newcomer {
	line: number;
	told: Told;
	key: string;
}

/** What is to be done with one line. */
export type Judged =
	| { kind: 'problems'; line: number; problems: Problem[] }
	/** Followed by somebody else, as the file says: left aside, whoever that is and whether or not we know them. */
	| { kind: 'not-mine'; line: number }
	/** Brought in before. */
	| { kind: 'known'; line: number }
	/** Says the same as another line of the file. */
	| { kind: 'repeated'; line: number; of: number }
	/** Looks like someone in my reach, or like another line. */
	| ({ kind: 'double'; doubles: Double[]; like: number | null } & Newcomer)
	| ({ kind: 'new' } & Newcomer);

/**
 * Judges a file line by line, some at a time, with memory for the fingerprints of its lines and nothing else of them. What it is compared with is
 * what the wall shows me: it never tells that somebody is known elsewhere.
 * @param made pathways made on the way, which are no doubles of what follows
 * @throws UnreadableFile
 */
export async function* judge(
	tx: Tx,
	actor: Actor,
	text: Text,
	plan: Plan,
	made: ReadonlySet<string> = new Set()
): AsyncGenerator<Judged[]> {
	const seen: Seen = { keys: new Map(), names: new Map() };
	let read: Judged[] = [];
	let first = true;
	for await (const line of readTable(text, plan.separator)) {
		if (first || isBlank(line.cells)) {
			first = false;
			continue;
		}
		const { told, problems } = personOf(line, plan.mapping, plan.today);
		read.push(told ? judgeAlone(line.line, told, actor, plan, seen) : { kind: 'problems', line: line.line, problems });
		if (read.length >= BATCH) {
			yield await compare(tx, actor, read, made);
			read = [];
		}
	}
	if (read.length > 0) yield await compare(tx, actor, read, made);
}

interface Seen {
	/** Fingerprint → first line. */
	keys: Map<string, number>;
	/** Name, and name with birth date → first line. */
	names: Map<string, number>;
}

/** What the file alone says of a line. */
function judgeAlone(line: number, told: Told, actor: Actor, plan: Plan, seen: Seen): Judged {
	if (told.leadMail && told.leadMail !== plan.mail.toLowerCase()) return { kind: 'not-mine', line };
	const key = keyring().index(actor.organization, `brought-in|${actor.member}`, identityOf(told));
	const same = seen.keys.get(key);
	if (same !== undefined) return { kind: 'repeated', line, of: same };
	seen.keys.set(key, line);
	const like = sameName(line, told, seen.names);
	return like === undefined ? { kind: 'new', line, told, key } : { kind: 'double', line, told, key, doubles: [], like };
}

/** An earlier line with the same name, unless both say a birth date and these differ. */
function sameName(line: number, told: Told, names: Map<string, number>): number | undefined {
	const name = folded(told.name_to_use);
	const like = told.birthDate ? (names.get(`${name}|${told.birthDate}`) ?? names.get(`${name}|`)) : names.get(name);
	for (const key of [name, `${name}|${told.birthDate}`]) if (!names.has(key)) names.set(key, line);
	return like;
}

/** What was brought in before, and who in my reach may be the same person: two questions for all of them. */
async function compare(tx: Tx, actor: Actor, read: Judged[], made: ReadonlySet<string>): Promise<Judged[]> {
	const people = read.filter((one) => one.kind === 'new' || one.kind === 'double');
	if (people.length === 0) return read;
	const [before, doubles] = await Promise.all([
		tx
			.selectFrom('brought_in')
			.select('row_key')
			.where('member_id', '=', actor.member)
			.where('row_key', '=', sql<string>`any (${people.map(({ key }) => key)}::text[])`)
			.execute(),
		doublesOf(tx, actor, people, made)
	]);
	const known = new Set(before.map(({ row_key }) => row_key));
	return read.map((one): Judged => {
		if (one.kind !== 'new' && one.kind !== 'double') return one;
		if (known.has(one.key)) return { kind: 'known', line: one.line };
		const alike = doubles.get(one.line) ?? [];
		if (one.kind === 'new' && alike.length === 0) return one;
		return { kind: 'double', line: one.line, told: one.told, key: one.key, doubles: alike, like: one.kind === 'double' ? one.like : null };
	});
}

/** More who may be the same would not help to tell. */
const MOST_ALIKE = 3;

/** The same folded name, phone, mail or birth date, among the people in my own reach: by line. */
async function doublesOf(tx: Tx, actor: Actor, people: Newcomer[], made: ReadonlySet<string>): Promise<Map<number, Double[]>> {
	const names = people.map(({ line, told }) => ({ line, name: told.name_to_use }));
	const births = people.flatMap(({ line, told }) =>
		told.birthDate ? [{ line, found: birthIndex(actor.organization, told.birthDate) }] : []
	);
	const contacts = people.flatMap(({ line, told }) =>
		told.contacts.flatMap((contact) => {
			const found = contactIndex(actor.organization, contact);
			return found ? [{ line, found }] : [];
		})
	);
	const { rows } = await sql<{ line: number; id: string; name_to_use: string; alias: string | null; concealed: boolean }>`
		with wanted as (
			select w.line, a.id from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as w(line int, name text)
				join accompaniment a on a.name_folded = fold(w.name)
			union
			select w.line, p.accompaniment_id from jsonb_to_recordset(${JSON.stringify(births)}::jsonb) as w(line int, found text)
				join profile p on p.birth_index = w.found
			union
			select w.line, c.accompaniment_id from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) as w(line int, found text)
				join contact c on c.value_index = w.found
		) select w.line, a.id, a.name_to_use, a.alias, a.concealed from wanted w join accompaniment a on a.id = w.id
		order by w.line, a.name_folded, a.id`.execute(tx);
	const byLine = new Map<number, Double[]>();
	for (const { line, id, ...person } of rows) {
		if (made.has(id)) continue;
		const doubles = byLine.get(line) ?? [];
		if (doubles.length < MOST_ALIKE) doubles.push({ id, name: shownName(person) });
		byLine.set(line, doubles);
	}
	return byLine;
}

/** What a dry run found: every problem by line and column, and what would become of each line. Sealed with the file it is about. */
export interface Check {
	/** Lines that would be brought in, possible doubles apart. */
	people: number;
	known: number;
	notMine: number;
	repeated: { line: number; of: number }[];
	doubles: { line: number; name: string; with: Double[]; like: number | null }[];
	problems: Problem[];
	/** How many there are in all: beyond some hundreds they are not listed one by one. */
	count: { repeated: number; doubles: number; problems: number };
	/** The first of them, as they will look. */
	first: Told[];
	/** Tells whether what is brought in is what was shown. */
	print: string;
}

/**
 * Reads a whole file as if it were brought in, and changes nothing.
 * @throws UnreadableFile
 */
export async function checkFile(tx: Tx, actor: Actor, text: Text, plan: Plan): Promise<Check> {
	const check: Check = {
		people: 0,
		known: 0,
		notMine: 0,
		repeated: [],
		doubles: [],
		problems: [],
		count: { repeated: 0, doubles: 0, problems: 0 },
		first: [],
		print: ''
	};
	const print = new Print();
	for await (const lines of judge(tx, actor, text, plan)) {
		for (const one of lines) {
			print.add(one);
			tally(check, one);
		}
	}
	return { ...check, print: print.value() };
}

function tally(check: Check, one: Judged): void {
	const { count } = check;
	if (one.kind === 'problems') {
		count.problems += one.problems.length;
		if (check.problems.length < LIMITS.shown) check.problems.push(...one.problems);
	} else if (one.kind === 'repeated') {
		count.repeated += 1;
		if (check.repeated.length < LIMITS.shown) check.repeated.push({ line: one.line, of: one.of });
	} else if (one.kind === 'double') {
		count.doubles += 1;
		if (check.doubles.length < LIMITS.shown)
			check.doubles.push({ line: one.line, name: one.told.name_to_use, with: one.doubles, like: one.like });
	} else if (one.kind === 'new') {
		check.people += 1;
		if (check.first.length < 3) check.first.push(one.told);
	} else check[one.kind === 'known' ? 'known' : 'notMine'] += 1;
}

/** A fingerprint of what becomes of each line, in order. */
export class Print {
	readonly #hash = createHash('sha256');

	add(one: Judged): void {
		this.#hash.update(`${one.line} ${one.kind} ${one.kind === 'new' || one.kind === 'double' ? one.key : ''}\n`);
	}

	value(): string {
		return this.#hash.digest('base64url');
	}
}
