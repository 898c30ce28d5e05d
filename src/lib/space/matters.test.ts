import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { readHerFile } from '#lib/leaving/file.server.ts';
import { leavingPage } from '#lib/leaving/page.ts';
import { nameHerReaders, openHerNeed, sayHerWords } from '#lib/needs/hers.server.ts';
import { openNeed, readNeed } from '#lib/needs/needs.server.ts';
import { OpeningForm } from '#lib/needs/rules.ts';
import { readPlanSource } from '#lib/paper/plan.server.ts';
import { changeProfile, readFormer, readProfile, sayWhatMatters, type FormerProfile } from '#lib/people/profile.server.ts';
import { ProfileForm } from '#lib/people/rules.ts';
import { asHer } from '#lib/server/db.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { herScene } from '../../../tests/scenes/hers.ts';

const home = await house({ after });
const { aurore, paul, claire, nadia, samir } = await herScene(home);
const refused = { status: 404 };

const profile = () => nadia.staff(aurore, readProfile);
const note = (matters: string, side: string, version: number) =>
	nadia.staff(aurore, (tx, pathway) =>
		changeProfile(
			tx,
			aurore,
			pathway,
			ProfileForm('2026-11-30').parse({ name_to_use: 'Nadia B.', matters, side, languages: 'arabe', version: String(version) })
		)
	);
const say = (matters: string, version: number) => nadia.on((tx, part) => sayWhatMatters(tx, part, { matters, version }));

test('What matters to her is hers to say first; the practitioner’s side and what was told at opening stay as they are.', async () => {
	await say('Mes enfants d’abord', 0);
	assert.equal((await profile()).matters, 'Mes enfants d’abord');
	await note('Mes enfants, dit Aurore', 'Il manque une garde', 1);
	await say('Mes enfants, et un travail', 2);
	const now = await profile();
	assert.deepEqual([now.matters, now.side, now.languages, now.version], ['Mes enfants, et un travail', 'Il manque une garde', 'arabe', 3]);
	const former = await nadia.staff(aurore, (tx, pathway) => readFormer<FormerProfile>(tx, pathway, 'profile'));
	assert.deepEqual(
		former.map(({ by, text }) => [by, text.matters, text.side]),
		[
			[null, 'Mes enfants, dit Aurore', 'Il manque une garde'],
			['Aurore', 'Mes enfants d’abord', '']
		]
	);
});

test('Said again as it stands it leaves no trace; changed meanwhile it is not overwritten, on either side.', async () => {
	const { version, matters } = await profile();
	await say(matters, version);
	assert.equal((await profile()).version, version);
	await assert.rejects(
		say('autre chose', version - 1),
		(problem) => problem instanceof StaleError && problem.stored['matters'] === matters
	);
	const both = await Promise.allSettled([say('de sa main', version), note('de la main d’Aurore', '', version)]);
	assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('Nobody else’s, nothing but her words, and not in a file that was closed.', async () => {
	const id = nadia.id;
	await asHer(samir.her, async (tx) => {
		const { numAffectedRows } = await sql`update profile set sealed = 'v1', version = 9 where accompaniment_id = ${id}`.execute(tx);
		assert.equal(numAffectedRows, 0n);
	});
	for (const column of ['birth_index', 'organization_id'])
		await assert.rejects(
			asHer(nadia.her, (tx) => sql`update profile set ${sql.ref(column)} = null where accompaniment_id = ${id}`.execute(tx)),
			refused
		);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [samir.id]);
	await assert.rejects(
		samir.on((tx, part) => sayWhatMatters(tx, part, { matters: 'x', version: 0 })),
		refused
	);
	await home.sql('update accompaniment set ended_on = null, ended_how = null where id = $1', [samir.id]);
});

test('She changes who reads a need that she opened, and no other; whoever does not walk with her is not named.', async () => {
	const opening = { label: '', words: 'Il pleut dans la chambre', when: 'now' as const, works: '', version: 0 };
	const id = await nadia.on((tx, part) => openHerNeed(tx, part, { ...opening, code: 'LOG', readers: [aurore.member] }));
	const reads = async (who: typeof aurore) => (await nadia.staff(who, (tx, pathway) => readNeed(tx, pathway, id))) !== undefined;
	assert.deepEqual([await reads(aurore), await reads(paul)], [true, false]);
	const name = (need: string, ...members: string[]) => nadia.on((tx, part) => nameHerReaders(tx, part, need, members));
	assert.equal(await name(id, paul.member, claire.member), true);
	assert.deepEqual([await reads(aurore), await reads(paul)], [false, true]);
	assert.deepEqual(await home.sql('select from need_reader where member_id = $1', [claire.member]), []);
	assert.equal(await name(id), true, 'nobody at all');
	assert.deepEqual([await reads(aurore), await reads(paul)], [false, false]);

	const theirs = await nadia.staff(aurore, (tx, pathway) =>
		openNeed(tx, pathway, OpeningForm.parse({ code: 'FIN', mine: { words: 'un plan' }, readers: [paul.member] }))
	);
	assert.equal(await name(theirs), false);
	const left = () => home.sql('select from need_reader where need_id = $1', [theirs]);
	const before = (await left()).length;
	await asHer(nadia.her, (tx) => tx.deleteFrom('need_reader').where('need_id', '=', theirs).execute());
	assert.equal((await left()).length, before, 'nor through her role itself');
});

test('On her side a need is settled: it stays open with the practitioner’s words, and leaves her plan.', async () => {
	const id = await nadia.staff(aurore, (tx, pathway) =>
		openNeed(
			tx,
			pathway,
			OpeningForm.parse({ code: 'MOB', hers: { words: 'le bus' }, mine: { words: 'le permis', when: 'now' }, readers: [] })
		)
	);
	const onPlan = async () => (await nadia.on((tx, part) => readPlanSource(tx, part))).needs.some((need) => need.id === id);
	assert.equal(await onPlan(), true);
	await nadia.on((tx, part) => sayHerWords(tx, part, id, { words: 'le bus', when: 'settled', works: '', version: 1 }));
	const need = (await nadia.staff(aurore, (tx, pathway) => readNeed(tx, pathway, id)))!;
	assert.deepEqual([need.ended, need.hers?.when, need.ours[0]?.words, need.ours[0]?.when], [null, 'settled', 'le permis', 'now']);
	assert.equal(await onPlan(), false);
});

test('The file she takes along says her name where nobody of the house wrote, and theirs where they did.', async () => {
	const made = { made_by: 'Nadia B.', language: 'fr', time_zone: 'Europe/Brussels', at: new Date() };
	const file = await nadia.on((tx, part) => readHerFile(tx, part, made));
	const hers = file.lists.need.find(({ author }) => author === 'Nadia');
	assert.ok(hers, 'the need that she opened');
	assert.ok(file.lists.need.some(({ author }) => author === 'Aurore'));
	assert.ok(file.lists.need_voice.every(({ author }) => typeof author === 'string'));
	assert.ok(file.lists.revision.some(({ subject, replaced_by }) => subject === 'profile' && replaced_by === 'Nadia'));
	assert.doesNotMatch(leavingPage(file, { locale: 'fr', zone: 'Europe/Brussels', now: new Date() }, 'BE'), /\bpar \.|\bpar ,|null/);
});
