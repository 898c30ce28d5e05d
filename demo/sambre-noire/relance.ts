import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** More people of Relance-Sambre: long paths, some with gaps, as they are. */
export const relance: PersonStory[] = [
	...caseload('relance', 'aurore', [
		{
			slug: 'guy-m',
			name: 'Guy M.',
			track: 'employment',
			profile: { pronouns: 'il', birthDate: '1970-09-08', municipality: 'Noirchâtel', matters: 'Conduire un bus, dans ma ville.' },
			contacts: [{ kind: 'phone', value: '0470 00 33 08', hours: 'l’après-midi' }],
			lines: [
				[402, 'Il connaît les trois lignes par cœur, et les chauffeurs par leur prénom.'],
				[
					388,
					'Les conditions d’entrée, lues dans l’ordre. Une seule pose question : la sélection médicale.',
					{ next: [{ owner: 'her', text: 'Demande un rendez-vous à la médecine du travail', state: 'done', help: 'alone' }] }
				],
				[361, 'Apte. Il l’a écrit lui-même dans la marge.', { moved: 'apte au volant' }],
				[333, '', { channel: 'phone' }],
				[305, 'La formation prend douze personnes en mars. Il est treizième.', { outcome: 'thinking' }],
				[284, 'Quelqu’un s’est retiré. Il commence lundi, il a repassé trois chemises.', { moved: 'douzième' }],
				[256, '', { channel: 'message' }],
				[229, 'Permis D en poche. L’examinateur habite sur la ligne 2.', { moved: 'permis D' }],
				[190, 'Premier mois à la société de transport. Le dernier service finit à 19 h 30, comme la vie ici.', { channel: 'phone' }],
				[158, '', { channel: 'phone' }],
				[
					124,
					'Il a fait remarquer qu’un abri manquait au terminus. On lui a demandé un dessin.',
					{ moved: 'mon dessin est au bureau d’études' }
				],
				[77, 'CDI. Il passe dire bonjour en uniforme.', { moved: 'un uniforme à ma taille' }],
				[25, 'L’abri sera posé au printemps. Il ne vient plus que pour le café.', { channel: 'outside' }]
			]
		},
		{
			slug: 'wendy',
			name: 'Wendy',
			track: 'training',
			profile: {
				pronouns: 'elle',
				birthDate: '2001-01-27',
				municipality: 'Fontaine-l’Ardoise',
				matters: 'Coiffer des gens qu’on n’écoute pas ailleurs.'
			},
			lines: [
				[239, 'Elle coiffe sa grand-mère et l’étage entier du home. Gratuitement, le mardi.'],
				[
					218,
					'Deux centres de formation. L’un finit après le dernier bus, ce sera l’autre.',
					{ next: [{ owner: 'aurore', text: 'Demander une place au centre de Marchevieux', state: 'done' }] }
				],
				[193, '', { channel: 'phone' }],
				[
					172,
					'Place obtenue. Le matériel coûte cher : la liste est longue comme un bras.',
					{ next: [{ owner: 'both', text: 'Cherchent qui prête le matériel', state: 'done', help: 'together' }] }
				],
				[
					140,
					'Une coiffeuse à la retraite a donné sa mallette. Les ciseaux sont gravés à ses initiales.',
					{ moved: 'une mallette avec une histoire' }
				],
				[108, '', { channel: 'message' }],
				[74, 'Stage dans un salon de la place. On l’a mise à la caisse ; elle a demandé les têtes.', { moved: 'j’ai demandé les têtes' }],
				[39, 'Le home voudrait une coiffeuse deux jours par mois, payée.', { outcome: 'thinking' }],
				[
					10,
					'Elle prépare un tarif. On a regardé ce que fait une indépendante à titre complémentaire.',
					{
						next: [
							{ owner: 'her', text: 'Écrit son tarif', state: 'done', help: 'alone' },
							{ owner: 'aurore', text: 'Demander au guichet d’entreprises ce qu’il faut déclarer' }
						]
					}
				]
			],
			appointments: [{ in: 6, at: '14:00', desk: { by: 'josiane', movedFrom: '15:30' } }]
		},
		{
			slug: 'abdou',
			name: 'Abdou N.',
			track: 'employment',
			profile: {
				pronouns: 'il',
				birthDate: '1984-06-02',
				municipality: 'Noirchâtel',
				matters: 'Mon fils en foot le mercredi, moi au bord du terrain.'
			},
			lines: [
				[276, 'Magasinier de nuit. Il veut le jour pour le mercredi, pas pour le soleil.'],
				[
					255,
					'Trois entrepôts recrutent de jour. Un seul près du terrain.',
					{ next: [{ owner: 'her', text: 'Passe déposer son CV à l’entrepôt du canal', state: 'done', help: 'alone' }] }
				],
				[222, '', { channel: 'phone', outcome: 'thinking' }],
				[194, 'On l’a rappelé. Essai d’un mois, de jour.', { moved: 'un mois de jour' }],
				[166, 'Le chef demande des samedis. Il a répondu : oui, un sur deux, pas plus. Accepté.', { moved: 'un sur deux' }],
				[131, '', { channel: 'phone' }],
				[
					90,
					'Contrat. Le mercredi, il est au bord du terrain ; son fils fait semblant de ne pas le voir.',
					{ moved: 'le bord du terrain' }
				],
				[
					30,
					'Il voudrait passer le brevet de cariste. L’employeur paie si on demande avant décembre.',
					{ next: [{ owner: 'both', text: 'Écrivent la demande de brevet', state: 'done', help: 'some-help' }] }
				]
			],
			appointments: [{ in: 10, at: '16:00' }]
		}
	]),
	...caseload('relance', 'ines', [
		{
			slug: 'melissa-t',
			name: 'Mélissa T.',
			track: 'employment',
			profile: {
				pronouns: 'elle',
				birthDate: '1995-03-14',
				municipality: 'Marchevieux',
				matters: 'Qu’on lise mon nom sur un badge, bien écrit.'
			},
			lines: [
				[227, 'Trois contrats d’un jour dans la même grande surface, jamais le même badge : Melissa, Mélisa, Mellissa.'],
				[
					206,
					'Elle a appris à négocier un rendez-vous avec la responsable. On a joué la scène, elle a gagné.',
					{ moved: 'la responsable a dit oui à jeudi' }
				],
				[199, 'Jeudi : un contrat de trois mois, rayon boulangerie.', { channel: 'phone', moved: 'trois mois et un badge juste' }],
				[171, '', { channel: 'phone' }],
				[
					141,
					'Le four lui plaît. L’horaire de quatre heures, moins. Pas de bus : le Tremplin Vélo prête un vélo avec des phares.',
					{ next: [{ owner: 'ines', text: 'Passer avec elle au Tremplin Vélo', state: 'done' }] }
				],
				[111, 'Elle arrive avant tout le monde, à vélo. Elle aime la ville vide.', { moved: 'la ville à quatre heures' }],
				[79, '', { channel: 'message' }],
				[43, 'Prolongée d’un an.', { moved: 'une année entière' }],
				[9, 'Elle appelle pour dire que tout va. On prend le temps de l’entendre.', { channel: 'phone' }]
			],
			appointments: [{ in: 13, at: '15:00', channel: 'phone' }]
		},
		{
			slug: 'pol-v',
			name: 'Pol V.',
			track: 'employment',
			profile: { pronouns: 'il', birthDate: '1966-11-30', municipality: 'Noirchâtel', matters: 'Ne pas recommencer à zéro, encore.' },
			lines: [
				[188, 'Tourneur, puis cariste, puis rien. Il a gardé son pied à coulisse dans sa veste.'],
				[
					174,
					'L’école technique cherche quelqu’un pour l’atelier : entretenir les machines, ouvrir, fermer.',
					{ next: [{ owner: 'ines', text: 'Rencontrer le chef d’atelier', state: 'done' }] }
				],
				[147, '', { channel: 'outside' }],
				[
					122,
					'Visite de l’atelier. Il a réglé un tour sans qu’on le lui demande. Le chef a compris.',
					{ moved: 'le tour du fond tourne rond' }
				],
				[91, 'Mi-temps jusqu’en juin. Les élèves l’appellent « chef » ; il corrige, puis il laisse.', { moved: 'chef, une fois' }],
				[58, '', { channel: 'phone' }],
				[
					19,
					'L’école demande un poste entier pour la rentrée. C’est elle qui demande.',
					{ outcome: 'thinking', next: [{ owner: 'ines', text: 'Voir quelle aide à l’embauche existe à son âge' }] }
				]
			],
			appointments: [{ in: 4, at: '16:30', place: 'atelier, école technique', channel: 'outside' }]
		},
		{
			slug: 'shirley',
			name: 'Shirley',
			track: 'project',
			profile: {
				pronouns: 'elle',
				birthDate: '1988-08-19',
				municipality: 'Noirchâtel',
				matters: 'Une crèche qui ouvre quand les gens travaillent.'
			},
			lines: [
				[313, 'Puéricultrice. Elle garde déjà quatre enfants de voisines, de 5 h à 9 h. L’idée est là, elle ne s’en rend pas compte.'],
				[296, 'On a appelé ça un projet. Elle a rougi.', { moved: 'j’ai un projet' }],
				[
					270,
					'Les règles pour accueillir des enfants chez soi : elle en remplissait déjà la moitié.',
					{ next: [{ owner: 'ines', text: 'Demander le dossier d’agrément', state: 'done' }] }
				],
				[235, '', { channel: 'message' }],
				[
					204,
					'Visite de la maison par l’agente. Une barrière à poser, et c’est tout.',
					{ next: [{ owner: 'her', text: 'Pose la barrière', state: 'done', help: 'some-help' }] }
				],
				[173, 'Agrément reçu. De 5 h à 9 h, c’est permis et c’est écrit.', { moved: 'quatre enfants, officiels' }],
				[136, '', { channel: 'phone' }],
				[96, 'Deux mères de l’usine ont pu prendre l’équipe du matin.', { moved: 'deux mamans au travail' }],
				[
					53,
					'Elle cherche une collègue pour souffler le vendredi.',
					{ next: [{ owner: 'ines', text: 'En parler à la réunion de mardi, sans nom', state: 'done' }] }
				],
				[17, 'Une collègue est trouvée. Elles se relaient ; Shirley a dormi un vendredi.', { channel: 'phone', moved: 'un vendredi dormi' }]
			]
		}
	]),
	...caseload('relance', 'paul-henri', [
		{
			slug: 'raymonde',
			name: 'Raymonde',
			track: 'social',
			profile: {
				pronouns: 'elle',
				birthDate: '1963-02-11',
				municipality: 'Noirchâtel',
				matters: 'Que mon mari n’aille pas en maison tout de suite.'
			},
			lines: [
				[265, 'Elle veille son mari la nuit et cherche du travail le jour. On a parlé de la nuit.'],
				[
					248,
					'Droits d’aidante : trois aides existent, elle en ignorait deux.',
					{ moved: 'deux aides de plus', next: [{ owner: 'paul-henri', text: 'Demander les formulaires d’aidant proche', state: 'done' }] }
				],
				[219, '', { channel: 'phone' }],
				[187, 'Une garde de nuit, deux fois par semaine. Elle a dormi dix heures, elle s’en excusait.', { moved: 'dix heures' }],
				[
					152,
					'Le centre de jour prend son mari le mardi.',
					{ next: [{ owner: 'her', text: 'Essaie un mardi', state: 'done', help: 'alone' }] }
				],
				[117, '', { channel: 'home' }],
				[84, 'Elle parle de reprendre la couture chez elle, à la commande.', { outcome: 'thinking' }],
				[48, 'Trois ourlets et une robe de communion. Les voisines ont trouvé l’adresse.', { moved: 'une robe de communion' }],
				[
					12,
					'Le mari apprécie le mardi. Elle aussi, dit-elle, et ce n’est pas mal de le dire.',
					{ next: [{ owner: 'paul-henri', text: 'Voir si le jeudi est possible' }] }
				]
			],
			appointments: [{ in: 5, at: '10:30', channel: 'home' }]
		},
		{
			slug: 'esteban',
			name: 'Esteban',
			track: 'social',
			profile: { pronouns: 'il', birthDate: '1999-05-05', municipality: 'Noirchâtel', matters: 'Finir de payer, et respirer.' },
			lines: [
				[203, 'Trois crédits à la consommation, pris en une semaine, à vingt ans. Il connaît les montants au centime.'],
				[
					189,
					'Le service de médiation du CPAS : il préfère que je sois là le premier jour.',
					{ next: [{ owner: 'both', text: 'Prennent rendez-vous avec la médiation', state: 'done', help: 'together' }] }
				],
				[161, 'Premier rendez-vous de médiation. Il a posé toutes les questions qu’il avait écrites.', { moved: 'j’ai lu ma liste' }],
				[133, '', { channel: 'phone' }],
				[104, 'Plan sur trois ans. Il a demandé à le relire chez lui avant de signer.', { outcome: 'thinking' }],
				[97, 'Signé, avec une date changée par lui.', { moved: 'la date est la mienne' }],
				[55, '', { channel: 'message' }],
				[
					23,
					'Il reste trente euros le 25. Avant, il restait des appels masqués.',
					{ next: [{ owner: 'her', text: 'Ouvre un compte d’épargne, même petit', state: 'tried' }] }
				]
			],
			appointments: [{ in: 9, at: '17:00' }]
		}
	])
];
