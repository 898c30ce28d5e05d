import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { inOneLine } from '../ui/lines.ts';
import type { AnswerState, Help, Owner } from './rules.ts';

export const ANSWER_WORDS: Record<AnswerState | 'open', () => string> = {
	open: m.actions_open,
	done: m.actions_done,
	tried: m.actions_tried,
	changed: m.actions_changed,
	'not-now': m.actions_not_now
};

export const HELP_WORDS: Record<Help, () => string> = {
	alone: m.actions_alone,
	'some-help': m.actions_some_help,
	together: m.actions_together,
	'done-for': m.actions_done_for
};

/** "fait, ensemble" */
export function answerWords(answer: { state: AnswerState | 'open'; help: Help | null }): string {
	return inOneLine([ANSWER_WORDS[answer.state](), answer.help && HELP_WORDS[answer.help]()], getLocale());
}

/** Who does it, as a name at the start of a line; `first` is how the person is called. */
export function ownerWords(action: { owner: Owner; owner_first_name: string | null; who?: string }, first: string): string {
	if (action.owner === 'both') return m.actions_both();
	if (action.owner === 'other') return action.who || m.actions_other();
	return action.owner === 'person' ? first : (action.owner_first_name ?? m.actions_other());
}
