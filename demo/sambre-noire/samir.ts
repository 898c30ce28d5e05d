import type { PersonStory } from '../story.ts';

/** Samir: an engineer whose diploma waited five months for an answer. */
export const samir: PersonStory = {
	slug: 'samir',
	name: 'Samir K.',
	organization: 'relance',
	lead: 'aurore',
	track: 'employment',
	opened: 301,
	carnet: { pin: '615390', ago: 120 },
	answers: [{ value: 'yes', ago: 301, how: 'orally' }],
	profile: {
		pronouns: 'il',
		languages: 'arabe, anglais, français',
		birthDate: '1985-09-21',
		municipality: 'Noirchâtel',
		matters: 'Refaire mon métier. Pas un travail, le mien.',
		side: 'L’équivalence est arrivée. Reste le vocabulaire de chantier en français, et les entretiens.'
	},
	contacts: [
		{ kind: 'phone', value: '0470 00 77 31', hours: 'après 16 h' },
		{ kind: 'mail', value: 'samir.k@courrier.example' }
	],
	colleagues: [{ who: 'ines', track: 'employment' }],
	needs: [
		{
			code: 'EQU',
			by: 'aurore',
			ago: 301,
			hers: { words: 'Deux ponts construits, et aucun papier qui le dise ici.', when: 'now' },
			ours: [{ who: 'aurore', when: 'now' }],
			ended: { how: 'settled', ago: 120 }
		},
		{
			code: 'LNG',
			by: 'aurore',
			ago: 120,
			hers: {
				words: 'Les mots du chantier s’apprennent sur un chantier, pas en classe.',
				when: 'later',
				works: 'Je lis les plans sans dictionnaire.'
			},
			ours: [{ who: 'ines', words: 'Une semaine de vocabulaire avant les entretiens aiderait.', when: 'now' }]
		},
		{
			code: 'OTHER',
			label: 'Retrouver une équipe',
			by: 'ines',
			ago: 60,
			hers: { words: 'Boire le café avec des gens qui parlent béton.', when: 'now' }
		}
	],
	goals: [
		{
			by: 'aurore',
			ago: 301,
			domain: 'rights',
			state: 'reached',
			wish: 'Que mon diplôme existe ici aussi.',
			agreed: [
				{ words: 'Le dossier d’équivalence complet, et un appel par mois, le premier mardi.', ago: 280, hers: 'orally', ours: 'aurore' }
			],
			steps: [
				{ text: 'Écrire à ma professeure', doneAgo: 276, help: 'alone' },
				{ text: 'Poster le dossier, garder la souche', doneAgo: 221, help: 'together' }
			]
		},
		{
			by: 'ines',
			ago: 190,
			domain: 'project',
			wish: 'Refaire des ponts. Signer mes plans.',
			agreed: [
				{
					words: 'Entrer dans un bureau d’études, même pour relire des plans au début, et revoir la question des ponts dans six mois.',
					ago: 10,
					ours: 'ines'
				}
			],
			steps: [
				{ text: 'Parler béton avec un chef de chantier', doneAgo: 162, help: 'together' },
				{ text: 'Raconter un pont en deux minutes', doneAgo: 36, help: 'alone' },
				{ text: 'Passer devant le bureau d’études, puis décider' }
			]
		}
	],
	meetings: [
		{
			ago: 301,
			by: 'aurore',
			text: 'Samir a construit deux ponts. Ici on lui a proposé de l’intérim de nuit. Il ne dit pas non à la nuit, il dit non à oublier le reste.',
			next: [
				{ owner: 'her', text: 'Rassemble ses relevés de notes', state: 'tried' },
				{ owner: 'aurore', text: 'Demander la liste exacte des pièces pour l’équivalence', state: 'done' }
			]
		},
		{
			ago: 280,
			by: 'aurore',
			text: 'Un relevé manque : l’université ne répond plus. On a cherché ensemble qui pourrait attester. Il a pensé à son ancienne professeure.',
			next: [{ owner: 'her', text: 'Écrit à son ancienne professeure', state: 'done', help: 'alone' }]
		},
		{
			ago: 252,
			by: 'aurore',
			channel: 'phone',
			text: 'Elle a répondu en une nuit. L’attestation existe, il faut la traduire.',
			moved: 'une attestation là où il manquait un relevé',
			next: [{ owner: 'aurore', text: 'Trouver un traducteur juré à prix juste', state: 'done' }]
		},
		{
			ago: 221,
			by: 'aurore',
			text: 'Dossier complet, relu deux fois, envoyé en recommandé depuis la poste du coin. On a gardé la souche.',
			moved: 'dossier d’équivalence envoyé'
		},
		{
			ago: 190,
			by: 'ines',
			text: 'En attendant : deux chantiers-écoles à visiter. Samir préfère d’abord écouter, puis parler.',
			next: [{ owner: 'both', text: 'Visitent le chantier du pont-rail', state: 'done', help: 'together' }]
		},
		{
			ago: 162,
			by: 'ines',
			channel: 'outside',
			text: 'Au pont-rail, il a vu la fissure avant le chef. Ils ont parlé quarante minutes, surtout avec les mains.',
			moved: 'un chef de chantier qui se souvient de lui'
		},
		{
			ago: 133,
			by: 'aurore',
			text: 'Toujours rien. Il regarde la boîte aux lettres trois fois par jour. On a décidé que c’est moi qui téléphone, le premier mardi du mois.',
			outcome: 'thinking',
			next: [{ owner: 'aurore', text: 'Appeler le service des équivalences', state: 'tried' }]
		},
		{
			ago: 98,
			by: 'aurore',
			channel: 'phone',
			text: 'On ne m’a rien dit de plus, sinon que le dossier est « en commission ». Je le lui ai répété mot pour mot.',
			outcome: 'not-this-time'
		},
		{
			ago: 70,
			by: 'aurore',
			text: 'L’équivalence est arrivée : complète. Il l’a posée sur la table sans parler. On a téléphoné à la professeure.',
			moved: 'équivalence obtenue'
		},
		{
			ago: 41,
			by: 'ines',
			text: 'CV à voix haute. Il dit « on a fait », jamais « j’ai fait ». On cherche une phrase qui soit vraie et qui le laisse visible.',
			with: [{ who: 'aurore', words: 'J’ai noté sa phrase telle quelle : « Le pont est tombé d’accord avec moi. » Je la garderais.' }],
			next: [{ owner: 'her', text: 'Raconte un pont en deux minutes, au téléphone, à son cousin', state: 'done', help: 'alone' }]
		},
		{
			ago: 10,
			by: 'ines',
			text: 'Le bureau d’études de Marchevieux cherche quelqu’un pour relire des plans. Il hésite : c’est moins qu’avant. Il veut voir le lieu avant de répondre.',
			hers: { words: 'Relire, oui. Mais pas en silence dans un couloir.', how: 'screen' },
			with: [{ who: 'aurore' }],
			there: { partner: 'Mme Delhaye, bureau d’études de Marchevieux' },
			outcome: 'thinking',
			next: [
				{ owner: 'her', goal: 1, text: 'Va voir le bureau d’études de l’extérieur, puis décide' },
				{ owner: 'aurore', text: 'Demander si la relecture peut se faire à mi-temps au début' },
				{ owner: 'ines', text: 'Préparer le vocabulaire de plan avec lui' }
			]
		}
	],
	appointments: [
		{
			in: 0,
			at: '11:00',
			channel: 'phone',
			desk: { by: 'josiane', said: 'Samir est passé déposer un papier du garage : il est dans votre casier.' }
		}
	],
	views: [
		{
			by: 'aurore',
			of: 'paul-henri',
			ago: 20,
			how: 'screen',
			question: 'Faut-il reparler de l’équivalence au ministère, ou laisser venir ?',
			shows: [-2],
			endedAgo: 18,
			ended: 'her-word'
		}
	]
};
