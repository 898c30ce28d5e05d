import type { PersonStory } from '../story.ts';

/** Fatou: cleans offices at five in the morning, wants the day, and a bus that crosses the bridge. Month eleven of twelve. */
export const fatou: PersonStory = {
	slug: 'fatou',
	name: 'Fatou S.',
	organization: 'calanque',
	lead: 'estelle',
	track: 'employment',
	opened: 334,
	carnet: { pin: '846203', ago: 200 },
	answers: [{ value: 'yes', ago: 334, how: 'orally' }],
	profile: {
		pronouns: 'elle',
		languages: 'français, wolof',
		birthDate: '1988-02-09',
		municipality: 'Port-Lazare, Les Carrières',
		matters: 'Travailler le jour. Dîner avec mes filles au moins quatre soirs.',
		side: 'Onze mois de chemin, deux contrats courts, un employeur qui rappelle. Le bus du matin décide de beaucoup de choses.',
		reach: 'Après 10 h, elle dort avant.',
		trusted: 'Sa sœur Aminata'
	},
	contacts: [{ kind: 'phone', value: '06 39 98 40 11', hours: 'de 10 h à 19 h', caution: 'message vocal bienvenu' }],
	colleagues: [{ who: 'bakary', track: 'training' }],
	frame: {
		ago: 330,
		basis: 'asked',
		askedBy: 'contrat-engagement',
		startsAgo: 334,
		canPromise: 'Dire avant d’envoyer, et montrer ce qui part.',
		cannotPromise: 'Un horaire de jour tout de suite.',
		hers: 'Je viens quand je ne sors pas de nuit. Si je dors debout, on remet.',
		passedOn: [
			{ what: 'Le plan convenu', to: 'sa référente à la Maison départementale', when: 'au début et à la fin', then: 'un entretien à trois' }
		]
	},
	needs: [
		{
			code: 'MOB',
			by: 'estelle',
			ago: 320,
			hers: {
				words: 'Un bus qui passe le pont avant cinq heures.',
				when: 'later',
				works: 'Je marche vite.',
				before: { words: 'Vingt-cinq minutes à pied, dans le noir. Personne ne l’a jamais écrit.', when: 'now', changed: 88 }
			},
			ours: [{ who: 'estelle', words: 'La ligne 7 a bougé. Le dimanche, rien encore.', when: 'later' }],
			ended: { how: 'settled', ago: 60 }
		},
		{
			code: 'ENF',
			by: 'estelle',
			ago: 180,
			hers: { words: 'Quelqu’un pour la petite le mercredi, si je prends l’école.', when: 'now', works: 'Ma sœur, un mercredi sur deux.' },
			ours: [{ who: 'estelle', words: 'La crèche a tenu tout juin. À redemander pour janvier.', when: 'now' }]
		},
		{
			code: 'FOR',
			by: 'bakary',
			ago: 143,
			hers: { words: 'Le permis ne m’intéresse pas pour l’instant. On me le propose à chaque fois.', when: 'not-a-topic' },
			ours: [
				{ who: 'bakary', words: 'Je vois le permis pour la clinique. Elle a dit ce qu’elle en pense : c’est noté tel quel.', when: 'later' }
			]
		}
	],
	goals: [
		{
			by: 'estelle',
			ago: 320,
			domain: 'project',
			wish: 'Le jour. Je veux travailler le jour.',
			again: [{ words: 'Le jour, et qu’on sache qui ferme à clé.', ago: 222 }],
			agreed: [
				{ words: 'L’école en janvier, 28 heures, sans lâcher les bureaux avant la signature.', ago: 61, hers: 'orally', ours: 'estelle' }
			],
			steps: [
				{ text: 'Visiter avant de postuler', doneAgo: 222, help: 'some-help' },
				{ text: 'Lire un contrat phrase par phrase', doneAgo: 32, help: 'together', called: 'lire un contrat' },
				{ text: 'Relire l’avenant', doneAgo: 11, help: 'alone', sameAs: 1 }
			]
		},
		{
			by: 'estelle',
			ago: 299,
			domain: 'moving',
			state: 'reached',
			wish: 'Que le bus passe le pont.',
			agreed: [{ words: 'Écrire à la régie à deux, et garder les réponses.', ago: 299, hers: 'orally', ours: 'estelle' }]
		}
	],
	meetings: [
		{
			ago: 334,
			by: 'estelle',
			hers: { words: 'Je viens parce qu’il faut. Et parce que je suis fatiguée du noir.' },
			text: 'Fatou sort du travail à 9 h, elle est venue directement. On a fait court, avec du café. Elle nettoie des bureaux que personne ne voit sales : « c’est bien la preuve que je suis là ».',
			next: [{ owner: 'her', text: 'Note ses horaires d’une semaine, trajets compris', state: 'done', help: 'alone' }]
		},
		{
			ago: 320,
			by: 'estelle',
			text: 'La semaine écrite : 24 heures payées, 17 heures de trajet et d’attente entre deux chantiers. Elle l’a posée sur la table sans rien dire.',
			moved: 'mes dix-sept heures d’attente sont écrites',
			next: [{ owner: 'estelle', text: 'Chercher qui embauche de jour dans la propreté', state: 'done' }]
		},
		{
			ago: 299,
			by: 'bakary',
			channel: 'phone',
			text: 'Appel depuis l’arrêt du bus. La ligne 7 de nuit s’arrête avant le pont ; elle finit à pied, vingt-cinq minutes. Elle demande si quelqu’un l’a déjà écrit à la régie.',
			next: [{ owner: 'both', text: 'Écrivent à la régie des bus, avec l’heure et l’arrêt', state: 'done', help: 'together' }]
		},
		{ ago: 271, by: 'estelle', channel: 'message', text: 'Réponse de la régie : « votre demande est étudiée ». Fatou a gardé le papier.' },
		{
			ago: 250,
			by: 'estelle',
			text: 'Deux offres de jour : une école, une clinique. L’école prend en septembre. La clinique demande le permis. Elle choisit d’essayer l’école.',
			next: [
				{ owner: 'her', text: 'Demande à l’école à visiter avant de postuler', state: 'done', help: 'some-help' },
				{ owner: 'estelle', text: 'Relire la lettre avec elle', state: 'done' }
			]
		},
		{
			ago: 222,
			by: 'estelle',
			text: 'Visite de l’école. La directrice a montré la cour, les produits, l’heure de fin : 16 h 30. Fatou a demandé qui ferme à clé. Bonne question : personne ne savait.',
			moved: 'j’ai visité avant de dire oui'
		},
		{
			ago: 201,
			by: 'bakary',
			channel: 'phone',
			text: 'Pas de nouvelle de l’école. Elle préfère ne pas relancer cette semaine.',
			outcome: 'thinking'
		},
		{
			ago: 180,
			by: 'estelle',
			text: 'Trois semaines de remplacement à l’école, en juin. Elle a gardé les bureaux le matin pour ne rien perdre. Elle est fatiguée et elle le dit.',
			moved: 'trois semaines de jour',
			next: [{ owner: 'other', text: 'La crèche garde la petite le mercredi de juin', state: 'done' }]
		},
		{
			ago: 143,
			by: 'estelle',
			helped: { hers: 'Qu’on ait gardé ma place aux bureaux.', ours: 'Elle savait dire non à l’heure de trop.' },
			text: 'Juin est passé. « Les enfants m’appelaient par mon prénom. » L’école n’a pas de poste avant janvier. On a regardé ce que cela change pour le RSA, ligne par ligne.',
			next: [{ owner: 'estelle', text: 'Demander par écrit à la Maison départementale comment compte un remplacement', state: 'done' }]
		},
		{
			ago: 115,
			by: 'bakary',
			channel: 'presence',
			outcome: 'not-this-time',
			text: 'On a surtout parlé du collège de l’aînée. C’était ce qui comptait ce jour-là.'
		},
		{
			ago: 88,
			by: 'estelle',
			text: 'La régie a prolongé la ligne 7 d’un arrêt. Quatre personnes de son équipe la remercient tous les matins.',
			moved: 'le bus passe le pont',
			next: [{ owner: 'her', text: 'Raconte à la régie ce que ça change, si elle veut', state: 'changed' }]
		},
		{
			ago: 61,
			by: 'estelle',
			text: 'L’école rappelle pour janvier : 28 heures, de jour. Elle veut comprendre le contrat avant de se réjouir. On le lit ensemble vendredi.',
			next: [{ owner: 'both', text: 'Lisent le contrat phrase par phrase', state: 'done', help: 'together' }]
		},
		{
			ago: 32,
			by: 'estelle',
			text: 'Le contrat est lu. Deux questions posées à la directrice, deux réponses écrites. Reste à tenir jusqu’en janvier, et les douze mois d’accompagnement finissent avant.',
			next: [
				{ owner: 'estelle', text: 'Préparer la demande de prolongation, et la lui montrer d’abord', state: 'tried' },
				{ owner: 'her', text: 'Dit ce qu’elle veut y voir écrit', state: 'done', help: 'alone' }
			]
		},
		{
			ago: 11,
			by: 'estelle',
			right: { value: 'yes', ago: 9, how: 'orally', by: 'estelle' },
			text: 'Elle veut que la demande dise : « elle n’a pas besoin d’aide pour travailler, elle a besoin d’aide pour changer d’heure ». C’est écrit ainsi.',
			moved: 'ma phrase est dans la demande',
			next: [{ owner: 'estelle', text: 'Envoyer la demande de prolongation avant la fin du mois' }]
		}
	],
	appointments: [{ in: 4, at: '11:00', place: 'bureau d’Estelle', with: 'estelle' }],
	memos: [{ by: 'estelle', ago: 11, expiresIn: 120, text: 'Le permis, elle en reparlera d’elle-même après janvier.' }]
};
