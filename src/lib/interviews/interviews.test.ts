import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { openActions } from '#lib/actions/actions.server.ts';
import { coming, planAppointment } from '#lib/appointments/appointments.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { readFields } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { readInterview, readInterviews, readLatestNote, recordInterview } from './interviews.server.ts';
import { InterviewForm, reviewInterview } from './rules.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };
const NOWHERE = '01890000-0000-7000-8000-00000000dead';

function formOf(fields: Record<string, string | string[]>): InterviewForm {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
	const read = readFields(form, InterviewForm);
	assert.ok(read.ok, JSON.stringify(read));
	return read.data;
}

const onPathway = <T>(
	actor: Actor,
	id: string,
	work: (tx: Parameters<Parameters<typeof as>[1]>[0], pathway: Awaited<ReturnType<typeof readPathway>> & object) => Promise<T>
) => as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));

const record = (actor: Actor, id: string, fields: Record<string, string | string[]> = {}) => {
	const form = formOf(fields);
	return onPathway(actor, id, (tx, pathway) =>
		recordInterview(tx, pathway, actor, { form, agreed: reviewInterview(form, here).agreed, ...here })
	);
};

const list = async (actor: Actor, id: string) => (await onPathway(actor, id, (tx, pathway) => readInterviews(tx, pathway))).interviews;
const actions = (actor: Actor, id: string) => onPathway(actor, id, openActions);
const refused = (work: Promise<unknown>) => assert.rejects(work, { status: 404 });

let organization: string, lead: Actor, colleague: Actor, other: Actor, stranger: Actor, elsewhere: Actor, nadia: string;
before(async () => {
	organization = await home.organization();
	[lead, colleague, other, stranger] = [
		await home.member(organization, ['practitioner'], { first: 'Aurore' }),
		await home.member(organization, ['practitioner'], { first: 'Paul-Henri' }),
		await home.member(organization, ['practitioner'], { first: 'Claire' }),
		await home.member(organization, ['practitioner', 'coordination', 'administrator', 'front-desk'], { first: 'Denis' })
	];
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner', 'coordination', 'administrator'], {
		first: 'Étienne'
	});
	nadia = (await home.pathway(lead)).id;
	for (const member of [colleague, other]) {
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: nadia, member_id: member.member }).execute());
	}
});

describe('recording an interview', () => {
	it('takes an empty form: the meeting took place, today, in the usual way', async () => {
		const fresh = (await home.pathway(lead, 'Samir')).id;
		const id = await record(lead, fresh);
		const [interview] = await list(lead, fresh);
		assert.equal(interview?.id, id);
		assert.equal(interview?.channel, 'presence');
		assert.equal(interview?.note?.text, '');
		assert.deepEqual(
			interview?.note?.readers.map(({ first_name }) => first_name),
			['Aurore']
		);
		await record(lead, fresh, { channel: 'phone' });
		await record(lead, fresh);
		assert.deepEqual(
			(await list(lead, fresh)).map(({ channel }) => channel),
			['phone', 'phone', 'presence']
		);
	});

	it('keeps the text, the outcome, the names, what comes before next time and the next appointment, all at once', async () => {
		const next = new Date(here.now.getTime() + 21 * 86_400_000).toISOString().slice(0, 10);
		const id = await record(lead, nadia, {
			said: 'Nadia a téléphoné à la crèche.',
			moved: 'lettre envoyée',
			kept_between: 'yes',
			'readers[]': [colleague.member],
			'actions.0.who': 'person',
			'actions.0.what': 'demande l’horaire',
			'actions.0.due': next,
			'actions.1.who': 'me',
			'actions.1.what': 'écrire au centre',
			'actions.2.who': `member:${colleague.member}`,
			'actions.2.what': 'appeler le CPAS',
			'actions.3.who': 'both',
			'actions.3.what': '',
			'next.day': next,
			'next.time': '14:00',
			'next.place': '2e étage',
			'next.channel': 'home'
		});
		const interview = await onPathway(lead, nadia, (tx, pathway) => readInterview(tx, pathway, id));
		assert.equal(interview?.note?.text, 'Nadia a téléphoné à la crèche.');
		assert.equal(interview?.note?.moved, 'lettre envoyée');
		assert.equal(interview?.note?.outcome, 'moved');
		assert.equal(interview?.note?.kept_between, true);
		assert.deepEqual(
			interview?.note?.readers.map(({ first_name }) => first_name),
			['Aurore', 'Paul-Henri']
		);
		const open = await actions(lead, nadia);
		assert.deepEqual(
			open.map(({ text, owner, owner_first_name, mine }) => [text, owner, owner_first_name, mine]),
			[
				['écrire au centre', 'practitioner', 'Aurore', true],
				['demande l’horaire', 'person', null, false],
				['appeler le CPAS', 'practitioner', 'Paul-Henri', false]
			]
		);
		const [appointment] = await onPathway(lead, nadia, (tx, pathway) => coming(tx, pathway));
		assert.equal(appointment?.place, '2e étage');
		assert.equal(appointment?.channel, 'home');
		assert.equal(appointment?.time_zone, 'Europe/Brussels');
		const [row] = await home.sql<{ note: string; sealed: string }>(
			'select n.sealed as note, c.sealed from note n join action c on c.note_id = n.id where n.interview_id = $1',
			[id]
		);
		assert.match(row!.note, /^v1\./);
		assert.doesNotMatch(row!.note + row!.sealed, /Nadia|crèche|horaire/);
	});

	it('marks the appointment of that day as met, mine before a colleague’s', async () => {
		const person = (await home.pathway(lead, 'Olena')).id;
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: colleague.member }).execute());
		const agreed = { starts_at: here.now, time_zone: here.zone, channel: 'phone' as const, place: '' };
		const [theirs, mine] = await onPathway(lead, person, async (tx, pathway) => [
			await planAppointment(tx, pathway, agreed, colleague.member),
			await planAppointment(tx, pathway, agreed)
		]);
		const id = await record(lead, person);
		const rows = await home.sql('select id, state from appointment where accompaniment_id = $1', [person]);
		assert.deepEqual(
			new Map(rows.map((row) => [row.id, row.state])),
			new Map([
				[theirs, 'planned'],
				[mine, 'met']
			])
		);
		assert.deepEqual(await home.sql('select appointment_id from interview where id = $1', [id]), [{ appointment_id: mine }]);
	});

	it('sent twenty times at once makes one interview', async () => {
		const person = (await home.pathway(lead, 'Zoé')).id;
		const key = crypto.randomUUID();
		const form = formOf({ said: 'une seule fois', 'actions.0.what': 'appeler' });
		const paths = await Promise.all(
			Array.from({ length: 20 }, () =>
				onPathway(lead, person, (tx, pathway) =>
					once(
						tx,
						key,
						async () => `/personnes/${person}?entretien=${await recordInterview(tx, pathway, lead, { form, agreed: null, ...here })}`
					)
				)
			)
		);
		assert.equal(new Set(paths).size, 1);
		assert.equal((await list(lead, person)).length, 1);
		assert.equal((await actions(lead, person)).length, 1);
	});

	it('is refused, without a trace, after a death', async () => {
		const person = (await home.pathway(lead, 'Ildiko')).id;
		await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [person]);
		await refused(record(lead, person, { said: 'trop tard' }));
		assert.deepEqual(await home.sql('select 1 from interview where accompaniment_id = $1', [person]), []);
	});
});

describe('answers to former actions', () => {
	it('are found again at the next meeting, and kept with it', async () => {
		const person = (await home.pathway(lead, 'Mariam')).id;
		await record(lead, person, {
			'actions.0.who': 'me',
			'actions.0.what': 'écrire',
			'actions.1.who': 'person',
			'actions.1.what': 'appeler'
		});
		const [promise, hers] = await actions(lead, person);
		assert.equal(promise?.mine, true);
		const second = await record(lead, person, {
			[`answers.${promise!.id}.state`]: 'tried',
			[`answers.${promise!.id}.version`]: '1',
			[`answers.${promise!.id}.help`]: 'alone',
			[`answers.${hers!.id}.state`]: 'done',
			[`answers.${hers!.id}.version`]: '1',
			[`answers.${hers!.id}.help`]: 'alone'
		});
		assert.deepEqual(await actions(lead, person), []);
		assert.deepEqual(
			await home.sql(`select state, help, answered_in = $2 as there from action where accompaniment_id = $1 order by id`, [person, second]),
			[
				{ state: 'tried', help: null, there: true },
				{ state: 'done', help: 'alone', there: true }
			]
		);
	});

	it('left open stay open, and nothing is made of it', async () => {
		const person = (await home.pathway(lead, 'Yanis')).id;
		await record(lead, person, { 'actions.0.what': 'appeler' });
		await record(lead, person, { said: 'on a parlé d’autre chose' });
		assert.equal((await actions(lead, person)).length, 1);
	});

	it('given meanwhile by a colleague stop the recording with both, and nothing is lost or half written', async () => {
		const person = (await home.pathway(lead, 'Inès')).id;
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: colleague.member }).execute());
		await record(lead, person, { 'actions.0.what': 'appeler la crèche', 'readers[]': [colleague.member] });
		const [action] = await actions(lead, person);
		const answer = (state: string, version = '1') => ({
			[`answers.${action!.id}.state`]: state,
			[`answers.${action!.id}.version`]: version
		});
		await record(colleague, person, answer('done'));
		await assert.rejects(record(lead, person, { said: 'un long texte', ...answer('tried') }), (problem) => {
			assert.ok(problem instanceof StaleError);
			const [stored] = problem.stored.actions as { state: string; text: string; version: number }[];
			assert.deepEqual([stored?.state, stored?.text, stored?.version], ['done', 'appeler la crèche', 2]);
			return true;
		});
		assert.equal((await list(lead, person)).length, 2);
		await record(lead, person, { said: 'un long texte', ...answer('tried', '2') });
		assert.equal((await list(lead, person)).length, 3);
		const former = await home.sql<{ replaced_by: string; row_version: number }>(
			`select row_version, replaced_by from revision where subject = 'action' and row_id = $1`,
			[action!.id]
		);
		assert.deepEqual(former, [{ row_version: 2, replaced_by: lead.member }]);
	});

	it('for an action of somebody else’s pathway change nothing and say nothing', async () => {
		const person = (await home.pathway(elsewhere, 'Ailleurs')).id;
		await record(elsewhere, person, { 'actions.0.what': 'ne bouge pas' });
		const [theirs] = await actions(elsewhere, person);
		for (const forged of [theirs!.id, NOWHERE]) {
			await record(lead, nadia, { [`answers.${forged}.state`]: 'done', [`answers.${forged}.version`]: '1' });
		}
		assert.equal((await actions(elsewhere, person))[0]?.version, 1);
	});
});

describe('who reads what was said', () => {
	it('those ticked read the text; who was unticked sees the day and the way only', async () => {
		const id = await record(lead, nadia, {
			said: 'pour Paul-Henri',
			'readers[]': [colleague.member],
			'actions.0.what': 'entre nous',
			channel: 'video'
		});
		assert.equal((await list(colleague, nadia)).find((one) => one.id === id)?.note?.text, 'pour Paul-Henri');
		const unticked = (await list(other, nadia)).find((one) => one.id === id);
		assert.deepEqual(Object.keys(unticked!).sort(), ['attendees', 'channel', 'held_on', 'id', 'kind', 'note', 'sides', 'version']);
		assert.deepEqual([unticked?.note, unticked?.sides, unticked?.attendees], [null, [], []]);
		assert.equal(unticked?.channel, 'video');
		assert.ok(!(await actions(other, nadia)).some(({ text }) => text === 'entre nous'));
		assert.ok((await actions(colleague, nadia)).some(({ text }) => text === 'entre nous'));
	});

	it('ticking nobody keeps it between her and its author', async () => {
		const id = await record(lead, nadia, { said: 'pour personne d’autre' });
		assert.equal((await list(colleague, nadia)).find((one) => one.id === id)?.note, null);
		assert.ok((await list(lead, nadia)).find((one) => one.id === id)?.note);
	});

	it('forged readers are left aside: another organisation, a member not named, nobody at all', async () => {
		const id = await record(lead, nadia, { said: 'forgé', 'readers[]': [stranger.member, elsewhere.member, NOWHERE] });
		assert.deepEqual(
			(await list(lead, nadia)).find((one) => one.id === id)?.note?.readers.map(({ first_name }) => first_name),
			['Aurore']
		);
		for (const actor of [stranger, elsewhere]) await refused(list(actor, nadia));
	});

	it('a promise forged for a member who is not named belongs to nobody', async () => {
		await record(lead, nadia, {
			'actions.0.who': `member:${stranger.member}`,
			'actions.0.what': 'forgée',
			'actions.1.who': `member:${elsewhere.member}`,
			'actions.1.what': 'forgée aussi'
		});
		const forged = (await actions(lead, nadia)).filter(({ text }) => text.startsWith('forgée'));
		assert.deepEqual(
			forged.map(({ owner, owner_member_id }) => [owner, owner_member_id]),
			[
				['other', null],
				['other', null]
			]
		);
	});

	it('whoever is excluded, has left, or whose cover is over reads nothing from the next request on', async () => {
		const { id: person, person: who } = await home.pathway(lead, 'Rokia');
		const cover = await home.member(organization, ['practitioner'], { first: 'Bérengère' });
		const leaver = await home.member(organization, ['practitioner'], { first: 'Kevin' });
		const shut = await home.member(organization, ['practitioner'], { first: 'Luc' });
		for (const member of [cover, leaver, shut]) {
			await home.sql(
				`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '1 day')`,
				[person, organization, member.member]
			);
		}
		await record(lead, person, { said: 'pour tous', 'readers[]': [cover.member, leaver.member, shut.member] });
		for (const actor of [cover, leaver, shut]) assert.equal((await list(actor, person))[0]?.note?.text, 'pour tous');
		await home.sql(`update colleague set until = now() - interval '1 second' where member_id = $1`, [cover.member]);
		await home.sql(`update member set ended_at = now() where id = $1`, [leaver.member]);
		await home.sql(`insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)`, [who, shut.account, organization]);
		for (const actor of [cover, leaver, shut]) {
			await refused(list(actor, person));
			await refused(record(actor, person, { said: 'encore là' }));
		}
		await record(lead, person, { said: 'après', 'readers[]': [cover.member, leaver.member, shut.member] });
		assert.deepEqual(
			(await list(lead, person))[0]?.note?.readers.map(({ first_name }) => first_name),
			['Aurore']
		);
	});

	it('"La dernière fois" is the latest text that I may read', async () => {
		const person = (await home.pathway(lead, 'Hugo')).id;
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: colleague.member }).execute());
		await record(lead, person, { said: 'lu par tous', held_on: '2026-01-10', 'readers[]': [colleague.member] });
		await record(lead, person, { said: 'entre nous', held_on: '2026-01-12' });
		const latest = (actor: Actor) => onPathway(actor, person, readLatestNote);
		assert.equal((await latest(lead))?.note?.text, 'entre nous');
		assert.equal((await latest(colleague))?.note?.text, 'lu par tous');
	});

	it('nobody adds a text to a colleague’s meeting, nor writes in somebody else’s name', async () => {
		const id = await record(lead, nadia, { said: 'mienne' });
		await assert.rejects(
			onPathway(colleague, nadia, (tx, pathway) =>
				tx
					.insertInto('note')
					.values({ id: crypto.randomUUID(), interview_id: id, accompaniment_id: nadia, sealed: pathway.key.seal('note', id, {}) })
					.execute()
			),
			{ status: 404 }
		);
		await refused(
			as(colleague, (tx) =>
				tx
					.insertInto('interview')
					.values({ id: crypto.randomUUID(), accompaniment_id: nadia, held_on: '2026-01-01', channel: 'phone', author_id: lead.member })
					.execute()
			)
		);
	});
});

describe('all interviews', () => {
	it('turn page by page without missing or doubling one, the latest first', async () => {
		const person = (await home.pathway(lead, 'Beaucoup')).id;
		const days = Array.from({ length: 23 }, (_, index) => `2026-0${(index % 3) + 1}-1${index % 7}`);
		for (const held_on of days) await record(lead, person, { held_on });
		const seen: string[] = [];
		let after: string | null = null;
		do {
			const page: Awaited<ReturnType<typeof readInterviews>> = await onPathway(lead, person, (tx, pathway) =>
				readInterviews(tx, pathway, { after, limit: 5 })
			);
			seen.push(...page.interviews.map(({ held_on, id }) => `${held_on}_${id}`));
			after = page.next;
		} while (after);
		assert.equal(seen.length, 23);
		assert.deepEqual(seen, [...new Set(seen)].sort().reverse());
	});

	it('a forged page marker starts at the beginning', async () => {
		for (const after of ['x', `2026-01-01_${NOWHERE}'--`, '_']) {
			assert.ok((await onPathway(lead, nadia, (tx, pathway) => readInterviews(tx, pathway, { after }))).interviews.length > 0);
		}
	});
});
