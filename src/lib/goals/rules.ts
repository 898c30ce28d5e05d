import { z } from 'zod';
import { HELPS } from '../actions/rules.ts';
import { FAMILY_ORDER, type Family } from '../needs/codes.ts';
import { HOWS, type How } from '../people/rules.ts';
import { id, ids, isDay, oneOf, ticked, version } from '../web/fields.ts';

/** Where a goal stands: all four are calm, and each can become any other. There is no percentage, no lateness and no order among goals. */
export const STATES = ['open', 'reached', 'paused', 'let-go'] as const;
export type GoalState = (typeof STATES)[number];

/** The six families of needs: work is one among others, and a family says less than a need would (a goal is read beside the thread). */
export const DOMAINS = FAMILY_ORDER as [Family, ...Family[]];

/** Whose yes it is. */
export const VOICES = ['person', 'practitioner'] as const;
export type Voice = (typeof VOICES)[number];

/** A yes to one wording, and to no other. */
export interface Yes {
	voice: Voice;
	wording_id: string;
	how: How;
}

/**
 * What stands between a wish and an agreed goal (seed 004: "définis ensemble"; domain.md §2.1).
 * `wished`: nothing is worded in common yet. `worded`: something is, and somebody has not said yes to these very words. `agreed`: both have.
 */
export type Standing = 'wished' | 'worded' | 'agreed';

/** The yes of one voice to the words that stand there now. */
export function yesOf<One extends Yes>(voice: Voice, wording: string | null, said: readonly One[]): One | undefined {
	return said.find((one) => one.voice === voice && one.wording_id === wording);
}

/**
 * Never `agreed` with one yes, with two of the same voice, or with those that were given to former words.
 * @param wording the latest one in common; null when there is none
 */
export function standingOf(wording: string | null, said: readonly Yes[]): Standing {
	if (wording === null) return 'wished';
	return VOICES.every((voice) => yesOf(voice, wording, said)) ? 'agreed' : 'worded';
}

/** What a goal is called by. */
interface Worded {
	wishes: readonly { text: string }[];
	wordings: readonly { text: string }[];
}

/** The words to call a goal by: what is worded for both, else her wish as she says it now. */
export const wordsOf = ({ wishes, wordings }: Worded): string => wordings.at(-1)?.text ?? wishes.at(-1)?.text ?? '';

/** In a list of choices, a line is enough. */
const A_LINE = 80;
export function lineOf(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	return line.length <= A_LINE ? line : `${line.slice(0, A_LINE).replace(/[\s,;:.(«]+\S*$/, '')} …`;
}

const required = (most: number) =>
	z
		.string()
		.max(most, 'too_long')
		.default('')
		.refine((value) => value !== '', 'required');

/** What a goal is about: a family of needs, or nothing. */
const domain = () => oneOf(DOMAINS);

/** What she hopes for, in her words; what it is about; who reads it. */
export const WishForm = z.object({ wish: required(4000), how: oneOf(HOWS), domain: domain(), readers: ids() });
export type WishForm = z.infer<typeof WishForm>;

/** Her wish said anew: the former words stay. `last` is the wording that was on the page. */
export const WishAgainForm = z.object({ wish: required(4000), how: oneOf(HOWS), last: id() });
export type WishAgainForm = z.infer<typeof WishAgainForm>;

/** Words for both; each yes may be given in the same gesture. `last` is the wording that was on the page, null when there was none. */
export const AgreedForm = z.object({ agreed: required(4000), yes_hers: oneOf(HOWS), yes_mine: ticked(), last: id() });
export type AgreedForm = z.infer<typeof AgreedForm>;

/** A yes to the words that were on the page: hers with how she said it, or mine. */
export const YesForm = z
	.object({ voice: z.enum(VOICES, 'choice'), how: oneOf(HOWS), wording: z.uuid('choice') })
	.refine(({ voice, how }) => voice === 'practitioner' || how !== null, { message: 'choice', path: ['how'] })
	.transform(({ how, ...yes }) => ({ ...yes, how: how ?? ('screen' as const) }));
export type YesForm = z.infer<typeof YesForm>;

/** What she hopes for, said by herself in her own space: in which part of her pathway, and who reads it. */
export const HerWishForm = z.object({ part: z.uuid('choice'), wish: required(4000), domain: domain(), readers: ids() });
export type HerWishForm = z.infer<typeof HerWishForm>;

/** Her wish said anew by herself. `last` is the wording that was on the page. */
export const HerWishAgainForm = z.object({ wish: required(4000), last: id() });
export type HerWishAgainForm = z.infer<typeof HerWishAgainForm>;

/** Her own yes, to the words that were on the page. */
export const HerYesForm = z.object({ wording: z.uuid('choice') });
export type HerYesForm = z.infer<typeof HerYesForm>;

/** A yes taken back. */
export const NoLongerForm = z.object({ yes: z.uuid('choice') });

export const StateForm = z
	.object({ stands: z.enum(STATES, 'choice'), version: version() })
	.transform(({ stands, version }) => ({ state: stands, version }));
export const DomainForm = z.object({ domain: domain(), version: version() });

/** A small step in her words, or those words put right. */
export const StepForm = z.object({ step: required(1000) });
export const StepWordsForm = z.object({ id: z.uuid('choice'), step: required(1000), version: version() });

/**
 * A step that was done: the day is given by whoever says so, and how it went is asked only then.
 * @param today the territory's plain day: what is done is not ahead
 */
export const StepDoneForm = (today: string) =>
	z.object({
		id: z.uuid('choice'),
		done_on: z
			.string()
			.default('')
			.transform((value) => value || today)
			.refine(isDay, 'date')
			.refine((value) => value <= today || !isDay(value), 'future'),
		help: oneOf(HELPS),
		version: version()
	});
export type StepDone = z.infer<ReturnType<typeof StepDoneForm>>;

/** A step noted as done by mistake, or that is to be done again. */
export const StepAgainForm = z.object({ id: z.uuid('choice'), version: version() });
