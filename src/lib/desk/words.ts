import { m } from '../paraglide/messages.js';
import type { Section } from './nav.ts';

/** The name of a section, in the menu and where its link stands elsewhere. */
export const SECTION_WORDS: Record<Section, () => string> = {
	desk: m.nav_desk,
	people: m.nav_people,
	'front-desk': m.nav_front_desk,
	team: m.nav_team,
	settings: m.nav_settings
};
