import { openVoices } from '../src/lib/interviews/voices.ts';
import { wordsIn, type About, type Shown } from '../src/lib/views/shown.ts';
import { voicesOf } from './meetings.ts';
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
	const texts = view.shows.map((shown) => shownOf(teller, shown)).filter((shown) => wordsIn(shown).length > 0);
	const about = texts.map(({ kind, on }): About => ({ kind, ...(on && { on }) }));
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

function shownOf({ calendar, called, member, story }: Teller, shown: ViewStory['shows'][number]): Shown {
	if (typeof shown !== 'number') return { kind: shown, text: story.profile?.[shown] ?? '' };
	const place = shown < 0 ? story.meetings!.length + shown : shown;
	const meeting = story.meetings![place]!;
	const by = member(meeting.by) ?? '';
	const voices = voicesOf(meeting, { by, opening: place === 0 });
	return {
		kind: 'note',
		on: calendar.past(meeting.ago),
		note: {
			...openVoices(voices),
			text: meeting.text ?? '',
			common: meeting.common ?? '',
			moved: meeting.moved ?? '',
			outcome: meeting.outcome ?? (meeting.moved ? 'moved' : null),
			kept_between: meeting.between ?? false,
			opening: voices.opening ?? false,
			hers_by: voices.hersBy ?? null,
			author_first_name: called(meeting.by),
			hers_by_first_name: called(meeting.by),
			version: 1,
			read_backs: []
		}
	};
}
