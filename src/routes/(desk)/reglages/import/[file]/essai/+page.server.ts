import { setTimeout as pause } from 'node:timers/promises';
import { error, fail, redirect } from '@sveltejs/kit';
import { readFile, readProgress, throwFileAway } from '#lib/bring-in/files.server.ts';
import { EnterForm } from '#lib/bring-in/rules.ts';
import { beginBringing, isUnderWay } from '#lib/bring-in/run.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';

/** A small file is in by then, and its result is the next page; a large one goes on, and says how far it is. */
const PATIENCE_MS = 2500;

/** What a file would bring in, line by line; how far it is; what came of it. */
export async function load({ locals, params, setHeaders }) {
	const actor = actorWho(locals, 'bring-people-in');
	const id = idFrom(params.file);
	const { file, progress } = await as(actor, async (tx) => {
		const file = found(await readFile(tx, id));
		return { file, progress: await readProgress(tx, id) };
	});
	const { name, columns, check, result, version, state } = file;
	const underWay = state !== 'done' && isUnderWay(progress);
	if (!underWay && !check) redirect(303, `/reglages/import/${id}`);
	// The page asks again by itself, with or without script, as long as it has something to say.
	if (underWay) setHeaders({ refresh: '2' });
	const heads = columns.map(({ header }) => ({ header }));
	const interrupted = state !== 'done' && progress !== undefined && !underWay;
	return {
		id,
		name,
		heads,
		check,
		result,
		version,
		progress: underWay ? { done: progress?.done ?? 0, total: progress?.total ?? 1 } : null,
		stopped: !interrupted ? null : progress.stopped === 'changed' ? ('changed' as const) : ('trouble' as const)
	};
}

export const actions = {
	entrer: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'bring-people-in');
		const id = idFrom(params.file);
		const { today } = hereOf(locals);
		const read = await readForm(request, EnterForm);
		if (!read.ok) error(400);
		const { version, anyway, all } = read.data;
		const wanted = { version, anyway: all ? ('all' as const) : new Set(anyway), mail: locals.account?.email ?? '', today };
		const { begun, over } = found(await beginBringing(actor, id, wanted));
		if (begun === 'changed') return fail(409, { changed: true });
		await Promise.race([over, pause(PATIENCE_MS, undefined, { ref: false })]);
		redirect(303, `/reglages/import/${id}/essai`);
	},
	jeter: async ({ locals, params }) => {
		const actor = actorWho(locals, 'bring-people-in');
		const id = idFrom(params.file);
		await as(actor, async (tx) => {
			found(await readFile(tx, id));
			await throwFileAway(tx, id);
		});
		redirect(303, '/reglages/import?fait=jete');
	}
};
