import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { DB } from '../../../database/types.ts';
import { closeChain, readHead } from './close-chain.ts';
import { clearExpired, refreshNext } from './clearing.ts';
import type { Tx } from './db.ts';
import { openKeyring, type Keyring } from './keyring.ts';
import { log, logProblem } from './log.ts';
import { sendWaiting, smtpRelay, type Relay, type Within } from './outbox.ts';
import type { TextProvider } from './settings.ts';
import { textRelay } from './text-provider.ts';

/** What the jobs need of the settings. */
export interface JobSettings {
	databaseUrl: string;
	keyFile: string;
	/** Without it, mails wait in the outbox. */
	mail?: { url: string; from: string } | undefined;
	/** Without it, short messages and calls wait there too. */
	texts?: TextProvider | undefined;
}

/** Something that the machine does by itself. */
export interface Task {
	name: string;
	/** When, in the five fields of cron, UTC. */
	cron: string;
	work: (within: Within, ring: Keyring) => Promise<unknown>;
}

/** Each happens once, however many processes run: the database hands every turn to one of them. */
const TASKS: readonly Task[] = [
	{ name: 'close-chain', cron: '* * * * *', work: (within) => untilNothing(() => within(closeChain)) },
	{ name: 'refresh-next', cron: '*/5 * * * *', work: (within) => within(refreshNext) },
	{ name: 'clear-expired', cron: '*/15 * * * *', work: (within) => within(clearExpired) },
	{ name: 'tell-head', cron: '7 0 * * *', work: tellHead }
];

/** How often the outbox is looked at: somebody waits for a link. */
const MAIL_EVERY = 5_000;
/** How often the clock is looked at: what its leap could open is open no longer than this. */
const CLOCK_EVERY = 10_000;

/** Once a day the head of the chain goes to the log, which is kept elsewhere: who holds the database cannot shorten the chain unseen. */
async function tellHead(within: Within): Promise<void> {
	log('journal head', await within(readHead));
}

async function untilNothing(step: () => Promise<number>): Promise<void> {
	while ((await step()) > 0);
}

/** A pool whose connections act as role jobs; the login itself inherits nothing. */
function jobsPool(url: string): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		options: '-c role=cheminer_jobs',
		max: 4,
		connectionTimeoutMillis: 10_000,
		// A batch of the chain or a clearing takes seconds; a line on which nothing arrives any more must not hold up the next one.
		statement_timeout: 120_000,
		query_timeout: 130_000,
		keepAlive: true,
		application_name: 'cheminer jobs'
	});
	// A server that stops closes idle connections: the pool makes new ones, nothing to do but not to die of it.
	pool.on('error', () => undefined);
	return pool;
}

/**
 * Starts the machine's own work: closes the chain, keeps next appointments, clears, sends. Payloads hold nothing: each task reads what
 * there is when it runs (decisions 20). Several processes may run it at once.
 * @param more what the subjects of the house ask for besides
 * @throws when the database is away at the start; later it waits and goes on
 */
export async function startJobs(settings: JobSettings, more: readonly Task[] = []): Promise<{ stop(): Promise<void> }> {
	const ring = openKeyring(settings.keyFile, { create: false });
	const pool = jobsPool(settings.databaseUrl);
	const db: Tx = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	const within: Within = (work) => db.transaction().execute(work);
	const boss = new PgBoss({
		db: { executeSql: (text, values) => pool.query(text, values) },
		schema: 'pgboss',
		createSchema: false,
		cronMonitorIntervalSeconds: 15,
		cronWorkerIntervalSeconds: 5
	});
	boss.on('error', (problem) => logProblem('jobs', problem));
	await lookAtClock(pool);
	await boss.start();
	for (const task of [...TASKS, ...more]) await plan(boss, task, within, ring);
	const clock = again(CLOCK_EVERY, 'clock', () => lookAtClock(pool));
	// Each at its own pace: a mail server that is slow keeps no code from a phone.
	const relays = [settings.mail && smtpRelay(settings.mail), settings.texts && textRelay(settings.texts)];
	const outboxes = relays.filter((relay) => relay !== undefined).map((relay) => sendWhatWaits(within, relay, ring));
	log('jobs started', { mail: settings.mail !== undefined, texts: settings.texts !== undefined });
	return {
		async stop() {
			await clock.stop();
			await Promise.all(outboxes.map((outbox) => outbox.stop()));
			await boss.stop({ graceful: true, timeout: 10_000 });
			await pool.end();
		}
	};
}

/** One queue a task: one run waits or works at a time, and the clock of the database says when. */
async function plan(boss: PgBoss, { name, cron, work }: Task, within: Within, ring: Keyring): Promise<void> {
	await boss.createQueue(name, {
		policy: 'exclusive',
		expireInSeconds: 300,
		retryLimit: 0,
		retentionSeconds: 3600,
		deleteAfterSeconds: 3600
	});
	await boss.work(name, { pollingIntervalSeconds: 5 }, async () => {
		await work(within, ring);
	});
	await boss.schedule(name, cron);
}

/** Does the same again and again, one at a time; what fails is tried again at the next turn. */
function again(every: number, what: string, work: () => Promise<unknown>): { stop(): Promise<void> } {
	let under: Promise<unknown> | undefined;
	const timer = setInterval(() => {
		under ??= work()
			.catch((problem: unknown) => logProblem(what, problem))
			.finally(() => (under = undefined));
	}, every);
	return {
		async stop() {
			clearInterval(timer);
			await under;
		}
	};
}

/** What waits is claimed by one process only. */
function sendWhatWaits(within: Within, relay: Relay, ring: ReturnType<typeof openKeyring>): { stop(): Promise<void> } {
	const sending = again(MAIL_EVERY, 'outbox', () => sendWaiting(within, ring, relay));
	return {
		async stop() {
			await sending.stop();
			relay.close();
		}
	};
}

/**
 * Whether the clock of the database has leapt; what had ended before it was set back ends again (migration 0025). pg-boss would wait
 * until the clock is where it was: its turns of the time that has not come yet are forgotten.
 */
export async function lookAtClock(pool: Pick<pg.Pool, 'query'>): Promise<void> {
	const { rows } = await pool.query<{ leap_seconds: number; settled: boolean }>('select * from look_at_clock()');
	const { leap_seconds = 0, settled = false } = rows[0] ?? {};
	if (!settled) return;
	log('the clock was set back', { seconds: Math.round(-leap_seconds) });
	const { rows: made } = await pool.query<{ made: boolean }>(`select to_regclass('pgboss.version') is not null as made`);
	if (!made[0]?.made) return;
	await pool.query('delete from pgboss.job where created_on > now()');
	await pool.query('update pgboss.version set cron_on = null');
	await pool.query('update pgboss.queue set monitor_on = null, maintain_on = null, monitor_claim_on = null');
}
