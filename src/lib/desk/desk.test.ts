import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { keepActions } from '../actions/actions.server.ts';
import { planAppointment } from '../appointments/appointments.server.ts';
import { keepDraft } from '../interviews/drafts.server.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { findPeople, readDesk } from './desk.server.ts';
import { isWithin, sectionsOf } from './nav.ts';

const home = await house({ after });
const organization = await home.organization();
const ZONE = 'Europe/Brussels';
const now = new Date();

const desk = (actor: Actor) => as(actor, (tx) => readDesk(tx, actor, ZONE, now));

/** An appointment today, as its lead makes it. */
async function appoint(lead: Actor, id: string, at: Date, place = 'au 2e étage'): Promise<void> {
	await as(lead, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		await planAppointment(tx, pathway, { starts_at: at, time_zone: ZONE, channel: 'presence', place });
	});
}

test('The desk shows my appointments of the day with their place, and those of the colleague I cover, not those of others.', async () => {
	const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	const [nadia, samir, irina] = [
		await home.pathway(aurore, 'Nadia B.'),
		await home.pathway(paul, 'Samir K.'),
		await home.pathway(paul, 'Irina V.')
	];
	await appoint(aurore, nadia.id, now);
	await appoint(paul, samir.id, now, 'au café');
	await appoint(paul, irina.id, now);
	await appoint(aurore, nadia.id, new Date(now.getTime() + 3 * 86_400_000));
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '2 days')`,
		[samir.id, organization, aurore.member]
	);
	const { today, covers } = await desk(aurore);
	assert.deepEqual(today.map(({ shown_name, place, instead_of }) => [shown_name, place, instead_of]).sort(), [
		['Nadia B.', 'au 2e étage', null],
		['Samir K.', 'au café', 'Paul-Henri']
	]);
	assert.deepEqual(
		covers.map(({ of, people }) => [of, people.map(({ name }) => name)]),
		[['Paul-Henri', ['Samir K.']]]
	);
});

test('A cover that is over leaves the desk at once, with its appointments.', async () => {
	const [aurore, paul] = [await home.member(organization), await home.member(organization)];
	const { id } = await home.pathway(paul, 'Samir K.');
	await appoint(paul, id, now);
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() - interval '1 second')`,
		[id, organization, aurore.member]
	);
	const { today, covers } = await desk(aurore);
	assert.deepEqual([today, covers], [[], []]);
});

test('What I promised is there in my words until it is done; a draft waits for me alone.', async () => {
	const [aurore, paul] = [await home.member(organization), await home.member(organization)];
	const { id } = await home.pathway(aurore, 'Nadia B.');
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	await as(aurore, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		await keepActions(tx, pathway, null, [
			{ owner: 'practitioner', owner_member_id: aurore.member, text: 'Écrire au centre', due_on: null }
		]);
		await keepDraft(tx, pathway, newId(), { said: 'à moitié écrit' });
	});
	const mine = await desk(aurore);
	assert.deepEqual(
		mine.promises.map(({ text, shown_name }) => [text, shown_name]),
		[['Écrire au centre', 'Nadia B.']]
	);
	assert.deepEqual(
		mine.drafts.map(({ name, form }) => [name, form]),
		[['Nadia B.', 'interview']]
	);
	const theirs = await desk(paul);
	assert.deepEqual([theirs.promises, theirs.drafts], [[], []]);
});

test('Whom I lead and who has no next step waits on my desk, never somebody in pause or after a death.', async () => {
	const lead = await home.member(organization);
	await home.pathway(lead, 'Kevin M.');
	const paused = await home.pathway(lead, 'Pause');
	const gone = await home.pathway(lead, 'Partie');
	await home.sql(`update accompaniment set moment = 'paused' where id = $1`, [paused.id]);
	await appoint(lead, gone.id, now);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [gone.id]);
	const { waiting, today } = await desk(lead);
	assert.deepEqual(
		waiting.map(({ name }) => name),
		['Kevin M.']
	);
	assert.deepEqual(today, []);
});

test('The quick search finds people of my reach alone.', async () => {
	const [lead, other] = [await home.member(organization), await home.member(organization)];
	await home.pathway(lead, 'Élodie R.');
	await home.pathway(other, 'Elodie T.');
	const find = async (search: string) => (await as(lead, (tx) => findPeople(tx, lead, search))).people.map(({ name }) => name);
	assert.deepEqual(await find('elodie'), ['Élodie R.']);
	assert.deepEqual(await find('t.'), []);
});

test('The menu holds what the rights open, and marks the section one is in.', () => {
	const actor = (roles: Actor['roles']): Actor => ({ member: 'm', account: 'a', organization: 'o', roles, firstName: 'Aurore' });
	const hrefs = (roles: Actor['roles']) => sectionsOf(actor(roles)).map(({ href }) => href);
	assert.deepEqual(hrefs(['practitioner']), ['/bureau', '/personnes', '/annuaire']);
	assert.deepEqual(hrefs(['front-desk']), ['/bureau', '/annuaire', '/accueil']);
	assert.deepEqual(hrefs(['coordination']), ['/bureau', '/annuaire', '/equipe']);
	assert.deepEqual(hrefs(['administrator']), ['/bureau', '/annuaire', '/reglages']);
	assert.equal(isWithin('/personnes/x', '/personnes'), true);
	assert.equal(isWithin('/personnes-ailleurs', '/personnes'), false);
});

test('A moment with several people that one began is one line, however many they are; what is about a need says which.', async () => {
	const writer = await home.member(await home.organization());
	const [formKey, need] = [newId(), newId()];
	for (const name of ['Un A.', 'Deux B.', 'Trois C.']) {
		const { id } = await home.pathway(writer, name);
		await as(writer, async (tx) => {
			const pathway = (await readPathway(tx, id))!;
			await keepDraft(tx, pathway, formKey, { said: 'ensemble' }, undefined, { form: 'collective', says: true });
			if (name === 'Trois C.')
				await keepDraft(tx, pathway, newId(), { said: 'besoin' }, undefined, { form: 'need', about: need, says: true });
		});
	}
	const { drafts } = await desk(writer);
	assert.deepEqual(new Set(drafts.map(({ form, about }) => `${form} ${about}`)), new Set([`need ${need}`, 'collective null']));
	assert.equal(drafts.length, 2);
});
