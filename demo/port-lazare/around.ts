import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** A home, a building site, a psychologist’s room: the people of Abdel, Norbert and Céleste. */
export const around: PersonStory[] = [
	...caseload('rive-haute', 'abdel', [
		{
			slug: 'richard-n',
			name: 'Richard',
			track: 'housing',
			profile: { pronouns: 'il', age: 48, matters: 'Une chambre qui ferme. C’est fait. Ensuite, on verra.' },
			lines: [
				[295, 'Premier soir. Il a demandé où l’on range les chaussures. On a répondu : où tu veux.'],
				[288, '', { channel: 'presence' }],
				[
					267,
					'Il se lève à cinq heures pour avoir la cuisine à lui. Il laisse le café prêt pour les autres.',
					{ moved: 'le café des autres' }
				],
				[
					235,
					'La carte d’identité. Photomaton, deux essais, il a gardé la mauvaise pour rire.',
					{ next: [{ owner: 'both', text: 'Vont à la mairie mardi', state: 'done', help: 'together' }] }
				],
				[204, 'Carte reçue. Il l’a montrée à tout l’étage.', { moved: 'moi, avec ma tête' }],
				[173, '', { channel: 'outside' }],
				[
					144,
					'Une dent. Il a dit oui au dentiste à condition d’y aller à deux.',
					{ next: [{ owner: 'abdel', text: 'L’attendre devant le cabinet', state: 'done' }] }
				],
				[114, 'Sourire nouveau. Il ne met plus la main devant.', { moved: 'la main reste en bas' }],
				[75, 'Il tient le jardin du foyer. Les tomates ont des noms.', { channel: 'outside' }],
				[42, '', { outcome: 'thinking' }],
				[
					13,
					'Il parle d’un studio, un jour. On a écrit « un jour ».',
					{ next: [{ owner: 'her', text: 'Visite le studio de Momar pour voir comment c’est' }] }
				]
			],
			appointments: [{ in: 6, at: '17:00', place: 'jardin du foyer', channel: 'outside' }]
		},
		{
			slug: 'anita',
			name: 'Anita',
			track: 'housing',
			profile: { pronouns: 'elle', age: 30, matters: 'Que le chien soit admis.' },
			lines: [
				[160, 'Elle vient avec Pépite. Pépite est admise, c’est la première chose qu’on a vérifiée.', { moved: 'Pépite aussi' }],
				[146, '', { channel: 'presence' }],
				[120, 'Elle dort. Elle dit que c’est ce qu’elle a fait de plus utile ce mois-ci. C’est noté comme tel.'],
				[
					88,
					'Vétérinaire gratuit au dispensaire : Pépite d’abord, Anita ensuite, le même jour.',
					{ next: [{ owner: 'her', text: 'Prend les deux rendez-vous', state: 'done', help: 'alone' }] }
				],
				[51, 'Elle promène trois chiens du quartier contre quelques courses.', { moved: 'trois laisses' }],
				[
					16,
					'Le refuge cherche quelqu’un le week-end.',
					{ outcome: 'thinking', next: [{ owner: 'abdel', text: 'Passer au refuge avec elle et Pépite' }] }
				]
			],
			appointments: [{ in: 10, at: '11:00' }]
		},
		{
			slug: 'teo',
			name: 'Téo',
			track: 'housing',
			profile: { pronouns: 'il', age: 19, matters: 'Ne pas être le plus jeune.' },
			lines: [
				[87, 'Il est le plus jeune de l’étage. On lui a donné la clé de l’atelier.'],
				[73, '', { channel: 'presence' }],
				[
					55,
					'Il a réparé la chaîne du monte-plats. Deux anciens l’ont regardé faire, en silence, avec respect.',
					{ moved: 'le monte-plats monte' }
				],
				[
					24,
					'La mission locale, oui, mais avec quelqu’un qui l’attend en bas.',
					{ next: [{ owner: 'abdel', text: 'Y aller ensemble', state: 'done' }] }
				],
				[3, 'Il y retourne seul demain. Il l’a dit en mettant ses chaussures.', { moved: 'demain, seul' }]
			]
		}
	]),
	...caseload('garrigue', 'nono', [
		{
			slug: 'jeff',
			name: 'Jeff',
			track: 'employment',
			profile: { pronouns: 'il', age: 26, matters: 'Voir le mur que j’ai monté, dans dix ans.' },
			lines: [
				[193, 'Premier jour. Il a porté, puis il a regardé comment la pierre du dessous tient celle du dessus.'],
				[179, '', { channel: 'outside' }],
				[148, 'Il trie les pierres avant tout le monde. Il dit que c’est la moitié du mur.', { moved: 'une rangée droite' }],
				[
					110,
					'Permis B : inscription faite sur la pause de midi.',
					{ next: [{ owner: 'her', text: 'Passe le code en novembre', state: 'tried' }] }
				],
				[63, 'Le propriétaire d’à côté a demandé qui avait fait ce pan-là. On a montré Jeff.', { moved: 'ce pan-là' }],
				[
					22,
					'Deux entreprises prennent des gens du chantier au printemps. Il voudrait celle qui travaille la pierre.',
					{ next: [{ owner: 'nono', text: 'Inviter le patron à voir le mur' }] }
				]
			],
			appointments: [{ in: 7, at: '12:00', place: 'cabane du chantier', channel: 'outside' }]
		},
		{
			slug: 'lamine',
			name: 'Lamine',
			track: 'employment',
			profile: { pronouns: 'il', age: 33, languages: 'bambara, français', matters: 'Envoyer de l’argent sans compter les pièces.' },
			lines: [
				[152, 'Il connaît la terre mieux que nous. Il a montré comment on garde l’eau sur une pente.', { moved: 'ma façon de faire' }],
				[134, '', { channel: 'outside' }],
				[
					100,
					'Français du jeudi, sur le temps de travail. C’est dans le contrat, il a relu la ligne.',
					{ next: [{ owner: 'her', text: 'Va au premier jeudi', state: 'done', help: 'alone' }] }
				],
				[
					56,
					'Chef d’équipe pour la terrasse basse. Il donne les consignes en deux langues et avec les mains.',
					{ moved: 'chef de terrasse' }
				],
				[
					18,
					'La ville cherche un jardinier pour les pentes. On prépare ensemble ce qu’il dira.',
					{ next: [{ owner: 'both', text: 'Préparent l’entretien avec la ville', state: 'done', help: 'together' }] }
				]
			],
			appointments: [{ in: 2, at: '13:00', place: 'terrasse basse', channel: 'outside' }]
		},
		{
			slug: 'kelly',
			name: 'Kelly',
			track: 'employment',
			moments: [{ value: 'holding', ago: 28 }],
			profile: { pronouns: 'elle', age: 28, matters: 'La débroussailleuse. Et qu’on ne me l’enlève pas des mains.' },
			lines: [
				[101, 'On lui avait toujours pris l’outil pour lui montrer. Ici, elle l’a gardé.', { moved: 'je l’ai gardée en main' }],
				[84, '', { channel: 'outside' }],
				[
					53,
					'Formation conduite d’engins demandée. Deuxième sur la liste.',
					{ next: [{ owner: 'nono', text: 'Demander quand s’ouvre la place', state: 'done' }] }
				],
				[28, 'Son père est à l’hôpital. Elle vient le matin, elle part quand elle doit.', { outcome: 'not-this-time' }],
				[6, 'Elle tient bon. La place de formation l’attendra, c’est écrit et signé.', { channel: 'phone' }]
			]
		}
	]),
	...caseload('mission-locale', 'celeste', [
		{
			slug: 'lison',
			name: 'Lison',
			track: 'psychosocial',
			profile: { pronouns: 'elle', age: 20, matters: 'Manger avec les autres sans y penser.' },
			lines: [
				[145, 'Elle a choisi le fauteuil près de la fenêtre, et le sujet : les goûters d’enfance.', { moved: 'j’ai choisi le sujet' }],
				[131, '', {}],
				[112, 'Nous avons marché au lieu de nous asseoir. Cela a aidé.', { channel: 'outside' }],
				[83, 'Elle dit ce qui l’aide : qu’on lui demande son avis sur la musique, pas sur l’assiette.'],
				[49, '', { channel: 'video', outcome: 'thinking' }],
				[19, 'Un repas chez une amie, du début à la fin.', { moved: 'un repas entier' }]
			],
			appointments: [{ in: 5, at: '17:30' }]
		},
		{
			slug: 'bastien-r',
			name: 'Bastien R.',
			track: 'psychosocial',
			profile: { pronouns: 'il', age: 22, matters: 'Dormir comme avant.' },
			lines: [
				[116, 'Il parle bas. J’ai approché la chaise, avec sa permission.'],
				[
					99,
					'Un carnet de nuit : pas ce qu’il pense, ce qu’il entend. La mer, surtout.',
					{ next: [{ owner: 'her', text: 'Note trois nuits', state: 'done', help: 'alone' }] }
				],
				[70, '', { channel: 'phone' }],
				[40, 'Quatre nuits entières sur sept.', { moved: 'quatre nuits' }],
				[
					11,
					'Il voudrait dire à sa conseillère ce qui fatigue, lui-même, avec ses mots. On a préparé deux phrases.',
					{ next: [{ owner: 'her', text: 'Dit les deux phrases', state: 'done', help: 'alone' }] }
				]
			],
			appointments: [{ in: 9, at: '18:00' }]
		}
	])
];
