import type pg from 'pg';
import { hashPassword } from '../src/lib/accounts/password.ts';
import { accountOf, idOf } from './ids.ts';
import type { TerritoryStory } from './story.ts';

/** Everybody was here before the first story began; some for longer. Days. */
const SINCE = 540;

/** The demo password of a member: public, long enough, and not the same for everybody. */
export const passwordOf = (territory: string, slug: string) => `chemin-${slug}-${territory}`;

/** Accounts and memberships of one territory; a slug that works in two organisations has one account. */
export async function loadMembers(client: pg.Client, story: TerritoryStory): Promise<void> {
	const made = new Set<string>();
	for (const organization of story.organizations) {
		for (const [place, member] of organization.members.entries()) {
			const account = accountOf(story, member.slug);
			if (!made.has(account)) {
				made.add(account);
				await client.query('insert into auth.account (id, name, email) values ($1, $2, $3)', [
					account,
					`${member.first} ${member.last}`,
					member.email
				]);
				await client.query(
					'insert into auth.credential (id, account_id, provider_id, provider_account, password) values ($1, $2, $3, $4, $5)',
					[
						idOf(story.slug, 'credential', member.slug),
						account,
						'credential',
						account,
						await hashPassword(passwordOf(story.slug, member.slug))
					]
				);
			}
			await client.query(
				`insert into member (id, account_id, organization_id, first_name, last_name, job_title, roles, started_at)
				values ($1, $2, $3, $4, $5, $6, $7, now() - $8::int * interval '1 day')`,
				[
					idOf(story.slug, organization.slug, member.slug),
					account,
					idOf(story.slug, organization.slug),
					member.first,
					member.last,
					member.job,
					member.roles,
					SINCE + place * 97
				]
			);
			if (member.reads)
				await client.query('insert into message_days (member_id, organization_id, days) values ($1, $2, $3)', [
					idOf(story.slug, organization.slug, member.slug),
					idOf(story.slug, organization.slug),
					member.reads
				]);
		}
	}
}
