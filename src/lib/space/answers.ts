import CircleCheck from '@lucide/svelte/icons/circle-check';
import Footprints from '@lucide/svelte/icons/footprints';
import Gift from '@lucide/svelte/icons/gift';
import Handshake from '@lucide/svelte/icons/handshake';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Signpost from '@lucide/svelte/icons/signpost';
import User from '@lucide/svelte/icons/user';
import Users from '@lucide/svelte/icons/users';
import type { AnswerState, Help } from '../actions/rules.ts';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { inOneLine } from '../ui/lines.ts';

/** What became of an action, as she says it: a word with its drawing, each as calm as the others. */
const ANSWERS = {
	done: { label: m.space_doing_done, icon: CircleCheck },
	tried: { label: m.space_doing_tried, icon: Footprints },
	changed: { label: m.space_doing_changed, icon: Signpost },
	'not-now': { label: m.space_doing_not_now, icon: Hourglass }
} as const satisfies Record<AnswerState, unknown>;

const HELPS = {
	alone: { label: m.space_doing_alone, icon: User },
	'some-help': { label: m.space_doing_some_help, icon: Handshake },
	together: { label: m.space_doing_together, icon: Users },
	'done-for': { label: m.space_doing_done_for, icon: Gift }
} as const satisfies Record<Help, unknown>;

/** The four answers, as a choice. */
export const answerOptions = () =>
	Object.entries(ANSWERS).map(([value, { label, icon }]) => ({ value, label: label(), icon, reveals: value === 'done' }));

/** How it was done, as a choice. */
export const helpOptions = () => Object.entries(HELPS).map(([value, { label, icon }]) => ({ value, label: label(), icon }));

/** Her answer in words, and the drawing that stands before it. */
export function herAnswer({ state, help }: { state: AnswerState | 'open'; help: Help | null }) {
	if (state === 'open') return { words: m.space_doing_open(), icon: null };
	const words = inOneLine([ANSWERS[state].label(), help && HELPS[help].label().toLocaleLowerCase(getLocale())], getLocale());
	return { words, icon: ANSWERS[state].icon };
}
