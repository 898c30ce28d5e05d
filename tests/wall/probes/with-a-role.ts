import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { WITH_A_ROLE } from '#lib/access/lines/with-a-role.ts';
import { QUESTIONS } from '#lib/opinion/rules.ts';
import { anyOf, reads, writes, type Probe } from './kinds.ts';

/** Five people who said yes to everything. */
const FIVE_SHEETS = Object.fromEntries(QUESTIONS.map((question) => [question, { 3: 5 }]));

export const WITH_A_ROLE_PROBES: Record<(typeof WITH_A_ROLE)[number]['action'], Probe> = {
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
	'see-reading-question': reads(({ question }) => sql`select from reading_questions() where id = ${question}`),
	'answer-reading-question': reads(({ question }) => sql`select where answer_reading_question(${question}, 'v1')`),
	'answer-for-own-reading': reads(({ ownQuestion }) => sql`select where answer_reading_question(${ownQuestion}, 'v1')`),
	'see-memos-asked': reads(({ memosAsked }) => sql`select from memo_requests() where id = ${memosAsked}`),
	'cover-caseload': async (tx, { writer, free, me, organization }) => {
		const { rows } = await sql<{
			covered: number;
		}>`select covered from cover_caseload(${writer.member}, ${free.member}, now() + interval '3 days')`.execute(tx);
		return me.organization === organization ? (rows[0]?.covered ?? 0) > 0 : rows.length === 0;
	},
	'cover-by-oneself': async (tx, { lead, me }) => {
		const { rows } = await sql<{
			covered: number;
		}>`select covered from cover_caseload(${lead.member}, ${me.member}, now() + interval '3 days')`.execute(tx);
		return (rows[0]?.covered ?? 0) > 0;
	},
	'see-opinions': reads(({ me }) => sql`select from opinion_count where organization_id = ${me.organization}`),
	'type-opinions': reads(() => sql`select add_opinion_sheets(${JSON.stringify(FIVE_SHEETS)}::jsonb)`),
	'say-of-opinions': writes(() => sql`insert into opinion_word (half, words) values ('2020-1', 'Merci')`),
	'read-waiting-opinions': anyOf(
		reads(() => sql`select from opinion_waiting`),
		reads(({ me }) => sql`select add_opinions(${me.organization}::uuid, ${JSON.stringify(FIVE_SHEETS)}::jsonb)`)
	),
	'change-organization': writes(({ me }) => sql`update organization set phone = '1' where id = ${me.organization}`),
	'change-member': writes(({ me }) => sql`update member set job_title = 'X' where organization_id = ${me.organization}`)
};
