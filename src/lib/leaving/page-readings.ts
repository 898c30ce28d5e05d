import { m } from '../paraglide/messages.js';
import { html, type Html } from './html.ts';
import type { Telling } from './telling.ts';

const READING: Record<string, (said: { name: string }) => string> = {
	pathway: m.leaving_read_pathway,
	print: m.leaving_read_print,
	writing: m.leaving_read_writing,
	export: m.leaving_read_export,
	view: m.leaving_read_view
};

/** Who looked, the latest first, in plain words. */
export function readingsSection(t: Telling): Html {
	return html`<p>${m.thread_readings_hour()}</p>
		<ul>
			${t
				.rows('journal')
				.toReversed()
				.map(
					(row) =>
						html`<li>
							${t.moment(row['at'])} :
							${(READING[t.text(row, 'kind')] ?? m.leaving_read_other)({ name: t.text(row, 'member') || m.thread_reading_nobody() })}
						</li> `
				)}
		</ul>`;
}
