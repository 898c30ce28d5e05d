import { z } from 'zod';
import { KINDS } from '../organization/rules.ts';
import { isObvious, LONGEST, SHORTEST } from './password.ts';

const address = z.string().min(1, 'required').max(254, 'too_long').pipe(z.email('email'));

/** A password as it was chosen: never trimmed or changed, only measured. */
const typedPassword = z.string().min(1, 'required').max(LONGEST, 'too_long');

/** 15 characters or more, none of the obvious ones, no rule about which (ASVS 5.0, 6.2). */
export const newPassword = z
	.string()
	.min(1, 'required')
	.min(SHORTEST, 'password_short')
	.max(LONGEST, 'too_long')
	.refine((typed) => !isObvious(typed), 'password_obvious');

export const SignInForm = z.object({ email: address, password: typedPassword, suite: z.string().optional() });
export const CodeForm = z.object({ code: z.string().min(1, 'required').max(40, 'too_long'), suite: z.string().optional() });
export const ResetAskForm = z.object({ email: address });
export const ResetForm = z.object({ password: newPassword });
export const OrganisationForm = z.object({ member: z.uuid('choice'), suite: z.string().optional() });
export const PasswordForm = z.object({ current: typedPassword, password: newPassword });
export const SecondBeginForm = z.object({ password: typedPassword });

const line = z.string().min(1, 'required').max(120, 'too_long');

export const FirstStartForm = z.object({
	token: z.string(),
	territory: line,
	country: z.enum(['BE', 'FR'], 'choice'),
	timeZone: z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'choice'),
	organization: line,
	kind: z.enum(KINDS, 'choice'),
	firstName: line,
	lastName: z.string().max(120, 'too_long').default(''),
	email: address,
	password: newPassword
});
