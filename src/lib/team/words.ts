import { m } from '../paraglide/messages.js';

/** "aucune", "une personne", "12 personnes". */
export function peopleWord(count: number): string {
	return count === 0 ? m.team_people_none() : count === 1 ? m.team_people_one() : m.team_people_many({ count });
}

/** "Aurore N." */
export function fullName(one: { first_name: string; last_name: string }): string {
	return `${one.first_name} ${one.last_name}`.trim();
}
