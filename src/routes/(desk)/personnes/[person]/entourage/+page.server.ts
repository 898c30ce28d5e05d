import { fail, redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import {
	ColleagueGone,
	excludeMember,
	liftExclusion,
	nameColleague,
	nameCover,
	readCompanions,
	readExcludable,
	readExcluded,
	readNameableHere,
	readRights,
	removeColleague
} from '#lib/companions/companions.server.ts';
import { handOver, readHandovers } from '#lib/companions/handover.server.ts';
import { CoverForm, ExclusionForm, HandoverForm, LiftForm, NameForm, STAY_DAYS, untilEndOf, UnnameForm } from '#lib/companions/rules.ts';
import { countMyTexts } from '#lib/interviews/audience.server.ts';
import { outsideOf } from '#lib/companions/outside.ts';
import { countryProfile } from '#lib/frame/country/country.ts';
import { addDays } from '#lib/frame/deadlines.ts';
import { readFrame } from '#lib/frame/frame.server.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { referenceOf } from '#lib/people/reference.ts';
import { readPersonForm } from '#lib/people/form.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { readProtections } from '#lib/people/protection.server.ts';
import type { Actor } from '#lib/access/access.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import type { Issue } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once } from '#lib/web/once.server.ts';

/** Who walks with her here: lead, colleagues by track, covers, handovers, and who must never see. */
export async function load({ locals, params }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	const { today, country } = hereOf(locals);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const { person_id, lead_id } = pathway.accompaniment;
		const rights = await readRights(tx, id);
		const nameable = await readNameableHere(tx, id);
		return {
			person: headOf(pathway),
			companions: await readCompanions(tx, id),
			outside: outsideOf(
				{
					trusted: (await readProfile(tx, pathway)).trusted,
					protections: await readProtections(tx, id, pathway.key),
					askedBy: (await readFrame(tx, pathway))?.asked_by ?? null
				},
				countryProfile(country),
				today
			),
			nameable: nameable.filter((one) => one.id !== lead_id),
			handovers: await readHandovers(tx, id, pathway.key),
			excluded: await readExcluded(tx, person_id),
			excludable: await readExcludable(tx, actor, person_id),
			me: actor.member,
			/** The lead hands over; without a lead, whoever may name others may take it up. */
			mayHandOver: rights.leads || (rights.names && lead_id === null),
			rights,
			reference: referenceOf(id),
			myTexts: await countMyTexts(tx, id),
			stayUntil: addDays(today, STAY_DAYS),
			today
		};
	});
}

type Event = { request: Request; params: { person: string }; locals: App.Locals };

/**
 * One form of this page: read, done once, back to the page (or to the caseload, when I no longer walk with her).
 * @param at which form it is, so that only that one comes back filled
 */
async function answer<S extends z.ZodType>(
	{ request, params, locals }: Event,
	at: string,
	schema: S,
	work: (tx: Tx, said: z.infer<S>, pathway: Pathway, actor: Actor) => Promise<void>
) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	const read = await readPersonForm(request, schema);
	if (!read.ok) return fail(422, { at, issues: read.issues, typed: read.typed, numbers: read.numbers });
	let path: string;
	try {
		path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await work(tx, read.data, found(await readPathway(tx, id)), actor);
				const still = await tx.selectFrom('accompaniment').select('id').where('id', '=', id).executeTakeFirst();
				return still ? `/personnes/${id}/entourage` : '/personnes';
			})
		);
	} catch (problem) {
		const gone: Issue[] = [{ field: 'member', code: 'choice' }];
		if (problem instanceof ColleagueGone) return fail(422, { at, issues: gone, typed: read.typed, numbers: [] });
		throw problem;
	}
	redirect(303, path);
}

export const actions = {
	name: (event) => {
		const { today, timeZone } = hereOf(event.locals);
		return answer(event, 'name', NameForm(today), (tx, said, pathway) =>
			nameColleague(tx, writable(pathway).accompaniment.id, {
				member: said.member,
				track: said.track,
				until: said.until ? untilEndOf(said.until, timeZone) : null,
				open: said.open
			})
		);
	},
	cover: (event) => {
		const { today, timeZone } = hereOf(event.locals);
		return answer(event, 'cover', CoverForm(today), (tx, said, pathway) =>
			nameCover(tx, writable(pathway).accompaniment.id, {
				member: said.member,
				until: untilEndOf(said.until, timeZone),
				open: said.open
			})
		);
	},
	unname: (event) =>
		answer(event, 'unname', UnnameForm, (tx, said, pathway) => removeColleague(tx, pathway.accompaniment.id, said.member, said.kind)),
	handover: (event) => {
		const { today, timeZone } = hereOf(event.locals);
		return answer(event, 'handover', HandoverForm(today), (tx, said, pathway, actor) =>
			handOver(tx, actor, writable(pathway).accompaniment, pathway.key, {
				to: said.member,
				happenedOn: said.happened_on ?? today,
				talked: said.talked,
				said: said.said,
				open: said.open,
				stayUntil: said.stay ? untilEndOf(said.stay_until ?? addDays(today, STAY_DAYS), timeZone) : null
			})
		);
	},
	exclude: (event) =>
		answer(event, 'exclude', ExclusionForm, (tx, said, pathway) => excludeMember(tx, pathway.accompaniment.person_id, said.member)),
	lift: (event) => answer(event, 'lift', LiftForm, (tx, said, pathway) => liftExclusion(tx, pathway.accompaniment.person_id, said.account))
} satisfies Record<string, (event: Event) => unknown>;
