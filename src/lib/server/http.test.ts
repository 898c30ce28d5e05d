import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createConnection, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sendRaw } from '../../../tests/wall/raw.ts';
import type { Asked } from './compress.ts';
import { startHttp, type HttpOptions } from './http.ts';
import { StartRefused } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-http-'));
process.env['CHEMINER_LOG_FILE'] = join(folder, 'cheminer.log');

const PAGE = `<!doctype html>${'<p>une ligne</p>'.repeat(500)}`;

/** Stands for the application: tells what it was told, or sends a page. */
function application(request: Asked, response: ServerResponse): void {
	let bytes = 0;
	if (request.url === '/broken') throw new Error('Canari');
	if (request.url === '/endless') {
		response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': 1e9 });
		response.write(Buffer.alloc(20_000_000, 'x'));
		return;
	}
	const left = { '/left': PAGE, '/left-short': 'Nadia’s', '/left-long': PAGE.repeat(150) }[request.url ?? ''];
	if (left) {
		request.page = Buffer.from(left);
		response.setHeader('content-type', 'text/html').setHeader('content-length', request.page.length);
		request.resume().on('end', () => response.writeHead(200).end());
		return;
	}
	request.on('data', (piece: Buffer) => (bytes += piece.length));
	request.on('end', () => {
		const page = request.url === '/page';
		response.setHeader('content-type', page ? 'text/html' : 'application/json');
		if (page) response.setHeader('etag', '"1"');
		const answer = () => {
			response.writeHead(200);
			response.end(page ? PAGE : JSON.stringify({ headers: request.headers, bytes }));
		};
		if (request.url === '/slow') setTimeout(answer, 400);
		else answer();
	});
}

async function serve(options: Partial<HttpOptions> = {}) {
	const http = await startHttp({
		handler: application,
		host: '127.0.0.1',
		port: 0,
		origin: undefined,
		trustProxy: false,
		bodyLimit: 100_000,
		words: new Set(),
		...options
	});
	return { ...http, url: `http://127.0.0.1:${http.port}` };
}

const server = await serve();
after(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

async function told(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage['headers']> {
	const response = await fetch(url, { headers });
	return ((await response.json()) as { headers: IncomingMessage['headers'] }).headers;
}

const raw = (words: string, port = server.port) => sendRaw(port, words);

test('Nobody passes for another: headers that only a proxy may send are thrown away.', async () => {
	const headers = await told(server.url, {
		'x-forwarded-for': '6.6.6.6',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'evil.example',
		forwarded: 'for=6.6.6.6',
		'x-real-ip': '6.6.6.6',
		'x-cheminer-address': '6.6.6.6',
		'x-cheminer-protocol': 'https',
		'x-request-id': 'mine'
	});
	assert.equal(headers['x-cheminer-address'], '127.0.0.1');
	assert.equal(headers['x-cheminer-protocol'], 'http');
	assert.equal(headers.host, `127.0.0.1:${server.port}`);
	assert.ok(!JSON.stringify(headers).includes('6.6.6.6') && !JSON.stringify(headers).includes('evil'));
	assert.match(String(headers['x-request-id']), /^[0-9a-f]{12}$/);
});

test('Behind a proxy of the house its word is taken, and the nearest address counts.', async (t) => {
	const proxied = await serve({ trustProxy: true });
	t.after(() => proxied.close());
	const headers = await told(proxied.url, {
		'x-forwarded-for': '6.6.6.6, 10.0.0.7',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'cheminer.example'
	});
	assert.equal(headers['x-cheminer-address'], '10.0.0.7');
	assert.equal(headers['x-cheminer-protocol'], 'https');
	assert.equal(headers.host, 'cheminer.example');
	assert.equal((await fetch(proxied.url, { headers: { 'x-forwarded-proto': 'gopher' } })).status, 400);
});

test('With a public address set, no other one is ever seen by the application.', async (t) => {
	const named = await serve({ origin: 'https://cheminer.example' });
	t.after(() => named.close());
	const headers = await told(named.url);
	assert.equal(headers.host, 'cheminer.example');
	assert.equal(headers['x-cheminer-protocol'], 'https');
	const { headers: sent } = await fetch(named.url);
	assert.match(sent.get('strict-transport-security') ?? '', /max-age=63072000/);
});

test('Every answer carries the security headers, also those that the application does not write.', async () => {
	const answers = [
		await fetch(server.url),
		await fetch(`${server.url}/%E0%A4%A`),
		await fetch(server.url, { method: 'POST', body: 'x'.repeat(200_000) })
	];
	assert.deepEqual(
		answers.map((answer) => answer.status),
		[200, 400, 413]
	);
	for (const { headers } of answers) {
		assert.equal(headers.get('x-content-type-options'), 'nosniff');
		assert.equal(headers.get('referrer-policy'), 'same-origin');
		assert.equal(headers.get('x-frame-options'), 'DENY');
		assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
		assert.equal(headers.get('strict-transport-security'), null);
	}
});

test('A target that cannot be taken apart is answered 400, and the application is not asked.', async () => {
	for (const target of ['*', 'http://evil.example/', '@evil.example/', '/%E0%A4%A', '/a%00b', '/?q=%00']) {
		assert.match(await raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /, target);
	}
	for (const host of ['a b', 'evil/x', '[', 'x'.repeat(300)]) {
		assert.match(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /, host);
	}
	assert.match(await raw('GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /);
	assert.match(await raw('not http\r\n\r\n'), /^HTTP\/1\.1 400 Bad Request\r\nx-content-type-options: nosniff/);
	assert.match(await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
});

test('What is too large is answered 413 before it is read, and the sender can read the answer.', async () => {
	const early = await raw('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\nonly the beginning');
	assert.match(early, /^HTTP\/1\.1 413 /);
	const whole = await fetch(server.url, { method: 'POST', body: 'x'.repeat(5_000_000) });
	assert.equal(whole.status, 413);
	assert.match(await whole.text(), /Rien n’a été enregistré/);
	const asked = await raw('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\nExpect: 100-continue\r\n\r\n');
	assert.match(asked, /^HTTP\/1\.1 413 /);
	const accepted = await fetch(server.url, { method: 'POST', body: 'x'.repeat(99_000) });
	assert.equal(((await accepted.json()) as { bytes: number }).bytes, 99_000);
});

test('A body that does not say its length is held to the same limit.', async () => {
	const send = (size: number) => {
		const body = new ReadableStream<Uint8Array>({
			start(controller) {
				for (let left = size; left > 0; left -= 10_000) controller.enqueue(new Uint8Array(Math.min(left, 10_000)));
				controller.close();
			}
		});
		return fetch(server.url, { method: 'POST', body, duplex: 'half' } as RequestInit);
	};
	const accepted = (await (await send(95_000)).json()) as { headers: Record<string, string>; bytes: number };
	assert.equal(accepted.bytes, 95_000);
	assert.equal(accepted.headers['content-length'], '95000');
	assert.equal(accepted.headers['transfer-encoding'], undefined);
	assert.equal((await send(105_000)).status, 413);
	assert.equal((await fetch(server.url)).status, 200);
});

test('Lines are bounded: who sends by the drop on ever more of them makes place for those who ask, and never the other way round.', async (t) => {
	const narrow = await serve({ mostLines: 20 });
	t.after(() => narrow.close());
	const asking = createConnection(narrow.port, '127.0.0.1');
	let answers = 0;
	asking.on('data', () => (answers += 1));
	const dropped = [];
	for (let times = 1; times <= 60; times += 1) {
		const slow = createConnection(narrow.port, '127.0.0.1');
		slow.on('error', () => undefined);
		slow.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n' + (times % 2 ? 'X' : '\r\na'));
		dropped.push(slow);
		asking.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
		while (answers < times) await once(asking, 'data');
	}
	assert.equal((await fetch(narrow.url)).status, 200);
	assert.ok(!asking.destroyed, 'whoever asks keeps the line');
	assert.ok(dropped.slice(0, 30).every(({ closed }) => closed));
	for (const socket of [asking, ...dropped]) socket.destroy();
});

test('What comes after a request and is no HTTP never ends up inside its answer.', async () => {
	const socket = createConnection(server.port, '127.0.0.1');
	socket.write('GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n');
	await once(socket, 'readable');
	socket.write('\x16\x03\x01 no HTTP\r\n\r\n');
	let answer = '';
	socket.on('data', (piece) => (answer += piece.toString('latin1')));
	await once(socket, 'close');
	assert.match(answer, /^HTTP\/1\.1 200 /);
	assert.doesNotMatch(answer, /HTTP\/1\.1 4/);
});

test('A page is compressed in what the browser takes, and stays the same page.', async () => {
	const get = async (accepted: string) => {
		const answer = await raw(`GET /page HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${accepted}\r\nConnection: close\r\n\r\n`);
		return answer.split('\r\n\r\n', 1)[0]!.toLowerCase();
	};
	assert.match(await get('gzip, deflate, br'), /content-encoding: br\r\n/);
	assert.match(await get('gzip'), /content-encoding: gzip\r\n/);
	assert.match(await get('gzip, br;q=0'), /content-encoding: gzip\r\n/);
	assert.doesNotMatch(await get('identity'), /content-encoding/);
	assert.match(await get('identity'), /vary: accept-encoding/);
	assert.match(await get('br'), /etag: w\/"1"/);
	for (const coding of ['br', 'gzip']) {
		const answer = await fetch(`${server.url}/page`, { headers: { 'accept-encoding': coding } });
		assert.equal(await answer.text(), PAGE);
		assert.ok(Number(answer.headers.get('content-length')) < PAGE.length / 10);
	}
});

test('A page left with the request is the body of the answer, in every coding, of any length, whatever was sent.', async () => {
	const pages = { '/left': PAGE, '/left-short': 'Nadia’s', '/left-long': PAGE.repeat(150) };
	for (const [path, page] of Object.entries(pages)) {
		for (const coding of ['br', 'gzip', 'identity']) {
			const answer = await fetch(server.url + path, { headers: { 'accept-encoding': coding } });
			assert.equal(await answer.text(), page, `${path} ${coding}`);
		}
	}
	assert.ok(Number((await fetch(`${server.url}/left`)).headers.get('content-length')) < PAGE.length / 10);
	const posted = 'POST /left HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\na=1\r\n0\r\n\r\n';
	assert.ok((await raw(posted)).endsWith(PAGE));
	const head = await fetch(`${server.url}/left`, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
	assert.equal(head.headers.get('content-length'), String(PAGE.length));
	assert.equal(await head.text(), '');
	const [first, second] = await Promise.all([fetch(`${server.url}/left-short`), fetch(`${server.url}/left`)]);
	assert.deepEqual([await first.text(), await second.text()], [pages['/left-short'], PAGE]);
});

test('HEAD says what GET would, without the page.', async () => {
	const answer = await fetch(`${server.url}/page`, { method: 'HEAD' });
	assert.equal(answer.status, 200);
	assert.equal(await answer.text(), '');
});

test('An application that throws is answered for, and goes on serving.', async () => {
	const broken = await fetch(`${server.url}/broken`, { method: 'POST', body: 'x' });
	assert.equal(broken.status, 500);
	assert.ok(!(await broken.text()).includes('Canari'));
	assert.equal((await fetch(server.url)).status, 200);
});

test('Closing lets the request under way finish and takes no other.', async () => {
	const closing = await serve();
	const under = fetch(`${closing.url}/slow`);
	await pause(100);
	const closed = closing.close();
	await pause(50);
	await assert.rejects(fetch(closing.url));
	assert.equal((await under).status, 200);
	await closed;
});

test('A port in use is said in one sentence.', async (t) => {
	const other = createServer().listen(0, '127.0.0.1');
	t.after(() => other.close());
	await new Promise((resolve) => other.once('listening', resolve));
	const address = other.address();
	assert.ok(address && typeof address === 'object');
	await assert.rejects(
		serve({ port: address.port }),
		(problem) => problem instanceof StartRefused && /^Port \d+ is already in use: /.test(problem.message)
	);
	await assert.rejects(serve({ host: '203.0.113.7' }), /is not an address of this machine/);
});
