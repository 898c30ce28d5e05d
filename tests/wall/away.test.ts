import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter } from './http.ts';
import { dayFromNow, plantScene } from './scene.ts';

// The application reaches its database through a door that can be shut.
const home = await house({ after });
const { address, close } = await door(new URL(home.serverUrl));
const app = await startApp({ serverUrl: address });
after(() => app.stop());

async function door(to: URL): Promise<{ address: string; close: () => () => Promise<void> }> {
	const folder = to.searchParams.get('host');
	const ends = new Set<Socket>();
	const server = createServer((near) => {
		const far = folder ? connect(`${folder}/.s.PGSQL.${to.port || 5432}`) : connect(Number(to.port || 5432), to.hostname);
		near.pipe(far).pipe(near);
		for (const end of [near, far]) ends.add(end.on('error', () => undefined));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	after(() => {
		server.close();
		for (const end of ends) end.destroy();
	});
	const address = new URL(to);
	address.search = '';
	address.hostname = '127.0.0.1';
	address.port = String(port);
	return {
		address: address.href,
		close: () => {
			server.close();
			for (const end of ends) end.destroy();
			return async () => {
				server.listen(port, '127.0.0.1');
				await once(server, 'listening');
			};
		}
	};
}

test('While the database is away every answer is 503, soon, in words; when it is back, nobody has to do anything, and nothing was done twice.', async () => {
	const { me, file } = await plantScene(home, 'practitioner', 'lead');
	const cookie = await enter(home, me);
	const memo: [string, string][] = [
		['form_key', crypto.randomUUID()],
		['text', 'Rappeler jeudi'],
		['months', '6']
	];
	const send = () => ask(app.url, `/personnes/${file}/memos`, { cookie, fields: memo });
	assert.equal((await ask(app.url, `/personnes/${file}`, { cookie })).status, 200);

	const open = close();
	for (const path of [`/personnes/${file}`, '/bureau', `/personnes/${file}/__data.json`, '/sante']) {
		const began = Date.now();
		const { status, headers, body } = await ask(app.url, path, { cookie });
		assert.equal(status, 503, path);
		assert.ok(Date.now() - began < 6000, `${path} took ${Date.now() - began} ms`);
		assert.doesNotMatch(body, /Nadia|ECONN|at \w+ \(|node_modules/, path);
		assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe/, path);
		assert.ok(headers['content-security-policy'], path);
		if (path === '/bureau') assert.match(body, /Rien de ce qui est enregistré n’est perdu/);
	}
	const unsent = await send();
	assert.equal(unsent.status, 503);
	assert.match(unsent.body, /Rappeler jeudi/, 'what was typed stands in the answer');

	await open();
	assert.equal((await send()).status, 303);
	assert.equal((await send()).status, 303);
	assert.equal((await home.sql('select from memo where accompaniment_id = $1 and created_at > $2', [file, dayFromNow(0)])).length, 1);
});
