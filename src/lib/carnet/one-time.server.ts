import { randomBytes } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { beginAttempt, mayWriteTo } from '../accounts/attempts.server.ts';
import { queueNeutral, wayOfCode } from '../people/reaching.server.ts';
import type { SafeWay } from '../people/reaching.ts';
import { accountsPool, answering, asHer, asRole, keyring, type Her } from '../server/db.ts';
import { logProblem } from '../server/log.ts';
import type { HerSession } from '../server/person-session.ts';
import { cookieName, cookieOptions } from '../server/session.ts';
import { readParts } from '../space/her.server.ts';
import { CODE_MINUTES, newOneTimeCode, shownOneTime, spokenOneTime } from './one-time.ts';
import { attemptIndex, codeIndex, oneTimeIndex } from './secrets.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url' | 'getClientAddress'>;

/** What is being looked for and sent, after the answers that did not wait for it. */
const underWay = new Set<Promise<void>>();

/** Once what was asked for has been written in the outbox, or not. For tests. */
export async function codesWritten(): Promise<void> {
	while (underWay.size > 0) await Promise.all(underWay);
}

/**
 * Somebody at the door asks for a one-time code. Card or no card, contact or none: the same is written, the same is answered, at the same
 * time; what there is to send is looked for after the answer.
 * @returns seconds to wait after too many of these; 0 when it was taken in
 */
export async function askCodeAtDoor(visit: Visit, { code, aloud }: { code: string; aloud: boolean }): Promise<number> {
	const attempt = await beginAttempt(visit, 'sent', code);
	if (attempt.wait > 0) return attempt.wait;
	const token = randomBytes(24).toString('base64url');
	const row = await writeCode(attemptIndex(keyring(), token));
	visit.cookies.set(cookieName(visit.url, 'asked'), token, { ...cookieOptions(visit.url), maxAge: CODE_MINUTES * 60 });
	later(async () => {
		const card = await cardOf(code);
		if (card) await sendCode({ person: card.person_id, cards: [card.id] }, card.id, { ...row, aloud });
	});
	return 0;
}

/**
 * In her space she asks for a code that opens the rest of what is hers: what her new card does not open yet, and the parts that were joined to
 * it or to the one before. Each goes to the contact known in that very part, which nobody of another organisation can change. There or
 * not, the same is answered: a card in the wrong hands does not tell that she is known elsewhere.
 */
export async function askCodeInside(visit: Visit, her: HerSession, { aloud }: { aloud: boolean }): Promise<number> {
	const attempt = await beginAttempt(visit, 'sent', her.carnet);
	if (attempt.wait > 0) return attempt.wait;
	const index = attemptIndex(keyring(), her.session);
	later(async () => {
		const { rows } = await accountsPool().query<{ id: string; person_id: string }>(CLOSED, [her.carnet, her.cards]);
		for (const { id, person_id } of rows) await sendCode({ person: person_id, cards: [id] }, id, { ...(await writeCode(index)), aloud });
	});
	return 0;
}

/** What a session of this card does not open and could: itself while it is not settled, and cards that were joined to it or to those before. */
const CLOSED = `with mine as (
	select id, also, person_id, organization_id from carnet where id = $1
), joined as (
	select unnest(c.also) as id from carnet c join mine on c.person_id = mine.person_id and c.organization_id = mine.organization_id
)
select c.id, c.person_id from carnet c where c.ended_at is null and (
	c.id = $1 and public.settles_at(c.created_at, c.noticed_at, c.trusted_at) is not null
	or c.id in (select id from joined) and c.id <> all ($2::uuid[])) order by c.id limit 4`;

/**
 * Tries a one-time code at the door, in the browser that asked for it.
 * @returns whether it was the right one for this card; it serves once
 */
export async function useCodeAtDoor(
	{ cookies, url }: Pick<Visit, 'cookies' | 'url'>,
	carnet: string | undefined,
	typed: string
): Promise<boolean> {
	const token = cookies.get(cookieName(url, 'asked'));
	if (!token) return false;
	const used = await useCode(attemptIndex(keyring(), token), typed);
	return used !== undefined && used.carnet_id === carnet;
}

/** The browser's attempt is over. */
export function forgetAsked({ cookies, url }: Pick<Visit, 'cookies' | 'url'>): void {
	if (cookies.get(cookieName(url, 'asked'))) cookies.delete(cookieName(url, 'asked'), cookieOptions(url));
}

/**
 * Tries a code that she asked for in her space.
 * @returns whether it opened something
 */
export async function useCodeInside(visit: Visit, her: HerSession, typed: string): Promise<'opened' | 'refused' | { wait: number }> {
	const attempt = await beginAttempt(visit, 'pin', `inside|${her.carnet}`);
	if (attempt.wait > 0) return { wait: attempt.wait };
	const used = await useCode(attemptIndex(keyring(), her.session), typed);
	if (!used) return 'refused';
	await attempt.succeeded();
	if (used.carnet_id === her.carnet) await trustCarnet(her.carnet);
	else await joinCards(her, used.carnet_id);
	return 'opened';
}

/** Her contact said yes: this card opens from now on everything that is hers in this part. */
export async function trustCarnet(carnet: string): Promise<void> {
	await answering(() =>
		accountsPool().query('update carnet set trusted_at = now() where id = $1 and trusted_at is null and ended_at is null', [carnet])
	);
}

/** Joins another card to hers, for good, and opens it in this session however that was opened; nobody but her knows. */
export async function joinCards({ carnet, session }: HerSession, other: string): Promise<void> {
	if (other !== carnet) await answering(() => accountsPool().query(JOIN, [carnet, other, session]));
}

const JOIN = `with joined as (
	update carnet set also = array_append(array_remove(also, case id when $1::uuid then $2::uuid else $1::uuid end), case id when $1::uuid then $2::uuid else $1::uuid end)
	where id in ($1::uuid, $2::uuid) and ended_at is null
)
update person_session set opened = array_append(array_remove(opened, $2::uuid), $2::uuid) where id = $3`;

async function useCode(attempt: string, typed: string): Promise<{ carnet_id: string } | undefined> {
	const { rows } = await answering(() =>
		accountsPool().query<{ carnet_id: string }>('select carnet_id from use_code($1, $2)', [
			attempt,
			oneTimeIndex(keyring(), attempt, typed)
		])
	);
	return rows[0];
}

interface Written {
	id: string;
	code: string;
}

/** A code of nobody, until it is known whose. */
async function writeCode(attempt: string): Promise<Written> {
	const [id, code] = [newId(), newOneTimeCode()];
	await answering(() =>
		accountsPool().query(`insert into person_code (id, attempt, code, expires_at) values ($1, $2, $3, now() + make_interval(mins => $4))`, [
			id,
			attempt,
			oneTimeIndex(keyring(), attempt, code),
			CODE_MINUTES
		])
	);
	return { id, code };
}

async function cardOf(code: string): Promise<{ id: string; person_id: string } | undefined> {
	const { rows } = await accountsPool().query<{ id: string; person_id: string }>(
		'select id, person_id from carnet where code_index = $1 and ended_at is null',
		[codeIndex(keyring(), code)]
	);
	return rows[0];
}

/** Looks for her contact as she herself would, in the part of this card alone, and writes the code to it. */
async function sendCode(her: Her, carnet: string, { id, code, aloud }: Written & { aloud: boolean }): Promise<void> {
	const way = await wayTo(her, aloud);
	if (!way || !(await mayWriteTo(way.to))) return;
	const said = { code: shownOneTime(code), minutes: CODE_MINUTES };
	await asRole('cheminer_auth', async (tx) => {
		await tx.updateTable('auth.person_code').set({ carnet_id: carnet }).where('id', '=', id).execute();
		await queueNeutral(
			tx,
			way,
			{
				subject: m.space_door_code_subject(),
				text: m.space_door_code_text(said),
				spoken: m.space_door_code_spoken({ ...said, code: spokenOneTime(code) }),
				language: getLocale()
			},
			{ organization: null, minutes: CODE_MINUTES }
		);
	});
}

async function wayTo(her: Her, aloud: boolean): Promise<SafeWay | undefined> {
	return asHer(her, async (tx) => {
		const [part] = await readParts(tx);
		return part && wayOfCode(tx, part, aloud);
	});
}

/** After the answer: how long it takes, and whether there is anything to do, shows in nothing. */
function later(work: () => Promise<void>): void {
	const done = work()
		.catch((problem: unknown) => void logProblem('a code could not be written', problem))
		.finally(() => underWay.delete(done));
	underWay.add(done);
}
