import type { z } from 'zod';
import { HOWS, type How } from '../people/rules.ts';
import { line, oneOf, text } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';

/**
 * Who carried the words from one language to the other. A child never does by default: the choice stands last, is never made
 * beforehand, and asks calmly what was missing.
 */
export const INTERPRETERS = ['professional', 'distance', 'colleague', 'chosen', 'child'] as const;
export type Interpreter = (typeof INTERPRETERS)[number];

/** What is folded beside "Ce qu’on s’est dit": her words, the look back in both voices, who else was there. All may stay empty. */
export const voiceFields = {
	her_words: text(50_000),
	hers_how: oneOf(HOWS),
	helped_hers: text(10_000),
	helped_ours: text(10_000),
	partner: line(500),
	relative: line(500),
	interpreter: line(500),
	interpreter_as: oneOf(INTERPRETERS),
	interpreter_why: line(1000)
};
export type Voices = z.infer<z.ZodObject<typeof voiceFields>>;

export const NO_VOICES: Voices = {
	her_words: '',
	hers_how: null,
	helped_hers: '',
	helped_ours: '',
	partner: '',
	relative: '',
	interpreter: '',
	interpreter_as: null,
	interpreter_why: ''
};

/** The same in a sealed text: only what was said is there. */
export interface SealedVoices {
	hers?: string;
	hersHow?: How;
	/** The member who noted them. */
	hersBy?: string;
	/** Said at the first meeting: "Ce qui m’amène". */
	opening?: true;
	helpedHers?: string;
	helpedOurs?: string;
	partner?: string;
	relative?: string;
	interpreter?: string;
	interpreterAs?: Interpreter;
	interpreterWhy?: string;
}

/** @param told which member noted her words, and whether it was at the first meeting */
export function sealVoices(said: Voices, told: { by: string; opening: boolean }): SealedVoices {
	const hers = said.her_words && { hers: said.her_words, ...(said.hers_how && { hersHow: said.hers_how }), hersBy: told.by };
	return {
		...(hers && { ...hers, ...(told.opening && { opening: true as const }) }),
		...(said.helped_hers && { helpedHers: said.helped_hers }),
		...(said.helped_ours && { helpedOurs: said.helped_ours }),
		...(said.partner && { partner: said.partner }),
		...(said.relative && { relative: said.relative }),
		...(said.interpreter && { interpreter: said.interpreter }),
		...(said.interpreter_as && { interpreterAs: said.interpreter_as }),
		...(said.interpreter_why && { interpreterWhy: said.interpreter_why })
	};
}

export function openVoices(said: SealedVoices): Voices {
	return {
		her_words: said.hers ?? '',
		hers_how: HOWS.find((how) => how === said.hersHow) ?? null,
		helped_hers: said.helpedHers ?? '',
		helped_ours: said.helpedOurs ?? '',
		partner: said.partner ?? '',
		relative: said.relative ?? '',
		interpreter: said.interpreter ?? '',
		interpreter_as: INTERPRETERS.find((as) => as === said.interpreterAs) ?? null,
		interpreter_why: said.interpreterWhy ?? ''
	};
}

/** What was typed or stored under these names, as a form shows it again. */
export function typedVoices(typed: Typed | Voices | undefined): Record<keyof Voices, string> {
	const at = (name: keyof Voices) => {
		const value = typed?.[name];
		return typeof value === 'string' ? value : '';
	};
	return Object.fromEntries(Object.keys(voiceFields).map((name) => [name, at(name as keyof Voices)])) as Record<keyof Voices, string>;
}

/** Which folds hold something: they stand open when the page comes back. */
export function foldsOf(typed: Typed | Voices | undefined, attendees: readonly string[] = []) {
	const said = typedVoices(typed);
	return {
		hers: said.her_words !== '' || said.hers_how !== '',
		lookBack: said.helped_hers !== '' || said.helped_ours !== '',
		there:
			attendees.length > 0 ||
			[said.partner, said.relative, said.interpreter, said.interpreter_as, said.interpreter_why].some((value) => value !== '')
	};
}
