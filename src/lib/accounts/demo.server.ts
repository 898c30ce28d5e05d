import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES } from '../access/access.ts';
import { settings } from '../server/settings.ts';

const Accounts = z.array(
	z.object({ role: z.enum(ROLES), organization: z.string(), name: z.string(), email: z.string(), password: z.string() })
);

/** Somebody invented, whose password is public. */
export type DemoAccount = z.infer<typeof Accounts>[number];

/** In the demo, who can sign in, one organisation after another; anywhere else nobody. */
export function demoAccounts(): { organization: string; people: DemoAccount[] }[] {
	if (!settings().demo) return [];
	const accounts = Accounts.parse(JSON.parse(readFileSync(join(process.cwd(), 'demo', 'accounts.json'), 'utf8')));
	return [...Map.groupBy(accounts, ({ organization }) => organization)].map(([organization, people]) => ({ organization, people }));
}

/**
 * What was typed at the door; in the demo, choosing somebody by her button stands for typing her address and password.
 * A button sends `who`, so that the page has one field called email and one called password.
 */
export function typedOrChosen(typed: unknown): unknown {
	const { who, suite } = z.object({ who: z.string().optional(), suite: z.string().optional() }).parse(typed);
	if (!who) return typed;
	const chosen = demoAccounts()
		.flatMap(({ people }) => people)
		.find(({ email }) => email === who);
	return chosen ? { email: chosen.email, password: chosen.password, suite } : typed;
}
