import type { NamedCode } from '../needs/codes.ts';
import { THEMES } from './codes.ts';

/**
 * Which themes of data·inclusion answer which need of the territory (domain.md §7). A code that ends in `--` stands for its whole family.
 * Two needs have no theme of their own and are met by help with formalities.
 */
const THEMES_OF: Record<NamedCode, readonly string[]> = {
	LOG: [
		'logement-hebergement--rechercher-une-solution-dhebergement-temporaire',
		'logement-hebergement--louer-un-logement',
		'logement-hebergement--se-maintenir-dans-le-logement',
		'logement-hebergement--reduire-les-impayes-de-loyer',
		'logement-hebergement--changer-de-logement',
		'logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement'
	],
	SAN: ['sante--acces-aux-soins', 'sante--sante-sexuelle'],
	PSY: ['sante--sante-mentale'],
	ADD: ['sante--addictions'],
	HAN: ['sante--constituer-un-dossier-mdph-invalidite'],
	MOB: ['mobilite--'],
	ENF: ['famille--garde-denfants'],
	FAM: ['famille--soutien-a-la-parentalite-et-a-leducation', 'famille--soutien-aidants', 'famille--prise-en-charge-personne-dependante'],
	VIO: ['famille--surmonter-conflits-separation-violence'],
	LNG: ['lecture-ecriture-calcul--maitriser-le-francais'],
	ALP: ['lecture-ecriture-calcul--'],
	NUM: ['numerique--'],
	FIN: ['difficultes-financieres--'],
	QUO: ['equipement-et-alimentation--'],
	DRO: [
		'difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits',
		'difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives',
		'difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete',
		'difficultes-administratives-ou-juridiques--beneficier-dune-mesure-daccompagnement-adapte'
	],
	EQU: ['difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives'],
	SEJ: ['difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives'],
	DIS: ['difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination'],
	JUS: ['difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire'],
	ORI: ['choisir-un-metier--'],
	FOR: ['se-former--'],
	REC: [
		'preparer-sa-candidature--',
		'trouver-un-emploi--convaincre-un-recruteur-en-entretien',
		'trouver-un-emploi--faire-des-candidatures-spontanees',
		'trouver-un-emploi--repondre-a-des-offres-demploi',
		'trouver-un-emploi--suivre-ses-candidatures-et-relancer-les-employeurs'
	],
	EMP: ['trouver-un-emploi--maintien-dans-lemploi'],
	CRE: ['creer-une-entreprise--'],
	CON: ['remobilisation--bien-etre-confiance-en-soi'],
	LIE: ['remobilisation--lien-social', 'remobilisation--benevolat-action-citoyenne', 'remobilisation--activites-sportives-et-culturelles'],
	INT: ['souvrir-a-linternational--']
};

const ANSWERS = Object.entries(THEMES_OF) as [NamedCode, readonly string[]][];

/** The themes that answer a need, each in full. */
export const themesOf = (need: NamedCode): string[] =>
	THEMES.filter((theme) => THEMES_OF[need].some((one) => (one.endsWith('--') ? theme.startsWith(one) : theme === one)));

/** The needs that a service of these themes answers, in the order of the list. */
export const needsOf = (themes: readonly string[]): NamedCode[] =>
	ANSWERS.filter(([, answers]) =>
		themes.some((theme) => answers.some((one) => (one.endsWith('--') ? theme.startsWith(one) : theme === one)))
	).map(([need]) => need);
