import { error, fail, redirect } from '@sveltejs/kit';
import { keepFile, readFiles, readProgress, TooManyFiles } from '#lib/bring-in/files.server.ts';
import { LIMITS } from '#lib/bring-in/limits.ts';
import { isUnderWay } from '#lib/bring-in/run.server.ts';
import { scanFile } from '#lib/bring-in/scan.ts';
import { UnreadableFile } from '#lib/bring-in/unreadable.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { clean } from '#lib/web/form.ts';
import { isId } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';

/** Bringing one's own people in: what may come, what never does, and my files of the day. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'bring-people-in');
	const files = await as(actor, async (tx) => {
		const files = await readFiles(tx);
		return Promise.all(
			files.map(async ({ id, name, state, createdAt, result }) => ({
				id,
				name,
				createdAt,
				state: isUnderWay(await readProgress(tx, id)) && state !== 'done' ? ('under-way' as const) : state,
				people: result?.people ?? 0
			}))
		);
	});
	return { files, thrown: url.searchParams.get('fait') === 'jete', formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'bring-people-in');
		let form: FormData;
		try {
			form = await request.formData();
		} catch {
			error(400);
		}
		const file = form.get('file');
		const key = form.get('form_key');
		if (!(file instanceof File) || (file.size === 0 && file.name === '')) return fail(422, { code: 'required' as const, line: 0 });
		if (file.size > LIMITS.bytes) return fail(422, { code: 'too_large' as const, line: 0 });
		const bytes = () => file.stream();
		let path: string;
		try {
			const scanned = await scanFile(bytes);
			path = await as(actor, (tx) =>
				once(tx, typeof key === 'string' && isId(key) ? key : crypto.randomUUID(), async () => {
					return `/reglages/import/${await keepFile(tx, clean(file.name), bytes, scanned)}`;
				})
			);
		} catch (problem) {
			if (problem instanceof UnreadableFile) return fail(422, { code: problem.code, line: problem.line ?? 0 });
			if (problem instanceof TooManyFiles) return fail(422, { code: 'too_many_files' as const, line: 0 });
			throw problem;
		}
		redirect(303, path);
	}
};
