import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { goesRound } from '../src/lib/views/rules.ts';
import { calendarOf } from './calendar.ts';
import { accounts, territories } from './load.ts';
import type { PersonStory } from './story.ts';

const people = territories.flatMap((territory) => territory.people.map((person) => ({ person, territory })));
/** Nadia to Tom and Élise; then somebody of 17, an administration of goods, who does not read, a written disagreement, a carnet refused. */
const PERSONAS =
	'nadia jordan marie-ange samir chantal loic fatou kevin irina bernard yasmine tom elise lou georges lucienne philippe sans-carnet'.split(
		' '
	);
const texts = (person: PersonStory) =>
	[
		...(person.meetings ?? []).flatMap((meeting) => [
			meeting.text,
			meeting.moved,
			meeting.hers?.words,
			meeting.helped?.hers,
			meeting.helped?.ours,
			meeting.right?.words,
			...(meeting.with ?? []).map(({ words }) => words),
			...(meeting.next ?? []).map((promise) => promise.text)
		]),
		...(person.memos ?? []).map((memo) => memo.text),
		...(person.needs ?? []).flatMap(({ hers, ours = [] }) => [
			hers?.words,
			hers?.works,
			hers?.before?.words,
			...ours.map(({ words }) => words)
		]),
		...(person.goals ?? []).flatMap(({ wish, again = [], agreed = [], steps = [] }) => [
			wish,
			...[...again, ...agreed].map(({ words }) => words),
			...steps.map(({ text }) => text)
		]),
		...(person.handovers ?? []).map((handover) => handover.said),
		person.profile?.matters,
		person.profile?.side,
		person.ending?.hers,
		person.ending?.ours,
		person.ending?.helped
	].filter((text) => text !== undefined);

describe('the demo stories', () => {
	it('name only colleagues of the organisation they happen in', () => {
		for (const { person, territory } of people) {
			const here = new Set(territory.organizations.find((one) => one.slug === person.organization)?.members.map((member) => member.slug));
			const named = [
				person.lead,
				...(person.colleagues ?? []).map((one) => one.who),
				...(person.covers ?? []).map((one) => one.who),
				...(person.excluded ?? []),
				...(person.meetings ?? []).flatMap((meeting) => [
					meeting.by,
					...(meeting.without ?? []),
					...(meeting.with ?? []).map(({ who }) => who),
					...(meeting.next ?? []).map((one) => one.owner)
				]),
				...(person.needs ?? []).flatMap((need) => [need.by, ...(need.without ?? []), ...(need.ours ?? []).map((one) => one.who)]),
				...(person.goals ?? []).flatMap((goal) => [goal.by, ...(goal.without ?? []), ...(goal.agreed ?? []).map((one) => one.ours)]),
				...(person.appointments ?? []).map((one) => one.with),
				...(person.handovers ?? []).flatMap((one) => [one.from, one.to])
			];
			for (const slug of named)
				if (slug && !['her', 'both', 'other'].includes(slug)) assert.ok(here.has(slug), `${person.slug} names ${slug}`);
		}
	});

	it('go forward in time, and end in the fortnight to come', () => {
		for (const { person } of people) {
			const days = (person.meetings ?? []).map((meeting) => meeting.ago);
			assert.deepEqual(
				days,
				[...days].sort((a, b) => b - a),
				person.slug
			);
			assert.ok(
				days.every((ago) => ago <= person.opened),
				person.slug
			);
			assert.ok(
				(person.appointments ?? []).every((one) => one.in >= 0 && one.in <= 14),
				person.slug
			);
		}
	});

	it('say nothing that could not be read aloud beside the person', () => {
		for (const { person } of people) {
			for (const text of texts(person))
				assert.doesNotMatch(text, /absent|échec|non respecté|sanction|retard|motivé|\d{2}\.?\d{2}\.?\d{2}-?\d{3}/i, person.slug);
		}
	});

	it('never tell the same thing twice', () => {
		const all = people.flatMap(({ person }) => texts(person));
		assert.equal(new Set(all).size, all.length);
	});

	it('say how something was done only when it was done', () => {
		for (const { person } of people) {
			for (const promise of (person.meetings ?? []).flatMap((meeting) => meeting.next ?? []))
				assert.ok(!promise.help || promise.state === 'done', promise.text);
			for (const step of (person.goals ?? []).flatMap((goal) => goal.steps ?? []))
				assert.ok(!step.help || step.doneAgo !== undefined, step.text);
		}
	});

	it('give a caseload to two practitioners in each of three organisations', () => {
		const leads = new Map<string, Set<string>>();
		for (const { person } of people)
			if (person.lead) leads.set(person.organization, (leads.get(person.organization) ?? new Set()).add(person.lead));
		assert.ok([...leads.values()].filter((slugs) => slugs.size >= 2).length >= 3);
	});

	it('let a practitioner find that one may be going round in circles', () => {
		const turning = people.filter(({ person }) => {
			const latest = (person.meetings ?? []).toReversed().map(({ moved, outcome }) => outcome ?? (moved ? 'moved' : null));
			return (person.moments?.at(-1)?.value ?? 'moving') === 'moving' && !person.ending && goesRound(latest);
		});
		assert.ok(turning.some(({ person }) => person.lead === 'aurore'));
	});

	it('hold both territories, about nine hundred meetings over some fourteen months, and everybody whom the design names', () => {
		assert.equal(territories.length, 2);
		for (const { people: here, organizations } of territories) {
			assert.ok(organizations.length >= 8);
			assert.ok(here.length >= 50);
		}
		const meetings = people.flatMap(({ person }) => person.meetings ?? []);
		assert.ok(Math.abs(meetings.length - 900) <= 60, `${meetings.length} meetings`);
		assert.ok(Math.max(...meetings.map(({ ago }) => ago)) >= 400);
		const named = (slug: string) => people.find(({ person }) => person.slug === slug)?.person ?? assert.fail(`${slug} is missing`);
		for (const slug of PERSONAS) {
			const person = named(slug);
			assert.ok((person.meetings ?? []).length >= 3, slug);
			assert.ok(person.profile?.matters, `${slug} says what matters`);
		}
		const voiced = people.filter(({ person }) => person.needs?.length || person.goals?.length);
		assert.ok(voiced.length >= 20, `${voiced.length} with needs or goals`);
	});

	it('know covers, handovers, disagreements, a refused carnet, a pause, somebody kept away', () => {
		const somebody = (what: string, is: (person: PersonStory) => unknown) =>
			assert.ok(
				people.some(({ person }) => is(person)),
				what
			);
		somebody('a cover', ({ covers }) => covers?.length);
		somebody('a handover', ({ handovers }) => handovers?.length);
		somebody('a refused carnet', ({ answers }) => answers?.some(({ value }) => value === 'no'));
		somebody('a pause', ({ moments }) => moments?.at(-1)?.value === 'paused');
		somebody('somebody kept away', ({ excluded }) => excluded?.length);
		somebody('a concealed file', ({ concealed }) => concealed);
		somebody('a wish that nobody agreed to', ({ goals }) => goals?.some(({ agreed }) => !agreed?.length));
		const differ = people.filter(({ person }) =>
			person.needs?.some(({ hers, ours = [] }) => hers?.when && ours.some(({ when }) => when && when !== hers.when))
		);
		assert.ok(differ.length >= 5, `${differ.length} disagreements`);
		assert.ok(differ.some(({ person }) => person.slug === 'philippe'));
	});

	it('let every role sign in, with an address that cannot exist and a long password', () => {
		assert.deepEqual(new Set(accounts().map((one) => one.role)), new Set(['practitioner', 'front-desk', 'coordination', 'administrator']));
		for (const one of accounts()) {
			assert.match(one.email, /\.example$/);
			assert.ok(one.password.length >= 15);
		}
	});
});

describe('the demo calendar', () => {
	it('keeps meetings and coming appointments off weekends, and today today', () => {
		const sunday = calendarOf('Europe/Brussels', new Date('2026-11-22T10:00:00Z'));
		assert.equal(sunday.ahead(0), '2026-11-22');
		assert.equal(sunday.ahead(6), '2026-11-30');
		assert.equal(sunday.past(1), '2026-11-20');
	});

	it('turns a local time into an instant on both sides of a change of hour', () => {
		const calendar = calendarOf('Europe/Brussels');
		assert.equal(calendar.at('2026-07-01', '14:00').toISOString(), '2026-07-01T12:00:00.000Z');
		assert.equal(calendar.at('2026-12-01', '14:00').toISOString(), '2026-12-01T13:00:00.000Z');
		assert.equal(calendar.at('2026-10-25', '09:00').toISOString(), '2026-10-25T08:00:00.000Z');
	});
});
