import type { PersonStory } from '../story.ts';

/** Tom and Élise: a graphic designer and a web developer, each with a coach, introduced to each other; two files, and nothing crosses. */
export const tomAndElise: PersonStory[] = [
	{
		slug: 'tom',
		name: 'Tom',
		organization: 'cap-rive',
		lead: 'thierry',
		track: 'employment',
		opened: 207,
		answers: [{ value: 'yes', ago: 200, how: 'screen' }],
		profile: {
			pronouns: 'il',
			birthDate: '1993-10-02',
			municipality: 'Port-Lazare, La Belle-Rive',
			matters: 'Dessiner des choses que des gens tiennent en main.',
			side: 'Beaucoup de dessins commencés. Ce qui l’aide : quelqu’un qui attend le dessin.'
		},
		contacts: [{ kind: 'mail', value: 'tom@port-lazare.example' }],
		needs: [
			{
				code: 'CRE',
				by: 'thierry',
				ago: 179,
				hers: { words: 'Facturer sans rougir.', when: 'now', works: 'Demander l’argent avant de commencer.', how: 'orally' },
				ours: [{ who: 'thierry', words: 'Le contrat de cession est à lire lentement, à deux.', when: 'now' }]
			},
			{
				code: 'SAN',
				by: 'thierry',
				ago: 24,
				hers: { words: 'Je dors peu, mais content. Pas un sujet.', when: 'not-a-topic', how: 'orally' },
				ours: [{ who: 'thierry', words: 'On a noté ce qui protège. J’aimerais qu’on en reparle.', when: 'later' }]
			}
		],
		goals: [
			{
				by: 'thierry',
				ago: 179,
				domain: 'project',
				wish: 'Vivre de mes dessins.',
				again: [{ words: 'Vivre de dessins que des gens tiennent en main.', ago: 96 }],
				agreed: [{ words: 'Trois clients payés d’ici l’été, et s’arrêter à vingt heures.', ago: 24, hers: 'screen', ours: 'thierry' }],
				steps: [
					{ text: 'Rendre les esquisses à la poissonnerie', doneAgo: 160, help: 'alone' },
					{ text: 'Poser la première flèche', doneAgo: 5, help: 'alone' },
					{ text: 'Relire le contrat avant de le signer' }
				]
			}
		],
		meetings: [
			{
				ago: 207,
				by: 'thierry',
				text: 'Il a montré un classeur de logos pour des commerces qui n’existent pas. Ils donnent envie d’y entrer.'
			},
			{
				ago: 179,
				by: 'thierry',
				text: 'Premier vrai client : la poissonnerie. Il a demandé l’argent avant de commencer, pour la première fois.',
				moved: 'un devis signé',
				next: [{ owner: 'her', text: 'Rend trois esquisses à la poissonnerie', state: 'done', help: 'alone' }]
			},
			{
				ago: 151,
				by: 'thierry',
				channel: 'video',
				outcome: 'not-this-time',
				text: 'Journée grise. On a regardé des affiches de cinéma polonaises.'
			},
			{
				ago: 122,
				by: 'thierry',
				text: 'Il lui manque quelqu’un qui sache faire vivre ses dessins sur un site. Je lui ai proposé une rencontre ; il veut savoir avec qui avant que j’en parle à l’autre.',
				next: [{ owner: 'thierry', text: 'Demander à l’autre personne si elle en a envie, sans dire de nom', state: 'done' }]
			},
			{
				ago: 96,
				by: 'thierry',
				text: 'La rencontre a eu lieu. Ils ont parlé deux heures de la couleur des boutons. Ils se revoient sans nous.',
				moved: 'quelqu’un attend mes dessins'
			},
			{ ago: 58, by: 'thierry', channel: 'phone', text: 'Ils ont déposé une proposition ensemble pour la médiathèque.' },
			{
				ago: 24,
				by: 'thierry',
				text: 'La médiathèque a dit oui pour la signalétique. Il dort peu, content. On a noté ce qui le protège : s’arrêter à vingt heures.',
				moved: 'ma flèche sera sur le mur de la médiathèque',
				next: [{ owner: 'her', text: 'Pose le crayon à vingt heures, trois soirs', state: 'tried' }]
			},
			{
				ago: 5,
				by: 'thierry',
				channel: 'video',
				text: 'Première flèche posée. Il a envoyé la photo à sa mère.',
				next: [{ owner: 'thierry', text: 'Lire le contrat de cession avec lui' }]
			}
		],
		appointments: [{ in: 7, at: '14:00', channel: 'video' }]
	},
	{
		slug: 'elise',
		name: 'Élise',
		organization: 'cap-rive',
		lead: 'maelle',
		track: 'employment',
		opened: 190,
		answers: [{ value: 'yes', ago: 190, how: 'screen' }],
		profile: {
			pronouns: 'elle',
			birthDate: '1990-01-15',
			municipality: 'Port-Lazare, Saint-Elme',
			matters: 'Coder au calme, livrer, être payée, recommencer.',
			side: 'Très forte techniquement. Les réunions à dix lui coûtent ; à deux, non.'
		},
		contacts: [{ kind: 'mail', value: 'elise@port-lazare.example', caution: 'écrire plutôt qu’appeler' }],
		needs: [
			{
				code: 'DIS',
				by: 'maelle',
				ago: 140,
				hers: {
					words: 'Être jugée sur ce que je livre, pas sur ma caméra.',
					when: 'now',
					works: 'Trois phrases par écrit, envoyées avant.',
					how: 'screen'
				},
				ours: [{ who: 'maelle', words: 'Elle choisit ce qui se dit, à qui et quand.', when: 'now' }]
			},
			{
				code: 'FIN',
				by: 'maelle',
				ago: 30,
				hers: { words: 'Déclarer juste, du premier coup.', when: 'now', how: 'screen' },
				ours: [{ who: 'maelle', words: 'Un appel à deux a suffi.' }],
				ended: { how: 'settled', ago: 10 }
			}
		],
		goals: [
			{
				by: 'maelle',
				ago: 168,
				domain: 'project',
				wish: 'Coder au calme et être payée.',
				agreed: [
					{ words: 'Un poste à distance, à l’essai.', ago: 140, hers: 'screen', ours: 'maelle' },
					{ words: 'À mon compte, avec une ou deux personnes choisies.', ago: 97, hers: 'screen', ours: 'maelle' }
				],
				steps: [
					{ text: 'Dire non à temps', doneAgo: 119, help: 'alone' },
					{ text: 'Mettre le site en ligne', doneAgo: 10, help: 'alone' },
					{ text: 'Écouter ce que propose la coopérative' }
				]
			}
		],
		meetings: [
			{
				ago: 190,
				by: 'maelle',
				channel: 'video',
				text: 'Caméra coupée, à sa demande, et c’est très bien ainsi. Elle a envoyé un lien vers un site de recettes qu’elle a écrit seule.'
			},
			{
				ago: 168,
				by: 'maelle',
				channel: 'message',
				hers: { words: 'Écrire me laisse le temps de ne pas avoir peur.', how: 'screen' },
				text: 'Elle préfère écrire. On a fait tout l’entretien par messages, en une heure et demie.',
				moved: 'un entretien entier sans parler'
			},
			{
				ago: 140,
				by: 'maelle',
				text: 'Une agence la prend à l’essai, à distance. Elle a choisi de dire qu’elle travaille mieux par écrit, et rien d’autre.',
				next: [{ owner: 'both', text: 'Écrivent les trois phrases pour l’agence', state: 'done', help: 'together' }]
			},
			{
				ago: 119,
				by: 'maelle',
				channel: 'message',
				text: 'L’agence fonctionne par visioconférences de dix. Elle a tenu deux semaines, puis elle a dit non.',
				moved: 'j’ai su dire non à temps'
			},
			{
				ago: 97,
				by: 'maelle',
				text: 'Rencontre avec un graphiste accompagné ici. Elle a ri, deux fois.',
				next: [{ owner: 'her', text: 'Lui envoie une maquette', state: 'done', help: 'alone' }]
			},
			{ ago: 66, by: 'maelle', channel: 'message', text: 'Ils répondent ensemble à la médiathèque. Elle chiffre, il dessine.' },
			{
				ago: 30,
				by: 'maelle',
				channel: 'video',
				text: 'Premier acompte reçu. Elle demande comment on déclare : on appelle ensemble le service des droits mardi.',
				next: [{ owner: 'both', text: 'Appellent pour comprendre comment déclarer l’acompte', state: 'done', help: 'some-help' }]
			},
			{
				ago: 10,
				by: 'maelle',
				channel: 'message',
				text: 'Site de la médiathèque en ligne, version d’essai. Il est rapide et il est beau.',
				moved: 'en ligne',
				next: [{ owner: 'maelle', text: 'Lui présenter la coopérative d’activités de la rue du Phare' }]
			}
		],
		appointments: [{ in: 9, at: '10:00', channel: 'message' }]
	}
];
