import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { after, test } from 'node:test';
import { house } from '../../../tests/house.ts';

// Counted before anything takes hold of it.
let computed = 0;
const argon2 = crypto.argon2;
crypto.argon2 = ((...asked: Parameters<typeof argon2>) => {
	computed += 1;
	argon2(...asked);
}) as typeof argon2;
syncBuiltinESMExports();
const { doorBrowser, giveCard } = await import('../../../tests/scenes/door.ts');
const { codeOfDevice, forgetDevice, readDevices, rememberDevice, endDeviceOf } = await import('./devices.server.ts');
const { chooseSecondPin, dropSecondPin } = await import('./own-card.server.ts');
const { signInWithCarnet } = await import('./sign-in.server.ts');
const { keepHerPost, readHerVisit } = await import('../server/person-session.ts');

const home = await house({ after });
const aurore = await home.member(await home.organization('Relance d’essai'));
const SECOND = '914726';
type Card = Awaited<ReturnType<typeof giveCard>>;
const somebody = async () => giveCard(aurore, await home.pathway(aurore, 'Nadia B.'));
async function inside(card: Card) {
	const visit = doorBrowser();
	await signInWithCarnet(visit, card);
	return { visit, her: (await readHerVisit(visit)).her! };
}

test('A second PIN opens a page of everyday numbers and nothing of hers, at the same cost, with the same cookie.', async () => {
	const card = await somebody();
	const { visit: here, her } = await inside(card);
	assert.equal(await chooseSecondPin(here, her, SECOND), 'done');
	const come = async (pin: string) => {
		const visit = doorBrowser({ secure: true });
		computed = 0;
		assert.deepEqual(await signInWithCarnet(visit, { code: card.code, pin }), { step: 'in' });
		const there = await readHerVisit(visit);
		return { computed, there, cookies: visit.set.map(({ name, value, options }) => [name, value.length, options]) };
	};
	const [first, second] = [await come(card.pin), await come(SECOND)];
	assert.deepEqual([first.computed, first.cookies], [second.computed, second.cookies]);
	assert.equal(first.there.her?.person, card.pathway.person);
	assert.deepEqual(second.there, { her: null, decoy: { carnet: card.id, country: 'BE', timeZone: 'Europe/Brussels' } });
});

test('Nobody can read whether she has a second PIN: every card has the form of one, a change leaves no line, no session says it.', async () => {
	const [without, having] = [await somebody(), await somebody()];
	const { visit: here, her } = await inside(having);
	const lines = () => home.sql<{ n: number }>('select (select count(*) from audit)::int + (select count(*) from journal)::int as n');
	const before = await lines();
	await chooseSecondPin(here, her, SECOND);
	assert.deepEqual(await lines(), before);
	const rows = await home.sql<{ pin: string; decoy: string }>('select pin, decoy from carnet where id = any ($1)', [
		[without.id, having.id]
	]);
	for (const { pin, decoy } of rows) {
		assert.equal(decoy.length, pin.length);
		assert.equal(decoy.replace(/[^$]*$/, ''), pin.replace(/[^$]*$/, ''), 'same salt, same cost');
		assert.notEqual(decoy, pin);
	}
	const there = doorBrowser();
	await signInWithCarnet(there, { code: having.code, pin: SECOND });
	const sessions = await home.sql<Record<string, unknown>>(
		'select proof, opened, ended_at, user_agent, length(token) as length from auth.person_session where carnet_id = $1 order by created_at',
		[having.id]
	);
	assert.equal(sessions.length, 2);
	assert.deepEqual(sessions[0], sessions[1]);
	for (const column of ['decoy', 'trusted_at', 'noticed_at']) {
		const { as } = await import('../server/db.ts');
		const { sql } = await import('kysely');
		await assert.rejects(
			as(aurore, (tx) => sql.raw(`select ${column} from carnet`).execute(tx)),
			{ status: 404 },
			column
		);
	}
});

test('It is another one than the first; a new one takes its place; dropped, it opens nothing any more.', async () => {
	const card = await somebody();
	const { visit: here, her } = await inside(card);
	const opens = async (pin: string) => (await signInWithCarnet(doorBrowser(), { code: card.code, pin })).step;
	assert.equal(await chooseSecondPin(here, her, card.pin), 'same');
	await chooseSecondPin(here, her, SECOND);
	await chooseSecondPin(here, her, '805316');
	assert.deepEqual([await opens(SECOND), await opens('805316')], ['refused', 'in']);
	await dropSecondPin(her);
	assert.deepEqual([await opens('805316'), await opens(card.pin)], ['refused', 'in']);
});

test('Whoever holds an open session does not learn her PIN by trying it as a second one: each is counted, at the door as well.', async () => {
	const card = await somebody();
	const { visit: here, her } = await inside(card);
	const answers = [];
	for (let one = 0; one < 7; one += 1) answers.push(await chooseSecondPin(here, her, one === 0 ? card.pin : SECOND));
	assert.deepEqual(answers.slice(0, 5), ['same', 'done', 'done', 'done', 'done'], 'a right one is not forgotten');
	assert.ok(answers.slice(5).some((answer) => typeof answer === 'object' && answer.wait > 0));
	assert.equal((await signInWithCarnet(here, { code: card.code, pin: '111999' })).step, 'wait');
});

test('What is sent behind a second PIN after its session ended is kept nowhere.', async () => {
	const card = await somebody();
	const { visit: here, her } = await inside(card);
	await chooseSecondPin(here, her, SECOND);
	const visit = doorBrowser();
	await signInWithCarnet(visit, { code: card.code, pin: SECOND });
	const late = {
		...visit,
		url: new URL('http://localhost/moi/actions'),
		request: new Request('http://localhost/moi/actions', {
			method: 'POST',
			headers: { accept: 'text/html' },
			body: new URLSearchParams({ said: 'Quelques mots' })
		})
	};
	assert.equal(await keepHerPost(late), '/moi/actions');
	assert.deepEqual(await home.sql('select from kept_post'), []);
});

test('A device that she asks to remember stands for the code of her card, never for her PIN, and only in that browser.', async () => {
	const card = await somebody();
	const { visit, her } = await inside(card);
	assert.equal(await codeOfDevice(visit), undefined, 'off until she asks');
	assert.equal(await rememberDevice(visit, her), true);
	assert.equal(await codeOfDevice(visit), card.code);
	assert.equal(await codeOfDevice(doorBrowser()), undefined);
	const [row] = await home.sql<{ line: string }>('select d::text as line from auth.person_device d where carnet_id = $1', [card.id]);
	assert.ok(!row!.line.includes(visit.jar.get('device')!));
	const later = doorBrowser();
	later.jar.set('device', visit.jar.get('device')!);
	assert.deepEqual(await signInWithCarnet(later, { code: (await codeOfDevice(later))!, pin: '111999' }), { step: 'refused' });
	assert.deepEqual(
		(await readDevices(visit, her)).map(({ here }) => here),
		[true]
	);
});

test('It ends after thirty days, when she ends it, when she leaves at once, with its card, and is never kept where she hides.', async () => {
	const card = await somebody();
	const remembered = async () => {
		const { visit, her } = await inside(card);
		await rememberDevice(visit, her);
		assert.equal(await codeOfDevice(visit), card.code);
		return { visit, her };
	};
	const gone = async ({ visit }: Awaited<ReturnType<typeof remembered>>, why: string) =>
		assert.equal(await codeOfDevice(visit), undefined, why);

	const ended = await remembered();
	await endDeviceOf(ended.visit, ended.her, (await readDevices(ended.visit, ended.her)).find(({ here }) => here)!.id);
	assert.equal(ended.visit.jar.has('device'), false);
	const copy = await remembered();
	const stolen = copy.visit.jar.get('device')!;
	await forgetDevice(copy.visit);
	assert.equal(copy.visit.jar.has('device'), false);
	copy.visit.jar.set('device', stolen);
	await gone(copy, 'its cookie opens nothing wherever it was copied');
	const old = await remembered();
	await home.sql(`update auth.person_device set expires_at = now() - interval '1 second'`);
	await gone(old, 'thirty days');
	const hidden = await remembered();
	await home.sql('update accompaniment set concealed = true where id = $1', [card.pathway.id]);
	await gone(hidden, 'hidden');
	assert.equal(await rememberDevice(hidden.visit, hidden.her), false);
	await home.sql('update accompaniment set concealed = false where id = $1', [card.pathway.id]);
	await gone(hidden, 'what ended does not come back');
	const replaced = await remembered();
	await giveCard(aurore, card.pathway, '736152');
	await gone(replaced, 'its card ended');
});

test('What stays on her telephone goes at the door too once she hides, in this part or in one that is joined.', async () => {
	const { keptHere, markKept } = await import('../space/offline/device.server.ts');
	const [mine, other] = [await somebody(), await somebody()];
	const { visit, her } = await inside(mine);
	await home.sql('update carnet set also = array[$2::uuid] where id = $1', [mine.id, other.id]);
	const atDoor = async () => {
		markKept(visit, her);
		return keptHere({ ...visit, setHeaders: () => undefined }, null);
	};
	assert.equal(await atDoor(), 'kept');
	for (const { pathway } of [mine, other]) {
		await home.sql('update accompaniment set concealed = true where id = $1', [pathway.id]);
		assert.equal(await atDoor(), 'gone');
		await home.sql('update accompaniment set concealed = false where id = $1', [pathway.id]);
	}
	assert.equal(await atDoor(), 'kept');
});

test('One cannot end somebody else’s device.', async () => {
	const [mine, other] = [await inside(await somebody()), await inside(await somebody())];
	await rememberDevice(other.visit, other.her);
	const [device] = await readDevices(other.visit, other.her);
	await endDeviceOf(mine.visit, mine.her, device!.id);
	assert.notEqual(await codeOfDevice(other.visit), undefined);
});
