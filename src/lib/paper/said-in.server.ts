import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../server/root.ts';
import type { SheetLanguage } from './languages.ts';

type Subject = 'space_opinion' | 'space_page';

const read = new Map<string, Record<string, string>>();

/**
 * What her pages say, in the language of a sheet that is made from one of them: a sheet may speak a language that the page does not.
 * @param subject the folder of messages
 * @returns the sentence of a key, without what it leaves open
 */
export function saidIn(subject: Subject, language: SheetLanguage): (key: string) => string {
	const file = join(ROOT, 'messages', subject, `${language}.json`);
	let words = read.get(file);
	if (!words) read.set(file, (words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
	const all = words;
	return (key) => {
		const said = all[`${subject}_${key}`];
		if (said === undefined) throw new Error(`no sentence ${subject}_${key} in ${language}`);
		return said;
	};
}
