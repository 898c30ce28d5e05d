import { json } from '@sveltejs/kit';
import { channelOr, presentOf } from '#lib/appointments/rules.ts';
import { keepGroup } from '#lib/collective/collective.server.ts';
import { shapeOf } from '#lib/collective/rules.ts';
import { dayAsked } from '#lib/day/rules.ts';
import { fieldOf, readLines } from '#lib/interviews/lines.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { typedFrom } from '#lib/web/form.ts';
import { isId } from '#lib/web/found.ts';

/** What is being typed about a moment with several people, kept while one types. 409 when it was recorded, or somebody left my reach. */
export async function POST({ request, locals }) {
	const actor = actorWho(locals, 'walk-with-people');
	const { zone, now } = presentOf(locals);
	const { form, lines } = await readLines(request);
	const formKey = fieldOf(form, 'form_key');
	if (!isId(formKey)) return json({ kept: false }, { status: 409 });
	const head = {
		shape: shapeOf(fieldOf(form, 'shape')),
		held_on: dayAsked(fieldOf(form, 'held_on'), inputDate(now, zone)),
		channel: channelOr(fieldOf(form, 'channel')),
		common: fieldOf(form, 'common')
	};
	const typed = new Map([...lines].map(([id, line]) => [id, typedFrom(line)]));
	const { lost, refused } = await as(actor, (tx) => keepGroup(tx, formKey, head, typed));
	const kept = !refused && lost.length === 0;
	return json({ kept }, { status: kept ? 200 : 409 });
}
