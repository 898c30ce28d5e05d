import { m } from '../paraglide/messages.js';
import type { AnswerValue, ContactKind, EndingHow, How, MomentValue, Track } from './rules.ts';

/** Words of the codes of this subject, in the language of the page. */

const TRACK: Record<Track, () => string> = {
	employment: m.track_employment,
	training: m.track_training,
	psychosocial: m.track_psychosocial,
	social: m.track_social,
	project: m.track_project,
	housing: m.track_housing,
	health: m.track_health
};

/** Every track, as options of a select. */
export const trackOptions = () => Object.entries(TRACK).map(([value, word]) => ({ value, label: word() }));

/** "emploi"; an unknown code is shown as it is, none as ''. */
export const trackWord = (code: string | null) => (code === null ? '' : ((TRACK as Record<string, () => string>)[code]?.() ?? code));

const HOW: Record<How, () => string> = { orally: m.people_said_orally, screen: m.people_said_screen, paper: m.people_said_paper };
export const howWord = (how: How) => HOW[how]();
export const howOptions = () => Object.entries(HOW).map(([value, word]) => ({ value, label: word() }));

const ANSWER: Record<AnswerValue, () => string> = { yes: m.people_answer_yes, 'not-now': m.people_answer_not_now, no: m.people_answer_no };
export const answerWord = (value: AnswerValue) => ANSWER[value]();

const MOMENT: Record<MomentValue, () => string> = {
	moving: m.people_moment_moving,
	holding: m.people_moment_holding,
	paused: m.people_moment_paused
};
export const momentWord = (value: MomentValue) => MOMENT[value]();

const ENDING: Record<EndingHow, () => string> = {
	together: m.people_end_together,
	'her-choice': m.people_end_her_choice,
	elsewhere: m.people_end_elsewhere,
	'out-of-touch': m.people_end_out_of_touch,
	death: m.people_end_death
};
export const endingWord = (how: EndingHow) => ENDING[how]();

const CONTACT: Record<ContactKind, () => string> = {
	phone: m.people_phone,
	mail: m.people_mail,
	post: m.people_post,
	other: m.people_other
};
export const contactWord = (kind: ContactKind) => CONTACT[kind]();
/** A kind as it came back from a form: one of ours, or none. */
export const contactKindIn = (word: string): ContactKind | undefined => (Object.hasOwn(CONTACT, word) ? (word as ContactKind) : undefined);
export const contactOptions = () => Object.entries(CONTACT).map(([value, word]) => ({ value, label: word() }));
