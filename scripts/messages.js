/**
 * Every sentence in every language: the same keys, the same values to fill in, nothing empty, no subject forgotten. French, English and
 * Dutch say everything; the languages of her space alone say what she can meet, and nothing else.
 * With `--hers`: the messages that she can meet, by folder, as JSON. With `--isolate`: writes the marks that stand around a value in a language
 * read from right to left.
 */
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { herMessages } from './her-messages.js';

/** What the desk speaks; whatever else is a language of hers. */
const EVERYWHERE = ['fr', 'en', 'nl'];
const RIGHT_TO_LEFT = ['ar'];
/** A value on its own: a French name, a telephone number, a code would otherwise turn round what stands beside it, or be turned round. */
const BARE_VALUE = /(?<!\u2068)\{\w+\}|\{\w+\}(?!\u2069)/;

/** @typedef {Record<string, unknown>} Messages */

/**
 * @param {string} root the project's folder
 * @param {{ keys: Map<string, string>, unfollowed: string[] }} hers what she can meet
 * @returns {{ gaps: string[], hers: Record<string, string[]> }} a line for each thing that is missing or too much; her messages by folder
 */
export function readMessages(root, hers) {
	/** @type {{ baseLocale: string, locales: string[], 'plugin.inlang.messageFormat': { pathPattern: string[] } }} */
	const settings = JSON.parse(readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8'));
	const patterns = settings['plugin.inlang.messageFormat'].pathPattern;
	/** @type {string[]} */
	const gaps = hers.unfollowed.map((place) => `${place}: she may meet a message that is chosen by a name made on the way`);
	/** @type {Map<string, string>} */
	const owners = new Map();
	/** @type {Record<string, string[]>} */
	const hersByFolder = {};

	for (const folder of readdirSync(join(root, 'messages'))) {
		if (!patterns.includes(`./messages/${folder}/{locale}.json`))
			gaps.push(`messages/${folder} is not named in project.inlang/settings.json`);
	}
	for (const pattern of patterns) {
		const base = read(pattern, settings.baseLocale) ?? {};
		for (const key of Object.keys(base)) {
			const other = owners.get(key);
			if (other) gaps.push(`${key} stands in ${other} and in ${pattern}`);
			owners.set(key, pattern);
		}
		const met = Object.fromEntries(Object.entries(base).filter(([key]) => hers.keys.has(key)));
		if (Object.keys(met).length > 0) hersByFolder[pattern.split('/')[2] ?? pattern] = Object.keys(met);
		for (const locale of settings.locales) {
			if (EVERYWHERE.includes(locale)) compare(pattern, locale, base, `not in ${settings.baseLocale}`);
			else if (Object.keys(met).length > 0 || existsSync(join(root, pattern.replace('{locale}', locale))))
				compare(pattern, locale, met, 'met by no page of hers');
		}
	}
	for (const [key, file] of hers.keys) if (!owners.has(key)) gaps.push(`${file}: ${key} is no message`);
	return { gaps, hers: hersByFolder };

	/**
	 * @param {string} pattern
	 * @param {string} locale
	 * @returns {Messages | undefined}
	 */
	function read(pattern, locale) {
		const path = pattern.replace('{locale}', locale);
		try {
			const { $schema: _, ...messages } = JSON.parse(readFileSync(join(root, path), 'utf8'));
			return messages;
		} catch (problem) {
			gaps.push(`${path} cannot be read: ${problem instanceof Error ? problem.message : problem}`);
			return undefined;
		}
	}

	/**
	 * @param {string} pattern
	 * @param {string} locale
	 * @param {Messages} base what must be said
	 * @param {string} tooMuch what is the matter with anything else
	 */
	function compare(pattern, locale, base, tooMuch) {
		const messages = read(pattern, locale);
		if (!messages) return;
		const path = pattern.replace('{locale}', locale);
		for (const key of new Set([...Object.keys(base), ...Object.keys(messages)])) {
			if (!(key in base)) gaps.push(`${path}: ${key} is ${tooMuch}`);
			else if (!(key in messages)) gaps.push(`${path}: ${key} is missing`);
			else if (messages[key] === '') gaps.push(`${path}: ${key} is empty`);
			else if (filledIn(base[key]) !== filledIn(messages[key])) gaps.push(`${path}: ${key} is not filled in with the same values`);
			else if (RIGHT_TO_LEFT.includes(locale) && BARE_VALUE.test(JSON.stringify(messages[key])))
				gaps.push(`${path}: ${key} has a value without its marks of direction (node scripts/messages.js --isolate)`);
		}
	}
}

/** @param {unknown} message a sentence, or its variants */
function filledIn(message) {
	const names = [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
	return [...new Set(names)].sort().join(' ');
}

/** @param {string} root */
function isolate(root) {
	for (const path of RIGHT_TO_LEFT.flatMap((locale) => globSync(`messages/*/${locale}.json`, { cwd: root }))) {
		const text = readFileSync(join(root, path), 'utf8');
		const marked = text.replace(/(?:\\u2068|\u2068)?(\{\w+\})(?:\\u2069|\u2069)?/g, '\\u2068$1\\u2069');
		if (marked !== text) writeFileSync(join(root, path), marked);
	}
}

if (import.meta.main) {
	const root = dirname(dirname(fileURLToPath(import.meta.url)));
	if (process.argv.includes('--isolate')) isolate(root);
	const { gaps, hers } = readMessages(root, herMessages(root));
	if (process.argv.includes('--hers')) console.log(JSON.stringify(hers, null, '\t'));
	else if (gaps.length > 0) {
		console.error(gaps.join('\n'));
		process.exitCode = 1;
	}
}
