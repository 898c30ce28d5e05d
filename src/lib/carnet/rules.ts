import { z } from 'zod';
import { codeFrom } from './code.ts';

/** A PIN is digits, six to twelve: said to nobody, typed on a phone's number pad. */
const SHORTEST = 6;
const LONGEST = 12;

/** Digits of any script, as many phones type them, read as 0–9; spaces are nothing. */
const digits = (typed: string) =>
	typed.replace(/\s/g, '').replace(/\p{Nd}/gu, (digit) => {
		let zero = digit.codePointAt(0)!;
		while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0)! - zero < 9) zero -= 1;
		return String(digit.codePointAt(0)! - zero);
	});

/** One digit over and over, or a run up or down: tried first by whoever finds a card. */
export function isEasyPin(pin: string): boolean {
	const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
	return steps.size === 1 && [0, 1, -1].includes([...steps][0]!);
}

const Pin = z.string().transform(digits);

const Code = z
	.string()
	.min(1)
	.max(40)
	.transform((typed, context) => {
		const code = codeFrom(typed);
		if (code === null) context.addIssue({ code: 'custom', message: 'carnet_code' });
		return code ?? z.NEVER;
	});

/** What she types to come in: nothing is said of either before both were checked. */
export const HerSignInForm = z.object({
	code: Code,
	pin: z.string().min(1).max(40).transform(digits),
	suite: z.string().max(300).optional()
});

/** At the door she asks for a one-time code, written or said on the phone. */
export const AskCodeForm = z.object({ code: Code, recevoir: z.enum(['ecrit', 'voix']) });

/** A one-time code as it was typed in her space. */
export const OneTimeForm = z.object({ recu: z.string().min(1, 'required').max(40).transform(digits) });

/** The PIN she chooses at the desk, typed twice on a turned screen; or a second one, in her space. */
export const GiveCarnetForm = z
	.object({ pin: Pin, again: Pin })
	.refine(({ pin }) => /^\d+$/.test(pin) && pin.length >= SHORTEST && pin.length <= LONGEST, { path: ['pin'], message: 'carnet_pin' })
	.refine(({ pin }) => !isEasyPin(pin), { path: ['pin'], message: 'carnet_pin_easy' })
	.refine(({ pin, again }) => pin === again, { path: ['again'], message: 'carnet_pin_again' });
