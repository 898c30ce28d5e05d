import { m } from '../paraglide/messages.js';
import { firstName } from '../people/name.ts';
import { datedDay, listNames, timeOfDay, type Place } from '../ui/dates.ts';
import { html, type Html } from './html.ts';
import type { Entry, LeavingFile, ListName } from './lists.ts';
import { saidParts } from './words.ts';

/** As many letters as stand beside their name, in one line of a wide screen. */
const SHORT = 60;

/** What the parts of the page are made from. */
export class Telling {
	readonly file: LeavingFile;
	readonly place: Place;
	/** How she is called in a sentence. */
	readonly first: string;
	readonly country: 'BE' | 'FR';
	constructor(file: LeavingFile, place: Place, country: 'BE' | 'FR') {
		this.file = file;
		this.place = place;
		this.country = country;
		this.first = firstName(this.text(this.only('accompaniment'), 'name_to_use'));
	}

	/** The rows of a list; those that name one row of another list, when it is given. */
	rows(list: ListName, by?: string, id?: unknown): Entry[] {
		const rows = this.file.lists[list];
		return by === undefined ? rows : rows.filter((row) => row[by] === id);
	}

	only(list: ListName): Entry {
		return this.file.lists[list][0] ?? {};
	}

	text(row: Entry, key: string): string {
		const value = row[key];
		return typeof value === 'string' ? value : '';
	}

	day(at: unknown): string {
		return typeof at === 'string' || at instanceof Date ? datedDay(at, this.place) : '';
	}

	/** Always with the year: this page is kept. */
	moment(at: unknown): string {
		return at instanceof Date ? m.leaving_moment({ date: datedDay(at, this.place), time: timeOfDay(at, this.place) }) : '';
	}

	names(rows: readonly Entry[], key = 'member'): string {
		return listNames([...new Set(rows.map((row) => this.text(row, key)).filter(Boolean))], this.place.locale);
	}

	/** What was sealed, told with its names; her own words stand apart, and a few words stand beside their name. */
	said(said: unknown, hers: readonly string[] = []): Html {
		if (typeof said !== 'object' || said === null) return html``;
		return html`${saidParts(said as Entry, this.place).map(([name, words, key]) => {
			const own = hers.includes(key);
			if (name && !own && words.length <= SHORT && !words.includes('\n'))
				return html`<p class="short"><span>${name}${name.endsWith('?') ? '' : m.paper_colon()}</span> <bdi>${words}</bdi></p>`;
			return html`${name && html`<p class="small name">${name}</p>`}
				<p class="said${own && ' mine'}" dir="auto">${words}</p>`;
		})}`;
	}

	/** Name and words beside each other, those that say something. */
	facts(facts: readonly (readonly [name: string, words: string])[]): Html {
		const told = facts.filter(([, words]) => words !== '');
		if (told.length === 0) return html``;
		return html`<dl>
			${told.map(
				([name, words]) =>
					html`<dt>${name}</dt>
						<dd class="said" dir="auto">${words}</dd>`
			)}
		</dl>`;
	}

	/** Former versions of one row, the latest first, with who changed it. */
	before(subjects: readonly string[], id: unknown, hers: readonly string[] = []): Html {
		const rows = this.rows('revision', 'row_id', id).filter((row) => subjects.includes(this.text(row, 'subject')));
		if (rows.length === 0) return html``;
		return html`<div class="before">
			<p><b>${m.needs_former()}</b></p>
			${rows.toReversed().map(
				(row) =>
					html`<p class="small">
							${m.leaving_before({ date: this.day(row['created_at']), by: this.text(row, 'replaced_by') || m.thread_reading_nobody() })}
						</p>
						${this.said(row['said'], hers)}`
			)}
		</div>`;
	}
}
