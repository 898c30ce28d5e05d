import { sql } from 'kysely';
import type { READING } from '#lib/access/lines/reading.ts';
import { PLANTED_WORDS } from '../scene.ts';
import { anyOf, reads, writes, type Probe } from './kinds.ts';

export const READING_PROBES: Record<(typeof READING)[number]['action'], Probe> = {
	'read-pathway': reads(({ file }) => sql`select name_to_use from accompaniment where id = ${file}`),
	'find-by-name': reads(({ file }) => sql`select from accompaniment where name_folded like '%nadia%' and id = ${file}`),
	'list-caseload': async (tx, { file }) => {
		const { rows } = await sql<{ n: number }>`select count(*) as n from accompaniment where id = ${file}`.execute(tx);
		return rows[0]?.n === 1;
	},
	// Who leads her elsewhere holds her key there; it opens nothing without the rows.
	'open-key': reads(
		({ person, organization, me }) =>
			sql`select wrapped from keys.person_key where person_id = ${person} and ${me.organization === organization}`
	),
	'read-profile': reads(({ file }) => sql`select sealed from profile where accompaniment_id = ${file}`),
	'read-interview': reads(({ interview }) => sql`select held_on from interview where id = ${interview}`),
	'read-note': anyOf(
		reads(({ note }) => sql`select sealed from note where id = ${note}`),
		reads(({ note }) => sql`select from note_reader where note_id = ${note}`),
		reads(({ note }) => sql`select sealed from revision where row_id = ${note}`),
		reads(({ note }) => sql`select sealed from read_back where note_id = ${note}`),
		reads(({ side }) => sql`select sealed from note where id = ${side}`),
		reads(({ interview, free }) => sql`select from attendee where interview_id = ${interview} and member_id = ${free.member}`)
	),
	'read-action': reads(({ action }) => sql`select sealed from action where id = ${action}`),
	'read-need': anyOf(
		reads(({ need }) => sql`select sealed from need where id = ${need}`),
		reads(({ need }) => sql`select sealed from need_voice where need_id = ${need}`),
		reads(({ need }) => sql`select from need_reader where need_id = ${need}`),
		reads(({ need }) => sql`select from revision where need_id = ${need}`),
		reads(({ need }) => sql`select from widening where need_id = ${need}`),
		reads(({ need }) => sql`select from audit where row_id = ${need}`)
	),
	'read-goal': anyOf(
		reads(({ goal }) => sql`select sealed from goal where id = ${goal}`),
		...['goal_wording', 'goal_confirmation', 'goal_step', 'goal_reader', 'revision', 'widening', 'action'].map((table) =>
			reads(({ goal }) => sql`select from ${sql.table(table)} where goal_id = ${goal}`)
		)
	),
	'read-message': anyOf(
		reads(({ message }) => sql`select sealed from message where id = ${message}`),
		reads(({ message }) => sql`select from message_reader where message_id = ${message}`),
		reads(({ messageFile }) => sql`select sealed from file where id = ${messageFile}`),
		reads(({ messageFile }) => sql`select body from file_piece where file_id = ${messageFile}`),
		reads(({ message }) => sql`select from audit where row_id = ${message}`)
	),
	'read-mark-of-another': anyOf(
		reads(({ me, file }) => sql`select from message_read where accompaniment_id = ${file} and member_id is distinct from ${me.member}`),
		reads(({ file }) => sql`select from audit where accompaniment_id = ${file} and subject = 'message_read'`),
		reads(({ file }) => sql`select from notice_choice where accompaniment_id = ${file}`),
		reads(({ file }) => sql`select from notice where accompaniment_id = ${file}`)
	),
	'read-appointment': reads(({ appointment }) => sql`select starts_at from appointment where id = ${appointment}`),
	'see-arrival': reads(({ appointment }) => sql`select arrived_at from arrival where appointment_id = ${appointment}`),
	'read-desk-word': anyOf(
		reads(({ deskWord }) => sql`select sealed from desk_word where id = ${deskWord}`),
		writes(({ deskWord }) => sql`update desk_word set read_at = now() where id = ${deskWord}`)
	),
	'read-own-memo': reads(({ ownMemo }) => sql`select sealed from memo where id = ${ownMemo}`),
	'read-memo-of-another': reads(({ otherMemo }) => sql`select sealed from memo where id = ${otherMemo}`),
	'read-expired-memo': reads(({ expiredMemo }) => sql`select sealed from memo where id = ${expiredMemo}`),
	'read-draft-of-another': reads(({ otherDraft }) => sql`select sealed from draft where id = ${otherDraft}`),
	'see-card': reads(({ card }) => sql`select sealed from carnet where id = ${card}`),
	'read-paper': anyOf(
		reads(({ paper }) => sql`select sealed from document where id = ${paper}`),
		reads(({ paper }) => sql`select from document_reader where document_id = ${paper}`),
		reads(({ paperFile }) => sql`select bytes from file where id = ${paperFile}`),
		reads(({ paperFile }) => sql`select body from file_piece where file_id = ${paperFile}`)
	),
	'read-paper-of-hers-alone': anyOf(
		reads(({ herPaper }) => sql`select from document where id = ${herPaper}`),
		reads(({ herPaperFile }) => sql`select from file where id = ${herPaperFile}`),
		reads(({ herPaperFile }) => sql`select from file_piece where file_id = ${herPaperFile}`),
		...['document', 'file'].map((subject) =>
			reads(({ file }) => sql`select from audit where accompaniment_id = ${file} and subject = ${subject}`)
		),
		async (tx, { file }) =>
			(await sql<{ taken: number | null }>`select files_of_part(${file}) as taken`.execute(tx)).rows[0]!.taken ===
			// What she keeps would double what is counted.
			2 * Buffer.byteLength(`${PLANTED_WORDS} (fichier)`)
	),
	'read-letter': anyOf(
		reads(({ letter }) => sql`select sealed from letter where id = ${letter}`),
		reads(({ letterFile }) => sql`select from file where id = ${letterFile}`),
		reads(({ letterFile }) => sql`select from file_piece where file_id = ${letterFile}`)
	),
	'read-what-she-shows': anyOf(
		reads(({ shownNote }) => sql`select sealed from her_note where id = ${shownNote}`),
		reads(({ step }) => sql`select sealed from her_step where id = ${step}`)
	),
	'read-what-she-keeps': anyOf(
		reads(({ keptNote }) => sql`select from her_note where id = ${keptNote}`),
		reads(({ keptNote }) => sql`select from audit where row_id = ${keptNote}`),
		reads(({ herPage }) => sql`select from her_page where id = ${herPage}`),
		reads(({ herPage }) => sql`select from audit where row_id = ${herPage}`)
	),
	'read-journal': anyOf(
		reads(({ file }) => sql`select from journal where accompaniment_id = ${file}`),
		reads(({ file }) => sql`select from audit where accompaniment_id = ${file}`)
	),
	'read-companions': anyOf(
		reads(({ file }) => sql`select from colleague where accompaniment_id = ${file}`),
		reads(({ person, organization }) => sql`select from exclusion where person_id = ${person} and organization_id = ${organization}`)
	),
	'see-view': reads(({ view }) => sql`select asked_of from view_request where id = ${view}`),
	'read-view': anyOf(
		reads(({ view }) => sql`select sealed from view_text where id = ${view}`),
		reads(({ view }) => sql`select from view_reader where view_id = ${view}`)
	),
	'open-view': anyOf(
		reads(({ view }) => sql`select shown from open_view(${view})`),
		reads(({ view }) => sql`select sealed from view_shown where id = ${view}`),
		async (tx) => (await sql`select from views_to_give()`.execute(tx)).rows.length > 0
	)
};
