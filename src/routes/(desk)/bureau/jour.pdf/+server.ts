import { getLocale } from '#lib/paraglide/runtime.js';
import { composeDay } from '#lib/paper/lists.ts';
import { readPrintedDay } from '#lib/paper/lists.server.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { hereOf } from '#lib/web/here.ts';

/** Today’s appointments on paper, for a day without screens. */
export async function GET({ locals }) {
	const actor = actorWho(locals, 'walk-with-people');
	const now = new Date();
	const { timeZone } = hereOf(locals);
	const { today, reaches } = await as(actor, (tx) => readPrintedDay(tx, actor, timeZone, now));
	return sheetAnswer('list', 'jour.pdf', composeDay(today, reaches, actor.firstName, { locale: getLocale(), zone: timeZone, now }));
}
