import { z } from 'zod';
import { day, line, oneOf, rows, text, version } from '../web/fields.ts';
import type { CountryProfile } from './country/profile.ts';

/** Something that must be passed on: what, to whom, when, and what may follow. */
export interface PassedOn {
	what: string;
	to: string;
	when: string;
	then: string;
}

/** What a frame holds, sealed: '' when nothing was said. */
export interface FrameText {
	/** What I can promise, and what I cannot. */
	canPromise: string;
	cannotPromise: string;
	/** What she expects, and what she can and cannot promise. */
	hers: string;
	passedOn: PassedOn[];
	/** Days from which the deadlines that protect her run. */
	deadlines: { grantedOn: string; proposedOn: string; askedOn: string };
}

export const NO_FRAME: FrameText = {
	canPromise: '',
	cannotPromise: '',
	hers: '',
	passedOn: [],
	deadlines: { grantedOn: '', proposedOn: '', askedOn: '' }
};

const PassedOnRow = z.object({ what: line(500), to: line(300), when: line(300), then: line(500) });

/** The frame, both told. Nothing in it is required but whether she comes freely or was asked to. */
export const FrameForm = (profile: CountryProfile, today: string) =>
	z
		.object({
			basis: z.enum(['free', 'asked'], 'choice'),
			asked_by: line(60),
			starts_on: day(),
			granted_on: day(),
			proposed_on: day(),
			asked_on: day(),
			told_on: day(),
			told_how: oneOf(['orally', 'screen', 'paper']),
			can_promise: text(),
			cannot_promise: text(),
			hers: text(),
			passed_on: rows(PassedOnRow, 12).transform((all) => all.filter((row) => Object.values(row).some(Boolean))),
			version: version()
		})
		.transform((said) => ({ ...said, asked_by: said.basis === 'asked' && said.asked_by ? said.asked_by : null }))
		.refine((said) => said.asked_by === null || profile.askedBy.some((one) => one.code === said.asked_by), {
			path: ['asked_by'],
			error: 'choice'
		})
		.refine((said) => !said.told_on || said.told_on <= today, { path: ['told_on'], error: 'future' });
export type FrameSaid = z.infer<ReturnType<typeof FrameForm>>;

/** The sealed part of a frame, from what the form said. */
export function frameText(said: FrameSaid): FrameText {
	return {
		canPromise: said.can_promise,
		cannotPromise: said.cannot_promise,
		hers: said.hers,
		passedOn: said.passed_on,
		deadlines: { grantedOn: said.granted_on ?? '', proposedOn: said.proposed_on ?? '', askedOn: said.asked_on ?? '' }
	};
}
