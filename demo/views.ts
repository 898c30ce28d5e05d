import type { Teller } from './needs.ts';
import type { ViewStory } from './story.ts';

const DAY = 86_400_000;

/** Views asked of colleagues, with her accord: what each shows is there only while it lives. */
export function tellViews(teller: Teller): void {
	teller.story.views?.forEach((view, n) => tellView(teller, view, n));
}

function tellView(teller: Teller, view: ViewStory, n: number): void {
	const { accompaniment: accompaniment_id, add, calendar, key, member, organization: organization_id } = teller;
	const id = teller.id('view', n);
	const asked_at = calendar.at(calendar.exact(-view.ago), '09:00');
	const ends_at = new Date(asked_at.getTime() + 7 * DAY);
	const ended_at = view.endedAgo === undefined ? null : calendar.at(calendar.exact(-view.endedAgo), '16:00');
	const asked_by = member(view.by);
	const texts = view.shows.map((shown) => shownOf(teller, shown)).filter(({ text }) => text !== '');
	const about = texts.map(({ text: _, moved: __, ...one }) => one);
	add('view_request', {
		id,
		accompaniment_id,
		organization_id,
		asked_by,
		asked_of: member(view.of),
		accord_how: view.how ?? 'orally',
		asked_at,
		ends_at,
		ended_at,
		ended_how: ended_at && (view.ended ?? 'answered')
	});
	add('view_text', {
		id,
		accompaniment_id,
		sealed: key.seal('view_text', id, { question: view.question, about }),
		answer: view.answer ? key.seal('view_text', id, { text: view.answer }, 'answer') : null,
		answered_at: view.answer ? ended_at : null
	});
	add('view_reader', { view_id: id, member_id: asked_by, added_at: asked_at, added_by: asked_by });
	if (!ended_at) add('view_shown', { id, accompaniment_id, until: ends_at, sealed: key.seal('view_shown', id, { texts }) });
}

function shownOf(
	{ calendar, story }: Teller,
	shown: ViewStory['shows'][number]
): { kind: string; on?: string; text: string; moved?: string } {
	if (typeof shown !== 'number') return { kind: shown, text: story.profile?.[shown] ?? '' };
	const { ago, text, moved } = story.meetings!.at(shown)!;
	return { kind: 'note', on: calendar.past(ago), text: text ?? '', moved: moved ?? '' };
}
