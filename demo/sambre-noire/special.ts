import type { PersonStory } from '../story.ts';

/** Situations that a house like this one must hold well: each is somebody. */
export const special: PersonStory[] = [
	{
		slug: 'lou',
		name: 'Lou H.',
		organization: 'relance',
		lead: 'ines',
		track: 'project',
		opened: 96,
		answers: [{ value: 'yes', ago: 96 }],
		profile: {
			pronouns: 'iel',
			age: 17,
			municipality: 'Noirchâtel',
			matters: 'Le son. Pas l’école, le son.',
			side: 'Sait ce qui plaît. On cherche une porte qui ne demande pas de diplôme d’abord.',
			reach: 'Par message, jamais chez les parents.'
		},
		contacts: [{ kind: 'phone', value: '0470 00 61 17', caution: 'Message écrit seulement' }],
		needs: [
			{
				code: 'FAM',
				by: 'ines',
				ago: 82,
				hers: { words: 'Mon père, oui. Ma mère, pas encore. C’est moi qui le dis.', when: 'later', how: 'orally' },
				ours: [{ who: 'ines', words: 'Rien ne part à la maison sans Lou.', when: 'later' }]
			},
			{
				code: 'FOR',
				by: 'ines',
				ago: 54,
				hers: { words: 'Pas l’école. Une table de mixage.', when: 'not-a-topic', how: 'orally' },
				ours: [{ who: 'ines', words: 'Il existe une formation courte, le jour où ce sera le moment.', when: 'later' }]
			}
		],
		goals: [
			{
				by: 'ines',
				ago: 82,
				domain: 'project',
				wish: 'Le son.',
				agreed: [
					{ words: 'Trois samedis au son à la salle des fêtes, signés par un parent choisi.', ago: 9, hers: 'orally', ours: 'ines' }
				],
				steps: [
					{ text: 'Écrire au régisseur', doneAgo: 75, help: 'alone' },
					{ text: 'Le dire à mon père', doneAgo: 12, help: 'alone' },
					{ text: 'Arriver avec mon casque' }
				]
			}
		],
		meetings: [
			{
				ago: 96,
				by: 'ines',
				text: 'Lou est arrivé·e avec un casque et une question : est-ce que ma mère va savoir ? Non. On a lu la règle ensemble, à voix haute.'
			},
			{
				ago: 82,
				by: 'ines',
				channel: 'outside',
				text: 'Répétition ouverte à la salle des fêtes. Lou a branché la moitié de la scène.',
				moved: 'un régisseur a retenu mon prénom',
				next: [{ owner: 'her', text: 'Envoie un message au régisseur', state: 'done', help: 'alone' }]
			},
			{
				ago: 54,
				by: 'ines',
				text: 'Pas d’envie de parler de la rentrée. On a écouté un enregistrement de pluie.',
				outcome: 'not-this-time'
			},
			{
				ago: 33,
				by: 'ines',
				text: 'Le régisseur propose trois samedis. Pour signer, il faut un parent. Lou veut le dire à son père, pas à sa mère, et à sa façon.',
				outcome: 'thinking',
				next: [{ owner: 'ines', text: 'Demander quel papier exactement le père devrait signer', state: 'done' }]
			},
			{
				ago: 9,
				by: 'ines',
				text: 'C’est signé. Le premier samedi est le 5 décembre.',
				moved: 'trois samedis au son',
				next: [{ owner: 'ines', text: 'Passer dire bonjour le premier samedi' }]
			}
		],
		appointments: [{ in: 5, at: '16:30', place: 'salle des fêtes, entrée artistes' }]
	},
	{
		slug: 'georges',
		name: 'Georges P.',
		organization: 'cpas',
		lead: 'claire',
		track: 'social',
		opened: 330,
		answers: [{ value: 'yes', ago: 330, how: 'paper' }],
		profile: {
			pronouns: 'il',
			birthDate: '1961-03-19',
			municipality: 'Marchevieux',
			matters: 'Choisir moi-même ce que j’achète le samedi.',
			side: 'Il comprend très bien. On lui a surtout parlé à côté de lui.'
		},
		protection: {
			kind: 'administrateur',
			name: 'Me Delvaux, administratrice des biens',
			domains: 'les comptes et les contrats',
			contact: 'par courrier, ou 071 00 00 77 le mardi matin',
			startsAgo: 500,
			endsIn: 590
		},
		needs: [
			{
				code: 'FIN',
				by: 'claire',
				ago: 296,
				hers: {
					words: 'L’argent du quotidien, je sais le compter.',
					when: 'now',
					works: 'Trente euros le samedi, sans tickets.',
					how: 'orally',
					before: { words: 'Le samedi.', changed: 251 }
				},
				ours: [{ who: 'claire', words: 'La mesure se réévalue : on prépare la demande avec ses mots.', when: 'later' }]
			},
			{
				code: 'JUS',
				by: 'claire',
				ago: 72,
				hers: { words: 'Dire au juge, moi-même.', when: 'later', how: 'orally' },
				ours: [{ who: 'claire', words: 'D’accord, et avec quelqu’un à côté s’il veut.', when: 'later' }]
			}
		],
		goals: [
			{
				by: 'claire',
				ago: 296,
				domain: 'rights',
				wish: 'Choisir ce que j’achète.',
				agreed: [{ words: 'Un montant pour le samedi, puis, si ça va, l’argent de la semaine.', ago: 251, hers: 'orally', ours: 'claire' }],
				steps: [
					{ text: 'Relire la lettre à l’administratrice', doneAgo: 290, help: 'together' },
					{ text: 'Acheter la cage', doneAgo: 175, help: 'alone' },
					{ text: 'Demander la date au greffe' }
				]
			}
		],
		meetings: [
			{
				ago: 330,
				by: 'claire',
				text: 'Première fois qu’on lui demande son avis avant celui de l’administratrice. Il a réfléchi longtemps, puis il a parlé du samedi.'
			},
			{
				ago: 296,
				by: 'claire',
				text: 'On a écrit à l’administratrice, avec ses mots : un montant pour le samedi, sans tickets à rendre.',
				next: [{ owner: 'both', text: 'Relisent la lettre avant de l’envoyer', state: 'done', help: 'together' }]
			},
			{
				ago: 251,
				by: 'claire',
				text: 'Réponse : trente euros par samedi, sans tickets. Il a demandé que je relise la phrase.',
				moved: 'trente euros à moi, le samedi'
			},
			{ ago: 170, by: 'claire', channel: 'home', text: 'Il a acheté une cage et un canari. Le canari s’appelle Samedi.' },
			{
				ago: 72,
				by: 'claire',
				text: 'Il voudrait dire au juge que l’argent du quotidien pourrait revenir. On a regardé comment on demande, sans se presser.',
				outcome: 'thinking',
				next: [{ owner: 'claire', text: 'Vérifier la date de la prochaine évaluation de la mesure' }]
			}
		]
	},
	{
		slug: 'lucienne',
		name: 'Lucienne V.',
		organization: 'fonderie',
		lead: 'benoit',
		track: 'training',
		opened: 160,
		answers: [{ value: 'yes', ago: 160, how: 'orally' }],
		profile: {
			pronouns: 'elle',
			birthDate: '1979-12-12',
			municipality: 'Fontaine-l’Ardoise',
			matters: 'Lire l’histoire du soir sans l’inventer.',
			side: 'Tout se dit à voix haute, avec elle, avant d’être écrit.',
			reach: 'Au téléphone. Pas de courrier : dire de vive voix.'
		},
		contacts: [{ kind: 'phone', value: '0470 00 52 80', hours: 'le soir' }],
		needs: [
			{
				code: 'ALP',
				by: 'benoit',
				ago: 139,
				hers: { words: 'L’histoire du soir, la vraie.', when: 'now', works: 'Le mot ours, partout.', how: 'orally' },
				ours: [
					{ who: 'benoit', words: 'Un livre à la fois, choisi par Lucienne.', when: 'now' },
					{ who: 'sofia', words: 'Le groupe attend la suite.', when: 'now' }
				]
			},
			{
				code: 'DRO',
				by: 'benoit',
				ago: 58,
				hers: { words: 'Les lettres de la commune, on me les lit au téléphone. Ça va.', when: 'not-a-topic', how: 'orally' }
			}
		],
		goals: [
			{
				by: 'benoit',
				ago: 139,
				domain: 'moving',
				wish: 'Lire sans inventer.',
				agreed: [{ words: 'Un livre de douze pages, une page à la fois.', ago: 97, hers: 'orally', ours: 'benoit' }],
				steps: [
					{ text: 'Reconnaître un mot dans la rue', doneAgo: 97, help: 'alone' },
					{ text: 'Lire deux pages devant les autres', doneAgo: 58, help: 'some-help' },
					{ text: 'Finir le livre de l’ours' }
				]
			}
		],
		meetings: [
			{
				ago: 160,
				by: 'benoit',
				text: 'Lucienne a dit « je n’ai pas mes lunettes », puis : « je ne lis pas ». J’ai lu la page d’information à voix haute, elle a posé quatre questions.'
			},
			{
				ago: 139,
				by: 'benoit',
				text: 'Elle invente l’histoire du soir depuis trois ans. La petite commence à suivre les images et à protester.',
				next: [{ owner: 'her', text: 'Choisit un livre, un seul', state: 'done', help: 'alone' }]
			},
			{
				ago: 97,
				by: 'benoit',
				text: 'Le livre : un ours, douze pages. Elle reconnaît le mot « ours » partout, même sur une camionnette.',
				moved: 'un mot'
			},
			{
				ago: 58,
				by: 'sofia',
				text: 'Elle a lu deux pages à voix haute devant le groupe. Personne n’a rien dit pendant un moment.',
				moved: 'deux pages'
			},
			{
				ago: 13,
				by: 'benoit',
				text: 'Neuf pages sur douze. Hier, la petite a dit : « tu as changé l’histoire. » C’était la vraie.',
				moved: 'neuf pages sur douze',
				next: [{ owner: 'benoit', text: 'Trouver le deuxième livre de l’ours' }]
			}
		],
		colleagues: [{ who: 'sofia', track: 'training' }],
		appointments: [{ in: 3, at: '18:00', place: 'bibliothèque de la Fonderie' }]
	},
	{
		slug: 'philippe',
		name: 'Philippe A.',
		organization: 'cpas',
		lead: 'mourad',
		track: 'employment',
		opened: 240,
		answers: [{ value: 'yes', ago: 240, how: 'screen' }],
		profile: {
			pronouns: 'il',
			birthDate: '1977-07-07',
			municipality: 'Noirchâtel',
			matters: 'Ne plus conduire de camion. Plus jamais.',
			side: 'Je ne vois pas encore d’autre métier aussi vite ouvert. Nous ne sommes pas d’accord, et c’est écrit des deux côtés.'
		},
		colleagues: [{ who: 'claire', track: 'social' }],
		needs: [
			{
				code: 'EMP',
				by: 'mourad',
				ago: 212,
				hers: { words: 'Le volant, c’est fini. Ne me proposez plus de poste de jour.', when: 'not-a-topic', how: 'screen' },
				ours: [{ who: 'mourad', words: 'Un poste de jour existe, et je le vois comme un appui en attendant.', when: 'now' }]
			},
			{
				code: 'SAN',
				by: 'claire',
				ago: 170,
				hers: { words: 'Je dors. Que ce soit écrit.', when: 'now', works: 'Avoir rendu les clés.', how: 'orally' },
				ours: [{ who: 'claire', words: 'Cela pèse dans le choix, et cela se voit.', when: 'now' }]
			},
			{
				code: 'ORI',
				by: 'mourad',
				ago: 38,
				hers: { words: 'Les parcs. Dehors, et sans klaxon.', when: 'now', how: 'orally' },
				ours: [{ who: 'mourad', words: 'On essaie deux jours, et on en reparle.', when: 'now' }]
			}
		],
		goals: [
			{
				by: 'mourad',
				ago: 212,
				domain: 'project',
				state: 'let-go',
				wish: 'Ne plus conduire.',
				agreed: [{ words: 'Garder le permis de côté, sans s’en servir.', ago: 212, ours: 'mourad' }]
			},
			{
				by: 'mourad',
				ago: 38,
				domain: 'project',
				wish: 'Travailler dehors, à pied.',
				agreed: [{ words: 'Deux jours d’essai aux espaces verts, puis on décide ensemble.', ago: 11, hers: 'screen', ours: 'mourad' }],
				steps: [
					{ text: 'Visiter le dépôt à pied', doneAgo: 117, help: 'together' },
					{ text: 'Appeler les parcs', doneAgo: 30, help: 'alone' },
					{ text: 'Faire les deux jours' }
				]
			}
		],
		meetings: [
			{ ago: 240, by: 'mourad', text: 'Vingt ans de route. J’ai parlé du permis comme d’une chance. Il a dit que c’était une fin.' },
			{
				ago: 212,
				by: 'mourad',
				text: 'Je maintiens qu’un poste de jour existe. Il maintient que non. On l’a écrit tel quel, chacun sa phrase, et on est passés à autre chose.',
				outcome: 'thinking'
			},
			{
				ago: 170,
				by: 'claire',
				text: 'Il dort mieux depuis qu’il a rendu les clés. Cela compte dans la discussion, il veut que ce soit dit.',
				without: []
			},
			{
				ago: 117,
				by: 'mourad',
				text: 'Visite du dépôt communal, à pied. Le poste de jour existe. Il ne le prendra pas. Je comprends mieux pourquoi.',
				moved: 'on sait tous les deux ce que je ne veux plus'
			},
			{
				ago: 38,
				by: 'mourad',
				text: 'L’entretien des parcs : il a demandé lui-même. On repart de là.',
				moved: 'une demande déposée aux espaces verts',
				next: [{ owner: 'her', text: 'Appelle le responsable des parcs', state: 'done', help: 'alone' }]
			},
			{
				ago: 11,
				by: 'mourad',
				text: 'Deux jours d’essai la semaine prochaine. Je n’avais pas raison, il me l’a fait remarquer gentiment.',
				moved: 'deux jours d’essai aux parcs',
				next: [{ owner: 'mourad', text: 'Prévenir l’assurance pour les deux jours d’essai' }]
			}
		],
		appointments: [{ in: 0, at: '15:00', place: 'bureau 4' }]
	},
	{
		slug: 'sans-carnet',
		name: 'Monique S.',
		organization: 'cpas',
		lead: 'mourad',
		track: 'social',
		opened: 118,
		answers: [{ value: 'no', ago: 118, how: 'orally' }],
		profile: { pronouns: 'elle', matters: 'Qu’on ne me mette pas dans un ordinateur plus qu’il ne faut.' },
		meetings: [
			{ ago: 118, by: 'mourad', text: 'Elle ne veut pas de carnet. Très bien. On note peu, et on relit chaque ligne ensemble.' },
			{ ago: 90, by: 'mourad', text: 'Prime chauffage : demandée au guichet, à deux.', moved: 'prime chauffage demandée' },
			{
				ago: 43,
				by: 'mourad',
				channel: 'phone',
				text: 'Prime accordée. Elle a demandé si je pouvais effacer son numéro ensuite. C’est fait.',
				moved: 'prime accordée'
			}
		],
		appointments: [{ in: 1, at: '09:00', place: 'bureau 2' }]
	},
	{
		slug: 'hubert',
		name: 'Hubert C.',
		organization: 'relance',
		lead: 'paul-henri',
		track: 'social',
		opened: 410,
		answers: [{ value: 'yes', ago: 410 }],
		profile: { pronouns: 'il', municipality: 'Noirchâtel', matters: 'Revoir mon fils.' },
		handovers: [
			{
				from: 'aurore',
				to: 'paul-henri',
				ago: 120,
				said: 'On s’est vus tous les trois. Hubert a dit que ce qui comptait maintenant, c’était le droit de visite, et que Paul-Henri connaissait mieux. Aurore reste joignable.'
			}
		],
		colleagues: [{ who: 'aurore', track: 'employment' }],
		needs: [
			{
				code: 'FAM',
				by: 'paul-henri',
				ago: 118,
				hers: { words: 'Mon fils. Le reste suivra.', when: 'now', works: 'Le puzzle, un morceau à la fois.', how: 'orally' },
				ours: [
					{ who: 'paul-henri', words: 'Le jugement permet plus que ce qu’on lui avait dit.', when: 'now' },
					{ who: 'aurore', words: 'Il tient ce qu’il commence.', when: 'now' }
				]
			},
			{
				code: 'REC',
				by: 'aurore',
				ago: 118,
				hers: { words: 'Après la première visite.', when: 'later', how: 'orally' },
				ours: [{ who: 'aurore', words: 'La commune le reprendrait au printemps.', when: 'later' }]
			}
		],
		goals: [
			{
				by: 'paul-henri',
				ago: 118,
				domain: 'home',
				wish: 'Revoir mon fils, et qu’il ait envie de revenir.',
				agreed: [{ words: 'Une première rencontre à l’espace-rencontre, préparée ensemble.', ago: 66, hers: 'paper', ours: 'paul-henri' }],
				steps: [
					{ text: 'Relire le jugement', doneAgo: 118, help: 'together' },
					{ text: 'Signer la demande', doneAgo: 66, help: 'some-help' },
					{ text: 'Choisir le puzzle', doneAgo: 19, help: 'alone' }
				]
			}
		],
		meetings: [
			{ ago: 410, by: 'aurore', text: 'Il a d’abord demandé un emploi. Puis, la main sur la poignée, il a parlé de son fils.' },
			{
				ago: 333,
				by: 'aurore',
				text: 'Un contrat de six semaines à la commune. Il l’a fait jusqu’au bout.',
				moved: 'six semaines, jusqu’au bout'
			},
			{
				ago: 118,
				by: 'paul-henri',
				text: 'On a relu le jugement ligne par ligne. Deux phrases disent le contraire de ce qu’on lui avait expliqué.',
				next: [{ owner: 'paul-henri', text: 'Demander une permanence à la maison de justice', state: 'done' }]
			},
			{
				ago: 66,
				by: 'paul-henri',
				text: 'La maison de justice confirme : il peut demander un espace-rencontre.',
				moved: 'une demande d’espace-rencontre signée'
			},
			{
				ago: 19,
				by: 'paul-henri',
				channel: 'phone',
				text: 'Première date fixée. Il a acheté un puzzle, mille pièces : « on ne finira pas, comme ça il y aura une suite ».',
				moved: 'une date pour revoir mon fils'
			}
		],
		appointments: [{ in: 6, at: '11:00', place: '2e étage' }]
	},
	{
		slug: 'nora',
		name: 'Nora E.',
		organization: 'relance',
		lead: 'ines',
		track: 'employment',
		opened: 200,
		answers: [{ value: 'yes', ago: 200 }],
		covers: [{ who: 'aurore', until: 9 }],
		profile: { pronouns: 'elle', municipality: 'Marchevieux', matters: 'Un horaire que je peux dire à quelqu’un.' },
		meetings: [
			{ ago: 200, by: 'ines', text: 'Trois petits contrats qui changent chaque semaine. Elle note ses heures sur le frigo, au feutre.' },
			{
				ago: 149,
				by: 'ines',
				text: 'On a mis les trois contrats côte à côte. Ensemble, ils font un temps plein, sans en avoir le nom.',
				moved: 'un tableau qui se lit'
			},
			{
				ago: 80,
				by: 'ines',
				channel: 'phone',
				text: 'Elle a demandé à l’un des trois de regrouper ses jours. Réponse : on verra.',
				next: [{ owner: 'her', text: 'Redemande, par écrit cette fois', state: 'done', help: 'some-help' }]
			},
			{ ago: 24, by: 'ines', text: 'Regroupé : mardi, mercredi, jeudi. Le frigo est blanc.', moved: 'trois jours qui se suivent' }
		],
		appointments: [{ in: 2, at: '13:30', place: 'salle calme', with: 'aurore' }]
	},
	{
		slug: 'remy',
		name: 'Rémy D.',
		organization: 'relance',
		lead: 'aurore',
		track: 'employment',
		opened: 390,
		answers: [{ value: 'yes', ago: 390 }],
		ending: {
			how: 'together',
			ago: 45,
			hers: 'Je venais pour un emploi, je repars avec un emploi et un voisin. Le plus utile : qu’on me rappelle quand on l’avait dit.',
			ours: 'On a mis du temps à comprendre que le matin ne convenait pas.',
			helped: 'Les visites à deux, et le droit de dire non au premier poste.'
		},
		meetings: [
			{ ago: 390, by: 'aurore', text: 'Menuisier, les mains abîmées. Il cherche « quelque chose qui touche encore au bois ».' },
			{
				ago: 300,
				by: 'aurore',
				text: 'La ressourcerie répare des meubles et cherche quelqu’un qui sait dire ce qui vaut la peine.',
				next: [{ owner: 'both', text: 'Visitent la ressourcerie', state: 'done', help: 'together' }]
			},
			{ ago: 190, by: 'aurore', text: 'Mi-temps signé. L’après-midi, puisque le matin non.', moved: 'un mi-temps à la ressourcerie' },
			{ ago: 45, by: 'aurore', text: 'Dernier rendez-vous, à la ressourcerie, sur deux chaises qu’il a réparées.' }
		]
	},
	{
		slug: 'elena',
		name: 'Elena P.',
		organization: 'fonderie',
		lead: 'sofia',
		track: 'training',
		opened: 130,
		answers: [{ value: 'not-now', ago: 130 }],
		moments: [{ value: 'paused', ago: 40, untilIn: 50 }],
		profile: { pronouns: 'elle', municipality: 'Marchevieux', matters: 'M’occuper de maman, puis reprendre.' },
		meetings: [
			{ ago: 130, by: 'sofia', text: 'Elle voulait commencer tout de suite. Sa mère est tombée le même mois.' },
			{
				ago: 40,
				by: 'sofia',
				channel: 'phone',
				text: 'On met en pause, à sa demande. Sa place l’attend en février, c’est écrit et je l’ai signé.',
				outcome: 'thinking'
			}
		]
	},
	{ slug: 'sans-reference-1', name: 'Mehdi R.', organization: 'relance', lead: null, opened: 2 },
	{ slug: 'sans-reference-2', name: 'Paulette G.', organization: 'cpas', lead: null, opened: 4 }
];
