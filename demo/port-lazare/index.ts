import type { TerritoryStory } from '../story.ts';
import { fatou } from './fatou.ts';
import { jordan } from './jordan.ts';
import { loic } from './loic.ts';
import { organizations } from './territory.ts';
import { tomAndElise } from './tom-elise.ts';

export const portLazare: TerritoryStory = {
	slug: 'port-lazare',
	name: 'Port-Lazare',
	country: 'FR',
	timeZone: 'Europe/Paris',
	organizations,
	people: [jordan, loic, fatou, ...tomAndElise]
};
