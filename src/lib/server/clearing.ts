import { sql } from 'kysely';
import type { Tx } from './db.ts';
import { tidyOutbox } from './outbox.ts';

/**
 * Clears what has had its time: memos on their date, what a view shows after its week, drafts after 30 days, arrivals at the end of their
 * day, words of the front desk after 14 days, form keys and kept posts after 7, counts of searches and files to bring in after one, sessions,
 * codes and links of accounts, mails that left.
 * The policies of role jobs decide again what is old enough; none of them shows a text. Nothing is cleared within an hour of a leap of
 * the clock: a date set wrong for a moment must not take away what has a day left. Runs as role jobs.
 */
export async function clearExpired(tx: Tx): Promise<void> {
	const leapt = await sql`select from house_clock where steady_since > now() - interval '1 hour'`.execute(tx);
	if (leapt.rows.length > 0) return;
	await sql`delete from memo where expires_at <= now()`.execute(tx);
	await sql`delete from view_shown where until <= now()`.execute(tx);
	await sql`delete from draft where updated_at < now() - interval '30 days'`.execute(tx);
	await sql`delete from arrival where clears_at <= now()`.execute(tx);
	await sql`delete from desk_word where expires_at <= now()`.execute(tx);
	await sql`delete from form_key where created_at < now() - interval '7 days'`.execute(tx);
	await sql`delete from kept_post where created_at < now() - interval '7 days'`.execute(tx);
	await sql`delete from bring_in where created_at < now() - interval '1 day'`.execute(tx);
	await sql`delete from reading_pace where since < now() - interval '1 day'`.execute(tx);
	await sql`select auth.clear()`.execute(tx);
	await tidyOutbox(tx);
	await clearSignIns(tx);
}

/** Sessions a week after their end, links and half sign-ins at theirs, used codes (a clock set back makes them right again) and attempts after a day. */
async function clearSignIns(tx: Tx): Promise<void> {
	await sql`delete from auth.session where expires_at < now() - interval '7 days'`.execute(tx);
	await sql`delete from auth.person_session where expires_at < now() - interval '7 days'`.execute(tx);
	await sql`delete from auth.helper_session where expires_at < now() - interval '1 day'`.execute(tx);
	await sql`delete from auth.together where ends_at < now() - interval '1 day'`.execute(tx);
	await sql`delete from auth.person_code where expires_at < now()`.execute(tx);
	await sql`delete from auth.person_device where expires_at < now()`.execute(tx);
	await sql`delete from auth.verification where expires_at < now()`.execute(tx);
	await sql`delete from auth.reset where expires_at < now()`.execute(tx);
	await sql`delete from auth.used_code where used_at < now() - interval '1 day'`.execute(tx);
	await sql`delete from auth.attempt where last_at < now() - interval '1 day'`.execute(tx);
}

/** Time passes without a write: next appointments that are over give way to those that come. Runs as role jobs. */
export async function refreshNext(tx: Tx): Promise<void> {
	await sql`select refresh_next()`.execute(tx);
}
