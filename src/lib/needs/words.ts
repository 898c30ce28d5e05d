import { m } from '../paraglide/messages.js';
import type { Locale } from '../paraglide/runtime.js';
import type { Family, NeedCode } from './codes.ts';
import { agreementOf, ENDS, HER_WHENS, WHENS, type Agreement, type End, type When } from './rules.ts';

/** Words of the codes of this subject, in the language of the page. */

const FAMILY: Record<Family, () => string> = {
	home: m.needs_family_home,
	health: m.needs_family_health,
	rights: m.needs_family_rights,
	moving: m.needs_family_moving,
	project: m.needs_family_project,
	others: m.needs_family_others
};
/** "Chez moi"; "Autre chose" for what no family names. */
export const familyWord = (family: Family | null) => (family ? FAMILY[family]() : m.needs_other());

const TOPIC: Record<NeedCode, typeof m.needs_other> = {
	LOG: m.needs_log,
	QUO: m.needs_quo,
	ENF: m.needs_enf,
	FAM: m.needs_fam,
	SAN: m.needs_san,
	PSY: m.needs_psy,
	ADD: m.needs_add,
	HAN: m.needs_han,
	VIO: m.needs_vio,
	DRO: m.needs_dro,
	SEJ: m.needs_sej,
	EQU: m.needs_equ,
	JUS: m.needs_jus,
	DIS: m.needs_dis,
	FIN: m.needs_fin,
	MOB: m.needs_mob,
	LNG: m.needs_lng,
	ALP: m.needs_alp,
	NUM: m.needs_num,
	ORI: m.needs_ori,
	FOR: m.needs_for,
	REC: m.needs_rec,
	EMP: m.needs_emp,
	CRE: m.needs_cre,
	INT: m.needs_int,
	CON: m.needs_con,
	LIE: m.needs_lie,
	OTHER: m.needs_other
};
/** What people say: "Me déplacer"; in the language of the page, or of a sheet that is made for her. */
export const topicWord = (code: NeedCode, locale?: Locale) => TOPIC[code]({}, locale ? { locale } : {});
/** The same, or her own name for what no family names. */
export const needWord = (need: { code: NeedCode; label: string }) => need.label || topicWord(need.code);

const WHEN: Record<When, () => string> = {
	now: m.needs_now,
	later: m.needs_later,
	'not-a-topic': m.needs_not_a_topic,
	settled: m.needs_settled
};
/** "maintenant" */
export const whenWord = (when: When) => WHEN[when]();
export const whenOptions = () => WHENS.map((value) => ({ value, label: WHEN[value]() }));
/** On her own side. */
export const herWhenOptions = () => HER_WHENS.map((value) => ({ value, label: WHEN[value]() }));

const END: Record<End, () => string> = { settled: m.needs_settled, left: m.needs_left };
/** "Réglé" */
export const endWord = (end: End) => END[end]();
export const endOptions = () => ENDS.map((value) => ({ value, label: END[value]() }));

const AGREEMENT: Record<Agreement, (() => string) | null> = {
	same: m.needs_same,
	different: m.needs_different,
	'one-silent': null,
	silent: null
};
/** What is said of two voices; nothing while one of them is silent. */
export const agreementWord = (need: Parameters<typeof agreementOf>[0]) => AGREEMENT[agreementOf(need)]?.() ?? '';

/** One line: "Nadia : maintenant · Aurore : plus tard". */
export const bothWhens = (
	need: { hers: { when: When | null } | null; ours: readonly { when: When | null; author_first_name: string }[] },
	first: string
): string =>
	[{ when: need.hers?.when ?? null, author_first_name: first }, ...need.ours]
		.flatMap(({ when, author_first_name: name }) => (when ? m.needs_says({ name, when: whenWord(when) }) : []))
		.join(' · ');
