/** Two versions of a form, told as lines "label : value", only where they differ. */
export interface Differences {
	stored: string;
	typed: string;
}

/** One line of a version: its label and its value in words. */
export type Line = readonly [label: string, value: string];

/**
 * What differs between two versions, side by side.
 * @param nothing the words for an empty value
 */
export function differencesOf(stored: readonly Line[], typed: readonly Line[], nothing: string): Differences {
	const labels = [...new Set([...stored, ...typed].map(([label]) => label))];
	const valueIn = (lines: readonly Line[], wanted: string) =>
		lines
			.filter(([label]) => label === wanted)
			.map(([, value]) => value)
			.filter(Boolean)
			.join('\n');
	const differ = labels.filter((label) => valueIn(stored, label) !== valueIn(typed, label));
	const told = (lines: readonly Line[]) => differ.map((label) => `${label}\n${valueIn(lines, label) || nothing}`).join('\n\n');
	return { stored: told(stored), typed: told(typed) };
}
