import { readDemoMails, readLeaving } from '#lib/organization/outbox.server.ts';
import { as } from '#lib/server/db.ts';
import { settings } from '#lib/server/settings.ts';
import { actorWho } from '#lib/web/actor.ts';

/** Messages that wait, left or could not leave. Their content is shown in the demo only, where nobody real is written to. */
export async function load({ locals }) {
	const actor = actorWho(locals, 'change-settings');
	const { demo, mail, texts } = settings();
	const leaving = await as(actor, readLeaving);
	return {
		leaving,
		relay: mail !== undefined,
		texts: texts !== undefined,
		mails: demo ? await readDemoMails(actor.organization, demo) : null
	};
}
