import type { EmergencyNumber, Rule, WorryProfile, Words } from './profile.ts';

const CHECKED = '2026-11-22';

/** Known, and still to be read again at its source by the territory. */
const call = (number: string, who: Words, source: string): EmergencyNumber => ({
	number,
	dial: number.replace(/\s/g, ''),
	who,
	source,
	on: CHECKED,
	toVerify: true
});
const law = (id: string, source: string, text: Words): Rule => ({ id, text, source, on: CHECKED, toVerify: true });

/** France, in worry. */
export const FRANCE_WORRIED: WorryProfile = {
	numbers: {
		danger: [
			call('15', { fr: 'SAMU, urgence médicale', en: 'medical emergency', nl: 'medische noodgevallen' }, 'service-public.fr'),
			call('17', { fr: 'police, gendarmerie', en: 'police', nl: 'politie' }, 'service-public.fr'),
			call(
				'112',
				{
					fr: 'toutes les urgences, partout en Europe',
					en: 'any emergency, anywhere in Europe',
					nl: 'alle noodgevallen, overal in Europa'
				},
				'service-public.fr'
			)
		],
		distress: [call('3114', { fr: 'prévention du suicide', en: 'suicide prevention', nl: 'zelfmoordpreventie' }, '3114.fr')],
		violence: [
			call(
				'3919',
				{ fr: 'Violences Femmes Info', en: 'violence against women, information', nl: 'geweld tegen vrouwen, informatie' },
				'arretonslesviolences.gouv.fr'
			),
			call(
				'17',
				{ fr: 'police, gendarmerie, si le danger est là', en: 'police, if danger is present', nl: 'politie, als er nu gevaar is' },
				'service-public.fr'
			)
		],
		children: [call('119', { fr: 'Enfance en danger', en: 'children in danger', nl: 'kinderen in gevaar' }, 'allo119.gouv.fr')],
		text: [
			{
				number: '114',
				dial: '114',
				who: {
					fr: 'urgences par SMS ou en visio, quand on ne peut pas parler',
					en: 'emergency by SMS or video, when one cannot speak',
					nl: 'noodgevallen per sms of video, wanneer men niet kan spreken'
				},
				source: 'urgence114.fr',
				on: CHECKED,
				toVerify: true
			}
		]
	},
	maySay: [
		law('fr-worry-help', 'Code pénal, art. 223-6', {
			fr: 'Devant un péril, porter secours est un devoir : on peut appeler les secours et dire ce qu’il faut pour qu’ils viennent, et rien de plus.',
			en: 'Faced with peril, bringing help is a duty: one may call for help and say what is needed for it to come, and nothing more.',
			nl: 'Bij gevaar is hulp bieden een plicht: men mag de hulpdiensten bellen en zeggen wat nodig is opdat ze komen, en niets meer.'
		}),
		law('fr-worry-secrecy', 'Code pénal, art. 226-13', {
			fr: 'Tout le reste demeure secret. « Secret partagé » n’est écrit dans aucune loi générale : partager demande un texte, ou son accord.',
			en: 'All the rest stays secret. No general law says “shared secrecy”: sharing needs a text of law, or the person’s agreement.',
			nl: 'Al het overige blijft geheim. Geen algemene wet spreekt van “gedeeld geheim”: delen vraagt een wettekst, of het akkoord van de persoon.'
		}),
		law('fr-worry-vulnerable', 'Code pénal, art. 226-14', {
			fr: 'Des privations ou des sévices sur un mineur ou une personne qui ne peut pas se protéger peuvent être signalés aux autorités. On le peut même sans son accord ; d’abord avec la personne, si c’est possible.',
			en: 'Deprivation or ill-treatment of a minor, or of a person unable to protect herself, may be reported to the authorities, even without agreement; first with the person, where possible.',
			nl: 'Ontbering of mishandeling van een minderjarige of van iemand die zich niet kan beschermen mag aan de overheid gemeld worden, ook zonder akkoord; eerst met de persoon, als het kan.'
		}),
		law('fr-worry-child', 'Code de l’action sociale et des familles, art. L.226-2-1 et L.226-2-2', {
			fr: 'Un enfant en danger ou qui risque de l’être : une information préoccupante se transmet à la cellule du département (CRIP). Ce partage ne vaut que pour la protection de l’enfance.',
			en: 'A child in danger or at risk: a “worrying information” goes to the département’s unit (CRIP). This sharing holds for child protection only.',
			nl: 'Een kind in gevaar of met risico daarop: een zorgwekkende melding gaat naar de cel van het departement (CRIP). Dit delen geldt alleen voor kinderbescherming.'
		}),
		law('fr-worry-court', 'Code pénal, art. 226-13 et 434-3', {
			fr: 'Qui est tenu au secret n’est pas obligé de dénoncer ; il en garde la faculté dans les cas que la loi prévoit.',
			en: 'Whoever is bound by secrecy is not obliged to report, and keeps the faculty to do so in the cases the law provides.',
			nl: 'Wie aan het geheim gebonden is, is niet verplicht te melden, maar mag het in de gevallen die de wet voorziet.'
		})
	]
};
