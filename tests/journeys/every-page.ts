import { idOf } from '../../demo/ids.ts';

/** Who opens a page: somebody of the demo by first name, a passer-by, or whoever sets up a new installation. */
export type Who =
	'nobody' | 'aurore' | 'sandrine' | 'josiane' | 'beatrice' | 'karim' | 'founder' | 'administrator' | 'half-way' | 'nadia' | 'helper';

/** What only exists once somebody made it. */
export interface Made {
	/** Paths of an open invitation, of a link to choose a password, of a text kept after its session ended. */
	invitation: string;
	reset: string;
	kept: string;
	/** The same in her own space. */
	keptOfHers: string;
	/** A paper that she keeps. */
	paper: string;
	/** A file to bring in: its columns to choose, and its dry run with something to put right, with somebody to look at, with nobody to bring in. */
	file: string;
	wrongFile: string;
	goodFile: string;
	othersFile: string;
	/** A service of the directory of Aurore's territory, and its structure. */
	service: string;
	structure: string;
	/** The path printed at the first start of an installation. */
	setUp: string;
}

/** One page: who may see it, and where. Further addresses show it in other states. */
export interface Place {
	who: Who;
	at: (made: Made) => string[];
	/** Also read at 320 px. */
	main?: boolean;
	/** The gallery of parts: its links and sentences are examples. */
	examples?: boolean;
	/** The tab says neither the product nor whom the page is about: somebody else may be looking. */
	neutral?: boolean;
}

const of = (...names: string[]) => idOf('sambre-noire', ...names);
const pathway = (slug: string) => `/personnes/${of(slug, 'accompaniment')}`;
const nadia = pathway('nadia');

const seenBy = (who: Who, ...addresses: string[]): Place => ({ who, at: () => addresses });
/** A page about a person, as her counsellor opens it; with the same page about others whom she accompanies. */
const about = (below: string, ...others: string[]) =>
	seenBy('aurore', `${nadia}${below}`, ...others.map((slug) => `${pathway(slug)}${below}`));
const madeBy = (who: Who, at: Place['at']): Place => ({ who, at });
const neutral = (place: Place): Place => ({ ...place, neutral: true });
const main = (place: Place): Place => ({ ...place, main: true });

/** Every page of `src/routes`, by its route. A new page takes its place here. */
export const PLACES: Record<string, Place> = {
	'/installation': { who: 'founder', at: ({ setUp }) => [setUp] },
	'/connexion/securite': seenBy('administrator', '/connexion/securite'),
	'/connexion/code': seenBy('half-way', '/connexion/code'),

	'/': seenBy('nobody', '/'),
	'/connexion': seenBy('nobody', '/connexion', '/connexion?suite=%2Fpersonnes', '/connexion?change', '/connexion?ouvert'),
	'/moi/connexion': neutral(main(seenBy('nobody', '/moi/connexion', '/moi/connexion?suite=%2Fmoi'))),
	'/moi': neutral(main(seenBy('nadia', '/moi'))),
	'/moi/carte': neutral(seenBy('nadia', '/moi/carte', '/moi/carte?fait=ferme', '/moi/carte?fait=reuni')),
	'/moi/carte/telephone': neutral(
		seenBy('nadia', '/moi/carte/telephone', '/moi/carte/telephone?fait=efface', '/moi/carte/telephone?fait=envoye')
	),
	'/moi/chemin': neutral(main(seenBy('nadia', '/moi/chemin'))),
	'/moi/ce-qui-compte': neutral(main(seenBy('nadia', '/moi/ce-qui-compte'))),
	'/moi/ce-qui-compte/besoins/nouveau': neutral(seenBy('nadia', '/moi/ce-qui-compte/besoins/nouveau')),
	'/moi/ce-qui-compte/besoins/[need]': neutral(seenBy('nadia', `/moi/ce-qui-compte/besoins/${of('nadia', 'need', '0')}`)),
	'/moi/ce-qui-compte/souhaits/nouveau': neutral(seenBy('nadia', '/moi/ce-qui-compte/souhaits/nouveau')),
	'/moi/ce-qui-compte/souhaits/[goal]': neutral(seenBy('nadia', `/moi/ce-qui-compte/souhaits/${of('nadia', 'goal', '0')}`)),
	'/moi/actions': neutral(main(seenBy('nadia', '/moi/actions'))),
	'/moi/actions/notes': neutral(seenBy('nadia', '/moi/actions/notes')),
	'/moi/actions/avance': neutral(seenBy('nadia', '/moi/actions/avance')),
	'/moi/relire': neutral(main(seenBy('nadia', '/moi/relire'))),
	'/moi/rendez-vous/[appointment]': neutral(seenBy('nadia', `/moi/rendez-vous/${of('nadia', 'appointment', '0')}`)),
	'/moi/messages': neutral(main(seenBy('nadia', '/moi/messages', '/moi/messages?fait=envoye'))),
	'/moi/messages/prevenir': neutral(seenBy('nadia', '/moi/messages/prevenir')),
	'/moi/avis': neutral(main(seenBy('nadia', '/moi/avis', '/moi/avis?fait=donne'))),
	'/moi/page': neutral(main(seenBy('nadia', '/moi/page'))),
	'/moi/ce-qui-compte/mes-mots': neutral(seenBy('nadia', '/moi/ce-qui-compte/mes-mots')),
	'/moi/papiers': neutral(seenBy('nadia', '/moi/papiers')),
	'/moi/papiers/ajouter': neutral(seenBy('nadia', '/moi/papiers/ajouter')),
	'/moi/papiers/[document]': neutral({ who: 'nadia', at: ({ paper }) => [paper] }),
	'/moi/papiers/lettres': neutral(seenBy('nadia', '/moi/papiers/lettres')),
	'/moi/papiers/lettres/nouvelle': neutral(seenBy('nadia', '/moi/papiers/lettres/nouvelle')),
	'/moi/emporter': neutral(seenBy('nadia', '/moi/emporter')),
	'/moi/qui-voit': neutral(main(seenBy('nadia', '/moi/qui-voit'))),
	'/moi/qui-voit/aide': neutral(seenBy('nadia', '/moi/qui-voit/aide', '/moi/qui-voit/aide?repris')),
	'/moi/aide': neutral(seenBy('helper', '/moi/aide')),
	'/moi/aide/rendez-vous/[appointment]': neutral(seenBy('helper', `/moi/aide/rendez-vous/${of('nadia', 'appointment', '0')}`)),
	'/moi/qui-a-regarde': neutral(main(seenBy('nadia', '/moi/qui-a-regarde'))),
	'/moi/reprise/[id]': neutral({ who: 'nadia', at: ({ keptOfHers }) => [keptOfHers] }),
	'/deconnexion': seenBy('nobody', '/deconnexion'),
	'/mot-de-passe': seenBy('nobody', '/mot-de-passe'),
	'/mot-de-passe/[token]': { who: 'nobody', at: ({ reset }) => [reset] },
	'/invitation/[token]': { who: 'nobody', at: ({ invitation }) => [invitation] },
	'/ui': { ...seenBy('nobody', '/ui'), examples: true },
	'/connexion/organisation': seenBy('sandrine', '/connexion/organisation'),

	'/bureau': main(seenBy('aurore', '/bureau', '/bureau?q=ma', '/bureau?q=zzz')),
	'/bureau/changement': seenBy('aurore', '/bureau/changement', `/bureau/changement?a=${of('relance', 'paul-henri')}`),
	'/bureau/collectif': seenBy('aurore', '/bureau/collectif', '/bureau/collectif?a=deux', '/bureau/collectif?note=1'),
	'/bureau/journee': main(seenBy('aurore', '/bureau/journee', '/bureau/journee?jour=2020-01-06')),
	'/bureau/journee/feuille': seenBy('aurore', '/bureau/journee/feuille', '/bureau/journee/feuille?jour=2020-01-06'),
	'/bureau/inquiet': seenBy('aurore', '/bureau/inquiet'),
	'/bureau/messages': seenBy('aurore', '/bureau/messages'),
	'/bureau/recul': seenBy('aurore', '/bureau/recul'),
	'/bureau/regards/[view]': seenBy('aurore', `/bureau/regards/${of('yasmine', 'view', '0')}`),
	'/bureau/remplacement': seenBy('aurore', '/bureau/remplacement'),
	'/compte': seenBy('aurore', '/compte'),
	'/compte/organisation': seenBy('aurore', '/compte/organisation'),
	'/compte/mot-de-passe': seenBy('aurore', '/compte/mot-de-passe'),
	'/compte/verification': seenBy('aurore', '/compte/verification'),
	'/reprise': seenBy('aurore', '/reprise'),
	'/reprise/[id]': { who: 'aurore', at: ({ kept }) => [kept] },

	'/personnes': main(seenBy('aurore', '/personnes', '/personnes?suite=sans&tri=vue', '/personnes?fin=oui', '/personnes?q=zzz')),
	'/personnes/nouvelle': seenBy('aurore', '/personnes/nouvelle'),
	'/personnes/nouvelle/information': seenBy('aurore', '/personnes/nouvelle/information'),
	'/personnes/[person]': main(about('', 'kevin', 'hubert', 'samir', 'marie-ange')),
	'/personnes/[person]/carte': about('/carte', 'hubert'),
	'/personnes/[person]/carte/imprimer': neutral(seenBy('aurore', `${nadia}/carte/imprimer`)),
	'/personnes/[person]/actions': about('/actions', 'samir', 'kevin'),
	'/personnes/[person]/actions/[action]': seenBy('aurore', `${nadia}/actions/${of('nadia', 'action', '11', '0')}`),
	'/personnes/[person]/besoins': main(about('/besoins', 'samir', 'kevin')),
	'/personnes/[person]/besoins/nouveau': about('/besoins/nouveau'),
	'/personnes/[person]/besoins/[need]': seenBy(
		'aurore',
		`${nadia}/besoins/${of('nadia', 'need', '0')}`,
		`${nadia}/besoins/${of('nadia', 'need', '3')}`
	),
	'/personnes/[person]/a-deux': { ...main(about('/a-deux', 'kevin')), neutral: true },
	'/personnes/[person]/pas': about('/pas', 'kevin'),
	'/personnes/[person]/aide': about('/aide', 'kevin'),
	'/personnes/[person]/ecran': about('/ecran', 'kevin'),
	'/personnes/[person]/cadre': about('/cadre', 'samir'),
	'/personnes/[person]/documents': about('/documents', 'kevin'),
	'/personnes/[person]/emporter': about('/emporter', 'kevin'),
	'/personnes/[person]/entourage': about('/entourage', 'hubert'),
	'/personnes/[person]/entretiens': about('/entretiens'),
	'/personnes/[person]/entretiens/[interview]': seenBy(
		'aurore',
		`${nadia}/entretiens/${of('nadia', 'interview', '11')}`,
		`${nadia}/entretiens/${of('nadia', 'interview', '7')}`
	),
	'/personnes/[person]/entretiens/[interview]/relire': seenBy('aurore', `${nadia}/entretiens/${of('nadia', 'interview', '11')}/relire`),
	'/personnes/[person]/entretiens/[interview]/mon-cote': seenBy(
		'aurore',
		`${pathway('samir')}/entretiens/${of('samir', 'interview', '9')}/mon-cote`,
		`${pathway('samir')}/entretiens/${of('samir', 'interview', '10')}/mon-cote`
	),
	'/personnes/[person]/entretiens/nouveau': main(about('/entretiens/nouveau', 'kevin')),
	'/personnes/[person]/fil': main(about('/fil', 'kevin', 'hubert', 'marie-ange')),
	'/personnes/[person]/fin': about('/fin'),
	'/personnes/[person]/fin/deces': about('/fin/deces'),
	'/personnes/[person]/inquiet': about('/inquiet', 'kevin'),
	'/personnes/[person]/invitation': about('/invitation'),
	'/personnes/[person]/invitation/imprimer': about('/invitation/imprimer'),
	'/personnes/[person]/lectures': about('/lectures'),
	'/personnes/[person]/memos': about('/memos', 'kevin'),
	'/personnes/[person]/memos/[memo]': seenBy('aurore', `${nadia}/memos/${of('nadia', 'memo', '0')}`),
	'/personnes/[person]/messages': main(about('/messages', 'kevin', 'samir')),
	'/personnes/[person]/moment': about('/moment', 'kevin'),
	'/personnes/[person]/objectifs': main(about('/objectifs', 'samir', 'kevin', 'marie-ange')),
	'/personnes/[person]/objectifs/[goal]': seenBy(
		'aurore',
		`${nadia}/objectifs/${of('nadia', 'goal', '0')}`,
		`${nadia}/objectifs/${of('nadia', 'goal', '1')}`
	),
	'/personnes/[person]/plan': about('/plan', 'kevin', 'samir'),
	'/personnes/[person]/profil': about('/profil', 'kevin'),
	'/personnes/[person]/protection': about('/protection'),
	'/personnes/[person]/regards': about('/regards', 'kevin'),
	'/personnes/[person]/rendez-vous': about('/rendez-vous', 'kevin'),

	'/annuaire': main(
		seenBy(
			'aurore',
			'/annuaire',
			'/annuaire?q=garde+denfant',
			'/annuaire?besoin=FIN&lieu=Marchevieux&rayon=10',
			'/annuaire?q=psycologue&lieu=Tombouctou',
			'/annuaire?q=zzzzzz'
		)
	),
	'/annuaire/services/[service]': madeBy('aurore', ({ service }) => [`/annuaire/services/${service}`]),
	'/annuaire/structures/[structure]': madeBy('aurore', ({ structure }) => [`/annuaire/structures/${structure}`]),
	'/accueil': main(seenBy('josiane', '/accueil', '/accueil?fait=message')),
	'/accueil/[appointment]': seenBy('josiane', `/accueil/${of('nadia', 'appointment', '0')}`),
	'/equipe': seenBy('beatrice', '/equipe'),
	'/equipe/avis': main(seenBy('aurore', '/equipe/avis', '/equipe/avis?fait=feuilles')),
	'/equipe/avis/saisie': seenBy('josiane', '/equipe/avis/saisie'),
	'/reglages': seenBy('karim', '/reglages'),
	'/reglages/acces': seenBy('karim', '/reglages/acces'),
	'/reglages/changements': seenBy('karim', '/reglages/changements'),
	'/reglages/donnees': seenBy('karim', '/reglages/donnees'),
	'/reglages/import': main(seenBy('aurore', '/reglages/import', '/reglages/import?fait=jete')),
	'/reglages/import/[file]': main({ who: 'aurore', at: ({ file }) => [file] }),
	'/reglages/import/[file]/essai': main({ who: 'aurore', at: ({ wrongFile, goodFile, othersFile }) => [wrongFile, goodFile, othersFile] }),
	'/reglages/invitations': seenBy('karim', '/reglages/invitations'),
	'/reglages/membres': seenBy('karim', '/reglages/membres'),
	'/reglages/membres/[member]': seenBy('karim', `/reglages/membres/${of('relance', 'ines')}`),
	'/reglages/membres/[member]/fin': seenBy('karim', `/reglages/membres/${of('relance', 'ines')}/fin`),
	'/reglages/messages': seenBy('karim', '/reglages/messages')
};
