import { join } from 'node:path';
import { closeDatabase, openDatabase } from '../src/lib/server/db.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { reachDatabase } from './reach.ts';
import type { Asked, Verb } from './verb.ts';

/** `cheminer free MAIL`: for a colleague who lost telephone and backup codes, and stands there in person. */
export const free: Verb = {
	text: 'takes the second step at sign-in away from a colleague who lost telephone and backup codes, in two steps',
	words: { shown: 'MAIL', most: 1 },
	options: { confirm: { type: 'string' } },
	run
};

async function run({ words, options, settings, data }: Asked): Promise<void> {
	const [mail] = words;
	if (!mail) throw new StartRefused('"free" takes the mail address with which this colleague signs in.');
	const database = await reachDatabase(settings, data);
	try {
		await openDatabase(database.serverUrl, settings.keyFile ?? join(data, 'keys', 'installation.json'));
		try {
			await freeAt(mail, options['confirm']);
		} finally {
			await closeDatabase();
		}
	} finally {
		await database.stop();
	}
}

async function freeAt(mail: string, confirm: string | boolean | undefined): Promise<void> {
	// What is said in mails is made by the build, which `help` does without.
	const { freeAccount, lookAtAccount } = await import('../src/lib/accounts/free.server.ts');
	const found = await lookAtAccount(mail, new Date().toISOString().slice(0, 10));
	if (!found) throw new StartRefused(`Nobody signs in as ${mail}.`);
	const who = `${found.name} <${found.email}>${found.organizations.length ? `, ${found.organizations.join(', ')}` : ', of no organisation today'}`;
	if (!found.hasSecondStep) throw new StartRefused(`${who}: no second step is asked of this account. Nothing was changed.`);
	if (confirm === undefined) {
		console.log(`${who}
This takes the second step away and ends every session. The password is still asked for; she and the administrators beside her are told by mail, and everybody there reads it.
Be sure that it is she who asks: see her, or call her back on a number that you knew before.
Nothing is done yet. If that is who was meant: cheminer free ${found.email} --confirm ${found.code}`);
		return;
	}
	if (confirm !== found.code)
		throw new StartRefused('This is not the word to confirm with today: ask without --confirm first. Nothing was done.');
	const written = await freeAccount(found);
	console.log(`${who}
Done: the password alone opens this account until a second step is set up anew (an administrator is asked to at once). Every session is ended; mails written: ${written}.`);
}
