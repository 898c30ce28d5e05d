import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** Rights, rent, children, and sometimes work: told by Gwenaëlle and Pascal. */
export const saintElme: PersonStory[] = [
	...caseload('saint-elme', 'gwenaelle', [
		{
			slug: 'patricia-l',
			name: 'Patricia L.',
			handovers: [
				{
					from: 'pascal',
					to: 'gwenaelle',
					ago: 292,
					said: 'Patricia préfère parler du loyer avec une assistante sociale. Pascal l’a dit lui-même : ce n’est pas son métier, et c’est bien de le savoir tôt.'
				}
			],
			track: 'social',
			profile: { pronouns: 'elle', age: 45, matters: 'Garder l’appartement du quatrième.' },
			needs: [
				{
					code: 'LOG',
					by: 'gwenaelle',
					ago: 290,
					hers: { words: 'Rester au quatrième. J’y vois la mer entre deux immeubles.', when: 'now', works: 'Le classeur rouge.' },
					ours: [{ who: 'gwenaelle', words: 'Le plan tient. Rien à ajouter tant qu’il tient.', when: 'later' }]
				},
				{
					code: 'FIN',
					by: 'gwenaelle',
					ago: 290,
					hers: { words: 'Quarante euros, pas quarante-cinq.', when: 'now' },
					ours: [{ who: 'gwenaelle', words: 'Quarante, donc. Fin en mars.', when: 'now' }]
				},
				{
					code: 'OTHER',
					label: 'Mes matinées',
					by: 'gwenaelle',
					ago: 19,
					hers: { words: 'Je ne sais pas encore ce que j’en ferai. J’aimerais que ça sente le pain.', when: 'later' }
				}
			],
			lines: [
				[312, 'Trois mois de loyer. Elle avait toutes les lettres, non ouvertes, dans l’ordre des timbres.', { by: 'pascal' }],
				[
					305,
					'On a ouvert les lettres, une par une, avec une pause au milieu. La dernière était une bonne nouvelle ancienne.',
					{ by: 'pascal', moved: 'les onze lettres ouvertes' }
				],
				[
					290,
					'Le bailleur accepte d’attendre si un plan est proposé. Elle a dit combien elle pouvait, pas combien ils voulaient.',
					{ next: [{ owner: 'both', text: 'Écrivent le plan au bailleur', state: 'done', help: 'together' }] }
				],
				[262, '', { channel: 'phone' }],
				[237, 'Plan accepté : quarante euros. Elle a acheté un classeur rouge.', { moved: 'un plan à ma mesure' }],
				[
					206,
					'Aide pour l’énergie demandée, reçue. Le classeur s’épaissit dans le bon sens.',
					{ next: [{ owner: 'her', text: 'Range le courrier le dimanche', state: 'done', help: 'alone' }] }
				],
				[174, '', { channel: 'message' }],
				[145, 'Elle ouvre le courrier le jour même. Elle le dit comme on dit l’heure.', { moved: 'le jour même' }],
				[
					113,
					'Le chauffe-eau. Le bailleur doit le réparer, elle a trouvé l’article du bail elle-même.',
					{ next: [{ owner: 'her', text: 'Envoie la lettre recommandée', state: 'done', help: 'some-help' }] }
				],
				[81, 'Eau chaude. Elle a aidé la voisine du cinquième à écrire la même lettre.', { moved: 'la lettre de la voisine' }],
				[46, '', { channel: 'phone' }],
				[
					19,
					'La dette sera finie en mars. Elle voudrait faire quelque chose de ses matinées, elle ne sait pas encore quoi.',
					{ outcome: 'thinking' }
				]
			],
			appointments: [{ in: 9, at: '09:30' }]
		},
		{
			slug: 'momo',
			name: 'Momo',
			track: 'housing',
			profile: { pronouns: 'il', age: 39, matters: 'Que mon fils ait un lit chez moi.' },
			lines: [
				[226, 'Son fils vient un week-end sur deux. Il dort dans le fauteuil pour lui laisser le matelas.'],
				[
					211,
					'Demande de logement : la case « enfant en visite » n’existe pas. On l’a écrite dans la marge.',
					{ moved: 'mon fils est dans la marge, mais il y est' }
				],
				[184, '', { channel: 'phone' }],
				[
					157,
					'Rendez-vous avec la commission. Il a montré le dessin du lit.',
					{ next: [{ owner: 'gwenaelle', text: 'Envoyer le jugement de garde à la commission', state: 'done' }] }
				],
				[126, 'Visite d’un deux-pièces. Il a mesuré le mur avec ses bras.', { channel: 'outside', outcome: 'thinking' }],
				[102, 'Logement attribué. Il a ri, longtemps.', { moved: 'deux pièces' }],
				[74, 'Le lit est monté. C’est son fils qui a mis les vis.', { channel: 'home', moved: 'le lit' }],
				[
					31,
					'Assurance, compteur, boîte aux lettres : tout est à son nom.',
					{ next: [{ owner: 'her', text: 'Met les deux noms sur la boîte', state: 'done', help: 'alone' }] }
				]
			]
		},
		{
			slug: 'sandra-w',
			name: 'Sandra W.',
			track: 'social',
			profile: { pronouns: 'elle', age: 32, matters: 'Ne plus avoir peur du courrier de l’école.' },
			colleagues: [{ who: 'pascal', track: 'employment' }],
			lines: [
				[169, 'Le mot de l’école disait « convocation ». On a appelé : c’était une invitation, mal écrite.'],
				[155, 'Rencontre avec la maîtresse, à trois. La maîtresse avait peur aussi.', { channel: 'outside', moved: 'on s’est parlé' }],
				[127, '', { channel: 'message' }],
				[
					106,
					'Le petit a un rendez-vous d’orthophonie. Onze mois d’attente annoncés, trois si l’on va à Saint-Elme.',
					{ next: [{ owner: 'her', text: 'Appelle Saint-Elme', state: 'done', help: 'alone' }] }
				],
				[78, 'Elle a appelé. Elle a épelé le nom deux fois sans raccrocher.', { moved: 'j’ai tenu au téléphone' }],
				[49, 'Pascal l’a vue pour le travail. Ici on parle du petit, là-bas d’elle ; elle aime que ce soit séparé.'],
				[
					14,
					'Elle a écrit à l’école la première, pour dire merci.',
					{ moved: 'c’est moi qui ai écrit', next: [{ owner: 'gwenaelle', text: 'Voir si les trajets d’orthophonie sont remboursés' }] }
				]
			],
			appointments: [{ in: 5, at: '14:30' }]
		},
		{
			slug: 'ferdinand',
			name: 'Ferdinand',
			track: 'social',
			profile: { pronouns: 'il', age: 66, matters: 'Le minimum vieillesse, et le marché du samedi.' },
			lines: [
				[140, 'Il a travaillé dans quatre pays. Les papiers aussi.'],
				[
					118,
					'Deux caisses sur quatre ont répondu. Il traduit lui-même le portugais.',
					{ moved: 'deux pays sur quatre', next: [{ owner: 'gwenaelle', text: 'Relancer les deux autres', state: 'done' }] }
				],
				[85, '', { channel: 'phone' }],
				[
					54,
					'Troisième réponse. La quatrième entreprise n’existe plus ; un ancien collègue peut témoigner.',
					{ next: [{ owner: 'her', text: 'Retrouve l’adresse du collègue', state: 'done', help: 'some-help' }] }
				],
				[17, 'Le collègue a écrit deux pages. Il y est question de travail, et de football.', { moved: 'deux pages de témoignage' }]
			],
			appointments: [{ in: 14, at: '10:00' }]
		}
	]),
	...caseload('saint-elme', 'pascal', [
		{
			slug: 'karine-d',
			name: 'Karine D.',
			track: 'employment',
			profile: { pronouns: 'elle', age: 36, matters: 'Un travail qui finit quand l’école finit.' },
			lines: [
				[248, 'Elle a dit tout de suite ses heures : 9 h – 16 h, pas le mercredi. On a cherché avec ces heures, pas contre elles.'],
				[
					225,
					'Cantine, bibliothèque, mairie annexe : trois lieux qui ferment à seize heures.',
					{ next: [{ owner: 'pascal', text: 'Demander à la mairie annexe', state: 'done' }] }
				],
				[195, '', { channel: 'phone' }],
				[
					167,
					'La mairie annexe remplace un congé. Elle classe, elle accueille, elle sait déjà tous les prénoms.',
					{ moved: 'seize heures, je ferme' }
				],
				[132, 'Le congé finit. On lui a demandé de rester deux mois.', { channel: 'phone' }],
				[
					93,
					'Concours d’adjointe : elle hésite, la dernière dictée date du collège.',
					{ outcome: 'thinking', next: [{ owner: 'her', text: 'Fait une dictée avec sa fille', state: 'done', help: 'together' }] }
				],
				[59, 'Deux fautes, et c’est la fille qui a corrigé.', { moved: 'deux fautes' }],
				[
					26,
					'Inscrite au concours. Elle révise à la mairie, après la fermeture, avec l’accord du gardien.',
					{ next: [{ owner: 'pascal', text: 'Trouver les annales de l’an dernier', state: 'done' }] }
				],
				[1, 'Annales faites à moitié. Elle a ri en trouvant une question sur l’état civil : facile.', { channel: 'phone' }]
			],
			appointments: [{ in: 8, at: '16:15', channel: 'phone' }]
		},
		{
			slug: 'alain-t',
			name: 'Alain T.',
			track: 'employment',
			frame: {
				ago: 200,
				basis: 'asked',
				askedBy: 'contrat-engagement',
				startsAgo: 205,
				canPromise: 'Adapter les heures à ce que la vie permet, et l’écrire avant.',
				cannotPromise: 'Que le contrat disparaisse.',
				hers: 'Je viens. Je ne fais pas semblant de chercher.',
				passedOn: [{ what: 'Les dates des rendez-vous', to: 'le département', when: 'chaque trimestre', then: 'rien de plus' }]
			},
			profile: { pronouns: 'il', age: 53, matters: 'Qu’on arrête de me donner des stages.' },
			lines: [
				[205, 'Il a fait neuf stages. Il a gardé les neuf attestations et zéro salaire.'],
				[188, 'On a écrit ce qu’il ne veut plus. C’est plus court et plus utile que ce qu’il veut.', { moved: 'la liste des non' }],
				[162, '', { channel: 'phone' }],
				[
					139,
					'Le chantier La Garrigue : un contrat, payé, avec des collègues. Il veut voir les outils d’abord.',
					{ next: [{ owner: 'her', text: 'Passe voir le chantier', state: 'done', help: 'alone' }] }
				],
				[107, 'Les outils sont entretenus. Il signe.', { moved: 'un contrat, pas un stage' }],
				[68, 'Murs en pierre sèche. Il apprend aux jeunes à ne pas se presser.', { channel: 'outside' }],
				[
					29,
					'Les heures du contrat d’engagement sont celles du chantier : rien à ajouter, c’est écrit.',
					{ next: [{ owner: 'pascal', text: 'Le confirmer par courrier, copie pour lui', state: 'done' }] }
				]
			],
			appointments: [{ in: 12, at: '08:00', place: 'chantier, terrasse haute', channel: 'outside' }]
		},
		{
			slug: 'souad',
			name: 'Souad',
			track: 'employment',
			profile: { pronouns: 'elle', age: 50, matters: 'Mon nom sur une boutique, même petite.' },
			lines: [
				[180, 'Elle vend des pâtisseries le vendredi, à la sortie de la prière, du marché et du stade : trois clientèles.'],
				[161, 'Déclarer ou pas ? On a fait les deux calculs. Déclarer gagne, de peu, et elle dort.', { moved: 'déclarée' }],
				[133, '', { channel: 'message' }],
				[
					103,
					'La cuisine du centre social est libre le jeudi soir. Il faut une attestation.',
					{ next: [{ owner: 'both', text: 'Demandent la cuisine du jeudi', state: 'done', help: 'together' }] }
				],
				[72, 'Première fournée aux normes. L’inspectrice a repris de la corne de gazelle.', { moved: 'elle en a repris' }],
				[34, 'Une vitrine à partager rue du Phare : elle, un torréfacteur et des fleurs.', { outcome: 'thinking' }],
				[
					7,
					'Elle dit oui à la vitrine, à l’essai, jusqu’au printemps.',
					{ next: [{ owner: 'pascal', text: 'Lire le bail partagé avec elle' }] }
				]
			],
			appointments: [{ in: 4, at: '15:30', place: 'rue du Phare', channel: 'outside' }]
		},
		{
			slug: 'willy',
			name: 'Willy',
			track: 'employment',
			profile: { pronouns: 'il', age: 35, matters: 'La mer, mais pas la nuit.' },
			ending: {
				how: 'elsewhere',
				ago: 20,
				hers: 'Je pars à Sète, il y a un bateau de jour.',
				ours: 'Il a trouvé seul. Nous avons surtout attendu avec lui.',
				helped: 'Qu’on ne lui ait pas dit d’attendre à terre.'
			},
			lines: [
				[215, 'Matelot. Les nuits ne vont plus. Il dit que la mer de jour existe, quelque part.'],
				[178, '', { channel: 'phone' }],
				[
					152,
					'Passeur, navette, école de voile : on a fait le tour du port à pied.',
					{ channel: 'outside', moved: 'la navette embauche l’été' }
				],
				[92, 'Un été sur la navette. Deux minutes de mer, cent fois par jour.', { channel: 'phone' }],
				[
					20,
					'Il part pour un bateau de jour. Il a laissé son adresse et un couteau de pêche pour le bureau.',
					{ moved: 'un bateau de jour' }
				]
			]
		}
	]),
	{ slug: 'sans-reference-3', name: 'Ludivine', organization: 'saint-elme', lead: null, opened: 3 }
];
