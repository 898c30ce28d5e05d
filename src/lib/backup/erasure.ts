import type pg from 'pg';
import { endOfIdFrom } from '../people/reference.ts';
import type { Keyring } from '../server/keyring.ts';
import { StartRefused } from '../server/refusal.ts';
import { alone, connected, within } from './connection.ts';
import { erasePeople } from './erase.ts';
import { ledgerOf, recordErasure, type Erasure, type Reason } from './ledger.ts';

/** Somebody to be erased, as an operator may know of her: where, since when, until when; no name, no text. */
export interface ToErase {
	person: string;
	/** One for each organisation that walked with her. */
	files: { organization: string; opened: string; ended: string | null }[];
	/** What has to be typed to go on; good for today. */
	code: string;
}

/**
 * Looks for somebody by the reference that stands on her information page.
 * @param today `YYYY-MM-DD`
 * @throws StartRefused when it leads to nobody, to two people, or to somebody who is still accompanied
 */
export async function lookAt(ownerUrl: string, ring: Keyring, typed: string, today: string): Promise<ToErase> {
	const end = endOfIdFrom(typed);
	if (end === null) throw new StartRefused('A reference looks like 4K7Q-F3M2-PXW0, as on her information page: this one does not.');
	const rows = await connected(ownerUrl, (client) => within(client, 'read only', () => filesOf(client, end)));
	const people = new Set(rows.map(({ person }) => person));
	if (people.size === 0) throw new StartRefused('This reference leads to nobody.');
	if (people.size > 1) throw new StartRefused('This reference leads to two people: nobody is erased by chance.');
	const open = rows.filter(({ ended }) => ended === null);
	if (open.length > 0)
		throw new StartRefused(
			`She is still accompanied (${open.map(({ organization }) => organization).join(', ')}): a person ends it first, in Cheminer ("Terminer"); the machine never does.`
		);
	const [person] = people;
	return {
		person: person!,
		files: rows.map(({ organization, opened, ended }) => ({ organization, opened, ended })),
		code: ring
			.peppered('erase', `${person}|${today}`)
			.replace(/[^a-zA-Z0-9]/g, '')
			.slice(0, 6)
			.toLowerCase()
	};
}

async function filesOf(client: pg.Client, end: string) {
	await client.query('set local role cheminer_loader');
	const { rows } = await client.query<{ person: string; organization: string; opened: string; ended: string | null }>(
		`select a.person_id as person, o.name as organization, a.opened_on::text as opened, a.ended_on::text as ended
		from accompaniment a join organization o on o.id = a.organization_id
		where a.person_id in (select person_id from accompaniment where right(id::text, 12) = $1) order by o.name`,
		[end]
	);
	return rows;
}

/**
 * Erases somebody for good: first a line in the ledger, on the disk, then every row and the key. Cut short in between, asking again ends it.
 * Other organisations' administrators read in their changes that a file was erased, never whose.
 * @returns how many rows went, and the ledger, to be put beside the archives too
 */
export async function erase(
	source: { ownerUrl: string; data: string },
	person: string,
	reason: Reason
): Promise<{ rows: number; erasures: Erasure[] }> {
	return connected(source.ownerUrl, async (client) => {
		// Not while an archive is made: the ledger that it remembers must tell of whoever is not in its keys.
		await alone(client, 'backup');
		const erasures = recordErasure(ledgerOf(source.data), person, reason);
		const rows = await within(client, '', async () => {
			await client.query('set local role cheminer_loader');
			await client.query(
				`insert into audit (organization_id, act, subject, row_id)
				select distinct organization_id, 'erase', 'organization', organization_id::text from accompaniment where person_id = $1`,
				[person]
			);
			return erasePeople(client, [person]);
		});
		return { rows, erasures };
	});
}

/** Who stands in the ledger and is still in the database: an erasure that was cut short, or an older database put back by hand. */
export async function notErased(client: pg.ClientBase, erasures: readonly Erasure[]): Promise<string[]> {
	const { rows } = await client.query<{ id: string }>('select id from person where id = any ($1::uuid[])', [
		erasures.map(({ person }) => person)
	]);
	return rows.map(({ id }) => id);
}
