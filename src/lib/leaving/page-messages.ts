import { m } from '../paraglide/messages.js';
import { html, type Html } from './html.ts';
import type { Entry } from './lists.ts';
import type { Telling } from './telling.ts';

/** Messages, the latest first: who wrote, when, who reads; one that was taken back says so and nothing else. */
export function messagesSection(t: Telling): Html {
	return html`${t
		.rows('message')
		.toReversed()
		.map((row) => {
			const name = t.text(row, 'author') || t.first;
			const head = html`<h3>${m.space_messages_head({ name, when: t.moment(row['created_at']) })}</h3>`;
			if (row['withdrawn_at'])
				return html`${head}
					<p class="small">${m.space_messages_withdrawn({ name })}</p>`;
			const { name: paper = '' } = (row['said'] ?? {}) as Entry;
			const readers = t.rows('message_reader', 'message_id', row['id']);
			return html`${head}${t.said(row['said'], ['text'])}${row['voice_id'] ? html`<p class="small">${m.space_messages_voice_of({ name })}</p>` : null}
			${row['file_id'] ? html`<p class="small"><bdi>${String(paper) || m.space_messages_paper_plain()}</bdi></p>` : null}
			${readers.length > 0 && html`<p class="small">${m.space_messages_readers({ names: t.names(readers) })}</p>`}`;
		})}`;
}
