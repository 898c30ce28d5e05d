import { readStructure } from '#lib/directory/directory.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** One structure, with what it offers. */
export async function load({ locals, params }) {
	const id = idFrom(params.structure);
	const structure = found(await as(actorOf(locals), (tx) => readStructure(tx, id)));
	return { structure, today: inputDate(new Date(), locals.place?.timeZone ?? 'Europe/Paris') };
}
