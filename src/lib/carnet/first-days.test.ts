import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { keepActions } from '#lib/actions/actions.server.ts';
import { openHerGoal } from '#lib/goals/hers.server.ts';
import { recordInterview } from '#lib/interviews/interviews.server.ts';
import { InterviewForm } from '#lib/interviews/rules.ts';
import { openHerNeed } from '#lib/needs/hers.server.ts';
import { openNeed } from '#lib/needs/needs.server.ts';
import { HerVoiceForm, OpeningForm } from '#lib/needs/rules.ts';
import type { Actor } from '#lib/access/access.ts';
import { asHer, type Her } from '#lib/server/db.ts';
import { readHerSession } from '#lib/server/person-session.ts';
import { house } from '../../../tests/house.ts';
import { codeIn, doorBrowser, giveCard, outboxOf, writeContacts } from '../../../tests/scenes/door.ts';
import { herScene } from '../../../tests/scenes/hers.ts';
import { askCodeInside, codesWritten, useCodeInside } from './one-time.server.ts';
import { signInWithCarnet } from './sign-in.server.ts';

const home = await house({ after });
const { aurore, paul, nadia } = await herScene(home);

/** A text of a meeting, named with its author alone or with the others too. */
const writeNote = (author: Actor, said: string, readers: Actor[]) =>
	nadia.staff(author, (tx, pathway) =>
		recordInterview(tx, pathway, author, {
			form: InterviewForm.parse({
				held_on: '2026-11-10',
				channel: 'presence',
				said,
				readers: readers.map(({ member }) => member),
				readers_shown: [aurore, paul].map(({ member }) => member)
			}),
			agreed: null,
			appointment: null,
			zone: 'Europe/Brussels',
			now: new Date()
		})
	);
const words = (said: string) => HerVoiceForm.parse({ words: said, version: '0' });

await writeNote(aurore, 'avec Aurore', [aurore]);
await writeNote(paul, 'à deux', [aurore, paul]);
await nadia.staff(aurore, (tx, pathway) =>
	openNeed(tx, pathway, OpeningForm.parse({ code: 'LOG', hers: { words: 'entre elle et Aurore' } }))
);
await nadia.on(async (tx, part) => {
	await openHerNeed(tx, part, { ...words('à Aurore seule'), code: 'MOB', label: '', readers: [aurore.member] });
	await openHerNeed(tx, part, { ...words('à Paul-Henri aussi'), code: 'FIN', label: '', readers: [aurore.member, paul.member] });
	await openHerGoal(tx, part, { wish: 'un souhait dit à Aurore', domain: null, readers: [aurore.member] });
});
await home.sql(
	`insert into her_note (id, accompaniment_id, organization_id, shown, sealed) select gen_random_uuid(), id, organization_id, s, 'x' from accompaniment, unnest(array[true, false]) s where id = $1`,
	[nadia.id]
);
const [{ note } = { note: '' }] = await home.sql<{ note: string }>('select id as note from note where author_id = $1', [aurore.member]);
await nadia.staff(aurore, (tx, pathway) =>
	keepActions(tx, pathway, note, [{ owner: 'practitioner', owner_member_id: aurore.member, text: 'née du texte d’Aurore', due_on: null }])
);

const TABLES = ['note', 'need', 'need_voice', 'goal', 'goal_wording', 'her_note', 'action', 'note_reader', 'need_reader'] as const;
/** How many rows of each these cards show. */
const seen = (her: Her) =>
	asHer(her, async (tx) => {
		const counts = await Promise.all(TABLES.map(async (table) => (await tx.selectFrom(table).selectAll().execute()).length));
		return Object.fromEntries(TABLES.map((table, index) => [table, counts[index]]));
	});
const all = await seen(nadia.her);
const age = (card: string, hours: number) =>
	home.sql(
		`update carnet set created_at = created_at - make_interval(hours => $2), noticed_at = noticed_at - make_interval(hours => $2) where id = $1`,
		[card, hours]
	);

test('A card that Paul-Henri gives opens at first what Paul-Henri reads himself, whatever she reads otherwise.', async () => {
	const card = await giveCard(paul, nadia);
	const her: Her = { person: nadia.person, cards: [card.id] };
	const first = await seen(her);
	assert.deepEqual([all['note'], first['note']], [2, 1]);
	assert.deepEqual([all['need'], first['need'], first['need_voice']], [3, 1, 1]);
	assert.deepEqual([all['goal'], first['goal'], first['goal_wording']], [1, 0, 0]);
	assert.deepEqual([all['her_note'], first['her_note']], [2, 1], 'a note that she shows is his to read; one that is hers alone is not');
	assert.deepEqual([all['action'], first['action']], [1, 0]);
	// What she writes with this very card is there at once.
	await asHer(her, async (tx) => {
		const { readParts } = await import('../space/her.server.ts');
		const [part] = await readParts(tx);
		await openHerNeed(tx, part!, { ...words('écrit avec la nouvelle carte'), code: 'SAN', label: '', readers: [aurore.member] });
	});
	assert.equal((await seen(her))['need'], 2);
	// Nobody could be told: a week, and then everything.
	await age(card.id, 6 * 24);
	assert.equal((await seen(her))['note'], 1);
	await age(card.id, 25);
	assert.equal((await seen(her))['note'], 2);
});

test('Her safe contact is told of the card, without a name or a service; three days after, it opens everything.', async () => {
	await writeContacts(home, aurore, nadia, [{ kind: 'phone', value: '0470 98 04 11' }]);
	await home.sql('delete from outbox');
	const card = await giveCard(paul, nadia);
	const [notice, ...more] = await outboxOf(home);
	assert.deepEqual([notice?.channel, notice?.to, more.length], ['sms', '+32470980411', 0]);
	assert.match(notice!.text, /^Une nouvelle carte a été préparée pour vous\./);
	assert.doesNotMatch(notice!.text, /Nadia|Relance|Cheminer|Paul/);
	const her: Her = { person: nadia.person, cards: [card.id] };
	await age(card.id, 71);
	assert.equal((await seen(her))['note'], 1);
	await age(card.id, 2);
	assert.equal((await seen(her))['note'], 2);
});

test('A contact that was written down the day before, or taken away, shortens nothing: a week, as when nobody can be told.', async () => {
	await writeContacts(home, paul, nadia, [{ kind: 'phone', value: '0470 98 04 99' }], false);
	await home.sql('delete from outbox');
	const card = await giveCard(paul, nadia);
	assert.deepEqual(
		(await outboxOf(home)).map(({ to }) => to),
		['+32470980499'],
		'it is told all the same'
	);
	const [row] = await home.sql<{ noticed_at: Date | null }>('select noticed_at from carnet where id = $1', [card.id]);
	assert.equal(row?.noticed_at, null);
	await age(card.id, 80);
	assert.equal((await seen({ person: nadia.person, cards: [card.id] }))['note'], 1);
});

test('A contact that changes begins anew, even when the rest of it stays; one that is written again as it stood does not.', async () => {
	const [before] = await home.sql<{ id: string; since: Date }>(
		`update contact set since = now() - interval '4 days' where accompaniment_id = $1 returning id, since`,
		[nadia.id]
	);
	const { readPathway } = await import('../people/pathway.server.ts');
	const { keepContacts } = await import('../people/contact.server.ts');
	const { as } = await import('../server/db.ts');
	const keep = (value: string, shared = false) =>
		as(paul, async (tx) =>
			keepContacts(tx, paul.organization, nadia.id, (await readPathway(tx, nadia.id))!.key, [
				{ id: before!.id, kind: 'phone', value, hours: '', caution: '', shared }
			])
		);
	const fresh = async () =>
		(await home.sql<{ fresh: boolean }>(`select since > now() - interval '1 hour' as fresh from contact where id = $1`, [before!.id]))[0]!
			.fresh;
	await keep('0470 98 04 99');
	assert.equal(await fresh(), false);
	await keep('0470 98 04 98');
	assert.equal(await fresh(), true);
	await home.sql(`update contact set since = now() - interval '4 days'`);
	await keep('0470 98 04 98', true);
	await keep('0470 98 04 98', false);
	assert.equal(await fresh(), true, 'what was marked as unsafe for a moment is new again');
});

test('At once, by a code to the contact that stood there before: asked for with the card, typed in her space.', async () => {
	await writeContacts(home, aurore, nadia, [{ kind: 'phone', value: '0470 98 04 12' }]);
	const card = await giveCard(paul, nadia);
	const visit = doorBrowser();
	await signInWithCarnet(visit, card);
	const her = (await readHerSession(visit))!;
	assert.ok(her.settles && her.settles.getTime() > Date.now() + 71 * 3_600_000);
	await home.sql('delete from outbox');
	await askCodeInside(visit, her, { aloud: false });
	await codesWritten();
	const [message] = await outboxOf(home);
	assert.equal(message?.to, '+32470980412');
	assert.equal(await useCodeInside(visit, her, codeIn(message!.text)), 'opened');
	assert.equal((await readHerSession(visit))?.settles, null);
	assert.equal((await seen(her))['note'], 2);
});

test('In its first days a card tells neither who helped nor what she composed, and begins no page in its place.', async () => {
	const { readParts } = await import('../space/her.server.ts');
	const { changePage, readHerPages } = await import('../her-page/her-page.server.ts');
	const { NEW_PAGE } = await import('../her-page/rules.ts');
	const begin = (who: Her) =>
		asHer(who, async (tx) => changePage(tx, await readParts(tx), { page: '', version: 0 }, () => ({ ...NEW_PAGE, named: false })));
	const pages = (who: Her) => asHer(who, async (tx) => (await readHerPages(tx, await readParts(tx))).length);
	const helped = (who: Her) =>
		asHer(who, async (tx) => (await tx.selectFrom('journal').select('kind').where('kind', '=', 'helper').execute()).length);
	const settled = await giveCard(paul, nadia);
	await age(settled.id, 8 * 24);
	const before: Her = { person: nadia.person, cards: [settled.id] };
	await begin(before);
	await home.sql(
		`insert into journal (hour, organization_id, account_id, member_id, accompaniment_id, person_id, kind)
		select date_trunc('hour', now()), organization_id, id, id, id, person_id, 'helper' from accompaniment where id = $1`,
		[nadia.id]
	);
	assert.deepEqual([await pages(before), await helped(before)], [1, 1]);
	const card = await giveCard(paul, nadia);
	const her: Her = { person: nadia.person, cards: [card.id] };
	assert.deepEqual([await pages(her), await helped(her)], [0, 0]);
	await assert.rejects(begin(her), (problem) => (problem as { code?: string }).code === 'page_not_yet');
	await assert.rejects(
		asHer(her, (tx) => tx.insertInto('her_page').values({ id: crypto.randomUUID(), accompaniment_id: nadia.id, sealed: 'v1' }).execute()),
		{ status: 404 }
	);
	await age(card.id, 8 * 24);
	assert.deepEqual([await pages(her), await helped(her)], [1, 1], 'what she composed is there again');
});

test('Her contact is told of a new card in the language of her last one, whatever page gives it.', async () => {
	await writeContacts(home, aurore, nadia, [{ kind: 'phone', value: '0470 98 04 13' }]);
	await home.sql(`update carnet set language = 'tr' where accompaniment_id = $1`, [nadia.id]);
	await home.sql('delete from outbox');
	await giveCard(paul, nadia);
	const [notice, ...more] = await outboxOf(home);
	assert.match(notice!.text, /^Sizin için yeni bir kart hazırlandı\./);
	assert.equal(more.length, 0);
});

test('Every table that she reads in her space says what it shows with a card that is not settled, or why it shows it all.', async () => {
	/** Read by whoever gave the card as well: everybody in reach does, or it is no text. */
	const READ_BY_WHO_GAVE = [
		...[
			'accompaniment',
			'answer',
			'appointment',
			'attendee',
			'carnet',
			'colleague',
			'contact',
			'data_part',
			'data_request',
			'desk_word',
			'ending'
		],
		...['form_key', 'frame', 'goal_reader', 'handover', 'her_step', 'interview', 'kept_post', 'member', 'moment', 'need_reader'],
		// Who reads a message or a document is told by those rows, no word of it; pieces follow their file.
		...['document_reader', 'file_piece', 'message_days', 'notice_choice', 'opinion_count', 'opinion_waiting', 'opinion_word'],
		...['note_reader', 'organization', 'person_key', 'profile', 'protection', 'set_aside', 'territory', 'view_reader', 'view_request']
	];
	const rows = await home.sql<{ table: string; guarded: boolean }>(
		`select t.relname as table, bool_or(p.polname = 'first_days') as guarded from pg_policy p join pg_class t on t.oid = p.polrelid
		where p.polroles && array[(select oid from pg_roles where rolname = 'cheminer_person')] group by 1`
	);
	const open = rows.filter(({ guarded }) => !guarded).map(({ table }) => table);
	assert.deepEqual(
		open.filter((table) => !READ_BY_WHO_GAVE.includes(table)),
		[],
		'see docs/how-to/add-a-table.md: call guard_first_days(…)'
	);
	for (const table of READ_BY_WHO_GAVE) assert.ok(open.includes(table), table);
});
