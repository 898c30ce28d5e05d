import { m } from '../paraglide/messages.js';
import { draft } from '../ui/draft.ts';

/** The names of the fields that hold her words, told along with a draft. A name with a stroke is read by no form. */
export const WORDS = '/words';

/** A form of hers that may be sent later: laid down sealed where she keeps something on her telephone, held in the page elsewhere. */
export const later = () => ({ 'data-later': m.space_offline_not_sent() });

/**
 * The attributes of a form of hers in which she writes: kept while she types, offered again if she does not send it, sent later if there is no
 * line. `<form method="POST" action="?/garder" {...herDraft('/moi/actions/notes?/garder', 'text')}>`; where it stands is said at
 * `[data-draft-state]`.
 * @param path where the form goes, in full
 * @param words the fields that hold her words
 */
export function herDraft(path: string, ...words: string[]) {
	const address = `/moi/brouillon?${new URLSearchParams([['vers', path], ...words.map((name) => ['mots', name])])}`;
	return { ...draft(address), 'data-draft-kept': m.space_offline_draft_kept({ time: '{time}' }), ...later() };
}
