import { seenToo } from '../briefly.ts';
import type { PersonStory, TerritoryStory } from '../story.ts';
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

/** Who also calls, or is met, between what is told: only the day is kept. */
const OFTEN: Record<string, readonly [channel: 'phone' | 'outside' | 'presence', days: readonly number[]]> = {
	agathe: ['phone', [213, 206, 199, 176, 134, 102, 69, 35]],
	coralie: ['phone', [229, 222, 215, 194, 163, 132, 98, 64, 26]],
	'richard-n': ['presence', [281, 274, 250, 219, 188, 158, 129, 100, 87, 58, 28]],
	anita: ['presence', [153, 133, 104, 69, 33]]
};
const seenOften = (person: PersonStory) => (OFTEN[person.slug] ? seenToo(person, ...OFTEN[person.slug]!) : person);

export const portLazare: TerritoryStory = {
	slug: 'port-lazare',
	name: 'Port-Lazare',
	country: 'FR',
	timeZone: 'Europe/Paris',
	organizations,
	people: [jordan, loic, fatou, ...tomAndElise, ...missionLocale, ...capRive, ...calanque, ...saintElme, ...around, ...more].map(seenOften)
};
