import { z } from 'zod';
import { inputDate, instantOf } from '../ui/dates.ts';
import { day, id, line, oneOf, version } from '../web/fields.ts';
import type { Issue } from '../web/form.ts';

/** How two people meet; labels are the messages `channel_*`. */
export const CHANNELS = ['presence', 'phone', 'video', 'home', 'outside', 'message'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A code from the database or a form, or presence: the usual way. */
export function channelOr(value: string | null | undefined, otherwise: Channel = 'presence'): Channel {
	return CHANNELS.find((channel) => channel === value) ?? otherwise;
}

/** A time as `<input type="time">` sends it, or null. */
const time = () =>
	z
		.string()
		.default('')
		.refine((value) => value === '' || /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value), 'time')
		.transform((value) => value || null);

/** Everything may stay empty: without a day and a time there simply is no appointment. */
export const AppointmentFields = z.object({
	day: day(),
	time: time(),
	place: line(),
	channel: oneOf(CHANNELS)
});
export type AppointmentFields = z.infer<typeof AppointmentFields>;

/** The page of appointments: a new one, or another time for the one named by `moving`, as it was when it was read. */
export const PlanForm = AppointmentFields.extend({ bring: line(), member: id(), moving: id(), version: version() });
export type PlanForm = z.infer<typeof PlanForm>;

/** The one to be let go. No reason has a field here. */
export const ReleaseForm = z.object({ appointment: z.uuid('choice') });

/** Where a local time is: the zone of the territory, and the present. */
export interface Present {
	zone: string;
	now: Date;
}

/** Where and when a request is read; Paris and Brussels share their zone. */
export function presentOf(locals: { place: { timeZone: string } | null }): Present {
	return { zone: locals.place?.timeZone ?? 'Europe/Paris', now: new Date() };
}

/** A time that was agreed, as it is stored: the instant, and the zone in which it was said. */
export interface Agreed {
	starts_at: Date;
	time_zone: string;
	channel: Channel;
	place: string;
	/** What she may bring. */
	bring?: string;
}

/**
 * A day and a time said in a place → the instant, or what is missing; nothing when neither was said.
 * A time skipped by the change of clocks falls on the other side of the gap; one that comes twice is its first.
 * @param prefix of the fields' names, for the issues (`next.`)
 */
export function agreeOn(fields: AppointmentFields, here: Present, prefix = ''): { agreed: Agreed | null; issues: Issue[] } {
	const { day, time } = fields;
	if (!day && !time) return { agreed: null, issues: fields.place ? [{ field: `${prefix}day`, code: 'date' }] : [] };
	if (!day) return { agreed: null, issues: [{ field: `${prefix}day`, code: 'date' }] };
	if (!time) return { agreed: null, issues: [{ field: `${prefix}time`, code: 'time' }] };
	const starts_at = instantOf(day, time, here.zone);
	if (!starts_at) return { agreed: null, issues: [{ field: `${prefix}day`, code: 'date' }] };
	if (day < inputDate(here.now, here.zone)) return { agreed: null, issues: [{ field: `${prefix}day`, code: 'past' }] };
	return { agreed: { starts_at, time_zone: here.zone, channel: fields.channel ?? 'presence', place: fields.place }, issues: [] };
}

/** The first instant of a local day, and the first of the day after: a day of 23 or 25 hours is still one day. */
export function dayBounds(day: string, zone: string): { from: Date; to: Date } {
	const after = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
	return { from: instantOf(day, '00:00', zone) ?? new Date(NaN), to: instantOf(after, '00:00', zone) ?? new Date(NaN) };
}
