import { alsoSeen, type Often } from '../briefly.ts';
import type { TerritoryStory } from '../story.ts';
import { bernard } from './bernard.ts';
import { chantal } from './chantal.ts';
import { couple } from './couple.ts';
import { cpas } from './cpas.ts';
import { fonderie } from './fonderie.ts';
import { irina } from './irina.ts';
import { kevin } from './kevin.ts';
import { marieAnge } from './marie-ange.ts';
import { more } from './more.ts';
import { nadia } from './nadia.ts';
import { relance } from './relance.ts';
import { samir } from './samir.ts';
import { others } from './others.ts';
import { organizations } from './territory.ts';
import { special } from './special.ts';
import { yasmine } from './yasmine.ts';

const OFTEN: Often = {
	colette: ['presence', [246, 232, 218, 204, 190, 160, 146, 132, 118, 104, 90, 76, 62, 36, 22, 15]],
	bob: [
		'presence',
		[273, 266, 259, 252, 234, 220, 213, 206, 192, 185, 178, 171, 150, 143, 136, 129, 107, 100, 93, 86, 65, 58, 51, 44, 37, 22, 15]
	],
	bernard: ['home', [290, 262, 220, 178, 136, 101, 66, 31]],
	yasmine: ['phone', [18, 11, 4]],
	kevin: ['outside', [150, 129, 108, 87, 66, 45, 24]],
	georges: ['home', [310, 275, 230, 205, 190, 149, 121, 100, 44, 16]],
	'marie-ange': ['phone', [120, 99, 78, 57, 36, 15]],
	'maxime-r': ['phone', [229, 201, 166, 130, 92, 48, 12]],
	freddy: ['phone', [168, 140, 110, 77, 46, 19]],
	'melissa-t': ['phone', [185, 156, 126, 96, 61, 26]],
	raymonde: ['phone', [233, 203, 170, 135, 101, 66, 30]],
	'jessica-p': ['phone', [312, 269, 204, 152, 107, 63, 19]]
};

export const sambreNoire: TerritoryStory = {
	slug: 'sambre-noire',
	name: 'Bassin de Sambre-Noire',
	country: 'BE',
	timeZone: 'Europe/Brussels',
	organizations,
	people: alsoSeen(
		[
			nadia,
			marieAnge,
			samir,
			chantal,
			kevin,
			irina,
			bernard,
			yasmine,
			...couple,
			...special,
			...others,
			...relance,
			...cpas,
			...fonderie,
			...more
		],
		OFTEN
	)
};
