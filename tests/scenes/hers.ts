import type { Actor } from '#lib/access/access.ts';
import { giveCarnet } from '#lib/carnet/carnet.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asHer, type Her, type Tx } from '#lib/server/db.ts';
import { readParts, type Part } from '#lib/space/her.server.ts';
import { found } from '#lib/web/found.ts';
import type { House } from '../house.ts';

/** Nadia with her card, whom Aurore accompanies with Paul-Henri; a colleague who has no part; and Samir, who has a card of his own. */
export async function herScene(home: House) {
	const organization = await home.organization('Relance-Sambre');
	const member = (first: string) => home.member(organization, ['practitioner'], { first });
	const [aurore, paul, claire] = [await member('Aurore'), await member('Paul-Henri'), await member('Claire')];
	const nadia = await someone(home, aurore, 'Nadia B.', [paul]);
	const samir = await someone(home, claire, 'Samir K.');
	return { organization, aurore, paul, claire, nadia, samir };
}

/** A person with a card. `on` works in her own space, `with` as one of the staff. */
export async function someone(home: House, lead: Actor, name: string, colleagues: Actor[] = []) {
	const { id, person } = await home.pathway(lead, name);
	for (const { member } of colleagues)
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: member }).execute());
	const staff = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
		as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
	await staff(lead, (tx, pathway) => giveCarnet(tx, pathway, '258147'));
	// A card that she has had for a while: what a new one opens is a story of its own (src/lib/carnet/first-days.test.ts).
	const [card] = await home.sql<{ id: string }>('update carnet set trusted_at = created_at where accompaniment_id = $1 returning id', [id]);
	const her: Her = { person, cards: [card!.id] };
	const on = <T>(work: (tx: Tx, part: Part) => Promise<T>) => asHer(her, async (tx) => work(tx, found((await readParts(tx))[0])));
	return { id, person, her, on, staff };
}
