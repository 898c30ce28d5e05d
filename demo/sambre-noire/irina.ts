import type { PersonStory } from '../story.ts';

/** Irina: two modules taken, the third one declined, all by choice. */
export const irina: PersonStory = {
	slug: 'irina',
	name: 'Irina V.',
	organization: 'fonderie',
	lead: 'sofia',
	track: 'training',
	opened: 189,
	answers: [{ value: 'yes', ago: 189, how: 'screen' }],
	profile: {
		pronouns: 'elle',
		languages: 'ukrainien, russe, français (elle apprend)',
		interpreter: 'au téléphone, si on parle de papiers',
		birthDate: '1995-01-30',
		municipality: 'Marchevieux',
		matters: 'Parler au téléphone sans avoir mal au ventre.',
		side: 'Elle comprend tout. Ce qui manque, c’est d’oser.'
	},
	colleagues: [{ who: 'benoit', track: 'training' }],
	needs: [
		{
			code: 'LNG',
			by: 'sofia',
			ago: 189,
			hers: {
				words: 'Je veux des gens avec qui parler, pas encore une salle.',
				when: 'now',
				works: 'Le mercredi, avec le gâteau.',
				how: 'orally',
				before: { words: 'Parler au téléphone.', changed: 49 }
			},
			ours: [{ who: 'sofia', words: 'La table de conversation fait plus que nos modules.', when: 'now' }]
		},
		{
			code: 'EQU',
			by: 'benoit',
			ago: 128,
			hers: { words: 'Mon diplôme de comptable, je le sors quand je serai prête.', when: 'later', how: 'paper' },
			ours: [{ who: 'benoit', words: 'La demande est longue : on peut la commencer avant d’en avoir envie.', when: 'now' }]
		},
		{ code: 'CON', by: 'sofia', ago: 161, hers: { words: 'Oser répondre autre chose que oui.', when: 'now', how: 'paper' } }
	],
	goals: [
		{
			by: 'sofia',
			ago: 161,
			domain: 'moving',
			wish: 'Téléphoner sans avoir mal au ventre.',
			agreed: [
				{
					words: 'Un appel vrai par mois, avec la phrase écrite à côté, et l’interprète si on parle de papiers.',
					ago: 128,
					hers: 'paper',
					ours: 'sofia'
				}
			],
			steps: [
				{ text: 'Appeler la bibliothèque pour l’horaire', doneAgo: 119, help: 'together', called: 'le téléphone' },
				{ text: 'Appeler l’école, phrase écrite', doneAgo: 77, help: 'some-help', sameAs: 0 },
				{ text: 'Appeler le médecin', doneAgo: 21, help: 'alone', sameAs: 1 }
			]
		}
	],
	meetings: [
		{
			ago: 189,
			by: 'sofia',
			text: 'Nous avons regardé les modules ensemble. Elle en a choisi deux : « Mon smartphone pour chercher » et « Visio et posture ». Le troisième, elle verra.',
			hers: { words: 'Je comprends tout et je réponds oui à tout. Je voudrais répondre autre chose.', how: 'paper' },
			there: { interpreter: 'Oksana, par téléphone', as: 'distance' }
		},
		{
			ago: 161,
			by: 'sofia',
			text: 'Au module, elle a aidé sa voisine à installer l’application du bus.',
			moved: 'j’ai expliqué quelque chose en français'
		},
		{
			ago: 128,
			by: 'benoit',
			text: 'Deuxième module : elle a parlé devant la caméra une minute douze. Elle a demandé à effacer, on a effacé ensemble.',
			moved: 'une minute douze',
			next: [{ owner: 'her', text: 'Recommence chez elle, pour elle', state: 'done', help: 'alone' }]
		},
		{
			ago: 91,
			by: 'sofia',
			text: 'Elle ne prendra pas le troisième module. « J’ai assez de salles. Je veux des gens. » C’est une bonne raison.',
			outcome: 'thinking',
			next: [{ owner: 'sofia', text: 'Demander au Café des parents si une table de conversation existe', state: 'done' }]
		},
		{
			ago: 49,
			by: 'sofia',
			channel: 'message',
			text: 'La table de conversation lui plaît. Elle y va le mercredi, avec du gâteau.',
			moved: 'je suis attendue le mercredi'
		},
		{
			ago: 21,
			by: 'sofia',
			text: 'Elle a pris rendez-vous chez le médecin au téléphone, seule. Elle avait écrit la phrase sur un papier et ne l’a pas regardé.',
			right: { value: 'yes', ago: 20, how: 'screen' },
			moved: 'un rendez-vous pris au téléphone, sans aide'
		}
	]
};
