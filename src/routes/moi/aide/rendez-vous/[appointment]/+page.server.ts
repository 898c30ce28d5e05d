import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Appointment } from '#lib/appointments/appointments.server.ts';
import { coming } from '#lib/appointments/appointments.server.ts';
import { helperOf, readHelped, type Helped } from '#lib/helper/helping.server.ts';
import { asHelper, type Tx } from '#lib/server/db.ts';
import { cannotCome, comesAfterAll, herWords } from '#lib/space/cannot-come.server.ts';
import { CannotComeForm } from '#lib/space/doing.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** One appointment to come that he may say something about. @throws HttpError 404 when it is none of hers, or she did not let him */
async function readOne(tx: Tx, id: string): Promise<{ helped: Helped; appointment: Appointment }> {
	const helped = await readHelped(tx);
	const appointment = helped.acts ? (await coming(tx, helped)).find((one) => one.id === id) : undefined;
	return { helped, appointment: found(appointment) };
}

export async function load({ locals, params, url }) {
	const id = idFrom(params.appointment);
	return asHelper(helperOf(locals).helper, async (tx) => {
		const { helped, appointment } = await readOne(tx, id);
		const words = await herWords(tx, helped);
		return {
			first: helped.first,
			organization: helped.organization,
			appointment,
			word: words.find(({ appointment_id }) => appointment_id === id) ?? null,
			done: url.searchParams.has('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

/** He says one thing for her, once. */
async function say(
	{ request, locals, params }: Pick<RequestEvent, 'request' | 'locals'> & { params: { appointment: string } },
	work: (tx: Tx, helped: Helped, appointment: Appointment, text: string) => Promise<void>
) {
	const { helper } = helperOf(locals);
	const id = idFrom(params.appointment);
	const read = await readForm(request, CannotComeForm);
	if (!read.ok) return refused(read);
	const to = await asHelper(helper, async (tx) => {
		const { helped, appointment } = await readOne(tx, id);
		return once(tx, read.formKey, async () => {
			await work(tx, helped, appointment, read.data.text);
			return `/moi/aide/rendez-vous/${id}?fait`;
		});
	});
	redirect(303, to);
}

export const actions = {
	prevenir: (event) => say(event, cannotCome),
	venir: (event) => say(event, comesAfterAll)
};
