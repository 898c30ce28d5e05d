import type { Calendar } from './calendar.ts';
import type { PersonKey } from '../src/lib/server/keyring.ts';
import type { PersonStory } from './story.ts';

/** What the front desk says of one appointment, as rows: she is here today, it was moved, a word for whom she comes to see. */
export function tellAtDesk(
	told: NonNullable<NonNullable<PersonStory['appointments']>[number]['desk']>,
	of: { row: { accompaniment_id: string; organization_id: string }; appointment: string; to: string; by: string },
	{
		calendar,
		key,
		id,
		add
	}: { calendar: Calendar; key: PersonKey; id: (what: string) => string; add: (table: string, row: object) => void }
): void {
	const { row, appointment, to, by } = of;
	const { accompaniment_id, organization_id } = row;
	const today = calendar.exact(0);
	if (told.arrived)
		add('arrival', {
			appointment_id: appointment,
			accompaniment_id,
			organization_id,
			arrived_at: calendar.at(today, told.arrived),
			clears_at: calendar.at(calendar.exact(1), '00:00')
		});
	const word = (kind: 'said' | 'moved', said: { text: string } | { from: string }) => {
		const word = id(`desk-${kind}`);
		const created_at = calendar.at(today, '08:40');
		add('desk_word', {
			id: word,
			accompaniment_id,
			organization_id,
			appointment_id: appointment,
			kind,
			to_member_id: to,
			author_id: by,
			sealed: key.seal('desk_word', word, said),
			created_at,
			expires_at: new Date(created_at.getTime() + 14 * 86_400_000)
		});
	};
	if (told.movedFrom) word('moved', { from: calendar.at(today, told.movedFrom).toISOString() });
	if (told.said) word('said', { text: told.said });
}
