import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { keyring, type Tx } from '../server/db.ts';
import type { Keyring } from '../server/keyring.ts';
import { found } from '../web/found.ts';
import { NotPossible } from '../web/not-possible.ts';
import { FEWEST, noCounts, packed, peopleIn, unpacked, withAnswers, type Answers, type Counts } from './rules.ts';

/** What waits, as it is sealed: both texts keep their length, whatever they hold. */
interface Waiting {
	counts: string;
	/** The one-time keys of the last forms, so that a form sent twice counts once. Nothing else of the house knows them. */
	keys: string[];
}

/** How many forms are remembered, and by how many signs of their key. */
const REMEMBERED = 64;
const SIGNS = 12;
/** More answers than this in one day, in one organisation, are no answers of people any more. */
const MOST_A_DAY = 60;

const about = (organization: string) => `opinion_waiting|${organization}`;
/** Places are full from the first day, so that nobody sees how many are taken. */
const nothing = (): Waiting => ({ counts: packed(noCounts()), keys: Array.from({ length: REMEMBERED }, () => unknown()) });
const unknown = () => randomBytes(SIGNS / 2).toString('hex');
const printOf = (formKey: string) => formKey.replaceAll('-', '').slice(-SIGNS);

/**
 * Adds what she answers to what waits, where no answer can be told from another. Nothing says that it was she, nor when: this transaction
 * writes one sealed row of her organisation and nothing else, and no key, session or journal keeps that it was made.
 * @param organization one of hers
 * @param formKey of the form: sent twice, it counts once
 * @throws HttpError 404 when it is none of hers; NotPossible when so many came today that they are no answers any more
 */
export async function giveOpinion(tx: Tx, organization: string, said: Answers, formKey: string): Promise<void> {
	const ring = keyring();
	await tx
		.insertInto('opinion_waiting')
		.values({ id: organization, sealed: ring.seal(about(organization), nothing()) })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const row = found(await tx.selectFrom('opinion_waiting').select('sealed').where('id', '=', organization).forUpdate().executeTakeFirst());
	const { counts, keys } = ring.open<Waiting>(about(organization), row.sealed);
	const print = printOf(formKey);
	if (keys.includes(print)) return;
	const before = unpacked(counts);
	if (peopleIn(before) >= MOST_A_DAY) throw new NotPossible('', 'opinion_tomorrow');
	const waiting: Waiting = { counts: packed(withAnswers(before, said)), keys: [...keys.slice(1), print] };
	await keep(tx, ring, organization, waiting);
}

/**
 * Once a night: where five have come together, their answers are added to those that can be read, all at once; the others wait. What waits is
 * sealed anew in every organisation, so that no row tells whether something came, nor on which day. Runs as role jobs.
 */
export async function gatherOpinions(tx: Tx, ring: Keyring): Promise<void> {
	const rows = await tx.selectFrom('opinion_waiting').select(['id', 'sealed']).orderBy('id').forUpdate().execute();
	for (const { id, sealed } of rows) {
		const waiting = ring.open<Waiting>(about(id), sealed);
		const counts = unpacked(waiting.counts);
		const enough = peopleIn(counts) >= FEWEST;
		if (enough) await sql`select add_opinions(${id}::uuid, ${JSON.stringify(counts)}::jsonb)`.execute(tx);
		// A form that is sent again belongs to the same evening; tomorrow nobody needs to recognise it.
		await keep(tx, ring, id, enough ? nothing() : { ...nothing(), counts: waiting.counts });
	}
}

async function keep(tx: Tx, ring: Keyring, id: string, waiting: Waiting): Promise<void> {
	await tx
		.updateTable('opinion_waiting')
		.set({ sealed: ring.seal(about(id), waiting) })
		.where('id', '=', id)
		.execute();
}

/**
 * Sheets that somebody of the house types in: five at least, added by themselves and at once. They are never put together with those that
 * wait: whoever typed them could take them away again and see what is left.
 */
export async function typeSheets(tx: Tx, sheets: readonly Answers[]): Promise<void> {
	const counts: Counts = sheets.reduce((sum, said) => withAnswers(sum, said), noCounts());
	await sql`select add_opinion_sheets(${JSON.stringify(counts)}::jsonb)`.execute(tx);
}
