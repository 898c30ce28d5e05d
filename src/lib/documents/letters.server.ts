import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { eraseFile, keepFile, readKeptFiles, type KeptFile } from '../files/files.server.ts';
import type { FitFile } from '../files/rules.ts';
import { walkingWithHer } from '../interviews/audience.server.ts';
import { shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';

/** A paper that she does not understand, with what it says once somebody read it. */
export interface Letter {
	id: string;
	question: string;
	/** Null when she erased it, or when it was read at the desk. */
	file: KeptFile | null;
	/** First name of whom she asked. */
	to: string;
	/** She sent it herself; else it was noted at the desk. */
	by_her: boolean;
	answer: string | null;
	answered_at: Date | null;
	at: Date;
}

/** The letters of this pathway that the asker may read: all of them for herself, those sent to him for a practitioner. The latest first. */
export async function readLetters(tx: Tx, pathway: Pathway): Promise<Letter[]> {
	const { accompaniment, key } = pathway;
	const rows = await tx
		.selectFrom('letter as l')
		.leftJoin('member as m', 'm.id', 'l.to_member_id')
		.select(['l.id', 'l.sealed', 'l.file_id', 'l.author_id', 'l.answer', 'l.answered_at', 'l.created_at as at'])
		.select(sql<string>`coalesce(m.first_name, '')`.as('to'))
		.where('l.accompaniment_id', '=', accompaniment.id)
		.orderBy('l.created_at', 'desc')
		.orderBy('l.id', 'desc')
		.execute();
	const files = await readKeptFiles(
		tx,
		pathway,
		rows.flatMap(({ file_id }) => file_id ?? [])
	);
	return rows.map(({ sealed, file_id, author_id, answer, ...row }) => ({
		...row,
		question: key.open<{ question: string }>('letter', row.id, sealed).question,
		file: (file_id && files.get(file_id)) || null,
		by_her: author_id === null,
		answer: answer === null ? null : key.open<{ text: string }>('letter', row.id, answer, 'answer').text
	}));
}

/** One letter, or undefined. */
export async function readLetter(tx: Tx, pathway: Pathway, id: string): Promise<Letter | undefined> {
	return (await readLetters(tx, pathway)).find((letter) => letter.id === id);
}

/**
 * She sends a letter to one of those who walk with her there today.
 * @throws HttpError 404 for anybody else
 */
export async function sendLetter(tx: Tx, part: Pathway, file: FitFile, form: { to: string; question: string }): Promise<void> {
	found((await walkingWithHer(tx, part)).find(({ id }) => id === form.to));
	const id = newId();
	const file_id = await keepFile(tx, part, file);
	await tx
		.insertInto('letter')
		.values({
			id,
			accompaniment_id: part.accompaniment.id,
			to_member_id: form.to,
			file_id,
			sealed: part.key.seal('letter', id, { question: form.question })
		})
		.execute();
}

/**
 * She takes a letter back before it was answered: nothing is left of it. Taken back already, nothing more happens.
 * @throws StaleError with `{ letter }` when it was answered meanwhile: there is an answer to read
 */
export async function takeLetterBack(tx: Tx, part: Pathway, id: string): Promise<void> {
	const letter = await readLetter(tx, part, id);
	if (!letter) return;
	const gone = await tx.deleteFrom('letter').where('id', '=', id).where('answer', 'is', null).returning('id').executeTakeFirst();
	if (!gone) throw new StaleError({ letter: (await readLetter(tx, part, id)) ?? letter });
	if (letter.file) await eraseFile(tx, letter.file.id);
}

/** The picture of an answered letter goes; the question and the answer stay. */
export async function eraseLetterFile(tx: Tx, part: Pathway, id: string): Promise<void> {
	const letter = found(await readLetter(tx, part, id));
	if (letter.file) await eraseFile(tx, letter.file.id);
}

const answered = ({ key }: Pathway, id: string, text: string) => ({
	answer: key.seal('letter', id, { text }, 'answer'),
	answered_at: new Date()
});

/**
 * What it says, in plain words: once, by whom she asked.
 * @throws StaleError with `{ letter }` when it was answered already; HttpError 404 when she took it back or asked somebody else
 */
export async function answerLetter(tx: Tx, pathway: Pathway, form: { letter: string; answer: string }): Promise<void> {
	const row = await tx
		.updateTable('letter')
		.set(answered(pathway, form.letter, form.answer))
		.where('id', '=', form.letter)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.where('answer', 'is', null)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ letter: found(await readLetter(tx, pathway, form.letter)) });
}

/** One that was read together at the desk, noted by whoever read it. */
export async function noteLetter(tx: Tx, pathway: Pathway, me: string, form: { question: string; together: string }): Promise<void> {
	const id = newId();
	await tx
		.insertInto('letter')
		.values({
			id,
			accompaniment_id: pathway.accompaniment.id,
			to_member_id: me,
			sealed: pathway.key.seal('letter', id, { question: form.question }),
			...answered(pathway, id, form.together)
		})
		.execute();
}

/** Letters of hers that were answered within a week, in every part that is open to her: told on her first page, no word of them. */
export async function readFreshAnswers(tx: Tx): Promise<{ id: string; name: string }[]> {
	return tx
		.selectFrom('letter as l')
		.leftJoin('member as m', 'm.id', 'l.to_member_id')
		.select(['l.id', sql<string>`coalesce(m.first_name, '')`.as('name')])
		.where('l.author_id', 'is', null)
		.where('l.answered_at', '>', sql<Date>`now() - interval '7 days'`)
		.orderBy('l.answered_at', 'desc')
		.execute();
}

/** Who sent me a letter that is not read yet: for the desk, no word of it. */
export interface Waiting {
	accompaniment_id: string;
	name: string;
	at: Date;
}

/** Letters that await me, the earliest first. */
export async function readLettersForMe(tx: Tx): Promise<Waiting[]> {
	const rows = await tx
		.selectFrom('letter as l')
		.innerJoin('accompaniment as a', 'a.id', 'l.accompaniment_id')
		.selectAll('a')
		.select('l.created_at as at')
		.where('l.answer', 'is', null)
		.where(sql<boolean>`l.to_member_id = me()`)
		.orderBy('l.created_at')
		.execute();
	return rows.map(({ at, ...accompaniment }) => ({ accompaniment_id: accompaniment.id, name: shownName(accompaniment), at }));
}
