import { keptPosts } from '../accounts/kept.server.ts';
import { asHer } from '../server/db.ts';
import { keepHerDraft, type HerSession } from '../server/person-session.ts';
import type { KeptFields } from '../server/session.ts';
import { WORDS } from './draft.ts';

type Visit = Parameters<typeof keepHerDraft>[0];

/**
 * Keeps what she has written so far in one form of hers; an emptied one keeps nothing. Nobody of the house reads it before she sends it.
 * @param draft.path where the form goes
 * @param draft.words the names of the fields that hold her words
 * @returns false when this form was recorded already, or there is no room for it
 */
export async function keepDraft(
	visit: Visit,
	her: HerSession,
	{ path, words, fields, key }: { path: string; words: readonly string[]; fields: KeptFields; key: string }
): Promise<boolean> {
	const says = fields.some(([name, value]) => words.includes(name) && value.trim() !== '');
	const open = await asHer(her, async (tx) => {
		if (await tx.selectFrom('form_key').select('key').where('key', '=', key).executeTakeFirst()) return false;
		if (!says) await tx.deleteFrom('kept_post').where('form_key', '=', key).execute();
		return true;
	});
	if (!open || !says) return open;
	return keepHerDraft(visit, { path, key, fields: [...fields, ...words.map((name): [string, string] => [WORDS, name])] });
}

/** What she wrote on one page and has not sent. */
export async function unsentOn(her: HerSession, page: string): Promise<string[]> {
	const kept = await asHer(her, keptPosts);
	return kept.filter(({ path }) => path.split('?', 1)[0] === page).map(({ id }) => id);
}
