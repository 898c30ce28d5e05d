import type pg from 'pg';
import { halfBefore, halfOf, noCounts, QUESTIONS, withAnswers, type Answer, type Answers } from '../src/lib/opinion/rules.ts';
import type { Calendar } from './calendar.ts';
import type { OrganizationStory } from './story.ts';

const SIGNS: Record<string, Answer | null> = { '3': '3', '2': '2', '1': '1', '0': '0', n: 'na', s: 'rather-not', '.': null };

/** What people answered about an organisation, by half-year: no one of them is anybody of the demo. */
export async function loadOpinions(
	client: pg.Client,
	organization: string,
	opinions: NonNullable<OrganizationStory['opinions']>,
	calendar: Calendar
): Promise<void> {
	const now = halfOf(calendar.exact(0));
	for (const { when, sheets, words } of opinions) {
		const half = when === 'now' ? now : halfBefore(now);
		const counts = sheets.map(answersOf).reduce((sum, said) => withAnswers(sum, said), noCounts());
		for (const question of QUESTIONS)
			for (const [answer, people] of Object.entries(counts[question]))
				if (people > 0)
					await client.query('insert into opinion_count (organization_id, half, question, answer, people) values ($1, $2, $3, $4, $5)', [
						organization,
						half,
						question,
						answer,
						people
					]);
		if (words)
			await client.query('insert into opinion_word (organization_id, half, words, shown) values ($1, $2, $3, true)', [
				organization,
				half,
				words
			]);
	}
}

/** `33213n`: one sign a question. */
const answersOf = (sheet: string): Answers =>
	Object.fromEntries(QUESTIONS.map((question, at) => [question, SIGNS[sheet[at] ?? '.'] ?? null])) as Answers;
