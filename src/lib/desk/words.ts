import { m } from '../paraglide/messages.js';
import type { Section } from './nav.ts';
import type { WaitingDraft } from './desk.server.ts';

/** The name of a section, in the menu and where its link stands elsewhere. */
export const SECTION_WORDS: Record<Section, () => string> = {
	desk: m.nav_desk,
	people: m.nav_people,
	directory: m.nav_directory,
	'front-desk': m.nav_front_desk,
	team: m.nav_team,
	settings: m.nav_settings
};

/** What waits, by whose name. */
export const DRAFT_WORDS: Record<WaitingDraft['form'], (draft: { name: string }) => string> = {
	interview: m.desk_draft_interview,
	memo: m.desk_draft_memo,
	collective: () => m.collective_desk_draft(),
	need: m.desk_draft_need,
	side: m.desk_draft_side,
	'read-back': m.desk_draft_read_back
};
/** Where one goes on with it. */
export function draftPlace({ form, accompaniment_id, about }: WaitingDraft): string {
	const person = `/personnes/${accompaniment_id}`;
	if (form === 'collective') return '/bureau/collectif';
	if (form === 'memo') return `${person}/memos`;
	if (form === 'need') return `${person}/besoins/${about ?? 'nouveau'}`;
	if (form === 'side') return `${person}/entretiens/${about}/mon-cote`;
	return form === 'read-back' ? `${person}/entretiens/${about}` : `${person}/entretiens/nouveau`;
}
