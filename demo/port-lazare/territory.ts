import type { MemberStory, OrganizationStory } from '../story.ts';

const practitioner = (slug: string, first: string, last: string, job: string, domain: string): MemberStory => ({
	slug,
	first,
	last,
	job,
	roles: ['practitioner'],
	email: `${slug}@${domain}.example`
});

/** The invented town of Port-Lazare: three quarters, a harbour that hires by the day, a night bus that stops one bridge too early. */
export const organizations: OrganizationStory[] = [
	{
		slug: 'mission-locale',
		name: 'Mission locale de Port-Lazare',
		kind: 'mission-locale',
		address: '12 quai des Radoubs, La Belle-Rive, Port-Lazare',
		phone: '06 39 98 00 12',
		members: [
			practitioner('yann', 'Yann', 'G.', 'Conseiller', 'mission-port-lazare'),
			practitioner('djamila', 'Djamila', 'R.', 'Conseillère', 'mission-port-lazare'),
			practitioner('celeste', 'Céleste', 'A.', 'Psychologue', 'mission-port-lazare'),
			{ slug: 'maud', first: 'Maud', last: 'P.', job: 'Accueil', roles: ['front-desk'], email: 'maud@mission-port-lazare.example' },
			{
				slug: 'rachid',
				first: 'Rachid',
				last: 'B.',
				job: 'Responsable de secteur',
				roles: ['coordination'],
				email: 'rachid@mission-port-lazare.example'
			},
			{
				slug: 'oceane',
				first: 'Océane',
				last: 'V.',
				job: 'Numérique',
				roles: ['administrator'],
				email: 'oceane@mission-port-lazare.example'
			}
		]
	},
	{
		slug: 'cap-rive',
		name: 'Cap Rive IPS',
		kind: 'supported-employment',
		address: '3 rue du Phare, Saint-Elme, Port-Lazare',
		phone: '06 39 98 00 31',
		members: [
			practitioner('maelle', 'Maëlle', 'S.', 'Job coach', 'cap-rive'),
			practitioner('thierry', 'Thierry', 'O.', 'Job coach', 'cap-rive'),
			{
				slug: 'solene',
				first: 'Solène',
				last: 'D.',
				job: 'Coordinatrice',
				roles: ['coordination', 'administrator'],
				email: 'solene@cap-rive.example'
			},
			{ slug: 'fred', first: 'Fred', last: 'L.', job: 'Accueil', roles: ['front-desk'], email: 'fred@cap-rive.example' }
		]
	},
	{
		slug: 'calanque',
		name: 'Institut Calanque Formation',
		kind: 'training',
		address: '40 avenue des Carrières, Port-Lazare',
		phone: '06 39 98 00 40',
		members: [
			practitioner('estelle', 'Estelle', 'M.', 'Chargée d’accompagnement', 'calanque-formation'),
			practitioner('bakary', 'Bakary', 'C.', 'Chargé d’accompagnement', 'calanque-formation'),
			{
				slug: 'veronique',
				first: 'Véronique',
				last: 'H.',
				job: 'Direction pédagogique',
				roles: ['coordination', 'administrator'],
				email: 'veronique@calanque-formation.example'
			},
			{ slug: 'lila', first: 'Lila', last: 'K.', job: 'Accueil', roles: ['front-desk'], email: 'lila@calanque-formation.example' }
		]
	},
	{
		slug: 'saint-elme',
		name: 'Maison départementale Saint-Elme',
		kind: 'cpas',
		address: '1 place du Marché-aux-Cordes, Saint-Elme, Port-Lazare',
		phone: '06 39 98 00 01',
		members: [
			practitioner('gwenaelle', 'Gwenaëlle', 'T.', 'Assistante sociale', 'maison-saint-elme'),
			practitioner('pascal', 'Pascal', 'N.', 'Référent RSA', 'maison-saint-elme'),
			{
				slug: 'ines-l',
				first: 'Inès',
				last: 'L.',
				job: 'Responsable d’équipe',
				roles: ['coordination', 'administrator'],
				email: 'ines@maison-saint-elme.example'
			},
			{
				slug: 'jocelyne',
				first: 'Jocelyne',
				last: 'F.',
				job: 'Accueil',
				roles: ['front-desk'],
				email: 'jocelyne@maison-saint-elme.example'
			}
		]
	},
	{
		slug: 'rive-haute',
		name: 'Foyer Rive-Haute',
		kind: 'housing',
		address: '8 montée des Oiseleurs, Port-Lazare',
		phone: '06 39 98 00 08',
		members: [
			practitioner('abdel', 'Abdel', 'Y.', 'Éducateur', 'foyer-rive-haute'),
			{
				slug: 'corinne',
				first: 'Corinne',
				last: 'J.',
				job: 'Cheffe de service',
				roles: ['coordination', 'administrator'],
				email: 'corinne@foyer-rive-haute.example'
			}
		]
	},
	{
		slug: 'garrigue',
		name: 'Chantier La Garrigue',
		kind: 'other',
		address: 'Chemin des Restanques, Les Carrières, Port-Lazare',
		phone: '06 39 98 00 55',
		members: [
			{
				slug: 'nono',
				first: 'Norbert',
				last: 'Q.',
				job: 'Encadrant, accompagnement',
				roles: ['practitioner', 'coordination'],
				email: 'norbert@chantier-garrigue.example'
			}
		]
	},
	{ slug: 'cmp', name: 'CMP Belle-Rive', kind: 'health', address: '22 rue des Voiliers, La Belle-Rive, Port-Lazare', members: [] },
	{ slug: 'connect', name: 'Connect’Escale', kind: 'other', address: '5 rue du Sémaphore, Port-Lazare', members: [] }
];
