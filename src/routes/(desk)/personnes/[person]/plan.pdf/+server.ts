import { getLocale } from '#lib/paraglide/runtime.js';
import { composePlan } from '#lib/paper/plan.ts';
import { readPlanSource } from '#lib/paper/plan.server.ts';
import { readPlanChoice } from '#lib/paper/rules.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';

/** Her plan on one A4, with what the address ticks; without a choice, everything that is hers. */
export async function GET({ locals, params, url }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	const now = new Date();
	const source = await as(actor, async (tx) => readPlanSource(tx, found(await readPathway(tx, id, 'print')), now));
	const place = { locale: getLocale(), zone: hereOf(locals).timeZone, now };
	return sheetAnswer('plan', 'plan.pdf', composePlan(source, readPlanChoice(url.searchParams, source, place.locale), place));
}
