import { tooMany } from '#lib/accounts/answers.ts';
import { askReset } from '#lib/accounts/reset.server.ts';
import { ResetAskForm } from '#lib/accounts/rules.ts';
import { readForm } from '#lib/web/form.ts';
import { refused } from '#lib/web/once.server.ts';

export const actions = {
	default: async (event) => {
		const read = await readForm(event.request, ResetAskForm);
		if (!read.ok) return refused(read);
		const wait = await askReset(event, read.data.email);
		return wait > 0 ? tooMany(event, wait, read.typed) : { asked: true as const };
	}
};
