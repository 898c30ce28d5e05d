import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { Typed } from '../web/form.ts';
import { saysSomething } from './rules.ts';

/** What was being typed in one form; its key is the form's, so that sending it twice still records it once. */
export interface Draft {
	formKey: string;
	typed: Typed;
	keptAt: string;
}

/** Pages left open at the same time each keep their own; beyond this many, the oldest gives way. */
const MOST_DRAFTS = 8;

/** What is being written: a meeting of two, one's own part of a collective moment, a need, one's side of a meeting, her answer to a text. */
export type Writing = 'interview' | 'collective' | 'need' | 'side' | 'read-back';

/** Where drafts are kept: what is written, and the need or the meeting it is about; none while that does not exist yet. */
export interface Place {
	form: Writing;
	about?: string | null;
}

const MEETING: Place = { form: 'interview' };

/**
 * Recording and keeping wait for each other: a draft that travels slowly must not come back after its interview was recorded.
 * Held until the transaction ends.
 */
async function holdDrafts(tx: Tx, { accompaniment }: Pathway): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended('draft ' || me()::text || ${accompaniment.id}, 0))`.execute(tx);
}

async function stored(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	{ form, about = null }: Place
): Promise<{ id: string; drafts: Draft[] } | null> {
	const row = await tx
		.selectFrom('draft')
		.select(['id', 'sealed'])
		.where('accompaniment_id', '=', accompaniment.id)
		.where('form', '=', form)
		.where('about', 'is not distinct from', about)
		.executeTakeFirst();
	return row ? { id: row.id, drafts: key.open<{ drafts: Draft[] }>('draft', row.id, row.sealed).drafts } : null;
}

async function store(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	{ form, about = null }: Place,
	id: string | null,
	drafts: Draft[]
): Promise<void> {
	if (drafts.length === 0) {
		if (id) await tx.deleteFrom('draft').where('id', '=', id).execute();
	} else if (id) {
		await tx
			.updateTable('draft')
			.set({ sealed: key.seal('draft', id, { drafts }), updated_at: sql`now()` })
			.where('id', '=', id)
			.execute();
	} else {
		const fresh = newId();
		await tx
			.insertInto('draft')
			.values({ id: fresh, accompaniment_id: accompaniment.id, form, about, sealed: key.seal('draft', fresh, { drafts }) })
			.execute();
	}
}

/** My drafts of an interview with her, or of what stands at this place, the latest first. Mine alone: the wall shows nobody else's. */
export async function readDrafts(tx: Tx, pathway: Pathway, place = MEETING): Promise<Draft[]> {
	return (await stored(tx, pathway, place))?.drafts ?? [];
}

/** What a page opens on: the draft that was asked for, else the latest; and the others, to be taken up instead. */
export interface TakenUp {
	draft: Draft | null;
	/** The key of its form: the draft's own, so that it is recorded once. */
	formKey: string;
	otherDrafts: Pick<Draft, 'formKey' | 'keptAt'>[];
}

/** @param wanted a key that somebody asked for, in whatever shape it came */
export function takeUp(drafts: readonly Draft[], wanted: string | null): TakenUp {
	const draft = drafts.find(({ formKey }) => formKey === wanted) ?? drafts.at(0) ?? null;
	return {
		draft,
		formKey: draft?.formKey ?? crypto.randomUUID(),
		otherDrafts: drafts.filter((one) => one !== draft).map(({ formKey, keptAt }) => ({ formKey, keptAt }))
	};
}

/** A draft of mine, with the pathway it is about. */
export interface MyDraft extends Draft {
	accompaniment_id: string;
}

/** All my drafts of one kind, of everybody in my reach. They are my own words: reading them is no reading of a file. */
export async function readMyDrafts(tx: Tx, actor: Actor, form: Writing): Promise<MyDraft[]> {
	const rows = await tx
		.selectFrom('draft as d')
		.innerJoin('accompaniment as a', 'a.id', 'd.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['d.id', 'd.sealed', 'd.accompaniment_id', 'a.person_id', 'k.wrapped'])
		.where('d.member_id', '=', actor.member)
		.where('d.form', '=', form)
		.orderBy('d.id')
		.execute();
	return rows.flatMap(({ id, sealed, accompaniment_id, person_id, wrapped }) =>
		keyring()
			.unwrap(person_id, wrapped)
			.open<{ drafts: Draft[] }>('draft', id, sealed)
			.drafts.map((draft) => ({ ...draft, accompaniment_id }))
	);
}

/**
 * Keeps what is typed so far under the form's key, in place of what that form kept before. An emptied form keeps nothing.
 * @param options.form what is being written; an interview unless said
 * @param options.about the need or the meeting it is about
 * @param options.says whether there is something to keep; worked out from what was typed unless said
 * @returns false when this form was recorded already: nothing is kept
 */
export async function keepDraft(
	tx: Tx,
	pathway: Pathway,
	formKey: string,
	typed: Typed,
	now = new Date(),
	{ says = saysSomething(typed), ...place }: Place & { says?: boolean } = MEETING
): Promise<boolean> {
	await holdDrafts(tx, pathway);
	const recorded = await tx.selectFrom('form_key').select('key').where('key', '=', formKey).executeTakeFirst();
	if (recorded) return false;
	const before = await stored(tx, pathway, place);
	const others = (before?.drafts ?? []).filter((draft) => draft.formKey !== formKey);
	const { form_key: _, ...said } = typed;
	const drafts = says ? [{ formKey, typed: said, keptAt: now.toISOString() }, ...others] : others;
	await store(tx, pathway, place, before?.id ?? null, drafts.slice(0, MOST_DRAFTS));
	return true;
}

/** Forgets the draft of one form, recorded or thrown away; drafts of other forms stay. */
export async function dropDraft(tx: Tx, pathway: Pathway, formKey: string, place = MEETING): Promise<void> {
	await holdDrafts(tx, pathway);
	const before = await stored(tx, pathway, place);
	if (before)
		await store(
			tx,
			pathway,
			place,
			before.id,
			before.drafts.filter((draft) => draft.formKey !== formKey)
		);
}

/**
 * What was written is recorded: its draft goes, and one that travels slowly is not kept any more. For forms that are done once by their words
 * (`onceAsTyped`): the others are known by their key already.
 */
export async function closeDraft(tx: Tx, pathway: Pathway, formKey: string, place: Place): Promise<void> {
	await dropDraft(tx, pathway, formKey, place);
	await tx
		.insertInto('form_key')
		.values({ key: formKey })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
