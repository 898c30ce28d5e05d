import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { requireNameable } from '../companions/companions.server.ts';
import { untilEndOf } from '../companions/rules.ts';
import { readGoals } from '../goals/goals.server.ts';
import { namedToday } from '../interviews/audience.server.ts';
import { withNotes } from '../interviews/notes.server.ts';
import { readNeeds } from '../needs/needs.server.ts';
import { glanceOf } from '../needs/rules.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { readProfile } from '../people/profile.server.ts';
import type { How } from '../people/rules.ts';
import type { Tx } from '../server/db.ts';
import { endOf, lastDayToAsk, type Asked, type Ended } from './rules.ts';
import { shownGoal, shownNeed, shownNote, wordsIn, type About, type Shown } from './shown.ts';

/** A text that I could show, with the key it bears in the form. */
export interface Showable extends Shown {
	key: string;
}

/** How many of my texts are offered, the latest first. */
const OFFERED = 12;

/**
 * What I could show of this pathway: what counts for her, my side of it, and the needs, goals and texts that I wrote myself; those of
 * colleagues are theirs to show. No memo is ever among them, and what is kept aside is never offered in a list.
 */
export async function readShowable(tx: Tx, pathway: Pathway): Promise<Showable[]> {
	const { accompaniment, key } = pathway;
	const [profile, needs, goals, notes] = await Promise.all([
		readProfile(tx, pathway),
		readNeeds(tx, key, accompaniment.id),
		readGoals(tx, key, accompaniment.id),
		readOwnNotes(tx, pathway)
	]);
	const offered: Showable[] = [
		{ key: 'matters', kind: 'matters', text: profile.matters },
		{ key: 'side', kind: 'side', text: profile.side },
		...glanceOf(needs.filter(({ mine }) => mine)).map((need): Showable => ({
			key: `need:${need.id}`,
			kind: 'need',
			need: shownNeed(need)
		})),
		...goals.filter(({ mine }) => mine).map((goal): Showable => ({ key: `goal:${goal.id}`, kind: 'goal', goal: shownGoal(goal) })),
		...notes
	];
	return offered.filter((one) => wordsIn(one).length > 0);
}

/** My texts, the latest first, each whole; at a colleague's meeting it is my own side. */
async function readOwnNotes(tx: Tx, pathway: Pathway): Promise<Showable[]> {
	const meetings = await tx
		.selectFrom('interview as i')
		.select(['i.id', 'i.held_on', 'i.channel', 'i.kind', 'i.version', 'i.author_id'])
		.where('i.accompaniment_id', '=', pathway.accompaniment.id)
		.where(sql<boolean>`exists (select from note n where n.interview_id = i.id and n.author_id = me())`)
		.orderBy('i.held_on', 'desc')
		.orderBy('i.id', 'desc')
		.limit(OFFERED)
		.execute();
	const read = await withNotes(tx, pathway, meetings);
	return read.flatMap(({ held_on, note, sides }) =>
		[note, ...sides].flatMap((one): Showable[] =>
			one?.mine ? [{ key: `note:${one.id}`, kind: 'note', on: held_on, note: shownNote(one) }] : []
		)
	);
}

/**
 * Asks a colleague for a view, at her word: the request, its question, what it shows and who reads it, all in one transaction; the wall
 * opens nothing afterwards.
 * @throws ColleagueGone when this colleague cannot be named here: left, excluded, or never was
 */
export async function askView(
	tx: Tx,
	pathway: Pathway,
	actor: Actor,
	asked: Asked,
	here: { today: string; zone: string }
): Promise<string> {
	const { accompaniment, key } = pathway;
	await requireNameable(tx, accompaniment.id, asked.member);
	const id = newId();
	const ends_at = untilEndOf(asked.until ?? lastDayToAsk(here.today), here.zone);
	const below = { id, accompaniment_id: accompaniment.id };
	await tx
		.insertInto('view_request')
		.values({ ...below, asked_of: asked.member, accord_how: asked.accord as How, ends_at })
		.execute();
	const texts = (await readShowable(tx, pathway)).filter((one) => asked.texts.includes(one.key)).map(({ key: _, ...shown }) => shown);
	const about = texts.map(({ kind, on }): About => ({ kind, ...(on && { on }) }));
	await tx
		.insertInto('view_text')
		.values({ ...below, sealed: key.seal('view_text', id, { question: asked.question, about }) })
		.execute();
	await tx
		.insertInto('view_shown')
		.values({ ...below, until: ends_at, sealed: key.seal('view_shown', id, { texts }) })
		.execute();
	const readers = (await namedToday(tx, pathway)).filter((member) => member.id === actor.member || asked.readers.includes(member.id));
	await tx
		.insertInto('view_reader')
		.values(readers.map((member) => ({ view_id: id, member_id: member.id })))
		.execute();
	return id;
}

/** A view that was asked for on this pathway. The words are null when they are not mine to read: then only who was asked, and until when. */
export interface ReadView {
	id: string;
	asked_by: string;
	asked_of: string;
	/** I asked for it. */
	mine: boolean;
	accord_how: How;
	asked_at: Date;
	ends_at: Date;
	ended_at: Date | null;
	/** Null while it lives. */
	ended: Ended | null;
	words: { question: string; about: About[]; answer: string | null; readers: string[] } | null;
}

/** Views asked for on this pathway, the latest first: first names, and the words I am named with. */
export async function readViews(tx: Tx, { accompaniment, key }: Pathway, now = new Date()): Promise<ReadView[]> {
	const rows = await tx
		.selectFrom('view_request as v')
		.innerJoin('member as b', 'b.id', 'v.asked_by')
		.innerJoin('member as o', 'o.id', 'v.asked_of')
		.leftJoin('view_text as t', 't.id', 'v.id')
		.select(['v.id', 'v.accord_how', 'v.asked_at', 'v.ends_at', 'v.ended_at', 'v.ended_how', 't.sealed', 't.answer'])
		.select(['b.first_name as asked_by', 'o.first_name as asked_of', sql<boolean>`v.asked_by = me()`.as('mine')])
		.select(
			sql<string[]>`array(select m.first_name from view_reader r join member m on m.id = r.member_id
				where r.view_id = v.id order by r.member_id <> v.asked_by, fold(m.first_name), m.id)`.as('readers')
		)
		.where('v.accompaniment_id', '=', accompaniment.id)
		.orderBy('v.asked_at', 'desc')
		.orderBy('v.id', 'desc')
		.limit(50)
		.execute();
	return rows.map(({ sealed, answer, readers, ended_how, accord_how, ...row }) => ({
		...row,
		accord_how: accord_how as How,
		ended: endOf({ ended_how, ends_at: row.ends_at }, now),
		words: sealed === null ? null : { ...opened(key, row.id, sealed, answer), readers }
	}));
}

function opened(key: Pathway['key'], id: string, sealed: string, answer: string | null) {
	const { question, about } = key.open<{ question: string; about: About[] }>('view_text', id, sealed);
	return { question, about, answer: answer === null ? null : key.open<{ text: string }>('view_text', id, answer, 'answer').text };
}

/** Ends a view at once: what was shown is thrown away. One that has ended already stays as it ended. */
export async function takeViewBack(tx: Tx, { accompaniment }: Pathway, view: string, how: 'asker' | 'her-word'): Promise<void> {
	await sql`select end_view(v.id, ${how}) from view_request v where v.id = ${view}::uuid and v.accompaniment_id = ${accompaniment.id}::uuid`.execute(
		tx
	);
}

/** A view that I asked for and that lives, with the person as screens show her. For the desk. */
export interface AwaitedView {
	id: string;
	accompaniment_id: string;
	name_to_use: string;
	alias: string | null;
	concealed: boolean;
	asked_of: string;
	ends_at: Date;
}

/** Views that I asked for, in my reach, that live or were answered within a week: for the desk. */
export async function readAwaited(tx: Tx, actor: Actor): Promise<(AwaitedView & { answered: boolean })[]> {
	const rows = await tx
		.selectFrom('view_request as v')
		.innerJoin('accompaniment as a', 'a.id', 'v.accompaniment_id')
		.innerJoin('member as o', 'o.id', 'v.asked_of')
		.select(['v.id', 'v.accompaniment_id', 'v.ends_at', 'v.ended_how', 'o.first_name as asked_of'])
		.select(['a.name_to_use', 'a.alias', 'a.concealed'])
		.where('v.asked_by', '=', actor.member)
		.where(sql<boolean>`(v.ended_at is null and v.ends_at > now() or v.ended_how = 'answered' and v.ended_at > now() - interval '7 days')`)
		.where('a.ended_on', 'is', null)
		.orderBy('v.ends_at')
		.orderBy('v.id')
		.limit(20)
		.execute();
	return rows.map(({ ended_how, ...row }) => ({ ...row, answered: ended_how === 'answered' }));
}
