import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** People in recovery who want to work, told by Maëlle and Thierry. Health is not written here: work is. */
export const capRive: PersonStory[] = [
	...caseload('cap-rive', 'maelle', [
		{
			slug: 'agathe',
			name: 'Agathe',
			track: 'employment',
			profile: { pronouns: 'elle', age: 37, matters: 'Travailler sans qu’on me surveille du coin de l’œil.' },
			lines: [
				[372, 'Documentaliste pendant neuf ans. Elle dit : « je sais ranger ce que les autres perdent ».'],
				[
					358,
					'Trois lieux où l’on range : archives de la ville, cabinet d’architectes, musée du port.',
					{ moved: 'trois adresses, pas trente', next: [{ owner: 'maelle', text: 'Aller voir le musée du port', state: 'done' }] }
				],
				[344, 'Le musée n’embauche pas, mais il déménage ses réserves en mars. La conservatrice a pris mon numéro.', { channel: 'phone' }],
				[319, '', { channel: 'outside' }],
				[
					298,
					'Dire ou ne pas dire, au musée : elle dira seulement qu’elle préfère commencer à dix heures.',
					{ next: [{ owner: 'her', text: 'Répète la phrase jusqu’à ce qu’elle soit à elle', state: 'done', help: 'alone' }] }
				],
				[
					270,
					'Entretien passé. On lui a montré les caisses. Elle en a ouvert une et remis l’étiquette droite.',
					{ moved: 'ils ont ri et ils ont dit oui' }
				],
				[241, 'Contrat de quatre mois, vingt heures. Le premier mois, on se voit chaque semaine.', { channel: 'outside' }],
				[234, 'Semaine une : le bruit de la clim. Elle a demandé des bouchons, on lui en a donné.', { channel: 'phone' }],
				[227, '', { channel: 'message' }],
				[220, 'Semaine trois : elle a trouvé un tableau qui n’était sur aucune liste.', { moved: 'le tableau de la réserve B' }],
				[190, 'Deux jours à la maison, puis retour. Personne n’a posé de question, elle a apporté un gâteau.', { outcome: 'thinking' }],
				[151, 'Contrat prolongé de six mois. Elle forme une stagiaire au rangement des plans.'],
				[118, '', { channel: 'phone' }],
				[
					86,
					'Elle voudrait trente heures, pas trente-cinq. On prépare la demande avec les calendriers des deux derniers mois.',
					{ next: [{ owner: 'both', text: 'Préparent la demande de trente heures', state: 'done', help: 'some-help' }] }
				],
				[52, 'Trente heures accordées. Elle a repeint sa cuisine.', { moved: 'trente heures, choisies' }],
				[
					17,
					'Coup de fil du mois. Rien de spécial : c’est la nouvelle.',
					{ channel: 'phone', next: [{ owner: 'maelle', text: 'Appeler à la mi-décembre' }] }
				]
			],
			appointments: [{ in: 14, at: '12:30', place: 'banc du musée', channel: 'outside' }]
		},
		{
			slug: 'fabrice-o',
			name: 'Fabrice',
			track: 'employment',
			profile: { pronouns: 'il', age: 44, matters: 'Conduire quelque chose de lourd.' },
			lines: [
				[262, 'Ancien routier. Le permis poids lourd est à repasser, visite médicale comprise. Il a dit : on commence par là.'],
				[240, 'Visite passée. Il avait préparé ses questions au médecin sur un carton de pizza.', { moved: 'apte, c’est écrit' }],
				[217, '', { channel: 'message' }],
				[
					196,
					'En attendant le permis : cariste au port, de jour. Le chef de quai aime les gens qui parlent peu.',
					{ next: [{ owner: 'maelle', text: 'Passer au quai 6 un matin', state: 'done' }] }
				],
				[171, 'Première semaine au quai. Il rentre à pied pour laisser tomber le bruit.', { channel: 'phone' }],
				[143, 'Un collègue fume trop près de lui. Il a demandé à changer de travée, seul.', { moved: 'j’ai demandé, on a changé' }],
				[109, '', { channel: 'phone' }],
				[
					77,
					'Permis financé à moitié par l’employeur. L’autre moitié : dossier à monter.',
					{ next: [{ owner: 'both', text: 'Montent le dossier de financement du permis', state: 'done', help: 'together' }] }
				],
				[45, 'Code repassé. Il a appris avec son neveu qui prépare le sien.', { moved: 'trente-huit sur quarante' }],
				[
					14,
					'Première heure de conduite sur un dix-neuf tonnes. « Comme si j’étais rentré chez moi. »',
					{ next: [{ owner: 'her', text: 'Réserve la deuxième heure', state: 'done', help: 'alone' }] }
				]
			],
			appointments: [{ in: 9, at: '16:30', place: 'quai 6, barrière nord', channel: 'outside' }]
		},
		{
			slug: 'meriem',
			name: 'Meriem H.',
			track: 'employment',
			profile: { pronouns: 'elle', age: 29, matters: 'Coudre, avec une radio, près d’une fenêtre.' },
			moments: [{ value: 'holding', ago: 40 }],
			lines: [
				[156, 'Elle coud depuis l’enfance. Elle est venue avec une veste retournée, l’envers plus beau que l’endroit.'],
				[
					141,
					'Deux ateliers visités. Le premier n’a pas de fenêtre : on n’y retourne pas.',
					{ channel: 'outside', moved: 'j’ai choisi la fenêtre' }
				],
				[117, 'L’atelier de voiles du port a besoin de mains en hiver. Le patron a regardé les coutures, pas le CV.'],
				[90, '', { channel: 'phone', outcome: 'thinking' }],
				[68, 'Deux matinées par semaine pour commencer. La radio est déjà là.', { moved: 'deux matinées et la radio' }],
				[40, 'Le travail peut attendre, elle le dit elle-même. On garde le fil, et le café du jeudi.', { outcome: 'not-this-time' }],
				[
					19,
					'Le patron de l’atelier a fait dire que la place près de la fenêtre reste à elle.',
					{ channel: 'home', next: [{ owner: 'maelle', text: 'Passer jeudi, sans parler de date' }] }
				]
			],
			appointments: [{ in: 4, at: '10:00', place: 'café des Cordiers', channel: 'outside' }]
		},
		{
			slug: 'victor-s',
			name: 'Victor S.',
			track: 'employment',
			profile: { pronouns: 'il', age: 51, matters: 'Ne plus expliquer les trous du CV.' },
			lines: [
				[104, 'On a dessiné la ligne de vie au lieu du CV. Les trous ont des prénoms et des saisons.'],
				[91, 'Gardien de nuit ? Non. Gardien de jour d’une résidence, avec une loge : oui.', { moved: 'j’ai dit loge' }],
				[
					72,
					'Le bailleur cherche un remplaçant pour l’allée des Tamaris.',
					{ next: [{ owner: 'maelle', text: 'Rencontrer le responsable du secteur', state: 'done' }] }
				],
				[51, '', { channel: 'phone' }],
				[28, 'Remplacement d’un mois. Les habitants du trois lui ont prêté une lampe.', { moved: 'une lampe et une loge' }],
				[
					6,
					'Il a écrit le nom de chaque locataire, étage par étage, pour dire bonjour juste.',
					{ next: [{ owner: 'her', text: 'Demande ce qui suit le mois de remplacement' }] }
				]
			],
			appointments: [{ in: 8, at: '08:30', place: 'loge, allée des Tamaris', channel: 'outside' }]
		}
	]),
	...caseload('cap-rive', 'thierry', [
		{
			slug: 'coralie',
			name: 'Coralie',
			covers: [{ who: 'maelle', until: 9 }],
			track: 'employment',
			profile: { pronouns: 'elle', age: 33, matters: 'Que mes collègues m’appellent Coco.' },
			lines: [
				[318, 'Cuisinière de bord pendant six ans. La mer lui manque, pas le bateau.'],
				[301, 'Cantine du lycée maritime : on y va manger, simplement, pour voir les visages.', { channel: 'outside' }],
				[
					283,
					'Le chef cherche quelqu’un pour les légumes, le matin. Elle a souri en lisant « légumes ».',
					{ moved: 'un chef qui dit s’il te plaît' }
				],
				[259, '', { channel: 'message' }],
				[236, 'Premier mois. Elle appelle le mardi à 15 h, quand la plonge tourne.', { channel: 'phone' }],
				[208, 'Le chef lui confie la soupe. On l’appelle Coco depuis jeudi.', { moved: 'Coco' }],
				[
					177,
					'Elle a dit à une collègue ce qu’elle voulait dire, à sa façon, un vendredi. Cela s’est bien passé.',
					{ outcome: 'thinking' }
				],
				[149, '', { channel: 'phone' }],
				[116, 'CDI signé sur le coin du plan de travail. Le stylo sentait l’oignon.', { moved: 'un contrat sans date de fin' }],
				[
					80,
					'Vacances scolaires : on en a parlé avant, le vide fait peur. Elle a prévu la semaine jour par jour.',
					{ next: [{ owner: 'her', text: 'Va voir sa tante le mercredi', state: 'done', help: 'alone' }] }
				],
				[47, '', { channel: 'phone' }],
				[
					11,
					'Elle demande si une personne qui commence ailleurs aimerait parler avec quelqu’un qui a commencé.',
					{ moved: 'je peux servir à quelqu’un', next: [{ owner: 'thierry', text: 'Demander autour de moi, sans dire de nom' }] }
				]
			],
			appointments: [{ in: 13, at: '15:00', channel: 'phone' }]
		},
		{
			slug: 'aurel',
			name: 'Aurel',
			track: 'employment',
			profile: { pronouns: 'il', age: 27, languages: 'roumain, français', matters: 'Réparer les choses avant de les jeter.' },
			lines: [
				[197, 'Il démonte, il photographie chaque étape, il remonte. Trois téléphones sur la table en fin d’entretien, tous vivants.'],
				[
					183,
					'Connect’Escale cherche quelqu’un pour trier les appareils donnés. Bénévole d’abord, c’est dit clairement.',
					{ next: [{ owner: 'her', text: 'Passe deux après-midi à Connect’Escale', state: 'done', help: 'alone' }] }
				],
				[158, '', { channel: 'outside' }],
				[
					131,
					'Soixante téléphones remis en état. On compte les téléphones, pas les heures.',
					{ moved: 'soixante téléphones sauvés de la benne' }
				],
				[100, 'Un réparateur de la rue des Voiliers le prendrait à l’essai. Il veut voir l’établi avant de dire oui.'],
				[73, 'L’établi est bien éclairé. Essai d’une semaine, puis deux.', { channel: 'phone', moved: 'un établi à ma hauteur' }],
				[39, '', { channel: 'message', outcome: 'thinking' }],
				[
					9,
					'Il travaille mieux le casque sur les oreilles ; le patron a dit « moi aussi ».',
					{ next: [{ owner: 'thierry', text: 'Passer rue des Voiliers jeudi, comme un client' }] }
				]
			],
			appointments: [{ in: 5, at: '17:00', place: 'rue des Voiliers', channel: 'outside' }]
		},
		{
			slug: 'nicole-b',
			name: 'Nicole B.',
			covers: [{ who: 'maelle', until: 9 }],
			track: 'employment',
			profile: { pronouns: 'elle', age: 56, matters: 'Encore quelques années, mais debout et utile.' },
			lines: [
				[166, 'Quarante ans de caisse. Elle calcule encore la monnaie dans la tête avant tout le monde.'],
				[150, 'Elle ne veut plus de caisse. Elle veut les fleurs.', { moved: 'j’ai dit les fleurs' }],
				[
					124,
					'Deux fleuristes, un grossiste. Le grossiste commence à trois heures du matin : non merci, en chœur.',
					{ channel: 'outside' }
				],
				[95, '', { channel: 'phone' }],
				[
					67,
					'La fleuriste de la gare la prend le samedi. Elle a fait son premier bouquet rond.',
					{ moved: 'le bouquet est parti en une heure' }
				],
				[
					33,
					'Samedi et dimanche maintenant. On a regardé ensemble ce que cela change pour l’allocation.',
					{ next: [{ owner: 'thierry', text: 'Faire confirmer le calcul par écrit', state: 'done' }] }
				],
				[8, 'Le calcul est confirmé. Elle a mis la feuille dans le tiroir aux rubans.', { channel: 'phone' }]
			]
		},
		{
			slug: 'dorian',
			name: 'Dorian',
			track: 'employment',
			opened: 26,
			lines: [
				[26, 'Il veut travailler avec des chiens. Tout le reste, il l’a déjà entendu.'],
				[
					20,
					'Le refuge, la pension, la toiletteuse de l’avenue : trois portes pour trois semaines.',
					{ next: [{ owner: 'thierry', text: 'Voir la toiletteuse, puis la pension', state: 'done' }] }
				],
				[
					12,
					'La pension l’a laissé sortir cinq chiens. Il connaît leurs noms, moi pas.',
					{ channel: 'outside', moved: 'cinq laisses, zéro nœud' }
				],
				[4, '', { channel: 'phone', next: [{ owner: 'her', text: 'Retourne à la pension samedi' }] }]
			],
			appointments: [{ in: 6, at: '10:30', place: 'pension des Restanques', channel: 'outside' }]
		}
	])
];
