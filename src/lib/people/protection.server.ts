import { v7 as newId } from 'uuid';
import type { Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { StaleError } from '../web/once.server.ts';
import type { Pathway } from './pathway.server.ts';
import type { ProtectionKind, ProtectionSaid, ProtectionText } from './rules.ts';

/** Someone who holds a legal mandate over some matters: named, never given access. */
export interface Protection extends ProtectionText {
	id: string;
	kind: ProtectionKind;
	starts_on: string | null;
	ends_on: string | null;
	version: number;
}

/** The protections of an accompaniment, those without an end first. */
export async function readProtections(tx: Tx, accompaniment: string, key: PersonKey): Promise<Protection[]> {
	const rows = await tx
		.selectFrom('protection')
		.select(['id', 'kind', 'starts_on', 'ends_on', 'sealed', 'version'])
		.where('accompaniment_id', '=', accompaniment)
		.orderBy('ends_on', (order) => order.desc().nullsFirst())
		.orderBy('id')
		.execute();
	return rows.map(({ sealed, kind, ...row }) => {
		const {
			name = '',
			domains = '',
			contact = ''
		} = key.open<Partial<Record<keyof ProtectionText, string | string[]>>>('protection', row.id, sealed);
		const words = (value: string | string[]) => (Array.isArray(value) ? value.join(', ') : value);
		return { ...row, kind: kind as ProtectionKind, name: words(name), domains: words(domains), contact: words(contact) };
	});
}

/**
 * Adds or changes a protection.
 * @throws StaleError when somebody changed or removed it since it was read
 */
export async function keepProtection(tx: Tx, { accompaniment, key }: Pathway, said: ProtectionSaid): Promise<void> {
	const { kind, name, domains, contact, starts_on, ends_on } = said;
	const seal = (id: string) => key.seal('protection', id, { name, domains, contact } satisfies ProtectionText);
	if (!said.id) {
		const id = newId();
		await tx
			.insertInto('protection')
			.values({ id, accompaniment_id: accompaniment.id, kind, starts_on, ends_on, sealed: seal(id) })
			.execute();
		return;
	}
	const changed = await tx
		.updateTable('protection')
		.set({ kind, starts_on, ends_on, sealed: seal(said.id), version: said.version + 1 })
		.where('id', '=', said.id)
		.where('accompaniment_id', '=', accompaniment.id)
		.where('version', '=', said.version)
		.returning('id')
		.executeTakeFirst();
	if (changed) return;
	const now = (await readProtections(tx, accompaniment.id, key)).find((one) => one.id === said.id);
	throw new StaleError(now ? { ...now } : {});
}

/** Takes a protection out: it was noted by mistake, or belongs to nobody here. */
export async function removeProtection(tx: Tx, accompaniment: string, id: string): Promise<void> {
	await tx.deleteFrom('protection').where('accompaniment_id', '=', accompaniment).where('id', '=', id).execute();
}
