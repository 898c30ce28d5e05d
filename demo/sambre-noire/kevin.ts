import type { PersonStory } from '../story.ts';

/** Kevin: a sofa, a phone that is cut, and a library that stays open. */
export const kevin: PersonStory = {
	slug: 'kevin',
	name: 'Kevin M.',
	organization: 'relance',
	lead: 'aurore',
	track: 'psychosocial',
	opened: 142,
	carnet: { pin: '907351', ago: 40 },
	answers: [{ value: 'yes', ago: 142, how: 'orally' }],
	profile: {
		pronouns: 'il',
		birthDate: '2002-06-11',
		municipality: 'Noirchâtel',
		matters: 'Une porte qui ferme. Réparer des vélos.',
		reach: 'À la bibliothèque, l’après-midi. La bibliothécaire peut lui dire que « Aurore passe mardi », rien d’autre.'
	},
	colleagues: [{ who: 'sandrine', track: 'psychosocial' }],
	goals: [
		{
			by: 'aurore',
			ago: 120,
			domain: 'home',
			wish: 'Une porte qui ferme. N’importe où, mais une porte.',
			agreed: [
				{
					words: 'D’abord une adresse de référence, puis une place sur la liste de la Maison Verlaine. On en reparle à chaque fois.',
					ago: 104,
					hers: 'orally',
					ours: 'aurore'
				}
			],
			steps: [
				{ text: 'Le guichet, pour l’adresse', doneAgo: 120, help: 'together' },
				{ text: 'Le guichet, pour la carte de bus', doneAgo: 35, help: 'alone', sameAs: 0, called: 'le guichet' },
				{ text: 'Demander à voir un studio' }
			]
		},
		{ by: 'sandrine', ago: 58, domain: 'project', wish: 'Réparer des vélos le samedi. Pas plus, pour l’instant.' }
	],
	meetings: [
		{
			ago: 142,
			by: 'aurore',
			channel: 'outside',
			text: 'Rencontre à la bibliothèque, entre les bandes dessinées et le radiateur. Il dort chez un ami « jusqu’à ce que l’ami en ait marre ».'
		},
		{
			ago: 135,
			by: 'sandrine',
			channel: 'outside',
			text: 'On a parlé de comment on demande un canapé sans s’excuser. J’ai raconté comment je faisais, moi. Il a ri deux fois.'
		},
		{
			ago: 120,
			by: 'aurore',
			channel: 'outside',
			text: 'Adresse de référence : il ne savait pas que ça existait. Il veut bien, à condition de ne pas raconter sa vie au guichet.',
			next: [{ owner: 'both', text: 'Vont ensemble au guichet, Aurore parle d’abord', state: 'done', help: 'together' }]
		},
		{
			ago: 104,
			by: 'aurore',
			text: 'Adresse de référence accordée. Au guichet, c’est lui qui a parlé, finalement.',
			moved: 'une adresse à donner quand on en demande une'
		},
		{
			ago: 83,
			by: 'sandrine',
			channel: 'outside',
			text: 'Pas vu pendant deux semaines, puis là, comme si de rien n’était. On n’a pas demandé pourquoi.',
			outcome: 'not-this-time'
		},
		{
			ago: 58,
			by: 'aurore',
			channel: 'outside',
			text: 'Le Tremplin Vélo ouvre son atelier le samedi. Il y est allé, il a redressé une roue, il n’a donné que son prénom.',
			moved: 'une roue redressée, et on lui a dit merci',
			next: [{ owner: 'her', text: 'Y retourne samedi', state: 'done', help: 'alone' }]
		},
		{
			ago: 35,
			by: 'aurore',
			channel: 'outside',
			text: 'Téléphone prêté jusqu’en janvier. Il préfère quand même la bibliothèque.',
			next: [
				{ owner: 'aurore', text: 'Demander à la Maison Verlaine où en est la liste des studios' },
				{ owner: 'her', text: 'Garde le téléphone chargé', state: 'tried' }
			]
		}
	]
};
