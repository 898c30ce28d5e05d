import type { DayAppointment } from '../desk/desk.server.ts';
import { channelWord } from '../caseload/words.ts';
import { m } from '../paraglide/messages.js';
import { datedDay, longDate, longDateTime, timeOfDay, type Place } from '../ui/dates.ts';
import type { ListedPerson, Reach } from './lists.server.ts';
import { said, type Said } from './rules.ts';

interface Cell {
	words: Said;
	small?: Said;
}

/** What the list's template is given. */
export interface ListSheet {
	title: string;
	heading: string;
	lang: string;
	printed: string;
	confidential: string;
	/** The words around the two numbers of a page. */
	page: [string, string, string];
	columns: string[];
	/** How wide each column is, as parts of the whole. */
	widths: number[];
	rows: Cell[][];
	none: string;
	more?: string;
	lost: string;
}

/** Marks where a number goes in a sentence of the messages. */
const [PAGE, PAGES] = ['¶', '§'];

function sheet(heading: string, by: string, place: Place): Omit<ListSheet, 'columns' | 'widths' | 'rows' | 'none'> {
	const [before = '', between = '', after = ''] = m.paper_list_page({ page: PAGE, pages: PAGES }).split(/[¶§]/);
	return {
		title: heading,
		heading,
		lang: place.locale,
		printed: m.paper_list_printed({ date: datedDay(place.now, place), time: timeOfDay(place.now, place), name: by }),
		confidential: m.paper_list_confidential(),
		page: [before, between, after],
		lost: m.paper_lost()
	};
}

/** A number with when to call and what to mind; none is said as none. */
function reached(reach: Reach | undefined, place: Place): Cell {
	const minding = reach ? [reach.hours, reach.caution].filter(Boolean).join('. ') : '';
	return {
		words: said(reach?.value ?? m.paper_list_no_number(), place.locale),
		...(minding ? { small: said(minding, place.locale) } : {})
	};
}

/** The people in my reach, to be found again without a screen. */
export function composeCaseload(people: readonly ListedPerson[], most: number, more: boolean, by: string, place: Place): ListSheet {
	const cell = (text: string): Cell => ({ words: said(text, place.locale) });
	return {
		...sheet(m.paper_list_title(), by, place),
		columns: [m.paper_list_name(), m.paper_list_phone(), m.paper_list_next(), m.paper_list_lead()],
		widths: [3, 3, 4, 2],
		rows: people.map(({ name, reach, next_at, lead }) => [
			cell(name),
			reached(reach, place),
			cell(next_at ? longDateTime(next_at, place) : m.caseload_nothing_planned()),
			cell(lead ?? '')
		]),
		none: m.paper_list_none(),
		...(more ? { more: m.paper_list_more({ count: most }) } : {})
	};
}

/** My day, and that of colleagues I cover. */
export function composeDay(today: readonly DayAppointment[], reaches: ReadonlyMap<string, Reach>, by: string, place: Place): ListSheet {
	const cell = (text: string): Cell => ({ words: said(text, place.locale) });
	return {
		...sheet(m.paper_day_title({ date: longDate(place.now, place) }), by, place),
		columns: [m.paper_day_time(), m.paper_day_name(), m.paper_day_where(), m.paper_list_phone()],
		widths: [2, 3, 4, 3],
		rows: today.map((one) => [
			cell(timeOfDay(one.starts_at, place)),
			cell(one.shown_name),
			{
				...cell([channelWord(one.channel), one.place].filter(Boolean).join(', ')),
				...(one.instead_of ? { small: said(m.desk_instead_of({ name: one.instead_of }), place.locale) } : {})
			},
			reached(reaches.get(one.accompaniment_id), place)
		]),
		none: m.paper_day_none()
	};
}
