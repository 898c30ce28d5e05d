import { z } from 'zod';
import { day, id, line, oneOf, version } from '../web/fields.ts';

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

/** One line of "D’ici la prochaine fois". `who` is an owner, `me`, or `member:<id>` of a named colleague; `name` says who someone else is. */
export const NewAction = z.object({
	who: z
		.string()
		.regex(/^(person|me|both|other|member:[0-9a-f-]{36})$/, 'choice')
		.default('person'),
	name: line(120),
	what: line(1000),
	due: day(),
	goal: id()
});
export type NewAction = z.infer<typeof NewAction>;

/** An action said outside a meeting: what it is has to be said. */
export const AddedAction = NewAction.extend({ what: line(1000).refine((what) => what !== '', 'required') });

/** An action said otherwise: by whom, what, for when. */
export const SaidAction = AddedAction.omit({ goal: true }).extend({ version: version() });
export type SaidAction = z.infer<typeof SaidAction>;

/** What became of one action, said outside a meeting: then it is what the form is for. */
export const OneAnswer = z
	.object({ state: z.enum(ANSWERS, 'choice'), help: oneOf(HELPS), version: version() })
	.transform(({ state, help, version }) => ({ state, help: state === 'done' ? help : null, version }));

/** What an action is for; none is an answer too. */
export const GoalOfAction = z.object({ goal: id(), version: version() });

/** "C’est la même chose qu’en mars": an earlier thing, and what it is called; none unties it. */
export const SameThing = z.object({ same_as: id(), called: line(120), version: version() });
export type SameThing = z.infer<typeof SameThing>;

/** Who owns a line, as the table says it; `me` is the member who writes. */
export function ownerOf(who: string, me: string): { owner: Owner; owner_member_id: string | null } {
	if (who === 'me') return { owner: 'practitioner', owner_member_id: me };
	if (who.startsWith('member:')) return { owner: 'practitioner', owner_member_id: who.slice('member:'.length) };
	return { owner: who === 'both' || who === 'other' ? who : 'person', owner_member_id: null };
}
