import { fail, redirect } from '@sveltejs/kit';
import {
	coming,
	moveAppointment,
	planAppointment,
	plannedOn,
	releaseAppointment,
	type Appointment
} from '#lib/appointments/appointments.server.ts';
import { agreeOn, channelOr, PlanForm, presentOf, ReleaseForm, type Agreed } from '#lib/appointments/rules.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** What is planned, from the first hour of today on: this morning's stands until it was met or released. */
async function standing(tx: Tx, pathway: Pathway, { zone, now }: { zone: string; now: Date }): Promise<Appointment[]> {
	const [today, later] = await Promise.all([plannedOn(tx, pathway, inputDate(now, zone), zone), coming(tx, pathway, now)]);
	return [...today.filter((one) => !later.some(({ id }) => id === one.id)), ...later];
}

/** Appointments to come; plan one, move one, release one. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const here = presentOf(locals);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [appointments, named] = await Promise.all([standing(tx, pathway, here), namedToday(tx, pathway)]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			...here,
			appointments,
			moving: appointments.find((one) => one.id === url.searchParams.get('deplacer')) ?? null,
			named: named.map(({ id, first_name, me }) => ({ id, me, name: names.get(id) ?? first_name })),
			channel: channelOr(pathway.accompaniment.last_channel),
			/** "On ne s’est pas vus" was just said: a new date is offered. */
			again: url.searchParams.has('redonner'),
			said: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** The appointment that was to move is another one by now. */
	overtaken?: boolean;
}

export const actions = {
	/** Plans one, or moves the one named by `moving`. */
	prevoir: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const here = presentOf(locals);
		const read = await readPersonForm(request, PlanForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		const { agreed, issues } = agreeOn(read.data, here);
		if (!agreed) return fail<Again>(422, { issues: issues.length > 0 ? issues : [{ field: 'day', code: 'date' }], typed: read.typed });
		try {
			const path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					await settle(tx, writable(found(await readPathway(tx, id))), read.data, { ...agreed, bring: read.data.bring });
					return `/personnes/${id}/rendez-vous?fait=prevu`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, overtaken: true });
		}
	},

	/** Lets one go, without a reason: "On ne s’est pas vus", or it is not to be. A new date is offered. */
	liberer: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, ReleaseForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				await releaseAppointment(tx, writable(found(await readPathway(tx, id))), read.data.appointment);
				return `/personnes/${id}/rendez-vous?redonner=1`;
			})
		);
		redirect(303, path);
	}
};

async function settle(tx: Tx, pathway: Pathway, form: PlanForm, agreed: Agreed): Promise<void> {
	const named = await namedToday(tx, pathway);
	const member = named.find(({ id }) => id === form.member)?.id;
	if (form.moving) await moveAppointment(tx, pathway, { id: form.moving, version: form.version }, agreed, member);
	else await planAppointment(tx, pathway, agreed, member);
}
