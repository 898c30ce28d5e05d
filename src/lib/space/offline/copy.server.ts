import { getLocale } from '../../paraglide/runtime.js';
import { readPlanSource } from '../../paper/plan.server.ts';
import { asHer } from '../../server/db.ts';
import type { HerSession } from '../../server/person-session.ts';
import { openParts, readParts } from '../her.server.ts';
import { composeCopy, type Copy } from './copy.ts';

/** Her next appointment and her plan as they stand now, in the language of her pages. A part that was closed has no plan any more. */
export async function readCopy(her: HerSession, now = new Date()): Promise<Copy> {
	const parts = await asHer(her, async (tx) =>
		Promise.all(openParts(await readParts(tx)).map(async (part) => ({ ...part, source: await readPlanSource(tx, part, now) })))
	);
	return composeCopy(parts, { locale: getLocale(), zone: her.timeZone, now });
}
