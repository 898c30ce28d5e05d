import type { CountryProfile, Words } from '../frame/country/profile.ts';

/** Somebody who matters and reads nothing: whom she trusts, who holds a mandate, who asked for this accompaniment. */
export type Outside =
	{ kind: 'trusted'; name: string } | { kind: 'protection'; name: string; role: Words | null } | { kind: 'asked'; name: Words };

/** How long a name may be in a drawing. */
const LONGEST = 28;

/**
 * Those around her without access, as they are told here: nobody whom another organisation wrote down.
 * @param said.trusted what the profile says; a name comes first, how to reach her stays in the profile
 * @param said.askedBy the code of the frame, null when nobody asked
 */
export function outsideOf(
	said: { trusted: string; protections: readonly { kind: string; name: string; ends_on: string | null }[]; askedBy: string | null },
	profile: Pick<CountryProfile, 'protections' | 'askedBy'>,
	today: string
): Outside[] {
	const asked = profile.askedBy.find(({ code }) => code === said.askedBy);
	return [
		...(said.trusted ? [{ kind: 'trusted' as const, name: nameIn(said.trusted) }] : []),
		...said.protections
			.filter(({ ends_on }) => !ends_on || ends_on >= today)
			.map(({ kind, name }) => ({
				kind: 'protection' as const,
				name: nameIn(name),
				role: profile.protections.find((one) => one.kind === kind)?.label ?? null
			})),
		...(asked ? [{ kind: 'asked' as const, name: asked.label }] : [])
	];
}

/** The words before the first stop: "Leïla, sa sœur, 04…" is Leïla. */
function nameIn(text: string): string {
	const [name = ''] = text.split(/[,;:(\n\d]/);
	return name.trim().slice(0, LONGEST).trim();
}
