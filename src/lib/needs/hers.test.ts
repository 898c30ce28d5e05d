import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { readReaders } from '#lib/interviews/audience.server.ts';
import { asHer } from '#lib/server/db.ts';
import { once, StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { herScene, someone } from '../../../tests/scenes/hers.ts';
import { openHerNeed, sayHerWords } from './hers.server.ts';
import { readFormerNeeds } from './history.server.ts';
import { changeNeed, openNeed, readNeed, type Need } from './needs.server.ts';
import { HerVoiceForm, NeedForm, OpeningForm } from './rules.ts';

const home = await house({ after });
const { aurore, paul, claire, nadia, samir, organization } = await herScene(home);

const words = (said: string, version = 0) => HerVoiceForm.parse({ words: said, version: String(version) });
const opening = (said: string, code: 'LOG' | 'MOB' | 'VIO' | 'OTHER' | 'FIN' | 'SAN', readers: Actor[] = [aurore, paul]) => ({
	...words(said),
	code,
	label: code === 'OTHER' ? 'mon chien' : '',
	readers: readers.map(({ member }) => member)
});
/** A need that Aurore opened, with what she heard and what she says. */
const opened = (code: string, hers: string, mine: string, who = nadia) =>
	who.staff(aurore, (tx, pathway) =>
		openNeed(tx, pathway, OpeningForm.parse({ code, hers: { words: hers, how: 'orally' }, mine: { words: mine }, readers: [paul.member] }))
	);
const seen = (actor: Actor, id: string) => nadia.staff(actor, (tx, pathway) => readNeed(tx, pathway, id));
const notThere = (problem: unknown) => (problem as { status?: number }).status === 404;

test('Her own words stand beside the practitioner’s, as hers; what Aurore had noted stays, and each version knows its hand.', async () => {
	const id = await opened('LOG', 'le studio me va', 'trop humide pour l’enfant');
	assert.equal(await nadia.on((tx, part) => sayHerWords(tx, part, id, words('je veux partir', 1))), true);
	const need = (await seen(paul, id))!;
	assert.deepEqual([need.hers?.words, need.hers?.by, need.hers?.how], ['je veux partir', '', 'screen']);
	assert.deepEqual(
		need.ours.map(({ words: said, by }) => [said, by]),
		[['trop humide pour l’enfant', 'Aurore']]
	);
	await nadia.staff(paul, (tx, pathway) =>
		changeNeed(tx, pathway, id, NeedForm.parse({ hers: { words: 'dit à Paul-Henri', version: '2' }, version: '1' }))
	);
	const former = await nadia.on((tx, part) => readFormerNeeds(tx, part, id));
	assert.deepEqual(
		former.map(({ said, author, by }) => [said?.words, author, by]),
		[
			['je veux partir', '', 'Paul-Henri'],
			['le studio me va', 'Aurore', null]
		]
	);
});

test('She says her words first where only a practitioner spoke; said again as they stand, they leave no trace.', async () => {
	const id = await opened('SAN', '', 'un bilan');
	await nadia.on((tx, part) => sayHerWords(tx, part, id, words('pas maintenant')));
	await nadia.on((tx, part) => sayHerWords(tx, part, id, words('pas maintenant', 1)));
	const need = (await nadia.on((tx, part) => readNeed(tx, part, id)))!;
	assert.deepEqual([need.hers?.words, need.hers?.version, need.hers?.author_id], ['pas maintenant', 1, null]);
});

test('A need of her own is read by those she ticked among who walks with her, and by nobody else.', async () => {
	const id = await nadia.on((tx, part) => openHerNeed(tx, part, opening('mes dettes', 'FIN', [paul, claire])));
	assert.equal((await seen(paul, id))?.hers?.words, 'mes dettes');
	assert.equal(await seen(aurore, id), undefined, 'she was unticked');
	const readers = await nadia.on((tx) => readReaders(tx, 'need', [id]));
	assert.deepEqual(
		readers.map(({ first_name }) => first_name),
		['Paul-Henri'],
		'who does not walk with her is not named'
	);
});

test('Of each subject there is one: she is led to the one that is there; what no family names may be several.', async () => {
	const id = await opened('MOB', 'le bus', '');
	await assert.rejects(
		nadia.on((tx, part) => openHerNeed(tx, part, opening('encore', 'MOB'))),
		(problem) => problem instanceof StaleError && (problem.stored.need as Need).id === id
	);
	for (const said of ['un', 'deux']) await nadia.on((tx, part) => openHerNeed(tx, part, opening(said, 'OTHER')));
});

test('When somebody was quicker, nothing is overwritten, and both texts are there.', async () => {
	const id = await nadia.on((tx, part) => openHerNeed(tx, part, opening('d’abord', 'VIO')));
	await nadia.staff(paul, (tx, pathway) =>
		changeNeed(tx, pathway, id, NeedForm.parse({ hers: { words: 'noté par Paul-Henri', version: '1' }, version: '1' }))
	);
	await assert.rejects(
		nadia.on((tx, part) => sayHerWords(tx, part, id, words('ailleurs', 1))),
		(problem) => problem instanceof StaleError && (problem.stored.need as Need).hers?.words === 'noté par Paul-Henri'
	);
	assert.equal((await seen(paul, id))?.hers?.words, 'noté par Paul-Henri');
});

test('She and a practitioner who write at the same time wait for each other: one of the two is told, no word is lost.', async () => {
	const id = await nadia.on((tx, part) => openHerNeed(tx, part, { ...opening('à deux', 'OTHER'), label: 'le temps' }));
	const both = await Promise.allSettled([
		nadia.on((tx, part) => sayHerWords(tx, part, id, words('de Nadia', 1))),
		nadia.staff(paul, (tx, pathway) =>
			changeNeed(tx, pathway, id, NeedForm.parse({ label: 'le temps', hers: { words: 'de Paul-Henri', version: '1' }, version: '1' }))
		)
	]);
	assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
	const refused = both.find((one) => one.status === 'rejected');
	assert.ok(refused?.reason instanceof StaleError);
});

test('The same form sent twice is done once.', async () => {
	const key = crypto.randomUUID();
	const send = () =>
		nadia.on((tx, part) =>
			once(tx, key, async () => `/${await openHerNeed(tx, part, { ...opening('une fois', 'OTHER'), label: 'ma radio' })}`)
		);
	const paths = await Promise.all([send(), send(), send()]);
	assert.equal(new Set(paths).size, 1);
});

test('What is somebody else’s is not there: she neither reads nor says anything on another person’s need.', async () => {
	const id = await samir.on((tx, part) => openHerNeed(tx, part, { ...opening('de Samir', 'LOG'), readers: [claire.member] }));
	assert.equal(await nadia.on((tx, part) => sayHerWords(tx, part, id, words('de Nadia'))), false);
	await assert.rejects(
		nadia.on((tx) =>
			tx
				.insertInto('need_voice')
				.values({ id: crypto.randomUUID(), need_id: id, accompaniment_id: samir.id, voice: 'person', sealed: 'x' })
				.execute()
		),
		notThere
	);
	await assert.rejects(
		nadia.on((tx) => tx.insertInto('need').values({ id: crypto.randomUUID(), accompaniment_id: samir.id, sealed: 'x' }).execute()),
		notThere
	);
	await assert.rejects(
		nadia.on((tx) => tx.insertInto('need_reader').values({ need_id: id, member_id: aurore.member }).execute()),
		notThere
	);
});

test('A practitioner’s voice is his: she neither changes it nor speaks as one.', async () => {
	const id = await opened('JUS', '', 'ce que je vois');
	const { numUpdatedRows } = await nadia.on((tx) =>
		tx.updateTable('need_voice').set({ sealed: 'x', version: 2 }).where('need_id', '=', id).executeTakeFirstOrThrow()
	);
	assert.equal(numUpdatedRows, 0n);
	await assert.rejects(
		nadia.on((tx, part) =>
			tx
				.insertInto('need_voice')
				.values({ id: crypto.randomUUID(), need_id: id, accompaniment_id: part.accompaniment.id, voice: 'practitioner', sealed: 'x' })
				.execute()
		),
		notThere
	);
	for (const column of ['author_id', 'created_at'])
		await assert.rejects(
			nadia.on((tx) =>
				tx
					.updateTable('need_voice')
					.set({ [column]: null })
					.where('need_id', '=', id)
					.execute()
			),
			notThere
		);
	assert.equal((await seen(aurore, id))?.ours[0]?.words, 'ce que je vois');
});

test('She names nobody who does not walk with her: a colleague without a part, one whose cover ended, one she keeps away.', async () => {
	const id = await nadia.on((tx, part) => openHerNeed(tx, part, { ...opening('à peu', 'OTHER'), label: 'peu', readers: [] }));
	const ended = await home.member(organization, ['practitioner'], { first: 'Noa' });
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() - interval '1 second')`,
		[nadia.id, organization, ended.member]
	);
	for (const { member } of [claire, ended])
		await assert.rejects(
			nadia.on((tx) => tx.insertInto('need_reader').values({ need_id: id, member_id: member }).execute()),
			notThere
		);
});

test('A file that was closed is read, and nothing is said on it any more; without a card there is nothing.', async () => {
	const zoe = await someone(home, aurore, 'Zoé L.', [paul]);
	const id = await zoe.on((tx, part) => openHerNeed(tx, part, opening('avant', 'LOG')));
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [zoe.id]);
	assert.equal((await zoe.on((tx, part) => readNeed(tx, part, id)))?.hers?.words, 'avant');
	await assert.rejects(
		zoe.on((tx, part) => sayHerWords(tx, part, id, words('après', 1))),
		notThere
	);
	await assert.rejects(
		zoe.on((tx, part) => openHerNeed(tx, part, opening('après', 'FIN'))),
		notThere
	);
	assert.deepEqual(await asHer({ ...zoe.her, cards: [] }, (tx) => tx.selectFrom('need').select('id').execute()), []);
});

test('Her words are sealed: nothing of them stands in the database.', async () => {
	const id = await nadia.on((tx, part) => openHerNeed(tx, part, { ...opening('Canari', 'OTHER'), label: 'Canari' }));
	const rows = await home.sql<{ line: string }>(
		`select n::text as line from need n where id = $1 union all select v::text from need_voice v where need_id = $1
		union all select a::text from audit a where row_id = $1::text`,
		[id]
	);
	assert.ok(rows.length >= 3, 'what she did is in the audit too');
	assert.ok(rows.every(({ line }) => !line.includes('Canari')));
});
