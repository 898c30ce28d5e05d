import type { TerritoryStory } from '../story.ts';
import { bernard } from './bernard.ts';
import { chantal } from './chantal.ts';
import { irina } from './irina.ts';
import { kevin } from './kevin.ts';
import { marieAnge } from './marie-ange.ts';
import { nadia } from './nadia.ts';
import { samir } from './samir.ts';
import { others } from './others.ts';
import { organizations } from './territory.ts';
import { special } from './special.ts';
import { yasmine } from './yasmine.ts';

export const sambreNoire: TerritoryStory = {
	slug: 'sambre-noire',
	name: 'Bassin de Sambre-Noire',
	country: 'BE',
	timeZone: 'Europe/Brussels',
	organizations,
	people: [nadia, marieAnge, samir, chantal, kevin, irina, bernard, yasmine, ...special, ...others]
};
