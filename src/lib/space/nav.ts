import { isOffered } from '../together/pages.ts';
import { m } from '../paraglide/messages.js';

/** The pages of her space, in the order in which they are of use: those of every day, then those that she looks for now and then. */
const DAILY = [
	{ href: '/moi', label: m.space_today },
	{ href: '/moi/messages', label: m.space_messages_title },
	{ href: '/moi/actions', label: m.space_doing_actions },
	{ href: '/moi/chemin', label: m.space_path_title },
	{ href: '/moi/ce-qui-compte', label: m.space_path_matters },
	{ href: '/moi/papiers', label: m.space_sees_papers }
];
const OTHERS = [
	{ href: '/moi/relire', label: m.space_doing_read },
	{ href: '/moi/qui-voit', label: m.space_sees_who },
	{ href: '/moi/qui-a-regarde', label: m.space_sees_looked },
	{ href: '/moi/page', label: m.space_page_title },
	{ href: '/moi/avis', label: m.space_opinion_title },
	{ href: '/moi/carte', label: m.space_card }
];
const PAGES = [...DAILY, ...OTHERS];

/** Where her menu leads. */
export const HER_PAGES: readonly string[] = PAGES.map(({ href }) => href);

/** A line of her menu. */
export interface HerLink {
	href: string;
	label: string;
	/** She is there. */
	current: boolean;
	/** In sight; the others are folded. */
	daily: boolean;
}

/** Her menu, with the page she is on; on a shared screen, the pages that it shows, all of them in sight. */
export function navOf(path: string, together = false): HerLink[] {
	return PAGES.filter(({ href }) => !together || isOffered(href)).map(({ href, label }, at) => ({
		href,
		label: label(),
		current: path === href || (href !== '/moi' && path.startsWith(`${href}/`)),
		daily: together || at < DAILY.length
	}));
}
