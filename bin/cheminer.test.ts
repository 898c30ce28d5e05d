import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = join(import.meta.dirname, 'cheminer.ts');

function folderFor(t: TestContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-cli-'));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** This process's environment without settings of its own. */
function environment(settings: Record<string, string> = {}): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !/^(CHEMINER_|DATABASE_|NODE_TEST_CONTEXT)/.test(name));
	return { ...Object.fromEntries(kept), ...settings };
}

/** Runs a verb that is expected to end by itself. */
function ask(words: string[], settings: Record<string, string> = {}) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
		env: environment(settings),
		encoding: 'utf8',
		timeout: 60_000
	});
	return { status, stdout, stderr };
}

/** Starts `start` on a free port and waits until it is open. */
async function open(t: TestContext, data: string) {
	const child = spawn(process.execPath, [PROGRAM, 'start', '--port', '0', '--data', data], {
		env: environment(),
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
	child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
	const ended = once(child, 'exit');
	t.after(() => child.exitCode ?? child.signalCode ?? child.kill('SIGKILL'));
	while (!/Cheminer is open: (\S+)/.test(said)) {
		if (child.exitCode !== null) throw new Error(`It did not open: ${said}`);
		await pause(20);
	}
	const url = /Cheminer is open: (\S+)/.exec(said)![1]!;
	return {
		child,
		url,
		said: () => said,
		health: async () => {
			const answer = await fetch(`${url}/sante`);
			return { status: answer.status, body: await answer.text() };
		},
		async end(signal: NodeJS.Signals) {
			child.kill(signal);
			await ended;
			return child.exitCode;
		}
	};
}

function serverPid(data: string): number {
	return Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
}

test('A command that makes no sense ends with one sentence and nothing is started.', () => {
	const cases: [string[], Record<string, string>, RegExp][] = [
		[
			['fly'],
			{},
			/^"fly" is not a verb of Cheminer: demo, start, migrate, export, backup, verify, restore, rotate-keys, erase, import, free, help\.\n$/
		],
		[['start', '4173'], {}, /^"start" takes no "4173": --port and --data come with their two dashes\.\n$/],
		[['start', '--prot', '1'], {}, /^Unknown option '--prot'\.\n$/],
		[['start', '--port', 'x'], {}, /^--port takes a number between 0 and 65535\.\n$/],
		[['start'], { CHEMINER_TRUST_PROXY: 'yes' }, /^CHEMINER_TRUST_PROXY must be 1 or 0\.\n$/],
		[['start'], { CHEMINER_DEMO: '1' }, /^CHEMINER_DEMO belongs to the demo: .*\n$/],
		[['demo'], { DATABASE_URL: 'postgres://a:b@c/d' }, /^The demo has its own database: .*\n$/]
	];
	for (const [words, settings, sentence] of cases) {
		const { status, stderr } = ask(words, settings);
		assert.equal(status, 1, words.join(' '));
		assert.match(stderr, sentence);
	}
});

test('Help names every verb and every setting.', () => {
	const { status, stdout } = ask(['help']);
	assert.equal(status, 0);
	for (const word of ['demo', 'start', 'migrate', 'DATABASE_URL', 'CHEMINER_ORIGIN']) assert.ok(stdout.includes(word), word);
});

test('A port in use ends the start with one sentence, before the database is touched.', async (t) => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	t.after(() => other.close());
	const { port } = other.address() as AddressInfo;
	const data = folderFor(t);
	const { status, stderr } = await new Promise<ReturnType<typeof ask>>((resolve) =>
		setImmediate(() => resolve(ask(['start', '--port', String(port), '--data', data])))
	);
	assert.equal(status, 1);
	assert.equal(stderr, `Port ${port} is already in use: stop what uses it, or choose another with --port.\n`);
});

test('It opens, answers, refuses a second process, comes back from kill -9 of either, and closes on SIGTERM.', async (t) => {
	const data = join(folderFor(t), 'data');
	const first = await open(t, data);
	assert.deepEqual(await first.health(), { status: 200, body: '{"status":"ok","archive_hours":null}' });

	const second = ask(['start', '--port', '0', '--data', data]);
	assert.equal(second.status, 1);
	assert.match(second.stderr, /^Cheminer already runs on .* \(process \d+\): stop it first, or choose another folder with --data\.\n$/);
	const demo = ask(['demo', '--port', '0', '--data', data]);
	assert.match(demo.stderr, /^The folder .* belongs to "start": choose another one for "demo" with --data\.\n$/);

	process.kill(serverPid(data), 'SIGKILL');
	for (let tries = 0; (await first.health()).status !== 200 || !first.said().includes('the database came back'); tries++) {
		assert.ok(tries < 100, 'the database came back without hands');
		await pause(50);
	}

	assert.equal(await first.end('SIGKILL'), null);
	// As a power cut leaves a file that nobody made sure of.
	writeFileSync(join(data, 'purpose'), '');
	const again = await open(t, data);
	assert.equal((await again.health()).status, 200);
	const server = serverPid(data);
	const answer = fetch(again.url);
	assert.equal((await answer).status, 200);
	assert.equal(await again.end('SIGTERM'), 0);
	assert.throws(() => process.kill(server, 0), /ESRCH/);
	assert.match(again.said(), /"event":"stopping","reason":"SIGTERM"/);
});

test('Migrating alone says what it did.', (t) => {
	const data = folderFor(t);
	assert.match(ask(['migrate', '--data', data]).stdout, /^Applied: 0001_/);
	assert.equal(ask(['migrate', '--data', data]).stdout, 'The database is up to date.\n');
});
