import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { m } from '#lib/paraglide/messages.js';
import type { Actor, Role } from '../access/access.ts';
import { asRole, keyring, type Tx } from '../server/db.ts';
import { queueMail } from '../server/mail.ts';
import { accountOf, createAccount, plainAddress } from './accounts.server.ts';
import { ownAddress } from './own-address.server.ts';
import { isObvious, SHORTEST, verifyPassword } from './password.ts';

/** Who is invited, and to what. */
export interface Invited {
	email: string;
	firstName: string;
	lastName: string;
	jobTitle: string;
	roles: Role[];
}

export interface PendingInvitation extends Invited {
	id: string;
	expiresAt: Date;
	/** Past its seven days: it opens nothing, and can be made anew. */
	isOver: boolean;
}

const indexOf = (token: string) => keyring().peppered('invitation', token);
const about = (id: string) => `invitation|${id}`;

/**
 * Invites a colleague into the actor's organisation: the link leaves by mail, and is given back to be shown once, so that it works
 * without mail. A former invitation of the same address is withdrawn. The wall lets administrators only.
 * @returns the link: seven days, once
 */
export async function invite(tx: Tx, actor: Actor, invited: Invited): Promise<{ id: string; link: string }> {
	const id = newId();
	const token = randomBytes(32).toString('base64url');
	const email = plainAddress(invited.email);
	const emailIndex = keyring().index(actor.organization, 'invitation', email);
	await tx
		.updateTable('invitation')
		.set({ withdrawn_at: sql`now()` })
		.where('email_index', '=', emailIndex)
		.where('accepted_at', 'is', null)
		.where('withdrawn_at', 'is', null)
		.execute();
	await tx
		.insertInto('invitation')
		.values({
			id,
			first_name: invited.firstName,
			last_name: invited.lastName,
			job_title: invited.jobTitle,
			roles: invited.roles,
			email_index: emailIndex,
			sealed: keyring().seal(about(id), { email }),
			token_index: indexOf(token),
			expires_at: sql`now() + interval '7 days'`
		})
		.execute();
	const { name } = await tx.selectFrom('organization').select('name').where('id', '=', actor.organization).executeTakeFirstOrThrow();
	const link = `${ownAddress()}/invitation/${token}`;
	await queueMail(tx, {
		to: email,
		subject: m.accounts_invitation_mail_subject(),
		text: m.accounts_invitation_mail_text({ name: invited.firstName, organization: name, link })
	});
	return { id, link };
}

/** Takes an invitation back. @returns false when there is none to take back */
export async function withdrawInvitation(tx: Tx, id: string): Promise<boolean> {
	const row = await tx
		.updateTable('invitation')
		.set({ withdrawn_at: sql`now()` })
		.where('id', '=', id)
		.where('accepted_at', 'is', null)
		.where('withdrawn_at', 'is', null)
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

/** Invitations of the actor's organisation that nobody has accepted yet, the latest first. */
export async function pendingInvitations(tx: Tx): Promise<PendingInvitation[]> {
	const rows = await tx
		.selectFrom('invitation')
		.select(['id', 'first_name', 'last_name', 'job_title', 'roles', 'sealed', 'expires_at'])
		.where('accepted_at', 'is', null)
		.where('withdrawn_at', 'is', null)
		.orderBy('created_at', 'desc')
		.execute();
	return rows.map((row) => ({
		id: row.id,
		email: addressIn(row),
		firstName: row.first_name,
		lastName: row.last_name,
		jobTitle: row.job_title,
		roles: row.roles as Role[],
		expiresAt: row.expires_at,
		isOver: row.expires_at.getTime() <= Date.now()
	}));
}

const addressIn = ({ id, sealed }: { id: string; sealed: string }) => keyring().open<{ email: string }>(about(id), sealed).email;

/** What the link shows before it is used; asking uses nothing up. */
export async function readInvitation(token: string) {
	return asRole('cheminer_auth', async (tx) => {
		const row = await openInvitation(tx, token);
		if (!row) return undefined;
		const { organization, inviter, first_name, last_name } = row;
		return { organization, inviter, name: `${first_name} ${last_name}`.trim(), email: addressIn(row) };
	});
}

function openInvitation(tx: Tx, token: string) {
	return tx
		.selectFrom('invitation as i')
		.innerJoin('organization as o', 'o.id', 'i.organization_id')
		.innerJoin('member as m', 'm.id', 'i.invited_by')
		.select(['i.id', 'i.sealed', 'i.first_name', 'i.last_name', 'o.name as organization', 'm.first_name as inviter'])
		.where('i.token_index', '=', indexOf(token))
		.where('i.accepted_at', 'is', null)
		.where('i.withdrawn_at', 'is', null)
		.where('i.expires_at', '>', sql<Date>`now()`)
		.executeTakeFirst();
}

/** `wrong`: the address has an account, and this is not its password. `short`, `obvious`: no password for a new account. */
export type Acceptance = { is: 'stale' | 'wrong' | 'short' | 'obvious' } | { is: 'accepted'; email: string };

/**
 * Accepts: the account of the address adds a membership once its password is proven, or is made with this one. All or nothing, once.
 * @param token of the link
 */
export async function acceptInvitation(token: string, password: string): Promise<Acceptance> {
	return asRole('cheminer_auth', async (tx): Promise<Acceptance> => {
		const row = await openInvitation(tx, token);
		if (!row) return { is: 'stale' };
		const email = addressIn(row);
		const existing = await accountOf(tx, { email });
		let account = existing?.id;
		if (existing) {
			if (!existing.password || !(await verifyPassword({ hash: existing.password, password }))) return { is: 'wrong' };
		} else {
			const name = `${row.first_name} ${row.last_name}`.trim();
			if (password.length < SHORTEST) return { is: 'short' };
			if (isObvious(password, [email, name])) return { is: 'obvious' };
			account = await createAccount(tx, { email, password, name });
		}
		const { rows } = await sql<{ member: string | null }>`select accept_invitation(${indexOf(token)}, ${account}) as member`.execute(tx);
		if (!rows[0]?.member) throw new AlreadyAccepted();
		return { is: 'accepted', email };
	}).catch((problem: unknown): Acceptance => {
		if (problem instanceof AlreadyAccepted || isUniqueViolation(problem)) return { is: 'stale' };
		throw problem;
	});
}

/** Somebody was faster with the same link: nothing of this one stays. */
class AlreadyAccepted extends Error {}

function isUniqueViolation(problem: unknown): boolean {
	return problem instanceof Error && 'code' in problem && problem.code === '23505';
}
