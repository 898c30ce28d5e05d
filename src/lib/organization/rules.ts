import { z } from 'zod';
import { ROLES, type Role } from '../access/access.ts';
import { line, version } from '../web/fields.ts';

/** Code list "organization-kind" (decisions 19); the labels are in the messages. */
export const KINDS = [
	'cpas',
	'mission-locale',
	'mire',
	'cisp',
	'supported-employment',
	'training',
	'housing',
	'health',
	'mobility',
	'women',
	'day-centre',
	'pes',
	'other'
] as const;
export type Kind = (typeof KINDS)[number];

const needed = (most: number) => line(most).refine((value) => value !== '', 'required');

/** What an organisation says of itself. */
export const OrganizationForm = z.object({
	name: needed(120),
	kind: z.enum(KINDS, 'choice'),
	address: z.string().max(400, 'too_long').default(''),
	directions: z.string().max(600, 'too_long').default(''),
	phone: line(60),
	version: version()
});
export type OrganizationSaid = z.infer<typeof OrganizationForm>;

/** Roles as ticked boxes: at least one, in the order of the list, nothing else. */
const rolesTicked = z
	.array(z.enum(ROLES, 'choice'), 'a_role')
	.default([])
	.refine((ticked) => ticked.length > 0, 'a_role')
	.transform((ticked): Role[] => ROLES.filter((role) => ticked.includes(role)));

/** What a member is here. */
export const MemberForm = z.object({
	first_name: needed(80),
	last_name: line(80),
	job_title: line(120),
	roles: rolesTicked,
	version: version()
});
export type MemberSaid = z.infer<typeof MemberForm>;

/** Who is invited, and to what. */
export const InvitationForm = z.object({
	first_name: needed(80),
	last_name: line(80),
	job_title: line(120),
	email: needed(254).pipe(z.email('email')),
	roles: rolesTicked
});

/** Which invitation is taken back. */
export const WithdrawForm = z.object({ invitation: z.uuid('choice') });

export const EndForm = z.object({ version: version() });
