import type { PersonStory } from '../story.ts';

/** Yasmine: three weeks into a job, and Sunday evenings. */
export const yasmine: PersonStory = {
	slug: 'yasmine',
	name: 'Yasmine R.',
	organization: 'relance',
	lead: 'ines',
	track: 'employment',
	opened: 224,
	answers: [{ value: 'yes', ago: 224, how: 'screen' }],
	profile: {
		pronouns: 'elle',
		languages: 'français, anglais',
		birthDate: '2000-04-08',
		municipality: 'Noirchâtel',
		matters: 'Tenir. Que ma fille me voie partir contente.',
		side: 'L’emploi tient. Ce qui fatigue, c’est le dimanche soir et le premier bus.'
	},
	contacts: [{ kind: 'phone', value: '0470 00 33 09', hours: 'après 17 h 30' }],
	colleagues: [{ who: 'paul-henri', track: 'social' }],
	meetings: [
		{ ago: 224, by: 'ines', text: 'Elle veut travailler dans un lieu où l’on rit. C’est noté en premier.' },
		{
			ago: 196,
			by: 'ines',
			text: 'Trois lieux, trois visites. La maison de repos des Érables : on y rit dans la cuisine.',
			next: [{ owner: 'her', text: 'Demande à y passer une journée', state: 'done', help: 'some-help' }]
		},
		{
			ago: 165,
			by: 'ines',
			channel: 'outside',
			text: 'Journée aux Érables. Une résidente lui a appris à plier les serviettes en cygne.',
			moved: 'une journée d’essai, et un cygne'
		},
		{ ago: 131, by: 'ines', text: 'Pas de poste avant l’automne. On n’arrête pas de passer dire bonjour.', outcome: 'thinking' },
		{
			ago: 92,
			by: 'paul-henri',
			text: 'Garde du matin : la tante peut, deux jours sur cinq. On cherche les trois autres avant qu’il y ait un contrat, pas après.',
			next: [{ owner: 'paul-henri', text: 'Voir avec la garderie de l’école pour 6 h 45', state: 'done' }]
		},
		{
			ago: 55,
			by: 'ines',
			text: 'Un poste. Elle a négocié elle-même de ne pas commencer un lundi.',
			helped: { hers: 'Les visites. On ne rit pas dans une offre d’emploi.', ours: 'Ne pas arrêter de passer dire bonjour.' },
			moved: 'un contrat, qui commence un mardi'
		},
		{
			ago: 20,
			by: 'ines',
			channel: 'phone',
			text: 'Première semaine. Elle sait tous les prénoms, sauf celui du directeur.',
			moved: 'cinq jours'
		},
		{
			ago: 13,
			by: 'ines',
			channel: 'phone',
			text: 'Dimanche, 20 h. Elle a dit « je n’y vais pas demain ». On a parlé du bus, puis des cygnes. Elle y est allée.',
			between: true
		},
		{
			ago: 6,
			by: 'ines',
			channel: 'phone',
			text: 'Dimanche, 20 h. Appel de quatre minutes. Elle avait déjà préparé le sac.',
			moved: 'quatre minutes',
			next: [
				{ owner: 'ines', text: 'Appeler dimanche à 20 h' },
				{ owner: 'her', text: 'Demande au collègue de Marchevieux s’il a une place dans sa voiture' }
			]
		}
	],
	views: [
		{
			by: 'ines',
			of: 'aurore',
			ago: 2,
			question:
				'Elle tient, et les dimanches soir pèsent. Comment l’aider à passer de mon appel à quelque chose qui lui appartienne, sans la lâcher trop tôt ?',
			shows: ['matters', -3, -2]
		}
	],
	appointments: [
		{ in: 0, at: '17:45', channel: 'phone' },
		{ in: 7, at: '20:00', channel: 'phone' }
	]
};
