import type { Channel, MeetingStory, PersonStory } from './story.ts';

/** One meeting on one line: days ago, what was said ("" when nothing was noted), and what else there was. */
export type Line = readonly [ago: number, text: string, more?: Omit<MeetingStory, 'ago' | 'by' | 'text'> & { by?: string }];

/** A person of a caseload, told shortly. */
export interface Brief extends Omit<PersonStory, 'organization' | 'lead' | 'opened' | 'meetings'> {
	/** Days ago; left out, the day of the first meeting. */
	opened?: number;
	lines: readonly Line[];
}

/**
 * The people of one practitioner: the way a caseload is told when most stories are short.
 * @param lead who accompanies, and holds each meeting unless a line says otherwise
 */
export function caseload(organization: string, lead: string, people: readonly Brief[]): PersonStory[] {
	return people.map(({ lines, opened, ...person }) => {
		const since = opened ?? lines[0]?.[0] ?? 0;
		return {
			answers: [{ value: 'yes', ago: since, how: 'orally' }],
			...person,
			organization,
			lead,
			opened: since,
			meetings: lines.map(([ago, text, more]) => ({ ago, by: lead, ...(text ? { text } : {}), ...more }))
		};
	});
}

/** Who also comes, or is called, between what is told: by slug, how and how many days ago; only the day is kept. */
export type Often = Readonly<Record<string, readonly [channel: Channel, days: readonly number[]]>>;

/** These people with the meetings of which only the day was kept. */
export function alsoSeen(people: readonly PersonStory[], often: Often): PersonStory[] {
	return people.map((person) => {
		const [channel, days] = often[person.slug] ?? [];
		return channel && days ? seenToo(person, channel, days) : person;
	});
}

/**
 * The same person with, besides what is told, the meetings of which only the day was kept: nothing more was noted, and nothing more is asked.
 * @param days days ago of each
 */
function seenToo(person: PersonStory, channel: Channel, days: readonly number[]): PersonStory {
	const told = person.meetings ?? [];
	const by = person.lead;
	if (!by) return person;
	const quiet = days
		.filter((ago) => ago <= person.opened && told.every((meeting) => meeting.ago !== ago))
		.map((ago) => ({ ago, by, channel }));
	return { ...person, meetings: [...told, ...quiet].sort((one, other) => other.ago - one.ago) };
}
