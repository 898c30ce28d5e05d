import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Role } from '#lib/access/access.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { giveAccount, phoneCode, signedIn, Visitor, type Login } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const organization = await home.organization();

async function somebody(roles: Role[] = ['practitioner']) {
	const actor = await home.member(organization, roles);
	return { actor, login: await giveAccount(home, actor) };
}

/** From another network each time, so that one test's failures do not slow another. */
let networks = 0;
const visitor = () => new Visitor(app.url, `198.51.100.${++networks}`);

const tokenOf = (cookie: string | undefined) => decodeURIComponent(cookie ?? '').split('.')[0];
const reaches = async (who: Visitor, path = '/bureau') => (await who.open(path)).status === 200;

async function middle(times: number, work: () => Promise<unknown>): Promise<number> {
	const took: number[] = [];
	for (let i = 0; i < times; i++) {
		const start = performance.now();
		await work();
		took.push(performance.now() - start);
	}
	return took.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

test('A counsellor signs in and arrives at the desk.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, { ...login, email: login.email.toUpperCase() }, visitor());
	assert.equal((await who.open('/connexion')).headers.get('location'), '/bureau');
	assert.ok(await reaches(who));
});

test('Nobody reaches the desk without signing in, and everybody goes on to where they were going.', async () => {
	const who = visitor();
	const answer = await who.open('/bureau?q=a');
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.get('location'), '/connexion?suite=%2Fbureau%3Fq%3Da');
	const { login } = await somebody();
	assert.equal(
		(await who.post('/connexion', { ...login, suite: '/bureau?q=a' })).headers.get('location'),
		'/connexion?suite=%2Fbureau%3Fq%3Da'
	);
	assert.equal((await who.open('/connexion?suite=%2Fbureau%3Fq%3Da')).headers.get('location'), '/bureau?q=a');
});

test('Sign-in leads to our own pages only.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	for (const suite of [
		'//voleur.example/',
		'https://voleur.example',
		'/\\voleur.example',
		'\\\\voleur.example',
		'javascript:alert(1)',
		'/%09/voleur.example',
		' //voleur.example',
		'/connexion'
	]) {
		const to = (await who.open(`/connexion?suite=${encodeURIComponent(suite)}`)).headers.get('location') ?? '';
		assert.ok(/^\/(?![/\\])/.test(to), `${suite} led to ${to}`);
		assert.equal(new URL(to, app.url).origin, app.url);
	}
});

test('An unknown address and a wrong password get the same sentence in the same time.', async () => {
	const { login } = await somebody();
	const bodies = new Set<string>();
	const attempt = async (email: string) => {
		const answer = await visitor().post('/connexion', { email, password: 'ce n’est pas celui-là du tout' });
		assert.equal(answer.status, 422);
		bodies.add((await answer.text()).replaceAll(email, '@').replace(/nonce="[^"]*"|nonce-[\w+/=]+/g, ''));
	};
	await attempt(login.email);
	const known = await middle(9, () => attempt(login.email));
	const unknown = await middle(9, () => attempt(`${newId()}@essai.example`));
	assert.equal(bodies.size, 1);
	assert.ok(known / unknown < 2 && unknown / known < 2, `known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms`);
});

test('A session brought by the browser is not the one that sign-in opens.', async () => {
	const { login } = await somebody();
	const who = visitor();
	who.set('session', 'choisi-par-quelqu-un-d-autre.c2lnbmF0dXJl');
	await signedIn(app.url, login, who);
	const first = who.get('session');
	assert.notEqual(tokenOf(first), 'choisi-par-quelqu-un-d-autre');
	await signedIn(app.url, login, who);
	assert.notEqual(who.get('session'), first);
	const thief = visitor();
	thief.set('session', first!);
	assert.equal(await reaches(thief), false, 'the former session still opens');
});

test('After signing out, a copied cookie opens nothing.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const copy = who.get('session')!;
	assert.equal((await who.open('/deconnexion')).status, 200);
	assert.ok(await reaches(who), 'opening the page signed out');
	assert.equal((await who.post('/deconnexion', {})).status, 303);
	who.set('session', copy);
	assert.equal(await reaches(who), false);
});

test('A session ends after half an hour of quiet, after ten hours in all, and when its signature is wrong.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const cookie = who.get('session')!;
	const shift = (columns: string) => home.sql(`update auth.session set ${columns} where token = $1`, [tokenOf(cookie)]);
	await shift(`expires_at = now() + interval '10 minutes'`);
	assert.ok(await reaches(who));
	const [pushed] = await home.sql<{ left: string }>(
		"select expires_at - now() > interval '29 minutes' as left from auth.session where token = $1",
		[tokenOf(cookie)]
	);
	assert.ok(pushed?.left, 'a sign of life did not push the idle limit back');
	await shift(`created_at = now() - interval '9 hours 55 minutes', expires_at = now() + interval '1 minute'`);
	assert.ok(await reaches(who));
	const [capped] = await home.sql<{ is: boolean }>(
		`select expires_at <= created_at + interval '10 hours' as is from auth.session where token = $1`,
		[tokenOf(cookie)]
	);
	assert.ok(capped?.is, 'the idle limit went past the absolute one');
	await shift(`created_at = now() - interval '10 hours 1 minute', expires_at = now() + interval '20 minutes'`);
	assert.equal(await reaches(who), false);
	await shift(`created_at = now(), expires_at = now() - interval '1 second'`);
	assert.equal(await reaches(who), false);
	await shift(`expires_at = now() + interval '20 minutes'`);
	assert.ok(await reaches(who));
	who.set('session', encodeURIComponent(`${tokenOf(cookie)}.${Buffer.alloc(32).toString('base64')}`));
	assert.equal(await reaches(who), false);
});

test('A page read again does not write its session again before five minutes.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const seen = async () =>
		(await home.sql<{ at: Date }>('select updated_at as at from auth.session where token = $1', [tokenOf(who.get('session'))]))[0]!.at;
	const before = await seen();
	await reaches(who);
	assert.deepEqual(await seen(), before);
});

test('A role taken away, a membership or an account that ended count at the next request.', async () => {
	const { actor, login } = await somebody(['practitioner', 'coordination']);
	const who = await signedIn(app.url, login, visitor());
	assert.ok(await reaches(who, '/equipe'));
	await home.sql(`update member set roles = '{practitioner}' where id = $1`, [actor.member]);
	assert.equal((await who.open('/equipe')).status, 403);
	await home.sql('update member set ended_at = now() where id = $1', [actor.member]);
	assert.equal(await reaches(who), false);
	assert.equal((await who.open('/connexion')).headers.get('location'), '/connexion/organisation');
	await home.sql('update member set ended_at = null where id = $1', [actor.member]);
	assert.ok(await reaches(who));
	await home.sql('update auth.account set ended_at = now() where id = $1', [actor.account]);
	assert.equal(await reaches(who), false);
	assert.equal((await visitor().post('/connexion', { ...login })).status, 422);
});

test('An account of two organisations acts in one at a time, and chooses again when that one ends.', async () => {
	const { actor, login } = await somebody();
	const other = await home.organization('Les Ateliers d’essai');
	const there = await home.member(other, ['practitioner'], { account: actor.account });
	const who = await signedIn(app.url, login, visitor());
	assert.equal(await reaches(who), false);
	assert.equal((await who.open('/connexion?suite=/bureau')).headers.get('location'), '/connexion/organisation?suite=%2Fbureau');
	assert.match(await (await who.open('/connexion/organisation')).text(), /Les Ateliers d’essai/);
	const stranger = await home.member(other);
	assert.equal((await who.post('/connexion/organisation', { member: stranger.member })).status, 404);
	await who.post('/connexion/organisation', { member: there.member });
	assert.match(await (await who.open('/compte')).text(), /Vous agissez dans Les Ateliers d’essai/);
	await home.sql('update member set ended_at = now() where id = $1', [there.member]);
	assert.equal(await reaches(who), false, 'another organisation was taken silently');
	await who.post('/connexion/organisation', { member: actor.member });
	assert.match(await (await who.open('/compte')).text(), /Vous agissez dans Relance d’essai/);
});

test('A stranger who fails does not slow down the owner, neither elsewhere nor on a device that has signed in before.', async () => {
	const { login } = await somebody();
	const own = await signedIn(app.url, login, visitor());
	const stranger = visitor();
	let answer = await stranger.post('/connexion', { email: login.email, password: 'essai au hasard numero 1' });
	for (let i = 2; answer.status !== 429 && i < 20; i++)
		answer = await stranger.post('/connexion', { email: login.email, password: `essai au hasard numero ${i}` });
	assert.equal(answer.status, 429);
	assert.ok(Number(answer.headers.get('retry-after')) >= 1);
	assert.match(await answer.text(), /beaucoup d’essais/);
	assert.equal((await stranger.post('/connexion', { ...login })).status, 429, 'the right password goes through');
	// The owner on another network, then on the stranger's own network with a browser that is known.
	assert.equal((await visitor().post('/connexion', { ...login })).status, 303);
	const known = new Visitor(app.url, `198.51.100.${networks - 1}`);
	known.set('known', own.get('known')!);
	assert.equal((await known.post('/connexion', { ...login })).status, 303);
});

test('Twenty guesses at once count as twenty.', async () => {
	const { login } = await somebody();
	const stranger = visitor();
	const answers = await Promise.all(
		Array.from({ length: 20 }, (_, i) => stranger.post('/connexion', { email: login.email, password: `tous en meme temps ${i}` }))
	);
	const checked = answers.filter(({ status }) => status === 422).length;
	assert.ok(checked <= 5, `${checked} were checked`);
});

/** Goes through the set-up of a second step. @returns the secret and the backup codes shown */
async function setUpSecondStep(who: Visitor, login: Login, page = '/compte/verification') {
	const html = await (await who.post(`${page}?/begin`, { password: login.password })).text();
	const [secret = '', ...backup] = [...html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map((found) => found[1]!);
	assert.match(html, /src="data:image\/svg\+xml;base64,/);
	return { secret, backup };
}

test('A second step: set up with a phone, asked at sign-in, each code once, backup codes too.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const { secret, backup } = await setUpSecondStep(who, login);
	assert.equal(backup.length, 10);
	const wrong = await who.post('/compte/verification?/confirm', { code: '000000' });
	assert.equal(wrong.status, 422);
	assert.ok((await wrong.text()).includes(secret), 'the picture is not shown again');
	const before = who.get('session');
	const first = phoneCode(secret);
	assert.equal((await who.post('/compte/verification?/confirm', { code: first })).headers.get('location'), '/compte?fait=verification');
	assert.notEqual(who.get('session'), before);
	assert.ok(await reaches(who), 'the session did not go on');

	const again = visitor();
	assert.equal(
		(await again.post('/connexion', { ...login, suite: '/personnes' })).headers.get('location'),
		'/connexion/code?suite=%2Fpersonnes'
	);
	assert.equal(again.get('session'), undefined);
	assert.equal(await reaches(again), false);
	assert.equal((await again.post('/connexion/code', { code: first })).status, 422, 'the code of the set-up served again');
	const second = phoneCode(secret, 30);
	assert.equal(
		(await again.post('/connexion/code', { code: second, suite: '/personnes' })).headers.get('location'),
		'/connexion?suite=%2Fpersonnes'
	);
	assert.ok(await reaches(again));

	const shoulder = visitor();
	await shoulder.post('/connexion', { ...login });
	assert.equal((await shoulder.post('/connexion/code', { code: second })).status, 422, 'a code served twice');
	assert.equal((await shoulder.post('/connexion/code', { code: backup[0]! })).status, 303);
	assert.ok(await reaches(shoulder));
	const late = visitor();
	await late.post('/connexion', { ...login });
	assert.equal((await late.post('/connexion/code', { code: backup[0]! })).status, 422, 'a backup code served twice');
});

test('Guessing codes is slowed down, and the owner’s own browser is not.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const { secret } = await setUpSecondStep(who, login);
	await who.post('/compte/verification?/confirm', { code: phoneCode(secret) });
	const thief = visitor();
	await thief.post('/connexion', { ...login });
	const statuses: number[] = [];
	for (let i = 0; i < 8; i++) statuses.push((await thief.post('/connexion/code', { code: String(100_000 + i) })).status);
	assert.ok(statuses.includes(429), statuses.join(' '));
	const known = visitor();
	known.set('known', who.get('known')!);
	await known.post('/connexion', { ...login });
	assert.equal((await known.post('/connexion/code', { code: phoneCode(secret, 30) })).status, 303);
});

test('An administrator sets up a second step before anything else.', async () => {
	const { login } = await somebody(['administrator', 'practitioner']);
	const who = await signedIn(app.url, login, visitor());
	for (const path of ['/bureau', '/reglages', '/compte']) assert.equal(await reaches(who, path), false, path);
	assert.equal((await who.open('/connexion?suite=/reglages')).headers.get('location'), '/connexion/securite?suite=%2Freglages');
	const { secret } = await setUpSecondStep(who, login, '/connexion/securite');
	assert.equal(
		(await who.post('/connexion/securite?/confirm', { code: phoneCode(secret), suite: '/reglages' })).headers.get('location'),
		'/connexion?suite=%2Freglages'
	);
	assert.ok(await reaches(who));
	assert.equal((await who.post('/compte/verification?/stop', { password: login.password })).status, 303);
	assert.equal(await reaches(who), false, 'it was not asked for again');
});
