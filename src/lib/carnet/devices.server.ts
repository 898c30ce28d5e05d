import type { RequestEvent } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import { accountsPool, answering, keyring } from '../server/db.ts';
import type { HerSession } from '../server/person-session.ts';
import { cookieName, cookieOptions } from '../server/session.ts';
import { codeOfCard } from './own-card.server.ts';
import { deviceIndex } from './secrets.ts';
import { agentOf } from './sign-in.server.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/** Days that a device stands for the code of her card. */
const DEVICE_DAYS = 30;

const tokenOf = ({ cookies, url }: Visit) => cookies.get(cookieName(url, 'device'));

/** A device that stands for the code of her card, as she sees it. */
export interface Device {
	id: string;
	agent: string;
	since: Date;
	until: Date;
	here: boolean;
}

/**
 * Remembers this browser because she asked: it stands for the code of her card, never for her PIN.
 * @returns false where she hides in one of her parts: nothing is kept there
 */
export async function rememberDevice(visit: Visit & Pick<RequestEvent, 'request'>, her: HerSession): Promise<boolean> {
	// The same session asks once, however often it is sent.
	const token = keyring().peppered('device of a session', her.session);
	const { rowCount } = await answering(() =>
		accountsPool().query(
			`insert into person_device (id, carnet_id, token, user_agent, expires_at)
			select $1, c.id, $3, $4, now() + make_interval(days => $5) from carnet c
			where c.id = $2 and c.ended_at is null and not public.is_concealed(c.person_id)
			and not exists (select from carnet j where j.id = any (c.also) and public.is_concealed(j.person_id))
			on conflict (token) do update set ended_at = null`,
			[newId(), her.carnet, deviceIndex(keyring(), token), agentOf(visit), DEVICE_DAYS]
		)
	);
	if (!rowCount) return false;
	await endDevice(tokenOf(visit));
	visit.cookies.set(cookieName(visit.url, 'device'), token, { ...cookieOptions(visit.url), maxAge: DEVICE_DAYS * 86_400 });
	return true;
}

/** The code of the card that this browser stands for; undefined when it stands for none any more. */
export async function codeOfDevice(visit: Visit): Promise<string | undefined> {
	const token = tokenOf(visit);
	if (!token) return undefined;
	const { rows } = await answering(() =>
		accountsPool().query<{ carnet_id: string; person_id: string }>('select carnet_id, person_id from device_carnet($1)', [
			deviceIndex(keyring(), token)
		])
	);
	const device = rows[0];
	return device && codeOfCard({ person: device.person_id, cards: [device.carnet_id] }, device.carnet_id);
}

/** The devices of her card, the latest first. */
export async function readDevices(visit: Visit, { carnet }: HerSession): Promise<Device[]> {
	const token = tokenOf(visit);
	const here = token && deviceIndex(keyring(), token);
	const { rows } = await answering(() =>
		accountsPool().query<{ id: string; user_agent: string; created_at: Date; expires_at: Date; token: string }>(
			`select id, user_agent, created_at, expires_at, token from person_device where carnet_id = $1 and ended_at is null and expires_at > now() order by created_at desc`,
			[carnet]
		)
	);
	return rows.map((row) => ({ id: row.id, agent: row.user_agent, since: row.created_at, until: row.expires_at, here: row.token === here }));
}

/** Ends one device of her card, wherever it is. */
export async function endDeviceOf(visit: Visit, her: HerSession, id: string): Promise<void> {
	const here = (await readDevices(visit, her)).some((one) => one.here && one.id === id);
	await answering(() =>
		accountsPool().query('update person_device set ended_at = now() where id = $1 and carnet_id = $2 and ended_at is null', [
			id,
			her.carnet
		])
	);
	if (here) clearDevice(visit);
}

/** This browser stands for nothing any more, in the database first. */
export async function forgetDevice(visit: Visit): Promise<void> {
	const token = tokenOf(visit);
	if (!token) return;
	await endDevice(token);
	clearDevice(visit);
}

export function clearDevice({ cookies, url }: Visit): void {
	if (cookies.get(cookieName(url, 'device'))) cookies.delete(cookieName(url, 'device'), cookieOptions(url));
}

async function endDevice(token: string | undefined): Promise<void> {
	if (token)
		await answering(() =>
			accountsPool().query('update person_device set ended_at = now() where token = $1 and ended_at is null', [
				deviceIndex(keyring(), token)
			])
		);
}
