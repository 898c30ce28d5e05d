import { m } from '../paraglide/messages.js';
import { html, type Html } from './html.ts';
import type { Entry } from './lists.ts';
import type { Telling } from './telling.ts';

const READING: Record<string, (said: { name: string }) => string> = {
	pathway: m.leaving_read_pathway,
	together: m.together_read,
	helper: m.helper_read,
	print: m.leaving_read_print,
	writing: m.leaving_read_writing,
	export: m.leaving_read_export,
	view: m.leaving_read_view,
	document: m.space_documents_looked
};

/** Who looked, the latest first, in plain words. */
export function readingsSection(t: Telling): Html {
	const questions = t.file.lists.reading_question ?? [];
	const asked = (line: unknown) => questions.filter((one) => one['journal_id'] === line);
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
							${asked(row['id']).map((one) => questionOf(t, one))}
						</li> `
				)}
		</ul>`;
}

/** What she asked about one line, and the answer. */
function questionOf(t: Telling, one: Entry): Html {
	return html`<p class="small">${m.space_sees_asked({ date: t.day(one['asked_at']) })}</p>
		<p><bdi>${t.text(one, 'words')}</bdi></p>
		${
			one['answered_at']
				? html`<p class="small">${m.space_sees_answered({ date: t.day(one['answered_at']) })}</p>
						<p><bdi>${t.text(one, 'answer')}</bdi></p>`
				: null
		}`;
}
