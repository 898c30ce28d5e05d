import { join, resolve } from 'node:path';
import { exportOrganization } from '../src/lib/leaving/organization.ts';
import { openKeyring } from '../src/lib/server/keyring.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { reachDatabase } from './reach.ts';
import type { Asked, Verb } from './verb.ts';

const text = { type: 'string' } as const;
const SHOWN = 'organization reference --to age1… --out file';

/** What an organisation takes along when it leaves, asked for on the machine alone. */
export const LEAVING: Record<string, Verb> = {
	export: {
		text: 'everything of one organisation but its memos, sealed for whoever receives it',
		words: { shown: SHOWN, most: 2 },
		options: { to: text, out: text },
		run: takeAlong
	}
};

async function takeAlong({ words, options, settings, data }: Asked): Promise<void> {
	const [what, reference] = words;
	const { to, out } = options;
	if (what !== 'organization' || !reference) throw new StartRefused(`It is asked for like this: cheminer export ${SHOWN}.`);
	if (typeof to !== 'string' || to === '')
		throw new StartRefused('--to takes the key of whoever receives the file, "age1…" (age-keygen makes one): nothing leaves unsealed.');
	if (typeof out !== 'string' || out === '') throw new StartRefused('--out takes the name of a file that is not there yet.');
	const ring = openKeyring(settings.keyFile ?? join(data, 'keys', 'installation.json'), { create: false });
	const database = await reachDatabase(settings, data);
	try {
		const path = resolve(out);
		const { organization, counts, bytes } = await exportOrganization({ ownerUrl: database.ownerUrl, ring }, reference, to, path);
		const amount = (value: number | undefined) => (value ?? 0).toLocaleString('en-US');
		const rows = Object.values(counts).reduce((all, count) => all + count, 0);
		console.log(`${organization}: ${amount(counts['accompaniment'])} people, ${amount(counts['interview'])} meetings, ${amount(rows)} rows, ${(bytes / 1e6).toFixed(1)} MB, without memos.
  ${path}
It opens with the other half of ${to} alone. The administrators of ${organization} read in their settings that it was made.`);
	} finally {
		await database.stop();
	}
}
