import type { Role } from '../access/access.ts';
import { m } from '../paraglide/messages.js';
import type { Change } from './changes.server.ts';
import type { Leaving } from './outbox.server.ts';
import { KINDS, type Kind } from './rules.ts';

const KIND: Record<Kind, () => string> = {
	cpas: m.organization_kind_cpas,
	'mission-locale': m.organization_kind_mission_locale,
	mire: m.organization_kind_mire,
	cisp: m.organization_kind_cisp,
	'supported-employment': m.organization_kind_supported_employment,
	training: m.organization_kind_training,
	housing: m.organization_kind_housing,
	health: m.organization_kind_health,
	mobility: m.organization_kind_mobility,
	women: m.organization_kind_women,
	'day-centre': m.organization_kind_day_centre,
	pes: m.organization_kind_pes,
	other: m.organization_kind_other
};

/** The kind of an organisation in words; an unknown code is shown as it is. */
export function kindWord(code: string): string {
	return (KIND as Record<string, () => string>)[code]?.() ?? code;
}

/** Every kind as a choice, in the language of the request. */
export const KIND_OPTIONS = () => KINDS.map((value) => ({ value, label: kindWord(value) }));

const ROLE: Record<Role, { word: () => string; hint: () => string }> = {
	practitioner: { word: m.organization_role_practitioner, hint: m.organization_role_practitioner_hint },
	'front-desk': { word: m.organization_role_front_desk, hint: m.organization_role_front_desk_hint },
	coordination: { word: m.organization_role_coordination, hint: m.organization_role_coordination_hint },
	administrator: { word: m.organization_role_administrator, hint: m.organization_role_administrator_hint }
};

/** "Accompagne". */
export const roleWord = (role: Role): string => ROLE[role].word();
/** What the role opens, in one sentence. */
export const roleHint = (role: Role): string => ROLE[role].hint();
/** "Accompagne, Coordonne". */
export const rolesWord = (roles: readonly Role[]): string => roles.map(roleWord).join(', ');

const COLUMN: Record<string, () => string> = {
	name: m.organization_name,
	kind: m.organization_kind,
	address: m.organization_address,
	directions: m.organization_directions,
	phone: m.organization_phone,
	first_name: m.organization_first_name,
	last_name: m.organization_last_name,
	job_title: m.organization_job_title,
	roles: m.organization_roles,
	ended_at: m.organization_column_end
};

/** "Camille R. a changé la fiche de Simon : rôles." Columns in plain words, never what stood in them. */
export function changeWords({ act, subject, by, about, columns }: Change): string {
	const who = by || m.organization_change_nobody();
	if (act === 'export') return m.leaving_change_export();
	if (act === 'restore') return m.organization_change_restored();
	if (act === 'erase') return m.organization_change_erased();
	if (act === 'free') return m.organization_change_freed({ about });
	if (subject === 'organization')
		return act === 'insert' ? m.organization_change_made({ who }) : m.organization_change_organization({ who, what: named(columns) });
	if (subject === 'invitation') {
		if (act === 'insert') return m.organization_change_invited({ who, about });
		return columns.includes('withdrawn_at') ? m.organization_change_withdrawn({ who, about }) : m.organization_change_accepted({ about });
	}
	if (act === 'insert') return m.organization_change_joined({ about });
	// Nobody of the house brings a member back: she accepts an invitation anew.
	if (columns.includes('ended_at')) return by ? m.organization_change_ended({ who, about }) : m.organization_change_back({ about });
	return m.organization_change_member({ who, about, what: named(columns) });
}

const named = (columns: readonly string[]) => columns.map((column) => (COLUMN[column]?.() ?? column).toLocaleLowerCase()).join(', ');

const MAIL: Record<Leaving['state'], () => string> = {
	waiting: m.organization_mail_waiting,
	sending: m.organization_mail_sending,
	sent: m.organization_mail_sent,
	refused: m.organization_mail_refused,
	unsure: m.organization_mail_unsure
};

/** Where a mail stands. */
export const mailStateWord = (state: Leaving['state']): string => MAIL[state]();

const CHANNEL: Record<Leaving['channel'], () => string> = {
	mail: m.organization_mail_by_mail,
	sms: m.organization_mail_by_sms,
	voice: m.organization_mail_by_voice
};

/** How a message leaves. */
export const channelWord = (channel: Leaving['channel']): string => CHANNEL[channel]();
