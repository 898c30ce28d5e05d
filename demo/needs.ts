import type { PersonKey } from '../src/lib/server/keyring.ts';
import type { Calendar } from './calendar.ts';
import type { NeedStory, PersonStory } from './story.ts';

/** What telling one person's needs takes from the teller of her story. */
export interface Teller {
	story: PersonStory;
	accompaniment: string;
	organization: string;
	key: PersonKey;
	calendar: Calendar;
	id: (...what: (string | number)[]) => string;
	member: (slug: string | null) => string | null;
	/** How a member is called. */
	called: (slug: string) => string;
	add: (table: string, row: Record<string, unknown>) => void;
}

/** Needs in two voices, with who reads them and what was said before. */
export function tellNeeds(teller: Teller): void {
	teller.story.needs?.forEach((need, n) => tellNeed(teller, need, n));
}

function tellNeed(teller: Teller, need: NeedStory, n: number): void {
	const { accompaniment, add, calendar, id, key, member, organization, story } = teller;
	const row = id('need', n);
	const opened = calendar.at(calendar.past(need.ago), '15:10');
	const open = { list: 1, code: need.code, label: need.label ?? '', ended: null };
	const ended = need.ended && calendar.at(calendar.past(need.ended.ago), '15:40');
	add('need', {
		id: row,
		accompaniment_id: accompaniment,
		organization_id: organization,
		author_id: member(need.by),
		created_at: opened,
		ended_at: ended ?? null,
		version: ended ? 2 : 1,
		sealed: key.seal('need', row, { ...open, ended: need.ended?.how ?? null })
	});
	if (ended) keepFormer(teller, row, { subject: 'need', row, by: need.by, at: ended, sealed: key.seal('need', row, open) });
	const named = [need.by, story.lead, ...[...(story.colleagues ?? []), ...(story.covers ?? [])].map(({ who }) => who)];
	for (const slug of new Set(named)) {
		if (slug && !need.without?.includes(slug))
			add('need_reader', { need_id: row, member_id: member(slug), added_at: opened, added_by: member(need.by) });
	}
	tellHers(teller, need, n, opened);
	need.ours?.forEach(({ who, words = '', when = null }, place) => {
		const voice = id('need-voice', n, place);
		add('need_voice', {
			id: voice,
			need_id: row,
			accompaniment_id: accompaniment,
			voice: 'practitioner',
			author_id: member(who),
			created_at: opened,
			version: 1,
			sealed: key.seal('need_voice', voice, { words, when, works: '', how: null })
		});
	});
}

function tellHers(teller: Teller, { by, hers }: NeedStory, n: number, opened: Date): void {
	if (!hers) return;
	const { accompaniment, add, calendar, id, key, member } = teller;
	const voice = id('need-voice', n, 'hers');
	const { before, words = '', when = null, works = '', how = 'orally' } = hers;
	add('need_voice', {
		id: voice,
		need_id: id('need', n),
		accompaniment_id: accompaniment,
		voice: 'person',
		author_id: member(by),
		created_at: opened,
		version: before ? 2 : 1,
		sealed: key.seal('need_voice', voice, { words, when, works, how })
	});
	if (!before) return;
	const at = calendar.at(calendar.past(before.changed), '15:25');
	const sealed = key.seal('need_voice', voice, { words: before.words ?? '', when: before.when ?? null, works: '', how });
	keepFormer(teller, id('need', n), { subject: 'need_voice', row: voice, by, at, sealed });
}

function keepFormer(
	{ accompaniment, add, id, member }: Teller,
	need: string,
	{ subject, row, by, at, sealed }: { subject: 'need' | 'need_voice'; row: string; by: string; at: Date; sealed: string }
): void {
	add('revision', {
		id: id('revision', row),
		accompaniment_id: accompaniment,
		need_id: need,
		subject,
		row_id: row,
		row_version: 1,
		sealed,
		author_id: member(by),
		replaced_by: member(by),
		created_at: at
	});
}
