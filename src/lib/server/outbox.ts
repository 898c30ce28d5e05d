import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import nodemailer from 'nodemailer';
import type { Tx } from './db.ts';
import type { Keyring, Sealed } from './keyring.ts';
import { log } from './log.ts';
import { openMail } from './mail.ts';
import type { TextChannel } from './texts.ts';

/** A transaction of role jobs. */
export type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** What the relay said about one message; `cut` when the line broke before its answer. */
export type Answer = 'sent' | 'later' | 'refused' | 'cut';

/** What may leave by a relay: a mail, a short message, a call. */
export type Channel = 'mail' | TextChannel;

/** Whoever carries what we write: a mail server, a provider of short messages. */
export interface Relay {
	/** What it carries; the rest waits. */
	readonly channels: readonly Channel[];
	/** Is it there, and does it let us in? Asked before anything is entrusted to it. */
	answers(): Promise<boolean>;
	/** @param id of the row: the same message has the same Message-ID, whatever happens */
	send(id: string, row: { channel: Channel; sealed: Sealed }, ring: Keyring): Promise<Answer>;
	close(): void;
}

const MINUTE = 60_000;
const LONGEST_WAIT = 60 * MINUTE;
/** Mails are tried for this long, then given up: an invitation that arrives a week late helps nobody. */
const PATIENCE = '3 days';

/** Milliseconds before the next try: a minute, two, four, up to an hour. */
export function waitAfter(tries: number): number {
	return Math.min(LONGEST_WAIT, MINUTE * 2 ** Math.max(0, Math.min(tries, 10) - 1));
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The SMTP relay of the settings. Links and passwords travel encrypted, but to a relay on this very machine. */
export function smtpRelay({ url, from }: { url: string; from: string }): Relay {
	const { protocol, hostname, port, username, password } = new URL(url);
	const secure = protocol === 'smtps:';
	const transport = nodemailer.createTransport(
		{
			host: hostname.replace(/^\[|\]$/g, ''),
			port: Number(port) || (secure ? 465 : 587),
			secure,
			requireTLS: !secure && !LOOPBACK.test(hostname),
			auth: username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined,
			disableFileAccess: true,
			disableUrlAccess: true
		},
		{ from }
	);
	const domain = from.replace(/^.*@/, '').replace(/[^\w.-].*$/, '') || 'localhost';
	let askAgainAt = 0;
	return {
		channels: ['mail'],
		async answers() {
			if (Date.now() < askAgainAt) return false;
			try {
				return await transport.verify();
			} catch (problem) {
				// Once a minute is enough, for the relay and for the log.
				askAgainAt = Date.now() + MINUTE;
				log('the mail server does not answer', { code: codeOf(problem) });
				return false;
			}
		},
		async send(id, { sealed }, ring) {
			const { to, subject, text, bare } = openMail(ring, id, sealed);
			try {
				await transport.sendMail({
					...(bare && { from: { name: '', address: /<([^<>]+)>/.exec(from)?.[1] ?? from } }),
					to: { name: '', address: to },
					subject,
					text,
					messageId: `<${id}@${domain}>`,
					headers: { 'Auto-Submitted': 'auto-generated' }
				});
				return 'sent';
			} catch (problem) {
				return answerOf(problem);
			}
		},
		close: () => transport.close()
	};
}

const codeOf = (problem: unknown) => (problem instanceof Error && 'code' in problem ? String(problem.code) : undefined);

/** An answer with a number was given before anything was accepted: 5 for good, 4 for now. Without a number, nobody knows. */
function answerOf(problem: unknown): Exclude<Answer, 'sent'> {
	const said = problem instanceof Error && 'responseCode' in problem ? Number(problem.responseCode) : NaN;
	if (codeOf(problem) === 'EAUTH') return 'later';
	if (said >= 500 && said < 600) return 'refused';
	if (said >= 400 && said < 500) return 'later';
	if (problem instanceof Error && 'syscall' in problem && problem.syscall === 'connect') return 'later';
	return 'cut';
}

const STATE_AFTER = { sent: 'sent', later: 'waiting', refused: 'refused', cut: 'unsure' } as const;

/**
 * Sends what waits for this relay, one after another: claimed in one transaction, sent outside of any, answered in another. A process that
 * dies in between leaves the row "sending", which becomes "unsure": it is never sent twice.
 * @returns how many left
 */
export async function sendWaiting(within: Within, ring: Keyring, relay: Relay, most = 200): Promise<number> {
	const { channels } = relay;
	if (!(await within((tx) => waiting(tx, channels).executeTakeFirst())) || !(await relay.answers())) return 0;
	let sent = 0;
	for (let count = 0; count < most; count += 1) {
		const row = await within((tx) => claimNext(tx, channels));
		if (!row) break;
		const answer = await relay.send(row.id, row, ring);
		await keepAnswer(within, row, answer);
		if (answer === 'sent') sent += 1;
	}
	return sent;
}

/** What may leave now, by one of these ways. */
function waiting(tx: Tx, channels: readonly Channel[]) {
	return tx
		.selectFrom('outbox')
		.select('id')
		.where('state', '=', 'waiting')
		.where('channel', 'in', channels)
		.where('next_try_at', '<=', sql<Date>`now()`)
		.where((where) => where.or([where('give_up_at', 'is', null), where('give_up_at', '>', sql<Date>`now()`)]))
		.limit(1);
}

interface Claimed {
	id: string;
	channel: Channel;
	sealed: Sealed;
	tries: number;
}

async function claimNext(tx: Tx, channels: readonly Channel[]): Promise<Claimed | undefined> {
	// A neutral word to somebody accompanied is looked at again each time: has she come since, is it an hour at which she wants none?
	await sql`select settle_notices()`.execute(tx);
	const row = await tx
		.updateTable('outbox')
		.set({ state: 'sending', tries: sql`tries + 1`, changed_at: sql`now()` })
		.where('id', 'in', waiting(tx, channels).orderBy('next_try_at').forUpdate().skipLocked())
		.returning(['id', 'channel', 'sealed', 'tries'])
		.executeTakeFirst();
	return row as Claimed | undefined;
}

/** It has left, or not: that must be written down, even if the database is away for a moment. */
async function keepAnswer(within: Within, row: Claimed, answer: Answer): Promise<void> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			await within((tx) =>
				tx
					.updateTable('outbox')
					.set({
						state: STATE_AFTER[answer],
						next_try_at: sql`now() + ${waitAfter(row.tries)} * interval '1 millisecond'`,
						changed_at: sql`now()`
					})
					.where('id', '=', row.id)
					.execute()
			);
			return;
		} catch (problem) {
			if (attempt === 5) throw problem;
			await pause(attempt * 1000);
		}
	}
}

/**
 * Puts right what time has made clear: a sending that nobody finished is unsure, what could not leave in three days is given up,
 * and what has had its time goes, content and all (a link of last week would open nothing). Runs as role jobs.
 */
export async function tidyOutbox(tx: Tx): Promise<void> {
	await sql`update outbox set state = 'unsure', changed_at = now() where state = 'sending' and changed_at < now() - interval '10 minutes'`.execute(
		tx
	);
	await sql`update outbox set state = 'refused', changed_at = now() where state = 'waiting' and coalesce(give_up_at, created_at + ${PATIENCE}::interval) < now()`.execute(
		tx
	);
	await sql`delete from outbox where state = 'sent' and changed_at < now() - interval '7 days' or created_at < now() - interval '30 days'`.execute(
		tx
	);
}
