import { answerWords, ownerWords } from '../actions/words.ts';
import type { Owner } from '../actions/rules.ts';
import { STATE_WORDS, stepWords } from '../goals/words.ts';
import { needWord } from '../needs/words.ts';
import { m } from '../paraglide/messages.js';
import { howWord } from '../people/words.ts';
import { html, type Html } from './html.ts';
import type { Entry } from './lists.ts';
import { readers } from './page-meetings.ts';
import type { Telling } from './telling.ts';
import { coded } from './words.ts';

const said = (row: Entry) => (row['said'] ?? {}) as Record<string, string | null>;

/** What is to be done, with what it is called when it comes back. */
function called(row: Entry): string {
	const { text, called } = said(row);
	return [text, called && `(${called})`].filter(Boolean).join(' ');
}

/** Each need in its voices, hers first. */
export function needsSection(t: Telling): Html {
	return html`${t.rows('need').map((row) => {
		const voices = t.rows('need_voice', 'need_id', row['id']).toSorted((a) => (a['voice'] === 'person' ? -1 : 1));
		const { code = '', label = '', ended } = said(row);
		return html`<article>
			<h3 dir="auto">${coded(() => needWord({ code: code as never, label: label ?? '' }), code ?? '')}</h3>
			${ended && html`<p class="small">${m.needs_ended_on({ end: ended === 'settled' ? m.needs_settled() : m.needs_left(), date: t.day(row['ended_at']) })}</p>`}
			${voices.map((voice) => {
				const hers = voice['voice'] === 'person' ? ['words', 'works'] : [];
				return html`<h4>${hers.length > 0 ? m.voices_hers() : m.leaving_noted_by({ name: t.text(voice, 'author') })}</h4>
					${t.said(voice['said'], hers)}${t.before(['need_voice'], voice['id'], hers)}`;
			})}
			<p class="small">${readers(t, 'need', row)}</p>
			${t.before(['need'], row['id'])}
		</article> `;
	})}`;
}

/** Each goal: her wish, what is agreed and who said yes, small steps. */
export function goalsSection(t: Telling): Html {
	return html`${t.rows('goal').map((row) => {
		const wordings = t.rows('goal_wording', 'goal_id', row['id']);
		const state = STATE_WORDS[t.text(row, 'state') as keyof typeof STATE_WORDS];
		const last = wordings.findLast(({ kind }) => kind === 'agreed') ?? wordings.at(-1);
		const domain = said(row)['domain'];
		return html`<article>
			<h3 dir="auto">${(last && said(last)['text']) || m.goals_title()}</h3>
			<p class="small">${state ? state() : ''}</p>
			${domain && t.said({ domain })} ${wordings.map((one) => wording(t, one))} ${steps(t, row)}
			<p class="small">${readers(t, 'goal', row)}</p>
			${t.before(['goal'], row['id'])}
		</article> `;
	})}`;
}

function wording(t: Telling, one: Entry): Html {
	const wish = one['kind'] === 'wish';
	const told = { name: t.first, how: coded(howWord, t.text(one, 'how')), by: t.text(one, 'author'), date: t.day(one['created_at']) };
	return html`<h4>${wish ? m.goals_wish_label() : m.goals_agreed_label()}</h4>
		${t.said(one['said'], wish ? ['text'] : [])}
		<p class="small">${wish ? m.goals_said_by(told) : m.goals_worded_by({ by: told.by, date: told.date })}</p>
		${t.rows('goal_confirmation', 'wording_id', one['id']).map((yes) => {
			const by = { name: t.first, how: coded(howWord, t.text(yes, 'how')), by: t.text(yes, 'recorded_by'), date: t.day(yes['said_on']) };
			const back = yes['withdrawn_at'] ? m.leaving_yes_back({ date: t.day(yes['withdrawn_at']) }) : '';
			return html`<p class="small">${yes['voice'] === 'person' ? m.goals_yes_hers(by) : m.goals_yes_ours(by)} ${back}</p>`;
		})}`;
}

function steps(t: Telling, goal: Entry): Html {
	const rows = t.rows('goal_step', 'goal_id', goal['id']);
	if (rows.length === 0) return html``;
	return html`<h4>${m.goals_steps()}</h4>
		<ul>
			${rows.map((row) => {
				const done = stepWords({ done_on: row['done_on'], help: row['help'] } as Parameters<typeof stepWords>[0], t.place);
				return html`<li>
					<span class="said" dir="auto">${called(row)}</span
					>${done && html` <span class="small">(${done})</span>`}${t.before(['goal_step'], row['id'])}
				</li>`;
			})}
		</ul>`;
}

/** Who does what, the latest first, and what it became. */
export function actionsSection(t: Telling): Html {
	const rows = t.rows('action').toReversed();
	if (rows.length === 0) return html``;
	return html`<ul>
		${rows.map((row) => {
			const { who } = said(row);
			const by = ownerWords({ owner: row['owner'] as Owner, owner_first_name: t.text(row, 'owner_name') || null, who: who ?? '' }, t.first);
			const answer =
				row['state'] === 'open' ? '' : coded(() => answerWords(row as Parameters<typeof answerWords>[0]), t.text(row, 'state'));
			const dates = [
				m.actions_said_on({ date: t.day(row['created_at']) }),
				row['due_on'] ? m.leaving_due({ date: t.day(row['due_on']) }) : '',
				answer && (row['answered_on'] ? m.actions_answered_on({ answer, date: t.day(row['answered_on']) }) : answer)
			];
			return html`<li>
				<bdi>${by}</bdi>${m.paper_colon()} <span class="said" dir="auto">${called(row)}</span><br /><span class="small"
					>${dates.filter(Boolean).join(' ')}</span
				>${t.before(['action', 'action_words'], row['id'])}
			</li>`;
		})}
	</ul>`;
}
