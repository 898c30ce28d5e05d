import { fail, redirect } from '@sveltejs/kit';
import { agreeOn, presentOf } from '#lib/appointments/rules.ts';
import { moveAtDesk, NotAtDesk, readOne, releaseAtDesk, tellFromDesk } from '#lib/front-desk/front-desk.server.ts';
import { lastDaySeen, MoveForm, ReleaseForm, TellForm } from '#lib/front-desk/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** One line of the list: a word for the practitioner, another time, or it will not be. */
export async function load({ locals, params }) {
	const actor = actorWho(locals, 'see-day-at-front-desk');
	const id = idFrom(params.appointment);
	const here = presentOf(locals);
	const line = found(await as(actor, (tx) => readOne(tx, id)));
	const today = inputDate(here.now, here.zone);
	return { line, day: inputDate(line.at, here.zone), today, last: lastDaySeen(today), zone: here.zone, formKey: crypto.randomUUID() };
}

interface Again {
	at: 'message' | 'deplacer' | 'liberer';
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** It was moved, met or released meanwhile. */
	overtaken?: boolean;
}

/** What the desk may not do, said beside the field; what somebody else changed meanwhile, above the form with all that was typed. */
function answered(problem: unknown, at: Again['at'], typed: Typed) {
	if (problem instanceof StaleError) return fail<Again>(409, { at, issues: [], typed, overtaken: true });
	if (!(problem instanceof NotAtDesk)) throw problem;
	const code = problem.why === 'window' ? 'desk_window' : 'desk_colleague';
	return fail<Again>(422, { at, issues: [{ field: 'day', code }], typed });
}

export const actions = {
	/** She called: one short line for whom she was to see. */
	message: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'see-day-at-front-desk');
		const id = idFrom(params.appointment);
		const read = await readPersonForm(request, TellForm);
		if (!read.ok) {
			found(await as(actor, (tx) => readOne(tx, id)));
			return fail<Again>(422, { at: 'message', issues: read.issues, typed: read.typed, numbers: read.numbers });
		}
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await tellFromDesk(tx, id, read.data.text);
				return '/accueil?fait=message';
			})
		);
		redirect(303, path);
	},

	/** Another time within the days that the desk sees. */
	deplacer: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'see-day-at-front-desk');
		const id = idFrom(params.appointment);
		found(await as(actor, (tx) => readOne(tx, id)));
		const read = await readPersonForm(request, MoveForm);
		if (!read.ok) return fail<Again>(422, { at: 'deplacer', issues: read.issues, typed: read.typed, numbers: read.numbers });
		const { agreed, issues } = agreeOn({ ...read.data, channel: null }, presentOf(locals));
		if (!agreed)
			return fail<Again>(422, { at: 'deplacer', issues: issues.length > 0 ? issues : [{ field: 'day', code: 'date' }], typed: read.typed });
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await moveAtDesk(tx, id, { version: read.data.version, starts_at: agreed.starts_at, place: agreed.place });
					return `/accueil?jour=${read.data.day}&fait=deplace`;
				})
			);
		} catch (problem) {
			return answered(problem, 'deplacer', read.typed);
		}
		redirect(303, path);
	},

	/** It will not be: released like any other, without a reason. */
	liberer: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'see-day-at-front-desk');
		const id = idFrom(params.appointment);
		found(await as(actor, (tx) => readOne(tx, id)));
		const read = await readForm(request, ReleaseForm);
		if (!read.ok) return fail<Again>(422, { at: 'liberer', issues: read.issues, typed: read.typed });
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await releaseAtDesk(tx, id, read.data.version);
					return '/accueil?fait=libere';
				})
			);
		} catch (problem) {
			return answered(problem, 'liberer', read.typed);
		}
		redirect(303, path);
	}
};
