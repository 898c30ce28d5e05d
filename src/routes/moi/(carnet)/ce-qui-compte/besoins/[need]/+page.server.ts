import { error, fail, redirect } from '@sveltejs/kit';
import { calledNames, readReaders, walkingWithHer } from '#lib/interviews/audience.server.ts';
import { nameHerReaders, sayHerWords } from '#lib/needs/hers.server.ts';
import { readFormerNeeds } from '#lib/needs/history.server.ts';
import { readNeed, type Need } from '#lib/needs/needs.server.ts';
import { HerReadersForm, HerVoiceForm, placeOf } from '#lib/needs/rules.ts';
import { asHer, type Tx } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { partHead } from '#lib/space/parts.ts';
import { inHerParts, writableHere } from '#lib/space/writing.server.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

const readOne = (tx: Tx, params: { need: string }) => inHerParts(tx, (part) => readNeed(tx, part, idFrom(params.need)));

/** One need of hers: her words, those of the others, who reads it, and what stood there before. */
export async function load({ locals, params, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => {
		const { part, one: need } = await readOne(tx, params);
		const [former, readers, named] = await Promise.all([
			readFormerNeeds(tx, part, need.id),
			readReaders(tx, 'need', [need.id]),
			walkingWithHer(tx, part)
		]);
		const names = calledNames(named);
		const author = need.author_first_name;
		return {
			part: partHead(part),
			need,
			former,
			readers: [
				...(author && !readers.some(({ id }) => id === need.author_id) ? [author] : []),
				...readers.map(({ first_name }) => first_name)
			],
			/** Hers to name, when she opened it and is not on a shared screen: who walks with her there today, and whether each reads it. */
			readable:
				need.author_id === null && !her.together
					? named.map(({ id, first_name }) => ({
							id,
							name: names.get(id) ?? first_name,
							reads: readers.some((reader) => reader.id === id)
						}))
					: [],
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** What is stored now, when somebody was quicker. */
	stored?: Need;
}

export const actions = {
	/** Who reads a need that she opened. */
	lecteurs: async ({ request, locals, params }) => {
		const her = herOf(locals);
		if (her.together) error(404);
		const read = await readForm(request, HerReadersForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		const path = await asHer(her, (tx) =>
			onceAsTyped(tx, read, async () => {
				const { part, one: need } = await readOne(tx, params);
				found((await nameHerReaders(tx, writableHere(part), need.id, read.data.readers)) || null);
				return `/moi/ce-qui-compte/besoins/${need.id}?fait=lecteurs`;
			})
		);
		redirect(303, path);
	},

	/** Her words, said or corrected; the former ones are kept. */
	noter: async ({ request, locals, params }) => {
		const read = await readForm(request, HerVoiceForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		let path: string;
		try {
			path = await asHer(herOf(locals), (tx) =>
				onceAsTyped(tx, read, async () => {
					const { part, one: need } = await readOne(tx, params);
					found((await sayHerWords(tx, writableHere(part), need.id, read.data)) || null);
					return `/moi/ce-qui-compte?fait=note${placeOf(need)}`;
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored.need as Need });
		}
		redirect(303, path);
	}
};
