import { composePage } from '#lib/her-page/compose.ts';
import { pageAmong, readHerPages, readNotebook } from '#lib/her-page/her-page.server.ts';
import { sheetLanguage } from '#lib/paper/rules.ts';
import { pageSaysIn } from '#lib/her-page/words.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';

/** Her page to show, as she composed it: one A5. */
export async function GET({ locals, url }) {
	const her = herOf(locals);
	const place = { locale: getLocale(), zone: her.timeZone, now: new Date() };
	const sheet = await asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const page = pageAmong(await readHerPages(tx, parts), url.searchParams.get('page'));
		return composePage(page, await readNotebook(tx, parts), pageSaysIn(sheetLanguage(page.language, place.locale)), place);
	});
	return sheetAnswer('page', 'page.pdf', sheet);
}
