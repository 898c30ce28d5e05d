import type { TerritoryStory } from '../story.ts';
import { nadia } from './nadia.ts';
import { organizations } from './territory.ts';

export const sambreNoire: TerritoryStory = {
	slug: 'sambre-noire',
	name: 'Bassin de Sambre-Noire',
	country: 'BE',
	timeZone: 'Europe/Brussels',
	organizations,
	people: [nadia]
};
