import type { CaseloadRow } from '../caseload/caseload.server.ts';
import { channelWord, rowWords } from '../caseload/words.ts';
import type { ListedPerson } from '../paper/lists.server.ts';
import { m } from '../paraglide/messages.js';
import { inputDate, inputTime, type Place } from '../ui/dates.ts';
import { phoneCell, type Sheet } from './csv.ts';

/** Somebody of the list, with what the page and the paper list say of her. */
export interface ListedRow extends ListedPerson {
	row: CaseloadRow;
}

/** Days as 2026-11-22: a spreadsheet sorts them, in whatever language. */
const moment = (at: Date, { zone }: Place) => `${inputDate(at, zone)} ${inputTime(at, zone)}`;

/** The list of `/personnes` in columns: what the page and the paper list show, and no text. */
export function composeCaseloadSheet(people: readonly ListedRow[], most: number, more: boolean, place: Place): Sheet {
	const words = rowWords(place);
	return {
		columns: [
			m.paper_list_name(),
			m.caseload_track(),
			m.caseload_place(),
			m.leaving_list_state(),
			m.caseload_last(),
			m.leaving_list_how(),
			m.caseload_next(),
			m.paper_list_lead(),
			m.paper_list_phone(),
			m.leaving_list_minding()
		],
		rows: [
			...people.map(({ row, reach, lead }) => {
				const said = words(row);
				return [
					row.name,
					said.track,
					said.place,
					said.moment,
					row.last_met_on ?? '',
					row.last_met_on && row.last_channel ? channelWord(row.last_channel) : '',
					row.next_at ? moment(row.next_at, place) : '',
					lead ?? '',
					phoneCell(reach?.value ?? ''),
					[reach?.hours, reach?.caution].filter(Boolean).join('. ')
				];
			}),
			...(more ? [[m.paper_list_more({ count: most }), ...Array<string>(9).fill('')]] : [])
		]
	};
}
