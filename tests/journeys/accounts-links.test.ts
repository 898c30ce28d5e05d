import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { as, keyring } from '#lib/server/db.ts';
import { openMail, type Mail } from '#lib/server/mail.ts';
import { invite, pendingInvitations, withdrawInvitation } from '#lib/accounts/invitations.server.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, Visitor } from '../sign-in.ts';

process.env.CHEMINER_KEY_FILE ??= process.env['TEST_KEY_FILE'];
const home = await house({ after });
process.env.DATABASE_URL ??= home.serverUrl;
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const organization = await home.organization();

let networks = 0;
const visitor = () => new Visitor(app.url, `198.51.100.${++networks}`);
const reaches = async (who: Visitor, path = '/bureau') => (await who.open(path)).status === 200;
const tokenOf = (cookie: string | undefined) => decodeURIComponent(cookie ?? '').split('.')[0];

async function somebody() {
	const actor = await home.member(organization, ['practitioner']);
	return { actor, login: await giveAccount(home, actor) };
}

/** Every mail that waits for this address, the latest last. */
async function mailsTo(address: string): Promise<Mail[]> {
	const rows = await home.sql<{ id: string; sealed: string }>('select id, sealed from outbox order by created_at, id');
	return rows.map(({ id, sealed }) => openMail(keyring(), id, sealed)).filter(({ to }) => to === address);
}

const linkIn = (mail: Mail | undefined) => /^https?:\S+$/m.exec(mail?.text ?? '')?.[0] ?? '';
const pathOf = (link: string) => new URL(link).pathname;
const NEW = 'une rivière sous quatre ponts';

test('A reset link comes by mail, begins with our own address whatever the request claims, and works once.', async () => {
	const { login } = await somebody();
	const open = await signedIn(app.url, login, visitor());
	const asked = await visitor().post(
		'/mot-de-passe',
		{ email: login.email },
		{ 'x-forwarded-host': 'voleur.example', origin: 'http://voleur.example' }
	);
	assert.equal(asked.status, 200);
	const [mail] = await mailsTo(login.email);
	const link = linkIn(mail);
	assert.ok(link.startsWith(`${app.url}/mot-de-passe/`), link);
	const path = pathOf(link);
	assert.equal((await visitor().open(path)).status, 200);
	assert.equal((await visitor().open(path)).status, 200, 'looking used it up');
	assert.equal((await visitor().post(path, { password: 'trop court' })).status, 422);
	assert.equal((await visitor().post(path, { password: 'motdepasse123456789' })).status, 422);
	const answers = await Promise.all([visitor(), visitor(), visitor()].map((who) => who.post(path, { password: NEW })));
	assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 404, 404]);
	assert.equal((await visitor().open(path)).status, 404);
	assert.equal(await reaches(open), false, 'a session outlived the reset');
	assert.equal((await visitor().post('/connexion', { ...login })).status, 422);
	assert.ok(await reaches(await signedIn(app.url, { ...login, password: NEW }, visitor())));
});

test('Trying passwords on a reset link is slowed down for whoever tries, and for nobody else.', async () => {
	const { login } = await somebody();
	await visitor().post('/mot-de-passe', { email: login.email });
	const path = pathOf(linkIn((await mailsTo(login.email)).at(-1)));
	const obvious = { password: 'Aurore-aurore-2026' };
	const clumsy = visitor();
	for (let times = 0; times < 5; times++) assert.equal((await clumsy.post(path, obvious)).status, 422);
	const waits = await clumsy.post(path, { password: NEW });
	assert.equal(waits.status, 429);
	assert.ok(Number(waits.headers.get('retry-after')) > 0);
	assert.match(await waits.text(), /beaucoup d’essais/);
	assert.equal((await visitor().post(path, { password: NEW })).status, 303, 'the link itself goes on for whoever it was sent to');
});

test('A newer reset link ends the older one, and each ends after an hour.', async () => {
	const { actor, login } = await somebody();
	await visitor().post('/mot-de-passe', { email: login.email });
	await visitor().post('/mot-de-passe', { email: login.email });
	const [older, newer] = (await mailsTo(login.email)).map(linkIn).map(pathOf);
	assert.equal((await visitor().post(older!, { password: NEW })).status, 404);
	assert.equal((await visitor().open(newer!)).status, 200);
	await home.sql(`update auth.reset set expires_at = now() - interval '1 second' where account_id = $1`, [actor.account]);
	assert.equal((await visitor().open(newer!)).status, 404);
	assert.equal((await visitor().post(newer!, { password: NEW })).status, 404);
});

test('Asking for a link says nothing about who has an account.', async () => {
	const { login } = await somebody();
	const ask = async (email: string) => {
		const start = performance.now();
		const answer = await visitor().post('/mot-de-passe', { email });
		return { status: answer.status, body: (await answer.text()).replace(/nonce="[^"]*"/g, ''), took: performance.now() - start };
	};
	const known = await ask(login.email);
	const unknown = await ask('personne@essai.example');
	assert.deepEqual([known.status, known.body], [unknown.status, unknown.body]);
	assert.ok(Math.abs(known.took - unknown.took) < 150, `${known.took} and ${unknown.took} ms`);
	assert.equal((await mailsTo('personne@essai.example')).length, 0);
});

test('A link by mail is opened neither by its stored form nor by another token.', async () => {
	const { actor, login } = await somebody();
	await visitor().post('/mot-de-passe', { email: login.email });
	const [row] = await home.sql<{ token_index: string }>('select token_index from auth.reset where account_id = $1', [actor.account]);
	assert.equal((await visitor().open(`/mot-de-passe/${row!.token_index}`)).status, 404);
});

test('A post sent after its session ended waits for the same account, is recorded once, then is gone.', async () => {
	const { actor, login } = await somebody();
	const { id } = await home.pathway(actor);
	const path = `/personnes/${id}/memos`;
	const who = await signedIn(app.url, login, visitor());
	const html = await (await who.open(path)).text();
	const form_key = /name="form_key" value="([^"]+)"/.exec(html)?.[1] ?? '';
	const typed = { form_key, text: 'Rappeler la crèche.\nDeux lignes, "guillemets" & <signes>.', months: '6' };
	await home.sql(`update auth.session set expires_at = now() - interval '1 minute' where token = $1`, [tokenOf(who.get('session'))]);
	const kept = await who.post(path, typed);
	assert.equal(kept.status, 303);
	const suite = new URL(kept.headers.get('location')!, app.url).searchParams.get('suite')!;
	assert.match(suite, /^\/reprise\/[0-9a-f-]{36}$/);
	assert.match(await (await who.open(kept.headers.get('location')!)).text(), /est gardé/);
	assert.equal((await home.sql('select 1 from kept_post where sealed like $1', ['%crèche%'])).length, 0);

	const other = await signedIn(app.url, (await somebody()).login, visitor());
	assert.equal((await other.open(suite)).status, 404);
	assert.equal((await other.open('/reprise')).status, 200);

	await who.post('/connexion', { ...login, suite });
	const page = await (await who.open(suite)).text();
	const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((one): [string, string] => [
		one[1]!,
		unescaped(one[2]!)
	]);
	assert.ok(
		fields.some(([name, value]) => name === 'text' && value.replace(/\r/g, '') === typed.text),
		'what was typed came back changed'
	);
	assert.match(page, new RegExp(`action="${path}"`));
	const sent = fields.filter(([name]) => name !== 'suite');
	assert.equal((await who.post(path, sent)).status, 303);
	assert.equal((await who.post(path, sent)).status, 303);
	assert.equal((await home.sql('select 1 from memo where accompaniment_id = $1', [id])).length, 1);
	assert.equal((await who.open(suite)).status, 404, 'it is still there once recorded');
});

test('Nothing is kept for a session we never opened, and no password is ever kept.', async () => {
	const { actor, login } = await somebody();
	const { id } = await home.pathway(actor);
	const before = await home.sql('select 1 from kept_post');
	const stranger = visitor();
	stranger.set('session', encodeURIComponent(`inconnu.${Buffer.alloc(32).toString('base64')}`));
	const answer = await stranger.post(`/personnes/${id}/memos`, { text: 'Du bruit.' });
	assert.equal(answer.headers.get('location'), `/connexion?suite=${encodeURIComponent(`/personnes/${id}/memos`)}`);
	const who = await signedIn(app.url, login, visitor());
	await home.sql(`update auth.session set expires_at = now() - interval '1 minute' where token = $1`, [tokenOf(who.get('session'))]);
	await who.post('/compte/mot-de-passe', { current: login.password, password: NEW });
	assert.equal((await home.sql('select 1 from kept_post')).length, before.length);
});

test('A colleague invited by link makes her account and joins; the link works once, for seven days, until withdrawn.', async () => {
	const admin = await home.member(organization, ['administrator'], { first: 'Inès' });
	const invited = {
		email: 'Nouvelle@essai.example',
		firstName: 'Lise',
		lastName: 'V.',
		jobTitle: 'Conseillère',
		roles: ['practitioner' as const]
	};
	const { id, link } = await as(admin, (tx) => invite(tx, admin, invited));
	assert.equal(linkIn((await mailsTo('nouvelle@essai.example'))[0]), link);
	assert.deepEqual(
		(await as(admin, pendingInvitations)).map((one) => [one.id, one.email, one.isOver]),
		[[id, 'nouvelle@essai.example', false]]
	);
	const path = pathOf(link);
	const who = visitor();
	assert.match(await (await who.open(path)).text(), /Inès vous propose de rejoindre Relance d’essai/);
	assert.equal((await who.post(path, { password: 'court' })).status, 422);
	const answers = await Promise.all([visitor(), visitor(), visitor()].map((one) => one.post(path, { password: NEW })));
	assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 404, 404]);
	assert.ok(await reaches(await signedIn(app.url, { email: invited.email, password: NEW }, visitor())));
	assert.equal((await visitor().open(path)).status, 404);
	assert.equal((await as(admin, pendingInvitations)).length, 0);

	const second = await as(admin, (tx) => invite(tx, admin, { ...invited, email: 'autre@essai.example' }));
	const third = await as(admin, (tx) => invite(tx, admin, { ...invited, email: 'autre@essai.example' }));
	assert.equal((await visitor().open(pathOf(second.link))).status, 404, 'an older invitation still works');
	assert.ok(await as(admin, (tx) => withdrawInvitation(tx, third.id)));
	assert.equal((await visitor().post(pathOf(third.link), { password: NEW })).status, 404);
	const fourth = await as(admin, (tx) => invite(tx, admin, { ...invited, email: 'autre@essai.example' }));
	await home.sql(`update invitation set expires_at = now() - interval '1 second' where id = $1`, [fourth.id]);
	assert.equal((await visitor().post(pathOf(fourth.link), { password: NEW })).status, 404);
});

test('Somebody who has an account joins with its password, and only with it.', async () => {
	const { login } = await somebody();
	const other = await home.organization('Les Ateliers d’essai');
	const admin = await home.member(other, ['administrator'], { first: 'Inès' });
	const { link } = await as(admin, (tx) =>
		invite(tx, admin, { email: login.email, firstName: 'Aurore', lastName: 'N.', jobTitle: '', roles: ['practitioner'] })
	);
	assert.equal((await visitor().post(pathOf(link), { password: NEW })).status, 422);
	const who = visitor();
	assert.equal((await who.post(pathOf(link), { password: login.password })).status, 303);
	assert.equal((await who.open('/connexion')).headers.get('location'), '/connexion/organisation');
});

test('Only an administrator invites, sees and withdraws, and only at home.', async () => {
	const { actor } = await somebody();
	const there = await home.member(await home.organization('Ailleurs'), ['administrator']);
	const admin = await home.member(organization, ['administrator']);
	const invited = { email: 'encore@essai.example', firstName: 'Lise', lastName: '', jobTitle: '', roles: ['practitioner' as const] };
	await assert.rejects(
		as(actor, (tx) => invite(tx, actor, invited)),
		{ status: 404 }
	);
	const { id } = await as(admin, (tx) => invite(tx, admin, invited));
	for (const one of [actor, there]) {
		assert.equal(
			(await as(one, pendingInvitations)).some((pending) => pending.id === id),
			false
		);
		assert.equal(await as(one, (tx) => withdrawInvitation(tx, id)), false);
	}
});

test('Over https the cookies are bound to this host.', async () => {
	const { login } = await somebody();
	const answer = await visitor().post(
		'/connexion',
		{ ...login },
		{ 'x-forwarded-proto': 'https', origin: app.url.replace('http:', 'https:') }
	);
	const cookies = answer.headers.getSetCookie();
	const session = cookies.find((line) => line.startsWith('__Host-session='));
	assert.ok(session, cookies.join('\n'));
	for (const part of [/; Path=\//i, /; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i]) assert.match(session, part);
	assert.doesNotMatch(session, /Domain=/i);
});

test('My account: the password changes and other sessions end; one session, then all, are ended by hand.', async () => {
	const { login } = await somebody();
	const here = await signedIn(app.url, login, visitor());
	const elsewhere = await signedIn(app.url, login, visitor());
	assert.equal((await here.post('/compte/mot-de-passe', { current: 'pas celui-ci du tout', password: NEW })).status, 422);
	assert.equal((await here.post('/compte/mot-de-passe', { current: login.password, password: NEW })).status, 303);
	assert.ok(await reaches(here));
	assert.equal(await reaches(elsewhere), false);
	const third = await signedIn(app.url, { ...login, password: NEW }, visitor());
	const session = /name="session" value="([^"]+)"/.exec(await (await here.open('/compte')).text())?.[1] ?? '';
	const stranger = await signedIn(app.url, (await somebody()).login, visitor());
	assert.equal((await stranger.post('/compte?/end', { session })).status, 404);
	assert.ok(await reaches(third));
	assert.equal((await here.post('/compte?/end', { session })).status, 303);
	assert.equal(await reaches(third), false);
	const copy = here.get('session')!;
	await here.post('/compte?/everywhere', {});
	here.set('session', copy);
	assert.equal(await reaches(here), false);
});

test('The log holds no address, no password and no token.', async () => {
	const logged = app.logged();
	assert.ok(logged.length > 0);
	assert.doesNotMatch(logged, /essai\.example|quatre mots|rivière/);
});

function unescaped(html: string): string {
	return html
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}
