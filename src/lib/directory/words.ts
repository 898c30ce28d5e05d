import { m } from '../paraglide/messages.js';
import { FAMILY_ORDER, FAMILIES } from '../needs/codes.ts';
import { familyWord, topicWord } from '../needs/words.ts';
import { COSTS, PUBLICS, WELCOME_MODES } from './codes.ts';
import { DISTANCES } from './rules.ts';

/** Words of the directory's codes, in the language of the page; a code of a later list is shown as it is. */

const PUBLIC: Record<(typeof PUBLICS)[number], () => string> = {
	actifs: m.directory_public_actifs,
	'beneficiaires-des-minimas-sociaux': m.directory_public_minimas,
	'demandeurs-emploi': m.directory_public_demandeurs,
	etudiants: m.directory_public_etudiants,
	familles: m.directory_public_familles,
	femmes: m.directory_public_femmes,
	jeunes: m.directory_public_jeunes,
	'personnes-en-situation-de-handicap': m.directory_public_handicap,
	'personnes-en-situation-durgence': m.directory_public_urgence,
	'personnes-en-situation-juridique-specifique': m.directory_public_juridique,
	'personnes-exilees': m.directory_public_exilees,
	'residents-qpv-frr': m.directory_public_residents,
	seniors: m.directory_public_seniors,
	'tous-publics': m.directory_public_tous
};
const KIND: Record<string, () => string> = {
	accompagnement: m.directory_kind_accompagnement,
	'aide-financiere': m.directory_kind_financiere,
	'aide-materielle': m.directory_kind_materielle,
	atelier: m.directory_kind_atelier,
	formation: m.directory_kind_formation,
	information: m.directory_kind_information
};
const COST: Record<(typeof COSTS)[number], () => string> = { gratuit: m.directory_cost_gratuit, payant: m.directory_cost_payant };
const MODE: Record<(typeof WELCOME_MODES)[number], () => string> = {
	'en-presentiel': m.directory_mode_presentiel,
	'a-distance': m.directory_mode_distance
};
const REACH: Record<string, () => string> = {
	'envoyer-un-courriel': m.directory_reach_courriel,
	'se-presenter': m.directory_reach_presenter,
	telephoner: m.directory_reach_telephoner,
	'utiliser-lien-mobilisation': m.directory_reach_lien
};
const BY: Record<string, () => string> = { professionnels: m.directory_by_professionnels, usagers: m.directory_by_usagers };

const wordIn = (words: Record<string, () => string>) => (code: string) => (Object.hasOwn(words, code) ? words[code]!() : code);
export const publicWord = wordIn(PUBLIC);
export const kindWord = wordIn(KIND);
export const costWord = wordIn(COST);
export const modeWord = wordIn(MODE);
export const reachWord = wordIn(REACH);
export const byWord = wordIn(BY);

const options = (list: readonly string[], word: (code: string) => string) => list.map((value) => ({ value, label: word(value) }));
export const publicOptions = () => options(PUBLICS, publicWord);
export const costOptions = () => options(COSTS, costWord);
export const modeOptions = () => options(WELCOME_MODES, modeWord);
export const distanceOptions = () => DISTANCES.map((km) => ({ value: String(km), label: m.directory_kilometres({ km: String(km) }) }));
/** Needs by their families, as people say them. */
export const needOptions = () =>
	FAMILY_ORDER.flatMap((family) => FAMILIES[family].map((code) => ({ value: code, label: topicWord(code), group: familyWord(family) })));
