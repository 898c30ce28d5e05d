import { readQuery } from '#lib/caseload/rules.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { composeCaseload } from '#lib/paper/lists.ts';
import { MOST_LISTED, readListedCaseload } from '#lib/paper/lists.server.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { hereOf } from '#lib/web/here.ts';

/** The list of `/personnes` as its address narrows it, whole, for a day without screens. */
export async function GET({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const { people, more } = await as(actor, (tx) => readListedCaseload(tx, actor, readQuery(url.searchParams), MOST_LISTED, 'print'));
	const place = { locale: getLocale(), zone: hereOf(locals).timeZone, now: new Date() };
	return sheetAnswer('list', 'liste.pdf', composeCaseload(people, MOST_LISTED, more, actor.firstName, place));
}
