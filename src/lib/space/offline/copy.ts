import { CHANNEL_WORDS } from '../../appointments/words.ts';
import { m } from '../../paraglide/messages.js';
import { composePlan, type SheetLine, type SheetSection } from '../../paper/plan.ts';
import { CHOSEN, LINE, said, readPlanChoice, usualKeys, type PlanSource } from '../../paper/rules.ts';
import { longDateTime, type Place } from '../../ui/dates.ts';

/** What stays on her telephone: her next appointment and her plan, ready to be read, and nothing else (decisions 25). */
export interface Copy {
	/** When it was made, in words. */
	since: string;
	sections: { title: string; lines: SheetLine[] }[];
}

/** One part of her pathway, as it is copied. */
export interface PartToCopy {
	source: PlanSource;
	organization: { name: string; address: string };
}

/** @param place where the day is read, and the language of her pages */
export function composeCopy(parts: readonly PartToCopy[], place: Place): Copy {
	const plans = parts.map(({ source, organization }) => {
		const { front, back, inside } = composePlan(source, readPlanChoice(choiceOf(source), source, place.locale), place);
		// Its own next appointment stands first, whichever part it is of.
		return { organization, sections: [...front.slice(1), ...inside, ...back] };
	});
	const several = plans.length > 1;
	return {
		since: m.space_offline_since({ date: longDateTime(place.now, place) }),
		sections: [
			nextOf(parts, place),
			...plans.flatMap(({ organization, sections }) =>
				sections.map(({ title, items }: SheetSection) => ({ title: several ? `${title} (${organization.name})` : title, lines: items }))
			)
		]
	};
}

/** The usual lines of her plan, but what she needs: it says the most of her, and is of the least use on the way. */
function choiceOf(source: PlanSource): URLSearchParams {
	const keys = usualKeys(source).filter((key) => !key.startsWith('b.'));
	return new URLSearchParams([[CHOSEN, '1'], ...keys.map((key) => [LINE, key])]);
}

function nextOf(parts: readonly PartToCopy[], place: Place): Copy['sections'][number] {
	const title = m.space_next();
	const next = parts
		.flatMap(({ source, organization }) => (source.next ? [{ ...source.next, organization }] : []))
		.sort((a, b) => a.at.getTime() - b.at.getTime())
		.at(0);
	const line = (text: string): SheetLine => ({ words: said(text, place.locale) });
	if (!next) return { title, lines: [line(m.space_next_none())] };
	const { at, channel, organization } = next;
	const where = [next.place, channel === 'presence' ? organization.address : ''].filter(Boolean);
	return {
		title,
		lines: [
			{ lead: longDateTime(at, place) },
			line(m.space_next_with({ name: next.with, organization: organization.name })),
			line(CHANNEL_WORDS[channel]()),
			...where.map(line)
		]
	};
}
