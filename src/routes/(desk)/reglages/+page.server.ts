import { redirect } from '@sveltejs/kit';
import { changeOrganization, readOrganization } from '#lib/organization/organization.server.ts';
import { readStops } from '#lib/organization/stops.server.ts';
import { OrganizationForm } from '#lib/organization/rules.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, refused, stale } from '#lib/web/once.server.ts';

/** The organisation, as everybody knows it. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'change-settings');
	const { organization, stops } = await as(actor, async (tx) => ({
		organization: found(await readOrganization(tx)),
		stops: await readStops(tx)
	}));
	return { organization, stops, saved: url.searchParams.get('fait') === 'enregistre', formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'change-settings');
		const read = await readForm(request, OrganizationForm);
		if (!read.ok) return refused(read);
		let to: string;
		try {
			to = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await changeOrganization(tx, read.data);
					return '/reglages?fait=enregistre';
				})
			);
		} catch (problem) {
			return stale(problem, read.typed);
		}
		redirect(303, to);
	}
};
