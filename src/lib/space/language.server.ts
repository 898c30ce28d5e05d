import type { RequestEvent } from '@sveltejs/kit';
import { sql } from 'kysely';
import type { Locale } from '../paraglide/runtime.js';
import { accountsPool, answering, asHer } from '../server/db.ts';
import { readHerVisit, type HerSession } from '../server/person-session.ts';
import { HER_COOKIE, HER_LANGUAGES } from '../web/languages.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/**
 * Her space speaks this language in this browser, until it is closed or she leaves: which one she reads is nobody's business who sits down
 * there after her. The desk, in the same browser, goes on in its own.
 */
export function speakHere({ cookies, url }: Visit, language: Locale): void {
	cookies.set(HER_COOKIE, language, optionsOf(url));
}

export function speakNoMore({ cookies, url }: Visit): void {
	cookies.delete(HER_COOKIE, optionsOf(url));
}

const optionsOf = (url: URL) => ({ path: '/moi', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;

/** Her language is kept with her cards: it follows her, and what is sent to her is written in it. */
export async function keepLanguage(her: HerSession, language: Locale): Promise<void> {
	await asHer(her, (tx) => sql`select keep_her_language(${language})`.execute(tx));
}

/**
 * She has just come in. What she chose at the door is kept with her card; else the language of her card is spoken here, whatever device it
 * was chosen on.
 */
export async function bringLanguage(visit: Visit): Promise<void> {
	const { her, decoy } = await readHerVisit(visit);
	const carnet = (her ?? decoy)?.carnet;
	if (!carnet) return;
	const chosen = known(visit.cookies.get(HER_COOKIE));
	// What is chosen behind a second PIN goes nowhere; the language is spoken all the same.
	if (chosen) return her ? keepLanguage(her, chosen) : undefined;
	const { rows } = await answering(() =>
		accountsPool().query<{ language: string | null }>('select language from carnet where id = $1', [carnet])
	);
	const kept = known(rows[0]?.language);
	if (kept) speakHere(visit, kept);
}

const known = (language: string | null | undefined): Locale | undefined => HER_LANGUAGES.find((one) => one === language);
