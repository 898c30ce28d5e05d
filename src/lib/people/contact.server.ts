import { v7 as newId } from 'uuid';
import { keyring, type Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { findableForm, type ContactKind, type ContactRow, type ContactText } from './rules.ts';

/** A way to reach her, opened for this request. */
export interface Contact extends ContactText {
	id: string;
	kind: ContactKind;
	/** false: others at home see it; set aside in concealed mode. */
	safe: boolean;
	/** Since when this very address or number stands here so. */
	since: Date;
}

/** The ways to reach her, in the order they were given. */
export async function readContacts(tx: Tx, accompaniment: string, key: PersonKey): Promise<Contact[]> {
	const rows = await tx
		.selectFrom('contact')
		.select(['id', 'kind', 'safe', 'since', 'sealed'])
		.where('accompaniment_id', '=', accompaniment)
		.orderBy('position')
		.orderBy('id')
		.execute();
	return rows.map(({ id, kind, safe, since, sealed }) => {
		const { value = '', hours = '', caution = '' } = key.open<Partial<ContactText>>('contact', id, sealed);
		return { id, kind: kind as ContactKind, safe, since, value, hours, caution };
	});
}

/** Three days, as the wall says it too (migration 0037). */
const SETTLED_MS = 72 * 3_600_000;

/** Whether this very address or number has stood there for three days. */
export const isSettled = ({ since }: Pick<Contact, 'since'>) => since.getTime() < Date.now() - SETTLED_MS;

/** Index by which a phone or a mail address is found again, in this organisation only; null for what is not looked for. */
export function contactIndex(organization: string, row: Pick<ContactRow, 'kind' | 'value'>): string | null {
	const form = findableForm(row.kind, row.value);
	return form && keyring().index(organization, row.kind, form);
}

/** Writes the ways to reach her as the form gave them: known rows change, new ones are added, emptied ones go. */
export async function keepContacts(tx: Tx, organization: string, accompaniment: string, key: PersonKey, rows: ContactRow[]): Promise<void> {
	const known = await tx.selectFrom('contact').select('id').where('accompaniment_id', '=', accompaniment).execute();
	const stay = new Set<string>();
	for (const [position, row] of rows.entries()) {
		const before = known.some((one) => one.id === row.id);
		const id = before ? row.id! : newId();
		stay.add(id);
		const values = {
			kind: row.kind,
			safe: !row.shared,
			value_index: contactIndex(organization, row),
			sealed: key.seal('contact', id, { value: row.value, hours: row.hours, caution: row.caution } satisfies ContactText),
			position
		};
		if (before) await tx.updateTable('contact').set(values).where('id', '=', id).where('accompaniment_id', '=', accompaniment).execute();
		else
			await tx
				.insertInto('contact')
				.values({ id, accompaniment_id: accompaniment, ...values })
				.execute();
	}
	const gone = known.map((one) => one.id).filter((id) => !stay.has(id));
	if (gone.length > 0) await tx.deleteFrom('contact').where('accompaniment_id', '=', accompaniment).where('id', 'in', gone).execute();
}
