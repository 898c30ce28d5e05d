import { alsoSeen, type Often } from '../briefly.ts';
import type { TerritoryStory } from '../story.ts';
import { around } from './around.ts';
import { calanque } from './calanque.ts';
import { capRive } from './cap-rive.ts';
import { fatou } from './fatou.ts';
import { jordan } from './jordan.ts';
import { loic } from './loic.ts';
import { missionLocale } from './mission-locale.ts';
import { more } from './more.ts';
import { organizations } from './territory.ts';
import { saintElme } from './saint-elme.ts';
import { tomAndElise } from './tom-elise.ts';

const OFTEN: Often = {
	agathe: ['phone', [213, 206, 199, 176, 134, 102, 69, 35]],
	coralie: ['phone', [229, 222, 215, 194, 163, 132, 98, 64, 26]],
	'richard-n': ['presence', [281, 274, 250, 219, 188, 158, 129, 100, 87, 58, 28]],
	anita: ['presence', [153, 133, 104, 69, 33]]
};

export const portLazare: TerritoryStory = {
	slug: 'port-lazare',
	name: 'Port-Lazare',
	country: 'FR',
	timeZone: 'Europe/Paris',
	organizations,
	people: alsoSeen(
		[jordan, loic, fatou, ...tomAndElise, ...missionLocale, ...capRive, ...calanque, ...saintElme, ...around, ...more],
		OFTEN
	)
};
