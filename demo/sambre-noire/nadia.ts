import type { PersonStory } from '../story.ts';

/** Nadia: a kitchen training agreed, held up by childcare, and a phone that gets lighter to pick up. */
export const nadia: PersonStory = {
	slug: 'nadia',
	name: 'Nadia B.',
	organization: 'relance',
	lead: 'aurore',
	track: 'employment',
	opened: 263,
	carnet: { pin: '258147', ago: 250 },
	answers: [{ value: 'yes', ago: 263, how: 'orally' }],
	profile: {
		pronouns: 'elle',
		languages: 'français, darija',
		birthDate: '1992-05-17',
		municipality: 'Noirchâtel',
		matters: 'Travailler en cuisine, et être là quand les enfants rentrent de l’école.',
		side: 'La formation est acceptée. Il manque une garde de 7 h à 9 h, deux jours par semaine.',
		reach: 'Par SMS en journée. Pas d’appel pendant les repas.',
		trusted: 'Sa voisine Renée'
	},
	contacts: [
		{ kind: 'phone', value: '0470 00 12 34', hours: 'de 9 h à 15 h, plutôt par SMS' },
		{ kind: 'mail', value: 'nadia.b@boite.example' }
	],
	colleagues: [{ who: 'paul-henri', track: 'social' }],
	frame: {
		ago: 256,
		basis: 'free',
		canPromise: 'Un rendez-vous quand vous en avez besoin, une réponse à chaque message dans les deux jours ouvrables, de la franchise.',
		cannotPromise: 'Une place en crèche, ni un emploi.',
		hers: 'Je préviens si je ne viens pas. Je dis quand ça va trop vite.'
	},
	needs: [
		{
			code: 'ENF',
			by: 'aurore',
			ago: 249,
			hers: {
				words: 'Quelqu’un de 7 h à 9 h, le mardi et le jeudi. Le reste, je l’ai.',
				when: 'now',
				works: 'Renée le lundi, ma sœur le vendredi.',
				before: { words: 'Sans crèche, je ne commence rien.', when: 'now', changed: 61 }
			},
			ours: [
				{ who: 'aurore', words: 'Deux pistes : l’accueillante près de l’arrêt de bus, et commencer à 9 h le mardi.', when: 'now' },
				{ who: 'paul-henri', words: 'Trois matins sur cinq tiennent déjà.', when: 'now' }
			]
		},
		{
			code: 'MOB',
			by: 'aurore',
			ago: 93,
			hers: {
				words: 'Le permis ? Plus tard. Le bus me va, je connais les chauffeurs.',
				when: 'later',
				works: 'Le 31, direct jusqu’à la Fonderie.'
			},
			ours: [{ who: 'aurore', words: 'Le premier bus arrive à 7 h 35 pour un début à 7 h 30. J’en parlerais dès maintenant.', when: 'now' }]
		},
		{
			code: 'LOG',
			by: 'paul-henri',
			ago: 61,
			hers: { words: 'Ça va. On est bien là où on est.', when: 'not-a-topic' },
			ours: [{ who: 'paul-henri', when: 'not-a-topic' }]
		},
		{
			code: 'DRO',
			by: 'paul-henri',
			ago: 230,
			hers: { words: 'Est-ce que la formation change mes allocations ? Je veux le voir écrit.', when: 'now' },
			ours: [{ who: 'paul-henri', words: 'Aucun changement, la caisse l’a confirmé.', when: 'now' }],
			ended: { how: 'settled', ago: 186 }
		}
	],
	goals: [
		{
			by: 'aurore',
			ago: 249,
			domain: 'project',
			wish: 'Travailler en cuisine, pour de vrai, avec un tablier à mon nom.',
			again: [{ words: 'Cuisiner pour des enfants. Une cantine, ce serait bien.', ago: 93 }],
			agreed: [
				{ words: 'Chercher une formation en cuisine.', ago: 228, hers: 'orally', ours: 'aurore' },
				{
					words: 'La formation « cuisine de collectivité » de la Fonderie, à partir de janvier, avec une garde qui tient les cinq matins.',
					ago: 93,
					hers: 'paper',
					ours: 'aurore'
				}
			],
			steps: [
				{ text: 'Goûter la sauce du chef sans trembler', doneAgo: 214, help: 'together' },
				{ text: 'Déposer ma lettre', doneAgo: 130, help: 'some-help' },
				{ text: 'Dire oui à la rentrée', doneAgo: 16, help: 'alone' },
				{ text: 'Trouver quelqu’un pour les deux matins qui restent' }
			]
		},
		{
			by: 'paul-henri',
			ago: 230,
			domain: 'moving',
			wish: 'Faire mes papiers sur le téléphone sans demander à ma sœur.',
			agreed: [
				{ words: 'Le portail de la caisse, une démarche à la fois, à deux puis sans nous.', ago: 228, hers: 'orally', ours: 'paul-henri' }
			],
			steps: [
				{ text: 'Ouvrir mon compte sur le portail', doneAgo: 228, help: 'together' },
				{ text: 'Retrouver la réponse de la caisse', doneAgo: 158, help: 'some-help', sameAs: 0 },
				{ text: 'Envoyer l’attestation de l’école', doneAgo: 30, help: 'alone', sameAs: 1, called: 'le portail' },
				{ text: 'Le montrer à ma sœur' }
			]
		},
		{ by: 'aurore', ago: 93, domain: 'moving', state: 'paused', wish: 'Passer le permis, un jour.' }
	],
	meetings: [
		{
			ago: 263,
			by: 'aurore',
			channel: 'presence',
			text: 'Premier rendez-vous. Nadia cuisine pour tout l’immeuble, « mais ça ne se met pas sur un CV ». Elle voudrait en faire un métier. Les enfants ont 4 et 7 ans.',
			hers: { words: 'Je cuisine pour vingt et je cherche des ménages. Il y a quelque chose qui ne va pas.', how: 'orally' },
			next: [
				{ owner: 'her', text: 'Note trois plats qu’elle pourrait faire pour vingt personnes', state: 'done', help: 'alone' },
				{ owner: 'aurore', text: 'Se renseigner sur les formations en cuisine de collectivité', state: 'done' }
			]
		},
		{
			ago: 249,
			by: 'aurore',
			channel: 'presence',
			text: 'Elle est venue avec sept plats, pas trois. On a lu ensemble le programme de la Fonderie. Ce qui l’attire : la cuisine de collectivité. Ce qui l’inquiète : commencer à 7 h 30.',
			moved: 'le métier a un nom : cuisinière de collectivité',
			next: [
				{ owner: 'both', goal: 0, text: 'Visitent la cuisine de la Fonderie', state: 'done', help: 'together' },
				{ owner: 'paul-henri', text: 'Vérifier si la formation change quelque chose aux allocations familiales', state: 'done' }
			]
		},
		{
			ago: 228,
			by: 'paul-henri',
			channel: 'phone',
			text: 'Pas de changement pour les allocations, confirmé par la caisse. Nadia a demandé si c’était écrit quelque part : je lui ai envoyé la page.',
			next: [{ owner: 'her', text: 'Garde la réponse de la caisse dans la farde bleue', state: 'done', help: 'alone' }]
		},
		{
			ago: 214,
			by: 'aurore',
			channel: 'outside',
			text: 'Visite de la cuisine. Le chef lui a fait goûter la sauce et a demandé ce qu’il manquait. Elle a répondu : du citron. Il manquait du citron.',
			moved: 'une demande d’inscription déposée sur place'
		},
		{
			ago: 186,
			by: 'aurore',
			channel: 'presence',
			text: 'La Fonderie répond en juin. En attendant, on prépare la lettre. Nadia l’a écrite à la maison, on a changé deux phrases.',
			next: [{ owner: 'her', text: 'Recopie la lettre et la dépose', state: 'done', help: 'some-help' }]
		},
		{
			ago: 158,
			by: 'aurore',
			channel: 'phone',
			text: 'Le petit est malade depuis une semaine. On laisse la lettre de côté. Je rappelle lundi, elle préfère le matin.',
			outcome: 'not-this-time'
		},
		{
			ago: 130,
			by: 'aurore',
			channel: 'presence',
			text: 'Lettre déposée. Elle a parlé à l’accueil de la Fonderie sans moi, en attendant dans le couloir que j’arrive. J’étais à l’heure : elle était en avance.',
			moved: 'lettre déposée à la Fonderie'
		},
		{
			ago: 93,
			by: 'aurore',
			channel: 'presence',
			text: 'Acceptée pour la rentrée de janvier. Maintenant la garde : trois crèches, neuf mois d’attente. L’accueillante près de l’arrêt de bus a peut-être une place le mardi et le jeudi.',
			next: [
				{ owner: 'her', text: 'Appelle l’accueillante', state: 'tried' },
				{ owner: 'aurore', text: 'Demander à la Fonderie si l’on peut commencer à 9 h le mardi', state: 'done' }
			]
		},
		{
			ago: 61,
			by: 'paul-henri',
			channel: 'presence',
			text: 'On a fait la liste de qui peut garder, jour par jour. Renée, le lundi. La sœur de Nadia, le vendredi jusqu’à midi. Il reste deux matins.',
			between: true,
			moved: 'trois matins sur cinq ont un nom en face'
		},
		{
			ago: 30,
			by: 'aurore',
			channel: 'phone',
			text: 'On a surtout parlé de la rentrée. C’était utile.',
			hers: { words: 'J’ai plus peur de la première semaine que des neuf mois.', how: 'orally' },
			right: { value: 'yes', ago: 16 },
			outcome: 'not-this-time',
			next: [{ owner: 'her', text: 'Appelle la crèche communale', state: 'done', help: 'alone' }]
		},
		{
			ago: 16,
			by: 'aurore',
			channel: 'presence',
			text: 'Inscription signée : cuisine de collectivité, rentrée le 11 janvier.',
			helped: {
				hers: 'Qu’on visite la cuisine avant d’écrire quoi que ce soit. Et qu’on ne me presse pas en avril.',
				ours: 'La liste de Paul-Henri, jour par jour. Et lui laisser le téléphone.'
			},
			moved: 'inscrite en formation « cuisine de collectivité »'
		},
		{
			ago: 3,
			by: 'aurore',
			channel: 'presence',
			text: 'Nadia a téléphoné sans aide à la crèche. Réponse jeudi. On garde la piste de l’accueillante, plus près de l’arrêt de bus.',
			hers: { words: 'J’ai dit mon nom en premier, comme au restaurant.', how: 'orally' },
			right: {
				value: 'to-correct',
				ago: 0,
				words: 'La crèche d’abord. L’accueillante, c’est seulement si la crèche dit non.'
			},
			moved: 'lettre envoyée à la Fonderie pour l’horaire du mardi',
			next: [
				{ owner: 'her', goal: 0, text: 'Demande l’horaire à la crèche', dueIn: 4 },
				{ owner: 'other', who: 'la crèche', goal: 0, text: 'Rappelle jeudi pour la place du mardi', dueIn: 2 },
				{ owner: 'aurore', text: 'Écrire au centre de formation pour l’horaire du mardi' }
			]
		}
	],
	appointments: [
		{
			in: 0,
			at: '14:00',
			place: '2e étage, salle calme',
			desk: { by: 'josiane', said: 'Nadia a appelé : elle aura dix minutes de plus, le bus 37 est dévié.' }
		}
	],
	messages: [
		{
			by: 'her',
			ago: 9,
			at: '10:20',
			text: 'Bonjour. La crèche demande un papier de la Fonderie avec les heures. À qui je le demande ?',
			to: ['aurore', 'paul-henri'],
			read: ['aurore']
		},
		{
			by: 'aurore',
			ago: 8,
			at: '09:05',
			text: 'Bonjour Nadia. Je le demande à la Fonderie. Vous n’avez rien à faire. Je vous le donne mardi.',
			to: ['paul-henri'],
			read: ['her']
		},
		{ by: 'her', ago: 8, at: '11:30', text: '', to: ['aurore'], withdrawn: true },
		{
			by: 'paul-henri',
			ago: 2,
			at: '16:40',
			text: 'Renée est d’accord pour le lundi. Elle attend votre appel quand vous voulez.',
			to: ['aurore']
		},
		{ by: 'her', ago: 1, at: '18:15', text: 'J’ai eu Renée. Elle vient le 11. Je suis contente.', to: ['aurore'] }
	],
	memos: [{ by: 'aurore', ago: 30, text: 'Le permis, plus tard : elle l’a demandé. En reparler au printemps seulement.', expiresIn: 150 }]
};
