import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { health, keep, serverProcesses } from '../bench/faults/keeper.ts';
import { setStage, type Hand } from '../bench/faults/stage.ts';
import { post } from '../bench/faults/writers.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-away-'));
chmodSync(folder, 0o755);
process.env['CHEMINER_LOG_FILE'] = join(folder, 'test.log');
const stage = await setStage(join(folder, 'data'), 1);
const keeper = await keep(stage.data);
after(async () => {
	wake();
	await keeper.stop();
	rmSync(folder, { recursive: true, force: true });
});
await keeper.well();
const [hand] = stage.hands as [Hand];
const below = `/personnes/${hand.file}`;
const open = (path: string) => fetch(keeper.url + path, { redirect: 'manual', headers: { accept: 'text/html', cookie: hand.cookie } });

/** Every process of the database stands still, as on a machine that swaps or behind a network that was cut. */
let frozen: number[] = [];
function freeze(): void {
	frozen = serverProcesses(stage.data);
	for (const pid of frozen) process.kill(pid, 'SIGSTOP');
}
function wake(): void {
	for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
}

const seconds = async <T>(work: Promise<T>): Promise<[T, number]> => {
	const began = performance.now();
	return [await work, (performance.now() - began) / 1000];
};
const unescaped = (html: string) =>
	html.replace(/&(quot|lt|gt|amp);/g, (_, name: string) => ({ quot: '"', lt: '<', gt: '>', amp: '&' })[name]!);

test('A database that stands still: 503 within seconds, then at once; what was typed comes back in the page, and is recorded once when sent again.', async () => {
	assert.equal((await open(below)).status, 200);
	freeze();
	const [first, waited] = await seconds(open(below));
	assert.equal(first.status, 503);
	assert.ok(waited < 5, `the first answer took ${waited.toFixed(1)} s`);
	assert.equal(first.headers.get('cache-control'), 'no-store');
	assert.ok(Number(first.headers.get('retry-after')) > 0);

	const said = 'Premier.\nDeuxième ligne, "guillemets" & <signes>.';
	const form = { path: `${below}/entretiens/nouveau?/enregistrer`, fields: { form_key: crypto.randomUUID(), said, channel: 'phone' } };
	const [refused, soon] = await seconds(post(keeper.url, hand, form));
	assert.equal(refused.status, 503);
	assert.ok(soon < 1, `once it is known to be silent nobody waits: ${soon.toFixed(1)} s`);
	const page = await refused.text();
	assert.ok(page.includes('Pas encore enregistré') && page.includes('Renvoyer'));
	const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
		name!,
		unescaped(value!).replace(/\r/g, '')
	]);
	assert.deepEqual(Object.fromEntries(fields), form.fields);
	assert.ok(page.includes(`action="${below}/entretiens/nouveau?/enregistrer"`));

	const [state, asked] = await seconds(health(keeper.url));
	assert.equal(state, '503 unavailable');
	assert.ok(asked < 2.5);
	// What needs no database is answered; no form with a password is written into a page.
	assert.equal((await fetch(`${keeper.url}/connexion`)).status, 200);
	const signIn = await post(
		keeper.url,
		{ cookie: '' },
		{ path: '/connexion', fields: { email: 'a@b.example', password: 'quatre mots sans lien' } }
	);
	assert.equal(signIn.status, 503);
	assert.ok(!(await signIn.text()).includes('quatre mots'));
	// A script that keeps a draft is told so, in its own terms.
	const draft = await fetch(`${keeper.url}${below}/entretiens/brouillon`, {
		method: 'POST',
		body: new URLSearchParams(form.fields),
		headers: { accept: 'application/json', origin: keeper.url, cookie: hand.cookie }
	});
	assert.equal(draft.status, 503);

	wake();
	for (let tries = 0; (await health(keeper.url)) !== '200 ok'; tries += 1) {
		assert.ok(tries < 60, 'it came back without hands');
		await pause(100);
	}
	for (const time of ['once', 'twice'])
		assert.equal((await post(keeper.url, hand, { path: form.path, fields: Object.fromEntries(fields) })).status, 303, time);
	assert.equal((await stage.sql('select from interview')).length, 1);
	assert.equal((await open(below)).status, 200);
});

test('A statement that waits is no silent database: it is waited for, and others work meanwhile.', async () => {
	const holding = stage.sql('begin; lock table note in access exclusive mode; select pg_sleep(4); commit');
	await pause(200);
	const waiting = seconds(open(below));
	await pause(2500);
	assert.equal(await health(keeper.url), '200 ok');
	assert.equal((await open('/bureau')).status, 200);
	const [page, waited] = await waiting;
	assert.equal(page.status, 200);
	assert.ok(waited > 3, `it waited ${waited.toFixed(1)} s`);
	await holding;
});
