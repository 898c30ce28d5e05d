import type { PersonStory } from '../story.ts';

/** Chantal: a new door, a key of her own; work is for later and that is said. */
export const chantal: PersonStory = {
	slug: 'chantal',
	name: 'Chantal D.',
	alias: 'Mme Verger',
	concealed: true,
	organization: 'cpas',
	lead: 'claire',
	track: 'social',
	opened: 208,
	carnet: { pin: '402815', ago: 90 },
	answers: [{ value: 'yes', ago: 208, how: 'orally' }],
	excluded: ['luc'],
	profile: {
		pronouns: 'elle',
		languages: 'français',
		municipality: 'Noirchâtel',
		matters: 'Dormir. Que personne ne sache où je suis. Revoir mes élèves un jour.',
		side: 'Le toit d’abord. Le travail quand elle le dira.',
		reach: 'Jamais de message vocal. Jamais de courrier à l’ancienne adresse.'
	},
	contacts: [
		{
			kind: 'phone',
			value: '0470 00 90 02',
			hours: 'lundi et jeudi, 10 h à 11 h 30',
			caution: 'Raccrocher si ce n’est pas elle',
			safe: true
		},
		{ kind: 'phone', value: '071 00 66 10', caution: 'Ancien domicile : ne pas utiliser', safe: false }
	],
	frame: {
		ago: 201,
		basis: 'free',
		canPromise: 'Un lieu où parler, une porte qui ferme, et que rien ne parte d’ici sans vous.',
		cannotPromise: 'Que tout aille vite.',
		hers: 'Je dis stop quand je veux.'
	},
	moments: [{ value: 'holding', ago: 201 }],
	needs: [
		{
			code: 'VIO',
			by: 'claire',
			ago: 206,
			hers: { words: 'Deux serrures, et personne qui connaît l’adresse.', when: 'now', works: 'Mon frère, et la porte du fond.' },
			ours: [{ who: 'claire', words: 'On relit ensemble, à chaque fois, ce qui est écrit et qui peut le lire.', when: 'now' }]
		},
		{
			code: 'LOG',
			by: 'claire',
			ago: 206,
			hers: { words: 'Le petit, avec les deux serrures.', when: 'now' },
			ours: [{ who: 'claire', when: 'now' }],
			ended: { how: 'settled', ago: 176 }
		},
		{
			code: 'REC',
			by: 'claire',
			ago: 96,
			hers: { words: 'Plus tard. D’abord passer devant la bibliothèque.', when: 'later' },
			ours: [{ who: 'claire', words: 'Quand elle le dira.', when: 'later' }]
		}
	],
	meetings: [
		{
			ago: 208,
			by: 'claire',
			text: 'On s’est assises dans la petite salle du fond. Elle a choisi la chaise près de la porte. On a parlé de ce soir, pas d’hier.',
			between: true
		},
		{
			ago: 206,
			by: 'claire',
			channel: 'phone',
			text: 'Elle a dormi. Le lieu lui va pour l’instant.',
			next: [{ owner: 'claire', text: 'Chercher un logement de transit hors de la commune', state: 'done' }]
		},
		{
			ago: 194,
			by: 'claire',
			text: 'Deux logements possibles. Elle a choisi le plus petit, celui avec deux serrures.',
			moved: 'une clé à mon nom',
			between: true
		},
		{
			ago: 176,
			by: 'claire',
			text: 'Nous avons fait la liste de ce qui est resté là-bas et de ce qui peut y rester. Les livres, elle les veut. Le reste, non.',
			next: [{ owner: 'other', text: 'Son frère va chercher les livres', state: 'done', help: 'done-for' }]
		},
		{
			ago: 151,
			by: 'claire',
			channel: 'outside',
			text: 'Marché du jeudi, à deux. Elle a fait ses courses en regardant les gens.',
			moved: 'une heure dehors, sans me retourner'
		},
		{
			ago: 124,
			by: 'claire',
			channel: 'phone',
			text: 'Une mauvaise semaine. On n’a rien décidé. On a raccroché en riant d’un chat.',
			outcome: 'not-this-time'
		},
		{
			ago: 96,
			by: 'claire',
			text: 'Elle demande ce que l’on garde écrit ici. Nous avons relu les notes ensemble, elle a fait enlever un mot.',
			outcome: 'thinking'
		},
		{
			ago: 62,
			by: 'claire',
			text: 'Le compte est à son nom seul. Elle a fait le virement elle-même, au guichet, moi à côté.',
			moved: 'un compte à mon nom seul',
			next: [{ owner: 'her', text: 'Change le code de la carte', state: 'done', help: 'alone' }]
		},
		{
			ago: 27,
			by: 'claire',
			text: 'Elle a croisé une ancienne élève. « Elle m’a appelée Madame. » Le travail : plus tard. Mais elle l’a dit en souriant.',
			outcome: 'thinking'
		},
		{
			ago: 6,
			by: 'claire',
			text: 'Question du jour : les vacances scolaires, est-ce qu’on peut donner un coup de main à la bibliothèque sans contrat ? Je me renseigne.',
			next: [
				{ owner: 'claire', text: 'Vérifier la règle du bénévolat avec le revenu d’intégration' },
				{ owner: 'her', text: 'Passe devant la bibliothèque, juste pour voir' }
			]
		}
	],
	appointments: [{ in: 4, at: '10:00', place: 'petite salle du fond' }]
};
