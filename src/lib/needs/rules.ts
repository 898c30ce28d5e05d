import { z } from 'zod';
import { HOWS } from '../people/rules.ts';
import { ids, line, oneOf, text, typedAt, version } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';
import { FAMILY_ORDER, NEED_CODES, type Family, type NeedCode } from './codes.ts';

/** How a side sees a need today. None is better; saying nothing is an answer too. */
export const WHENS = ['now', 'later', 'not-a-topic'] as const;
/** On her own side she may say besides that it is settled; the need stays open until both say so. */
export const HER_WHENS = [...WHENS, 'settled'] as const;
export type When = (typeof HER_WHENS)[number];

/** Why a need is no longer open: settled, or not spoken of any more. Both are opened again by one gesture. */
export const ENDS = ['settled', 'left'] as const;
export type End = (typeof ENDS)[number];

const LONGEST = 20_000;

/** What each side says of a need. Nothing is required; `version` is that of the voice which stood on the page, 0 when it was silent. */
export const NeedForm = z.object({
	/** Her name for what no family names. */
	label: line(120),
	version: version(),
	hers: z.object({ words: text(LONGEST), when: oneOf(HER_WHENS), works: text(LONGEST), how: oneOf(HOWS), version: version() }).prefault({}),
	mine: z.object({ words: text(LONGEST), when: oneOf(WHENS), version: version() }).prefault({})
});
export type NeedForm = z.infer<typeof NeedForm>;

/** A need being opened: which one, and who reads it from the start. */
export const OpeningForm = NeedForm.extend({ code: z.enum(NEED_CODES, 'choice'), readers: ids() });
export type OpeningForm = z.infer<typeof OpeningForm>;

/** What she says of a need herself, in her own space. */
export const HerVoiceForm = z.object({ words: text(LONGEST), when: oneOf(HER_WHENS), works: text(LONGEST), version: version() });
export type HerVoiceForm = z.infer<typeof HerVoiceForm>;

/** A need that she opens herself: in which part of her pathway, and who reads it. */
export const HerOpeningForm = HerVoiceForm.extend({
	part: z.uuid('choice'),
	code: z.enum(NEED_CODES, 'choice'),
	label: line(120),
	readers: ids()
});
export type HerOpeningForm = z.infer<typeof HerOpeningForm>;

/** Who reads a need that she opened. */
export const HerReadersForm = z.object({ readers: ids() });

/** Which need is about to be opened. */
export const TopicForm = z.object({ code: z.enum(NEED_CODES, 'choice') });
export const HerTopicForm = TopicForm.extend({ part: z.uuid('choice') });

/** A need settled, left, or opened again: `end` says which; null opens it again. */
export const EndingForm = z.object({ end: oneOf(ENDS), version: version() });

/** What two voices come to. That is all that is ever said of them. */
export type Agreement = 'same' | 'different' | 'one-silent' | 'silent';

/** Compares what was answered, and nothing else: the same answer, different answers, one that has not said. */
export function agreementOf({ hers, ours }: { hers: { when: When | null } | null; ours: readonly { when: When | null }[] }): Agreement {
	const theirs = ours.flatMap(({ when }) => when ?? []);
	if (!hers?.when) return theirs.length > 0 ? 'one-silent' : 'silent';
	if (theirs.length === 0) return 'one-silent';
	return theirs.every((when) => when === hers.when) ? 'same' : 'different';
}

/** By family, in the order of the families; what none of them names comes last. Within one, as they were opened. */
export function byFamily<N extends { family: Family | null }>(needs: readonly N[]): { family: Family | null; needs: N[] }[] {
	return [...FAMILY_ORDER, null].map((family) => ({ family, needs: needs.filter((need) => need.family === family) }));
}

/** What a line may say of the needs that are open, family by family: those that stand on their own page alone are not among them. */
export const glanceOf = <N extends { quiet: boolean; ended: End | null; family: Family | null }>(needs: readonly N[]): N[] =>
	byFamily(needs.filter(({ quiet, ended }) => !quiet && ended === null)).flatMap((one) => one.needs);

/** Where a need stands on the page of all; a browser unfolds what it is led to, so what is kept aside is not led to. */
export const placeOf = ({ id, quiet }: { id: string; quiet: boolean }): string => (quiet ? '' : `#besoin-${id}`);

/** She does not speak of it as a need any more: it is settled, or no concern. */
export const isOver = (hers: { when: When | null } | null): boolean => hers?.when === 'settled' || hers?.when === 'not-a-topic';

/** A voice that says nothing is not written. */
export const saysNothing = (voice: { words: string; when: When | null; works?: string }): boolean =>
	voice.words === '' && voice.when === null && !voice.works;

/** May this need be opened a second time? What no family names may. */
export const isTwin = (need: { code: NeedCode }, code: NeedCode): boolean => need.code === code && code !== 'OTHER';

/** Has anything been typed of a need that is being opened? What the page fills in by itself says nothing. */
export const isBegun = (typed: Typed): boolean =>
	['label', 'hers.words', 'hers.when', 'hers.works', 'hers.how', 'mine.words', 'mine.when'].some((name) => typedAt(typed, name) !== '');
