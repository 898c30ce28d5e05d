import { randomBytes } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import { beginAttempt } from '../accounts/attempts.server.ts';
import { hashPassword, whichOf } from '../accounts/password.ts';
import { endHelperSession, openHelperSession } from '../helper/session.server.ts';
import { accountsPool, answering, keyring } from '../server/db.ts';
import { endTogether, togetherToken } from '../together/together.server.ts';
import { clearHerCookie, END, endHerSession, herToken, newHerToken, setHerCookie, type HerSession } from '../server/person-session.ts';
import { forgetAsked, joinCards, trustCarnet, useCodeAtDoor } from './one-time.server.ts';
import { codeIndex, pinOf } from './secrets.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url' | 'getClientAddress' | 'request'>;

export type HerSignIn = { step: 'in'; helper?: true } | { step: 'refused' } | { step: 'wait'; seconds: number };

interface Found {
	id: string;
	pin: string;
	/** Not hers, but that of somebody whom she lets help. */
	helper: boolean;
	/** What her second PIN is checked with; null for a helper, who has none. */
	decoy: string | null;
}

/** What a code that leads to nobody is checked against, so that it costs the same work. */
const nobody = hashPassword(randomBytes(32).toString('hex'));

/**
 * Her code, and her PIN or the one-time code that she was sent. A code that leads to nobody costs the same work and gets the same answer as a
 * wrong PIN; so does her second PIN, which opens a page of everyday numbers. A right one opens a new session, never one that the browser
 * brought.
 */
export async function signInWithCarnet(visit: Visit, typed: { code: string; pin: string }): Promise<HerSignIn> {
	const proved = await prove(visit, typed);
	if (proved.step !== 'proved') return proved;
	const { carnet, by } = proved;
	const brought = herToken(visit);
	// Whoever comes in with a card is here alone: a screen that was left open for two would stand before it.
	if (togetherToken(visit)) await endTogether(visit);
	if (carnet.helper) {
		await signHerOut(visit);
		await openHelperSession(visit, carnet.id);
		forgetAsked(visit);
		return { step: 'in', helper: true };
	}
	await endHelperSession(visit);
	const token = newHerToken(by === 'second');
	if (by === 'code') await trustCarnet(carnet.id);
	await answering(() =>
		accountsPool().query(
			`insert into person_session (id, carnet_id, token, user_agent, proof, expires_at) values ($1, $2, $3, $4, $5, now() + interval '30 minutes')`,
			[newId(), carnet.id, token, agentOf(visit), by === 'code' ? 'code' : 'pin']
		)
	);
	if (brought) await endHerSession(brought);
	forgetAsked(visit);
	setHerCookie(visit, token);
	return { step: 'in' };
}

export const agentOf = ({ request }: Pick<Visit, 'request'>) => (request.headers.get('user-agent') ?? '').slice(0, 200);

/**
 * Joins the card of another organisation to this one, with its own PIN: either opens both parts from the next request on. Nothing else of the
 * two files changes, and neither organisation learns of it.
 */
export async function joinCarnet(visit: Visit, her: HerSession, typed: { code: string; pin: string }): Promise<HerSignIn> {
	const proved = await prove(visit, typed);
	if (proved.step !== 'proved') return proved;
	if (proved.by !== 'pin' || proved.carnet.helper) return { step: 'refused' };
	await joinCards(her, proved.carnet.id);
	return { step: 'in' };
}

/** A card that lives, or a helper whose day has not passed, and whom nobody noted who is gone: found in the same way. */
const FIND = `select id, pin, decoy, false as helper from carnet where code_index = $1 and ended_at is null
	union all select id, pin, null, true from helper where code_index = $1 and public.helper_lives(id)`;

type Proved = { step: 'proved'; carnet: Found; by: 'pin' | 'code' | 'second' };

/** Whether a code and a PIN go together, and which PIN it was: counted before it is checked, answered alike whichever is wrong. */
export async function prove(
	visit: Visit,
	{ code, pin }: { code: string; pin: string }
): Promise<Proved | { step: 'refused' } | { step: 'wait'; seconds: number }> {
	const attempt = await beginAttempt(visit, 'pin', code);
	if (attempt.wait > 0) return { step: 'wait', seconds: attempt.wait };
	const { rows } = await answering(() => accountsPool().query<Found>(FIND, [codeIndex(keyring(), code)]));
	const carnet = rows[0];
	const sent = await useCodeAtDoor(visit, carnet?.helper ? undefined : carnet?.id, pin);
	const hashes: [string, ...string[]] = carnet ? [carnet.pin, ...(carnet.decoy ? [carnet.decoy] : [])] : [await nobody];
	const which = await whichOf(hashes, pinOf(keyring(), code, pin));
	if (!carnet || (which < 0 && !sent)) return { step: 'refused' };
	await attempt.succeeded();
	return { step: 'proved', carnet, by: which === 0 ? 'pin' : sent ? 'code' : 'second' };
}

/** Ends her session in the database first, so that its cookie opens nothing any more wherever it was copied. */
export async function signHerOut(visit: Pick<Visit, 'cookies' | 'url'>): Promise<void> {
	const token = herToken(visit);
	if (token) await endHerSession(token);
	clearHerCookie(visit);
}

/** A session of hers, as she sees it. */
export interface OpenSession {
	id: string;
	agent: string;
	since: Date;
	here: boolean;
}

/** Where she is signed in with this card, the latest first. */
export async function herSessions({ carnet, session }: HerSession): Promise<OpenSession[]> {
	const { rows } = await answering(() =>
		accountsPool().query<{ id: string; user_agent: string; created_at: Date }>(
			`select id, user_agent, created_at from person_session where carnet_id = $1 and ended_at is null and expires_at > now()
			and created_at > now() - interval '4 hours' order by created_at desc`,
			[carnet]
		)
	);
	return rows.map(({ id, user_agent, created_at }) => ({ id, agent: user_agent, since: created_at, here: id === session }));
}

/** Ends every session of her card but this one. */
export async function endOtherSessions({ carnet, session }: HerSession): Promise<void> {
	await answering(() => accountsPool().query(`${END} carnet_id = $1 and id <> $2`, [carnet, session]));
}
