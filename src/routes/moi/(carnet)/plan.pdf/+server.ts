import { getLocale } from '#lib/paraglide/runtime.js';
import { composePlan } from '#lib/paper/plan.ts';
import { readPlanSource } from '#lib/paper/plan.server.ts';
import { readPlanChoice } from '#lib/paper/rules.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { found } from '#lib/web/found.ts';

/** Her plan on one A4, with what the address ticks, of the part it names or of the first. */
export async function GET({ locals, url }) {
	const her = herOf(locals);
	const now = new Date();
	const wanted = url.searchParams.get('chemin');
	const source = await asHer(her, async (tx) => {
		const parts = await readParts(tx);
		return readPlanSource(tx, found(wanted === null ? parts[0] : parts.find(({ accompaniment }) => accompaniment.id === wanted)), now);
	});
	const place = { locale: getLocale(), zone: her.timeZone, now };
	return sheetAnswer('plan', 'plan.pdf', composePlan(source, readPlanChoice(url.searchParams, source, place.locale), place));
}
