import type { Teller } from './needs.ts';
import type { MessageStory } from './story.ts';

/** Messages between her and those who accompany her: named when they were written, read or waiting. */
export function tellMessages(teller: Teller): void {
	teller.story.messages?.forEach((message, n) => tellMessage(teller, message, n));
}

function tellMessage(
	{ accompaniment: accompaniment_id, organization: organization_id, ...teller }: Teller,
	message: MessageStory,
	n: number
): void {
	const { add, calendar, key, member } = teller;
	const id = teller.id('message', n);
	const created_at = calendar.at(calendar.exact(-message.ago), message.at);
	add('message', {
		id,
		accompaniment_id,
		organization_id,
		author_id: message.by === 'her' ? null : member(message.by),
		sealed: message.withdrawn ? null : key.seal('message', id, { text: message.text }),
		created_at,
		withdrawn_at: message.withdrawn ? new Date(created_at.getTime() + 600_000) : null
	});
	for (const slug of message.to ?? [])
		add('message_reader', { message_id: id, accompaniment_id, member_id: member(slug), added_at: created_at });
	for (const slug of message.read ?? [])
		add('message_read', { message_id: id, accompaniment_id, member_id: slug === 'her' ? null : member(slug) });
}
