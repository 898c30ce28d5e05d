import { m } from '../paraglide/messages.js';
import { shortDate, type Place } from '../ui/dates.ts';
import { isDay, typedAt } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';
import type { Contact } from './contact.server.ts';
import type { Line } from './differences.ts';
import type { ContactKind, ProfileText } from './rules.ts';
import { contactWord, trackWord } from './words.ts';

/** What is told of a profile, whole; some parts only stand in the current one. */
export interface ToldProfile extends ProfileText {
	name_to_use: string;
	alias: string;
	concealed: boolean;
	track?: string | null;
	contacts: Omit<Contact, 'id' | 'since'>[];
}

/** A profile as lines "label, value", to be read or compared; '' where nothing was said. */
export function profileLines(profile: ToldProfile, place: Place): Line[] {
	const contact = (one: Omit<Contact, 'id' | 'since'>) =>
		[one.value, one.hours, one.caution, one.safe ? '' : m.people_contact_shared()].filter(Boolean).join(', ');
	return [
		[m.people_open_name(), profile.name_to_use],
		[m.people_matters(), profile.matters],
		[m.people_side(), profile.side],
		...(profile.track === undefined ? [] : [[m.people_track(), trackWord(profile.track)] as const]),
		...profile.contacts.map((one) => [contactWord(one.kind), contact(one)] as const),
		[m.people_reach(), profile.reach],
		[m.people_concealed(), profile.concealed ? m.people_yes() : ''],
		[m.people_alias(), profile.alias],
		[m.people_languages(), profile.languages],
		[m.people_interpreter(), profile.interpreter],
		[m.people_pronouns(), profile.pronouns],
		[m.people_birth(), isDay(profile.birthDate) ? shortDate(profile.birthDate, place) : profile.birthDate],
		[m.people_municipality(), profile.municipality],
		[m.people_trusted(), profile.trusted]
	];
}

/** What was typed, in the shape of a stored profile: for the two versions of a conflict. */
export function typedProfile(typed: Typed): ToldProfile {
	const at = (name: string) => typedAt(typed, name);
	const rows = typed['contacts'];
	const indexes = typeof rows === 'object' && !Array.isArray(rows) ? Object.keys(rows) : [];
	const contacts = indexes
		.map((index) => (part: string) => at(`contacts.${index}.${part}`))
		.map((row) => ({
			kind: (row('kind') || 'other') as ContactKind,
			value: row('value'),
			hours: row('hours'),
			caution: row('caution'),
			safe: row('shared') === ''
		}))
		.filter((contact) => contact.value !== '');
	return {
		name_to_use: at('name_to_use'),
		alias: at('alias'),
		concealed: at('concealed') !== '',
		track: at('track') || null,
		contacts,
		matters: at('matters'),
		side: at('side'),
		reach: at('reach'),
		languages: at('languages'),
		interpreter: at('interpreter'),
		pronouns: at('pronouns'),
		birthDate: at('birthDate'),
		municipality: at('municipality'),
		trusted: at('trusted')
	};
}
