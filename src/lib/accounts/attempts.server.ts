import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { accountsPool, answering, keyring } from '../server/db.ts';
import { cookieName, cookieOptions } from '../server/session.ts';

/** Attempts before the delay begins to double, each hour: for one thing from one network, and for a whole network. */
const FREE_EACH = 5;
const FREE_NETWORK = 60;
/** Codes tried for one account from browsers it has never used, or PINs of one card, whatever the network: whoever tries has the password, or the card. */
const FREE_CODES = 30;
/** Codes asked for one card, or sent to one phone or address: nobody can make it ring all day. */
const FREE_SENT = 4;
const KNOWN_SECONDS = 180 * 24 * 3600;
const MOST_KNOWN = 4;

type Visit = Pick<RequestEvent, 'cookies' | 'url' | 'getClientAddress'>;

/** An attempt that was counted before it is checked. */
export interface Attempt {
	/** Seconds before the next one may be made; 0 lets this one go on. */
	wait: number;
	/** It was right: what was counted is forgotten. */
	succeeded(): Promise<void>;
}

/**
 * Counts an attempt at something, shared by every process, before it is checked (twenty at once count twenty).
 * A stranger who fails slows down his own network only: the count is per (what, network). A device that has signed in
 * before as this account has a count of its own, so that nobody else's failures reach it.
 * @param what kind of attempt
 * @param about what is tried: an address, an account, a link
 */
export async function beginAttempt(
	visit: Visit,
	what: 'password' | 'code' | 'reset' | 'link' | 'pin' | 'sent',
	about: string
): Promise<Attempt> {
	const device = what === 'password' || what === 'code' ? knownDevice(visit, about) : undefined;
	const network = networkOf(visit.getClientAddress());
	const own = indexed(device ? `${what}|${about}|device|${device}` : `${what}|${about}|${network}`);
	const shared = device ? [] : [{ key: indexed(`network|${network}`), free: FREE_NETWORK }];
	// A PIN is short too: one card is tried so often an hour, whatever the network, and no more.
	if (!device && (what === 'code' || what === 'pin')) shared.push({ key: indexed(`codes|${about}`), free: FREE_CODES });
	if (what === 'sent') shared.push({ key: indexed(`sent|${about}`), free: FREE_SENT });
	const counts = [{ key: own, free: FREE_EACH }, ...shared];
	const { rows } = await answering(() =>
		accountsPool().query<{ wait: number }>({
			name: 'attempt',
			text: 'select begin_attempt($1, $2) as wait',
			values: [counts.map(({ key }) => key), counts.map(({ free }) => free)]
		})
	);
	return {
		wait: rows[0]!.wait,
		async succeeded() {
			await accountsPool().query('delete from attempt where key = $1', [own]);
			for (const { key, free } of shared) {
				await accountsPool().query(
					'update attempt set count = greatest(count - 1, 0), blocked_until = case when count - 1 >= $2 then blocked_until end where key = $1',
					[key, free]
				);
			}
		}
	};
}

/** Whether one more may be sent to this phone or address, whoever asked and from wherever; it is counted. */
export async function mayWriteTo(to: string): Promise<boolean> {
	const { rows } = await answering(() =>
		accountsPool().query<{ wait: number }>('select begin_attempt($1, $2) as wait', [[indexed(`to|${to}`)], [FREE_SENT]])
	);
	return rows[0]?.wait === 0;
}

/** Remembers that this browser has signed in as this address: it proves nothing, it only has a count of its own. */
export function rememberDevice({ cookies, url }: Visit, email: string): void {
	const name = cookieName(url, 'known');
	const others = (cookies.get(name) ?? '').split('~').filter((mark) => mark && !isMarkOf(mark, email));
	const device = randomUUID();
	cookies.set(name, [`${device}.${markOf(email, device)}`, ...others].slice(0, MOST_KNOWN).join('~'), {
		...cookieOptions(url),
		maxAge: KNOWN_SECONDS
	});
}

function knownDevice({ cookies, url }: Visit, email: string): string | undefined {
	const mark = (cookies.get(cookieName(url, 'known')) ?? '').split('~').find((one) => isMarkOf(one, email));
	return mark?.split('.')[0];
}

const markOf = (email: string, device: string) => indexed(`device|${email}|${device}`);
function isMarkOf(mark: string, email: string): boolean {
	const [device, index] = mark.split('.');
	return device !== undefined && index === markOf(email, device);
}

const indexed = (words: string) => keyring().peppered('attempt', words);

/**
 * Where somebody comes from, as one neighbour sees another: an IPv4 address, or the first 64 bits of an IPv6 one,
 * since a home or a phone is given all the addresses below them.
 */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped) return mapped[1]!;
	if (!address.includes(':')) return address;
	const [head = '', tail] = address.split('%')[0]!.split('::');
	const left = head.split(':').filter(Boolean);
	const right = (tail ?? '').split(':').filter(Boolean);
	const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
	const groups = [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right];
	return groups
		.slice(0, 4)
		.map((group) => parseInt(group, 16).toString(16))
		.join(':');
}
