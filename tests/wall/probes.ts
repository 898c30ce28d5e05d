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
		reads(({ note }) => sql`select sealed from revision where row_id = ${note}`)
	),
	'read-action': reads(({ action }) => sql`select sealed from action where id = ${action}`),
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
	'correct-note': anyOf(
		writes(({ note }) => sql`update note set sealed = 'v1', version = version + 1 where id = ${note}`),
		writes(former)
	),
	'name-reader': writes(
		({ ownNote, lead, writer, me }) => sql`insert into note_reader (note_id, member_id)
		values (${ownNote}, ${lead.member === me.member ? writer.member : lead.member})`
	),
	'name-outside-reader': writes(
		({ ownNote, free }) => sql`insert into note_reader (note_id, member_id) values (${ownNote}, ${free.member})`
	),
	'name-reader-of-another': writes(
		({ note, writer }) => sql`insert into note_reader (note_id, member_id) values (${note}, ${writer.member})`
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
			'action set accompaniment_id',
			'action set author_id',
			'appointment set accompaniment_id',
			'appointment set organization_id',
			'memo set author_id',
			'memo set accompaniment_id',
			'revision set sealed',
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
	'see-team-load': reads(() => sql`select * from team_load()`),
	'see-unassigned': async (tx, { unassigned, me, organization }) => {
		const { rows } = await sql<{ id: string }>`select id from unassigned()`.execute(tx);
		// Another organisation's coordination sees its own list, never this person.
		return me.organization === organization ? rows.some(({ id }) => id === unassigned) : !rows.some(({ id }) => id === unassigned);
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
