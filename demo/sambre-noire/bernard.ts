import type { PersonStory } from '../story.ts';

/** Bernard: rent and debts first, no job goal, six small steps. */
export const bernard: PersonStory = {
	slug: 'bernard',
	name: 'Bernard G.',
	organization: 'cpas',
	lead: 'mourad',
	track: 'social',
	opened: 372,
	answers: [{ value: 'yes', ago: 372, how: 'paper' }],
	profile: {
		pronouns: 'il',
		languages: 'français',
		birthDate: '1968-11-02',
		municipality: 'Fontaine-l’Ardoise',
		matters: 'Rester dans mon appartement. Ouvrir le courrier sans trembler.',
		side: 'Un plan tenu depuis sept mois. Il n’y a pas d’objectif emploi, et c’est dit.'
	},
	contacts: [
		{ kind: 'phone', value: '0470 00 18 55' },
		{ kind: 'post', value: 'Rue Basse 21, Fontaine-l’Ardoise' }
	],
	colleagues: [{ who: 'claire', track: 'social' }],
	frame: {
		ago: 365,
		basis: 'asked',
		askedBy: 'piis',
		startsAgo: 365,
		asked: 2,
		canPromise: 'Vous dire avant ce que je dois transmettre, et vous le montrer.',
		cannotPromise: 'Effacer une dette.',
		hers: 'J’apporte le courrier, même fermé.',
		passedOn: [
			{
				what: 'les dates d’évaluation du projet',
				to: 'le comité du CPAS',
				when: 'trois fois par an',
				then: 'le projet continue, change ou s’arrête ; vous êtes entendu avant'
			}
		]
	},
	needs: [
		{
			code: 'FIN',
			by: 'mourad',
			ago: 365,
			hers: {
				words: 'Le loyer d’abord. Les autres attendront leur tour, c’est écrit sur la feuille.',
				when: 'now',
				works: 'Le mardi, la radio, une enveloppe à la fois.',
				before: { words: 'Je ne veux pas savoir combien.', when: 'later', changed: 310 }
			},
			ours: [
				{ who: 'mourad', words: 'Le plan tient. Reste à voir la chaudière avec le bailleur.', when: 'now' },
				{ who: 'claire', words: 'Le tarif social soulage l’hiver.', when: 'now' }
			]
		},
		{
			code: 'NUM',
			by: 'claire',
			ago: 180,
			hers: { words: 'Le guichet et le téléphone me suffisent. Pas d’ordinateur chez moi.', when: 'not-a-topic' },
			ours: [
				{
					who: 'claire',
					words: 'La banque ferme son guichet l’an prochain : on pourrait préparer la suite sans se presser.',
					when: 'later'
				}
			]
		},
		{
			code: 'LIE',
			by: 'mourad',
			ago: 15,
			hers: { words: 'Le voisin du dessous a aussi un sac de courrier. Je peux lui montrer.', when: 'now' },
			ours: [{ who: 'mourad', when: 'now' }]
		},
		{
			code: 'REC',
			by: 'mourad',
			ago: 365,
			hers: { words: 'Non. À mon âge et avec mon dos, non.', when: 'not-a-topic', how: 'paper' },
			ours: [{ who: 'mourad', when: 'not-a-topic' }]
		}
	],
	meetings: [
		{
			ago: 372,
			by: 'mourad',
			text: 'Un sac de courrier fermé. On en a ouvert trois, pas un de plus. Il a choisi lesquels.',
			moved: 'trois enveloppes ouvertes'
		},
		{
			ago: 344,
			by: 'mourad',
			text: 'Sept enveloppes. Une facture payée deux fois : on lui doit quarante euros. Il a gardé le papier dans son portefeuille.',
			moved: 'quarante euros à récupérer',
			next: [{ owner: 'mourad', text: 'Écrire au fournisseur pour le double paiement', state: 'done' }]
		},
		{
			ago: 310,
			by: 'claire',
			text: 'Premier calcul, sur une feuille, au crayon. Loyer d’abord. Ensuite ce qui coupe. Ensuite le reste.',
			next: [
				{ owner: 'her', text: 'Appelle le bailleur pour dire quand il paie', state: 'not-now' },
				{ owner: 'both', text: 'Appellent le bailleur ensemble', state: 'done', help: 'together' }
			]
		},
		{
			ago: 268,
			by: 'mourad',
			channel: 'phone',
			text: 'Le bailleur accepte. Il a dit « Monsieur Bernard est quelqu’un de correct ». Je l’ai répété.',
			moved: 'un accord avec le bailleur'
		},
		{ ago: 223, by: 'mourad', text: 'Trois mois tenus. Il a racheté du café en grains. On en parle comme d’une dépense sérieuse.' },
		{
			ago: 180,
			by: 'claire',
			text: 'Il ouvre le courrier le mardi, avec la radio. Il appelle quand il ne comprend pas, plus quand il a peur.',
			moved: 'le courrier, le mardi, sans aide'
		},
		{
			ago: 139,
			by: 'mourad',
			text: 'Une lettre d’huissier, ancienne affaire. Mauvaise matinée. Elle est prescrite, la médiation de dettes confirme.',
			next: [{ owner: 'mourad', text: 'Obtenir la confirmation par écrit', state: 'done' }]
		},
		{
			ago: 88,
			by: 'mourad',
			text: 'Il m’a demandé si j’avais, moi aussi, un tiroir que je n’ouvrais pas. On a parlé d’autre chose, longtemps.',
			outcome: 'not-this-time'
		},
		{
			ago: 44,
			by: 'claire',
			text: 'Budget d’hiver : prêt. Le tarif social était possible depuis deux ans, demande envoyée.',
			moved: 'tarif social demandé'
		},
		{
			ago: 15,
			by: 'mourad',
			text: 'Le tarif social est accordé. Il voudrait montrer le mardi-radio à son voisin du dessous.',
			moved: 'tarif social accordé',
			next: [
				{ owner: 'mourad', text: 'Rappeler le bailleur avec Bernard pour la chaudière' },
				{ owner: 'her', text: 'Propose un mardi à son voisin' }
			]
		}
	],
	appointments: [{ in: 0, at: '10:30', place: 'bureau 4' }]
};
