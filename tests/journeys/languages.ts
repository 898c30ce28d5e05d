import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOfTerritory } from '../../demo/directory/load.ts';
import { territories } from '../../demo/load.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Every language that a page may be in but French itself. */
export type Other = 'en' | 'nl' | 'ar' | 'uk' | 'tr' | 'fr-easy';

const messages = (language: 'fr' | Other) =>
	new Map(
		globSync(`messages/*/${language}.json`, { cwd: ROOT }).flatMap((file) =>
			Object.entries(JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, unknown>)
		)
	);
const french = messages('fr');

/** Sentences as whole lines; what a sentence leaves open stands for anything. */
function linesOf(sentences: Iterable<unknown>, open = '.{1,60}'): RegExp {
	const lines = [...sentences]
		.filter((text) => typeof text === 'string')
		.map((text) =>
			text
				.replace(/\s+/g, ' ')
				.split(/\{\w+\}/)
				.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
				.join(open)
		);
	return new RegExp(`^(?:${lines.join('|')})$`, 'u');
}

/** French sentences that these languages say in other words. */
function frenchUnlike(languages: readonly Other[]): RegExp {
	const others = languages.map(messages);
	const unlike = [...french].filter(
		([key, text]) =>
			typeof text === 'string' && others.every((said) => said.get(key) !== text) && /(?:\p{L}\P{L}*){4}/u.test(text.replace(/\{\w+\}/g, ''))
	);
	return linesOf(unlike.map(([, text]) => text));
}

/** What these languages say, and what of French they do not. */
const known = new Map<string, { own: RegExp; isFrench: RegExp }>();
function knownOf(languages: readonly Other[]) {
	const key = languages.join();
	let found = known.get(key);
	if (!found) {
		found = {
			own: linesOf(
				languages.flatMap((language) => [...messages(language).values()]),
				'.{0,60}'
			),
			isFrench: frenchUnlike(languages)
		};
		known.set(key, found);
	}
	return found;
}

const IS_KEY = new RegExp(`\\b(?:${[...new Set([...french.keys()].map((key) => key.split('_')[0]))].join('|')})_[a-z0-9_]+\\b`);

/** What people wrote stays in their language: the stories of the demo, the mail that took an invitation, the head of a file that is brought in. */
const WRITTEN = new Set<unknown>([french.get('accounts_invitation_mail_subject'), 'Prénom']);
JSON.stringify(
	[territories, ...territories.map(({ slug }) => entriesOfTerritory(slug))],
	(_, value: unknown) => (WRITTEN.add(typeof value === 'string' ? value.replace(/\s+/g, ' ') : value), value)
);
const STORIES = [...WRITTEN].filter((text): text is string => typeof text === 'string' && text.length >= 20);

/** What the page itself says, once a story in it is set aside: as it was written, or its beginning as a list shows it. */
function besideStories(said: string): string {
	if (WRITTEN.has(said) || (said.endsWith('…') && STORIES.some((text) => text.startsWith(said.replace(/\s*…$/, ''))))) return '';
	return STORIES.reduce((rest, text) => rest.replace(text, ''), said);
}

/** Is this a French sentence of ours on a page in another language? By default in English or in Dutch. */
export function saysInFrench(said: string, languages: readonly Other[] = ['en', 'nl']): boolean {
	const beside = besideStories(said);
	const { own, isFrench } = knownOf(languages);
	// Easy French says many things in the words of French, and a sentence of the desk may be that of another page of hers.
	return isFrench.test(beside) && !(languages[0] === 'fr-easy' && [beside, `${beside} `, ` ${beside}`].some((piece) => own.test(piece)));
}

/** Is this the name of a message instead of what it says? */
export const showsKey = (said: string): boolean => IS_KEY.test(said);
