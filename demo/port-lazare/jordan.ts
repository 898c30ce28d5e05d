import type { PersonStory } from '../story.ts';

/** Jordan: nineteen, wants to be a sound engineer, and the wish stays written as he said it. */
export const jordan: PersonStory = {
	slug: 'jordan',
	name: 'Jordan L.',
	organization: 'mission-locale',
	lead: 'yann',
	track: 'project',
	opened: 288,
	carnet: { pin: '730294', ago: 60 },
	answers: [
		{ value: 'not-now', ago: 288, how: 'orally' },
		{ value: 'yes', ago: 240, how: 'screen' }
	],
	profile: {
		pronouns: 'il',
		languages: 'français',
		birthDate: '2007-06-30',
		municipality: 'Port-Lazare, La Belle-Rive',
		matters: 'Ingénieur du son. Pas « métiers du spectacle ». Ingénieur du son.',
		side: 'Il apprend vite dès que quelqu’un joue devant lui. L’école de son demande un niveau de maths qui se travaille.',
		reach: 'Par message, il rappelle le soir.'
	},
	contacts: [{ kind: 'phone', value: '06 39 98 19 07', hours: 'après 17 h', caution: 'message écrit d’abord' }],
	colleagues: [{ who: 'celeste', track: 'psychosocial' }],
	frame: {
		ago: 280,
		basis: 'asked',
		askedBy: 'cej',
		startsAgo: 280,
		canPromise: 'Écrire ce qu’il veut comme il le dit, même quand on cherche une autre porte.',
		cannotPromise: 'Une place à l’école de son.',
		hers: 'Je réponds aux messages. Pas aux appels masqués.',
		passedOn: [{ what: 'Les semaines prévues', to: 'France Travail', when: 'au début de chaque mois', then: 'rien, si c’est annoncé' }]
	},
	needs: [
		{
			code: 'ORI',
			by: 'yann',
			ago: 240,
			hers: { words: 'Je n’ai pas besoin de choisir un métier. J’ai choisi.', when: 'not-a-topic' },
			ours: [{ who: 'yann', words: 'Choisi, oui. La porte d’entrée, elle, reste à trouver à deux.', when: 'now' }]
		},
		{
			code: 'FOR',
			by: 'yann',
			ago: 127,
			hers: {
				words: 'Les maths, mais avec du son dedans.',
				when: 'now',
				how: 'screen',
				works: 'Les décibels, je comprends tout de suite.'
			},
			ours: [{ who: 'yann', words: 'Le groupe du jeudi lui parle. À garder même pendant la formation.', when: 'now' }]
		},
		{
			code: 'QUO',
			by: 'yann',
			ago: 83,
			hers: { words: 'Des chaussures de sécurité à ma taille, du 46.', when: 'now' },
			ours: [{ who: 'yann', words: 'Aide demandée le même jour.', when: 'now' }],
			ended: { how: 'settled', ago: 27 }
		}
	],
	goals: [
		{
			by: 'yann',
			ago: 267,
			domain: 'project',
			wish: 'Ingénieur du son.',
			agreed: [
				{ words: 'L’école de son, dans deux ans.', ago: 127, hers: 'orally', ours: 'yann' },
				{
					words: 'Technicien plateau à la rentrée, pour arriver au son ; l’école de son reste écrite en haut.',
					ago: 104,
					hers: 'screen',
					ours: 'yann'
				}
			],
			steps: [
				{ text: 'Faire écouter deux sons du port', doneAgo: 219, help: 'some-help' },
				{ text: 'Tenir la console un soir', doneAgo: 155, help: 'together', called: 'la console' },
				{ text: 'Tenir la console de la petite salle', doneAgo: 27, help: 'alone', sameAs: 1 },
				{ text: 'Les maths du jeudi' }
			]
		}
	],
	meetings: [
		{
			ago: 288,
			by: 'yann',
			hers: { words: 'On m’a dit de venir.' },
			there: { relative: 'un ami, Dylan' },
			text: 'Venu avec un ami qui a parlé à sa place pendant dix minutes. Puis l’ami est sorti fumer, et Jordan a sorti un enregistreur de sa poche.',
			outcome: 'not-this-time'
		},
		{
			ago: 267,
			by: 'yann',
			channel: 'outside',
			text: 'Rendez-vous sur le port. Il enregistre les drisses qui claquent sur les mâts, il sait dire de quel bateau elles viennent. Il dit : ingénieur du son.',
			moved: 'j’ai dit le mot',
			next: [{ owner: 'yann', text: 'Demander à la salle L’Entrepôt qui s’occupe du son', state: 'done' }]
		},
		{
			ago: 240,
			by: 'yann',
			text: 'Il a relu tout ce qui était écrit sur lui, sur l’écran, et corrigé un mot : « passionné », remplacé par « exigeant ». Il dit oui au carnet.',
			next: [{ owner: 'her', text: 'Envoie deux sons du port à L’Entrepôt', state: 'done', help: 'alone' }]
		},
		{
			ago: 219,
			by: 'yann',
			channel: 'phone',
			text: 'L’Entrepôt a écouté les sons. La régisseuse veut le voir. Il a demandé trois fois si c’était vraiment elle qui avait appelé.',
			moved: 'elle a écouté jusqu’au bout'
		},
		{
			ago: 198,
			by: 'yann',
			text: 'Visite de la salle. Immersion d’une semaine proposée en mars. La convention a un seul objet : découvrir le métier.',
			next: [
				{ owner: 'both', text: 'Remplissent la convention d’immersion', state: 'done', help: 'together' },
				{ owner: 'other', text: 'La régisseuse signe pour la salle', state: 'done' }
			]
		},
		{ ago: 176, by: 'celeste', text: 'Il dort mal quand il y a du silence. On a parlé du bruit qui rassure.', without: ['yann'] },
		{
			ago: 155,
			by: 'yann',
			helped: { hers: 'Personne n’a demandé mon niveau.', ours: 'Un objet clair, une semaine, et quelqu’un qui aime son métier.' },
			text: 'La semaine à L’Entrepôt : câbles, balance, un soir de concert. Il a noté chaque micro dans un carnet à lui. « Personne ne m’a demandé mon niveau. »',
			moved: 'un soir à la console'
		},
		{
			ago: 127,
			by: 'yann',
			hers: { words: 'Je ne veux pas qu’on me baisse le volume.', how: 'screen' },
			right: { value: 'to-correct', ago: 104, how: 'screen', words: 'Deux ans, c’est vous qui l’avez dit. Moi je dis : dès que je peux.' },
			text: 'L’école de son : dossier, maths, et un coût. On a mis les deux chemins côte à côte : l’école dans deux ans, technicien plateau à la rentrée. Il garde « ingénieur du son » écrit en haut.',
			outcome: 'thinking',
			next: [{ owner: 'her', text: 'Montre les deux chemins à sa grand-mère', state: 'done', help: 'alone' }]
		},
		{
			ago: 104,
			by: 'yann',
			channel: 'message',
			text: 'Message à minuit : « technicien plateau, ok, mais on écrit que c’est pour arriver au son ».'
		},
		{
			ago: 83,
			by: 'yann',
			text: 'Inscription faite. Il manque l’équipement : chaussures de sécurité, casque. Connect’Escale a un casque.',
			next: [
				{ owner: 'yann', text: 'Demander l’aide pour les chaussures', state: 'done' },
				{ owner: 'her', text: 'Passe à Connect’Escale chercher le casque', state: 'tried' }
			]
		},
		{
			ago: 55,
			by: 'celeste',
			channel: 'presence',
			outcome: 'thinking',
			text: 'Il se demande à qui il doit quelque chose. Pas de réponse aujourd’hui, et c’est très bien.',
			without: ['yann']
		},
		{
			ago: 27,
			by: 'yann',
			text: 'Rentrée faite. Le formateur lui a laissé brancher la petite salle. Les maths : il y a un groupe le jeudi, il hésite.',
			next: [{ owner: 'her', text: 'Essaie le groupe de maths, une fois', state: 'done', help: 'alone' }]
		},
		{
			ago: 6,
			by: 'yann',
			text: 'Le groupe de maths : « la prof parle en décibels quand elle voit que je décroche ». Il y retourne.',
			moved: 'les logarithmes, c’est le son',
			next: [{ owner: 'yann', text: 'Demander à L’Entrepôt une deuxième semaine au printemps' }]
		}
	],
	appointments: [{ in: 8, at: '17:30', place: 'café du Sémaphore', channel: 'outside' }]
};
