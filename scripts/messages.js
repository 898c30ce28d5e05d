/** Every sentence in every language: the same keys, the same values to fill in, nothing empty, no subject forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** @type {{ baseLocale: string, locales: string[], 'plugin.inlang.messageFormat': { pathPattern: string[] } }} */
const settings = JSON.parse(readFileSync(join(ROOT, 'project.inlang', 'settings.json'), 'utf8'));
const patterns = settings['plugin.inlang.messageFormat'].pathPattern;

/** @type {string[]} */
const gaps = [];
/** @type {Map<string, string>} */
const owners = new Map();

for (const folder of readdirSync(join(ROOT, 'messages'))) {
	if (!patterns.includes(`./messages/${folder}/{locale}.json`))
		gaps.push(`messages/${folder} is not named in project.inlang/settings.json`);
}
for (const pattern of patterns) {
	const base = read(pattern, settings.baseLocale);
	for (const key of Object.keys(base)) {
		const other = owners.get(key);
		if (other) gaps.push(`${key} stands in ${other} and in ${pattern}`);
		owners.set(key, pattern);
	}
	for (const locale of settings.locales) compare(pattern, locale, base, read(pattern, locale));
}
if (gaps.length > 0) {
	console.error(gaps.join('\n'));
	process.exitCode = 1;
}

/**
 * @param {string} pattern
 * @param {string} locale
 * @returns {Record<string, unknown>}
 */
function read(pattern, locale) {
	const path = pattern.replace('{locale}', locale);
	try {
		const { $schema: _, ...messages } = JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
		return messages;
	} catch (problem) {
		gaps.push(`${path} cannot be read: ${problem instanceof Error ? problem.message : problem}`);
		return {};
	}
}

/**
 * @param {string} pattern
 * @param {string} locale
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} messages
 */
function compare(pattern, locale, base, messages) {
	const path = pattern.replace('{locale}', locale);
	for (const key of new Set([...Object.keys(base), ...Object.keys(messages)])) {
		if (!(key in base)) gaps.push(`${path}: ${key} is not in ${settings.baseLocale}`);
		else if (!(key in messages)) gaps.push(`${path}: ${key} is missing`);
		else if (messages[key] === '') gaps.push(`${path}: ${key} is empty`);
		else if (filledIn(base[key]) !== filledIn(messages[key])) gaps.push(`${path}: ${key} is not filled in with the same values`);
	}
}

/** @param {unknown} message a sentence, or its variants */
function filledIn(message) {
	const names = [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
	return [...new Set(names)].sort().join(' ');
}
