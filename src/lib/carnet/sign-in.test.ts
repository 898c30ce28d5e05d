import assert from 'node:assert/strict';
import crypto, { randomInt } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { after, test } from 'node:test';
import { house } from '../../../tests/house.ts';

// Counted before anything takes hold of it: how much work an answer costs is what a stopwatch would tell a stranger.
let computed = 0;
const argon2 = crypto.argon2;
crypto.argon2 = ((...asked: Parameters<typeof argon2>) => {
	computed += 1;
	argon2(...asked);
}) as typeof argon2;
syncBuiltinESMExports();
const { endCarnet, giveCarnet, readCarnets } = await import('./carnet.server.ts');
const { newCode } = await import('./code.ts');
const { endOtherSessions, herSessions, joinCarnet, signHerOut, signInWithCarnet } = await import('./sign-in.server.ts');
const { readHerSession } = await import('../server/person-session.ts');
const { readPathway } = await import('../people/pathway.server.ts');
const { readParts } = await import('../space/her.server.ts');
const { as, asHer } = await import('../server/db.ts');

const home = await house({ after });
const organization = await home.organization('Relance d’essai');
const aurore = await home.member(organization);
const PIN = '258147';

type Actor = typeof aurore;
interface Card {
	id: string;
	code: string;
	pin: string;
	pathway: { id: string; person: string };
}

/** A card as it is given at the desk, and what is printed on it. */
async function give(by: Actor, pathway: Card['pathway'], pin = PIN): Promise<Card> {
	await as(by, async (tx) => giveCarnet(tx, (await readPathway(tx, pathway.id))!, pin));
	const [card] = await as(by, async (tx) => readCarnets(tx, (await readPathway(tx, pathway.id))!));
	return { id: card!.id, code: card!.code, pin, pathway };
}
const somebody = async (by: Actor = aurore, name = 'Nadia B.') => give(by, await home.pathway(by, name));

let networks = 0;
/** A browser with its cookies, from a network of its own. */
function browser({ secure = false, from = `203.0.113.${(networks = (networks + 1) % 250)}`, at = `198.51.${networks}` } = {}) {
	const jar = new Map<string, string>();
	const set: { name: string; options: Record<string, unknown> }[] = [];
	return {
		jar,
		set,
		url: new URL(`${secure ? 'https' : 'http'}://localhost/moi/connexion`),
		request: new Request('http://localhost/moi/connexion', { headers: { 'user-agent': at } }),
		getClientAddress: () => from,
		cookies: {
			get: (name: string) => jar.get(name),
			set: (name: string, value: string, options: Record<string, unknown>) => (jar.set(name, value), set.push({ name, options })),
			delete: (name: string) => jar.delete(name)
		} as never
	};
}
const come = (visit: ReturnType<typeof browser>, { code, pin }: Pick<Card, 'code' | 'pin'>) => signInWithCarnet(visit, { code, pin });
const stranger = () => newCode(randomInt);
const isIn = async (visit: ReturnType<typeof browser>) => (await readHerSession(visit)) !== null;

test('An unknown code, a wrong PIN and a card that ended cost the same work, one Argon2id, and get the same answer.', async () => {
	const card = await somebody();
	const former = await somebody();
	await as(aurore, async (tx) => endCarnet(tx, (await readPathway(tx, former.pathway.id))!));
	const cost = async (typed: Pick<Card, 'code' | 'pin'>) => {
		computed = 0;
		const visit = browser();
		assert.deepEqual(await come(visit, typed), { step: 'refused' });
		assert.equal(visit.jar.size, 0);
		return computed;
	};
	// The hash that a code of nobody is checked against is made once.
	await come(browser(), { code: stranger(), pin: PIN });
	assert.deepEqual(
		[
			await cost({ ...card, pin: '111999' }),
			await cost({ code: stranger(), pin: PIN }),
			await cost(former),
			await cost({ ...former, pin: '111999' })
		],
		[1, 1, 1, 1]
	);
	assert.deepEqual(await come(browser(), card), { step: 'in' });
});

test('Twenty at once count twenty: five are checked, the others wait.', async () => {
	const card = await somebody();
	computed = 0;
	const from = '192.0.2.77';
	const answers = await Promise.all(Array.from({ length: 20 }, () => come(browser({ from }), { ...card, pin: '111999' })));
	assert.deepEqual(
		[answers.filter(({ step }) => step === 'refused').length, answers.filter(({ step }) => step === 'wait').length, computed],
		[5, 15, 5]
	);
	const [right] = [await come(browser({ from }), card)];
	assert.equal(right.step, 'wait', 'the right PIN waits like any other on that network');
	assert.deepEqual(await come(browser(), card), { step: 'in' }, 'and comes in from elsewhere');
});

test('A card that somebody tries from many networks is slowed down on all of them, a quarter of an hour at most, and never for ever.', async () => {
	const card = await somebody();
	const tries = [];
	for (let n = 0; n < 34; n++) tries.push((await come(browser({ from: `100.64.${n}.1` }), { ...card, pin: '111999' })).step);
	assert.ok(tries.indexOf('wait') >= 30, `the free ones of all networks together: ${tries.indexOf('wait')}`);
	const hers = await come(browser({ from: '100.65.0.1' }), card);
	assert.ok(hers.step === 'wait' && hers.seconds <= 900, JSON.stringify(hers));
	// The time that a try brings is over: hers goes through, and is not counted.
	await home.sql(`update auth.attempt set blocked_until = now() - interval '1 second' where blocked_until is not null`);
	const visit = browser({ from: '100.65.0.1' });
	assert.deepEqual(await come(visit, card), { step: 'in' });
	// Meanwhile, or if it goes on: another card, given at the desk in one action, is nobody's target yet.
	const next = await give(aurore, card.pathway, '736152');
	assert.deepEqual(await come(browser(), next), { step: 'in' });
	assert.equal(await isIn(visit), false, 'what was open with the former card is closed');
});

test('What a browser brought along is never the session that opens, and what was open in it is closed.', async () => {
	const [mine, hers] = [await somebody(), await somebody(aurore, 'Samir K.')];
	const visit = browser();
	visit.jar.set('carnet', 'apporte.AAAA');
	await come(visit, mine);
	assert.notEqual(visit.jar.get('carnet'), 'apporte.AAAA');
	const former = browser();
	former.jar.set('carnet', visit.jar.get('carnet')!);
	await come(visit, hers);
	assert.notEqual(visit.jar.get('carnet'), former.jar.get('carnet'));
	assert.equal(await isIn(former), false);
	assert.equal((await readHerSession(visit))?.person, hers.pathway.person);
	// A token that stands in the database opens nothing by itself, nor one that is signed otherwise.
	const [{ token } = { token: '' }] = await home.sql<{ token: string }>(`select token from auth.person_session where carnet_id = $1`, [
		hers.id
	]);
	for (const forged of [
		token,
		`${token}.`,
		`${token}.AAAA`,
		visit.jar.get('carnet')!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) + 'x'
	]) {
		const thief = browser();
		thief.jar.set('carnet', forged);
		assert.equal(await isIn(thief), false, forged);
	}
});

test('Closed, a session opens nothing any more wherever its cookie was copied; half an hour idle or four hours in all close it too.', async () => {
	const card = await somebody();
	const visit = browser();
	await come(visit, card);
	const copy = browser();
	copy.jar.set('carnet', visit.jar.get('carnet')!);
	assert.equal(await isIn(copy), true);
	await signHerOut(visit);
	assert.equal(visit.jar.has('carnet'), false);
	assert.equal(await isIn(copy), false);

	const shift = (column: string, by: string) =>
		home.sql(`update auth.person_session set ${column} = ${column} - $2::interval where carnet_id = $1 and ended_at is null`, [
			card.id,
			by
		]);
	const idle = browser();
	await come(idle, card);
	await shift('expires_at', '29 minutes');
	assert.equal(await isIn(idle), true, 'a sign of life counts');
	const [{ left } = { left: 0 }] = await home.sql<{ left: number }>(
		`select extract(epoch from expires_at - now())::int as left from auth.person_session where carnet_id = $1 and ended_at is null`,
		[card.id]
	);
	assert.ok(left > 29 * 60 && left <= 30 * 60, `${left} s`);
	await shift('expires_at', '31 minutes');
	assert.equal(await isIn(idle), false);

	const long = browser();
	await come(long, card);
	await shift('created_at', '3 hours 50 minutes');
	await shift('expires_at', '25 minutes');
	assert.equal(await isIn(long), true);
	const [{ until } = { until: 0 }] = await home.sql<{ until: number }>(
		`select extract(epoch from max(expires_at) - now())::int as until from auth.person_session where carnet_id = $1 and ended_at is null`,
		[card.id]
	);
	assert.ok(until <= 10 * 60, 'a sign of life lengthens no session beyond its four hours');
	await shift('created_at', '11 minutes');
	assert.equal(await isIn(long), false);
});

test('Over https the cookie is bound to this host and sent over nothing else; scripts never read it, other sites do not send it.', async () => {
	const card = await somebody();
	const [plain, secure] = [browser(), browser({ secure: true })];
	await come(plain, card);
	await come(secure, card);
	assert.deepEqual(plain.set, [{ name: 'carnet', options: { path: '/', httpOnly: true, sameSite: 'lax', secure: false } }]);
	assert.deepEqual(secure.set, [{ name: '__Host-carnet', options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true } }]);
	secure.jar.set('carnet', secure.jar.get('__Host-carnet')!);
	secure.jar.delete('__Host-carnet');
	assert.equal(await isIn(secure), false, 'a plain name is nothing over https');
});

test('She sees where her notebook is open, and closes it everywhere else.', async () => {
	const card = await somebody();
	const [here, there] = [browser(), browser()];
	await come(here, card);
	await come(there, card);
	const her = (await readHerSession(here))!;
	assert.deepEqual((await herSessions(her)).map((one) => one.here).sort(), [false, true]);
	await endOtherSessions(her);
	assert.deepEqual([await isIn(here), await isIn(there), (await herSessions(her)).length], [true, false, 1]);
});

test('A second card, proved with its own PIN, opens both parts from either; replaced, it closes; neither organisation can tell.', async () => {
	const paul = await home.member(await home.organization('Logement d’essai'), ['practitioner'], { first: 'Paul' });
	const [mine, other] = [await somebody(), await somebody(paul, 'Nadia Autre')];
	const [here, there] = [browser(), browser()];
	await come(here, mine);
	await come(there, other);
	const partsOf = async (visit: ReturnType<typeof browser>) =>
		(await asHer((await readHerSession(visit))!, readParts)).map(({ accompaniment }) => accompaniment.id).sort();
	const both = [mine.pathway.id, other.pathway.id].sort();
	const audited = () => home.sql<{ n: number }>(`select count(*)::int as n from audit where subject = 'carnet'`);
	const before = await audited();

	assert.deepEqual(await joinCarnet(here, (await readHerSession(here))!, { code: other.code, pin: '111999' }), { step: 'refused' });
	assert.deepEqual(await partsOf(here), [mine.pathway.id]);
	assert.deepEqual(await joinCarnet(here, (await readHerSession(here))!, other), { step: 'in' });
	assert.deepEqual([await partsOf(here), await partsOf(there)], [both, both]);
	// Sent twice it is joined once; to itself, not at all.
	await joinCarnet(here, (await readHerSession(here))!, other);
	await joinCarnet(here, (await readHerSession(here))!, mine);
	assert.deepEqual(await home.sql('select also from carnet where id = any ($1) order by id', [[mine.id, other.id]]), [
		{ also: [other.id] },
		{ also: [mine.id] }
	]);
	assert.deepEqual(await audited(), before, 'no line of the audit says it');
	for (const [actor, card] of [
		[aurore, mine],
		[paul, other]
	] as const) {
		const seen = await as(actor, (tx) => tx.selectFrom('carnet').select(['id', 'sealed', 'ended_at', 'given_by', 'created_at']).execute());
		assert.ok(seen.some(({ id }) => id === card.id) && !seen.some(({ id }) => id === (card === mine ? other : mine).id));
		assert.deepEqual(
			await as(actor, (tx) =>
				tx
					.selectFrom('accompaniment')
					.select('id')
					.where('id', '=', (card === mine ? other : mine).pathway.id)
					.execute()
			),
			[]
		);
	}

	const next = await give(paul, other.pathway, '736152');
	assert.deepEqual(await partsOf(here), [mine.pathway.id], 'a replaced card closes its part at the next request');
	assert.equal(await isIn(there), false);
	const anew = browser();
	await come(anew, next);
	assert.deepEqual(await partsOf(anew), [other.pathway.id], 'and the new one opens the part of the organisation that gave it alone');
});
