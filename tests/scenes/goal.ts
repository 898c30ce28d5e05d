import type { Actor } from '#lib/access/access.ts';
import { openGoal, putInWords, sayYes } from '#lib/goals/agreeing.server.ts';
import { readGoal, type Goal } from '#lib/goals/goals.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import type { House } from '../house.ts';

export const TODAY = '2026-11-22';

/** A pathway that a lead and two colleagues walk, one of whom is never ticked; somebody here who does not, and somebody elsewhere. */
export async function goalScene(home: House) {
	const organization = await home.organization();
	const member = (first: string) => home.member(organization, ['practitioner'], { first });
	const [lead, colleague, unticked] = [await member('Aurore'), await member('Paul-Henri'), await member('Claire')];
	const stranger = await home.member(organization, ['practitioner', 'coordination', 'administrator', 'front-desk'], { first: 'Luc' });
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	const person = (await home.pathway(lead)).id;
	for (const { member } of [colleague, unticked])
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: member }).execute());

	const on = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
		as(actor, async (tx) => work(tx, found(await readPathway(tx, person))));
	const open = (wish = 'un logement à nous', readers: Actor[] = [colleague]) =>
		on(lead, (tx, pathway) => openGoal(tx, pathway, { wish, how: 'orally', domain: 'home', readers: readers.map(({ member }) => member) }));
	const read = async (id: string, actor = lead): Promise<Goal> => found(await on(actor, (tx, pathway) => readGoal(tx, pathway, id)));
	const agree = (actor: Actor, id: string, agreed: string, last: string | null, more: { hers?: 'orally' | 'paper'; mine?: boolean } = {}) =>
		on(actor, (tx, pathway) =>
			putInWords(tx, pathway, id, { agreed, last, yes_hers: more.hers ?? null, yes_mine: more.mine ?? false }, TODAY)
		);
	const yes = (actor: Actor, id: string, voice: 'person' | 'practitioner', wording: string) =>
		on(actor, (tx, pathway) => sayYes(tx, pathway, id, { voice, how: voice === 'person' ? 'orally' : 'screen', wording }, TODAY));
	return { lead, colleague, unticked, stranger, elsewhere, person, on, open, read, agree, yes };
}

/** The wording that stands, by id. */
export const latest = ({ wordings }: Goal) => wordings.at(-1)?.id ?? null;
