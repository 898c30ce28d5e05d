import { z } from 'zod';
import { digitsOf } from '../space/offline/box.js';
import { codeFrom } from './code.ts';

/** A PIN is digits, six to twelve: said to nobody, typed on a phone's number pad. */
const SHORTEST = 6;
const LONGEST = 12;

/** One digit over and over, or a run up or down: tried first by whoever finds a card. */
export function isEasyPin(pin: string): boolean {
	const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
	return steps.size === 1 && [0, 1, -1].includes([...steps][0]!);
}

const Pin = z.string().transform(digitsOf);

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
	pin: z.string().min(1).max(40).transform(digitsOf),
	suite: z.string().max(300).optional()
});

/** At the door she asks for a one-time code, written or said on the phone. */
export const AskCodeForm = z.object({ code: Code, recevoir: z.enum(['ecrit', 'voix']) });

/** A one-time code as it was typed in her space. */
export const OneTimeForm = z.object({ recu: z.string().min(1, 'required').max(40).transform(digitsOf) });

/** Her PIN once more, to prove that it is she. */
export const HerPinForm = z.object({ pin: Pin });

/** The PIN she chooses at the desk, typed twice on a turned screen; or a second one, in her space. */
export const GiveCarnetForm = z
	.object({ pin: Pin, again: Pin })
	.refine(({ pin }) => /^\d+$/.test(pin) && pin.length >= SHORTEST && pin.length <= LONGEST, { path: ['pin'], message: 'carnet_pin' })
	.refine(({ pin }) => !isEasyPin(pin), { path: ['pin'], message: 'carnet_pin_easy' })
	.refine(({ pin, again }) => pin === again, { path: ['again'], message: 'carnet_pin_again' });
