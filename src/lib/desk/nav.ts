import { can, type Actor } from '../access/access.ts';

export type Section = 'desk' | 'people' | 'directory' | 'front-desk' | 'team' | 'settings';

/** The sections of the desk, in the order of the menu, that these rights open. */
export function sectionsOf(actor: Actor): { section: Section; href: string }[] {
	const all: { section: Section; href: string; open: boolean }[] = [
		{ section: 'desk', href: '/bureau', open: true },
		{ section: 'people', href: '/personnes', open: can(actor, 'walk-with-people') },
		{ section: 'directory', href: '/annuaire', open: true },
		{ section: 'front-desk', href: '/accueil', open: can(actor, 'see-day-at-front-desk') },
		{ section: 'team', href: '/equipe', open: can(actor, 'see-team-load') },
		{ section: 'settings', href: '/reglages', open: can(actor, 'change-settings') || can(actor, 'manage-members') }
	];
	return all.filter(({ open }) => open).map(({ section, href }) => ({ section, href }));
}

/** Is this address the section itself or below it? */
export function isWithin(path: string, href: string): boolean {
	return path === href || path.startsWith(`${href}/`);
}
