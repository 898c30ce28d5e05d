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
	needs: [
		{
			code: 'ENF',
			by: 'paul-henri',
			ago: 92,
			hers: {
				words: 'Ma tante, deux jours. L’école à 6 h 45, les trois autres.',
				when: 'now',
				works: 'Ma tante aime le matin. Ma fille aussi, depuis.',
				how: 'orally',
				before: { words: 'Qui garde une petite à six heures ?', changed: 40 }
			},
			ours: [{ who: 'paul-henri', words: 'La garderie du matin tient depuis la rentrée.', when: 'later' }]
		},
		{
			code: 'EMP',
			by: 'ines',
			ago: 20,
			hers: {
				words: 'Le travail, ça va. C’est le dimanche soir qui ne va pas.',
				when: 'now',
				works: 'Préparer le sac avant de manger.',
				how: 'screen'
			},
			ours: [{ who: 'ines', words: 'Un appel le dimanche, tant qu’il sert, et pas un de plus.', when: 'now' }]
		},
		{
			code: 'MOB',
			by: 'ines',
			ago: 6,
			hers: { words: 'Une place dans une voiture, deux matins. Je demande moi-même.', when: 'now', how: 'orally' }
		}
	],
	goals: [
		{
			by: 'ines',
			ago: 224,
			domain: 'project',
			state: 'reached',
			wish: 'Travailler dans un lieu où l’on rit.',
			agreed: [{ words: 'Visiter trois lieux avant de répondre à une seule offre.', ago: 196, hers: 'orally', ours: 'ines' }],
			steps: [
				{ text: 'Passer une journée aux Érables', doneAgo: 165, help: 'some-help' },
				{ text: 'Dire moi-même quel jour je commence', doneAgo: 55, help: 'alone' }
			]
		},
		{
			by: 'ines',
			ago: 13,
			domain: 'project',
			wish: 'Que le lundi matin ne commence pas le dimanche.',
			agreed: [{ words: 'Tenir jusqu’à Noël, avec un appel le dimanche à 20 h tant qu’il aide.', ago: 6, hers: 'orally', ours: 'ines' }],
			steps: [{ text: 'Faire le sac le samedi', doneAgo: 6, help: 'alone' }, { text: 'Demander une place dans la voiture de Marchevieux' }]
		}
	],
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
