import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { territories } from '../../demo/load.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const messages = (language: 'fr' | 'en' | 'nl') =>
	new Map(
		globSync(`messages/*/${language}.json`, { cwd: ROOT }).flatMap((file) =>
			Object.entries(JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, unknown>)
		)
	);
const [french, english, dutch] = [messages('fr'), messages('en'), messages('nl')];

/** French sentences that English and Dutch say in other words, as whole lines; what a sentence leaves open stands for anything. */
const IS_FRENCH = new RegExp(
	`^(?:${[...french]
		.filter(
			([key, text]) =>
				typeof text === 'string' &&
				text !== english.get(key) &&
				text !== dutch.get(key) &&
				/(?:\p{L}\P{L}*){4}/u.test(text.replace(/\{\w+\}/g, ''))
		)
		.map(([, text]) =>
			String(text)
				.split(/\{\w+\}/)
				.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
				.join('.{1,60}')
		)
		.join('|')})$`,
	'u'
);
const IS_KEY = new RegExp(`\\b(?:${[...new Set([...french.keys()].map((key) => key.split('_')[0]))].join('|')})_[a-z0-9_]+\\b`);

/** What people wrote stays in their language: the stories of the demo, the mail that took an invitation, the head of a file that is brought in. */
const WRITTEN = new Set<unknown>([french.get('accounts_invitation_mail_subject'), 'Prénom']);
JSON.stringify(territories, (_, value: unknown) => (WRITTEN.add(value), value));
const STORIES = [...WRITTEN].filter((text): text is string => typeof text === 'string' && text.length >= 20);

/** What the page itself says, once a story in it is set aside: as it was written, or its beginning as a list shows it. */
function besideStories(said: string): string {
	if (WRITTEN.has(said) || (said.endsWith('…') && STORIES.some((text) => text.startsWith(said.replace(/\s*…$/, ''))))) return '';
	return STORIES.reduce((rest, text) => rest.replace(text, ''), said);
}

/** Is this a French sentence of ours on a page in English or in Dutch? */
export const saysInFrench = (said: string): boolean => IS_FRENCH.test(besideStories(said));

/** Is this the name of a message instead of what it says? */
export const showsKey = (said: string): boolean => IS_KEY.test(said);
