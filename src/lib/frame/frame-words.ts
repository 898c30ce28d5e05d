import { m } from '../paraglide/messages.js';
import { shortDate, type Place } from '../ui/dates.ts';
import { isDay, typedAt } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';
import { inWords, type Words } from './country/profile.ts';
import type { FormerFrame } from './frame.server.ts';
import type { PassedOn } from './rules.ts';

export interface AskedOption {
	code: string;
	label: Words;
}

/** "PIIS, avec le CPAS"; a code that the profile no longer has is shown as it is. */
export function askedByWord(options: readonly AskedOption[], code: string | null, locale: string): string {
	if (!code) return '';
	const option = options.find((one) => one.code === code);
	return option ? inWords(option.label, locale) : code;
}

/** One thing to pass on, in one line. */
export const passedOnLine = (one: PassedOn) => [one.what, one.to, one.when, one.then].filter(Boolean).join(' · ');

/** A frame as lines "label, value", to be read or compared; '' where nothing was said. */
export function frameLines(
	frame: FormerFrame,
	options: readonly AskedOption[],
	place: Place,
	first: string
): (readonly [string, string])[] {
	const date = (day: string | null) => (day && isDay(day) ? shortDate(day, place) : (day ?? ''));
	return [
		[m.frame_basis(), frame.basis === 'free' ? m.frame_free() : m.frame_asked()],
		[m.frame_asked_by(), askedByWord(options, frame.asked_by, place.locale)],
		[m.frame_can(), frame.canPromise],
		[m.frame_cannot(), frame.cannotPromise],
		[m.frame_hers({ name: first }), frame.hers],
		[m.frame_passed_on(), frame.passedOn.map(passedOnLine).join('\n')],
		[m.frame_starts_on(), date(frame.starts_on)],
		[m.frame_granted_on(), date(frame.deadlines.grantedOn)],
		[m.frame_proposed_on(), date(frame.deadlines.proposedOn)],
		[m.frame_asked_on(), date(frame.deadlines.askedOn)],
		[m.frame_told_on(), date(frame.told_on)]
	];
}

/** What was typed, in the shape of a stored frame: for the two versions of a conflict. */
export function typedFrame(typed: Typed, today: string): FormerFrame {
	const at = (name: string) => typedAt(typed, name);
	const rows = typed['passed_on'];
	const indexes = typeof rows === 'object' && !Array.isArray(rows) ? Object.keys(rows) : [];
	const part = (index: string, name: keyof PassedOn) => at(`passed_on.${index}.${name}`);
	const how = at('told_how');
	return {
		basis: at('basis') === 'asked' ? 'asked' : 'free',
		asked_by: at('basis') === 'asked' ? at('asked_by') || null : null,
		canPromise: at('can_promise'),
		cannotPromise: at('cannot_promise'),
		hers: at('hers'),
		passedOn: indexes
			.map((index) => ({ what: part(index, 'what'), to: part(index, 'to'), when: part(index, 'when'), then: part(index, 'then') }))
			.filter((one) => passedOnLine(one) !== ''),
		starts_on: at('starts_on') || null,
		deadlines: { grantedOn: at('granted_on'), proposedOn: at('proposed_on'), askedOn: at('asked_on') },
		told_on: at('told_on') || today,
		told_how: how === 'screen' || how === 'paper' ? how : 'orally'
	};
}
