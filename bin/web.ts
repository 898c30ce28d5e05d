import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { LIMITS } from '../src/lib/bring-in/limits.ts';
import { FILE_PLACES } from '../src/lib/files/places.ts';
import { gatherOpinions } from '../src/lib/opinion/waiting.server.ts';
import { startJobs, type Task } from '../src/lib/server/jobs.ts';
import { log, logProblem, routeWords } from '../src/lib/server/log.ts';
import { ADDRESS_HEADER, PROTOCOL_HEADER, listen, startHttp, type Http, type HttpOptions } from '../src/lib/server/http.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { settings } from '../src/lib/server/settings.ts';

const HANDLER = new URL('../build/handler.js', import.meta.url);
const ROUTES = new URL('../src/routes/', import.meta.url);
/** Where a file may be sent: itself, and the form around it. */
const FILE_LIMITS = [[/^\/reglages\/import$/, LIMITS.bytes + 64 * 1024] as const, ...FILE_PLACES];

/** At an hour when hardly anybody answers: what changes then says nothing of who did. */
const GATHER: Task = {
	name: 'gather-opinions',
	cron: '23 2 * * *',
	work: (within, ring) => within((tx) => gatherOpinions(tx, ring))
};

/**
 * Serves the built application of this process's settings, and starts the machine's own work beside it.
 * @param port 0 takes a free one
 * @throws StartRefused in one sentence: not built, port in use, database or key that does not fit
 */
export async function serveApplication(port: number): Promise<Http & { url: string }> {
	if (!existsSync(HANDLER)) throw new StartRefused('The application is not built yet: run "npm start" or "npm run demo", which build it.');
	const { host, origin, trustProxy, bodyLimit } = settings();
	Object.assign(process.env, {
		PROTOCOL_HEADER,
		ADDRESS_HEADER,
		BODY_SIZE_LIMIT: String(Math.max(bodyLimit, ...FILE_LIMITS.map(([, bytes]) => bytes)))
	});
	const { handler } = (await import(HANDLER.href)) as Pick<HttpOptions, 'handler'>;
	const http = await startHttp({ handler, host, port, origin, trustProxy, bodyLimit, fileLimits: FILE_LIMITS, words: routeWords(ROUTES) });
	const shown = /^(127\.|0\.0\.0\.0$|::1?$)/.test(host) ? 'localhost' : host;
	const jobs = await startJobs(settings(), [GATHER]);
	const close = async () => {
		await http.close();
		await jobs.stop();
	};
	const url = origin ?? `http://${shown}:${http.port}`;
	// What links in mails begin with when no public address is set: never what a visitor's Host header claims.
	process.env.LISTENING_AT = url;
	return { ...http, close, url };
}

/**
 * Asks for the port before anything else is started, so that a taken one is said at once.
 * @throws StartRefused in one sentence
 */
export async function portIsFree(host: string, port: number): Promise<void> {
	const server = createServer();
	await listen(server, host, port);
	await new Promise((resolve) => server.close(resolve));
}

/**
 * Runs until told to stop (SIGTERM, SIGINT, SIGHUP, or the end of the process that started this one), then closes in order.
 * A second signal changes nothing: a terminal and npm each send one.
 * @returns whether it is stopping
 */
export function untilStopped(close: () => Promise<void>): () => boolean {
	let stopping = false;
	const stop = (reason: string, code = 0) => {
		if (stopping) return;
		stopping = true;
		log('stopping', { reason });
		close().then(
			() => process.exit(code),
			() => process.exit(1)
		);
	};
	// One forgotten promise must not close the door on everybody; an error thrown where nobody listens leaves nothing to trust.
	process.on('unhandledRejection', (problem) => logProblem('unhandled', problem));
	process.on('uncaughtException', (problem) => {
		logProblem('crash', problem);
		stop('crash', 1);
	});
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
	// Whoever read the output has gone (a closed terminal, a pipe to head), or the disk it goes to is full: no reason to close.
	for (const said of [process.stdout, process.stderr]) said.on('error', () => undefined);
	process.once('disconnect', () => stop('parent gone'));
	return () => stopping;
}
