import { readQuery } from '#lib/caseload/rules.ts';
import { composeCaseloadSheet } from '#lib/leaving/caseload-csv.ts';
import { csvOf } from '#lib/leaving/csv.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { MOST_IN_COLUMNS, readListedCaseload } from '#lib/paper/lists.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { hereOf } from '#lib/web/here.ts';

/** The list of `/personnes` as its address narrows it, in columns for a spreadsheet; one line in the journal, as for the paper list. */
export async function GET({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const { people, more } = await as(actor, (tx) => readListedCaseload(tx, actor, readQuery(url.searchParams), MOST_IN_COLUMNS, 'export'));
	const place = { locale: getLocale(), zone: hereOf(locals).timeZone, now: new Date() };
	return new Response(csvOf(composeCaseloadSheet(people, MOST_IN_COLUMNS, more, place)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="liste.csv"',
			'cache-control': 'no-store'
		}
	});
}
