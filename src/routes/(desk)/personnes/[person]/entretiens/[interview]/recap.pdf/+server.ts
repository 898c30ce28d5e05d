import { bornIn } from '#lib/actions/actions.server.ts';
import { coming } from '#lib/appointments/appointments.server.ts';
import { readInterview } from '#lib/interviews/interviews.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { composeRecap } from '#lib/paper/recap.ts';
import { sheetLanguage } from '#lib/paper/rules.ts';
import { sheetAnswer } from '#lib/paper/sheets.server.ts';
import { shownName } from '#lib/people/name.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';

/** One meeting on a sheet to hand over; what was said stands on it only when both ticked it. */
export async function GET({ locals, params, url }) {
	const now = new Date();
	const source = await as(actorOf(locals), async (tx) => {
		const pathway = found(await readPathway(tx, idFrom(params.person), 'print'));
		const interview = found(await readInterview(tx, pathway, idFrom(params.interview)));
		const [actions, ahead] = await Promise.all([interview.note ? bornIn(tx, pathway, interview.note.id) : [], coming(tx, pathway, now)]);
		return { name: shownName(pathway.accompaniment), interview, actions, next: ahead.at(0) ?? null };
	});
	const place = { locale: getLocale(), zone: hereOf(locals).timeZone, now };
	const asked = url.searchParams;
	const choice = {
		language: sheetLanguage(asked.get('langue'), place.locale),
		named: asked.get('nom') !== 'sans',
		withText: asked.get('dit') === 'oui'
	};
	return sheetAnswer('recap', 'rendez-vous.pdf', composeRecap(source, choice, place));
}
