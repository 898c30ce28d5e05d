import type { OrganizationStory } from '../story.ts';

/** The invented Bassin de Sambre-Noire: three towns, three bus lines that end at half past seven, a crèche with a nine-month list. */
export const organizations: OrganizationStory[] = [
	{
		slug: 'relance',
		name: 'Relance-Sambre asbl',
		kind: 'mire',
		address: 'Rue des Lamineurs 14, Noirchâtel',
		directions:
			'Bus 3, arrêt Lamineurs. La porte verte à côté de la boulangerie, sonnette « Relance ». C’est au premier étage, il y a un ascenseur.',
		phone: '071 00 00 14',
		opinions: [
			{ when: 'now', sheets: ['332332', '23211n', '33323s', '321.2n', '22133n', '33232n', '131220'] },
			{
				when: 'before',
				sheets: ['23122n', '33232n', '12211n', '32.33n', '223121', '33132s', '21213n', '0.1112', '33323n'],
				words: 'Peu de monde savait qui lit quoi. Depuis mars, on ouvre la page « Qui voit quoi » ensemble, au premier rendez-vous.'
			}
		],
		members: [
			{
				slug: 'aurore',
				first: 'Aurore',
				last: 'N.',
				job: 'Conseillère',
				roles: ['practitioner'],
				email: 'aurore@relance-sambre.example',
				reads: [1, 2, 4]
			},
			{ slug: 'ines', first: 'Inès', last: 'C.', job: 'Job coach', roles: ['practitioner'], email: 'ines@relance-sambre.example' },
			{
				slug: 'paul-henri',
				first: 'Paul-Henri',
				last: 'W.',
				job: 'Référent social',
				roles: ['practitioner'],
				email: 'paul-henri@relance-sambre.example'
			},
			{ slug: 'sandrine', first: 'Sandrine', last: 'L.', job: 'Pair-aidante', roles: ['practitioner'], email: 'sandrine@tilleuls.example' },
			{ slug: 'josiane', first: 'Josiane', last: 'V.', job: 'Accueil', roles: ['front-desk'], email: 'josiane@relance-sambre.example' },
			{
				slug: 'beatrice',
				first: 'Béatrice',
				last: 'L.',
				job: 'Coordinatrice',
				roles: ['coordination'],
				email: 'beatrice@relance-sambre.example'
			},
			{ slug: 'karim', first: 'Karim', last: 'A.', job: 'Administration', roles: ['administrator'], email: 'karim@relance-sambre.example' }
		]
	},
	{
		slug: 'cpas',
		name: 'CPAS de Noirchâtel',
		kind: 'cpas',
		address: 'Place du Perron 1, Noirchâtel',
		directions: 'Face à la fontaine. Prenez un numéro à l’entrée et dites avec qui vous avez rendez-vous.',
		phone: '071 00 00 01',
		members: [
			{ slug: 'mourad', first: 'Mourad', last: 'E.', job: 'Conseiller', roles: ['practitioner'], email: 'mourad@cpas-noirchatel.example' },
			{
				slug: 'claire',
				first: 'Claire',
				last: 'D.',
				job: 'Assistante sociale',
				roles: ['practitioner'],
				email: 'claire@cpas-noirchatel.example'
			},
			{ slug: 'luc', first: 'Luc', last: 'P.', job: 'Assistant social', roles: ['practitioner'], email: 'luc@cpas-noirchatel.example' },
			{ slug: 'fabienne', first: 'Fabienne', last: 'O.', job: 'Accueil', roles: ['front-desk'], email: 'fabienne@cpas-noirchatel.example' },
			{
				slug: 'nathalie',
				first: 'Nathalie',
				last: 'R.',
				job: 'Responsable d’équipe',
				roles: ['coordination'],
				email: 'nathalie@cpas-noirchatel.example'
			},
			{ slug: 'wim', first: 'Wim', last: 'S.', job: 'Informatique', roles: ['administrator'], email: 'wim@cpas-noirchatel.example' }
		]
	},
	{
		slug: 'fonderie',
		name: 'La Fonderie des Savoirs asbl',
		kind: 'cisp',
		address: 'Quai de l’Industrie 30, Marchevieux',
		phone: '071 00 00 30',
		members: [
			{
				slug: 'sofia',
				first: 'Sofia',
				last: 'T.',
				job: 'Formatrice, suivi des stagiaires',
				roles: ['practitioner'],
				email: 'sofia@fonderie-savoirs.example'
			},
			{
				slug: 'benoit',
				first: 'Benoît',
				last: 'H.',
				job: 'Accompagnateur',
				roles: ['practitioner'],
				email: 'benoit@fonderie-savoirs.example'
			},
			{
				slug: 'amina',
				first: 'Amina',
				last: 'K.',
				job: 'Coordinatrice pédagogique',
				roles: ['coordination', 'administrator'],
				email: 'amina@fonderie-savoirs.example'
			},
			{ slug: 'jo', first: 'Jo', last: 'M.', job: 'Accueil', roles: ['front-desk'], email: 'jo@fonderie-savoirs.example' }
		]
	},
	{
		slug: 'maison-tilleuls',
		name: 'Maison des Tilleuls',
		kind: 'day-centre',
		address: 'Rue des Tilleuls 8, Fontaine-l’Ardoise',
		phone: '071 00 00 08',
		members: [
			{ slug: 'sandrine', first: 'Sandrine', last: 'L.', job: 'Pair-aidante', roles: ['practitioner'], email: 'sandrine@tilleuls.example' },
			{
				slug: 'didier',
				first: 'Didier',
				last: 'F.',
				job: 'Coordination de la halte',
				roles: ['coordination', 'practitioner'],
				email: 'didier@tilleuls.example'
			}
		]
	},
	{ slug: 'verlaine', name: 'Maison Verlaine', kind: 'housing', address: 'Rue Verlaine 3, Noirchâtel', phone: '071 00 00 03', members: [] },
	{
		slug: 'tremplin',
		name: 'Le Tremplin Vélo',
		kind: 'mobility',
		address: 'Ancienne gare, Marchevieux',
		phone: '071 00 00 22',
		members: []
	},
	{
		slug: 'planning',
		name: 'Planning Les Tilleuls',
		kind: 'health',
		address: 'Rue des Tilleuls 2, Fontaine-l’Ardoise',
		phone: '071 00 00 02',
		members: []
	},
	{
		slug: 'antenne',
		name: 'Antenne Partenariats du service public de l’emploi',
		kind: 'pes',
		address: 'Boulevard Solvay 40, Noirchâtel',
		phone: '071 00 00 40',
		members: []
	},
	{ slug: 'bassin', name: 'Bassin EFE Sambre-Noire', kind: 'other', address: 'Boulevard Solvay 40, Noirchâtel', members: [] }
];
