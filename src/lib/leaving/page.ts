import { countryProfile } from '../frame/country/country.ts';
import { inWords } from '../frame/country/profile.ts';
import { m } from '../paraglide/messages.js';
import { momentWord, answerWord, endingWord, contactWord, howWord } from '../people/words.ts';
import type { Place } from '../ui/dates.ts';
import { html, Html } from './html.ts';
import type { Entry, LeavingFile } from './lists.ts';
import { goalsSection, needsSection, actionsSection } from './page-paths.ts';
import { papersSection } from './page-papers.ts';
import { meetingsSection } from './page-meetings.ts';
import { messagesSection } from './page-messages.ts';
import { readingsSection } from './page-readings.ts';
import { STYLE } from './style.ts';
import { Telling } from './telling.ts';
import { coded } from './words.ts';

interface Section {
	id: string;
	title: string;
	body: Html;
}

/**
 * The page that leaves with her: everything of the file in plain words, in one document that fetches nothing.
 * @param place language, zone and present of the page: the language is the file's
 */
export function leavingPage(file: LeavingFile, place: Place, country: 'BE' | 'FR'): string {
	const telling = new Telling(file, place, country);
	const sections: Section[] = [
		{ id: 'moi', title: m.leaving_section_me(), body: meSection(telling) },
		{ id: 'avec', title: m.leaving_section_with(), body: withSection(telling) },
		{ id: 'cadre', title: m.frame_title(), body: frameSection(telling) },
		{ id: 'besoins', title: m.needs_title(), body: needsSection(telling) },
		{ id: 'objectifs', title: m.goals_title(), body: goalsSection(telling) },
		{ id: 'actions', title: m.actions_title(), body: actionsSection(telling) },
		{ id: 'rendez-vous', title: m.leaving_section_appointments(), body: appointmentsSection(telling) },
		{ id: 'entretiens', title: m.leaving_section_meetings(), body: meetingsSection(telling) },
		{ id: 'documents', title: m.space_documents_mine(), body: papersSection(telling) },
		{ id: 'messages', title: m.space_messages_title(), body: messagesSection(telling) },
		{ id: 'chemin', title: m.leaving_section_along(), body: alongSection(telling) },
		{ id: 'lectures', title: m.thread_readings_title(), body: readingsSection(telling) }
	];
	const shown = sections.map((one) => (one.body.text.trim() === '' ? { ...one, body: html`<p>${m.leaving_nothing()}</p>` } : one));
	return html`<!doctype html>
		<html lang="${place.locale}" dir="ltr">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta
					http-equiv="Content-Security-Policy"
					content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
				/>
				<meta name="referrer" content="no-referrer" />
				<meta name="robots" content="noindex" />
				<title>${m.leaving_page_title()}</title>
				<style>
					${new Html(STYLE)}
				</style>
			</head>
			<body>
				<a class="skip" href="#contenu">${m.leaving_skip()}</a>
				<header>${headOf(telling)}</header>
				<nav aria-label="${m.leaving_contents()}">
					<ul>
						${[{ id: 'absent', title: m.leaving_section_absent() }, ...shown].map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
					</ul>
				</nav>
				<main id="contenu">
					${absentSection(telling)}
					${shown.map(
						({ id, title, body }) =>
							html`<section id="${id}">
								<h2>${title}</h2>
								${body}
							</section> `
					)}
				</main>
			</body>
		</html> `.text;
}

function headOf(t: Telling): Html {
	const { organization, made_by, made_at } = t.file;
	return html`<h1>${m.leaving_page_title()}</h1>
		<p>${m.leaving_page_lead({ organization: organization.name })}</p>
		<p class="small">
			${t.file.by_herself ? m.space_sees_file_made({ date: t.moment(new Date(made_at)) }) : m.leaving_page_made({ date: t.moment(new Date(made_at)), by: made_by })}
		</p>
		<p class="small">${[organization.name, organization.address, organization.phone].filter(Boolean).join(' · ')}</p>
		<p class="small">${m.leaving_page_safe()}</p>`;
}

/** What is not here, and how to have it. */
function absentSection(t: Telling): Html {
	if (t.file.by_herself) return absentByHerself(t);
	const request = t.rows('data_request', 'what', 'all').at(-1);
	const others = t.rows('data_part', 'request_id', request?.['id']).filter((part) => t.text(part, 'member') !== t.file.made_by);
	const { organization } = t.file;
	return html`<section id="absent">
		<h2>${m.leaving_section_absent()}</h2>
		<p>${m.leaving_absent_by({ by: t.file.made_by })}</p>
		${others.length > 0 && html`<p>${m.leaving_absent_others({ names: t.names(others) })}</p>`}
		<ul>
			<li>${m.leaving_absent_memos()}</li>
			<li>${m.leaving_absent_drafts()}</li>
			<li>${m.leaving_absent_gone({ organization: organization.name })}</li>
			<li>${m.leaving_absent_elsewhere()}</li>
		</ul>
		<p>${m.leaving_absent_rights({ organization: organization.name, authority: authorityOf(t) })}</p>
	</section>`;
}

/** She reads everything but the memos, which she may ask for. */
function absentByHerself(t: Telling): Html {
	const { organization } = t.file;
	return html`<section id="absent">
		<h2>${m.leaving_section_absent()}</h2>
		<ul>
			<li>${m.space_sees_file_memos()}</li>
			<li>${m.leaving_absent_drafts()}</li>
			<li>${m.leaving_absent_elsewhere()}</li>
		</ul>
		<p>${m.leaving_absent_rights({ organization: organization.name, authority: authorityOf(t) })}</p>
	</section>`;
}

function authorityOf(t: Telling): string {
	const { complaint } = countryProfile(t.country);
	return [complaint.name, complaint.address, complaint.phone, complaint.web].filter(Boolean).join(', ');
}

function meSection(t: Telling): Html {
	const her = t.only('accompaniment');
	const profile = t.only('profile');
	const contacts = t.rows('contact').map((row) => {
		const { value = '', hours = '', caution = '' } = (row['said'] ?? {}) as Record<string, string>;
		const shared = row['safe'] === false ? m.people_contact_shared() : '';
		return [coded(contactWord, t.text(row, 'kind')), [value, hours, caution, shared].filter(Boolean).join(', ')] as const;
	});
	return html`${t.facts([
		[m.people_open_name(), t.text(her, 'name_to_use')],
		[m.people_alias(), t.text(her, 'alias')],
		[m.people_concealed(), her['concealed'] === true ? m.people_yes() : ''],
		...contacts
	])}${t.said(profile['said'], ['matters'])}${t.before(['profile'], her['id'], ['matters'])}
	${t.rows('protection').map((row) => {
		const label = countryProfile(t.country).protections.find(({ kind }) => kind === row['kind'])?.label;
		return html`<h3>${m.people_protection_title()}</h3>
			<p>${label ? inWords(label, t.place.locale) : t.text(row, 'kind')}</p>
			${t.facts([
				[m.people_protection_from(), t.day(row['starts_on'])],
				[m.people_protection_to(), t.day(row['ends_on'])]
			])}${t.said(row['said'])}`;
	})}`;
}

function withSection(t: Telling): Html {
	const her = t.only('accompaniment');
	const lead = t.text(her, 'lead');
	const span = (row: Entry) =>
		row['until'] instanceof Date
			? m.leaving_since_until({ from: t.day(row['since']), to: t.day(row['until']) })
			: m.leaving_since({ date: t.day(row['since']) });
	return html`<ul>
			${lead && html`<li><bdi>${lead}</bdi>, ${m.companions_lead_contact()}</li>`}
			${t.rows('colleague').map((row) => html`<li><bdi>${t.text(row, 'member')}</bdi>, ${row['kind'] === 'cover' ? m.companions_place_cover() : m.companions_place_named()}, ${span(row)}</li>`)}
		</ul>
		${t.rows('handover').map(
			(row) =>
				html`<h3>${m.leaving_handover({ date: t.day(row['happened_on']) })}</h3>
					<p>
						${t.text(row, 'from') ? m.companions_handover_line({ from: t.text(row, 'from'), to: t.text(row, 'to') }) : m.companions_handover_line_to({ to: t.text(row, 'to') })}
					</p>
					${t.said(row['said'])}`
		)}
		${t.rows('set_aside').map((row) => html`<p>${m.leaving_set_aside({ name: t.text(row, 'member'), date: t.day(row['at']) })}</p>`)}
		${
			t.rows('exclusion').length > 0 &&
			html`<h3>${m.companions_exclusion_list()}</h3>
				<ul>
					${t.rows('exclusion').map((row) => html`<li>${m.companions_exclusion_line({ name: t.text(row, 'member'), date: t.day(row['created_at']) })}</li>`)}
				</ul>`
		}`;
}

function frameSection(t: Telling): Html {
	const askedBy = (code: string) => {
		const label = countryProfile(t.country).askedBy.find((one) => one.code === code)?.label;
		return label ? inWords(label, t.place.locale) : code;
	};
	return html`${t
		.rows('frame')
		.toReversed()
		.map(
			(row) =>
				html`<h3>
						${m.leaving_frame_told({ date: t.day(row['told_on']), how: coded(howWord, t.text(row, 'told_how')), by: t.text(row, 'recorded_by') })}
					</h3>
					${t.facts([
						[m.frame_basis(), row['basis'] === 'asked' ? m.frame_asked() : m.frame_free()],
						[m.frame_asked_by(), t.text(row, 'asked_by') && askedBy(t.text(row, 'asked_by'))],
						[m.frame_starts_on(), t.day(row['starts_on'])]
					])}${t.said(row['said'], ['hers'])}${t.before(['frame'], row['id'], ['hers'])}`
		)}`;
}

function appointmentsSection(t: Telling): Html {
	const state: Record<string, () => string> = {
		planned: m.leaving_appointment_planned,
		met: m.leaving_appointment_met,
		released: m.leaving_appointment_released
	};
	return html`${
		t.rows('appointment').length > 0 &&
		html`<ul>
			${t
				.rows('appointment')
				.toReversed()
				.map(
					(row) =>
						html`<li>
							${m.leaving_appointment({ when: t.moment(row['starts_at']), name: t.text(row, 'member') })},
							${state[t.text(row, 'state')]?.()}${t.said(row['said'])}
						</li>`
				)}
		</ul>`
	}
	${
		t.rows('desk_word').length > 0 &&
		html`<h3>${m.leaving_desk_words()}</h3>
			${t.rows('desk_word').map(
				(row) =>
					html`<p class="small">${t.moment(row['created_at'])}</p>
						${t.said(row['said'])}`
			)}`
	}`;
}

/** Answers, moments, views, endings: what happened along the way. */
function alongSection(t: Telling): Html {
	const her = t.only('accompaniment');
	return html`<p>${m.thread_since({ date: t.day(her['opened_on']) })}</p>
		${her['brought_in_on'] ? html`<p>${m.leaving_brought_in({ date: t.day(her['brought_in_on']) })}</p>` : null}
		${
			t.rows('answer').length > 0 &&
			html`<h3>${m.people_answer_list()}</h3>
				<ul>
					${t.rows('answer').map((row) => html`<li>${t.day(row['said_on'])}${m.paper_colon()} ${m.people_answer_line_by({ value: coded(answerWord, t.text(row, 'value')), how: coded(howWord, t.text(row, 'how')), name: t.text(row, 'recorded_by') })}</li>`)}
				</ul>`
		}
		${
			t.rows('moment').length > 0 &&
			html`<h3>${m.people_moment_title()}</h3>
				<ul>
					${t.rows('moment').map((row) => html`<li>${m.people_moment_since({ value: coded(momentWord, t.text(row, 'value')), date: t.day(row['since']) })}</li>`)}
				</ul>`
		}
		${
			t.rows('her_step').length > 0 &&
			html`<h3>${m.space_doing_steps()}</h3>
				${t.rows('her_step').map(
					(row) =>
						html`<p class="small">${t.day(row['on_day'])}</p>
							${t.said(row['said'], ['text'])}`
				)}`
		}
		${
			t.rows('her_note').length > 0 &&
			html`<h3>${m.space_doing_shown_notes({ name: t.first })}</h3>
				${t.rows('her_note').map((row) => t.said(row['said'], ['text']))}`
		}
		${t.rows('view_request').map((row) => {
			const text = t.rows('view_text', 'id', row['id'])[0];
			return html`<h3>${m.views_line({ by: t.text(row, 'asked_by'), of: t.text(row, 'asked_of'), date: t.day(row['asked_at']) })}</h3>
				<p class="small">
					${m.views_accord_said({ name: t.first, how: coded(howWord, t.text(row, 'accord_how')), by: t.text(row, 'asked_by') })}
				</p>
				${
					text &&
					html`${t.said({ question: (text['said'] as Entry | undefined)?.['question'] ?? '' })}${
							text['answer']
								? html`<p class="small">${m.views_answer_of({ name: t.text(row, 'asked_of') })}</p>
										${t.said(text['answer'])}`
								: null
						}
						<p class="small">${m.leaving_readers({ names: t.names(t.rows('view_reader', 'view_id', text['id'])) })}</p>`
				}`;
		})}
		${t.rows('ending').map(
			(row) =>
				html`<h3>${m.people_end_ended_on({ how: coded(endingWord, t.text(row, 'how')), date: t.day(row['ended_on']) })}</h3>
					${t.said(row['said'], ['hers'])}`
		)}
		${(t.file.lists.her_page ?? []).map((page) => shownPage(t, page))}
		${
			t.rows('data_request').length > 0 &&
			html`<h3>${m.leaving_requests()}</h3>
				<ul>
					${t.rows('data_request').map((row) => html`<li>${row['what'] === 'memos' ? m.space_sees_file_asked({ date: t.day(row['said_on']) }) : m.leaving_asked_line({ date: t.day(row['said_on']), how: coded(howWord, t.text(row, 'how')), by: t.text(row, 'recorded_by') })}</li>`)}
				</ul>`
		}`;
}

/** The page she shows: what she wrote on it herself. What she took from elsewhere stands there already. */
function shownPage(t: Telling, { said }: Entry): Html {
	const { lines = [] } = (said ?? {}) as { lines?: { text?: string }[] };
	const words = lines.flatMap(({ text }) => (text ? [text] : []));
	return html`<h3>${m.space_page_title()}</h3>
		${words.map((text) => t.said({ text }, ['text']))}`;
}
