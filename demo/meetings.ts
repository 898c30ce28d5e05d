import { NO_VOICES, sealVoices, type SealedVoices } from '../src/lib/interviews/voices.ts';
import type { Teller } from './needs.ts';
import type { MeetingStory } from './story.ts';

/** Her words, the look back and who else was there, as the application seals them with the text. */
export function voicesOf({ hers, helped, there }: MeetingStory, told: { by: string; opening: boolean }): SealedVoices {
	return sealVoices(
		{
			...NO_VOICES,
			her_words: hers?.words ?? '',
			hers_how: hers?.how ?? null,
			helped_hers: helped?.hers ?? '',
			helped_ours: helped?.ours ?? '',
			partner: there?.partner ?? '',
			relative: there?.relative ?? '',
			interpreter: there?.interpreter ?? '',
			interpreter_as: there?.as ?? null
		},
		told
	);
}

/**
 * What stands around one meeting: colleagues who were there, with the sides they wrote, and her answer when the text was read again.
 * @param name names the readers of a side: its id, its author, who was unticked
 */
export function tellAround(
	teller: Teller,
	meeting: MeetingStory,
	n: number,
	about: { interview: string; note: string; at: Date },
	name: (side: string, who: string, without?: readonly string[]) => void
): void {
	const { accompaniment, organization, key, calendar, id, member, add } = teller;
	const by = member(meeting.by);
	meeting.with?.forEach(({ who, words, without }, place) => {
		add('attendee', {
			interview_id: about.interview,
			accompaniment_id: accompaniment,
			organization_id: organization,
			member_id: member(who),
			added_at: about.at,
			added_by: by
		});
		if (!words) return;
		const side = id('side', n, place);
		add('note', {
			id: side,
			interview_id: about.interview,
			accompaniment_id: accompaniment,
			author_id: member(who),
			outcome: null,
			kept_between: false,
			created_at: about.at,
			sealed: key.seal('note', side, { text: words, moved: '' })
		});
		name(side, who, without);
	});
	const { right } = meeting;
	if (!right) return;
	const answer = id('read-back', n);
	add('read_back', {
		id: answer,
		accompaniment_id: accompaniment,
		note_id: about.note,
		note_version: 1,
		value: right.value,
		how: right.how ?? 'orally',
		sealed: right.words ? key.seal('read_back', answer, { words: right.words }) : null,
		recorded_by: member(right.by ?? meeting.by),
		at: calendar.at(calendar.past(right.ago), '10:40')
	});
}
