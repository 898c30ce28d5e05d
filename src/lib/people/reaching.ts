import type { Channel } from '../server/outbox.ts';
import { isAddress } from '../server/mail.ts';
import type { ContactKind } from './rules.ts';

/** How she can be written to, or called, without anybody else at home seeing it. */
export interface SafeWay {
	channel: Channel;
	/** A mail address, or a number as the whole world dials it. */
	to: string;
}

/** What is asked of a way to reach her. */
interface Reachable {
	kind: ContactKind;
	safe: boolean;
	value: string;
	hours: string;
	caution: string;
}

const PREFIX = { BE: '32', FR: '33' };

/**
 * A number as the whole world dials it, read as it is said in this country: "0475 12 34 56", "+32 (0)475/12.34.56" and "0032475123456" are
 * one. Null for what nobody could dial.
 */
export function numberOf(value: string, country: 'BE' | 'FR'): string | null {
	const figures = value
		.replace(/\(0\)/g, '')
		.replace(/[\s\p{Format}./\-–()]/gu, '')
		.replace(/^00/, '+');
	if (/^\+[1-9]\d{6,14}$/.test(figures)) return figures;
	return /^0[1-9]\d{7,8}$/.test(figures) ? `+${PREFIX[country]}${figures.slice(1)}` : null;
}

/** Whether a number of these two countries is a mobile one; of any other, nobody here can tell, and a short message is tried. */
const takesText = (number: string) => /^\+33[67]/.test(number) || /^\+324[5-9]\d{7}$/.test(number) || !/^\+3[23]/.test(number);

/**
 * The ways in which a machine may write to her: those marked as seen by nobody else, in the order they were given. One that bears a caution
 * ("ne pas laisser de message") is for people: a machine does not understand it. What she did not ask for keeps away from those that have
 * their hours too, and makes no phone ring.
 * @param asked she asks for it herself, now
 */
export function safeWays(contacts: readonly Reachable[], { country, asked }: { country: 'BE' | 'FR'; asked: boolean }): SafeWay[] {
	return contacts
		.filter(({ safe, caution, hours }) => safe && caution === '' && (asked || hours === ''))
		.flatMap(({ kind, value }): SafeWay[] => {
			if (kind === 'mail') return isAddress(value.trim()) ? [{ channel: 'mail', to: value.trim() }] : [];
			const number = kind === 'phone' ? numberOf(value, country) : null;
			if (number === null) return [];
			return [
				...(takesText(number) ? [{ channel: 'sms' as const, to: number }] : []),
				...(asked ? [{ channel: 'voice' as const, to: number }] : [])
			];
		});
}

/**
 * The one way that is taken: aloud when she asked for that, in writing otherwise; one that leaves today before one that would wait in the
 * outbox.
 * @param leaving what this installation can send
 */
export function bestWay(
	ways: readonly SafeWay[],
	{ aloud, leaving }: { aloud: boolean; leaving: readonly Channel[] }
): SafeWay | undefined {
	const wanted = aloud ? ways.filter(({ channel }) => channel === 'voice') : ways.filter(({ channel }) => channel !== 'voice');
	const inOrder = [...wanted, ...ways];
	return inOrder.find(({ channel }) => leaving.includes(channel)) ?? wanted[0];
}
