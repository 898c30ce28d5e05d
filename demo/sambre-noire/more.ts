import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** Paths that cross seasons: people met often, for a long time, at Relance-Sambre and at the CPAS. */
export const more: PersonStory[] = [
	...caseload('relance', 'sandrine', [
		{
			slug: 'maxime-r',
			name: 'Maxime R.',
			track: 'psychosocial',
			profile: {
				pronouns: 'il',
				birthDate: '1996-08-08',
				municipality: 'Noirchâtel',
				matters: 'Que ça tienne quand je suis seul le dimanche.'
			},
			lines: [
				[257, 'On a fait la carte des dimanches : qui est ouvert, qui répond, où il fait chaud.'],
				[
					243,
					'La bibliothèque de Marchevieux ouvre le dimanche matin. Le bus, non.',
					{ next: [{ owner: 'sandrine', text: 'Demander au Tremplin Vélo un prêt du week-end', state: 'done' }] }
				],
				[215, 'Premier dimanche à vélo. Il a lu trois heures une encyclopédie des oiseaux.', { moved: 'un dimanche entier dehors' }],
				[184, 'Il reconnaît maintenant le héron, celui du déversoir, à son air contrarié.', { channel: 'outside' }],
				[147, 'Le groupe d’ornithologues compte les oiseaux le premier samedi du mois.', { outcome: 'thinking' }],
				[111, 'Il est allé au comptage. On lui a confié la rive gauche.', { moved: 'la rive gauche' }],
				[69, 'Il parle de guide nature, dans longtemps. On note « dans longtemps ».'],
				[26, 'Deux personnes du comptage l’appellent le dimanche. Il n’a plus besoin de la carte.', { moved: 'on m’appelle' }]
			],
			appointments: [{ in: 11, at: '15:00', place: 'déversoir du canal', channel: 'outside' }]
		}
	]),
	...caseload('cpas', 'luc', [
		{
			slug: 'jessica-p',
			name: 'Jessica P.',
			track: 'social',
			profile: {
				pronouns: 'elle',
				birthDate: '1993-11-11',
				municipality: 'Noirchâtel',
				matters: 'Trois enfants, une chambre. Il en faut deux.'
			},
			lines: [
				[341, 'Une chambre pour quatre. Les lits sont rangés comme dans un bateau.'],
				[
					326,
					'Inscription au logement social, complétée par les certificats de l’école.',
					{ next: [{ owner: 'both', text: 'Complètent l’inscription au logement', state: 'done', help: 'together' }] }
				],
				[289, 'L’aîné dort chez sa tante en semaine. Elle dit que la maison fait moins de bruit et que c’est pire.'],
				[
					249,
					'Un propriétaire privé, trois pièces, à condition d’une garantie. Le CPAS peut la donner.',
					{ next: [{ owner: 'luc', text: 'Présenter la garantie au comité', state: 'done' }] }
				],
				[231, 'La garantie est accordée. Visite demain, tous ensemble.', { channel: 'phone' }],
				[224, 'Les enfants ont choisi les chambres en courant.', { channel: 'home', moved: 'trois pièces' }],
				[180, 'Le déménagement a tenu dans la camionnette du club de foot.', { moved: 'la camionnette est revenue vide' }],
				[129, 'L’aîné est rentré. Il a sa porte.', { channel: 'home' }],
				[
					86,
					'Elle demande des cours d’informatique pour le carnet de l’école en ligne.',
					{ next: [{ owner: 'her', text: 'S’inscrit à l’espace public numérique', state: 'done', help: 'some-help' }] }
				],
				[40, 'Elle lit le carnet en ligne le soir. Elle a répondu à la maîtresse, ponctuation comprise.', { moved: 'le point-virgule' }]
			],
			appointments: [{ in: 13, at: '09:30' }]
		}
	]),
	...caseload('cpas', 'mourad', [
		{
			slug: 'pascale-h',
			name: 'Pascale H.',
			track: 'employment',
			profile: { pronouns: 'elle', birthDate: '1976-06-21', municipality: 'Noirchâtel', matters: 'Redevenir celle qui apporte le gâteau.' },
			lines: [
				[194, 'Vingt ans de secrétariat, une boîte fermée, une séparation. Elle a apporté un gâteau, « par habitude ».'],
				[180, 'Article 60 : elle a demandé où, avec qui, et à quelle heure on mange. Bonnes questions.', { outcome: 'thinking' }],
				[
					159,
					'La maison de quartier lui plaît : il y a une cuisine derrière le bureau.',
					{ next: [{ owner: 'mourad', text: 'Préparer le contrat avec la maison de quartier', state: 'done' }] }
				],
				[131, 'Premier mois. Elle a retrouvé les clés de trois armoires.', { channel: 'phone', moved: 'l’armoire du fond est ouverte' }],
				[95, 'Elle a mis en page le journal du quartier. Son nom est dans l’ours.', { moved: 'mon nom dans l’ours' }],
				[52, 'Elle forme la suivante. Elle dit que c’est le meilleur moment de la journée.'],
				[
					13,
					'La commune ouvre un poste administratif en janvier. Elle prépare le gâteau et le dossier.',
					{ next: [{ owner: 'her', text: 'Dépose le dossier à la commune', state: 'done', help: 'alone' }] }
				]
			],
			appointments: [{ in: 8, at: '12:00' }]
		}
	])
];
