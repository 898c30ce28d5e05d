import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { channelOr, type Channel } from '../appointments/rules.ts';
import { formerVersions } from '../people/former.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { readInterview } from './interviews.server.ts';
import { openText, type OpenText, type ReadInterview, type ReadNote, type Said } from './notes.server.ts';
import { outcomeOf, type CorrectionForm } from './rules.ts';
import { putWhoWasThere } from './sides.server.ts';
import { sealVoices } from './voices.ts';

/** A text as it stood before a correction. */
export interface FormerNote extends OpenText {
	id: string;
	/** Who had written it. */
	author_first_name: string;
	/** Who changed it, and when. */
	replaced_by_first_name: string | null;
	replaced_at: Date;
}

/** Former versions of a note that I may read, the latest first. */
export async function readFormerNotes(tx: Tx, pathway: Pathway, note: string): Promise<FormerNote[]> {
	const rows = await formerVersions(tx, pathway).where('v.subject', '=', 'note').where('v.row_id', '=', note).execute();
	return rows.map(({ id, sealed, at, author, by }) => ({
		id,
		...openText(pathway.key, note, sealed),
		replaced_at: at,
		author_first_name: author,
		replaced_by_first_name: by
	}));
}

/**
 * Puts a text right. The database keeps the former one, whoever corrects (decisions 18).
 * @throws StaleError with `{ interview }` when it changed meanwhile: nothing is overwritten
 */
export async function correctNote(
	tx: Tx,
	pathway: Pathway,
	actor: Actor,
	read: ReadInterview & { note: ReadNote },
	form: CorrectionForm
): Promise<void> {
	const outcome = outcomeOf(form);
	const common = form.common ?? read.note.common;
	const { her_words, hers_by, opening } = read.note;
	// Her words stay noted by whoever noted them, until somebody writes others.
	const by = hers_by && form.her_words === her_words ? hers_by : actor.member;
	const said: Said = {
		...sealVoices(form, { by, opening }),
		text: form.said,
		moved: form.moved,
		outcome,
		keptBetween: form.kept_between,
		...(common && { common })
	};
	const row = await tx
		.updateTable('note')
		.set({ outcome, kept_between: form.kept_between, sealed: pathway.key.seal('note', read.note.id, said), version: form.version + 1 })
		.where('id', '=', read.note.id)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.where('version', '=', form.version)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ interview: await readInterview(tx, pathway, read.id) });
	if (form.there && read.note.mine) await putWhoWasThere(tx, pathway, read, form.attendees);
}

/**
 * Puts the day or the way of a meeting right: whoever recorded it. What stood before is kept.
 * @returns false when I did not record it
 * @throws StaleError with `{ interview }` when it changed meanwhile
 */
export async function correctMeeting(
	tx: Tx,
	pathway: Pathway,
	id: string,
	form: { held_on: string; channel: Channel; version: number }
): Promise<boolean> {
	const former = await tx
		.selectFrom('interview')
		.select(['held_on', 'channel', 'author_id', 'version', sql<boolean>`author_id = me()`.as('mine')])
		.where('id', '=', id)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.executeTakeFirst();
	if (!former?.mine) return false;
	const row = await tx
		.updateTable('interview')
		.set({ held_on: form.held_on, channel: form.channel, version: form.version + 1 })
		.where('id', '=', id)
		.where('version', '=', form.version)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ interview: await readInterview(tx, pathway, id) });
	const revision = newId();
	await tx
		.insertInto('revision')
		.values({
			id: revision,
			accompaniment_id: pathway.accompaniment.id,
			subject: 'interview',
			row_id: id,
			row_version: former.version,
			sealed: pathway.key.seal('revision', revision, { held_on: former.held_on, channel: channelOr(former.channel) }),
			author_id: former.author_id,
			replaced_by: sql`me()`
		})
		.execute();
	return true;
}
