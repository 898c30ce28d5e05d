import { m } from '../paraglide/messages.js';
import { lastDayOf, longDateTime, relativeDay, shortDate, type Place } from '../ui/dates.ts';
import type { CaseloadRow } from './caseload.server.ts';

const CHANNEL: Record<string, () => string> = {
	presence: m.channel_presence,
	phone: m.channel_phone,
	video: m.channel_video,
	home: m.channel_home,
	outside: m.channel_outside,
	message: m.channel_message
};

const TRACK: Record<string, () => string> = {
	employment: m.track_employment,
	training: m.track_training,
	psychosocial: m.track_psychosocial,
	social: m.track_social,
	project: m.track_project,
	housing: m.track_housing,
	health: m.track_health
};

/** "en présence"; an unknown code is shown as it is. */
export function channelWord(code: string): string {
	return CHANNEL[code]?.() ?? code;
}

/** "emploi"; an unknown code is shown as it is. */
export function trackWord(code: string): string {
	return TRACK[code]?.() ?? code;
}

/** "dernière fois : il y a 5 semaines, au téléphone", or "pas encore de rencontre". */
export function metWords(row: { last_met_on: string | null; last_channel: string | null }, place: Place): string {
	if (!row.last_met_on) return m.desk_not_met();
	const when = relativeDay(row.last_met_on, place);
	return row.last_channel ? m.desk_met({ when, channel: channelWord(row.last_channel) }) : m.desk_met_plain({ when });
}

/** The words of one line of the caseload. */
export interface RowWords {
	moment: string;
	track: string;
	last: string;
	next: string;
	place: string;
}

/** Everything that is the same for each line is looked up once; the function given back words one line. */
export function rowWords(place: Place): (row: CaseloadRow) => RowWords {
	const channels = Object.fromEntries(Object.entries(CHANNEL).map(([code, word]) => [code, word()]));
	const tracks = Object.fromEntries(Object.entries(TRACK).map(([code, word]) => [code, word()]));
	const moments = { moving: '', holding: m.caseload_holding(), paused: m.caseload_paused() };
	const nothingYet = m.caseload_nothing_yet();
	const nothingPlanned = m.caseload_nothing_planned();
	const lead = m.caseload_place_lead();
	const named = m.caseload_place_named();
	const lastDay = (until: Date) => shortDate(lastDayOf(until, place.zone), place);
	return (row) => ({
		moment: row.ended_on ? m.caseload_ended({ date: shortDate(row.ended_on, place) }) : moments[row.moment],
		track: row.track ? (tracks[row.track] ?? row.track) : '',
		last: row.last_met_on
			? shortDate(row.last_met_on, place) + (row.last_channel ? `, ${channels[row.last_channel] ?? row.last_channel}` : '')
			: nothingYet,
		next: row.next_at ? longDateTime(row.next_at, place) : nothingPlanned,
		place:
			row.place === 'lead'
				? lead
				: row.place === 'cover' && row.until
					? m.caseload_place_cover({ date: lastDay(row.until) })
					: row.until
						? m.caseload_place_named_until({ date: lastDay(row.until) })
						: named
	});
}
