import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { as, asRole, keyring } from '#lib/server/db.ts';
import { house, KEY_FILE } from '../../../tests/house.ts';
import { queueMail } from './mail.ts';
import { sendWaiting, tidyOutbox, type Within } from './outbox.ts';
import { textRelay } from './text-provider.ts';
import { queueText } from './texts.ts';

const home = await house({ after });
const aurore = await home.member(await home.organization());
const within: Within = (work) => asRole('cheminer_jobs', work);
const PHONE = '+33639980142';

beforeEach(() => home.sql('delete from outbox'));

interface Taken {
	path: string | undefined;
	headers: IncomingHttpHeaders;
	body: Record<string, string>;
}

/** Somebody's provider on this machine; each test chooses what it answers. */
async function provider(
	t: { after(work: () => unknown): void },
	answer: (response: ServerResponse) => void = (said) => said.writeHead(202).end()
) {
	const taken: Taken[] = [];
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (piece: Buffer) => (text += piece.toString()));
		request.on('end', () => {
			taken.push({ path: request.url, headers: request.headers, body: JSON.parse(text) as Record<string, string> });
			answer(response);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => (server.closeAllConnections(), server.close()));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
	return { taken, url, server };
}

const relayTo = (url: string, voice = false) => textRelay({ url, header: ['X-Word', 'mot de passe'], sender: 'Message', voice });
const write = (text = 'Votre code : 482 915', more: { minutes?: number; channel?: 'sms' | 'voice' } = {}) =>
	as(aurore, (tx) => queueText(tx, more.channel ?? 'sms', { to: PHONE, text, language: 'fr', minutes: more.minutes }));
const states = async () => (await home.sql<{ state: string }>('select state from outbox order by id')).map(({ state }) => state);
const send = (url: string, voice = false) => sendWaiting(within, keyring(), relayTo(url, voice));

test('A short message leaves once, with what the contract says and nothing else.', async (t) => {
	const { taken, url } = await provider(t);
	await write();
	assert.equal(await send(url), 1);
	assert.equal(await send(url), 0);
	assert.equal(taken.length, 1);
	const [{ path, headers, body }] = taken as [Taken];
	const { id, ...rest } = body;
	assert.deepEqual(rest, { kind: 'sms', sender: 'Message', to: PHONE, text: 'Votre code : 482 915', language: 'fr' });
	assert.deepEqual([path, headers['x-word'], headers['idempotency-key']], ['/messages', 'mot de passe', id]);
	assert.deepEqual(await states(), ['sent']);
	const [row] = await home.sql<{ line: string }>('select o::text as line from outbox o');
	assert.ok(!row!.line.includes('482') && !row!.line.includes(PHONE), 'neither number nor text stands in clear');
});

test('A call waits for a provider that reads aloud; a mail is never handed to it, nor a short message to a mail server.', async (t) => {
	const { taken, url } = await provider(t);
	await write('Voici votre code', { channel: 'voice' });
	await as(aurore, (tx) => queueMail(tx, { to: 'simon@relance.example', subject: 'Un mot', text: 'Bonjour' }));
	assert.equal(await send(url), 0);
	assert.equal(await send(url, true), 1);
	assert.deepEqual(
		taken.map(({ body }) => body['kind']),
		['voice']
	);
	await write();
	const mails = { channels: ['mail'] as const, answers: async () => true, send: async () => 'sent' as const, close: () => undefined };
	assert.equal(await sendWaiting(within, keyring(), mails), 1);
	assert.deepEqual((await states()).sort(), ['sent', 'sent', 'waiting']);
});

const ANSWERS: [number, string][] = [
	[200, 'sent'],
	[204, 'sent'],
	[409, 'sent'],
	[400, 'refused'],
	[422, 'refused'],
	[401, 'waiting'],
	[429, 'waiting'],
	[503, 'waiting'],
	[500, 'unsure'],
	[502, 'unsure'],
	[504, 'unsure']
];

for (const [status, state] of ANSWERS)
	test(`Answered ${status}, a message is "${state}".`, async (t) => {
		const { taken, url } = await provider(t, (said) => said.writeHead(status).end());
		await write();
		await send(url);
		await send(url);
		assert.deepEqual([await states(), taken.length], [[state], 1]);
	});

test('A provider that answers "elsewhere" is not followed there, and gets no second message that minute.', async (t) => {
	const other = await provider(t);
	const { taken, url } = await provider(t, (said) => said.writeHead(307, { location: other.url }).end());
	await write('un');
	await write('deux');
	const relay = relayTo(url);
	await sendWaiting(within, keyring(), relay, 1);
	assert.equal(await sendWaiting(within, keyring(), relay), 0);
	assert.deepEqual([taken.length, other.taken.length, await states()], [1, 0, ['waiting', 'waiting']]);
});

test('While nobody answers at the address messages wait untouched; a line that breaks after the text leaves one unsure, never sent twice.', async (t) => {
	const away = await provider(t);
	await new Promise((resolve) => away.server.close(resolve));
	await write();
	assert.equal(await send(away.url), 0);
	assert.deepEqual(await states(), ['waiting']);
	await home.sql(`update outbox set next_try_at = now()`);
	const fragile = await provider(t, (said) => said.destroy());
	assert.equal(await send(fragile.url), 0);
	assert.deepEqual(await states(), ['unsure']);
	const sound = await provider(t);
	assert.equal(await send(sound.url), 0);
	assert.equal(fragile.taken.length + sound.taken.length, 1);
});

test('A process that is killed while the provider thinks sends nothing a second time.', async (t) => {
	const slow = await provider(t, () => undefined);
	await write();
	const code = `
		const { openDatabase, asRole, keyring } = await import('#lib/server/db.ts');
		const { sendWaiting } = await import('#lib/server/outbox.ts');
		const { textRelay } = await import('#lib/server/text-provider.ts');
		await openDatabase(${JSON.stringify(home.serverUrl)}, ${JSON.stringify(KEY_FILE)});
		await sendWaiting((work) => asRole('cheminer_jobs', work), keyring(), textRelay({ url: ${JSON.stringify(slow.url)}, header: ['X-Word', 'x'], sender: 'Message', voice: false }));`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
		cwd: join(import.meta.dirname, '../../..'),
		stdio: ['ignore', 'ignore', 'inherit']
	});
	t.after(() => child.kill('SIGKILL'));
	while (slow.taken.length === 0) await pause(20);
	child.kill('SIGKILL');
	await once(child, 'exit');
	assert.deepEqual(await states(), ['sending']);
	const sound = await provider(t);
	assert.equal(await send(sound.url), 0);
	await home.sql(`update outbox set changed_at = now() - interval '11 minutes'`);
	await within(tidyOutbox);
	assert.deepEqual(await states(), ['unsure']);
	assert.equal(await send(sound.url), 0);
	assert.equal(slow.taken.length + sound.taken.length, 1);
});

test('Two processes at once send each message once.', async (t) => {
	const { taken, url } = await provider(t);
	for (let count = 0; count < 8; count += 1) await write(`numéro ${count}`);
	await Promise.all([1, 2, 3].map(() => send(url)));
	assert.equal(taken.length, 8);
	assert.equal(new Set(taken.map(({ body }) => body['text'])).size, 8);
});

test('A code of ten minutes does not leave once they are over, and is given up.', async (t) => {
	const { taken, url } = await provider(t);
	await write('Votre code', { minutes: 10 });
	await write('Un mot');
	await home.sql(`update outbox set give_up_at = now() - interval '1 second' where give_up_at is not null`);
	assert.equal(await send(url), 1);
	await within(tidyOutbox);
	assert.deepEqual(await states(), ['refused', 'sent']);
	assert.equal(taken.length, 1);
});

test('What is no number of the whole world, or is a letter, is not written at all.', async () => {
	for (const to of ['0639980142', '+33 6 39 98 01 42', '+33639980142,+33639980143', '', 'simon@relance.example'])
		await assert.rejects(
			as(aurore, (tx) => queueText(tx, 'sms', { to, text: 'Bonjour', language: 'fr' })),
			/one number/,
			to
		);
	await assert.rejects(write('x'.repeat(601)), /is short/);
	assert.deepEqual(await states(), []);
});
