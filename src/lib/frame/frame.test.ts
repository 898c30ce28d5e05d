import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { readPathway, type Pathway } from '../people/pathway.server.ts';
import { readFormer } from '../people/profile.server.ts';
import { countryProfile } from './country/country.ts';
import { readFrame, tellFrame, type FormerFrame } from './frame.server.ts';
import { FrameForm } from './rules.ts';

const home = await house({ after });
const TODAY = '2026-11-22';
const on = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const said = (fields: Record<string, unknown>) => ({
	...FrameForm(countryProfile('BE'), TODAY).parse({ basis: 'free', version: '0', ...fields }),
	told_on: TODAY
});
const piis = {
	basis: 'asked',
	asked_by: 'piis',
	granted_on: '2026-10-01',
	can_promise: 'Dire les choses.',
	cannot_promise: 'Un logement.',
	hers: 'Venir quand je peux.',
	passed_on: { 0: { what: 'que nous nous voyons', to: 'le CPAS', when: 'trois fois par an', then: 'le projet se change' }, 1: { what: '' } }
};

async function pathway() {
	const organization = await home.organization();
	const aurore = await home.member(organization);
	return { organization, aurore, ...(await home.pathway(aurore)) };
}

test('A frame is told, sealed, and read again by those who walk with her.', async () => {
	const { aurore, id } = await pathway();
	await on(aurore, id, (tx, path) => tellFrame(tx, aurore, path, said(piis)));
	const frame = (await on(aurore, id, readFrame))!;
	assert.deepEqual(
		[frame.basis, frame.asked_by, frame.told_on, frame.hers, frame.deadlines.grantedOn, frame.version, frame.first_name],
		['asked', 'piis', TODAY, 'Venir quand je peux.', '2026-10-01', 1, 'Aurore']
	);
	assert.deepEqual(frame.passedOn, [piis.passed_on[0]]);
	const stored = JSON.stringify(await home.sql('select * from frame where accompaniment_id = $1', [id]));
	for (const secret of ['logement', 'CPAS', '2026-10-01']) assert.ok(!stored.includes(secret), secret);
});

test('A changed frame keeps the former one whole.', async () => {
	const { aurore, id } = await pathway();
	await on(aurore, id, (tx, path) => tellFrame(tx, aurore, path, said(piis)));
	await on(aurore, id, (tx, path) =>
		tellFrame(tx, aurore, path, said({ basis: 'free', asked_by: 'piis', version: '1', can_promise: 'Autre chose.' }))
	);
	const frame = (await on(aurore, id, readFrame))!;
	assert.deepEqual([frame.basis, frame.asked_by, frame.canPromise, frame.version], ['free', null, 'Autre chose.', 2]);
	const [former] = await on(aurore, id, (tx, path) => readFormer<FormerFrame>(tx, path, 'frame'));
	assert.deepEqual(
		[former!.by, former!.text.basis, former!.text.asked_by, former!.text.canPromise, former!.text.passedOn.length],
		['Aurore', 'asked', 'piis', 'Dire les choses.', 1]
	);
});

test('Two who tell the frame at once: one frame, and the other is told so.', async () => {
	const { aurore, id } = await pathway();
	const results = await Promise.allSettled([1, 2, 3].map(() => on(aurore, id, (tx, path) => tellFrame(tx, aurore, path, said(piis)))));
	assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1);
	for (const one of results) if (one.status === 'rejected') assert.ok(one.reason instanceof StaleError);
	assert.deepEqual(await home.sql('select count(*)::int as frames from frame where accompaniment_id = $1', [id]), [{ frames: 1 }]);
});

test('Who asks must be known to the country; whoever it is, a free accompaniment is asked for by nobody.', () => {
	const be = FrameForm(countryProfile('BE'), TODAY);
	assert.ok(!be.safeParse({ basis: 'asked', asked_by: 'cej' }).success);
	assert.ok(be.safeParse({ basis: 'asked', asked_by: '' }).success);
	assert.ok(FrameForm(countryProfile('FR'), TODAY).safeParse({ basis: 'asked', asked_by: 'cej' }).success);
	assert.equal(be.parse({ basis: 'free', asked_by: 'piis' }).asked_by, null);
	assert.ok(!be.safeParse({ basis: 'free', told_on: '2026-11-23' }).success);
});

test('Nothing in a frame says whether it was kept to.', async () => {
	const columns = await home.sql<{ column_name: string }>(
		`select column_name from information_schema.columns where table_name in ('frame', 'moment', 'answer', 'ending', 'accompaniment')`
	);
	for (const { column_name } of columns) assert.doesNotMatch(column_name, /respect|comply|complian|sanction|absen|score|late|fail/);
});

test('A colleague who is not named tells no frame and reads none.', async () => {
	const { organization, aurore, id } = await pathway();
	const other = await home.member(organization, ['practitioner', 'coordination', 'administrator']);
	const path = await on(aurore, id, async (_, found) => found);
	await on(aurore, id, (tx, own) => tellFrame(tx, aurore, own, said(piis)));
	assert.equal(await as(other, (tx) => readFrame(tx, path)), undefined);
	await assert.rejects(
		as(other, (tx) => tellFrame(tx, other, path, said(piis))),
		{ status: 404 }
	);
});
