import type { PersonStory } from '../story.ts';

/** Marie-Ange: fifty-two, benefit lost in January, wary of offices, and a folder that gets thinner. */
export const marieAnge: PersonStory = {
	slug: 'marie-ange',
	name: 'Marie-Ange T.',
	organization: 'relance',
	lead: 'aurore',
	track: 'project',
	opened: 75,
	answers: [
		{ value: 'not-now', ago: 75, how: 'orally' },
		{ value: 'yes', ago: 40, how: 'orally' }
	],
	profile: {
		pronouns: 'elle',
		languages: 'français, wallon',
		birthDate: '1974-02-03',
		municipality: 'Marchevieux',
		matters: 'Qu’on ne me déplace pas de guichet en guichet. Garder mon potager.',
		side: 'Vingt-six ans de couture industrielle. Elle sait former les autres, elle ne le dit pas encore.',
		reach: 'Par courrier ou au téléphone fixe. Pas de messages.'
	},
	contacts: [
		{ kind: 'phone', value: '071 00 45 12', hours: 'avant midi', caution: 'Laisser sonner longtemps' },
		{ kind: 'post', value: 'Rue du Puits 7, Marchevieux' }
	],
	colleagues: [{ who: 'paul-henri', track: 'social' }],
	frame: {
		ago: 68,
		basis: 'free',
		canPromise: 'Expliquer chaque papier avant que vous le signiez. Vous dire non quand c’est non.',
		cannotPromise: 'Faire revenir l’allocation.',
		hers: 'Je pose la question quand je ne comprends pas, même deux fois.'
	},
	goals: [
		{
			by: 'aurore',
			ago: 68,
			domain: 'rights',
			wish: 'Qu’on me rende mon allocation. Vingt-six ans de cotisation.',
			agreed: [
				{
					words:
						'L’allocation ne revient pas, et on l’a dit. On demande le revenu d’intégration, en comprenant chaque papier avant de signer.',
					ago: 40,
					hers: 'paper',
					ours: 'aurore'
				}
			],
			steps: [
				{ text: 'Vider le troisième tas', doneAgo: 58, help: 'done-for' },
				{ text: 'Ranger les sept papiers au grenier', doneAgo: 47, help: 'alone' },
				{ text: 'Poser mes cinq questions' }
			]
		},
		{
			by: 'aurore',
			ago: 40,
			domain: 'others',
			state: 'let-go',
			wish: 'Donner un cours de couture à la maison de quartier.'
		}
	],
	meetings: [
		{
			ago: 75,
			by: 'aurore',
			channel: 'presence',
			text: 'Elle est venue avec une farde de trente centimètres et sa sœur. « Je viens voir, je ne m’inscris pas. » On a bu un café. Elle a demandé qui lisait ce que j’écrivais ; on a lu la page ensemble.',
			outcome: 'thinking'
		},
		{
			ago: 68,
			by: 'aurore',
			channel: 'presence',
			text: 'Revenue sans sa sœur. Nous avons trié la farde : ce qui est fini, ce qui attend, ce qu’on ne comprend ni l’une ni l’autre. Le troisième tas est le plus grand.',
			moved: 'deux tas sur trois ont un nom',
			next: [{ owner: 'paul-henri', text: 'Lire le troisième tas et rappeler avant midi', state: 'done' }]
		},
		{
			ago: 60,
			by: 'paul-henri',
			channel: 'phone',
			text: 'Appelé à 10 h sur le fixe. Sur onze papiers, sept n’appellent aucune réponse. Long silence, puis elle a ri.',
			next: [{ owner: 'her', text: 'Met les sept papiers dans le carton du grenier', state: 'done', help: 'alone' }]
		},
		{
			ago: 47,
			by: 'aurore',
			channel: 'outside',
			text: 'Rendez-vous au potager, à sa demande. Elle a parlé de l’atelier : vingt-six ans, onze apprenties. Elle ne compte pas cela comme du travail, « c’était montrer ».',
			next: [{ owner: 'her', text: 'Retrouve les prénoms des onze apprenties', state: 'done', help: 'alone' }]
		},
		{
			ago: 40,
			by: 'aurore',
			channel: 'presence',
			text: 'Elle est d’accord pour le carnet, « mais en papier ». Les onze prénoms sont là, avec l’année. On a écrit à côté de chacun ce qu’elle lui avait appris.',
			moved: 'une page : ce que je sais montrer'
		},
		{
			ago: 26,
			by: 'aurore',
			channel: 'phone',
			text: 'Le dossier du revenu d’intégration lui prend toute la tête. On laisse le projet, on remet ça à plus tard.',
			outcome: 'not-this-time'
		},
		{
			ago: 12,
			by: 'paul-henri',
			channel: 'presence',
			text: 'Nous avons préparé ensemble la visite de l’assistante sociale : ce qu’elle va demander, ce que Marie-Ange peut ne pas dire. Elle veut y aller seule.',
			moved: 'une liste de cinq questions à poser, dans sa poche',
			next: [
				{ owner: 'her', text: 'Va au rendez-vous avec sa liste' },
				{ owner: 'aurore', text: 'Demander à la Fonderie si l’atelier couture cherche quelqu’un pour montrer' }
			]
		}
	],
	appointments: [{ in: 0, at: '09:30', place: 'salle calme', desk: { by: 'josiane', arrived: '09:25' } }],
	views: [
		{
			by: 'aurore',
			of: 'sandrine',
			ago: 9,
			question: 'Elle n’a jamais demandé d’aide et elle a honte du guichet. Qu’est-ce qui rend la première fois possible ?',
			shows: ['matters', -2],
			answer:
				'Pour moi, la première fois a été possible parce que quelqu’un attendait dehors, sans entrer. Je peux être sur le banc devant le CPAS ce jour-là. Elle n’a pas besoin de me parler.',
			endedAgo: 6
		}
	]
};
