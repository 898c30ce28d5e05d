import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** Young people of La Belle-Rive and Les Carrières, told by Yann and Djamila. */
export const missionLocale: PersonStory[] = [
	...caseload('mission-locale', 'yann', [
		{
			slug: 'enzo',
			name: 'Enzo',
			track: 'employment',
			profile: { pronouns: 'il', age: 20, municipality: 'Port-Lazare, Les Carrières', matters: 'Un scooter à moi, payé par moi.' },
			contacts: [{ kind: 'phone', value: '06 39 98 20 01', hours: 'pas avant 11 h' }],
			lines: [
				[233, 'Il livre des repas avec le compte d’un cousin. Il voudrait que ce soit son nom sur l’application.'],
				[212, '', { channel: 'message' }],
				[
					191,
					'On a lu ensemble ce que veut dire « indépendant ». Il a compté les heures sur le dos d’un ticket.',
					{ moved: 'j’ai vu ce qui me reste à la fin' }
				],
				[
					163,
					'La poste cherche des remplaçants pour l’été. Il faut le permis AM, il l’a.',
					{ next: [{ owner: 'her', text: 'Dépose le dossier à la poste', state: 'done', help: 'some-help' }] }
				],
				[135, '', { channel: 'phone' }],
				[
					110,
					'Tournée 14, quartier des Oiseleurs. Une dame lui garde un verre d’eau tous les jours à 10 h 20.',
					{ moved: 'une tournée à moi' }
				],
				[
					82,
					'Contrat prolongé jusqu’en décembre. Il a remboursé le cousin.',
					{ next: [{ owner: 'yann', text: 'Demander ce qui suit le contrat de décembre', state: 'done' }] }
				],
				[
					41,
					'Il hésite : concours de la poste, ou chauffeur. Il veut en parler à la dame au verre d’eau, qui a été factrice.',
					{ outcome: 'thinking' }
				],
				[
					13,
					'La dame a dit : « le concours, et tôt ». Il a pris le livret.',
					{
						next: [
							{ owner: 'her', text: 'Lit la première moitié du livret' },
							{ owner: 'yann', text: 'Trouver quelqu’un qui a passé le concours l’an dernier' }
						]
					}
				]
			],
			appointments: [{ in: 5, at: '11:30', place: 'bureau 4' }]
		},
		{
			slug: 'shaima',
			name: 'Shaïma',
			track: 'training',
			profile: { pronouns: 'elle', age: 18, languages: 'français, arabe', matters: 'Que mon bac serve à quelque chose cette année.' },
			lines: [
				[176, 'Bac en juillet, aucun vœu accepté. Elle a apporté tous les courriels, imprimés, dans l’ordre.'],
				[
					162,
					'On a appelé deux écoles à haut-parleur. La deuxième a dit le vrai nombre de places restantes : une.',
					{ next: [{ owner: 'her', text: 'Écrit pour la place d’opticienne', state: 'done', help: 'together' }] }
				],
				[
					148,
					'La place est partie le matin même. Elle a ri jaune, puis elle a demandé quel métier regarde aussi les yeux.',
					{ outcome: 'not-this-time' }
				],
				[
					121,
					'Orthoptiste, monteuse, assistante en cabinet : elle a fait trois colonnes.',
					{ moved: 'trois métiers que je ne connaissais pas' }
				],
				[97, '', { channel: 'phone', outcome: 'thinking' }],
				[
					70,
					'Une opticienne du port la prend deux semaines pour voir. La convention dit bien : découvrir un métier.',
					{ next: [{ owner: 'both', text: 'Relisent la convention avant signature', state: 'done', help: 'together' }] }
				],
				[
					48,
					'Elle a réglé ses premières branches de lunettes. « C’est comme les bijoux, mais pour voir. »',
					{ moved: 'les lunettes de M. Ferrer' }
				],
				[
					20,
					'Apprentissage possible en septembre. D’ici là, service civique à la médiathèque ?',
					{
						next: [{ owner: 'her', text: 'Passe à la médiathèque demander à quoi ressemblent les journées', state: 'done', help: 'alone' }]
					}
				],
				[
					2,
					'La médiathèque lui plaît : on y parle bas. Dossier commencé ici, fini chez elle.',
					{ channel: 'video', next: [{ owner: 'her', text: 'Envoie le dossier de service civique' }] }
				]
			],
			appointments: [{ in: 12, at: '15:00', channel: 'video' }]
		},
		{
			slug: 'mathis',
			name: 'Mathis B.',
			track: 'social',
			moments: [{ value: 'holding', ago: 75 }],
			profile: { pronouns: 'il', age: 22, matters: 'Dormir chez moi, même petit.' },
			colleagues: [{ who: 'celeste', track: 'psychosocial' }],
			needs: [
				{
					code: 'LOG',
					by: 'yann',
					ago: 280,
					hers: { words: 'Une clé. Une seule.', when: 'now' },
					ours: [{ who: 'yann', words: 'La chambre est là, on la garde.', when: 'now' }],
					ended: { how: 'settled', ago: 130 }
				},
				{
					code: 'FIN',
					by: 'yann',
					ago: 103,
					hers: { words: 'Ouvrir les factures avant qu’elles fassent peur.', when: 'now', works: 'Les ouvrir ici.' },
					ours: [{ who: 'yann', words: 'Une par mois, ensemble ou en photo.', when: 'now' }]
				},
				{
					code: 'PSY',
					by: 'celeste',
					ago: 75,
					hers: { words: 'Dormir d’abord.', when: 'now' },
					ours: [{ who: 'celeste', words: 'Dormir d’abord, oui.', when: 'now' }],
					without: ['yann']
				}
			],
			lines: [
				[301, 'Quitté le foyer à dix-huit ans, trois adresses depuis. Il garde ses papiers dans une boîte à biscuits, impeccables.'],
				[
					280,
					'Demande au foyer de jeunes travailleurs. Il a lu le règlement à voix haute en jouant les voix.',
					{ next: [{ owner: 'both', text: 'Remplissent la demande de chambre', state: 'done', help: 'together' }] }
				],
				[252, '', { channel: 'message' }],
				[221, 'Liste d’attente : quatre mois annoncés. Le canapé de Bilal tient jusqu’à mars.'],
				[190, 'Il répare les vélos de la cour. Trois euros, un café, parfois merci.', { by: 'yann', moved: 'sept vélos roulent' }],
				[
					158,
					'La chambre se libère. État des lieux ensemble : il a pensé à photographier la serrure.',
					{ channel: 'outside', moved: 'ma clé, mon étage' }
				],
				[130, '', { channel: 'phone' }],
				[
					103,
					'Première facture d’électricité. On l’a ouverte ici. Elle était moins haute que la peur.',
					{ next: [{ owner: 'her', text: 'Ouvre la prochaine tout seul et envoie une photo', state: 'done', help: 'alone' }] }
				],
				[75, 'Semaine difficile. On garde la chambre et le sommeil, le reste attend.', { outcome: 'not-this-time' }],
				[44, 'Il a rouvert la boîte à biscuits. Tout y est. Il n’avait pas la force, elle est revenue un peu.', { channel: 'home' }],
				[
					16,
					'Il demande si l’atelier vélo de la ressourcerie prend des bénévoles le mardi.',
					{ next: [{ owner: 'yann', text: 'Appeler la ressourcerie pour le mardi', state: 'done' }] }
				]
			],
			appointments: [{ in: 3, at: '10:00', place: 'ressourcerie, sous l’auvent', channel: 'outside' }]
		},
		{
			slug: 'oriane',
			name: 'Oriane',
			track: 'project',
			profile: { pronouns: 'elle', age: 24, matters: 'Faire pousser quelque chose qui se mange.' },
			lines: [
				[142, 'Deux ans de fac de droit, arrêt net. Elle ne veut pas qu’on appelle ça un problème : c’est une décision.'],
				[
					128,
					'Visite du jardin des Carrières, un matin de pluie. Elle est restée après que tout le monde est rentré.',
					{ channel: 'outside', moved: 'les mains dans la terre' }
				],
				[
					101,
					'Maraîchage : un brevet en un an, à Saint-Elme. Il faut une ferme d’accueil.',
					{ next: [{ owner: 'yann', text: 'Demander au jardin quelles fermes accueillent', state: 'done' }] }
				],
				[79, '', { channel: 'phone', outcome: 'thinking' }],
				[
					52,
					'Deux fermes visitées. Elle a choisi celle où l’on mange tous à la même table.',
					{ next: [{ owner: 'her', text: 'Écrit à la fermière pour dire oui', state: 'done', help: 'alone' }] }
				],
				[23, 'Sa mère pense à la fac. Elle lui a apporté des blettes.', { moved: 'ma mère a dit : elles sont bonnes' }],
				[
					7,
					'Dossier du brevet complet. Il manque une attestation de la fac, qu’elle demande sans trembler.',
					{ next: [{ owner: 'her', text: 'Demande l’attestation au secrétariat', state: 'done', help: 'alone' }] }
				]
			]
		},
		{
			slug: 'ryan',
			name: 'Ryan T.',
			track: 'employment',
			profile: { pronouns: 'il', age: 17, matters: 'Arrêter de dire bonjour à des guichets.' },
			protection: { kind: 'parent', name: 'Mme T., sa mère', domains: 'autorité parentale', contact: 'par Ryan d’abord' },
			lines: [
				[93, 'Il a compté : onze guichets depuis la fin du collège. On ne sera pas le douzième, on fera les coups de fil d’ici.'],
				[
					80,
					'Trois appels, haut-parleur, lui qui raccroche. Un garagiste dit : « qu’il passe ».',
					{ moved: 'j’ai raccroché en disant merci' }
				],
				[66, 'Le garage, une matinée. Il a trouvé la fuite avant l’apprenti.', { channel: 'outside' }],
				[45, '', { channel: 'message' }],
				[
					29,
					'Le garagiste prendrait un apprenti en janvier si le centre de formation suit. Il manque le test d’entrée.',
					{ next: [{ owner: 'both', text: 'Refont le test de l’an dernier', state: 'done', help: 'together' }] }
				],
				[
					9,
					'Test passé mercredi. Réponse dans dix jours. Il n’a pas envie d’en parler d’ici là, on n’en parle pas.',
					{ outcome: 'thinking' }
				]
			],
			appointments: [{ in: 10, at: '09:00', place: 'garage des Radoubs', channel: 'outside' }]
		}
	]),
	...caseload('mission-locale', 'djamila', [
		{
			slug: 'lea-m',
			name: 'Léa M.',
			track: 'training',
			profile: { pronouns: 'elle', age: 21, matters: 'Que ma fille me voie partir au travail et revenir.' },
			lines: [
				[254, 'Venue avec la poussette et un sac de courses. La petite a dormi une heure, nous avons pu finir une phrase.'],
				[
					239,
					'Auxiliaire de puériculture : elle connaît déjà le métier par l’autre bout.',
					{ next: [{ owner: 'djamila', text: 'Demander les dates du concours', state: 'done' }] }
				],
				[214, '', { channel: 'phone' }],
				[
					187,
					'Pour préparer le concours il faut une garde. Pour la garde il faut un horaire. On a écrit les deux lettres en même temps.',
					{ next: [{ owner: 'both', text: 'Écrivent à la crèche et à l’école le même jour', state: 'done', help: 'together' }] }
				],
				[160, 'La crèche répond avant l’école : deux matinées.', { moved: 'deux matinées à moi' }],
				[138, 'Elle étudie dans la buanderie, seule pièce qui ferme.', { channel: 'home' }],
				[112, '', { channel: 'message', outcome: 'thinking' }],
				[84, 'Concours écrit passé. Elle a reconnu une question de la semaine d’avant.', { moved: 'j’ai fini avant l’heure' }],
				[
					57,
					'Admise à l’oral. On a répété dans le couloir, debout, avec la petite comme jury.',
					{ next: [{ owner: 'her', text: 'Répète devant sa voisine', state: 'done', help: 'alone' }] }
				],
				[
					22,
					'Admise. Rentrée en janvier. Il reste la question des mercredis.',
					{ moved: 'admise', next: [{ owner: 'djamila', text: 'Voir avec la crèche pour les mercredis' }] }
				]
			],
			appointments: [{ in: 2, at: '09:30' }]
		},
		{
			slug: 'ibrahima',
			name: 'Ibrahima D.',
			track: 'training',
			profile: {
				pronouns: 'il',
				age: 19,
				languages: 'peul, français',
				interpreter: 'Au début, par téléphone ; il dit maintenant que non.',
				matters: 'Parler sans préparer ma phrase.'
			},
			lines: [
				[218, 'Interprète au téléphone. Il a corrigé l’interprète une fois, en français.', { moved: 'j’ai dit la phrase moi-même' }],
				[197, 'Le groupe de français du soir a une place. Il travaille la journée au marché aux poissons, quand on l’appelle.'],
				[170, '', { channel: 'message' }],
				[
					149,
					'Il sait le nom de quarante poissons. On s’en est servi pour les accords.',
					{ next: [{ owner: 'her', text: 'Écrit une liste pour la criée', state: 'done', help: 'alone' }] }
				],
				[
					120,
					'Le mareyeur veut l’embaucher pour de vrai. Il manque un papier, et ce papier attend un autre papier.',
					{ next: [{ owner: 'djamila', text: 'Demander au point d’accès au droit dans quel ordre les demander', state: 'done' }] }
				],
				[92, 'L’ordre est clair maintenant. Premier dépôt lundi.', { outcome: 'thinking' }],
				[
					63,
					'Premier papier reçu. Il l’a mis dans la poche intérieure, puis l’a ressorti pour le regarder encore.',
					{ moved: 'le premier papier' }
				],
				[34, '', { channel: 'phone' }],
				[
					10,
					'Sans interprète aujourd’hui, du début à la fin. Nous l’avons remarqué tous les deux à la porte.',
					{ moved: 'une heure en français', next: [{ owner: 'her', text: 'Dit au mareyeur où en est le deuxième papier' }] }
				]
			],
			appointments: [{ in: 11, at: '16:00', place: 'salle du fond, au calme' }]
		},
		{
			slug: 'clement',
			name: 'Clément A.',
			track: 'psychosocial',
			moments: [{ value: 'paused', ago: 30, untilIn: 20 }],
			profile: { pronouns: 'il', age: 23, matters: 'Qu’on ne me demande pas où j’en suis.' },
			colleagues: [{ who: 'celeste', track: 'psychosocial' }],
			lines: [
				[185, 'Il a demandé la permission de ne pas parler. Nous avons fait une réussite avec un jeu de cartes.'],
				[164, 'Deux mots sur la musique, un sur son père. Assez.', { outcome: 'not-this-time' }],
				[136, 'Il a montré un carnet de croquis. Des mains, uniquement des mains.', { moved: 'j’ai montré le carnet' }],
				[108, '', { channel: 'message' }],
				[78, 'Céleste le voit le lundi. Ici on parle d’autre chose, c’est convenu à trois.'],
				[30, 'Il souhaite une pause jusqu’à l’hiver. La porte reste ouverte, le carnet aussi.', { channel: 'phone' }]
			]
		},
		{
			slug: 'sarah-k',
			name: 'Sarah K.',
			track: 'employment',
			profile: { pronouns: 'elle', age: 25, matters: 'Un salaire fixe avant les vingt-six ans.' },
			lines: [
				[129, 'Serveuse l’été, rien l’hiver, depuis cinq ans. Elle a fait le dessin de l’année : une vague.'],
				[
					115,
					'Réception d’hôtel, toute l’année. Elle parle trois langues et ne l’avait écrit nulle part.',
					{
						moved: 'trois langues sur le papier',
						next: [{ owner: 'her', text: 'Refait son CV à voix haute à l’atelier', state: 'done', help: 'some-help' }]
					}
				],
				[86, '', { channel: 'video' }],
				[
					64,
					'Essai de nuit dans un hôtel du port. Elle préfère le jour ; l’hôtel aussi, finalement.',
					{ next: [{ owner: 'djamila', text: 'Rappeler l’hôtel pour l’horaire de jour', state: 'done' }] }
				],
				[36, 'Contrat de six mois. La vague est devenue une ligne, pour un semestre.', { moved: 'un contrat d’hiver' }],
				[
					12,
					'Elle appelle le dimanche soir, avant la semaine. Cela suffit.',
					{ channel: 'phone', next: [{ owner: 'djamila', text: 'Appeler dimanche, 18 h' }] }
				]
			],
			appointments: [{ in: 7, at: '18:00', channel: 'phone' }]
		},
		{
			slug: 'noam',
			name: 'Noam',
			track: 'project',
			opened: 60,
			answers: [{ value: 'no', ago: 60, how: 'orally' }],
			lines: [
				[60, 'Il ne veut pas de carnet. Il est accompagné pareil, c’est dit et c’est écrit.'],
				[38, '', { channel: 'outside' }],
				[
					15,
					'Il construit un four à pizza derrière chez son oncle. Il a demandé où s’achète la brique réfractaire.',
					{ next: [{ owner: 'djamila', text: 'Demander au chantier La Garrigue pour les briques' }] }
				]
			],
			appointments: [{ in: 6, at: '14:00' }]
		}
	])
];
