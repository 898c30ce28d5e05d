import { BELGIUM } from './be.ts';
import { FRANCE } from './fr.ts';
import type { CountryProfile } from './profile.ts';

const PROFILES: Record<CountryProfile['country'], CountryProfile> = { BE: BELGIUM, FR: FRANCE };

/** The profile of a country. */
export function countryProfile(country: CountryProfile['country']): CountryProfile {
	return PROFILES[country];
}
