import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { readHelpers } from '#lib/helper/helper.server.ts';
import { referenceOf } from '#lib/people/reference.ts';
import { asHer, type Tx } from '#lib/server/db.ts';
import { askForMemos, isAwaited, letIn, readSeen, shutOut, takeBackPlace, takeBackView } from '#lib/space-sees/circle.server.ts';
import { MemosForm, ShutOutForm, UnnameForm, ViewBackForm } from '#lib/space-sees/rules.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Who reads what of hers, until when, and what she can take back. */
export async function load({ locals, url }) {
	return asHer(herOf(locals), async (tx) => {
		const parts = await readParts(tx);
		return {
			first: parts[0]?.first ?? '',
			helpers: (await Promise.all(parts.map((part) => readHelpers(tx, part)))).flat(),
			parts: await Promise.all(
				parts.map(async (part) => {
					const { memos, ...seen } = await readSeen(tx, part);
					return {
						id: part.accompaniment.id,
						organization: part.organization.name,
						reference: referenceOf(part.accompaniment.id),
						over: part.accompaniment.ended_on !== null,
						...seen,
						memos: memos && { ...memos, awaited: isAwaited(memos) }
					};
				})
			),
			done: url.searchParams.get('fait')
		};
	});
}

/**
 * One form of this page, done once. A gesture that finds nothing to do was done already, or was never hers to do: both lead to the page as it
 * stands.
 */
async function act<S extends z.ZodType>(
	event: Pick<RequestEvent, 'locals' | 'request'>,
	schema: S,
	done: string,
	work: (tx: Tx, said: z.infer<S>) => Promise<boolean>
) {
	const her = herOf(event.locals);
	const read = await readForm(event.request, schema);
	if (!read.ok) return refused(read);
	const to = await asHer(her, (tx) =>
		once(tx, read.formKey, async () => `/moi/qui-voit?fait=${(await work(tx, read.data)) ? done : 'deja'}`)
	);
	redirect(303, to);
}

export const actions = {
	retirer: (event) => act(event, UnnameForm, 'retire', takeBackPlace),
	regard: (event) => act(event, ViewBackForm, 'regard', (tx, { view }) => takeBackView(tx, view)),
	ecarter: (event) => act(event, ShutOutForm, 'ecarte', (tx, { member }) => shutOut(tx, member)),
	lever: (event) => act(event, ShutOutForm, 'leve', (tx, { member }) => letIn(tx, member)),
	memos: (event) =>
		act(event, MemosForm, 'memos', async (tx, { file }) => {
			found((await readParts(tx)).find(({ accompaniment }) => accompaniment.id === file));
			await askForMemos(tx, file, inputDate(new Date(), herOf(event.locals).timeZone));
			return true;
		})
};
