import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { openView } from '#lib/views/given.server.ts';
import { AskForm } from '#lib/views/rules.ts';
import { askView, readViews } from '#lib/views/views.server.ts';
import type { House } from '../house.ts';

const zone = 'Europe/Brussels';
const today = inputDate(new Date(), zone);
const here = { today, zone };

export interface ViewScene {
	lead: Actor;
	asked: Actor;
	id: string;
	person: string;
	note: string;
}

/** A pathway with what counts for her, a text and a memo of her lead; and a colleague who does not walk with her. */
export async function viewScene(home: House, organization: string, name = 'Nadia B.'): Promise<ViewScene> {
	const lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const asked = await home.member(organization, ['practitioner'], { first: 'Mourad' });
	const { id, person } = await home.pathway(lead, name);
	const note = await write(lead, id, 'La crèche répond jeudi.');
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const memo = newId();
		await tx
			.insertInto('profile')
			.values({ accompaniment_id: id, sealed: key.seal('profile', id, { matters: 'Travailler en cuisine.' }) })
			.execute();
		await tx
			.insertInto('memo')
			.values({
				id: memo,
				accompaniment_id: id,
				sealed: key.seal('memo', memo, { text: 'MEMO-CANARI' }),
				expires_at: new Date(Date.now() + 86_400_000)
			})
			.execute();
	});
	return { lead, asked, id, person, note };
}

/** A text of this author's on her pathway. @returns its id */
export async function write(
	author: Actor,
	accompaniment: string,
	text: string,
	outcome: string | null = null,
	on = '2026-10-01'
): Promise<string> {
	return as(author, async (tx) => {
		const { key } = (await readPathway(tx, accompaniment))!;
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: accompaniment, held_on: on, channel: 'presence' }).execute();
		await tx
			.insertInto('note')
			.values({
				id: note,
				interview_id: interview,
				accompaniment_id: accompaniment,
				outcome,
				sealed: key.seal('note', note, { text, moved: '' })
			})
			.execute();
		return note;
	});
}

const form = (typed: Record<string, unknown>) =>
	AskForm(today).parse({ question: 'Par où recommencer ?', accord: 'orally', texts: ['matters'], ...typed });

/** The lead asks for a view, today, with her accord. */
export const ask = ({ lead, asked, id }: Pick<ViewScene, 'lead' | 'asked' | 'id'>, typed: Record<string, unknown> = {}) =>
	as(lead, async (tx) => askView(tx, (await readPathway(tx, id))!, lead, form({ member: asked.member, ...typed }), here));

/** What this member is shown of it, if anything. */
export const open = (actor: Actor, view: string) => as(actor, (tx) => openView(tx, view));
/** The views that this member reads about on a pathway. */
export const views = (actor: Actor, id: string) => as(actor, async (tx) => readViews(tx, (await readPathway(tx, id))!));
