import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** Job seekers and people on minimal income, between workshops and first contracts, told by Estelle and Bakary. */
export const calanque: PersonStory[] = [
	...caseload('calanque', 'estelle', [
		{
			slug: 'gerard-p',
			name: 'Gérard P.',
			track: 'employment',
			profile: { pronouns: 'il', age: 59, matters: 'Ne pas finir sur un banc de la halle.' },
			lines: [
				[287, 'Trente ans dans la même imprimerie, fermée un vendredi. Il a gardé la dernière plaque.'],
				[266, 'Atelier « Mon smartphone pour chercher » : il y est allé, il a aidé la voisine.', { moved: 'j’ai montré à quelqu’un' }],
				[243, '', { channel: 'phone' }],
				[
					220,
					'Reliure, restauration de livres : l’évêché cherche quelqu’un deux jours par semaine.',
					{ next: [{ owner: 'her', text: 'Va voir l’atelier de l’évêché', state: 'done', help: 'alone' }] }
				],
				[
					192,
					'Le chanoine a quatre-vingts ans et des questions. Ils ont parlé encre pendant une heure.',
					{ moved: 'quelqu’un connaît mon métier' }
				],
				[165, 'Deux jours par semaine, payés. Le reste du temps, il marche.', { channel: 'outside' }],
				[134, '', { channel: 'message' }],
				[
					99,
					'La retraite approche : on a demandé le relevé. Il manque deux années, il sait où elles sont.',
					{ next: [{ owner: 'both', text: 'Écrivent à la caisse pour les deux années', state: 'done', help: 'together' }] }
				],
				[
					62,
					'Une des deux années est retrouvée. Il a porté la lettre à l’atelier pour la relier, pour rire.',
					{ moved: '1987 est revenue' }
				],
				[
					21,
					'Il apprend à une jeune à coudre un cahier. Elle va plus vite que lui, il est content.',
					{ next: [{ owner: 'estelle', text: 'Relancer la caisse pour la deuxième année' }] }
				]
			],
			appointments: [{ in: 10, at: '14:00', place: 'atelier de l’évêché', channel: 'outside' }]
		},
		{
			slug: 'zahra',
			name: 'Zahra',
			track: 'training',
			profile: { pronouns: 'elle', age: 34, languages: 'dari, français', matters: 'Que mes enfants n’aient plus à traduire pour moi.' },
			needs: [
				{
					code: 'LNG',
					by: 'estelle',
					ago: 209,
					hers: {
						words: 'Parler sans ma fille.',
						when: 'now',
						works: 'Lire. Je lis bien.',
						before: { words: 'Tout le français.', when: 'now', changed: 94 }
					},
					ours: [{ who: 'estelle', words: 'L’oral, par le travail et par l’école.', when: 'now' }]
				},
				{
					code: 'EQU',
					by: 'estelle',
					ago: 125,
					hers: { words: 'Que mon diplôme soit lu.', when: 'now' },
					ours: [{ who: 'estelle', words: 'Niveau reconnu : reste à voir ce que cela ouvre.', when: 'now' }],
					ended: { how: 'settled', ago: 5 }
				}
			],
			lines: [
				[
					244,
					'Sa fille de neuf ans traduisait. Nous avons demandé une interprète, et la petite a pu dessiner.',
					{ next: [{ owner: 'estelle', text: 'Réserver l’interprète pour chaque rendez-vous', state: 'done' }] }
				],
				[
					230,
					'Interprète en visio. Zahra était enseignante. Personne ne lui avait posé la question ici.',
					{
						channel: 'video',
						there: { interpreter: 'Mme Karimi', as: 'distance' },
						hers: { words: 'J’enseignais les mathématiques. Onze ans.' },
						moved: 'on m’a demandé mon métier'
					}
				],
				[
					209,
					'Test de français : elle lit mieux qu’elle ne parle.',
					{ next: [{ owner: 'her', text: 'Commence le groupe du mardi', state: 'done', help: 'some-help' }] }
				],
				[181, '', { channel: 'phone' }],
				[
					153,
					'Aide aux devoirs au centre social : elle corrige les maths, les enfants corrigent son accent.',
					{ moved: 'les maths parlent ma langue' }
				],
				[
					125,
					'Elle voudrait la validation de son diplôme. Le délai annoncé est long ; on dépose quand même.',
					{ next: [{ owner: 'both', text: 'Rassemblent les pièces du diplôme', state: 'done', help: 'together' }] }
				],
				[94, '', { channel: 'message', outcome: 'thinking' }],
				[
					65,
					'Accompagnante d’élèves : l’école du quartier cherche. Elle passe l’entretien sans interprète.',
					{ moved: 'j’ai compris toutes les questions' }
				],
				[
					35,
					'Vingt-quatre heures à l’école. La directrice l’a présentée comme une collègue.',
					{ next: [{ owner: 'estelle', text: 'Suivre le dossier du diplôme', state: 'tried' }] }
				],
				[
					5,
					'Le diplôme : attestation reçue, niveau reconnu. Elle a relu trois fois, puis elle a appelé sa mère.',
					{ moved: 'enseignante, c’est écrit ici aussi' }
				]
			],
			appointments: [{ in: 12, at: '16:30' }]
		},
		{
			slug: 'jerome-v',
			name: 'Jérôme V.',
			track: 'project',
			profile: { pronouns: 'il', age: 42, matters: 'Un camion-pizza. Un vrai, avec un four à bois.' },
			colleagues: [{ who: 'bakary', track: 'training' }],
			lines: [
				[172, 'Le projet tient sur une nappe en papier : les chiffres sont bons, l’emplacement manque.'],
				[
					159,
					'La mairie donne deux emplacements par an. Date limite : dans trois semaines.',
					{ next: [{ owner: 'both', text: 'Écrivent la demande d’emplacement', state: 'done', help: 'together' }] }
				],
				[136, '', { channel: 'phone' }],
				[
					105,
					'Pas d’emplacement cette année. Le marché des Carrières, lui, dit oui pour le jeudi.',
					{ by: 'bakary', moved: 'le jeudi des Carrières' }
				],
				[
					76,
					'Formation hygiène passée. Il a cuit trente pizzas pour l’examinatrice et tout le couloir.',
					{ moved: 'le certificat au mur' }
				],
				[
					43,
					'Le camion d’un cousin, à louer d’abord. Contrat lu à deux, une clause rayée.',
					{ next: [{ owner: 'her', text: 'Demande au cousin de signer la version corrigée', state: 'done', help: 'alone' }] }
				],
				[15, 'Premier jeudi : quarante-deux pizzas. Il a remercié le four.', { channel: 'outside', moved: 'quarante-deux pizzas' }]
			],
			appointments: [{ in: 3, at: '19:00', place: 'marché des Carrières', channel: 'outside' }]
		},
		{
			slug: 'monia',
			name: 'Monia',
			track: 'employment',
			concealed: true,
			excluded: ['bakary'],
			alias: 'Mme Lirac',
			profile: { pronouns: 'elle', age: 40, matters: 'Que l’adresse ne circule pas.', reach: 'Jamais à la maison. Le jeudi, au centre.' },
			contacts: [{ kind: 'other', value: 'au centre, le jeudi matin', safe: true }],
			lines: [
				[121, 'On a d’abord parlé de qui voit quoi. Ensuite seulement, de travail.'],
				[
					107,
					'Elle sait tenir une comptabilité. Elle n’a plus ses certificats, ils sont restés.',
					{ next: [{ owner: 'estelle', text: 'Demander un duplicata par l’organisme, à notre adresse', state: 'done' }] }
				],
				[79, 'Les duplicatas sont là.', { moved: 'mes certificats, à moi' }],
				[50, '', { outcome: 'thinking' }],
				[
					18,
					'Un cabinet de l’autre rive la recevrait. Elle décide de la date.',
					{ next: [{ owner: 'her', text: 'Choisit une date pour le cabinet' }] }
				]
			],
			appointments: [{ in: 7, at: '10:00' }]
		}
	]),
	...caseload('calanque', 'bakary', [
		{
			slug: 'sylvain',
			name: 'Sylvain',
			track: 'training',
			profile: { pronouns: 'il', age: 31, matters: 'Lire le journal sans faire semblant.' },
			lines: [
				[271, 'Il ne lit pas. Il l’a dit en riant, puis sans rire. On a fait tout le reste à voix haute.'],
				[
					257,
					'Le groupe du lundi. Il a demandé à s’asseoir près de la porte.',
					{ next: [{ owner: 'bakary', text: 'L’attendre devant la porte, le premier lundi', state: 'done' }] }
				],
				[
					229,
					'Il connaît les plaques de toutes les rues du quartier : on est partis des plaques.',
					{ channel: 'outside', moved: 'rue des Voiliers, lue' }
				],
				[203, '', { channel: 'phone' }],
				[175, 'Il a lu une étiquette de peinture au magasin et choisi la bonne.', { moved: 'mat, pas satiné' }],
				[
					147,
					'Peintre en bâtiment, il l’est déjà ; il manque le papier qui le dit.',
					{ next: [{ owner: 'bakary', text: 'Demander une validation par la pratique', state: 'done' }] }
				],
				[119, '', { channel: 'message', outcome: 'thinking' }],
				[
					89,
					'Validation : un jury, des murs, peu d’écrit. Il s’entraîne chez sa sœur.',
					{ next: [{ owner: 'her', text: 'Repeint l’entrée de sa sœur', state: 'done', help: 'alone' }] }
				],
				[58, 'Jury passé. Un des trois a demandé sa carte.', { moved: 'le jury a demandé ma carte' }],
				[
					25,
					'Il lit les titres du journal au café. Pas encore les petites lignes, « mais elles ne perdent rien pour attendre ».',
					{ moved: 'le titre de la une' }
				]
			],
			appointments: [{ in: 6, at: '09:00' }]
		},
		{
			slug: 'lucia-f',
			name: 'Lucia F.',
			track: 'employment',
			profile: { pronouns: 'elle', age: 47, matters: 'Un employeur, pas sept.' },
			lines: [
				[198, 'Sept employeurs à domicile, sept clés. Elle les a posées sur la table comme un jeu.'],
				[
					182,
					'On a dessiné la semaine. Le trajet entre la troisième et la quatrième maison est un trou d’une heure et demie.',
					{ moved: 'j’ai vu le trou' }
				],
				[154, '', { channel: 'phone' }],
				[
					128,
					'Une association d’aide à domicile regrouperait cinq maisons sur sept. Elle garde la vieille dame du boulevard, quoi qu’il arrive.',
					{ next: [{ owner: 'her', text: 'Parle à la vieille dame avant tout le monde', state: 'done', help: 'alone' }] }
				],
				[96, 'La vieille dame a dit : « enfin, vous allez manger assise ».', { moved: 'un déjeuner assise' }],
				[60, 'Contrat de trente heures. Deux clés seulement, et un téléphone de service.', { moved: 'deux clés' }],
				[
					20,
					'Elle apprend à remplir le planning sur le téléphone. Atelier du mercredi.',
					{ next: [{ owner: 'her', text: 'Remplit le planning de la semaine', state: 'done', help: 'some-help' }] }
				]
			],
			appointments: [{ in: 11, at: '12:30', channel: 'phone' }]
		},
		{
			slug: 'adama',
			name: 'Adama',
			track: 'project',
			profile: { pronouns: 'il', age: 28, matters: 'Entraîner les petits, et en vivre.' },
			lines: [
				[137, 'Il entraîne les moins de dix ans, gratuitement, depuis six ans. Les parents l’attendent à la grille.'],
				[
					123,
					'Le brevet d’éducateur : un an, en alternance. Le club serait d’accord, si quelqu’un paie.',
					{ next: [{ owner: 'bakary', text: 'Chercher qui finance l’alternance sportive', state: 'done' }] }
				],
				[98, '', { channel: 'outside' }],
				[71, 'La fédération paie la moitié, la région l’autre. Il n’y croyait plus, il relit la lettre.', { moved: 'les deux moitiés' }],
				[38, 'Tests physiques réussis. À l’écrit, il a parlé des petits, et c’était la bonne réponse.', { moved: 'l’écrit aussi' }],
				[
					10,
					'Rentrée dans deux semaines. Il cherche quelqu’un pour le mardi des moins de dix ans.',
					{ next: [{ owner: 'her', text: 'Demande à un ancien joueur pour le mardi' }] }
				]
			],
			appointments: [{ in: 13, at: '17:30', place: 'stade des Carrières', channel: 'outside' }]
		},
		{
			slug: 'brigitte-c',
			name: 'Brigitte C.',
			track: 'employment',
			profile: { pronouns: 'elle', age: 61, matters: 'Tenir jusqu’à la retraite sans casser mon dos.' },
			lines: [
				[111, 'Aide-soignante, le dos dit non. Elle, elle dirait encore oui.'],
				[95, 'Accueil d’une maison de santé : assise, debout, au choix.', { moved: 'un travail où l’on peut s’asseoir' }],
				[69, '', { channel: 'phone', outcome: 'thinking' }],
				[37, 'Une matinée d’essai à l’accueil. Elle a calmé un monsieur en trois phrases.', { moved: 'trois phrases' }],
				[
					12,
					'Poste proposé à mi-temps. Elle prend le temps de compter.',
					{
						next: [
							{ owner: 'both', text: 'Comptent ensemble, avec et sans', state: 'done', help: 'together' },
							{ owner: 'her', text: 'Dit oui ou non avant vendredi' }
						]
					}
				]
			],
			appointments: [{ in: 2, at: '11:00' }]
		}
	])
];
