import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface TestApp {
	url: string;
	/** Its process. */
	pid: number | undefined;
	/** Everything the application has logged so far. */
	logged(): string;
	/** Everything it has said on standard error. */
	said(): string;
	stop(): Promise<void>;
}

/**
 * Starts the built application on a test database, in a process of its own on a free port.
 * @param database as given by `testDatabase`
 * @param environment settings besides database and key
 */
export async function startApp(database: { serverUrl: string }, environment: Record<string, string> = {}): Promise<TestApp> {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-app-'));
	const logFile = join(folder, 'cheminer.log');
	const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
	const app = spawn(process.execPath, [join(import.meta.dirname, '..', 'bin', 'serve.ts'), '--port', '0'], {
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		env: {
			...inherited,
			DATABASE_URL: database.serverUrl,
			CHEMINER_KEY_FILE: process.env['TEST_KEY_FILE'] ?? join(folder, 'installation.json'),
			CHEMINER_LOG_FILE: logFile,
			...environment
		}
	});
	let said = '';
	app.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
	const url = await new Promise<string>((resolve, reject) => {
		createInterface({ input: app.stdout! }).on('line', (line) => {
			const found = /^Listening on (http\S+)$/.exec(line)?.[1];
			if (found) resolve(found);
		});
		app.once('exit', () => reject(new Error(`The application did not start: ${said}`)));
	});
	return {
		url,
		pid: app.pid,
		logged: () => readFileSync(logFile, 'utf8'),
		said: () => said,
		async stop() {
			if (app.exitCode === null && app.signalCode === null) {
				app.kill('SIGTERM');
				await once(app, 'exit');
			}
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
