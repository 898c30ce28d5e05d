import { StartRefused } from '../src/lib/server/refusal.ts';
import { importDirectory } from './directory.ts';
import { importPeople } from './people.ts';
import type { Verb } from './verb.ts';

const WHAT = { people: importPeople, directory: importDirectory };

/** `cheminer import …`: what the pages of /reglages bring in, for whoever sits at the machine and has been given the file. */
export const bringing: Verb = {
	text: 'brings in the people of a CSV file, as their practitioner, or structures and services, as an administrator; nothing with --dry-run',
	words: {
		shown:
			'people FILE.csv | directory FILE [FILE] --as MAIL [--organization NAME] [--map "Head=field,3=phone"] [--doubles] [--profile BE|FR] [--dry-run]',
		most: 3
	},
	options: {
		as: { type: 'string' },
		organization: { type: 'string' },
		map: { type: 'string' },
		doubles: { type: 'boolean' },
		profile: { type: 'string' },
		'dry-run': { type: 'boolean' }
	},
	async run(asked) {
		const what = asked.words[0] ?? '';
		if (!Object.hasOwn(WHAT, what)) throw new StartRefused('"import" is followed by "people" or "directory" and the name of a file.');
		await WHAT[what as keyof typeof WHAT](asked);
	}
};
