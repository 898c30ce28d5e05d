import { readService } from '#lib/directory/directory.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** One service with all that it says of itself. */
export async function load({ locals, params }) {
	const id = idFrom(params.service);
	const service = found(await as(actorOf(locals), (tx) => readService(tx, id)));
	return { service, today: inputDate(new Date(), locals.place?.timeZone ?? 'Europe/Paris') };
}
