import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES } from '../access/access.ts';
import { settings } from '../server/settings.ts';

const Carnet = z.object({
	role: z.literal('person'),
	territory: z.string(),
	organization: z.string(),
	name: z.string(),
	code: z.string(),
	pin: z.string()
});
const Accounts = z.array(
	z.object({
		role: z.enum(ROLES),
		territory: z.string(),
		organization: z.string(),
		name: z.string(),
		email: z.string(),
		password: z.string()
	})
);

/** Somebody invented, whose password is public. */
export type DemoAccount = z.infer<typeof Accounts>[number];

/** The invented organisations of one invented territory, and who can sign in there. */
export interface DemoTerritory {
	territory: string;
	houses: { organization: string; people: DemoAccount[] }[];
}

const listed = () =>
	z.array(z.looseObject({ role: z.string() })).parse(JSON.parse(readFileSync(join(process.cwd(), 'demo', 'accounts.json'), 'utf8')));

/** In the demo, who has a card, and what she types; anywhere else nobody. */
export function demoCarnets(): z.infer<typeof Carnet>[] {
	return settings().demo ? z.array(Carnet).parse(listed().filter(({ role }) => role === 'person')) : [];
}

/** In the demo, who can sign in, one territory and one organisation after another; anywhere else nobody. */
export function demoAccounts(): DemoTerritory[] {
	if (!settings().demo) return [];
	const accounts = Accounts.parse(listed().filter(({ role }) => role !== 'person'));
	return [...Map.groupBy(accounts, ({ territory }) => territory)].map(([territory, here]) => ({
		territory,
		houses: [...Map.groupBy(here, ({ organization }) => organization)].map(([organization, people]) => ({ organization, people }))
	}));
}

/**
 * What was typed at the door; in the demo, choosing somebody by her button stands for typing her address and password.
 * A button sends `who`, so that the page has one field called email and one called password.
 */
export function typedOrChosen(typed: unknown): unknown {
	const { who, suite } = z.object({ who: z.string().optional(), suite: z.string().optional() }).parse(typed);
	if (!who) return typed;
	const chosen = demoAccounts()
		.flatMap(({ houses }) => houses.flatMap(({ people }) => people))
		.find(({ email }) => email === who);
	return chosen ? { email: chosen.email, password: chosen.password, suite } : typed;
}
