import { dayBounds } from '#lib/appointments/rules.ts';
import { coming } from '#lib/appointments/appointments.server.ts';
import { helperOf, readHelped, readMeetings, readToDo } from '#lib/helper/helping.server.ts';
import { asHelper } from '#lib/server/db.ts';
import { herWords } from '#lib/space/cannot-come.server.ts';
import { inputDate } from '#lib/ui/dates.ts';

/** What she shows to somebody who helps her: her next appointments, and what she ticked. */
export async function load({ locals }) {
	const { helper, timeZone } = helperOf(locals);
	const { from } = dayBounds(inputDate(new Date(), timeZone), timeZone);
	return asHelper(helper, async (tx) => {
		const helped = await readHelped(tx);
		const [appointments, words, todo, met] = await Promise.all([
			coming(tx, helped, from),
			herWords(tx, helped),
			helped.plan ? readToDo(tx, helped) : null,
			helped.path ? readMeetings(tx, helped) : null
		]);
		return {
			first: helped.first,
			organization: helped.organization,
			until: helped.until,
			appointments: appointments.map((one) => ({
				...one,
				word: words.find(({ appointment_id }) => appointment_id === one.id)?.kind ?? null,
				/** He may say something about it, and there is still time. */
				ahead: helped.acts && one.starts_at > new Date()
			})),
			todo,
			met
		};
	});
}
