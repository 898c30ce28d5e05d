import { readCaseload } from '#lib/caseload/caseload.server.ts';
import { readQuery } from '#lib/caseload/rules.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { forThePageAlone } from '#lib/web/page-alone.ts';

/** One page of the people in my reach, sorted and narrowed as the address says. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const query = readQuery(url.searchParams);
	const page = await as(actor, (tx) => readCaseload(tx, actor.member, query));
	return { query, page: forThePageAlone(page) };
}
