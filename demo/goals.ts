import type { Teller } from './needs.ts';
import type { GoalStory } from './story.ts';

/** Goals: her wish, what was agreed, whose yes stands on it, small steps, and who reads them. */
export function tellGoals(teller: Teller): void {
	teller.story.goals?.forEach((goal, n) => tellGoal(teller, goal, n));
}

function tellGoal(teller: Teller, goal: GoalStory, n: number): void {
	const { accompaniment, add, calendar, id, key, member, organization, story } = teller;
	const row = id('goal', n);
	const opened = calendar.at(calendar.past(goal.ago), '15:20');
	const state = goal.state ?? 'open';
	add('goal', {
		id: row,
		accompaniment_id: accompaniment,
		organization_id: organization,
		author_id: member(goal.by),
		state,
		created_at: opened,
		sealed: key.seal('goal', row, { domain: goal.domain ?? null, state })
	});
	const named = [goal.by, story.lead, ...[...(story.colleagues ?? []), ...(story.covers ?? [])].map(({ who }) => who)];
	for (const slug of new Set(named)) {
		if (slug && !goal.without?.includes(slug))
			add('goal_reader', { goal_id: row, member_id: member(slug), added_at: opened, added_by: member(goal.by) });
	}
	[{ words: goal.wish, ago: goal.ago }, ...(goal.again ?? [])].forEach(({ words, ago }, place) =>
		tellWording(teller, goal, n, { id: id('wish', n, place), kind: 'wish', words, ago })
	);
	goal.agreed?.forEach((agreed, place) => tellAgreed(teller, goal, n, place, agreed));
	goal.steps?.forEach((_, place) => tellStep(teller, goal, n, place));
}

function tellWording(
	{ accompaniment, add, calendar, id, key, member }: Teller,
	goal: GoalStory,
	n: number,
	said: { id: string; kind: 'wish' | 'agreed'; words: string; ago: number }
): void {
	add('goal_wording', {
		id: said.id,
		goal_id: id('goal', n),
		accompaniment_id: accompaniment,
		kind: said.kind,
		author_id: member(goal.by),
		created_at: calendar.at(calendar.past(said.ago), '15:25'),
		sealed: key.seal('goal_wording', said.id, { text: said.words })
	});
}

function tellAgreed(
	teller: Teller,
	goal: GoalStory,
	n: number,
	place: number,
	{ words, ago, hers, ours }: NonNullable<GoalStory['agreed']>[number]
): void {
	const { accompaniment, add, calendar, id, member } = teller;
	const wording = id('agreed', n, place);
	tellWording(teller, goal, n, { id: wording, kind: 'agreed', words, ago });
	const yes = { goal_id: id('goal', n), wording_id: wording, accompaniment_id: accompaniment, said_on: calendar.past(ago) };
	if (hers) add('goal_confirmation', { id: id('yes', n, place, 'hers'), ...yes, voice: 'person', how: hers, recorded_by: member(goal.by) });
	if (ours)
		add('goal_confirmation', { id: id('yes', n, place, 'ours'), ...yes, voice: 'practitioner', how: 'screen', recorded_by: member(ours) });
}

function tellStep({ accompaniment, add, calendar, id, key, member }: Teller, goal: GoalStory, n: number, place: number): void {
	const { text, doneAgo, help = null, sameAs, called } = goal.steps![place]!;
	const step = id('step', n, place);
	const doneOn = doneAgo === undefined ? null : calendar.past(doneAgo);
	add('goal_step', {
		id: step,
		goal_id: id('goal', n),
		accompaniment_id: accompaniment,
		author_id: member(goal.by),
		position: place,
		done_on: doneOn,
		help,
		same_as: sameAs === undefined ? null : id('step', n, sameAs),
		created_at: calendar.at(calendar.past(goal.ago), '15:30'),
		sealed: key.seal('goal_step', step, { text, doneOn, help, ...(called && { called }) })
	});
}
