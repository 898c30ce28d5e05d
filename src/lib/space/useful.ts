import { m } from '../paraglide/messages.js';

/** Numbers that everybody may need, and that say nothing of whoever looks at them: for the page behind a second PIN. */
export const USEFUL_NUMBERS: Record<'BE' | 'FR', { number: string; what: () => string }[]> = {
	BE: [
		{ number: '112', what: m.space_door_useful_112 },
		{ number: '101', what: m.space_door_useful_police },
		{ number: '1733', what: m.space_door_useful_doctor },
		{ number: '070 245 245', what: m.space_door_useful_poison }
	],
	FR: [
		{ number: '112', what: m.space_door_useful_112 },
		{ number: '17', what: m.space_door_useful_police },
		{ number: '18', what: m.space_door_useful_fire },
		{ number: '15', what: m.space_door_useful_doctor },
		{ number: '114', what: m.space_door_useful_text }
	]
};

export const USEFUL_HOURS = [m.space_door_useful_town, m.space_door_useful_post, m.space_door_useful_pharmacy, m.space_door_useful_library];
