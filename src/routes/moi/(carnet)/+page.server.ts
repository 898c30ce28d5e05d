import { dayBounds } from '#lib/appointments/rules.ts';
import { keptPosts } from '#lib/accounts/kept.server.ts';
import { coming } from '#lib/appointments/appointments.server.ts';
import { partsToRead } from '#lib/correspondence/messages.server.ts';
import { openActions } from '#lib/actions/actions.server.ts';
import { readFreshAnswers } from '#lib/documents/letters.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herWords } from '#lib/space/cannot-come.server.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { awaitsHer } from '#lib/space/texts.server.ts';
import { inputDate } from '#lib/ui/dates.ts';

/** "Aujourd'hui": the next appointment, what I said I would do, what others do for me. */
export async function load({ locals }) {
	// Behind a second PIN the layout shows a page of its own, and nothing of her is looked for.
	if (locals.decoy) return undefined as never;
	const her = herOf(locals);
	const { from } = dayBounds(inputDate(new Date(), her.timeZone), her.timeZone);
	return asHer(her, async (tx) => {
		const [parts, kept, toRead, answers] = await Promise.all([readParts(tx), keptPosts(tx), partsToRead(tx), readFreshAnswers(tx)]);
		const each = await Promise.all(
			parts.map(async (part) => {
				const [appointments, actions, words, text] = await Promise.all([
					coming(tx, part, from),
					openActions(tx, part),
					herWords(tx, part),
					awaitsHer(tx, part)
				]);
				return {
					text,
					appointments: appointments.map((one) => ({
						...one,
						organization: part.organization,
						word: words.find(({ appointment_id }) => appointment_id === one.id)?.kind ?? null,
						/** There is still time to say something about it. */
						ahead: one.starts_at > new Date()
					})),
					actions: actions.map((one) => ({ ...one, organization: part.organization.name }))
				};
			})
		);
		const actions = each.flatMap((part) => part.actions);
		return {
			kept: kept.map(({ id }) => id),
			/** Something came that she has not said to have read: how much is nobody's business. */
			message: toRead.size > 0,
			/** A text was written that she has said nothing about yet. */
			text: each.some(({ text }) => text),
			/** Letters of hers that somebody has explained lately. */
			answers,
			first: parts[0]?.first ?? null,
			appointments: each.flatMap((part) => part.appointments).sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime()),
			mine: actions.filter(({ owner }) => owner === 'person' || owner === 'both'),
			theirs: actions.filter(({ owner }) => owner === 'practitioner' || owner === 'other')
		};
	});
}
