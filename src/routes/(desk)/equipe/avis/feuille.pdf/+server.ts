import { composeOpinionSheet } from '#lib/opinion/sheet.ts';
import { sheetLanguage } from '#lib/paper/rules.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { actorWho } from '#lib/web/actor.ts';

/** The six questions on a sheet to tick by hand, in the language of whoever answers. It holds no name, no number and no date. */
export async function GET({ locals, url }) {
	actorWho(locals, 'see-opinions');
	const language = sheetLanguage(url.searchParams.get('langue'), getLocale());
	return sheetAnswer('opinion', 'feuille.pdf', composeOpinionSheet(language));
}
