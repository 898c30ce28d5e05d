import { isHttpError } from '@sveltejs/kit';
import { sql, type RawBuilder } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import type { Action } from '#lib/access/matrix.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { dayFromNow, type Scene } from './scene.ts';

/** Asks the database one thing, in SQL, as an attacker would who speaks through the application's role. True: read, or done. */
type Probe = (tx: Tx, scene: Scene) => Promise<boolean>;

const reads =
	(query: (scene: Scene) => RawBuilder<unknown>): Probe =>
	async (tx, scene) =>
		(await query(scene).execute(tx)).rows.length > 0;

const writes =
	(statement: (scene: Scene) => RawBuilder<unknown>): Probe =>
	async (tx, scene) =>
		((await statement(scene).execute(tx)).numAffectedRows ?? 0n) > 0n;

/** Several ways to the same end; one that is refused must not hide another. */
const anyOf =
	(...ways: Probe[]): Probe =>
	async (tx, scene) => {
		let given = false;
		for (const way of ways) given = (await within(tx, () => way(tx, scene))) || given;
		return given;
	};

/** A refusal (42501) inside a savepoint is an answer: no. Anything else is a bug of the probe. */
async function within(tx: Tx, work: () => Promise<boolean>): Promise<boolean> {
	await sql`savepoint way`.execute(tx);
	try {
		return await work();
	} catch (problem) {
		if (!(problem instanceof Error && 'code' in problem && problem.code === '42501')) throw problem;
		await sql`rollback to savepoint way`.execute(tx);
		return false;
	}
}

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

const PROBES: Record<Action, Probe> = {
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
	'read-appointment': reads(({ appointment }) => sql`select starts_at from appointment where id = ${appointment}`),
	'read-own-memo': reads(({ ownMemo }) => sql`select sealed from memo where id = ${ownMemo}`),
	'read-memo-of-another': reads(({ otherMemo }) => sql`select sealed from memo where id = ${otherMemo}`),
	'read-expired-memo': reads(({ expiredMemo }) => sql`select sealed from memo where id = ${expiredMemo}`),
	'read-draft-of-another': reads(({ otherDraft }) => sql`select sealed from draft where id = ${otherDraft}`),
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
	'open-pathway': async (tx, { me }) => {
		const person = newId();
		await sql`insert into person (id) values (${person})`.execute(tx);
		await sql`insert into keys.person_key (person_id, wrapped) values (${person}, 'v1')`.execute(tx);
		await sql`insert into accompaniment (id, person_id, lead_id, name_to_use, opened_on) values (${newId()}, ${person}, ${me.member}, 'X', ${dayFromNow(0)})`.execute(
			tx
		);
		return true;
	},
	'see-front-desk': async (tx) => {
		await sql`select * from front_desk(now() - interval '1 day', now() + interval '3 days')`.execute(tx);
		return true;
	},
	'see-her-at-front-desk': reads(
		({ appointment }) => sql`select from front_desk(now() - interval '1 day', now() + interval '3 days') where id = ${appointment}`
	),
	'note-arrival': async (tx, { otherAppointment }) => {
		const { rows } = await sql<{
			given: boolean;
		}>`select note_arrival(${otherAppointment}) and take_back_arrival(${otherAppointment}) as given`.execute(tx);
		return rows[0]?.given ?? false;
	},
	'change-at-front-desk': anyOf(
		reads(
			({ appointment }) =>
				sql`select from move_at_front_desk(${appointment}, 1, ${newId()}, now() + interval '2 days', null, ${newId()}, 'v1') given where given = ''`
		),
		reads(({ otherAppointment }) => sql`select from release_at_front_desk(${otherAppointment}, 1, ${newId()}, 'v1') given where given = ''`)
	),
	'tell-from-front-desk': reads(({ appointment }) => sql`select where tell_from_front_desk(${appointment}, ${newId()}, 'v1')`),
	'read-word-of-another-desk': anyOf(
		reads(({ deskWord }) => sql`select from own_desk_words() where id = ${deskWord}`),
		reads(({ deskWord }) => sql`select where take_back_word(${deskWord})`)
	),
	'see-arrival': reads(({ appointment }) => sql`select arrived_at from arrival where appointment_id = ${appointment}`),
	'read-desk-word': anyOf(
		reads(({ deskWord }) => sql`select sealed from desk_word where id = ${deskWord}`),
		writes(({ deskWord }) => sql`update desk_word set read_at = now() where id = ${deskWord}`)
	),
	'see-team-load': reads(() => sql`select * from team_load()`),
	'see-unassigned': async (tx, { unassigned, me, organization }) => {
		const { rows } = await sql<{ id: string }>`select id from unassigned()`.execute(tx);
		// Another organisation's coordination sees its own list, never this person.
		return me.organization === organization ? rows.some(({ id }) => id === unassigned) : !rows.some(({ id }) => id === unassigned);
	},
	// The answer never tells: what it did shows where coordination may look.
	'set-lead-aside': async (tx, { me, lead, file, organization }) => {
		await sql`select exclude_by_reference(${file.slice(-12)}, ${lead.member})`.execute(tx);
		const { rows } = await sql<{ id: string }>`select id from unassigned()`.execute(tx);
		return me.organization === organization && rows.some(({ id }) => id === file);
	},
	'cover-caseload': async (tx, { writer, free, me, organization }) => {
		const { rows } = await sql<{
			covered: number;
		}>`select covered from cover_caseload(${writer.member}, ${free.member}, now() + interval '3 days')`.execute(tx);
		return me.organization === organization ? (rows[0]?.covered ?? 0) > 0 : rows.length === 0;
	},
	'cover-own-caseload': async (tx, { me, lead, free }) => {
		// Coordination covers any caseload, its own too: the line above.
		if (me.roles.includes('coordination')) return false;
		const { rows } = await sql<{
			covered: number;
		}>`select covered from cover_caseload(${me.member}, ${free.member}, now() + interval '3 days')`.execute(tx);
		return lead.member === me.member && (rows[0]?.covered ?? 0) > 0;
	},
	'cover-by-oneself': async (tx, { lead, me }) => {
		const { rows } = await sql<{
			covered: number;
		}>`select covered from cover_caseload(${lead.member}, ${me.member}, now() + interval '3 days')`.execute(tx);
		return (rows[0]?.covered ?? 0) > 0;
	},
	'change-organization': writes(({ me }) => sql`update organization set phone = '1' where id = ${me.organization}`),
	'change-member': writes(({ me }) => sql`update member set job_title = 'X' where organization_id = ${me.organization}`)
};

/** Does it as this actor, for good; `refused` when the wall says no, `nothing` when it touches no row, else how many rows. */
export async function tries(actor: Actor, statement: RawBuilder<unknown>): Promise<'refused' | 'nothing' | number> {
	try {
		const { numAffectedRows, rows } = await as(actor, (tx) => statement.execute(tx));
		return Number(numAffectedRows ?? 0n) || rows.length || 'nothing';
	} catch (problem) {
		if (isHttpError(problem, 404)) return 'refused';
		throw problem;
	}
}

class Undone extends Error {
	readonly given: boolean;
	constructor(given: boolean) {
		super('undone');
		this.given = given;
	}
}

/** Asks as this actor and takes everything back. */
export async function isGivenBy(actor: Actor, scene: Scene, action: Action): Promise<boolean> {
	try {
		return await as(actor, async (tx) => {
			throw new Undone(await PROBES[action](tx, scene));
		});
	} catch (problem) {
		if (problem instanceof Undone) return problem.given;
		if (isHttpError(problem, 404)) return false;
		throw problem;
	}
}
