import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { myPromises } from '#lib/actions/actions.server.ts';
import { recordInterview } from '#lib/interviews/interviews.server.ts';
import { InterviewForm } from '#lib/interviews/rules.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { coming, moveAppointment, planAppointment, releaseAppointment, todayOf } from './appointments.server.ts';

const home = await house({ after });
const time_zone = 'Europe/Brussels';
let organization: string, lead: Actor, colleague: Actor, elsewhere: Actor;
before(async () => {
	organization = await home.organization();
	lead = await home.member(organization);
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	elsewhere = await home.member(await home.organization('Ailleurs'));
});

const inDays = (days: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000);
const agreed = (starts_at: Date, place = '') => ({ starts_at, time_zone, channel: 'presence' as const, place });
const onPathway = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const rows = (id: string) =>
	home.sql<{ state: string; changed: string[] }>(
		`select p.state, coalesce(array_agg(distinct c) filter (where c is not null), '{}') as changed from appointment p
	left join audit a on a.row_id = p.id::text and a.act = 'update' left join unnest(a.columns) c on true where p.accompaniment_id = $1 group by p.id order by p.id`,
		[id]
	);

describe('an appointment', () => {
	it('keeps its instant, its zone and its place, sealed; the caseload knows the next one', async () => {
		const { id } = await home.pathway(lead);
		await onPathway(lead, id, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(9))));
		await onPathway(lead, id, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(3), '2e étage')));
		const list = await onPathway(lead, id, coming);
		assert.deepEqual(
			list.map(({ starts_at, place }) => [starts_at.getTime(), place]),
			[
				[inDays(3).getTime(), '2e étage'],
				[inDays(9).getTime(), '']
			]
		);
		const [row] = await home.sql<{ next_at: Date; sealed: string }>(
			'select a.next_at, p.sealed from accompaniment a join appointment p on p.accompaniment_id = a.id and p.sealed is not null where a.id = $1',
			[id]
		);
		assert.equal(row?.next_at.getTime(), inDays(3).getTime());
		assert.doesNotMatch(row!.sealed, /étage/);
	});

	it('that was moved and one that did not happen leave the same trace', async () => {
		const { id: moved } = await home.pathway(lead);
		const { id: missed } = await home.pathway(lead);
		const plan = (person: string) => onPathway(lead, person, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(1))));
		const [first, second] = [await plan(moved), await plan(missed)];
		await onPathway(lead, moved, (tx, pathway) => moveAppointment(tx, pathway, { id: first, version: 1 }, agreed(inDays(4))));
		await onPathway(lead, missed, (tx, pathway) => releaseAppointment(tx, pathway, second));
		await onPathway(lead, missed, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(4))));
		assert.deepEqual(await rows(moved), await rows(missed));
		assert.deepEqual(
			(await rows(moved)).map(({ state }) => state),
			['released', 'planned']
		);
	});

	it('moved twice at once moves once', async () => {
		const { id } = await home.pathway(lead);
		const appointment = await onPathway(lead, id, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(1))));
		const move = (days: number) =>
			onPathway(lead, id, (tx, pathway) => moveAppointment(tx, pathway, { id: appointment, version: 1 }, agreed(inDays(days))));
		const done = await Promise.allSettled([move(5), move(6)]);
		assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
		assert.ok(done.some((one) => one.status === 'rejected' && one.reason instanceof StaleError));
		assert.equal((await onPathway(lead, id, coming)).length, 1);
	});

	it('is planned within the organisation, and touched by nobody out of reach', async () => {
		const { id } = await home.pathway(lead);
		await assert.rejects(
			onPathway(lead, id, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(1)), elsewhere.member)),
			{ status: 404 }
		);
		await assert.rejects(
			onPathway(colleague, id, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(1)))),
			{ status: 404 }
		);
		const appointment = await onPathway(lead, id, (tx, pathway) => planAppointment(tx, pathway, agreed(inDays(1))));
		const { id: theirs } = await home.pathway(elsewhere);
		await onPathway(elsewhere, theirs, (tx, pathway) => releaseAppointment(tx, pathway, appointment));
		assert.deepEqual(await onPathway(elsewhere, theirs, coming), []);
		assert.deepEqual(
			(await onPathway(lead, id, coming)).map((one) => one.id),
			[appointment]
		);
	});

	it('of today is on my desk until it was released, also once it was met', async () => {
		const desk = await home.member(organization, ['practitioner'], { first: 'Bérengère' });
		const { id } = await home.pathway(desk, 'Hugo V.');
		const plan = () => onPathway(desk, id, (tx, pathway) => planAppointment(tx, pathway, agreed(new Date(), 'salle calme')));
		const [met, released] = [await plan(), await plan()];
		await onPathway(desk, id, (tx, pathway) => releaseAppointment(tx, pathway, released));
		await onPathway(desk, id, (tx, pathway) =>
			recordInterview(tx, pathway, desk, { form: InterviewForm.parse({}), agreed: null, zone: time_zone, now: new Date() })
		);
		const today = await as(desk, (tx) => todayOf(tx, desk, time_zone));
		assert.deepEqual(
			today.map(({ id, state, shown_name, place }) => [id, state, shown_name, place]),
			[[met, 'met', 'Hugo V.', 'salle calme']]
		);
		assert.deepEqual(await as(lead, (tx) => todayOf(tx, lead, time_zone)), []);
	});
});

describe('what I promised', () => {
	it('is on my desk, with the person as screens show her, and leaves it once answered', async () => {
		const desk = await home.member(organization, ['practitioner'], { first: 'Claire' });
		const { id } = await home.pathway(desk, 'Nadia B.');
		await home.sql(`update accompaniment set alias = 'Marguerite', concealed = true where id = $1`, [id]);
		const record = (fields: object) =>
			onPathway(desk, id, (tx, pathway) =>
				recordInterview(tx, pathway, desk, { form: InterviewForm.parse(fields), agreed: null, zone: time_zone, now: new Date() })
			);
		await record({ actions: { 0: { who: 'me', what: 'écrire' }, 1: { who: 'person', what: 'appeler' } } });
		const [promise, ...rest] = await as(desk, (tx) => myPromises(tx, desk));
		assert.deepEqual([promise?.text, promise?.shown_name, rest.length], ['écrire', 'Marguerite', 0]);
		await record({ answers: { [promise!.id]: { state: 'not-now', version: '1' } } });
		assert.deepEqual(await as(desk, (tx) => myPromises(tx, desk)), []);
	});
});
