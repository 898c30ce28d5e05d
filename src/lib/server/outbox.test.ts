import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { as, asRole, keyring } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { queueMail } from './mail.ts';
import { sendWaiting, smtpRelay, tidyOutbox, waitAfter, type Within } from './outbox.ts';

const home = await house({ after });
const aurore = await home.member(await home.organization());
const within: Within = (work) => asRole('cheminer_jobs', work);

beforeEach(() => home.sql('delete from outbox'));

/** A mail server on this machine: what it answers to the address and to the text is chosen by each test. */
async function mailServer(t: { after(work: () => unknown): void }, answers: { recipient?: string; text?: string | 'cut' } = {}) {
	const received: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.write('220 essai\r\n');
		let text: string | undefined;
		let rest = '';
		socket.on('data', (piece) => {
			rest += piece.toString();
			for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
				const line = rest.slice(0, end);
				rest = rest.slice(end + 2);
				if (text !== undefined && line !== '.') text += `${line}\n`;
				else if (text !== undefined) {
					received.push(text);
					text = undefined;
					if (answers.text === 'cut') socket.destroy();
					else socket.write(`${answers.text ?? '250 pris'}\r\n`);
				} else if (/^EHLO/.test(line)) socket.write('250 essai\r\n');
				else if (/^RCPT/.test(line)) socket.write(`${answers.recipient ?? '250 bien'}\r\n`);
				else if (/^DATA/.test(line)) {
					text = '';
					socket.write('354 allez\r\n');
				} else if (/^QUIT/.test(line)) socket.end('221 au revoir\r\n');
				else socket.write('250 bien\r\n');
			}
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const stop = () =>
		new Promise<void>((resolve) => {
			for (const socket of sockets) socket.destroy();
			server.close(() => resolve());
		});
	t.after(stop);
	return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, received, stop };
}

const relayTo = (t: { after(work: () => unknown): void }, url: string) => {
	const relay = smtpRelay({ url, from: 'Cheminer <ne-pas-repondre@cheminer.example>' });
	t.after(() => relay.close());
	return relay;
};
const write = (text = 'Bonjour') => as(aurore, (tx) => queueMail(tx, { to: 'simon@relance.example', subject: 'Un mot', text }));
const states = () =>
	home.sql<{ state: string; tries: number; wait: number }>(
		'select state, tries, round(extract(epoch from next_try_at - changed_at))::int as wait from outbox order by id'
	);

test('A neutral word comes from an address alone: a name there would say which house writes.', async (t) => {
	const server = await mailServer(t);
	const relay = relayTo(t, server.url);
	const id = crypto.randomUUID();
	const sealed = keyring().seal(`outbox|${id}`, {
		to: 'nadia@boite.example',
		subject: 'Un mot à lire',
		text: 'Vous avez un mot à lire.',
		bare: true
	});
	assert.equal(await relay.send(id, { channel: 'mail', sealed }, keyring()), 'sent');
	assert.match(server.received[0]!, /^From: ne-pas-repondre@cheminer\.example$/m);
	assert.doesNotMatch(server.received[0]!, /Cheminer\b|Relance|https?:/);
});

test('A mail leaves once, with its text and a Message-ID of its own.', async (t) => {
	const server = await mailServer(t);
	await write('Voici le lien :\nhttps://cheminer.example/invitation/abc');
	assert.equal(await sendWaiting(within, keyring(), relayTo(t, server.url)), 1);
	assert.equal(await sendWaiting(within, keyring(), relayTo(t, server.url)), 0);
	assert.equal(server.received.length, 1);
	assert.match(server.received[0]!, /^Message-ID: <[0-9a-f-]{36}@cheminer\.example>$/m);
	assert.match(server.received[0]!, /^To: simon@relance\.example$/m);
	assert.match(server.received[0]!, /^Auto-Submitted: auto-generated$/m);
	assert.equal((await states())[0]?.state, 'sent');
});

test('Two processes at once send each mail once.', async (t) => {
	const server = await mailServer(t);
	for (let count = 0; count < 8; count += 1) await write(`numéro ${count}`);
	const sent = await Promise.all([1, 2, 3].map(() => sendWaiting(within, keyring(), relayTo(t, server.url))));
	assert.equal(
		sent.reduce((sum, one) => sum + one, 0),
		8
	);
	assert.equal(server.received.length, 8);
	assert.equal(new Set(server.received.map((mail) => /Message-ID: (\S+)/.exec(mail)?.[1])).size, 8);
});

test('While the relay is down mails wait untouched, and leave when it is back.', async (t) => {
	const server = await mailServer(t);
	await server.stop();
	await write();
	assert.equal(await sendWaiting(within, keyring(), relayTo(t, server.url)), 0);
	assert.deepEqual(
		(await states()).map(({ state, tries }) => ({ state, tries })),
		[{ state: 'waiting', tries: 0 }]
	);
	const back = await mailServer(t);
	assert.equal(await sendWaiting(within, keyring(), relayTo(t, back.url)), 1);
});

test('A relay that says "not now" is asked again later, and later still.', async (t) => {
	const busy = await mailServer(t, { recipient: '451 plus tard' });
	await write();
	await sendWaiting(within, keyring(), relayTo(t, busy.url));
	assert.deepEqual(await states(), [{ state: 'waiting', tries: 1, wait: 60 }]);
	assert.equal(await sendWaiting(within, keyring(), relayTo(t, busy.url)), 0, 'not before its time');
	await home.sql(`update outbox set next_try_at = now()`);
	await sendWaiting(within, keyring(), relayTo(t, busy.url));
	assert.deepEqual(await states(), [{ state: 'waiting', tries: 2, wait: 120 }]);
	assert.deepEqual([1, 2, 3, 7, 50].map(waitAfter), [60_000, 120_000, 240_000, 3_600_000, 3_600_000]);
});

test('What the relay refuses for good is not tried again.', async (t) => {
	const strict = await mailServer(t, { recipient: '550 inconnu' });
	await write();
	await sendWaiting(within, keyring(), relayTo(t, strict.url));
	assert.equal((await states())[0]?.state, 'refused');
});

test('A line cut after the text leaves the mail unsure: it is not sent a second time.', async (t) => {
	const fragile = await mailServer(t, { text: 'cut' });
	await write();
	await sendWaiting(within, keyring(), relayTo(t, fragile.url));
	assert.equal((await states())[0]?.state, 'unsure');
	const sound = await mailServer(t);
	assert.equal(await sendWaiting(within, keyring(), relayTo(t, sound.url)), 0);
	assert.equal(fragile.received.length + sound.received.length, 1);
});

test('A process that dies while sending leaves the mail unsure after ten minutes, never waiting.', async () => {
	await write();
	await home.sql(`update outbox set state = 'sending', changed_at = now() - interval '5 minutes'`);
	await within(tidyOutbox);
	assert.equal((await states())[0]?.state, 'sending');
	await home.sql(`update outbox set changed_at = now() - interval '11 minutes'`);
	await within(tidyOutbox);
	assert.equal((await states())[0]?.state, 'unsure');
});

test('Mails are given up after three days, and erased with their content after seven days once they left, after thirty in any case.', async () => {
	for (let count = 0; count < 5; count += 1) await write(`numéro ${count}`);
	const rows = await home.sql<{ id: string }>('select id from outbox order by id');
	const set = (index: number, what: string) => home.sql(`update outbox set ${what} where id = $1`, [rows[index]!.id]);
	await set(0, `tries = 9, created_at = now() - interval '4 days'`);
	await set(1, `state = 'sent', changed_at = now() - interval '8 days', created_at = now() - interval '8 days'`);
	await set(2, `state = 'sent', changed_at = now() - interval '6 days', created_at = now() - interval '6 days'`);
	await set(3, `state = 'refused', created_at = now() - interval '31 days'`);
	await set(4, `created_at = now() - interval '4 days'`);
	await within(tidyOutbox);
	assert.deepEqual(
		(await states()).map(({ state }) => state),
		['refused', 'sent', 'refused']
	);
});

test('Nothing is sent while a transaction is open.', async (t) => {
	await mailServer(t);
	let open = 0;
	const counted: Within = async (work) => {
		open += 1;
		try {
			return await within(work);
		} finally {
			open -= 1;
		}
	};
	await write();
	const seen: number[] = [];
	const relay = {
		channels: ['mail'] as const,
		answers: async () => seen.push(open) > 0,
		send: async () => {
			seen.push(open);
			return 'sent' as const;
		},
		close: () => undefined
	};
	assert.equal(await sendWaiting(counted, keyring(), relay), 1);
	assert.deepEqual(seen, [0, 0]);
});
