import type { MemberStory, OrganizationStory } from '../story.ts';

/** Whoever works in the house of this address; most of them accompany. */
const at =
	(domain: string) =>
	(slug: string, first: string, last: string, job: string, roles: MemberStory['roles'] = ['practitioner']): MemberStory => ({
		slug,
		first,
		last,
		job,
		roles,
		email: `${first.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()}@${domain}.example`
	});
const mission = at('mission-port-lazare');
const cap = at('cap-rive');
const calanque = at('calanque-formation');
const saintElme = at('maison-saint-elme');
const riveHaute = at('foyer-rive-haute');
const garrigue = at('chantier-garrigue');

/** The invented town of Port-Lazare: three quarters, a harbour that hires by the day, a night bus that stops one bridge too early. */
export const organizations: OrganizationStory[] = [
	{
		slug: 'mission-locale',
		name: 'Mission locale de Port-Lazare',
		kind: 'mission-locale',
		address: '12 quai des Radoubs, La Belle-Rive, Port-Lazare',
		directions: 'Bus 8, arrêt Radoubs. L’entrée est du côté du quai, sonnette du bas. Pas de marche.',
		phone: '06 39 98 00 12',
		members: [
			mission('yann', 'Yann', 'G.', 'Conseiller'),
			mission('djamila', 'Djamila', 'R.', 'Conseillère'),
			mission('celeste', 'Céleste', 'A.', 'Psychologue'),
			mission('maud', 'Maud', 'P.', 'Accueil', ['front-desk']),
			mission('rachid', 'Rachid', 'B.', 'Responsable de secteur', ['coordination']),
			mission('oceane', 'Océane', 'V.', 'Numérique', ['administrator'])
		]
	},
	{
		slug: 'cap-rive',
		name: 'Cap Rive IPS',
		kind: 'supported-employment',
		address: '3 rue du Phare, Saint-Elme, Port-Lazare',
		phone: '06 39 98 00 31',
		members: [
			cap('maelle', 'Maëlle', 'S.', 'Job coach'),
			cap('thierry', 'Thierry', 'O.', 'Job coach'),
			cap('solene', 'Solène', 'D.', 'Coordinatrice', ['coordination', 'administrator']),
			cap('fred', 'Fred', 'L.', 'Accueil', ['front-desk'])
		]
	},
	{
		slug: 'calanque',
		name: 'Institut Calanque Formation',
		kind: 'training',
		address: '40 avenue des Carrières, Port-Lazare',
		phone: '06 39 98 00 40',
		members: [
			calanque('estelle', 'Estelle', 'M.', 'Chargée d’accompagnement'),
			calanque('bakary', 'Bakary', 'C.', 'Chargé d’accompagnement'),
			calanque('veronique', 'Véronique', 'H.', 'Direction pédagogique', ['coordination', 'administrator']),
			calanque('lila', 'Lila', 'K.', 'Accueil', ['front-desk'])
		]
	},
	{
		slug: 'saint-elme',
		name: 'Maison départementale Saint-Elme',
		kind: 'cpas',
		address: '1 place du Marché-aux-Cordes, Saint-Elme, Port-Lazare',
		phone: '06 39 98 00 01',
		members: [
			saintElme('gwenaelle', 'Gwenaëlle', 'T.', 'Assistante sociale'),
			saintElme('pascal', 'Pascal', 'N.', 'Référent RSA'),
			saintElme('ines-l', 'Inès', 'L.', 'Responsable d’équipe', ['coordination', 'administrator']),
			saintElme('jocelyne', 'Jocelyne', 'F.', 'Accueil', ['front-desk'])
		]
	},
	{
		slug: 'rive-haute',
		name: 'Foyer Rive-Haute',
		kind: 'housing',
		address: '8 montée des Oiseleurs, Port-Lazare',
		phone: '06 39 98 00 08',
		members: [
			riveHaute('abdel', 'Abdel', 'Y.', 'Éducateur'),
			riveHaute('corinne', 'Corinne', 'J.', 'Cheffe de service', ['coordination', 'administrator'])
		]
	},
	{
		slug: 'garrigue',
		name: 'Chantier La Garrigue',
		kind: 'other',
		address: 'Chemin des Restanques, Les Carrières, Port-Lazare',
		phone: '06 39 98 00 55',
		members: [garrigue('nono', 'Norbert', 'Q.', 'Encadrant, accompagnement', ['practitioner', 'coordination'])]
	},
	{ slug: 'cmp', name: 'CMP Belle-Rive', kind: 'health', address: '22 rue des Voiliers, La Belle-Rive, Port-Lazare', members: [] },
	{ slug: 'connect', name: 'Connect’Escale', kind: 'other', address: '5 rue du Sémaphore, Port-Lazare', members: [] }
];
