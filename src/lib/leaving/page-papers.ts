import { paperName } from '../documents/words.ts';
import { m } from '../paraglide/messages.js';
import { keptFrom, pathOf } from './files.ts';
import { html, type Html } from './html.ts';
import type { Entry } from './lists.ts';
import type { Telling } from './telling.ts';

/** Documents and letters; the files themselves lie beside the page. */
export function papersSection(t: Telling): Html {
	if (t.rows('document').length + t.rows('letter').length === 0) return html``;
	return html`<p>${m.space_documents_in_file()}</p>
		${
			t.rows('document').length > 0 &&
			html`<ul>
				${t.rows('document').map((row) => html`<li>${linkTo(t, row, paperName(t.text((row['said'] ?? {}) as Entry, 'name')))}${readersOf(t, row)}</li>`)}
			</ul>`
		}
		${t.rows('letter').map((row) => letterOf(t, row))}`;
}

/** The name leads to the file, when it lies there. */
function linkTo(t: Telling, row: Entry, words: string): Html {
	const kept = t.rows('file', 'id', row['file_id']).map(keptFrom)[0];
	return kept ? html`<a href="${pathOf(kept)}"><bdi>${words}</bdi></a>` : html`<bdi>${words}</bdi>`;
}

function readersOf(t: Telling, row: Entry): Html {
	const names = t.names(t.rows('document_reader', 'document_id', row['id']));
	const by = t.text(row, 'author');
	return html`${by && html`. ${m.space_documents_by({ name: by })}`}${names && html`. ${m.space_documents_shown({ names })}`}`;
}

function letterOf(t: Telling, row: Entry): Html {
	const { question } = (row['said'] ?? {}) as { question?: string };
	return html`<h3>${m.space_documents_letters()}, ${t.day(row['created_at'])}</h3>
		${row['file_id'] ? html`<p>${linkTo(t, row, m.space_documents_letter_open())}</p>` : null} ${question ? t.said({ question }) : null}
		${
			row['answer']
				? html`<p class="small">${m.space_documents_letter_answered({ name: t.text(row, 'to'), date: t.day(row['answered_at']) })}</p>
						${t.said(row['answer'])}`
				: null
		}`;
}
