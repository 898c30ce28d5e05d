/** What screens show instead of a name that must not be read over a shoulder: the alias in concealed mode, the name to use otherwise. */
export function shownName(person: { name_to_use: string; alias: string | null; concealed: boolean }): string {
	return person.concealed && person.alias ? person.alias : person.name_to_use;
}

/** How she is called in a sentence: "Nadia" for "Nadia B.". */
export function firstName(shown: string): string {
	const words = shown.trim().split(/\s+/);
	while (words.length > 1 && /^\p{L}\.$/u.test(words.at(-1)!)) words.pop();
	return words.join(' ');
}

/**
 * What stands on paper or at a counter, where others read too: the alias if she has one, the name to use otherwise, and '' ("une
 * personne") when she refused the carnet, or is concealed without an alias. The same rule as `front_desk()` in the database.
 */
export function nameOnPaper(person: { name_to_use: string; alias: string | null; concealed: boolean; carnet: string | null }): string {
	if (person.carnet === 'no' || (person.concealed && person.alias === null)) return '';
	return person.alias ?? person.name_to_use;
}
