import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** More trainees of La Fonderie des Savoirs, and people of the Maison des Tilleuls. */
export const fonderie: PersonStory[] = [
	...caseload('fonderie', 'sofia', [
		{
			slug: 'maria-c',
			name: 'Maria C.',
			track: 'training',
			profile: {
				pronouns: 'elle',
				birthDate: '1981-05-29',
				languages: 'espagnol, français',
				municipality: 'Marchevieux',
				matters: 'Écrire une lettre à ma sœur, en français, pour qu’elle soit fière.'
			},
			lines: [
				[331, 'Groupe débutant. Elle écrit déjà, mais dans sa tête, dit-elle.'],
				[310, '', { channel: 'presence' }],
				[288, 'Première carte postale à la classe : « il fait beau et je suis là ».', { moved: 'une carte postale' }],
				[
					260,
					'Elle corrige les panneaux de la cuisine. Deux fautes trouvées, deux panneaux refaits.',
					{ next: [{ owner: 'her', text: 'Recopie le menu de la semaine', state: 'done', help: 'alone' }] }
				],
				[231, '', { channel: 'phone' }],
				[205, 'Groupe intermédiaire. Elle a changé de place dans la salle : devant.', { moved: 'devant' }],
				[177, 'Stage au restaurant du midi. Elle note les commandes en abrégé, les cuisiniers comprennent.'],
				[148, '', { channel: 'outside' }],
				[120, 'La lettre à la sœur avance : une page et demie.', { outcome: 'thinking' }],
				[85, 'La lettre est partie. Recommandée, pour être sûre.', { moved: 'la lettre est partie' }],
				[50, 'Réponse de la sœur, en français aussi. Elles ont cherché les mots toutes les deux.', { moved: 'la réponse' }],
				[
					18,
					'Examen d’entrée en formation commis de salle : elle s’inscrit.',
					{ next: [{ owner: 'sofia', text: 'Préparer l’oral avec elle' }] }
				]
			],
			appointments: [{ in: 4, at: '13:30' }]
		},
		{
			slug: 'jean-luc',
			name: 'Jean-Luc',
			track: 'training',
			profile: { pronouns: 'il', birthDate: '1969-03-03', municipality: 'Noirchâtel', matters: 'Les fractions. Enfin.' },
			lines: [
				[192, 'Quarante ans de chantier au mètre et au pouce. Les fractions, il les a toujours contournées.'],
				[178, 'On est partis d’un mètre de maçon. Un huitième, c’est une habitude.', { moved: 'un huitième de mètre' }],
				[151, '', { channel: 'presence' }],
				[125, 'Il explique les fractions à la voisine de table, avec des briques.', { moved: 'les briques marchent' }],
				[
					93,
					'Le test de la formation conducteur de travaux : maths, plan, oral.',
					{ next: [{ owner: 'her', text: 'Fait deux pages d’exercices', state: 'done', help: 'some-help' }] }
				],
				[61, '', { channel: 'phone', outcome: 'thinking' }],
				[27, 'Test réussi. Il a encadré la page des fractions.', { moved: 'la page encadrée' }]
			],
			appointments: [{ in: 9, at: '08:30' }]
		},
		{
			slug: 'tsering',
			name: 'Tsering',
			track: 'training',
			profile: {
				pronouns: 'elle',
				birthDate: '1994-02-18',
				languages: 'tibétain, anglais, français',
				municipality: 'Marchevieux',
				matters: 'Un diplôme d’ici, avec mon nom entier.'
			},
			lines: [
				[158, 'Son nom entier ne tient pas dans les formulaires. On a écrit à la main, en dessous.', { moved: 'mon nom entier' }],
				[144, '', { channel: 'presence' }],
				[115, 'Cuisine de collectivité. Elle a proposé un plat, il est au menu du jeudi.', { moved: 'jeudi, momos' }],
				[
					86,
					'Le stage à la crèche : les petits l’ont adoptée le premier matin.',
					{ next: [{ owner: 'sofia', text: 'Demander à la crèche une lettre', state: 'done' }] }
				],
				[51, '', { channel: 'phone' }],
				[
					16,
					'La crèche la prendrait comme aide-cuisinière en mars.',
					{ outcome: 'thinking', next: [{ owner: 'her', text: 'Dit à la crèche quels jours sont possibles' }] }
				]
			],
			appointments: [{ in: 7, at: '12:30', place: 'cuisine de la Fonderie' }]
		}
	]),
	...caseload('fonderie', 'benoit', [
		{
			slug: 'kader',
			name: 'Kader',
			track: 'training',
			profile: {
				pronouns: 'il',
				birthDate: '1990-07-07',
				municipality: 'Marchevieux',
				matters: 'Lire une histoire à ma fille sans inventer la fin.'
			},
			lines: [
				[246, 'Il invente les fins. Sa fille s’en est aperçue.'],
				[
					230,
					'Un album par semaine, lu ici d’abord.',
					{ next: [{ owner: 'her', text: 'Lit l’album de l’ours', state: 'done', help: 'together' }] }
				],
				[198, '', { channel: 'presence' }],
				[169, 'L’ours, en entier, avec les voix.', { moved: 'la vraie fin' }],
				[137, 'Il lit les consignes de sécurité du chantier et en corrige une, dangereuse.', { moved: 'la consigne 6' }],
				[103, '', { channel: 'phone' }],
				[68, 'Le chef d’équipe lui demande de lire à voix haute le matin.', { moved: 'c’est moi qui lis' }],
				[34, 'Sa fille lit maintenant une page sur deux.', { moved: 'une page sur deux' }],
				[5, 'Il voudrait le permis théorique sans audio.', { next: [{ owner: 'benoit', text: 'Commander le livret du permis' }] }]
			],
			appointments: [{ in: 6, at: '10:00' }]
		},
		{
			slug: 'ginette',
			name: 'Ginette',
			track: 'training',
			profile: { pronouns: 'elle', birthDate: '1967-10-10', municipality: 'Noirchâtel', matters: 'L’ordinateur ne m’aura pas.' },
			lines: [
				[133, 'Elle lui parle, à l’ordinateur. Il répond à côté.'],
				[119, 'La souris, puis le clavier, puis la boîte mail. Elle a envoyé un bonjour à elle-même.', { moved: 'bonjour Ginette' }],
				[90, '', { channel: 'presence' }],
				[62, 'Rendez-vous pris sur le portail, toute seule, à la bibliothèque.', { moved: 'le portail, sans vous' }],
				[35, 'Elle a aidé un monsieur de quatre-vingts ans à imprimer. Il l’a appelée mademoiselle.', { moved: 'mademoiselle' }],
				[11, '', { channel: 'phone', outcome: 'thinking' }]
			]
		}
	]),
	...caseload('maison-tilleuls', 'didier', [
		{
			slug: 'bob',
			name: 'Bob',
			track: 'social',
			answers: [{ value: 'not-now', ago: 280, how: 'orally' }],
			profile: { pronouns: 'il', matters: 'Le café, le journal, qu’on me laisse tranquille jusqu’à onze heures.' },
			lines: [
				[280, 'Il prend le journal, il le rend plié. C’est tout, c’est bien.'],
				[241, '', { channel: 'presence' }],
				[199, 'Il a commenté un article. Nous étions trois à écouter.', { moved: 'on m’a écouté' }],
				[157, '', { channel: 'presence' }],
				[
					114,
					'Sa carte médicale n’était plus valable. On y est allés à pied, ensemble.',
					{ channel: 'outside', next: [{ owner: 'both', text: 'Retournent chercher la carte', state: 'done', help: 'together' }] }
				],
				[72, 'Il lit le journal à voix haute pour un monsieur qui ne voit plus.', { moved: 'la page des sports, pour Émile' }],
				[29, '', { channel: 'presence' }],
				[4, 'Il a demandé si, pour le carnet, c’était toujours possible un jour. Oui.', { outcome: 'thinking' }]
			]
		},
		{
			slug: 'flora',
			name: 'Flora',
			track: 'social',
			profile: {
				pronouns: 'elle',
				birthDate: '1990-12-24',
				municipality: 'Fontaine-l’Ardoise',
				matters: 'Une douche, un miroir, puis le reste.'
			},
			lines: [
				[98, 'La douche, le matin, avant les autres. On lui a donné l’heure, pas la règle.'],
				[84, '', { channel: 'presence' }],
				[63, 'Elle a coupé les cheveux de deux habituées, très bien.', { moved: 'deux coupes' }],
				[
					36,
					'Maison Verlaine : elle voudrait voir une chambre, sans rien promettre.',
					{ next: [{ owner: 'didier', text: 'Demander une visite à la Maison Verlaine', state: 'done' }] }
				],
				[14, 'Visite faite. Il y a un miroir.', { channel: 'outside', outcome: 'thinking' }]
			],
			appointments: [{ in: 2, at: '09:00' }]
		}
	]),
	...caseload('maison-tilleuls', 'sandrine', [
		{
			slug: 'rita-s',
			name: 'Rita S.',
			track: 'psychosocial',
			profile: {
				pronouns: 'elle',
				birthDate: '1983-06-13',
				municipality: 'Noirchâtel',
				matters: 'Parler à quelqu’un qui est passé par là.'
			},
			lines: [
				[127, 'Elle m’a demandé si c’était vrai. J’ai dit oui, moi aussi, il y a longtemps.'],
				[113, 'Nous avons comparé nos astuces pour les matins.', { moved: 'trois astuces notées' }],
				[88, '', { channel: 'phone' }],
				[59, 'Le groupe du jeudi : elle écoute, elle dit qu’écouter c’est déjà beaucoup.', { channel: 'outside' }],
				[31, 'Elle a parlé au groupe. Deux phrases, longues.', { moved: 'deux phrases au groupe' }],
				[
					7,
					'Elle pense à devenir pair-aidante, un jour, peut-être.',
					{ outcome: 'thinking', next: [{ owner: 'sandrine', text: 'Lui prêter le livret de la formation' }] }
				]
			],
			appointments: [{ in: 5, at: '14:00' }]
		}
	])
];
