import type { RequestEvent } from '@sveltejs/kit';
import type { Role } from '../access/access.ts';
import { accountsPool, answering } from '../server/db.ts';
import { mustSetUpSecondStep, sessionToken } from '../server/session.ts';

/** A living membership, as a choice. */
export interface Membership {
	member: string;
	organization: string;
	roles: Role[];
	chosen: boolean;
}

/** The organisations that this session's account may act in, by name. */
export async function membershipsOf(visit: Pick<RequestEvent, 'cookies' | 'url'>): Promise<Membership[]> {
	const { rows } = await answering(() => accountsPool().query<Membership>(MEMBERSHIPS, [sessionToken(visit) ?? '']));
	return rows;
}

const MEMBERSHIPS = `select m.id as member, o.name as organization, m.roles, m.id is not distinct from s.member_id as chosen
	from session s join member m on m.account_id = s.account_id and (m.ended_at is null or m.ended_at > now())
	join organization o on o.id = m.organization_id
	where s.token = $1 and s.ended_at is null and s.expires_at > now() order by fold(o.name), m.id`;

/** Acts in another organisation from now on; only one of the account's own, living memberships. */
export async function actIn(visit: Pick<RequestEvent, 'cookies' | 'url'>, member: string): Promise<boolean> {
	const { rowCount } = await answering(() =>
		accountsPool().query(
			`update session s set member_id = m.id from member m where s.token = $1 and s.ended_at is null and s.expires_at > now()
			and m.id = $2 and m.account_id = s.account_id and (m.ended_at is null or m.ended_at > now())`,
			[sessionToken(visit) ?? '', member]
		)
	);
	return rowCount === 1;
}

/** What is still asked of an account that is signed in but cannot act yet: its organisation, or its second step. */
export async function nextStep(visit: Pick<RequestEvent, 'cookies' | 'url'>): Promise<string> {
	const memberships = await membershipsOf(visit);
	const acting = memberships.find((one) => one.chosen) ?? (memberships.length === 1 ? memberships[0] : undefined);
	if (!acting) return '/connexion/organisation';
	// Somebody who acts and is here all the same lacks the second step; mustSetUpSecondStep is asked about the roles alone.
	return mustSetUpSecondStep(acting.roles, false) ? '/connexion/securite' : '/connexion/organisation';
}
