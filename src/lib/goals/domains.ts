import { FAMILY_ORDER, type Family } from '../needs/codes.ts';
import { familyWord } from '../needs/words.ts';

/** What a goal may be about: the six families of needs, work being one among others. A family says less than a need would. */
export const domainOptions = () => FAMILY_ORDER.map((family) => ({ value: family, label: familyWord(family) }));

/** "Chez moi"; nothing for a goal without one, or of a list that is not ours. */
export const domainWord = (domain: Family | null) => (domain ? familyWord(domain) : '');
