/** What stands for each changing part of an address: whose ids are tried there. */
export type Kind =
	| 'file'
	| 'interview'
	| 'need'
	| 'goal'
	| 'action'
	| 'memo'
	| 'member'
	| 'kept'
	| 'token'
	| 'view'
	| 'appointment'
	| 'bring-in'
	| 'her-kept'
	| 'paper'
	| 'letter'
	| 'her-paper'
	| 'her-letter'
	| 'message-file'
	| 'service'
	| 'structure';

export interface Route {
	/** Who comes to it: anybody; a session that acts for a member; or a session of the person herself, in her own space, or of somebody she lets help. */
	for: 'anybody' | 'member' | 'her' | 'helper';
	/** The changing parts of the address, by name. */
	params?: Record<string, Kind>;
	/** The forms it answers, by name; `default` for the only one. An endpoint's methods. */
	forms?: readonly string[];
	/** A form that throws something away leads on, whether or not it was there. */
	leadsOn?: true;
}

/**
 * Every route of the application. A new one makes tests/wall/routes.test.ts fail until it has its line here: then it is tried with
 * another organisation's ids, a colleague's, an excluded one's, ids that never were, and words that are no id.
 */
export const ROUTES: Record<string, Route> = {
	'/': { for: 'anybody' },
	'/connexion': { for: 'anybody', forms: ['default'] },
	'/connexion/code': { for: 'anybody', forms: ['default'] },
	'/connexion/organisation': { for: 'anybody', forms: ['default'] },
	'/connexion/securite': { for: 'anybody', forms: ['begin', 'confirm'] },
	'/deconnexion': { for: 'anybody', forms: ['default'] },
	'/installation': { for: 'anybody', forms: ['default'] },
	'/invitation/[token]': { for: 'anybody', params: { token: 'token' }, forms: ['default'] },
	'/langue': { for: 'anybody', forms: ['POST'] },
	'/mot-de-passe': { for: 'anybody', forms: ['default'] },
	'/mot-de-passe/[token]': { for: 'anybody', params: { token: 'token' }, forms: ['default'] },
	'/sante': { for: 'anybody', forms: ['GET'] },
	'/moi/ailleurs': { for: 'anybody', forms: ['GET'] },
	'/moi/hors-ligne': { for: 'anybody', forms: ['GET'] },
	'/moi/hors-ligne/veille.js': { for: 'anybody', forms: ['GET'] },
	'/moi/connexion': { for: 'anybody', forms: ['default'] },
	'/moi/langue': { for: 'anybody', forms: ['POST'] },
	'/moi/a-deux/fin': { for: 'anybody', forms: ['POST'] },
	'/moi/quitter': { for: 'anybody', forms: ['POST'] },
	'/moi/aide': { for: 'helper' },
	'/moi/aide/rendez-vous/[appointment]': { for: 'helper', params: { appointment: 'appointment' }, forms: ['prevenir', 'venir'] },
	'/moi/(carnet)/qui-voit/aide': { for: 'her', forms: ['donner', 'reprendre'] },
	'/moi/(carnet)': { for: 'her' },
	'/moi/(carnet)/carte': {
		for: 'her',
		forms: ['ailleurs', 'reunir', 'recevoir', 'ouvrir', 'second', 'aucun', 'retenir', 'oublier', 'fermer']
	},
	'/moi/(carnet)/carte/telephone': { for: 'her', forms: ['effacer'] },
	'/moi/(carnet)/carte/telephone/copie': { for: 'her', forms: ['GET', 'POST'] },
	'/moi/(carnet)/brouillon': { for: 'her', forms: ['POST'] },
	'/moi/(carnet)/reprise/[id]': { for: 'her', params: { id: 'her-kept' }, forms: ['default'], leadsOn: true },
	'/moi/(carnet)/actions': { for: 'her', forms: ['ajouter', 'repondre'] },
	'/moi/(carnet)/actions/avance': { for: 'her', forms: ['garder', 'retirer'] },
	'/moi/(carnet)/actions/notes': { for: 'her', forms: ['garder', 'effacer'] },
	'/moi/(carnet)/relire': { for: 'her', forms: ['default'] },
	'/moi/(carnet)/rendez-vous/[appointment]': { for: 'her', params: { appointment: 'appointment' }, forms: ['prevenir', 'venir'] },
	'/moi/(carnet)/emporter': { for: 'her' },
	'/moi/(carnet)/emporter/papiers.zip': { for: 'her', forms: ['POST'] },
	'/moi/(carnet)/messages': { for: 'her', forms: ['ecrire', 'retirer', 'lu'] },
	'/moi/(carnet)/messages/prevenir': { for: 'her', forms: ['default'] },
	'/moi/(carnet)/messages/fichier/[file]': { for: 'her', params: { file: 'message-file' }, forms: ['GET'] },
	'/moi/(carnet)/papiers': { for: 'her' },
	'/moi/(carnet)/papiers/ajouter': { for: 'her', forms: ['default'] },
	'/moi/(carnet)/papiers/[document]': {
		for: 'her',
		params: { document: 'her-paper' },
		forms: ['montrer', 'reprendre', 'renommer', 'effacer']
	},
	'/moi/(carnet)/papiers/[document]/fichier': { for: 'her', params: { document: 'her-paper' }, forms: ['GET'] },
	'/moi/(carnet)/papiers/lettres': { for: 'her', forms: ['reprendre', 'photo'] },
	'/moi/(carnet)/papiers/lettres/nouvelle': { for: 'her', forms: ['default'] },
	'/moi/(carnet)/papiers/lettres/[letter]/fichier': { for: 'her', params: { letter: 'her-letter' }, forms: ['GET'] },
	'/moi/(carnet)/plan.pdf': { for: 'her', forms: ['GET'] },
	'/moi/(carnet)/qui-a-regarde': { for: 'her', forms: ['demander'] },
	'/moi/(carnet)/qui-voit': { for: 'her', forms: ['retirer', 'regard', 'ecarter', 'lever', 'memos'] },
	'/ui': { for: 'anybody', forms: ['enregistrer', 'brouillon'] },
	'/moi/(carnet)/ce-qui-compte': { for: 'her' },
	'/moi/(carnet)/ce-qui-compte/besoins/nouveau': { for: 'her', forms: ['choisir', 'noter'] },
	'/moi/(carnet)/ce-qui-compte/besoins/[need]': { for: 'her', params: { need: 'need' }, forms: ['noter', 'lecteurs'] },
	'/moi/(carnet)/ce-qui-compte/souhaits/nouveau': { for: 'her', forms: ['default'] },
	'/moi/(carnet)/ce-qui-compte/souhaits/[goal]': { for: 'her', params: { goal: 'goal' }, forms: ['oui', 'reprendre', 'redire'] },
	'/moi/(carnet)/chemin': { for: 'her' },
	'/moi/(carnet)/avis': { for: 'her', forms: ['default'] },
	'/moi/(carnet)/page': { for: 'her', forms: ['prenom', 'ajouter', 'prendre', 'changer', 'ordre', 'langue', 'effacer'] },
	'/moi/(carnet)/page.pdf': { for: 'her', forms: ['GET'] },
	'/moi/(carnet)/ce-qui-compte/mes-mots': { for: 'her', forms: ['default'] },
	'/(desk)/annuaire': { for: 'member' },
	'/(desk)/annuaire/services/[service]': { for: 'member', params: { service: 'service' } },
	'/(desk)/annuaire/structures/[structure]': { for: 'member', params: { structure: 'structure' } },
	'/(desk)/accueil': { for: 'member', forms: ['arrivee', 'pas-encore', 'reprendre'] },
	'/(desk)/accueil/[appointment]': { for: 'member', params: { appointment: 'appointment' }, forms: ['message', 'deplacer', 'liberer'] },
	'/(desk)/bureau': { for: 'member', forms: ['lu'] },
	'/(desk)/bureau/changement': { for: 'member', forms: ['default'] },
	'/(desk)/bureau/collectif': {
		for: 'member',
		forms: ['chercher', 'choisir', 'ajouter', 'retirer', 'brouillon', 'jeter', 'enregistrer']
	},
	'/(desk)/bureau/collectif/brouillon': { for: 'member', forms: ['POST'] },
	'/(desk)/bureau/jour.pdf': { for: 'member', forms: ['GET'] },
	'/(desk)/bureau/journee': {
		for: 'member',
		forms: ['enregistrer', 'rien', 'pas-vus', 'brouillon', 'complet', 'chercher', 'ajouter']
	},
	'/(desk)/bureau/journee/brouillon': { for: 'member', forms: ['POST'] },
	'/(desk)/bureau/journee/feuille': { for: 'member' },
	'/(desk)/bureau/inquiet': { for: 'member' },
	'/(desk)/bureau/messages': { for: 'member', forms: ['default'] },
	'/(desk)/bureau/recul': { for: 'member' },
	'/(desk)/bureau/regards/[view]': { for: 'member', params: { view: 'view' }, forms: ['donner', 'rendre'] },
	'/(desk)/bureau/remplacement': { for: 'member', forms: ['remplacer', 'terminer'] },
	'/(desk)/compte': { for: 'member', forms: ['end', 'everywhere'] },
	'/(desk)/compte/organisation': { for: 'member' },
	'/(desk)/compte/mot-de-passe': { for: 'member', forms: ['default'] },
	'/(desk)/compte/verification': { for: 'member', forms: ['begin', 'confirm', 'codes', 'stop'] },
	'/(desk)/equipe': { for: 'member', forms: ['confier', 'ecarter', 'demande', 'remplacer', 'repondre', 'terminer'] },
	'/(desk)/equipe/avis': { for: 'member', forms: ['default'] },
	'/(desk)/equipe/avis/feuille.pdf': { for: 'member', forms: ['GET'] },
	'/(desk)/equipe/avis/saisie': { for: 'member', forms: ['ajouter', 'plus'] },
	'/(desk)/personnes': { for: 'member' },
	'/(desk)/personnes/liste.csv': { for: 'member', forms: ['GET'] },
	'/(desk)/personnes/liste.pdf': { for: 'member', forms: ['GET'] },
	'/(desk)/personnes/nouvelle': { for: 'member', forms: ['default'] },
	'/(desk)/personnes/nouvelle/information': { for: 'member' },
	'/(desk)/personnes/[person]': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/actions': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/actions/[action]': {
		for: 'member',
		params: { person: 'file', action: 'action' },
		forms: ['repondre', 'corriger', 'relier', 'pareil']
	},
	'/(desk)/personnes/[person]/besoins': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/besoins/nouveau': {
		for: 'member',
		params: { person: 'file' },
		forms: ['choisir', 'reprendre', 'noter', 'brouillon', 'jeter']
	},
	'/(desk)/personnes/[person]/besoins/[need]': {
		for: 'member',
		params: { person: 'file', need: 'need' },
		forms: ['noter', 'brouillon', 'jeter', 'clore', 'rouvrir', 'nommer', 'retirer']
	},
	'/(desk)/personnes/[person]/a-deux': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/pas': { for: 'member', params: { person: 'file' }, forms: ['garder', 'retirer'] },
	'/(desk)/reglages/acces': { for: 'member', forms: ['repondre'] },
	'/(desk)/personnes/[person]/aide': { for: 'member', params: { person: 'file' }, forms: ['donner', 'reprendre'] },
	'/(desk)/personnes/[person]/ecran': { for: 'member', params: { person: 'file' }, forms: ['ouvrir', 'finir'] },
	'/(desk)/personnes/[person]/cadre': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/carte': { for: 'member', params: { person: 'file' }, forms: ['donner', 'finir'] },
	'/(desk)/personnes/[person]/carte/imprimer': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/documents': {
		for: 'member',
		params: { person: 'file' },
		forms: ['ajouter', 'renommer', 'retirer', 'repondre', 'ensemble']
	},
	'/(desk)/personnes/[person]/documents/[document]/fichier': {
		for: 'member',
		params: { person: 'file', document: 'paper' },
		forms: ['GET']
	},
	'/(desk)/personnes/[person]/documents/lettres/[letter]/fichier': {
		for: 'member',
		params: { person: 'file', letter: 'letter' },
		forms: ['GET']
	},
	'/(desk)/personnes/[person]/emporter': {
		for: 'member',
		params: { person: 'file' },
		forms: ['demander', 'demandermemos', 'memos', 'rien']
	},
	'/(desk)/personnes/[person]/emporter/donnees.zip': { for: 'member', params: { person: 'file' }, forms: ['POST'] },
	'/(desk)/personnes/[person]/entourage': {
		for: 'member',
		params: { person: 'file' },
		forms: ['name', 'cover', 'unname', 'handover', 'exclude', 'lift']
	},
	'/(desk)/personnes/[person]/entretiens': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/entretiens/brouillon': { for: 'member', params: { person: 'file' }, forms: ['POST'] },
	'/(desk)/personnes/[person]/entretiens/nouveau': {
		for: 'member',
		params: { person: 'file' },
		forms: ['enregistrer', 'brouillon', 'ajouter', 'pas-vus', 'aller', 'jeter']
	},
	'/(desk)/personnes/[person]/entretiens/[interview]': {
		for: 'member',
		params: { person: 'file', interview: 'interview' },
		forms: ['corriger', 'dater', 'nommer', 'retirer']
	},
	'/(desk)/personnes/[person]/entretiens/[interview]/mon-cote': {
		for: 'member',
		params: { person: 'file', interview: 'interview' },
		forms: ['ecrire', 'brouillon', 'jeter', 'nommer', 'retirer']
	},
	'/(desk)/personnes/[person]/entretiens/[interview]/relire': {
		for: 'member',
		params: { person: 'file', interview: 'interview' },
		forms: ['noter', 'brouillon', 'jeter']
	},
	'/(desk)/personnes/[person]/entretiens/[interview]/recap.pdf': {
		for: 'member',
		params: { person: 'file', interview: 'interview' },
		forms: ['GET']
	},
	'/(desk)/personnes/[person]/fil': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/fin': { for: 'member', params: { person: 'file' }, forms: ['end', 'reopen'] },
	'/(desk)/personnes/[person]/fin/deces': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/inquiet': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/invitation': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/invitation/imprimer': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/lectures': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/memos': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/memos/[memo]': {
		for: 'member',
		params: { person: 'file', memo: 'memo' },
		forms: ['modifier', 'effacer', 'partager']
	},
	'/(desk)/personnes/[person]/messages': { for: 'member', params: { person: 'file' }, forms: ['ecrire', 'retirer', 'lu'] },
	'/(desk)/personnes/[person]/messages/fichier/[file]': {
		for: 'member',
		params: { person: 'file', file: 'message-file' },
		forms: ['GET']
	},
	'/(desk)/personnes/[person]/moment': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/objectifs': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/objectifs/[goal]': {
		for: 'member',
		params: { person: 'file', goal: 'goal' },
		forms: [
			'souhait',
			'convenir',
			'oui',
			'reprendre',
			'etat',
			'domaine',
			'pas',
			'fait',
			'pas-encore',
			'redire',
			'pareil',
			'nommer',
			'retirer'
		]
	},
	'/(desk)/personnes/[person]/plan': { for: 'member', params: { person: 'file' } },
	'/(desk)/personnes/[person]/plan.pdf': { for: 'member', params: { person: 'file' }, forms: ['GET'] },
	'/(desk)/personnes/[person]/profil': { for: 'member', params: { person: 'file' }, forms: ['default'] },
	'/(desk)/personnes/[person]/protection': { for: 'member', params: { person: 'file' }, forms: ['keep', 'remove'] },
	'/(desk)/personnes/[person]/regards': { for: 'member', params: { person: 'file' }, forms: ['demander', 'reprendre'] },
	'/(desk)/personnes/[person]/rendez-vous': { for: 'member', params: { person: 'file' }, forms: ['prevoir', 'liberer'] },
	'/(desk)/reglages': { for: 'member', forms: ['default'] },
	'/(desk)/reglages/changements': { for: 'member' },
	'/(desk)/reglages/donnees': { for: 'member' },
	'/(desk)/reglages/import': { for: 'member', forms: ['default'] },
	'/(desk)/reglages/import/[file]': { for: 'member', params: { file: 'bring-in' }, forms: ['colonnes', 'jeter'] },
	'/(desk)/reglages/import/[file]/essai': { for: 'member', params: { file: 'bring-in' }, forms: ['entrer', 'jeter'] },
	'/(desk)/reglages/invitations': { for: 'member', forms: ['inviter', 'retirer'] },
	'/(desk)/reglages/membres': { for: 'member' },
	'/(desk)/reglages/membres/[member]': { for: 'member', params: { member: 'member' }, forms: ['default'] },
	'/(desk)/reglages/membres/[member]/fin': { for: 'member', params: { member: 'member' }, forms: ['default'] },
	'/(desk)/reglages/messages': { for: 'member' },
	'/(desk)/reprise': { for: 'member' },
	'/(desk)/reprise/[id]': { for: 'member', params: { id: 'kept' }, forms: ['default'], leadsOn: true }
};
