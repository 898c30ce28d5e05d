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
