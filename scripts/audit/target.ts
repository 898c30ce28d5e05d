import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { idOf } from '../../demo/ids.ts';
import { accounts } from '../../demo/load.ts';
import { signedIn } from '../../tests/sign-in.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Somebody of the demo, by first name. */
export type Who = 'aurore' | 'sandrine' | 'josiane' | 'beatrice' | 'karim';

/** The demo that is audited, and nothing else: its own folder, its own port, its invented people. */
export interface Target {
	url: string;
	/** For what the tools write. */
	folder: string;
	/** A session of this person. @returns the cookie header */
	signIn(who: Who): Promise<string>;
	/** Opens a door where whoever asks is this person, already signed in. */
	doorFor(who: Who): Promise<Door>;
	/** Failures that the application wrote in its log so far. */
	failures(): string[];
	stop(): Promise<void>;
}

export interface Door {
	url: string;
	/** How many requests went through. */
	passed(): number;
	/** Method, address and status of what was answered 5xx. */
	failed(): string[];
	close(): Promise<void>;
}

/** Starts a demo on loopback and waits until it answers. */
export async function startTarget(): Promise<Target> {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-audit-'));
	const port = await freePort();
	const url = `http://localhost:${port}`;
	// Whatever this machine serves for real is not what is attacked here.
	const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE_|CHEMINER_)/.test(name)));
	const demo = spawn(process.execPath, ['bin/cheminer.ts', 'demo', '--port', String(port), '--data', join(folder, 'data')], {
		cwd: ROOT,
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		// A tool reads more in a minute than a person in a day, and is not what the limits are for.
		env: { ...environment, ...Object.fromEntries(LIMITS.map((name) => [name, '100000'])) }
	});
	let said = '';
	demo.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
	const stop = async () => {
		if (demo.exitCode === null && demo.signalCode === null) {
			demo.kill('SIGTERM');
			await once(demo, 'exit');
		}
		rmSync(folder, { recursive: true, force: true });
	};
	for (const until = Date.now() + 120_000; !(await answers(url)); await pause(250)) {
		if (demo.exitCode === null && Date.now() < until) continue;
		await stop();
		throw new Error(`The demo did not start: ${said}`);
	}
	const signIn = (who: Who) => sessionOf(url, who);
	return {
		url,
		folder,
		signIn,
		doorFor: async (who) => openDoor(url, await signIn(who)),
		failures: () =>
			readFileSync(join(folder, 'data', 'logs', 'cheminer.log'), 'utf8')
				.split('\n')
				.filter((line) => /"reference":|"status":5\d\d/.test(line)),
		stop
	};
}

const LIMITS = ['CHEMINER_FILES_AN_HOUR', 'CHEMINER_FILES_A_DAY', 'CHEMINER_SEARCHES_AN_HOUR'];

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/sante`)).ok;
	} catch {
		return false;
	}
}

async function sessionOf(url: string, who: Who): Promise<string> {
	const login = accounts().find(({ email }) => email.startsWith(`${who}@`));
	if (!login) throw new Error(`Nobody of the demo is called ${who}.`);
	const visitor = await signedIn(url, { email: login.email, password: login.password });
	if (who === 'sandrine') await visitor.post('/connexion/organisation', { member: idOf('sambre-noire', 'relance', who) });
	return visitor.cookie;
}

/** Where a tool would sign itself out, or lock the account. */
const KEPT_AWAY = /^\/(deconnexion|connexion|compte|langue)\b/;

/** Tools know neither our cookie nor that a form tells where it comes from: the door adds both, and counts. */
async function openDoor(url: string, cookie: string): Promise<Door> {
	let passed = 0;
	const failed: string[] = [];
	const door = createServer((asked, answer) => {
		if (KEPT_AWAY.test(asked.url ?? '')) {
			asked.resume();
			answer.writeHead(404, { connection: 'close' }).end();
			return;
		}
		passed += 1;
		const headers = { ...asked.headers, host: new URL(url).host, origin: url, cookie, 'accept-encoding': 'identity' };
		const through = request(url, { path: asked.url, method: asked.method, headers }, (said: IncomingMessage) => {
			if ((said.statusCode ?? 0) >= 500) failed.push(`${asked.method} ${asked.url} → ${said.statusCode}`);
			answer.writeHead(said.statusCode ?? 502, said.rawHeaders);
			said.pipe(answer);
		});
		through.on('error', () => answer.destroy());
		answer.on('close', () => through.destroy());
		asked.pipe(through);
	});
	door.listen(0, '127.0.0.1');
	await once(door, 'listening');
	return {
		url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
		passed: () => passed,
		failed: () => failed,
		async close() {
			door.closeAllConnections();
			door.close();
			await once(door, 'close');
		}
	};
}
