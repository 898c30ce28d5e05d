import { redirect } from '@sveltejs/kit';
import { keepNoticeChoice, readNoticeChoice, readSafeAddresses } from '#lib/correspondence/notices.server.ts';
import { NoticeForm } from '#lib/correspondence/rules.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { asHer } from '#lib/server/db.ts';
import { herOf, openParts, partOf, readParts } from '#lib/space/her.server.ts';
import { partHead } from '#lib/space/parts.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** Whether a neutral word tells her that something waits: at which safe address of hers, and not at which hours. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => ({
		parts: await Promise.all(
			openParts(await readParts(tx)).map(async (part) => ({
				...partHead(part),
				addresses: await readSafeAddresses(tx, part, her.country),
				choice: await readNoticeChoice(tx, part)
			}))
		),
		done: url.searchParams.has('fait')
	}));
}

export const actions = {
	default: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, NoticeForm);
		if (!read.ok) return refused(read);
		let path: string;
		try {
			path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					const part = partOf(await readParts(tx), read.data.part);
					// The address was changed or is safe no more since the page was read.
					if (!(await keepNoticeChoice(tx, part, read.data, { language: getLocale(), country: her.country }))) throw new StaleError({});
					return '/moi/messages/prevenir?fait';
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return refused({ issues: [{ field: 'contact', code: 'choice' }], typed: read.typed });
		}
		redirect(303, path);
	}
};
