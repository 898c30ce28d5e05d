import { redirect } from '@sveltejs/kit';
import { asHer } from '#lib/server/db.ts';
import { cannotCome, comesAfterAll, herAppointment, herWords } from '#lib/space/cannot-come.server.ts';
import { CannotComeForm } from '#lib/space/doing.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** One appointment to come: where, what to bring, and "Je ne peux pas venir". */
export async function load({ locals, params, url }) {
	const her = herOf(locals);
	const id = idFrom(params.appointment);
	return asHer(her, async (tx) => {
		const { part, appointment } = found(await herAppointment(tx, await readParts(tx), id));
		const words = await herWords(tx, part);
		return {
			appointment,
			organization: part.organization,
			closed: part.accompaniment.ended_on !== null,
			word: words.find(({ appointment_id }) => appointment_id === id) ?? null,
			done: url.searchParams.has('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** She cannot come, and may propose another moment: no reason is asked. */
	prevenir: async ({ request, locals, params }) => {
		const her = herOf(locals);
		const id = idFrom(params.appointment);
		const read = await readForm(request, CannotComeForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, async (tx) => {
			const { part, appointment } = found(await herAppointment(tx, await readParts(tx), id));
			return once(tx, read.formKey, async () => {
				await cannotCome(tx, part, appointment, read.data.text);
				return `/moi/rendez-vous/${id}?fait=1`;
			});
		});
		redirect(303, path);
	},

	venir: async ({ request, locals, params }) => {
		const her = herOf(locals);
		const id = idFrom(params.appointment);
		const read = await readForm(request, CannotComeForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, async (tx) => {
			const { part, appointment } = found(await herAppointment(tx, await readParts(tx), id));
			return once(tx, read.formKey, async () => {
				await comesAfterAll(tx, part, appointment);
				return `/moi/rendez-vous/${id}?fait=1`;
			});
		});
		redirect(303, path);
	}
};
