import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** More people of the CPAS de Noirchâtel: income first, then the rest of a life. */
export const cpas: PersonStory[] = [
	...caseload('cpas', 'mourad', [
		{
			slug: 'cindy',
			name: 'Cindy V.',
			track: 'social',
			frame: {
				ago: 176,
				basis: 'asked',
				askedBy: 'piis',
				startsAgo: 180,
				granted: 180,
				canPromise: 'Expliquer chaque ligne du projet avant la signature.',
				cannotPromise: 'Qu’il n’y ait pas d’évaluation.',
				hers: 'Je dis ce que je peux faire vraiment.',
				passedOn: [{ what: 'Le projet signé', to: 'le comité du CPAS', when: 'à la signature', then: 'le droit continue' }]
			},
			profile: { pronouns: 'elle', birthDate: '1997-07-16', municipality: 'Noirchâtel', matters: 'Ne plus demander à ma mère.' },
			lines: [
				[182, 'Première fois au CPAS. Elle a dit bonjour très bas. On a parlé du droit d’abord, de la personne tout le temps.'],
				[168, 'Le projet se lit avant de se signer : elle est repartie avec, pour y penser.', { outcome: 'thinking' }],
				[
					162,
					'Elle a rayé « recherche active » et écrit « terminer ma sixième ». Le comité a dit oui.',
					{
						moved: 'ma phrase dans le projet',
						next: [{ owner: 'her', text: 'S’inscrit à la promotion sociale', state: 'done', help: 'some-help' }]
					}
				],
				[134, '', { channel: 'phone' }],
				[
					105,
					'Trois soirs de cours par semaine. Le mardi est dur ; le bus aussi.',
					{ next: [{ owner: 'mourad', text: 'Demander un abonnement de bus', state: 'done' }] }
				],
				[76, 'Premier examen : français. Elle a gardé la copie.', { moved: 'quinze sur vingt, à moi' }],
				[
					45,
					'On relit le projet à deux, comme prévu. Rien à changer, sauf le mardi.',
					{ next: [{ owner: 'her', text: 'Demande à passer le cours du mardi au samedi', state: 'done', help: 'alone' }] }
				],
				[15, 'Le samedi est accordé. Elle dîne chez sa mère le dimanche, en invitée.', { moved: 'le dimanche, j’apporte le dessert' }]
			],
			appointments: [{ in: 7, at: '11:00' }]
		},
		{
			slug: 'omer',
			name: 'Ömer',
			track: 'social',
			profile: {
				pronouns: 'il',
				birthDate: '1978-12-01',
				languages: 'turc, français',
				municipality: 'Marchevieux',
				matters: 'La kafala de mon neveu, d’abord. Après, tout.'
			},
			lines: [
				[251, 'Il élève son neveu. Aucun guichet n’a la bonne case.'],
				[
					236,
					'On a écrit à trois services la même lettre, avec trois débuts.',
					{ next: [{ owner: 'both', text: 'Écrivent les trois lettres', state: 'done', help: 'together' }] }
				],
				[208, '', { channel: 'phone' }],
				[178, 'Un service a répondu, celui dont on n’attendait rien.', { moved: 'une réponse sur trois' }],
				[149, 'Rendez-vous avec la juge. Il a apporté le carnet de notes et les dessins.', { channel: 'outside' }],
				[121, 'La décision est bonne. Il a pleuré dans le couloir, puis il a parlé d’atelier de soudure.', { moved: 'mon neveu reste' }],
				[87, '', { channel: 'message' }],
				[
					60,
					'Soudure : le centre de Marchevieux ouvre un groupe en février.',
					{ next: [{ owner: 'her', text: 'Passe visiter l’atelier de soudure', state: 'done', help: 'alone' }] }
				],
				[24, 'Inscrit. Le neveu a dessiné un masque de soudeur.', { moved: 'inscrit en février' }]
			],
			appointments: [{ in: 11, at: '09:30' }]
		}
	]),
	...caseload('cpas', 'claire', [
		{
			slug: 'yvette',
			name: 'Yvette',
			track: 'social',
			profile: { pronouns: 'elle', birthDate: '1958-04-04', municipality: 'Noirchâtel', matters: 'Le chauffage, puis les visites.' },
			lines: [
				[223, 'Elle chauffait une pièce, la plus petite. On s’y est assises toutes les deux.', { channel: 'home' }],
				[
					209,
					'Tarif social : elle y avait droit depuis quatre ans.',
					{ moved: 'quatre ans de retrouvés', next: [{ owner: 'claire', text: 'Demander le tarif social pour elle', state: 'done' }] }
				],
				[183, '', { channel: 'phone' }],
				[155, 'Deux pièces chauffées. Elle a remis la table dans la cuisine.', { channel: 'home', moved: 'la table est revenue' }],
				[
					118,
					'Elle aimerait qu’on passe. Pas une aide : une visite.',
					{ next: [{ owner: 'her', text: 'Va au café-tricot, une fois', state: 'changed' }] }
				],
				[
					83,
					'Elle a changé d’avis : c’est le café-tricot qui viendra chez elle, le mercredi.',
					{ moved: 'quatre chaises ne suffisent pas' }
				],
				[37, '', { channel: 'phone' }],
				[
					9,
					'Le mercredi, sept femmes. Elle demande si on peut avoir des chaises.',
					{ next: [{ owner: 'claire', text: 'Demander des chaises à la salle des fêtes' }] }
				]
			],
			appointments: [{ in: 3, at: '14:00', channel: 'home' }]
		},
		{
			slug: 'jonas',
			name: 'Jonas',
			track: 'social',
			profile: {
				pronouns: 'il',
				birthDate: '2003-10-21',
				municipality: 'Noirchâtel',
				matters: 'Étudier sans choisir entre le loyer et les livres.'
			},
			lines: [
				[164, 'Étudiant infirmier, fils de personne qui puisse l’aider. Il travaille la nuit dans un home.'],
				[
					150,
					'Le revenu d’intégration étudiant existe. Il ne voulait pas « prendre la place d’un autre ». On en a parlé longtemps.',
					{ outcome: 'thinking' }
				],
				[143, 'Il a dit oui.', { moved: 'j’ai le droit', next: [{ owner: 'claire', text: 'Introduire la demande', state: 'done' }] }],
				[109, '', { channel: 'phone' }],
				[71, 'Il ne garde qu’une nuit sur trois. Les livres sont achetés, sauf un, qu’on lui prête.', { moved: 'une nuit sur trois' }],
				[32, 'Examens réussis. Il a oublié de le dire pendant vingt minutes.', { moved: 'la session est passée' }]
			],
			appointments: [{ in: 12, at: '17:30' }]
		}
	]),
	...caseload('cpas', 'luc', [
		{
			slug: 'freddy',
			name: 'Freddy',
			track: 'social',
			moments: [{ value: 'holding', ago: 60 }],
			profile: { pronouns: 'il', birthDate: '1974-01-09', municipality: 'Noirchâtel', matters: 'Mes filles, un dimanche sur deux, sobre.' },
			lines: [
				[211, 'Il a parlé de ses filles pendant quarante minutes et de lui pendant trois. Les trois comptaient.'],
				[
					196,
					'Il a déjà arrêté deux fois, seul. Il voudrait ne pas être seul cette fois.',
					{ next: [{ owner: 'luc', text: 'L’accompagner à la première réunion, s’il le souhaite', state: 'done' }] }
				],
				[182, 'Première réunion. Il est resté jusqu’au bout, près du radiateur.', { channel: 'outside', moved: 'resté jusqu’au bout' }],
				[154, '', { channel: 'phone' }],
				[126, 'Un dimanche avec les filles : le parc, des gaufres, rien d’autre.', { moved: 'un dimanche' }],
				[94, '', { channel: 'phone' }],
				[
					60,
					'Il a repris deux jours, puis il a appelé. On ne compte pas depuis le début : on continue.',
					{ channel: 'phone', outcome: 'not-this-time' }
				],
				[33, 'Il est retourné à la réunion. Il a mis la chaise de quelqu’un d’autre près du radiateur.', { moved: 'la chaise du nouveau' }],
				[
					8,
					'Dimanche prochain, les filles viennent chez lui. Il a acheté deux lampes.',
					{ channel: 'home', next: [{ owner: 'both', text: 'Montent les lampes', state: 'done', help: 'together' }] }
				]
			],
			appointments: [{ in: 1, at: '10:00', channel: 'phone' }]
		},
		{
			slug: 'hanane',
			name: 'Hanane',
			track: 'social',
			profile: {
				pronouns: 'elle',
				birthDate: '1986-09-23',
				municipality: 'Fontaine-l’Ardoise',
				matters: 'Que le juge voie que je tiens ma maison.'
			},
			lines: [
				[159, 'Elle a décrit la maison pièce par pièce. Tout y est, sauf le calme.'],
				[146, 'Une aide familiale deux matins par semaine, choisie par elle parmi deux personnes.', { moved: 'j’ai choisi Rita' }],
				[119, '', { channel: 'home' }],
				[92, 'Rita et elle cuisinent le lundi pour la semaine. Le petit met la table.', { channel: 'home' }],
				[
					66,
					'Rapport pour le juge : elle l’a lu avant, corrigé deux dates et ajouté une phrase.',
					{ moved: 'ma phrase devant le juge', next: [{ owner: 'luc', text: 'Envoyer le rapport avec sa phrase', state: 'done' }] }
				],
				[28, 'La garde est rétablie. Rita reste jusqu’à Pâques.', { moved: 'les enfants rentrent vendredi' }]
			],
			appointments: [{ in: 8, at: '09:00', channel: 'home' }]
		}
	])
];
