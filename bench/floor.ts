/**
 * The floor: what the same facts cost on this machine at the very least. A bare node:http server, one named prepared statement an
 * answer, JSON; no session, no policy, no journal, no page. Texts are opened: sealed, they would not be the same facts.
 * - `GET /people/<member>` the first 50 people of that practitioner
 * - `GET /search/<member>?q=` those among them whose name has every one of these pieces
 * - `GET /pathway/<accompaniment>` everything the page of a pathway shows
 * - `GET /today/<accompaniment>` what her own first page shows: appointments and what is to be done
 * - `POST /interview/<accompaniment>` writes the rows that recording an interview writes, in one durable transaction
 * Settings: FLOOR_URL (the loader's login), FLOOR_PORT, FLOOR_KEYS (the installation key file).
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { openKeyring } from '../src/lib/server/keyring.ts';

const pool = new pg.Pool({ connectionString: process.env['FLOOR_URL'], max: 10, options: '-c role=cheminer_loader' });

const keyring = openKeyring(process.env['FLOOR_KEYS'] ?? '', { create: false });

const people = (narrowed = '') => `select * from (
	select id, name_to_use as name, name_folded, track, moment, last_met_on, last_channel, next_at, 'lead' as place, null::timestamptz as until
	from accompaniment where lead_id = $1 and ended_on is null ${narrowed}
	union all
	select a.id, a.name_to_use, a.name_folded, a.track, a.moment, a.last_met_on, a.last_channel, a.next_at, c.kind, c.until
	from colleague c join accompaniment a on a.id = c.accompaniment_id
	where c.member_id = $1 and (c.until is null or c.until > now()) and a.ended_on is null and a.lead_id is distinct from $1 ${narrowed}
) people order by name_folded collate "C", id limit 51`;
const PEOPLE = people();
const SEARCH = people('and name_folded like all ($2::text[])');

const FOLDED = /[\u0300-\u036f]/g;

/** What is typed, as the column without accents is looked through. */
const pieces = (typed: string) =>
	typed
		.normalize('NFD')
		.replace(FOLDED, '')
		.toLowerCase()
		.trim()
		.split(/\s+/)
		.map((part) => `%${part.replace(/[\\%_]/g, '\\$&')}%`);

/**
 * The latest twenty of forty interviews with their texts, who is named with them, who else was there and what she answered, and all that stands
 * around the thread: what the page of a pathway shows, fact by fact.
 */
const PATHWAY = `select a.*, l.first_name as lead, k.wrapped,
	(select json_agg(t) from (select accompaniment_id as id, sealed from profile p where p.accompaniment_id = a.id) t) as profile,
	(select json_agg(t) from (select m.first_name, c.kind, c.track, c.until from colleague c join member m on m.id = c.member_id
		where c.accompaniment_id = a.id and (c.until is null or c.until > now())) t) as companions,
	(select json_agg(t) from (select t.id, t.owner, m.first_name as owner_name, t.due_on, t.state, t.help, t.answered_on, t.answered_in, t.goal_id, t.same_as, t.sealed
		from action t left join member m on m.id = t.owner_member_id where t.accompaniment_id = a.id order by t.created_at) t) as actions,
	(select json_agg(t) from (select p.id, p.starts_at, p.channel, p.sealed, m.first_name from appointment p join member m on m.id = p.member_id
		where p.accompaniment_id = a.id and p.state = 'planned' and p.starts_at >= current_date order by p.starts_at) t) as ahead,
	(select json_agg(t) from (select i.id as interview_id, i.held_on, i.channel, i.kind, n.id, n.outcome, n.kept_between, n.version, n.sealed, m.first_name as author,
			(select json_agg(json_build_object('id', r.member_id, 'first_name', m.first_name)) from note_reader r join member m on m.id = r.member_id where r.note_id = n.id) as readers,
			(select json_agg(json_build_object('id', t.member_id, 'first_name', m.first_name)) from attendee t join member m on m.id = t.member_id where t.interview_id = i.id) as attendees,
			(select json_agg(json_build_object('id', b.id, 'value', b.value, 'how', b.how, 'version', b.note_version, 'at', b.at, 'sealed', b.sealed)) from read_back b where b.note_id = n.id) as answers
		from interview i left join note n on n.accompaniment_id = i.accompaniment_id and n.interview_id = i.id left join member m on m.id = n.author_id
		where i.accompaniment_id = a.id order by i.held_on desc, i.id desc limit 20) t) as interviews,
	(select json_agg(t) from (select id, said_on, value from answer where accompaniment_id = a.id) t) as answers,
	(select json_agg(t) from (select id, since, value, until from moment where accompaniment_id = a.id) t) as moments,
	(select json_agg(t) from (select id, ended_on, reopened_on, how, sealed from ending where accompaniment_id = a.id) t) as endings,
	(select json_agg(t) from (select id, told_on, basis from frame where accompaniment_id = a.id) t) as frames,
	(select json_agg(t) from (select h.id, h.happened_on, f.first_name as from_name, m.first_name as to_name, h.talked_with_her, h.sealed
		from handover h left join member f on f.id = h.from_id join member m on m.id = h.to_id where h.accompaniment_id = a.id) t) as handovers,
	(select json_agg(t) from (select s.id, s.at, m.first_name from set_aside s join member m on m.id = s.member_id where s.accompaniment_id = a.id) t) as set_aside,
	(select json_agg(t) from (select w.id, w.note_id, w.at, m.first_name as named, b.first_name as by from widening w
		join member m on m.id = w.member_id join member b on b.id = w.named_by where w.accompaniment_id = a.id) t) as widenings,
	(select json_agg(t) from (select v.id, v.asked_at, v.ends_at, v.ended_how, b.first_name as asked_by, m.first_name as asked_of, t.sealed from view_request v
		join member b on b.id = v.asked_by join member m on m.id = v.asked_of left join view_text t on t.id = v.id where v.accompaniment_id = a.id) t) as views,
	(select json_agg(t) from (select n.id, n.sealed, n.created_at, n.ended_at,
			(select json_agg(json_build_object('id', v.id, 'voice', v.voice, 'sealed', v.sealed)) from need_voice v where v.need_id = n.id) as voices
		from need n where n.accompaniment_id = a.id) t) as needs,
	(select json_agg(t) from (select g.id, g.state, g.sealed, g.created_at,
			(select json_agg(json_build_object('id', w.id, 'kind', w.kind, 'how', w.how, 'at', w.created_at, 'sealed', w.sealed)) from goal_wording w where w.goal_id = g.id) as wordings,
			(select json_agg(json_build_object('wording', c.wording_id, 'voice', c.voice, 'how', c.how, 'on', c.said_on)) from goal_confirmation c where c.goal_id = g.id and c.withdrawn_at is null) as said,
			(select json_agg(json_build_object('id', s.id, 'done_on', s.done_on, 'help', s.help, 'same_as', s.same_as, 'sealed', s.sealed)) from goal_step s where s.goal_id = g.id) as steps
		from goal g where g.accompaniment_id = a.id) t) as goals
	from accompaniment a join keys.person_key k on k.person_id = a.person_id left join member l on l.id = a.lead_id where a.id = $1`;

/** What her own first page is made of. */
const TODAY = `select a.name_to_use, a.alias, a.concealed, a.person_id, k.wrapped, o.name as organization_name, o.address, o.phone, l.first_name as lead,
	(select json_agg(t) from (select p.id, p.starts_at, p.channel, p.sealed, m.first_name from appointment p join member m on m.id = p.member_id
		where p.accompaniment_id = a.id and p.state = 'planned' and p.starts_at >= current_date order by p.starts_at) t) as ahead,
	(select json_agg(t) from (select t.id, t.owner, t.due_on, t.sealed, m.first_name from action t left join member m on m.id = t.owner_member_id
		where t.accompaniment_id = a.id and t.state = 'open') t) as actions
	from accompaniment a join keys.person_key k on k.person_id = a.person_id join organization o on o.id = a.organization_id left join member l on l.id = a.lead_id
	where a.id = $1`;

/** What is written when an interview is recorded: the form, the meeting, its text and its author among the readers, a promise, what is last met, the audit. */
const RECORD = `with a as (select id, organization_id, lead_id from accompaniment where id = $1),
	f as (insert into form_key (account_id, key, result) select m.account_id, $2, 'recorded' from a join member m on m.id = a.lead_id),
	i as (insert into interview (id, accompaniment_id, organization_id, held_on, channel, author_id)
		select $3, a.id, a.organization_id, current_date, 'presence', a.lead_id from a returning id),
	n as (insert into note (id, interview_id, accompaniment_id, author_id, outcome, sealed)
		select $4, $3, a.id, a.lead_id, 'moved', $6 from a, i returning id),
	r as (insert into note_reader (note_id, member_id, added_by) select $4, a.lead_id, a.lead_id from a, n),
	t as (insert into action (id, accompaniment_id, organization_id, note_id, owner, sealed, author_id)
		select $5, a.id, a.organization_id, $4, 'person', $7, a.lead_id from a, n),
	u as (insert into audit (organization_id, member_id, act, subject, row_id, accompaniment_id)
		select a.organization_id, a.lead_id, 'insert', s.subject, s.id, a.id from a, (values ('interview', $3::text), ('note', $4::text), ('note_reader', $4::text), ('action', $5::text)) s (subject, id))
	update accompaniment set last_met_on = current_date, last_channel = 'presence' where id = $1`;

const SEALED = 'v1.' + 'A'.repeat(400);

interface Sealed {
	id: string;
	sealed: string | null;
}
type Many<T = object> = (Sealed & T)[] | null;
interface Pathway {
	person_id: string;
	wrapped: string;
	profile: Many;
	interviews: Many<{ answers: Many }>;
	actions: Many;
	ahead: Many;
	endings: Many;
	handovers: Many;
	views: Many;
	needs: Many<{ voices: Many }>;
	goals: Many<{ wordings: Many; steps: Many }>;
}

interface Today {
	person_id: string;
	wrapped: string;
	ahead: Sealed[] | null;
	actions: Sealed[] | null;
}

function opened({ wrapped, ...row }: Pathway): unknown {
	const key = keyring.unwrap(row.person_id, wrapped);
	const open = <T>(table: string, many: Many<T>) =>
		many?.map((one) => ({ ...one, sealed: one.sealed && key.open<unknown>(table, one.id, one.sealed) })) ?? null;
	return {
		...row,
		profile: open('profile', row.profile),
		interviews: open('note', row.interviews)?.map((one) => ({ ...one, answers: open('read_back', one.answers) })),
		actions: open('action', row.actions),
		ahead: open('appointment', row.ahead),
		endings: open('ending', row.endings),
		handovers: open('handover', row.handovers),
		views: open('view_text', row.views),
		needs: open('need', row.needs)?.map((one) => ({ ...one, voices: open('need_voice', one.voices) })),
		goals: open('goal', row.goals)?.map((one) => ({
			...one,
			wordings: open('goal_wording', one.wordings),
			steps: open('goal_step', one.steps)
		}))
	};
}

function openedToday({ wrapped, ...row }: Today): unknown {
	const key = keyring.unwrap(row.person_id, wrapped);
	const open = (table: 'appointment' | 'action') => (one: Sealed) => ({
		...one,
		sealed: one.sealed && key.open(table, one.id, one.sealed)
	});
	return { ...row, ahead: row.ahead?.map(open('appointment')), actions: row.actions?.map(open('action')) };
}

async function answer(request: IncomingMessage): Promise<unknown> {
	const url = new URL(request.url ?? '', 'http://floor');
	const [, what, id] = url.pathname.split('/');
	if (what === 'people' || what === 'search') {
		const { rows } = await pool.query(
			what === 'people'
				? { name: what, text: PEOPLE, values: [id] }
				: { name: what, text: SEARCH, values: [id, pieces(url.searchParams.get('q') ?? '')] }
		);
		return { people: rows.slice(0, 50), more: rows.length > 50 };
	}
	if (what === 'pathway') return opened((await pool.query<Pathway>({ name: 'pathway', text: PATHWAY, values: [id] })).rows[0]!);
	if (what === 'today') return openedToday((await pool.query<Today>({ name: 'today', text: TODAY, values: [id] })).rows[0]!);
	for await (const piece of request) void piece;
	const made = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
	await pool.query({ name: 'record', text: RECORD, values: [id, ...made, SEALED, SEALED.slice(0, 120)] });
	return { recorded: made[1] };
}

const server = createServer((request, response) => {
	answer(request).then(
		(facts) => {
			const body = JSON.stringify(facts);
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
		},
		(problem: Error) => response.writeHead(500).end(problem.message)
	);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env['FLOOR_PORT']), '127.0.0.1', () => console.log('Listening'));
process.on('SIGTERM', () => {
	server.close(() => void pool.end());
	server.closeAllConnections();
});
