import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { walk, built, targetOf } from './walk.ts';

const { app, both: cookie, FIELDS, myPath } = await walk({ after });

/** What every answer says, whatever it answers. */
const ALWAYS: Record<string, RegExp> = {
	'x-content-type-options': /^nosniff$/,
	'referrer-policy': /^same-origin$/,
	'x-frame-options': /^DENY$/,
	'permissions-policy': /camera=\(\)/,
	'cross-origin-opener-policy': /^same-origin$/,
	'cross-origin-resource-policy': /^same-origin$/,
	'content-security-policy': /(^|; )default-src '(none|self)'/
};
/** What would say with what it is made, or open it to others. */
const NEVER = [
	'server',
	'x-powered-by',
	'via',
	'x-sveltekit-page',
	'access-control-allow-origin',
	'access-control-allow-credentials',
	'refresh'
];

/** What is wrong with one answer. */
function wrongWith(answer: Response, { signedIn, file = false }: { signedIn: boolean; file?: boolean }): string[] {
	const { headers } = answer;
	const wrong = Object.entries(ALWAYS).flatMap(([name, wanted]) =>
		wanted.test(headers.get(name) ?? '') ? [] : [`${name}: ${headers.get(name)}`]
	);
	wrong.push(...NEVER.filter((name) => headers.has(name)).map((name) => `${name}: ${headers.get(name)}`));
	const policy = headers.get('content-security-policy') ?? '';
	if (/unsafe|https?:|\*|blob:/.test(policy) || !/frame-ancestors 'none'/.test(policy)) wrong.push(policy);
	if (/data:/.test(policy.replace(/img-src [^;]*/, ''))) wrong.push(policy);
	for (const line of headers.getSetCookie())
		if (/domain=/i.test(line) || !/httponly/i.test(line) || !/samesite=lax/i.test(line)) wrong.push(line);
	const location = headers.get('location');
	if (location && (!/^\/(?![/\\])/.test(location) || /[\r\n]/.test(location))) wrong.push(`location: ${location}`);
	if (signedIn && !file && !/no-store/.test(headers.get('cache-control') ?? ''))
		wrong.push(`cache-control: ${headers.get('cache-control')}`);
	if (signedIn && !file && headers.has('etag')) wrong.push('an etag, to be asked again with');
	const said = headers.get('content-disposition');
	if (said && !/^(inline|attachment); filename="[\w.-]+"$/.test(said)) wrong.push(said);
	return wrong;
}

const wrong: string[] = [];
async function look(path: string, init: RequestInit & { signedIn: boolean; file?: boolean }): Promise<number> {
	const { signedIn, file, ...asked } = init;
	const headers = { accept: 'text/html', ...(signedIn ? { cookie } : {}), ...(asked.headers as Record<string, string> | undefined) };
	const answer = await fetch(app.url + path, { redirect: 'manual', ...asked, headers });
	await answer.arrayBuffer();
	for (const one of wrongWith(answer, { signedIn, file })) wrong.push(`${asked.method ?? 'GET'} ${path} ${answer.status}: ${one}`);
	return answer.status;
}

test('The microphone is let in where a voice may be recorded, for the page itself, and nowhere else.', async () => {
	const heard: string[] = [];
	for (const [id, route] of built()) {
		const answer = await fetch(app.url + myPath(id, route), { redirect: 'manual', headers: { accept: 'text/html', cookie } });
		await answer.arrayBuffer();
		const said = /microphone=\([^)]*\)/.exec(answer.headers.get('permissions-policy') ?? '')?.[0];
		if (said !== 'microphone=()') heard.push(`${id} ${said}`);
	}
	assert.deepEqual(heard.sort(), ['/(desk)/personnes/[person]/messages microphone=(self)', '/moi/(carnet)/messages microphone=(self)']);
});

test('Pages, refusals, redirects, sheets and data, by every method, signed in or not: each answer carries its headers, and nothing signed-in is kept.', async () => {
	const statuses = new Set<number>();
	for (const [id, route] of built()) {
		const path = myPath(id, route);
		for (const signedIn of [true, false]) {
			for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']) statuses.add(await look(path, { method, signedIn }));
			statuses.add(await look(`${path === '/' ? '' : path}/__data.json`, { signedIn }));
			for (const form of (route.forms ?? []).filter((one) => one !== 'GET')) {
				for (const origin of [app.url, 'https://ailleurs.example'])
					statuses.add(
						await look(targetOf(path, form), {
							method: 'POST',
							body: new URLSearchParams(FIELDS.slice(0, 3)),
							headers: { origin },
							signedIn: signedIn && !/deconnexion|compte|quitter|carnet/.test(id)
						})
					);
			}
		}
	}
	assert.deepEqual(wrong.splice(0), []);
	for (const status of [200, 303, 403, 404, 405, 422])
		assert.ok(statuses.has(status), `${status} was among them: ${[...statuses].join(' ')}`);
});

test('So do answers to what cannot be read, is too large, or is not there; and every file that the browser may keep, which holds nobody.', async () => {
	for (const path of [
		'/nulle-part',
		'/%',
		'/%00',
		`/${'a'.repeat(9000)}`,
		'/_app/immutable/rien.js',
		'/favicon.ico',
		'/robots.txt',
		'/.env',
		'/.git/config',
		'/_app/version.json'
	])
		for (const signedIn of [true, false]) await look(path, { signedIn, file: true });
	assert.equal(
		await look('/connexion', { method: 'POST', body: 'a'.repeat(3_000_000), headers: { origin: app.url }, signedIn: false }),
		413
	);
	assert.equal(await look('/bureau', { headers: { 'x-long': 'a'.repeat(20_000) }, signedIn: false }), 431);
	const client = join(import.meta.dirname, '..', '..', 'build', 'client');
	const files = readdirSync(client, { recursive: true, withFileTypes: true }).filter(
		(entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name)
	);
	assert.ok(files.length > 3);
	for (const entry of files) {
		const path = join(entry.parentPath, entry.name).slice(client.length);
		assert.equal(await look(path, { signedIn: true, file: true }), 200, path);
	}
	assert.deepEqual(wrong.splice(0), []);
});

test('No page, sheet or style speaks of another host.', async () => {
	for (const [id, route] of built()) {
		const path = myPath(id, route);
		const answer = await fetch(app.url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
		if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
		const html = await answer.text();
		for (const [, address = ''] of html.matchAll(/\s(?:src|href|action|formaction|poster|data|srcset|ping|content)="([^"]*)"/g)) {
			const isElsewhere =
				/^\s*(\/\/|[a-z][a-z0-9+.-]*:)/i.test(address) &&
				!/^(data:image\/|tel:|mailto:)/.test(address) &&
				new URL(address, app.url).origin !== app.url;
			// The way out of her space leads to a place that everybody goes to: that is all it is for.
			const isWayOut = id === '/moi/ailleurs' && address === 'https://www.wikipedia.org/';
			assert.ok(!isElsewhere || isWayOut, `${id} speaks of ${address}`);
		}
		for (const [, link = ''] of html.matchAll(/<link[^>]*href="([^"]+\.css)"/g)) {
			const css = await (await fetch(new URL(link, app.url + path))).text();
			assert.doesNotMatch(css, /url\(\s*["']?(https?:)?\/\/|@import/, link);
		}
	}
});
