import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import type { CHANGING } from '#lib/access/lines/changing.ts';
import { dayFromNow, type Scene } from '../scene.ts';
import { anyOf, reads, within, writes, type Probe } from './kinds.ts';

const former = (
	scene: Scene
) => sql`insert into revision (id, accompaniment_id, note_id, subject, row_id, row_version, sealed, author_id, replaced_by)
	values (${newId()}, ${scene.file}, ${scene.note}, 'note', ${scene.note}, 1, 'v1', ${scene.writer.member}, ${scene.me.member})`;

/** Naming somebody with a note, a need and a goal: one rule for the three. */
const eachText = (ids: (scene: Scene) => { note: string; need: string; goal: string }, whom: (scene: Scene) => Actor): Probe[] =>
	(['note', 'need', 'goal'] as const).map((text) =>
		writes(
			(scene) => sql`insert into ${sql.table(`${text}_reader`)} (${sql.ref(`${text}_id`)}, member_id)
				values (${ids(scene)[text]}, ${whom(scene).member})`
		)
	);

/** Given for each of the three, or not given. */
const everyText =
	(...asked: Parameters<typeof eachText>): Probe =>
	async (tx, scene) => {
		for (const way of eachText(...asked)) if (!(await within(tx, () => way(tx, scene)))) return false;
		return true;
	};

export const CHANGING_PROBES: Record<(typeof CHANGING)[number]['action'], Probe> = {
	'record-interview': async (tx, { file, me }) => {
		const [interview, note] = [newId(), newId()];
		await sql`insert into interview (id, accompaniment_id, held_on, channel) values (${interview}, ${file}, ${dayFromNow(0)}, 'phone')`.execute(
			tx
		);
		await sql`insert into note (id, interview_id, accompaniment_id, sealed) values (${note}, ${interview}, ${file}, 'v1')`.execute(tx);
		await sql`insert into note_reader (note_id, member_id) values (${note}, ${me.member})`.execute(tx);
		await sql`insert into action (id, accompaniment_id, note_id, owner, owner_member_id, sealed) values (${newId()}, ${file}, ${note}, 'practitioner', ${me.member}, 'v1')`.execute(
			tx
		);
		return true;
	},
	'write-message': async (tx, { file, lead, ownMessage }) => {
		const id = newId();
		await sql`insert into message (id, accompaniment_id, sealed) values (${id}, ${file}, 'v1')`.execute(tx);
		await sql`insert into message_reader (message_id, accompaniment_id, member_id) values (${id}, ${file}, ${lead.member})`.execute(tx);
		return ((await sql`update message set withdrawn_at = now() where id = ${ownMessage}`.execute(tx)).numAffectedRows ?? 0n) > 0n;
	},
	'change-message': anyOf(
		writes(({ message }) => sql`update message set withdrawn_at = now() where id = ${message}`),
		writes(({ ownMessage }) => sql`update message set sealed = 'v1' where id = ${ownMessage}`),
		writes(
			({ message, file, writer }) =>
				sql`insert into message_reader (message_id, accompaniment_id, member_id) values (${message}, ${file}, ${writer.member})`
		),
		writes(
			({ ownMessage, file, writer }) =>
				sql`insert into message_reader (message_id, accompaniment_id, member_id) values (${ownMessage}, ${file}, ${writer.member})`
		),
		writes(({ message }) => sql`delete from message_reader where message_id = ${message}`),
		writes(({ messageFile }) => sql`delete from file where id = ${messageFile}`)
	),
	'record-collective': async (tx, { file }) => {
		const [interview, note] = [newId(), newId()];
		await sql`insert into interview (id, accompaniment_id, held_on, channel, kind) values (${interview}, ${file}, ${dayFromNow(0)}, 'presence', 'collective')`.execute(
			tx
		);
		await sql`insert into note (id, interview_id, accompaniment_id, sealed) values (${note}, ${interview}, ${file}, 'v1')`.execute(tx);
		return true;
	},
	'keep-collective-draft': writes(
		({ file }) => sql`insert into draft (id, accompaniment_id, form, sealed) values (${newId()}, ${file}, 'collective', 'v1')`
	),
	'correct-note': anyOf(
		writes(({ note }) => sql`update note set sealed = 'v1', version = version + 1 where id = ${note}`),
		writes(former)
	),
	'answer-read-back': writes(
		({ file, note }) => sql`insert into read_back (id, accompaniment_id, note_id, note_version, value, how)
		values (${newId()}, ${file}, ${note}, 1, 'yes', 'orally')`
	),
	'add-side': writes(
		({ file, interview }) =>
			sql`insert into note (id, interview_id, accompaniment_id, sealed) values (${newId()}, ${interview}, ${file}, 'v1')`
	),
	'add-side-from-away': writes(
		({ file, closedInterview }) =>
			sql`insert into note (id, interview_id, accompaniment_id, sealed) values (${newId()}, ${closedInterview}, ${file}, 'v1')`
	),
	'correct-side-of-another': writes(({ side }) => sql`update note set sealed = 'v1', version = version + 1 where id = ${side}`),
	'say-who-was-there': writes(
		({ file, ownInterview, writer }) =>
			sql`insert into attendee (interview_id, accompaniment_id, member_id) values (${ownInterview}, ${file}, ${writer.member})`
	),
	'say-who-was-there-elsewhere': anyOf(
		writes(
			({ file, closedInterview, me }) =>
				sql`insert into attendee (interview_id, accompaniment_id, member_id) values (${closedInterview}, ${file}, ${me.member})`
		),
		writes(
			({ file, ownInterview, free }) =>
				sql`insert into attendee (interview_id, accompaniment_id, member_id) values (${ownInterview}, ${file}, ${free.member})`
		),
		writes(({ interview }) => sql`delete from attendee where interview_id = ${interview}`)
	),
	'name-reader': everyText(
		({ ownNote, ownNeed, ownGoal }) => ({ note: ownNote, need: ownNeed, goal: ownGoal }),
		({ lead, writer, me }) => (lead.member === me.member ? writer : lead)
	),
	'name-outside-reader': anyOf(
		...eachText(
			({ ownNote, ownNeed, ownGoal }) => ({ note: ownNote, need: ownNeed, goal: ownGoal }),
			({ free }) => free
		)
	),
	'name-reader-of-another': anyOf(
		...eachText(
			({ note, need, goal }) => ({ note, need, goal }),
			({ writer }) => writer
		)
	),
	'open-need': async (tx, { file, me }) => {
		const [need, goal, wording] = [newId(), newId(), newId()];
		await sql`insert into need (id, accompaniment_id, sealed) values (${need}, ${file}, 'v1')`.execute(tx);
		await sql`insert into need_reader (need_id, member_id) values (${need}, ${me.member})`.execute(tx);
		for (const voice of ['person', 'practitioner'])
			await sql`insert into need_voice (id, need_id, accompaniment_id, voice, sealed) values (${newId()}, ${need}, ${file}, ${voice}, 'v1')`.execute(
				tx
			);
		await sql`insert into goal (id, accompaniment_id, sealed) values (${goal}, ${file}, 'v1')`.execute(tx);
		await sql`insert into goal_reader (goal_id, member_id) values (${goal}, ${me.member})`.execute(tx);
		await sql`insert into goal_wording (id, goal_id, accompaniment_id, kind, sealed) values (${wording}, ${goal}, ${file}, 'agreed', 'v1')`.execute(
			tx
		);
		await sql`insert into goal_confirmation (id, goal_id, wording_id, accompaniment_id, voice, how, said_on)
			values (${newId()}, ${goal}, ${wording}, ${file}, 'person', 'orally', ${dayFromNow(0)})`.execute(tx);
		await sql`insert into action (id, accompaniment_id, goal_id, owner, sealed) values (${newId()}, ${file}, ${goal}, 'person', 'v1')`.execute(
			tx
		);
		return true;
	},
	'change-need': anyOf(
		writes(({ need }) => sql`update need set sealed = 'v1', ended_at = now(), version = version + 1 where id = ${need}`),
		writes(({ need }) => sql`update need_voice set sealed = 'v1', version = version + 1 where need_id = ${need} and voice = 'person'`),
		writes(
			({ need, file }) =>
				sql`insert into need_voice (id, need_id, accompaniment_id, voice, sealed) values (${newId()}, ${need}, ${file}, 'practitioner', 'v1')`
		)
	),
	'change-goal': anyOf(
		writes(({ goal }) => sql`update goal set sealed = 'v1', state = 'reached', version = version + 1 where id = ${goal}`),
		writes(({ goal }) => sql`update goal_step set done_on = ${dayFromNow(0)}, version = version + 1 where goal_id = ${goal}`),
		writes(
			({ goal, file }) => sql`insert into goal_step (id, goal_id, accompaniment_id, sealed) values (${newId()}, ${goal}, ${file}, 'v1')`
		),
		writes(
			({ goal, file }) =>
				sql`insert into goal_wording (id, goal_id, accompaniment_id, kind, sealed) values (${newId()}, ${goal}, ${file}, 'agreed', 'v1')`
		),
		writes(({ goal }) => sql`update goal_confirmation set withdrawn_at = now() where goal_id = ${goal}`),
		writes(
			({ goal, file }) =>
				sql`insert into action (id, accompaniment_id, goal_id, owner, sealed) values (${newId()}, ${file}, ${goal}, 'person', 'v1')`
		)
	),
	'speak-for-colleague': anyOf(
		writes(
			({ need }) => sql`update need_voice set sealed = 'v1', version = version + 1 where need_id = ${need} and voice = 'practitioner'`
		),
		writes(({ goal }) => sql`update goal_wording set sealed = 'v1' where goal_id = ${goal}`),
		writes(({ goal }) => sql`delete from goal_wording where goal_id = ${goal}`),
		writes(({ goal }) => sql`delete from goal_confirmation where goal_id = ${goal}`),
		writes(({ need }) => sql`delete from need_voice where need_id = ${need}`)
	),
	'answer-action': writes(({ action }) => sql`update action set state = 'done', version = version + 1 where id = ${action}`),
	'plan-appointment': anyOf(
		writes(
			({ file, lead }) => sql`insert into appointment (id, accompaniment_id, member_id, starts_at, time_zone)
			values (${newId()}, ${file}, ${lead.member}, now() + interval '2 days', 'Europe/Brussels')`
		),
		writes(({ appointment }) => sql`update appointment set state = 'released' where id = ${appointment}`)
	),
	'add-paper': async (tx, scene) => {
		const [file, document] = [newId(), newId()];
		return (
			(await writes(() => sql`insert into file (id, accompaniment_id, bytes, sealed) values (${file}, ${scene.file}, 1, 'v1')`)(
				tx,
				scene
			)) &&
			(await writes(() => sql`insert into file_piece (file_id, position, body) values (${file}, 0, 'x')`)(tx, scene)) &&
			writes(() => sql`insert into document (id, accompaniment_id, file_id, sealed) values (${document}, ${scene.file}, ${file}, 'v1')`)(
				tx,
				scene
			)
		);
	},
	'change-paper-of-another': anyOf(
		...(['paper', 'herPaper'] as const).flatMap((which) => [
			writes((scene) => sql`update document set sealed = 'v1', version = version + 1 where id = ${scene[which]}`),
			writes((scene) => sql`insert into document_reader (document_id, member_id) values (${scene[which]}, ${scene.free.member})`),
			writes((scene) => sql`insert into document_reader (document_id, member_id) values (${scene[which]}, ${scene.me.member})`),
			writes((scene) => sql`delete from document_reader where document_id = ${scene[which]}`),
			writes((scene) => sql`delete from file where id = ${scene[`${which}File`]}`),
			writes((scene) => sql`update file_piece set body = 'x' where file_id = ${scene[`${which}File`]}`),
			writes((scene) => sql`insert into file_piece (file_id, position, body) values (${scene[`${which}File`]}, 1, 'x')`),
			writes(
				(scene) =>
					sql`insert into document (id, accompaniment_id, file_id, sealed) values (${newId()}, ${scene.file}, ${scene[`${which}File`]}, 'v1')`
			)
		]),
		writes(({ letter }) => sql`delete from letter where id = ${letter}`),
		writes(({ letter, me }) => sql`update letter set to_member_id = ${me.member} where id = ${letter}`)
	),
	'answer-letter': writes(({ letter }) => sql`update letter set answer = 'v1', answered_at = now() where id = ${letter}`),
	'give-card': writes(
		({ file, person }) =>
			sql`insert into carnet (id, accompaniment_id, person_id, code_index, pin, sealed) values (${newId()}, ${file}, ${person}, ${newId()}, 'p', 'v1')`
	),
	'end-card': writes(({ card }) => sql`update carnet set ended_at = now() where id = ${card}`),
	'open-together': reads(({ file }) => sql`select where open_together(${newId()}::uuid, ${file}::uuid, ${newId()}, 'm') is not null`),
	'note-helper': anyOf(
		writes(
			({ file }) =>
				sql`insert into helper (id, accompaniment_id, code_index, pin, sealed, until) values (${newId()}, ${file}, ${newId()}, 'p', 'v1', now() + interval '1 day')`
		),
		reads(({ file }) => sql`select where end_helpers(${file}::uuid) is not null`)
	),
	'note-step': writes(
		({ file }) => sql`insert into her_step (id, accompaniment_id, on_day, sealed) values (${newId()}, ${file}, current_date, 'v1')`
	),
	'see-helper': anyOf(
		reads(({ file }) => sql`select sealed from helper where accompaniment_id = ${file}`),
		reads(({ file }) => sql`select from journal where kind = 'helper' and accompaniment_id = ${file}`)
	),
	'read-card-pin': anyOf(
		...['pin', 'code_index', 'also'].map((column) => reads(({ card }) => sql`select ${sql.ref(column)} from carnet where id = ${card}`))
	),
	'write-as-her': anyOf(
		writes(({ shownNote }) => sql`update her_note set shown = false where id = ${shownNote}`),
		writes(({ shownNote }) => sql`delete from her_note where id = ${shownNote}`),
		writes(({ file }) => sql`insert into her_note (id, accompaniment_id, sealed) values (${newId()}, ${file}, 'v1')`),
		writes(({ step }) => sql`delete from her_step where id = ${step}`),
		// Said at the desk it is noted by somebody; by nobody, it would be in her name.
		writes(
			({ file }) =>
				sql`insert into her_step (id, accompaniment_id, on_day, sealed, noted_by) values (${newId()}, ${file}, current_date, 'v1', null)`
		),
		writes(({ herPage }) => sql`update her_page set sealed = 'v1' where id = ${herPage}`),
		writes(({ herPage }) => sql`delete from her_page where id = ${herPage}`)
	),
	'write-memo': writes(
		({ file }) =>
			sql`insert into memo (id, accompaniment_id, sealed, expires_at) values (${newId()}, ${file}, 'v1', now() + interval '6 months')`
	),
	'keep-draft': writes(
		({ file }) => sql`insert into draft (id, accompaniment_id, form, sealed) values (${newId()}, ${file}, 'interview', 'v1')`
	),
	'change-profile': anyOf(
		writes(({ file }) => sql`update profile set sealed = 'v1' where accompaniment_id = ${file}`),
		writes(({ file }) => sql`update accompaniment set name_to_use = 'X' where id = ${file}`),
		writes(({ file }) => sql`insert into contact (id, accompaniment_id, kind, sealed) values (${newId()}, ${file}, 'phone', 'v1')`),
		writes(
			({ file }) => sql`insert into moment (id, accompaniment_id, value, since) values (${newId()}, ${file}, 'holding', ${dayFromNow(0)})`
		)
	),
	'name-colleague': writes(({ file, free }) => sql`insert into colleague (accompaniment_id, member_id) values (${file}, ${free.member})`),
	'name-excluded': anyOf(
		writes(({ file, shut }) => sql`insert into colleague (accompaniment_id, member_id) values (${file}, ${shut.member})`),
		writes(({ file, shut }) => sql`update accompaniment set lead_id = ${shut.member} where id = ${file}`)
	),
	'prolong-oneself': anyOf(
		writes(({ me }) => sql`update colleague set until = 'infinity' where member_id = ${me.member}`),
		writes(
			({ file, me, lead }) => sql`insert into colleague (accompaniment_id, member_id, kind, until)
			select ${file}::uuid, ${me.member}::uuid, kind, 'infinity' from unnest(array['named', 'cover']) kind where ${lead.member !== me.member}
			on conflict do nothing`
		)
	),
	'remove-colleague': anyOf(
		writes(({ file, writer }) => sql`delete from colleague where accompaniment_id = ${file} and member_id = ${writer.member}`),
		writes(({ file, writer }) => sql`update colleague set until = now() where accompaniment_id = ${file} and member_id = ${writer.member}`)
	),
	'hand-over': writes(({ file, free }) => sql`update accompaniment set lead_id = ${free.member}, version = version + 1 where id = ${file}`),
	'take-lead': writes(
		({ file, me }) => sql`update accompaniment set lead_id = ${me.member} where id = ${file} and lead_id <> ${me.member}`
	),
	'ask-view': writes(
		({ file, free, me, writer }) => sql`insert into view_request (id, accompaniment_id, asked_of, accord_how, ends_at)
		values (${newId()}, ${file}, ${free.member === me.member ? writer.member : free.member}, 'orally', now() + interval '3 days')`
	),
	'ask-view-of-excluded': writes(
		({ file, shut }) => sql`insert into view_request (id, accompaniment_id, asked_of, accord_how, ends_at)
		values (${newId()}, ${file}, ${shut.member}, 'orally', now() + interval '3 days')`
	),
	'show-more': anyOf(
		writes(({ view, writer }) => sql`insert into view_reader (view_id, member_id) values (${view}, ${writer.member})`),
		writes(({ view, file }) => sql`insert into view_text (id, accompaniment_id, sealed) values (${view}, ${file}, 'v1')`),
		writes(({ view }) => sql`update view_shown set sealed = 'v1' where id = ${view}`),
		writes(({ view }) => sql`update view_request set ends_at = ends_at + interval '1 day' where id = ${view}`),
		writes(({ view, me }) => sql`update view_request set asked_of = ${me.member} where id = ${view}`)
	),
	'answer-view': async (tx, { view }) =>
		(await sql<{ done: boolean }>`select answer_view(${view}, 'v1') as done`.execute(tx)).rows[0]?.done ?? false,
	'take-view-back': async (tx, { view }) =>
		(await sql<{ done: boolean }>`select end_view(${view}, 'her-word') as done`.execute(tx)).rows[0]?.done ?? false,
	'ask-for-data': writes(
		({ file }) =>
			sql`insert into data_request (id, accompaniment_id, how, said_on) values (${newId()}, ${file}, 'orally', ${dayFromNow(0)})`
	),
	'answer-for-another': anyOf(async (tx, { file, me }) => {
		const id = newId();
		await sql`insert into data_request (id, accompaniment_id, how, said_on) values (${id}, ${file}, 'orally', ${dayFromNow(0)})`.execute(
			tx
		);
		const { numAffectedRows } =
			await sql`update data_part set answer = 'nothing' where request_id = ${id} and member_id <> ${me.member}`.execute(tx);
		return (numAffectedRows ?? 0n) > 0n;
	}),
	exclude: writes(({ person, free }) => sql`insert into exclusion (person_id, account_id) values (${person}, ${free.account})`),
	'exclude-lead': writes(({ person, lead }) => sql`insert into exclusion (person_id, account_id) values (${person}, ${lead.account})`),
	'lift-exclusion': writes(({ person, shut }) => sql`delete from exclusion where person_id = ${person} and account_id = ${shut.account}`),
	'end-accompaniment': writes(
		({ file }) => sql`update accompaniment set ended_on = ${dayFromNow(0)}, ended_how = 'together' where id = ${file}`
	),
	'move-to-another': anyOf(
		...[
			'accompaniment set person_id',
			'accompaniment set organization_id',
			'interview set accompaniment_id',
			'interview set author_id',
			'note set accompaniment_id',
			'note set author_id',
			'note set interview_id',
			'note_reader set member_id',
			'action set note_id',
			'need set accompaniment_id',
			'need set author_id',
			'need_voice set need_id',
			'need_voice set author_id',
			'need_reader set member_id',
			'goal set accompaniment_id',
			'goal_step set goal_id',
			'goal_confirmation set wording_id',
			'goal_reader set member_id',
			'revision set need_id',
			'widening set need_id',
			'action set accompaniment_id',
			'action set author_id',
			'appointment set accompaniment_id',
			'appointment set organization_id',
			'desk_word set to_member_id',
			'desk_word set accompaniment_id',
			'arrival set accompaniment_id',
			'memo set author_id',
			'memo set accompaniment_id',
			'revision set sealed',
			'view_request set accompaniment_id',
			'view_request set asked_by',
			'view_text set sealed',
			'view_reader set member_id',
			'attendee set member_id',
			'attendee set accompaniment_id',
			'read_back set note_id',
			'read_back set recorded_by',
			'draft set member_id',
			'profile set accompaniment_id',
			'contact set organization_id',
			'colleague set member_id',
			'journal set member_id',
			'audit set columns',
			'member set organization_id',
			'member set account_id',
			'form_key set account_id',
			'keys.person_key set wrapped'
		].map((change) => writes(({ file }) => sql`update ${sql.raw(change)} = ${change.endsWith('columns') ? sql`'{}'` : file}`))
	),
	'open-on-known-person': writes(
		({ person, me }) => sql`insert into accompaniment (id, person_id, lead_id, name_to_use, opened_on)
		values (${newId()}, ${person}, ${me.member}, 'X', ${dayFromNow(0)})`
	),
	'cover-own-caseload': async (tx, { me, lead, free }) => {
		// Coordination covers any caseload, its own too: the line above.
		if (me.roles.includes('coordination')) return false;
		const { rows } = await sql<{
			covered: number;
		}>`select covered from cover_caseload(${me.member}, ${free.member}, now() + interval '3 days')`.execute(tx);
		return lead.member === me.member && (rows[0]?.covered ?? 0) > 0;
	},
	'bring-people-in': async (tx) => {
		const id = newId();
		await sql`insert into bring_in (id, sealed) values (${id}, 'v1')`.execute(tx);
		await sql`insert into bring_in_piece (bring_in_id, position, sealed) values (${id}, 0, 'v1')`.execute(tx);
		return true;
	},
	'open-pathway': async (tx, { me }) => {
		const person = newId();
		await sql`insert into person (id) values (${person})`.execute(tx);
		await sql`insert into keys.person_key (person_id, wrapped) values (${person}, 'v1')`.execute(tx);
		await sql`insert into accompaniment (id, person_id, lead_id, name_to_use, opened_on) values (${newId()}, ${person}, ${me.member}, 'X', ${dayFromNow(0)})`.execute(
			tx
		);
		return true;
	}
};
