import type { NamedCode } from '../needs/codes.ts';

/**
 * Everyday words for the needs of the list, as people say them to a counter or a search box: folded, without accents. One that ends in `-` is
 * a beginning. A word may speak of several needs; a service is never left out for want of it, only found sooner with it.
 */
const SAID: Record<NamedCode, string> = {
	LOG: 'logement- loger loge appart- loyer- louer locati- locatair- proprietair- bail caution- garant- expuls- hebergement- heberg- toit dormir nuit rue abri- studio kot squat demenag- hlm aux sdf sans-abri maison canape chauffage insalubr- apl',
	QUO: 'manger nourriture aliment- colis epicerie- repas faim courses vetement- habits habill- vestiaire meuble- lit frigo machine- laver linge laverie douche- hygiene couches electromenager donnerie ressourcerie friperie',
	ENF: 'enfant- bebe- creche- garde garder garderie nounou nourrice halte baby- gardienne- assistante-maternelle periscolaire ecole accueil-extrascolaire petit- babysit-',
	FAM: 'famille- parent- parentalit- ado- aidant- aidante- grossesse enceinte naissance pere mere papa maman vieillissant- alzheimer memoire dependan- personne-agee educati- mediation-familiale pension-alimentaire fatigue epuise-',
	SAN: 'medecin- docteur soin- sante dentiste- dent- infirmi- hopital mutuelle vitale ordonnance lunette- vue kine planning contracept- ivg depistage gyneco- sexue- sida ist carte-medicale vaccin- maladie',
	PSY: 'psy psycho- psychi- mental- depress- depri- angoiss- anxi- stress burn-out burnout moral suicid- mal-etre ecoute cmp therap-',
	ADD: 'alcool- drogue- boit boire boisson- addict- cannabis joint- cocaine jeu jeux dependance- toxico- sevrage tabac fumer picole-',
	HAN: 'handicap- mdph aah rqth aviq phare invalid- reconnaissance-handicap fauteuil sourd- malvoyant- aveugle- tribunal-du-travail vierge-noire',
	VIO: 'violen- frapp- battu- coups mari conjoint conjugal- separation divorce viol agress- peur refuge partir femme- battre quitter',
	DRO: 'droit- demarche- papier- administrat- formulaire- courrier- caf cpas ccas onem chomage rsa ris allocation- dossier- allocat- ecrivain-public lettre- avocat juridique mutuelle impots bloque- aide-sociale',
	SEJ: 'sejour titre- asile refugie- sans-papiers prefecture etranger- visa naturalis- nationalite regularis- office-des-etrangers exil- migrant-',
	EQU: 'diplome- equivalence- reconnaitre reconnaissance- etudes-etrangeres',
	JUS: 'justice prison detention casier sortant- tribunal juge bracelet probation tig peine avocat condamn-',
	DIS: 'discriminat- racis- insulte- sexisme homophob- unia harcelement',
	FIN: 'dette- endett- surendett- huissier- facture- impaye- budget argent banque credit- mediat- saisie- relance- electricite gaz recouvrement echeance- economie- compte',
	MOB: 'mobilite permis permi code conduire conduite voiture- auto velo- veolo scooter- bus transport- train trajet- covoiturage autopartage car sharing deplac- vehicule- mobylette garage trottinette navette- taxi',
	LNG: 'francais fle alpha- langue- parler cours-de-francais nederlands neerlandais',
	ALP: 'lire lis ecrire lecture ecriture illettr- analphabet- alpha- calcul- compter remise-a-niveau orthographe',
	NUM: 'ordinateur- numerique- internet telephone- smartphone- informatique pc tablette- mail- ligne wifi connexion- forfait sim recharge- clavier imprim- application-',
	ORI: 'orientation metier- projet- bilan reconver- immersion stage- decouvrir choisir idee ecole decroch- neet ingenieur avenir orienter',
	FOR: 'formation- former apprendre apprenti- diplome cours etude- certificat qualif- alternance financement ',
	REC: 'cv emploi- travail boulot job- candidature- entretien- lettre-de-motivation recrut- interim annonce- offre- embauche- motivation linkedin poste',
	EMP: 'patron- employeur- collegue- maintien arret licenci- amenagement- maladie-professionnelle handicap-au-travail contrat burn-out reprendre chef',
	CRE: 'entreprise- creer creation independant- freelance auto-entrepreneur- micro-entreprise commerce microcredit statut- facturer lancer',
	INT: 'etranger international erasmus expatri- europe mobilite-internationale',
	CON: 'confiance estime oser bien-etre image relook- theatre reprendre-pied honte timid-',
	LIE: 'seul- seule isole- isolement rencontr- sortir benevol- volontar- loisir- sport- culture- jardin- cafe- ami- amis quartier activite- asbl citoyen- chant chorale musique'
};

const WORDS = Object.entries(SAID).flatMap(([need, words]) =>
	words
		.split(' ')
		.filter(Boolean)
		.map((word) => ({ need: need as NamedCode, word: word.replace(/-$/, ''), begins: word.endsWith('-') }))
);

/** The needs that a folded word speaks of; none for most words. */
export const needsSaid = (typed: string): NamedCode[] => [
	...new Set(
		WORDS.filter(({ word, begins }) => typed === word || typed === `${word}s` || (begins && typed.startsWith(word))).map(({ need }) => need)
	)
];

/** Words that say the same thing: whoever types one finds what says another. Folded; each line both ways. */
const SAME = [
	'volontariat volontaire benevolat benevole engagement',
	'conduire conduite chauffeur transport accompagner trajet',
	'autopartage covoiturage sharing partagee car voiture',
	'velo bicyclette cycle',
	'scooter mobylette cyclomoteur',
	'permis conduite code theorique',
	'psy psychologue psychologique psychiatre',
	'medecin docteur medical medecine',
	'caution garantie depot',
	'appartement logement habitation studio',
	'loyer locataire locatif',
	'expulse expulsion expulsions',
	'sitter babysitter baby garde nounou gardienne assistante',
	'creche halte accueil garderie',
	'decales atypiques horaires tot tard nuit',
	'bloque refus contester attente',
	'caf caisse allocations',
	'dossier formulaire demande',
	'papiers titre sejour carte',
	'courrier courriers lettre lettres ecrivain',
	'douche hygiene sanitaires',
	'linge laverie lave',
	'frigo refrigerateur electromenager',
	'impaye impayee dettes retard facture',
	'huissier recouvrement dettes saisie',
	'electricite energie gaz',
	'aidant epuise epuisee repit proche',
	'memoire alzheimer vieillissement',
	'boit alcool boire consomme',
	'mari conjoint couple',
	'telephone smartphone mobile',
	'credit forfait recharge',
	'ordinateur pc informatique',
	'diplome equivalence reconnaissance',
	'infirmiere infirmier soignant',
	'nederlands neerlandais',
	'freelance independant entreprise',
	'graphiste creation graphisme',
	'patron employeur entreprise',
	'travail emploi job boulot',
	'cv curriculum candidature',
	'toit abri hebergement nuit',
	'manger colis alimentaire repas',
	'ecole scolaire decrochage',
	'honte confiance',
	'lire lecture ecrire illettrisme alphabetisation'
].map((line) => line.split(' '));

/** Other words for the same thing; none for most. */
export const alsoSaid = (typed: string): string[] =>
	[...new Set(SAME.filter((line) => line.includes(typed)).flat())].filter((word) => word !== typed);
