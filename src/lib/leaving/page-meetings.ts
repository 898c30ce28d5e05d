import { CHANNEL_WORDS } from '../appointments/words.ts';
import { m } from '../paraglide/messages.js';
import { howWord } from '../people/words.ts';
import { html, type Html } from './html.ts';
import type { Entry } from './lists.ts';
import type { Telling } from './telling.ts';
import { coded } from './words.ts';

/** What she said at a meeting. */
const HERS = ['hers', 'helpedHers'];

/** Every meeting, the latest first, with the texts that are here. */
export function meetingsSection(t: Telling): Html {
	return html`${t
		.rows('interview')
		.toReversed()
		.map((row) => meeting(t, row))}`;
}

function meeting(t: Telling, row: Entry): Html {
	const channel = CHANNEL_WORDS[t.text(row, 'channel') as keyof typeof CHANNEL_WORDS];
	const kind = row['kind'] === 'collective' ? m.interviews_collective_small() : '';
	const notes = t.rows('note', 'interview_id', row['id']);
	const there = t.names(t.rows('attendee', 'interview_id', row['id']));
	return html`<article>
		<h3>${[t.day(row['held_on']), channel ? channel() : t.text(row, 'channel'), kind].filter(Boolean).join(', ')}</h3>
		${there && html`<p class="small">${m.voices_were_there({ names: there })}</p>`}
		${notes.length === 0 ? html`<p class="small">${m.leaving_no_text()}</p>` : notes.map((note) => text(t, note))}
		${t.before(['interview'], row['id'])}
	</article> `;
}

function text(t: Telling, note: Entry): Html {
	if (note['set_apart'])
		return html`<p>
			${m.leaving_set_apart({ name: t.text(note, 'author'), by: t.file.made_by, organization: t.file.organization.name })}
		</p>`;
	const answers = t.rows('read_back', 'note_id', note['id']);
	return html`<h4>${m.leaving_noted_by({ name: t.text(note, 'author') })}</h4>
		${t.said(note['said'], HERS)}
		${answers.map((row) => {
			const told = { name: t.first, by: t.text(row, 'recorded_by'), how: coded(howWord, t.text(row, 'how')), date: t.day(row['at']) };
			return html`<p class="small">${row['value'] === 'yes' ? m.voices_heard_yes(told) : m.voices_heard_correct(told)}</p>
				${t.said(row['said'], ['words'])}`;
		})}
		<p class="small">${readers(t, 'note', note)}</p>
		${t.before(['note'], note['id'], HERS)}`;
}

/** Who reads a text, and who was named with it later. */
export function readers(t: Telling, of: 'note' | 'need' | 'goal', row: Entry): string {
	const names = t.names([{ member: row['author'] }, ...t.rows(`${of}_reader`, `${of}_id`, row['id'])]);
	const later = t
		.rows('widening', `${of}_id`, row['id'])
		.map((one) => m.leaving_widened({ name: t.text(one, 'member'), by: t.text(one, 'named_by'), date: t.day(one['at']) }));
	return [m.leaving_readers({ names }), ...later].join(' ');
}
