import { openActions } from '../actions/actions.server.ts';
import { coming } from '../appointments/appointments.server.ts';
import { readWalking } from '../companions/companions.server.ts';
import { readGoals } from '../goals/goals.server.ts';
import { readNeeds } from '../needs/needs.server.ts';
import { isOver } from '../needs/rules.ts';
import { shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { readProfile } from '../people/profile.server.ts';
import { readHouse } from '../people/sheet.server.ts';
import type { Tx } from '../server/db.ts';
import type { PlanSource } from './rules.ts';

/** Everything that could stand on her plan, of what the wall lets whoever asks read. No memo and no text of an interview is asked for. */
export async function readPlanSource(tx: Tx, pathway: Pathway, now = new Date()): Promise<PlanSource> {
	const { accompaniment } = pathway;
	const [profile, people, actions, ahead, house, needs, goals] = await Promise.all([
		readProfile(tx, pathway),
		readWalking(tx, accompaniment.id),
		openActions(tx, pathway),
		coming(tx, pathway, now),
		readHouse(tx, { organization: accompaniment.organization_id }),
		readNeeds(tx, pathway.key, accompaniment.id),
		readGoals(tx, pathway.key, accompaniment.id)
	]);
	const next = ahead.at(0);
	const under = goals.filter(({ state }) => state === 'open');
	return {
		name: shownName(accompaniment),
		concealed: accompaniment.concealed,
		next: next ? { at: next.starts_at, with: next.member_first_name, channel: next.channel, place: next.place } : null,
		matters: profile.matters.trim(),
		people: people.map(({ member_id, first_name, job_title, place }) => ({ id: member_id, name: first_name, place, job: job_title })),
		house,
		actions: actions.map(({ id, text, owner, owner_first_name, who, due_on }) => ({ id, text, owner, by: owner_first_name, who, due_on })),
		goals: under.map(({ id, standing, wishes, wordings }) => {
			const agreed = standing === 'agreed';
			return { id, agreed, text: (agreed ? wordings : wishes).at(-1)?.text ?? '' };
		}),
		steps: under.flatMap(({ steps }) => steps.filter(({ done_on }) => !done_on).map(({ id, text }) => ({ id, text }))),
		// Some needs stand on their own page alone, whatever she wants of the others: a paper may be found.
		needs: needs
			.filter(({ quiet, ended, hers }) => !quiet && !ended && !isOver(hers))
			.map(({ id, code, label, hers }) => ({ id, code, label, words: hers?.words ?? '', hers: hers !== null }))
	};
}
