import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { request } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { after, test } from 'node:test';
import { keyring } from '#lib/server/db.ts';
import { openMail } from '#lib/server/mail.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import type { Visitor as Visiting } from '../sign-in.ts';
import { built, pathOf } from './walk.ts';

// Counted before anything takes hold of it: how much work an answer costs is what a stopwatch would tell a stranger.
let computed = 0;
const argon2 = crypto.argon2;
crypto.argon2 = ((...asked: Parameters<typeof argon2>) => {
	computed += 1;
	argon2(...asked);
}) as typeof argon2;
syncBuiltinESMExports();
const { giveAccount, phoneCode, signedIn, Visitor } = await import('../sign-in.ts');
const { signIn } = await import('#lib/accounts/sign-in.server.ts');
const { acceptInvitation } = await import('#lib/accounts/invitations.server.ts');
const { resetPassword } = await import('#lib/accounts/reset.server.ts');

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const organization = await home.organization();

async function somebody() {
	const actor = await home.member(organization);
	return { actor, login: await giveAccount(home, actor) };
}
let networks = 0;
const visitor = () => new Visitor(app.url, `198.51.100.${++networks}`);

/** A browser as the sign-in sees it, with no cookie. */
const visit = () => ({
	url: new URL('http://localhost/connexion'),
	request: new Request('http://localhost/connexion'),
	getClientAddress: () => `203.0.113.${++networks}`,
	cookies: { get: () => undefined, set: () => undefined, delete: () => undefined } as never
});

test('A wrong password, an unknown address, an account that ended and one without password cost the same work: one Argon2id.', async () => {
	const [known, ended, bare] = [await somebody(), await somebody(), await home.member(organization)];
	await home.sql('update auth.account set ended_at = now() where id = $1', [ended.actor.account]);
	const cost = async (email: string, password: string) => {
		computed = 0;
		assert.deepEqual(await signIn(visit(), { email, password }), { step: 'refused' });
		return computed;
	};
	const wrong = 'ce n’est pas celui-là du tout';
	assert.deepEqual(
		[
			await cost(known.login.email, wrong),
			await cost('personne@essai.example', wrong),
			await cost(ended.login.email, wrong),
			await cost(ended.login.email, ended.login.password),
			await cost(`${bare.account}@essai.example`, wrong)
		],
		[1, 1, 1, 1, 1]
	);
});

test('A made-up link costs no work, so that nobody keeps the machine busy with guesses.', async () => {
	computed = 0;
	assert.equal(await resetPassword('un-lien-invente', 'une rivière sous quatre ponts'), 'stale');
	assert.deepEqual(await acceptInvitation('un-lien-invente', 'une rivière sous quatre ponts'), { is: 'stale' });
	assert.equal(computed, 0);
});

const ELSEWHERE = [
	'//voleur.example',
	'/.//voleur.example',
	'/..//voleur.example',
	'/a/..//voleur.example',
	'/%2e//voleur.example',
	'/\\voleur.example',
	'/.\\/voleur.example',
	'\\\\voleur.example',
	'/\t/voleur.example',
	'/\r\nLocation: //voleur.example',
	'https:voleur.example',
	'https://voleur.example',
	'javascript:alert(1)',
	'data:text/html,x',
	'/／voleur.example',
	'/\u2028/voleur.example',
	'@voleur.example',
	`${'/'.repeat(3)}voleur.example`
];

/** Follows where the answer leads, as a browser reads it: it must stay here, at each step. */
async function staysHere(who: Visiting, answer: Response, said: string): Promise<void> {
	for (let next: Response = answer, steps = 0; steps < 6; steps += 1) {
		const to = next.headers.get('location');
		if (to === null) return;
		assert.ok(URL.canParse(to, app.url) && new URL(to, app.url).origin === app.url && !to.startsWith('//'), `${said} leads to ${to}`);
		next = await who.open(to);
	}
}

test('Every address to go on to, on every page that takes one, is one of ours: signed in, half-way or not.', async () => {
	const { actor, login } = await somebody();
	await home.member(await home.organization('Ailleurs'), ['practitioner'], { account: actor.account });
	for (const suite of ELSEWHERE) {
		const asked = encodeURIComponent(suite);
		for (const path of ['/connexion', '/connexion/code', '/connexion/organisation', '/connexion/securite']) {
			const stranger = visitor();
			await staysHere(stranger, await stranger.open(`${path}?suite=${asked}`), `${path} ${suite}`);
		}
		const who = visitor();
		await staysHere(who, await who.post('/connexion', { ...login, suite }), `sign-in with ${suite}`);
		await staysHere(who, await who.open(`/connexion/organisation?suite=${asked}`), suite);
		await staysHere(who, await who.post('/connexion/organisation', { member: actor.member, suite }), `organisation with ${suite}`);
		for (const path of ['/connexion', '/connexion/code', '/connexion/securite'])
			await staysHere(who, await who.open(`${path}?suite=${asked}`), suite);
		await staysHere(who, await who.post('/langue', { langue: 'fr', suite }), `language with ${suite}`);
		assert.equal((await who.open('/bureau')).status, 200);
	}
});

test('Between the two steps no page opens, whichever is asked for, and no form is taken.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const html = await (await who.post('/compte/verification?/begin', { password: login.password })).text();
	const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
	assert.equal((await who.post('/compte/verification?/confirm', { code: phoneCode(secret) })).status, 303);
	const halfWay = visitor();
	assert.equal((await halfWay.post('/connexion', { ...login })).headers.get('location'), '/connexion/code');
	assert.equal(halfWay.get('session'), undefined);
	// What the browser holds after the first step, passed off as a session, is none.
	halfWay.set('session', halfWay.get('second')!);
	for (const [id, route] of built().filter(([, one]) => one.for === 'member')) {
		const path = pathOf(id, Object.fromEntries(Object.keys(route.params ?? {}).map((name) => [name, crypto.randomUUID()])));
		const answer = await halfWay.open(path);
		assert.deepEqual([answer.status, answer.headers.get('location')?.startsWith('/connexion')], [303, true], path);
		if (route.forms?.some((form) => form !== 'GET'))
			assert.equal((await halfWay.post(path, { said: 'Canari' })).headers.get('location')?.startsWith('/connexion'), true, path);
	}
	for (const path of ['/connexion/securite?/begin', '/connexion/securite?/confirm'])
		assert.equal((await halfWay.post(path, { password: login.password, code: phoneCode(secret, 30) })).status, 404, path);
});

test('A code that was just behind or ahead serves once too, and a used one not even to the session that used it.', async () => {
	const { login } = await somebody();
	const who = await signedIn(app.url, login, visitor());
	const html = await (await who.post('/compte/verification?/begin', { password: login.password })).text();
	const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
	await who.post('/compte/verification?/confirm', { code: phoneCode(secret, -30) });
	const now = phoneCode(secret);
	for (const written of [now, now.replace(/(...)/, '$1 '), ` ${now} `]) {
		const other = visitor();
		await other.post('/connexion', { ...login });
		const { status } = await other.post('/connexion/code', { code: written });
		assert.equal(status, written === now ? 303 : 422, 'the same code written otherwise is the same code');
	}
});

test('A link to choose a password begins with our own address, whatever Host the request claims, and that Host is shown nowhere.', async () => {
	const { login } = await somebody();
	const body = new URLSearchParams({ email: login.email }).toString();
	const { port } = new URL(app.url);
	const status = await new Promise<number>((resolve, reject) => {
		const asked = request(
			{
				port,
				host: '127.0.0.1',
				path: '/mot-de-passe',
				method: 'POST',
				headers: {
					host: 'voleur.example',
					origin: 'http://voleur.example',
					'content-type': 'application/x-www-form-urlencoded',
					'content-length': body.length
				}
			},
			(answer) => resolve((answer.resume(), answer.statusCode ?? 0))
		);
		asked.on('error', reject);
		asked.end(body);
	});
	assert.equal(status, 200);
	const rows = await home.sql<{ id: string; sealed: string }>('select id, sealed from outbox');
	const mail = rows.map(({ id, sealed }) => openMail(keyring(), id, sealed)).find(({ to }) => to === login.email);
	assert.ok(mail);
	assert.doesNotMatch(mail.text, /voleur/);
	assert.match(mail.text, new RegExp(`^${app.url}/mot-de-passe/[\\w-]{43}$`, 'm'));
});
