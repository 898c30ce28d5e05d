import { v5 } from 'uuid';
import type { TerritoryStory } from './story.ts';

/** The same at every load, so that links and tests keep working. */
export const idOf = (...names: string[]): string => v5(names.join('/'), 'b7c1a0f4-6a0e-5a51-9d0e-3f1f6c2b8d11');

/** The account of a member's slug: one account where the same slug works in two organisations. */
export const accountOf = (territory: TerritoryStory, slug: string): string => idOf(territory.slug, 'account', slug);
