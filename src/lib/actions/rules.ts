import { z } from 'zod';
import { day, line, oneOf, version } from '../web/fields.ts';

/** What became of an action, "quels qu’ils soient" (seed 004): four answers, none of them bad. */
export const ANSWERS = ['done', 'tried', 'changed', 'not-now'] as const;
export type AnswerState = (typeof ANSWERS)[number];

/** How it was done, in words, asked after "done" only. */
export const HELPS = ['alone', 'some-help', 'together', 'done-for'] as const;
export type Help = (typeof HELPS)[number];

/** Who does it before next time: she, a practitioner, both together, someone else. */
export type Owner = 'person' | 'practitioner' | 'both' | 'other';

/** One answered action as a form sends it. Help without "done" is left aside. */
export const Answer = z
	.object({
		state: oneOf(ANSWERS),
		help: oneOf(HELPS),
		version: version()
	})
	.transform(({ state, help, version }) => ({ state, help: state === 'done' ? help : null, version }));

/** One line of "D’ici la prochaine fois". `who` is an owner, `me`, or `member:<id>` of a named colleague. */
export const NewAction = z.object({
	who: z
		.string()
		.regex(/^(person|me|both|other|member:[0-9a-f-]{36})$/, 'choice')
		.default('person'),
	what: line(1000),
	due: day()
});
export type NewAction = z.infer<typeof NewAction>;

/** Who owns a line, as the table says it; `me` is the member who writes. */
export function ownerOf(who: string, me: string): { owner: Owner; owner_member_id: string | null } {
	if (who === 'me') return { owner: 'practitioner', owner_member_id: me };
	if (who.startsWith('member:')) return { owner: 'practitioner', owner_member_id: who.slice('member:'.length) };
	return { owner: who === 'both' || who === 'other' ? who : 'person', owner_member_id: null };
}
