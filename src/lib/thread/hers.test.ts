import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addStep, doStep } from '#lib/goals/steps.server.ts';
import { openHerGoal } from '#lib/goals/hers.server.ts';
import { recordInterview } from '#lib/interviews/interviews.server.ts';
import { InterviewForm } from '#lib/interviews/rules.ts';
import { openNeed } from '#lib/needs/needs.server.ts';
import { OpeningForm } from '#lib/needs/rules.ts';
import { asHer, type Her } from '#lib/server/db.ts';
import { readParts } from '#lib/space/her.server.ts';
import { partToWrite, readOpenParts } from '#lib/space/writing.server.ts';
import { house } from '../../../tests/house.ts';
import { herScene, someone } from '../../../tests/scenes/hers.ts';
import { readHerThread, type HerStitch } from './hers.server.ts';

const home = await house({ after });
const { aurore, paul, nadia } = await herScene(home);
const ZONE = 'Europe/Brussels';

/** Her path as she reads it, with these cards. */
const path = (her: Her, query: { steps?: boolean; after?: string | null } = {}) =>
	asHer(her, async (tx) => readHerThread(tx, await readParts(tx), { steps: false, after: null, ...query }, ZONE));
const meeting = (held_on: string, said: string, more: Record<string, unknown> = {}) =>
	nadia.staff(aurore, (tx, pathway) =>
		recordInterview(tx, pathway, aurore, {
			form: InterviewForm.parse({ held_on, channel: 'presence', said, ...more }),
			agreed: null,
			appointment: null,
			zone: ZONE,
			now: new Date()
		})
	);
const told = (stitches: readonly HerStitch[]) => JSON.stringify(stitches);

test('Every text that is ours is hers to read, whoever it was named with; a memo and a need kept aside are not on her path.', async () => {
	await meeting('2026-11-10', 'entre Aurore et Nadia', { outcome: 'moved', moved: 'lettre envoyée' });
	await nadia.staff(aurore, (tx, pathway) => openNeed(tx, pathway, OpeningForm.parse({ code: 'VIO', hers: { words: 'deux serrures' } })));
	await nadia.staff(aurore, (tx, pathway) => openNeed(tx, pathway, OpeningForm.parse({ code: 'MOB', hers: { words: 'le bus' } })));
	await home.sql(
		`insert into memo (id, accompaniment_id, author_id, expires_at, sealed) values (gen_random_uuid(), $1, $2, now() + interval '1 month', 'Canari')`,
		[nadia.id, aurore.member]
	);
	const { stitches } = await path(nadia.her);
	assert.ok(told(stitches).includes('entre Aurore et Nadia'));
	assert.ok(stitches.some((stitch) => stitch.kind === 'need' && stitch.code === 'MOB'));
	assert.doesNotMatch(told(stitches), /Canari|VIO/);
});

test('What moved is read alone: her meetings that moved and her small steps, without the rest.', async () => {
	await meeting('2026-11-11', 'rien de neuf');
	const goal = await nadia.on((tx, part) =>
		openHerGoal(tx, part, { wish: 'un studio', domain: null, readers: [aurore.member, paul.member] })
	);
	const step = await nadia.staff(aurore, async (tx, pathway) => {
		await addStep(tx, pathway, goal, 'appeler');
		return await tx.selectFrom('goal_step').select(['id', 'version']).where('goal_id', '=', goal).executeTakeFirstOrThrow();
	});
	await nadia.staff(aurore, (tx, pathway) => doStep(tx, pathway, goal, { ...step, done_on: '2026-11-12', help: 'alone' }));
	const { stitches } = await path(nadia.her, { steps: true });
	assert.deepEqual(
		stitches.map(({ kind, on }) => [kind, on]),
		[
			['small-step', '2026-11-12'],
			['interview', '2026-11-10']
		]
	);
});

test('With two cards her path is one, day by day, and each stitch says which organisation; she writes where a card opens, nowhere else.', async () => {
	const camille = await home.member(await home.organization('La Fonderie'), ['practitioner'], { first: 'Camille' });
	const other = await someone(home, camille, 'Nadia B.');
	const both: Her = { person: nadia.person, cards: [...nadia.her.cards, ...other.her.cards] };
	const { stitches } = await path(both);
	assert.deepEqual(new Set(stitches.map(({ organization }) => organization)), new Set(['Relance-Sambre', 'La Fonderie']));
	assert.deepEqual(
		stitches.map(({ on }) => on),
		stitches
			.map(({ on }) => on)
			.toSorted()
			.reverse()
	);
	assert.equal(new Set(stitches.map(({ kind, id }) => kind + id)).size, stitches.length, 'no two stitches are taken for one');
	const open = await asHer(both, readOpenParts);
	assert.deepEqual(
		open.map(({ organization, named }) => [organization, named.map(({ name }) => name)]),
		[
			['Relance-Sambre', ['Aurore', 'Paul-Henri']],
			['La Fonderie', ['Camille']]
		]
	);
	await assert.rejects(
		asHer(nadia.her, (tx) => partToWrite(tx, other.id)),
		{ status: 404 }
	);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [other.id]);
	await assert.rejects(
		asHer(both, (tx) => partToWrite(tx, other.id)),
		{ status: 403 }
	);
});

test('A long path is read page by page, each stitch once.', async () => {
	for (let day = 1; day <= 28; day += 1) await meeting(`2026-09-${String(day).padStart(2, '0')}`, `jour ${day}`);
	const seen: string[] = [];
	let after: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof path>> = await path(nadia.her, { after });
		seen.push(...page.stitches.map(({ kind, id }) => kind + id));
		after = page.next;
	} while (after);
	assert.equal(new Set(seen).size, seen.length);
	assert.equal(seen.filter((id) => id.startsWith('interview')).length, 30);
});
