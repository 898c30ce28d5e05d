import assert from 'node:assert/strict';
import { createConnection, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { enter } from './http.ts';
import { sendRaw } from './raw.ts';

const home = await house({ after });
const me = await home.member(await home.organization());
const cookie = await enter(home, me);
const app = await startApp(home);
after(() => app.stop());
const port = Number(new URL(app.url).port);

/** Begins at once and is looked at in the end: our patience with headers is fifteen seconds. */
const dripped = drip();

const WHO = `Host: localhost:${port}\r\nCookie: ${cookie}\r\n`;
const FORM = `${WHO}Origin: http://localhost:${port}\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
const OPENING = '/personnes/nouvelle';
const CLOSE = 'Connection: close\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

const get = (target: string, more = CLOSE) => `GET ${target} HTTP/1.1\r\n${WHO}${more}\r\n`;
const post = (more: string, body: string) => `POST ${OPENING} HTTP/1.1\r\n${FORM}${more}\r\n${body}`;

interface Said {
	status: number;
	headers: string;
	body: string;
}

/** Every answer on the line, in turn. An interim one (100) is left out. */
function answersIn(said: string): Said[] {
	return said
		.split(/(?=HTTP\/1\.1 \d{3} )/)
		.map((answer) => {
			const end = answer.indexOf('\r\n\r\n');
			return { status: Number(answer.slice(9, 12)), headers: answer.slice(0, end).toLowerCase(), body: answer.slice(end + 4) };
		})
		.filter(({ status }) => status !== 100);
}

/** Sends it, and holds the answer to what every answer owes: it comes, no failure, safe, kept by nobody. */
async function tell(words: string | Buffer, what: string, wait = 8_000): Promise<Said[]> {
	const began = Date.now();
	const answers = answersIn(await sendRaw(port, words, { wait }));
	assert.ok(Date.now() - began < wait, `${what}: the line is closed`);
	for (const { status, headers } of answers) {
		assert.ok(status >= 200 && status < 500, `${what} is answered ${status}`);
		for (const name of [
			'x-content-type-options: nosniff',
			'x-frame-options: deny',
			'referrer-policy: same-origin',
			'content-security-policy: '
		])
			assert.ok(headers.includes(`\r\n${name}`), `${what} comes without ${name}`);
		assert.match(headers, /\r\ncache-control: [^\r]*no-store/, what);
	}
	return answers;
}

async function expectStatus(words: string | Buffer, expected: readonly number[], what: string): Promise<void> {
	const statuses = (await tell(words, what)).map(({ status }) => status);
	assert.equal(statuses.length, 1, `${what} is answered once, not ${statuses.length} times: ${statuses.join(', ')}`);
	assert.ok(expected.includes(statuses[0]!), `${what} is answered ${statuses[0]}, not ${expected.join(' or ')}`);
}

/** The longest that somebody else waits for a page while this goes on, in ms. */
async function othersMeanwhile(work: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let over = false;
	const asking = (async () => {
		while (!over) {
			const began = performance.now();
			const { status } = await fetch(`${app.url}/connexion`);
			assert.equal(status, 200);
			longest = Math.max(longest, performance.now() - began);
			await pause(5);
		}
	})();
	await work();
	over = true;
	await asking;
	return longest;
}

const opened = async () => (await home.sql<{ n: number }>('select count(*)::int as n from accompaniment'))[0]!.n;

/** A line that sends a header every half second and never comes to an end; says what it is answered, and after how long. */
async function drip(): Promise<{ answer: string; seconds: number }> {
	const began = Date.now();
	const socket = createConnection(port, '127.0.0.1');
	let answer = '';
	socket.on('data', (piece) => (answer += piece.toString()));
	socket.on('error', () => undefined);
	socket.write('GET /connexion HTTP/1.1\r\nHost: localhost\r\n');
	while (!socket.closed && Date.now() - began < 30_000) {
		if (socket.writable) socket.write('X: a\r\n');
		await pause(500);
	}
	socket.destroy();
	return { answer, seconds: (Date.now() - began) / 1000 };
}

test('A body whose length is said twice, or in two ways, is refused and the line is closed: nothing hides behind it.', async () => {
	const hidden = `0\r\n\r\nGET /sante HTTP/1.1\r\n${WHO}\r\n`;
	const whole = '3\r\na=1\r\n0\r\n\r\n';
	const shapes: Record<string, string> = {
		'twice the same length': post('Content-Length: 3\r\nContent-Length: 3\r\n', 'a=1'),
		'two lengths': post('Content-Length: 3\r\nContent-Length: 40\r\n', 'a=1'),
		'a list of lengths': post('Content-Length: 3, 3\r\n', 'a=1'),
		'a length and pieces': post(`Content-Length: 3\r\n${CHUNKED}`, hidden),
		'pieces and a length': post(`${CHUNKED}Content-Length: 4\r\n`, whole),
		'pieces twice': post(CHUNKED + CHUNKED, whole),
		'pieces under another name': post('Transfer-Encoding: xchunked\r\n', whole),
		'pieces, then something else': post('Transfer-Encoding: chunked, identity\r\n', whole),
		'no pieces at all': post('Transfer-Encoding: identity\r\n', whole),
		'a space before the colon': post('Transfer-Encoding : chunked\r\n', whole),
		'a header on two lines': post('Transfer-Encoding:\r\n chunked\r\n', whole),
		'a sign before the name': post('Transfer-Encoding: \x0bchunked\r\n', whole),
		'a length with a plus': post('Content-Length: +3\r\n', 'a=1'),
		'a length below nothing': post('Content-Length: -3\r\n', 'a=1'),
		'a length in another base': post('Content-Length: 0x3\r\n', 'a=1'),
		'an empty length': post('Content-Length: \r\n', 'a=1'),
		'a length beyond all numbers': post(`Content-Length: ${'9'.repeat(30)}\r\n`, 'a=1'),
		'a piece of no length': post(CHUNKED, 'zz\r\na=1\r\n0\r\n\r\n'),
		'a piece beyond all numbers': post(CHUNKED, `${'F'.repeat(18)}\r\na=1\r\n0\r\n\r\n`),
		'a piece with a long remark': post(CHUNKED, `3;${'x'.repeat(100_000)}\r\na=1\r\n0\r\n\r\n`),
		'pieces without carriage returns': post(CHUNKED, '3\na=1\n0\n\n'),
		'lines without carriage returns': `GET /sante HTTP/1.1\nHost: localhost\n\n`,
		'lines without line feeds': `GET /sante HTTP/1.1\rHost: localhost\r\r`,
		'NUL in a header': get('/sante', 'X: a\0b\r\n'),
		'a carriage return in a header': get('/sante', 'X: a\rY: b\r\n')
	};
	for (const [what, words] of Object.entries(shapes)) await expectStatus(words, [400, 413], what);
	assert.equal(await opened(), 0);
});

test('A form that comes in pieces is read like any other; what is said behind it counts for nothing.', async () => {
	const body = 'name_to_use=Pieces';
	const trailers = `${body.length.toString(16)}\r\n${body}\r\n0\r\nX-Cheminer-Address: 6.6.6.6\r\nCookie: session=x\r\n\r\n`;
	await expectStatus(post(CHUNKED + CLOSE, trailers), [303], 'a form in pieces');
	assert.equal(await opened(), 1);
	await expectStatus(
		post(`Content-Length: ${body.length}\r\nExpect: 100-continue\r\n${CLOSE}`, body),
		[303, 422],
		'a form that waits for our word'
	);
});

test('Who is asked for is said once: no Host, two Hosts, or one that is no address are refused.', async () => {
	const asked = (hosts: string) => `GET /connexion HTTP/1.1\r\n${hosts}${CLOSE}\r\n`;
	const hosts = ['', 'Host: localhost\r\nHost: ailleurs.example\r\n', 'Host: localhost\r\nhost: localhost\r\n'].concat(
		['', 'localhost:99999', 'a/b', 'a@b', 'a b', '[::g]', '999.999.999.999', '%31', `${'a'.repeat(300)}`].map((host) => `Host: ${host}\r\n`)
	);
	for (const host of hosts) await expectStatus(asked(host), [400], JSON.stringify(host));
	await expectStatus('GET /connexion HTTP/1.0\r\n\r\n', [400], 'HTTP/1.0 without a Host');
	await expectStatus(`GET /connexion HTTP/1.0\r\nHost: localhost\r\n\r\n`, [200], 'HTTP/1.0 with one');
	await expectStatus('GET /connexion\r\n\r\n', [400], 'HTTP/0.9');
	await expectStatus('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400], 'HTTP/2');
	await expectStatus('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400], 'the beginning of TLS');
});

test('An address that cannot be taken apart is refused or not found, and leads nowhere else.', async () => {
	const refused = [
		'*',
		'%',
		'/%',
		'/%00',
		'/%c0%af',
		'/%ff',
		'/?a=%00',
		'/é',
		'/日',
		'/a b',
		'/\x7f',
		'/\\\0',
		'http://ailleurs.example/',
		'https://localhost/sante'
	];
	for (const target of refused) await expectStatus(Buffer.from(get(target)), [400], target);
	const lost = [
		'//',
		'///',
		'//ailleurs.example/',
		'//ailleurs.example/%2f..',
		'/\\',
		'/\\ailleurs.example',
		'/%5cailleurs.example',
		'/%2e%2e/%2e%2e/etc/passwd'
	].concat([
		'/_app/../../package.json',
		'/_app/immutable/%2e%2e/%2e%2e/%2e%2e/package.json',
		'/.git/config',
		'/.env',
		'/constructor',
		'/__proto__',
		'/personnes/__proto__',
		'/"><script>',
		'/%F0%9F%92%A9',
		`/${'a'.repeat(12_000)}`
	]);
	for (const target of lost) {
		const [answer] = await tell(get(target), target);
		assert.ok(answer && [404, 308].includes(answer.status), `${target} answers ${answer?.status}`);
		assert.doesNotMatch(answer.headers, /\r\nlocation: (\/[/\\]|[a-z]+:|\\)/, `${target} leads to another host`);
	}
	for (const target of [
		'/personnes?suite=constructor&tri=__proto__',
		'/personnes?q[]=1&q=2&q',
		'/bureau?q=%ff',
		`/personnes?${'a&'.repeat(5000)}`,
		'/compte?/__proto__'
	])
		await expectStatus(get(target), [200], target);
	await expectStatus(get(`/${'a'.repeat(100_000)}`), [431], 'a target of 100 kB');
	await expectStatus(get(`/personnes?${Array.from({ length: 10_000 }, (_, i) => `a${i}=1`).join('&')}`), [431], '10,000 parameters');
});

test('Headers without number or measure are refused; none is dropped without a word.', async () => {
	const many = Array.from({ length: 10_000 }, (_, i) => `x${i}: 1\r\n`).join('');
	await expectStatus(get('/personnes', many + CLOSE), [431], '10,000 headers');
	await expectStatus(get('/personnes', `X: ${'x'.repeat(100_000)}\r\n${CLOSE}`), [431], 'a header of 100 kB');
	// The session comes last, behind more headers than Node counts by itself.
	const behind = `GET /personnes HTTP/1.1\r\nHost: localhost\r\n${'x:\r\n'.repeat(2_500)}Cookie: ${cookie}\r\n${CLOSE}\r\n`;
	await expectStatus(behind, [200, 431], 'a session behind 2,500 headers');
	const crumbs = Array.from({ length: 2_000 }, (_, i) => `a${i}=`).join('; ');
	await expectStatus(`GET /personnes HTTP/1.1\r\nHost: localhost\r\nCookie: ${crumbs}; ${cookie}\r\n${CLOSE}\r\n`, [200], '2,000 cookies');
});

test('Methods that no page knows, tunnels and other protocols are refused or not taken up.', async () => {
	for (const [method, statuses] of Object.entries({ TRACE: [405], PROPFIND: [405], LOCK: [405], BREW: [400], get: [400] }))
		await expectStatus(`${method} /personnes HTTP/1.1\r\n${WHO}${CLOSE}\r\n`, statuses, method);
	await expectStatus('CONNECT ailleurs.example:443 HTTP/1.1\r\nHost: ailleurs.example:443\r\n\r\n', [405], 'a tunnel');
	await expectStatus(post(`Content-Length: 3\r\nExpect: 200-ok\r\n${CLOSE}`, 'a=1'), [417], 'an expectation that we do not know');
	for (const upgrade of ['websocket', 'h2c', 'TLS/1.0']) {
		const asked = get('/personnes', `Connection: Upgrade, close\r\nUpgrade: ${upgrade}\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n`);
		await expectStatus(asked, [200], `an upgrade to ${upgrade}`);
	}
});

test('Requests sent in one go are each answered, in their order.', async () => {
	const asked = ['/sante', '/personnes', '/nulle-part', '/bureau'];
	const pipelined = asked.map((target) => get(target, '')).join('') + get('/sante');
	assert.deepEqual(
		(await tell(pipelined, 'five requests')).map(({ status }) => status),
		[200, 200, 404, 200, 200]
	);
	const withBody = `GET /personnes HTTP/1.1\r\n${WHO}Content-Length: 3\r\n\r\nabc${get('/nulle-part')}`;
	assert.deepEqual(
		(await tell(withBody, 'a reading with a body')).map(({ status }) => status),
		[200, 404]
	);
});

const REPEATED = (piece: string, bytes = 500_000) => piece.repeat(Math.floor(bytes / piece.length));

test('Forms made to be slow to read are refused, and the others hardly notice.', async () => {
	const url = 'application/x-www-form-urlencoded';
	const multi = 'multipart/form-data; boundary=X';
	const part = '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n';
	const forms: Record<string, [type: string, body: string, statuses: number[]]> = {
		'10,000 fields': [url, Array.from({ length: 10_000 }, (_, i) => `a${i}=1`).join('&'), [413]],
		'a quarter of a million fields': [url, REPEATED('a&'), [413]],
		'one list without end': [url, REPEATED('a[]=1&'), [413]],
		'keys that fall together': [url, Array.from({ length: 900 }, (_, i) => `${i * 2 ** 20}.${2 ** 32 + i}=1`).join('&'), [422]],
		'a name of steps': [url, `${REPEATED('a.')}=1`, [422]],
		'a text of signs': [url, `name_to_use=${REPEATED('%41')}`, [422]],
		'a text of accents': [url, `name_to_use=a${REPEATED('%CC%81')}`, [422]],
		'parts without number': [multi, `${REPEATED(part)}--X--\r\n`, [413]],
		'parts without end': [multi, REPEATED(part), [413, 400]],
		'a boundary over and over': [multi, REPEATED('--X\r\n'), [413, 400]],
		'almost a boundary': [
			`multipart/form-data; boundary=${'-'.repeat(60)}`,
			`--${'-'.repeat(60)}\r\n${REPEATED(`\r\n--${'-'.repeat(59)} `)}`,
			[413, 400]
		],
		'a part of headers': [multi, `--X\r\n${REPEATED('a: b\r\n')}\r\n1\r\n--X--`, [400]],
		'a disposition of semicolons': [multi, `--X\r\nContent-Disposition: form-data${REPEATED('; ')}\r\n\r\n1\r\n--X--\r\n`, [400]],
		'a boundary that is not said': ['multipart/form-data', REPEATED('x'), [400]],
		'no form at all': ['application/json', '{"__proto__":{"said":1}}', [415]],
		'plain text': ['text/plain', REPEATED('a=1\r\n'), [400]],
		'a packed form': [`${url}\r\nContent-Encoding: gzip`, gzipSync('name_to_use=Canari').toString('latin1'), [422, 400, 415]]
	};
	const before = await opened();
	for (const [what, [type, body, statuses]] of Object.entries(forms)) {
		const bytes = Buffer.from(body, 'latin1');
		const head = `POST ${OPENING} HTTP/1.1\r\n${FORM.replace(url, type)}Content-Length: ${bytes.length}\r\n${CLOSE}\r\n`;
		const longest = await othersMeanwhile(() => expectStatus(Buffer.concat([Buffer.from(head), bytes]), statuses, what));
		assert.ok(longest < 1_000, `while ${what} is read, somebody else waits ${longest.toFixed(0)} ms`);
	}
	assert.equal(await opened(), before);
});

test('No name of a field reaches what every object has.', async () => {
	const fields =
		'__proto__.name_to_use=x&constructor.prototype.polluted=1&a.__proto__.b=1&a.constructor.prototype.c=1&__proto__[]=1&toString=1&hasOwnProperty=1&then=1';
	await expectStatus(post(`Content-Length: ${fields.length}\r\n${CLOSE}`, fields), [422], 'names of every object');
	for (const target of ['/personnes', '/bureau', '/compte']) await expectStatus(get(target), [200], target);
});

test('A form that is too large is refused while most of it is still to come.', async () => {
	const [answer] = await tell(post('Content-Length: 600000\r\n', 'name_to_use=x'), 'a form over the limit');
	assert.equal(answer?.status, 413);
	assert.match(answer.body, /Rien n’a été enregistré/);
	await expectStatus(post('Content-Length: 18446744073709551615\r\n', 'a=1'), [413, 400], 'the largest length there is');
});

/** Opens lines that begin a request and leave it there. */
function halfOpen(lines: number, words: string): Socket[] {
	return Array.from({ length: lines }, () => {
		const socket = createConnection(port, '127.0.0.1', () => socket.write(words));
		return socket.on('error', () => undefined);
	});
}

test('While a thousand lines hold half a request open, others are answered within a second.', async () => {
	const kinds = [
		`GET /connexion HTTP/1.1\r\nHost: localhost\r\nX`,
		post('Content-Length: 1000\r\n', 'name_to_use=Lent'),
		post(CHUNKED, '3e8\r\nname_to_use=Lent')
	];
	const before = await opened();
	for (const words of kinds) {
		const held = halfOpen(350, words);
		await expectStatus(get('/personnes'), [200], 'a page meanwhile');
		const longest = await othersMeanwhile(() => pause(500));
		assert.ok(longest < 1_000, `somebody else waits ${longest.toFixed(0)} ms`);
		for (const socket of held) socket.destroy();
	}
	assert.equal(await opened(), before, 'half a form records nothing');
});

test('Headers that come by the drop are cut off after fifteen seconds.', async () => {
	const { answer, seconds } = await dripped;
	assert.match(answer, /^HTTP\/1\.1 408 /);
	assert.ok(seconds > 12 && seconds < 25, `after ${seconds} s`);
});

test('None of this was a failure of ours, and the application goes on.', async () => {
	assert.equal((await fetch(`${app.url}/sante`)).status, 200);
	assert.deepEqual(
		app
			.logged()
			.split('\n')
			.filter((line) => /"status":5|"reference"|crash|unhandled/.test(line)),
		[]
	);
});
