import { z } from 'zod';
import { day, id, line, oneOf, rows, text, ticked, version } from '../web/fields.ts';

/** Parallel tracks of one accompaniment (seed 0: emploi ‖ formation ‖ psychosocial…). */
export const TRACKS = ['employment', 'training', 'psychosocial', 'social', 'project', 'housing', 'health'] as const;
export type Track = (typeof TRACKS)[number];

/** Her answer to the invitation: none is better than another. */
export const ANSWERS = ['yes', 'not-now', 'no'] as const;
export type AnswerValue = (typeof ANSWERS)[number];

/** How something was said. */
export const HOWS = ['orally', 'screen', 'paper'] as const;
export type How = (typeof HOWS)[number];

export const CONTACT_KINDS = ['phone', 'mail', 'post', 'other'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** What a profile holds, sealed: '' when nothing was said. */
export interface ProfileText {
	pronouns: string;
	languages: string;
	/** In which language, how, for what; '' for none. */
	interpreter: string;
	birthDate: string;
	municipality: string;
	/** "Ce qui compte pour moi": her own words. */
	matters: string;
	/** "De mon côté": the practitioner's. */
	side: string;
	/** When and how to reach her safely. */
	reach: string;
	/** Someone she trusts, and how to reach them. */
	trusted: string;
}

/** What a way to reach her holds, sealed. */
export interface ContactText {
	value: string;
	hours: string;
	caution: string;
}

export const NO_PROFILE: ProfileText = {
	pronouns: '',
	languages: '',
	interpreter: '',
	birthDate: '',
	municipality: '',
	matters: '',
	side: '',
	reach: '',
	trusted: ''
};

/** One way to reach her; `shared` says that others at home see it. */
const ContactRow = z.object({
	id: id(),
	kind: z.enum(CONTACT_KINDS, 'choice').default('other'),
	value: line(200),
	hours: line(200),
	caution: line(200),
	shared: ticked()
});
export type ContactRow = z.infer<typeof ContactRow>;

/** Rows that say something: an empty row of the form is not a contact. */
const contacts = rows(ContactRow, 20).transform((all) => all.filter((row) => row.value !== ''));

const PROFILE_FIELDS = {
	pronouns: line(60),
	languages: line(200),
	interpreter: line(200),
	birthDate: day(),
	municipality: line(120),
	reach: text(1000),
	trusted: text(1000),
	contacts
};

const NAME_FIELDS = {
	/** The only thing asked for (product, "never" 3). */
	name_to_use: line(120).refine((name) => name !== '', 'required'),
	alias: line(60),
	concealed: ticked(),
	track: oneOf(TRACKS)
};

/** A birth date lies in the past; the other way round is a slip of the keyboard. */
const bornBefore = (today: string) => (said: { birthDate: string | null }) => !said.birthDate || said.birthDate <= today;

/** Opening a pathway: a name to use is enough. @param today the territory's plain day */
export const OpeningForm = (today: string) =>
	z
		.object({
			...NAME_FIELDS,
			...PROFILE_FIELDS,
			colleagues: rows(z.object({ member: id(), track: oneOf(TRACKS) }), 20).transform((all) => all.filter((row) => row.member !== null)),
			answer: oneOf(ANSWERS),
			how: oneOf(HOWS),
			/** Possible doubles that were shown already, by id: they do not stop the form twice. */
			seen: line(2000).transform((ids) => ids.split(',').filter(Boolean))
		})
		.refine(bornBefore(today), { path: ['birthDate'], error: 'future' });
export type Opening = z.infer<ReturnType<typeof OpeningForm>>;

/** Everything of opening that can change later, with her words and ours. */
export const ProfileForm = (today: string) =>
	z
		.object({ ...NAME_FIELDS, ...PROFILE_FIELDS, matters: text(), side: text(), version: version() })
		.refine(bornBefore(today), { path: ['birthDate'], error: 'future' });
export type ProfileChange = z.infer<ReturnType<typeof ProfileForm>>;

/** Her answer, recorded as she gave it. */
export const AnswerForm = (today: string) =>
	z
		.object({ answer: z.enum(ANSWERS, 'choice'), how: oneOf(HOWS), said_on: day() })
		.refine((said) => !said.said_on || said.said_on <= today, { path: ['said_on'], error: 'future' });
export type AnswerSaid = z.infer<ReturnType<typeof AnswerForm>>;

export const MOMENTS = ['moving', 'holding', 'paused'] as const;
export type MomentValue = (typeof MOMENTS)[number];

/** "En ce moment": three good answers; only a pause may carry a date, which ends nothing by itself. */
export const MomentForm = (today: string) =>
	z
		.object({ moment: z.enum(MOMENTS, 'choice'), until: day() })
		.transform((said) => ({ ...said, until: said.moment === 'paused' ? said.until : null }))
		.refine((said) => !said.until || said.until > today, { path: ['until'], error: 'past' });
export type MomentSaid = z.infer<ReturnType<typeof MomentForm>>;

/** How an accompaniment ends, said by people. A death has its own page and is never among these. */
export const ENDINGS = ['together', 'her-choice', 'elsewhere', 'out-of-touch'] as const;
export type EndingHow = (typeof ENDINGS)[number] | 'death';

/** What the look back holds, sealed. */
export interface EndingText {
	hers: string;
	ours: string;
	helped: string;
}

export const EndingForm = (today: string) =>
	z
		.object({
			how: z.enum(ENDINGS, 'choice'),
			ended_on: day(),
			hers: text(),
			ours: text(),
			helped: text(),
			release: ticked()
		})
		.refine((said) => !said.ended_on || said.ended_on <= today, { path: ['ended_on'], error: 'future' });
export type EndingSaid = z.infer<ReturnType<typeof EndingForm>>;

export const DeathForm = (today: string) =>
	z
		.object({ sure: z.literal('yes', 'required'), ended_on: day() })
		.refine((said) => !said.ended_on || said.ended_on <= today, { path: ['ended_on'], error: 'future' });

export const PROTECTIONS = ['administrateur', 'tuteur', 'curateur', 'parent', 'other'] as const;
export type ProtectionKind = (typeof PROTECTIONS)[number];

/** What a legal protection holds, sealed. */
export interface ProtectionText {
	name: string;
	domains: string;
	contact: string;
}

/** Name, domains, dates: it gives no access and never agrees in her place. */
export const ProtectionForm = z
	.object({
		id: id(),
		version: version(),
		kind: z.enum(PROTECTIONS, 'choice'),
		name: line(200).refine((name) => name !== '', 'required'),
		domains: text(1000),
		contact: line(300),
		starts_on: day(),
		ends_on: day()
	})
	.refine((said) => !said.starts_on || !said.ends_on || said.starts_on <= said.ends_on, { path: ['ends_on'], error: 'order' });
export type ProtectionSaid = z.infer<typeof ProtectionForm>;

/** The zeros of the scripts in which a number may be typed: Arabic, Persian, Devanagari, full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10];
function plainDigits(value: string): string {
	return value.replace(/\p{Nd}/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		const zero = ZEROS.find((one) => code >= one && code < one + 10);
		return zero === undefined ? digit : String(code - zero);
	});
}

/** The form a phone number or a mail address is found by, however it was typed: "+32 475 12 34 56" and "0475/12.34.56" are one. */
export function findableForm(kind: ContactKind, value: string): string | null {
	if (kind === 'mail')
		return (
			value
				.replace(/[\s\p{Format}]/gu, '')
				.normalize('NFKC')
				.toLowerCase() || null
		);
	if (kind !== 'phone') return null;
	const figures = plainDigits(value)
		.replace(/[^\d+]/g, '')
		.replace(/^\+/, '00');
	const national = figures.replace(/^00(32|33)0?/, '0');
	return national.length >= 6 ? national : null;
}

export const RemoveProtectionForm = z.object({ remove: z.uuid() });

/** A form whose one button says it all. */
export const ReopenForm = z.object({});
