import type { PersonStory } from '../story.ts';

/** What stands on each thread of those who came: no name, and nothing that tells who. */
const tableEmploi =
	'Table d’emploi de vendredi. On a lu des annonces ensemble et cherché, dans chacune, ce qui est vraiment demandé. La feuille « mots des annonces » a été remise.';

/** Shorter stories: a caseload is made of people one sees often and of people one sees rarely. */
export const others: PersonStory[] = [
	{
		slug: 'ahmed',
		name: 'Ahmed Z.',
		organization: 'relance',
		lead: 'aurore',
		track: 'training',
		opened: 85,
		answers: [{ value: 'yes', ago: 85 }],
		meetings: [
			{
				ago: 85,
				by: 'aurore',
				text: 'Il a réparé l’imprimante de l’accueil en attendant son tour. On est partis de là.',
				moved: 'une imprimante qui marche'
			},
			{
				ago: 61,
				by: 'aurore',
				text: 'On a repris le dossier de la formation, page par page. Au moment du test il a refermé la chemise : « on verra ».'
			},
			{
				ago: 37,
				by: 'aurore',
				text: 'Technicien de maintenance : il y a une formation de jour à Marchevieux. Le test est en français écrit, c’est ce qui l’inquiète.',
				next: [{ owner: 'her', text: 'Fait le test blanc à la maison', state: 'tried' }]
			},
			{
				ago: 8,
				by: 'aurore',
				channel: 'video',
				text: 'Test blanc refait à deux, en visio. Les consignes piègent plus que les réponses.',
				next: [{ owner: 'aurore', text: 'Demander si un dictionnaire est permis au test' }]
			},
			{ ago: 3, by: 'aurore', common: tableEmploi, text: 'Il a relu trois consignes à voix haute, lentement, pour lui d’abord.' }
		],
		appointments: [{ in: 8, at: '10:00', channel: 'video' }]
	},
	{
		slug: 'colette',
		name: 'Colette M.',
		organization: 'relance',
		lead: 'aurore',
		track: 'social',
		opened: 260,
		answers: [{ value: 'yes', ago: 255, how: 'paper' }],
		meetings: [
			{ ago: 260, by: 'aurore', text: 'Elle vient surtout pour le café de dix heures, et le dit. Bienvenue.' },
			{
				ago: 174,
				by: 'aurore',
				text: 'Elle a expliqué à une autre dame comment marche la borne. Deux fois, sans soupirer.',
				moved: 'on est venu me demander à moi'
			},
			{
				ago: 50,
				by: 'aurore',
				channel: 'outside',
				text: 'Promenade jusqu’au canal. Il a été question d’un chien, longuement. C’était utile.',
				outcome: 'not-this-time'
			},
			{ ago: 3, by: 'aurore', common: tableEmploi, text: 'Elle est restée pour le café, puis pour la dernière annonce.' }
		]
	},
	{
		slug: 'dylan',
		name: 'Dylan F.',
		organization: 'relance',
		lead: 'aurore',
		track: 'project',
		opened: 64,
		answers: [{ value: 'yes', ago: 64, how: 'screen' }],
		meetings: [
			{
				ago: 64,
				by: 'aurore',
				text: 'Il veut ouvrir un bar à céréales. On a compté les bols qu’il faudrait vendre par jour. Il a ri avant moi.'
			},
			{
				ago: 29,
				by: 'aurore',
				text: 'L’idée a changé : une carriole, le marché du jeudi, des crêpes salées. Celle-là se tient.',
				outcome: 'thinking',
				next: [
					{ owner: 'her', text: 'Parle avec deux marchands du jeudi' },
					{ owner: 'aurore', text: 'Prendre un contact au guichet des indépendants', state: 'done' }
				]
			}
		],
		appointments: [{ in: 11, at: '15:30', place: '2e étage' }]
	},
	{
		slug: 'fatima',
		name: 'Fatima O.',
		organization: 'relance',
		lead: 'aurore',
		track: 'employment',
		opened: 151,
		answers: [{ value: 'yes', ago: 151 }],
		colleagues: [{ who: 'ines', track: 'employment' }],
		meetings: [
			{
				ago: 151,
				by: 'aurore',
				text: 'Elle garde quatre enfants par jour, sans papier ni tarif. On a écrit la liste de ce qu’elle sait faire : une page et demie.'
			},
			{
				ago: 102,
				by: 'aurore',
				text: 'Accueillante agréée : les conditions sont là, sauf la barrière du jardin.',
				next: [{ owner: 'other', text: 'Son beau-frère pose la barrière', state: 'done', help: 'done-for' }]
			},
			{
				ago: 48,
				by: 'ines',
				text: 'Visite préparée ensemble : elle a fait l’inspectrice, j’ai fait Fatima.',
				moved: 'la visite, répétée en riant',
				without: []
			},
			{
				ago: 5,
				by: 'aurore',
				channel: 'phone',
				text: 'Agrément reçu ce matin. Elle a appelé avant d’ouvrir toute l’enveloppe.',
				moved: 'agréée'
			},
			{
				ago: 3,
				by: 'aurore',
				common: tableEmploi,
				text: 'Elle cherchait des modèles de contrat de garde ; elle est repartie avec deux.',
				moved: 'deux contrats imprimés'
			}
		]
	},
	{
		slug: 'gaston',
		name: 'Gaston B.',
		organization: 'relance',
		lead: 'aurore',
		track: 'psychosocial',
		opened: 220,
		answers: [{ value: 'yes', ago: 200 }],
		colleagues: [{ who: 'sandrine', track: 'psychosocial' }],
		meetings: [
			{ ago: 220, by: 'aurore', text: 'Il est resté debout tout l’entretien, près de la fenêtre. On a parlé debout.' },
			{ ago: 198, by: 'sandrine', text: 'Assis, cette fois. Il m’a demandé comment on sait que ça va mieux.', between: true },
			{
				ago: 109,
				by: 'aurore',
				channel: 'outside',
				text: 'Il tient le jardin partagé le vendredi. On lui a confié la clé du cabanon.',
				moved: 'la clé du cabanon'
			},
			{
				ago: 31,
				by: 'sandrine',
				channel: 'phone',
				text: 'Semaine difficile, il l’a dit tout de suite. On s’est appelés trois fois, peu de mots.',
				between: true,
				without: ['aurore']
			}
		]
	},
	{
		slug: 'hafsa',
		name: 'Hafsa T.',
		organization: 'relance',
		lead: 'ines',
		track: 'employment',
		opened: 70,
		answers: [{ value: 'yes', ago: 70, how: 'screen' }],
		meetings: [
			{ ago: 70, by: 'ines', text: 'Comptable, revenue d’un long arrêt. Elle veut des matins, pas des journées.' },
			{
				ago: 34,
				by: 'ines',
				text: 'Trois employeurs appelés ensemble, haut-parleur branché. Le deuxième a rappelé.',
				moved: 'un employeur a rappelé',
				next: [{ owner: 'her', text: 'Va le voir mardi', state: 'done', help: 'alone' }]
			},
			{
				ago: 12,
				by: 'ines',
				text: 'Essai de deux matins. Elle préfère ne pas parler de l’arrêt pour l’instant. C’est elle qui décide, on ne le dit à personne.',
				outcome: 'thinking',
				next: [{ owner: 'ines', text: 'Relire la convention d’essai avant jeudi' }]
			}
		],
		appointments: [{ in: 0, at: '09:00', place: 'salle du fond' }]
	},
	{
		slug: 'igor',
		name: 'Igor L.',
		organization: 'relance',
		lead: 'ines',
		track: 'employment',
		opened: 178,
		answers: [{ value: 'yes', ago: 178 }],
		meetings: [
			{ ago: 178, by: 'ines', text: 'Soudeur. Les certificats sont dans une autre langue et dans une autre norme.' },
			{ ago: 121, by: 'ines', text: 'Un atelier accepte de le voir souder. Dix minutes ont suffi.', moved: 'dix minutes de soudure' },
			{
				ago: 17,
				by: 'ines',
				channel: 'phone',
				text: 'Le contrat commence en janvier. Il apprend les mots de la sécurité avec son fils.',
				moved: 'un contrat en janvier'
			}
		]
	},
	{
		slug: 'jeanne',
		name: 'Jeanne W.',
		organization: 'relance',
		lead: 'paul-henri',
		track: 'housing',
		opened: 112,
		answers: [{ value: 'yes', ago: 112, how: 'paper' }],
		meetings: [
			{ ago: 112, by: 'paul-henri', text: 'Humidité jusqu’au plafond de la chambre du petit. Photos datées, une par semaine.' },
			{
				ago: 77,
				by: 'paul-henri',
				text: 'Visite de la commune demandée ensemble. Elle a insisté pour être là.',
				next: [{ owner: 'both', text: 'Reçoivent l’inspecteur', state: 'done', help: 'together' }]
			},
			{
				ago: 22,
				by: 'paul-henri',
				text: 'Rapport reçu : travaux sous deux mois. On garde une copie chacun.',
				moved: 'un rapport qui dit ce que je disais',
				next: [{ owner: 'paul-henri', text: 'Noter la date limite des travaux et prévenir Jeanne avant' }]
			}
		],
		appointments: [{ in: 9, at: '14:00', channel: 'home' }]
	},
	{
		slug: 'karima',
		name: 'Karima S.',
		organization: 'relance',
		lead: 'paul-henri',
		track: 'social',
		opened: 45,
		answers: [{ value: 'yes', ago: 45 }],
		meetings: [
			{ ago: 45, by: 'paul-henri', text: 'Une dette d’école, petite, qui empêche tout le reste dans sa tête.' },
			{
				ago: 18,
				by: 'paul-henri',
				text: 'L’économe accepte dix euros par mois. Elle a parlé, j’étais là pour le cas où. Le cas n’est pas venu.',
				moved: 'un arrangement avec l’école'
			}
		]
	},
	{
		slug: 'leon',
		name: 'Léon J.',
		organization: 'cpas',
		lead: 'mourad',
		track: 'social',
		opened: 290,
		answers: [{ value: 'yes', ago: 290 }],
		meetings: [
			{ ago: 290, by: 'mourad', text: 'Carte d’identité perdue, puis tout ce qui va avec. On a fait la liste dans l’ordre des guichets.' },
			{
				ago: 262,
				by: 'mourad',
				text: 'Carte refaite. Le reste suit comme des dominos, mais dans le bon sens.',
				moved: 'une carte d’identité'
			},
			{ ago: 20, by: 'mourad', channel: 'phone', text: 'Il appelle une fois par mois pour dire que ça va. Ça va.' }
		]
	},
	{
		slug: 'mireille',
		name: 'Mireille A.',
		organization: 'cpas',
		lead: 'mourad',
		track: 'project',
		opened: 133,
		answers: [{ value: 'yes', ago: 133 }],
		frame: {
			ago: 126,
			basis: 'asked',
			askedBy: 'piis',
			startsAgo: 130,
			granted: 161,
			proposed: 133,
			canPromise: 'Vous lire avant d’envoyer.',
			cannotPromise: 'Changer la loi.',
			hers: 'Je dis quand une étape ne me convient pas.',
			passedOn: [
				{
					what: 'l’avancement du projet, en trois phrases relues ensemble',
					to: 'le comité',
					when: 'en mars, juillet et novembre',
					then: 'on continue, on change, ou on arrête, après vous avoir entendue'
				}
			]
		},
		meetings: [
			{ ago: 133, by: 'mourad', text: 'Le projet, c’est d’abord le permis. Ensuite le projet.' },
			{
				ago: 71,
				by: 'mourad',
				text: 'Code réussi au deuxième essai. Le premier n’était « pas mon jour », dit-elle, et on le croit.',
				moved: 'le code'
			},
			{
				ago: 14,
				by: 'mourad',
				text: 'Les trois phrases pour le comité sont écrites. Elle en a changé une, en mieux.',
				next: [{ owner: 'mourad', text: 'Déposer les trois phrases au comité' }]
			}
		],
		appointments: [{ in: 7, at: '09:30', place: 'bureau 4' }]
	},
	{
		slug: 'nestor',
		name: 'Nestor V.',
		organization: 'cpas',
		lead: 'mourad',
		track: 'health',
		opened: 88,
		answers: [{ value: 'not-now', ago: 88 }],
		meetings: [
			{ ago: 88, by: 'mourad', text: 'Il a mal aux dents depuis deux ans et en parle comme de la météo.' },
			{
				ago: 61,
				by: 'mourad',
				text: 'Carte médicale en ordre. Le dentiste de la maison médicale a une place le 4.',
				moved: 'un rendez-vous chez le dentiste',
				next: [{ owner: 'both', text: 'Y vont ensemble, jusqu’à la porte', state: 'done', help: 'together' }]
			},
			{ ago: 27, by: 'mourad', text: 'Il a mangé une pomme devant moi.', moved: 'une pomme' }
		]
	},
	{
		slug: 'odette',
		name: 'Odette C.',
		organization: 'cpas',
		lead: 'claire',
		track: 'social',
		opened: 350,
		answers: [{ value: 'yes', ago: 350, how: 'paper' }],
		meetings: [
			{
				ago: 350,
				by: 'claire',
				text: 'Veuve depuis le printemps. Les papiers étaient l’affaire de l’autre. On a ouvert la farde ensemble, puis fait des gaufres.'
			},
			{
				ago: 243,
				by: 'claire',
				channel: 'home',
				text: 'La pension de survie est en ordre. Elle a signé partout où c’était son nom à elle.',
				moved: 'mon nom, partout'
			},
			{ ago: 56, by: 'claire', text: 'Elle range la farde à sa façon : par couleur de timbre.' }
		],
		appointments: [{ in: 10, at: '14:30', channel: 'home' }]
	},
	{
		slug: 'pierrot',
		name: 'Pierrot L.',
		organization: 'cpas',
		lead: 'claire',
		track: 'housing',
		opened: 52,
		answers: [{ value: 'yes', ago: 52 }],
		meetings: [
			{ ago: 52, by: 'claire', channel: 'outside', text: 'Rencontré à la halte. Il veut bien d’une chambre si le chien vient aussi.' },
			{
				ago: 25,
				by: 'claire',
				text: 'Deux lieux acceptent les chiens. Un seul accepte celui-là.',
				outcome: 'thinking',
				next: [{ owner: 'claire', text: 'Demander une visite avec le chien' }]
			}
		],
		appointments: [{ in: 0, at: '13:30', place: 'accueil, côté cour' }]
	},
	{
		slug: 'quentin',
		name: 'Quentin M.',
		organization: 'cpas',
		lead: 'luc',
		track: 'project',
		opened: 41,
		answers: [{ value: 'yes', ago: 41, how: 'screen' }],
		meetings: [
			{
				ago: 41,
				by: 'luc',
				text: 'Études arrêtées à Noël, sans le dire à personne. Il me l’a dit à moi, alors on commence par là.',
				between: true
			},
			{
				ago: 16,
				by: 'luc',
				text: 'Rendez-vous pris avec le service social de l’école, pas pour revenir : pour finir proprement.',
				moved: 'un rendez-vous pour finir proprement'
			}
		],
		appointments: [{ in: 4, at: '16:00', place: 'bureau 6' }]
	},
	{
		slug: 'rosa',
		name: 'Rosa I.',
		organization: 'fonderie',
		lead: 'sofia',
		track: 'training',
		opened: 210,
		answers: [{ value: 'yes', ago: 210 }],
		meetings: [
			{ ago: 210, by: 'sofia', text: 'Remise à niveau en calcul. Elle compte juste, de tête, et ne croit pas que cela compte.' },
			{
				ago: 140,
				by: 'sofia',
				text: 'Les fractions avec la recette de sa grand-mère : trois quarts de tout, pour six.',
				moved: 'les fractions'
			},
			{
				ago: 7,
				by: 'sofia',
				text: 'Elle voudrait passer l’épreuve de juin. On en reparle avec le calendrier sous les yeux.',
				outcome: 'thinking',
				next: [{ owner: 'sofia', text: 'Apporter le calendrier des épreuves' }]
			}
		],
		appointments: [{ in: 0, at: '16:00', place: 'atelier 3' }]
	},
	{
		slug: 'stefan',
		name: 'Stefan D.',
		organization: 'fonderie',
		lead: 'sofia',
		track: 'training',
		opened: 99,
		answers: [{ value: 'yes', ago: 99 }],
		meetings: [
			{ ago: 99, by: 'sofia', text: 'La cuisine l’intéresse moins que la plonge, où l’on peut chanter.' },
			{
				ago: 33,
				by: 'sofia',
				channel: 'phone',
				text: 'Le bus de 7 h 10 a changé d’horaire. On a demandé au chef de commencer à 8 h : accordé.',
				moved: 'commencer à 8 h'
			}
		]
	},
	{
		slug: 'therese',
		name: 'Thérèse N.',
		organization: 'fonderie',
		lead: 'benoit',
		track: 'training',
		opened: 145,
		answers: [{ value: 'yes', ago: 145, how: 'paper' }],
		meetings: [
			{ ago: 145, by: 'benoit', text: 'Elle a levé la main pour demander la permission de poser une question. On a parlé de ça d’abord.' },
			{
				ago: 83,
				by: 'benoit',
				text: 'Elle a coupé la parole au formateur, puis s’est excusée. Le formateur l’a remerciée.',
				moved: 'j’ai coupé la parole'
			}
		],
		appointments: [{ in: 13, at: '11:30', place: 'atelier 1' }]
	},
	{
		slug: 'ulysse',
		name: 'Ulysse K.',
		organization: 'fonderie',
		lead: 'benoit',
		track: 'project',
		opened: 36,
		answers: [{ value: 'yes', ago: 36 }],
		meetings: [
			{
				ago: 36,
				by: 'benoit',
				text: 'Il a fait quatre formations sans en finir une. Il aimerait finir quelque chose, même petit.',
				next: [
					{ owner: 'her', text: 'Choisit la plus petite chose à finir' },
					{ owner: 'benoit', text: 'Retrouver l’attestation du module de 2024' }
				]
			}
		]
	},
	{
		slug: 'violette',
		name: 'Violette R.',
		organization: 'maison-tilleuls',
		lead: 'sandrine',
		track: 'psychosocial',
		opened: 175,
		answers: [{ value: 'yes', ago: 160 }],
		meetings: [
			{ ago: 175, by: 'sandrine', channel: 'outside', text: 'Elle nourrit les moineaux de la halte. On a commencé par les moineaux.' },
			{
				ago: 89,
				by: 'sandrine',
				text: 'Elle a tenu le bar une heure. Personne n’a eu le bon café, tout le monde a ri.',
				moved: 'une heure au bar'
			},
			{ ago: 10, by: 'sandrine', text: 'Elle demande si l’on peut aimer un endroit et ne pas vouloir y dormir. Oui.' }
		],
		appointments: [{ in: 3, at: '15:00', place: 'la halte' }]
	},
	{
		slug: 'colette-halte',
		name: 'Colette',
		organization: 'maison-tilleuls',
		lead: 'sandrine',
		track: 'psychosocial',
		opened: 92,
		answers: [{ value: 'yes', ago: 92 }],
		meetings: [
			{ ago: 92, by: 'sandrine', text: 'Ici elle ne donne que son prénom. C’est assez.' },
			{ ago: 28, by: 'sandrine', text: 'Elle apporte les journaux de la veille, « puisque les nouvelles ne changent pas ».' }
		]
	},
	{
		slug: 'wassim',
		name: 'Wassim B.',
		organization: 'maison-tilleuls',
		lead: 'didier',
		track: 'social',
		opened: 30,
		answers: [{ value: 'yes', ago: 30 }],
		meetings: [
			{
				ago: 30,
				by: 'didier',
				text: 'Il cherche une consigne pour son sac plus que toute autre chose. On a trouvé une consigne.',
				moved: 'une consigne, casier 12'
			}
		]
	}
];
