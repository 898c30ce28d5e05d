import type { PersonStory } from '../story.ts';

/** Loïc: supported employment, day eighteen. Two employers met, a bakery visited; what he says of his health is his to say. */
export const loic: PersonStory = {
	slug: 'loic',
	name: 'Loïc P.',
	organization: 'cap-rive',
	lead: 'maelle',
	track: 'employment',
	opened: 18,
	answers: [{ value: 'yes', ago: 18, how: 'orally' }],
	profile: {
		pronouns: 'il',
		birthDate: '1998-04-21',
		municipality: 'Port-Lazare, Saint-Elme',
		matters: 'Un travail où l’on commence tôt et où l’on ne parle pas trop avant huit heures.',
		side: 'Il sait exactement ce qui lui convient. À moi de trouver les portes.',
		reach: 'Le matin. Le soir, non.'
	},
	contacts: [{ kind: 'phone', value: '06 39 98 28 18', hours: 'de 6 h à 12 h' }],
	frame: {
		ago: 18,
		basis: 'free',
		canPromise: 'Un employeur rencontré avant trente jours. Rien n’est dit de sa santé sans lui.',
		cannotPromise: 'Un contrat.',
		hers: 'Je dis quand c’est trop. Si je ne réponds pas deux jours, ce n’est pas contre vous.'
	},
	needs: [
		{
			code: 'REC',
			by: 'maelle',
			ago: 18,
			hers: { words: 'Un employeur à la fois. Pas de rafale.', when: 'now', works: 'Passer devant, regarder, revenir.' },
			ours: [{ who: 'maelle', words: 'Deux portes poussées en dix-huit jours, à son rythme.', when: 'now' }]
		}
	],
	goals: [
		{
			by: 'maelle',
			ago: 18,
			domain: 'project',
			wish: 'Une boulangerie où on ne crie pas.',
			agreed: [{ words: 'Des matinées d’abord, trois par semaine, et on en reparle à Noël.', ago: 3, ours: 'maelle' }],
			steps: [{ text: 'Une matinée pour voir', doneAgo: 3, help: 'alone' }, { text: 'Dire lundi ce que j’en pense' }]
		}
	],
	meetings: [
		{
			ago: 18,
			by: 'maelle',
			text: 'On a parlé de travail dès la première minute, à sa demande. Tôt le matin, avec les mains, peu de monde. Il a été magasinier, il en parle bien.',
			moved: 'on a commencé par le travail',
			next: [
				{ owner: 'her', text: 'Fait la liste des odeurs de travail qu’il aime', state: 'done', help: 'alone' },
				{ owner: 'maelle', text: 'Passer voir trois boulangeries du quartier', state: 'done' }
			]
		},
		{
			ago: 13,
			by: 'maelle',
			channel: 'outside',
			text: 'La liste des odeurs : farine, bois coupé, gasoil, café. On a marché devant les vitrines à six heures. Il a choisi une boulangerie où l’on ne crie pas.'
		},
		{
			ago: 9,
			by: 'maelle',
			hers: { words: 'Ma santé, c’est à moi. Le pain, c’est à eux.' },
			text: 'Dire ou ne pas dire : pour la boulangerie, c’est non. Il pourra changer d’avis, employeur par employeur. C’est écrit comme il l’a dit.',
			next: [{ owner: 'maelle', text: 'Demander à la boulangère une matinée pour voir, sans rien dire d’autre', state: 'done' }]
		},
		{
			ago: 3,
			by: 'maelle',
			channel: 'phone',
			text: 'Visite faite, de 5 h à 8 h. Il a façonné quarante ficelles. La boulangère : « il a la main ». Il veut y penser le week-end.',
			moved: 'quarante ficelles',
			next: [
				{ owner: 'her', text: 'Dit lundi ce qu’il en pense', dueIn: 1 },
				{ owner: 'maelle', text: 'Préparer avec lui une proposition de contrat de matinées', dueIn: 5 }
			]
		}
	],
	appointments: [
		{ in: 1, at: '09:30', channel: 'phone' },
		{ in: 6, at: '08:30', place: 'banc devant la boulangerie', channel: 'outside' }
	]
};
