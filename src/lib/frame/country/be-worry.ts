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

/** Belgium, in worry. */
export const BELGIUM_WORRIED: WorryProfile = {
	numbers: {
		danger: [
			call(
				'112',
				{ fr: 'urgences, pompiers, ambulance', en: 'emergency, fire, ambulance', nl: 'noodgevallen, brandweer, ambulance' },
				'112.be'
			),
			call('101', { fr: 'police', en: 'police', nl: 'politie' }, 'police.be')
		],
		distress: [
			call(
				'0800 32 123',
				{ fr: 'Centre de prévention du suicide', en: 'suicide prevention centre', nl: 'Centre de prévention du suicide (in het Frans)' },
				'preventionsuicide.be'
			),
			call('107', { fr: 'Télé-Accueil', en: 'Télé-Accueil, someone to talk to', nl: 'Télé-Accueil (in het Frans)' }, 'tele-accueil.be')
		],
		violence: [
			call(
				'0800 30 030',
				{ fr: 'Écoute violences conjugales', en: 'domestic violence helpline', nl: 'Écoute violences conjugales (in het Frans)' },
				'ecouteviolencesconjugales.be'
			)
		],
		children: [
			call('103', { fr: 'Écoute-Enfants', en: 'Écoute-Enfants, children’s helpline', nl: 'Écoute-Enfants (in het Frans)' }, '103ecoute.be'),
			call('116 000', { fr: 'enfants disparus', en: 'missing children', nl: 'vermiste kinderen' }, 'childfocus.be')
		],
		text: [
			{
				number: '112 BE',
				dial: null,
				who: {
					fr: 'application sur le téléphone, à installer avant : pour écrire aux urgences',
					en: 'an application on the phone, to be installed beforehand: to write to the emergency services',
					nl: 'app op de telefoon, vooraf te installeren: om naar de hulpdiensten te schrijven'
				},
				source: '112.be',
				on: CHECKED,
				toVerify: true
			}
		]
	},
	maySay: [
		law('be-worry-help', 'Code pénal, non-assistance (ancien art. 422bis)', {
			fr: 'Devant un danger grave, aider est un devoir : on peut appeler les secours et dire ce qu’il faut pour qu’ils viennent, et rien de plus.',
			en: 'Faced with grave danger, helping is a duty: one may call for help and say what is needed for it to come, and nothing more.',
			nl: 'Bij groot gevaar is helpen een plicht: men mag de hulpdiensten bellen en zeggen wat nodig is opdat ze komen, en niets meer.'
		}),
		law('be-worry-necessity', 'doctrine, état de nécessité', {
			fr: 'Le secret cède quand il n’y a aucun autre moyen d’écarter un danger grave et imminent pour quelqu’un. D’abord avec la personne, si c’est possible.',
			en: 'Secrecy gives way when there is no other means to avert a grave and imminent danger to somebody. First with the person, where possible.',
			nl: 'Het geheim wijkt wanneer er geen ander middel is om een ernstig en dreigend gevaar voor iemand af te wenden. Eerst met de persoon, als het kan.'
		}),
		law('be-worry-vulnerable', 'Code pénal (ancien art. 458bis)', {
			fr: 'Certaines infractions sur un mineur ou une personne vulnérable peuvent être dites au procureur du Roi, quand un danger grave menace et qu’on ne peut pas protéger autrement. On le peut, on n’y est pas obligé par ce seul texte.',
			en: 'Certain offences against a minor or a vulnerable person may be told to the public prosecutor, when grave danger threatens and there is no other way to protect. One may; this text alone does not oblige.',
			nl: 'Sommige misdrijven op een minderjarige of een kwetsbare persoon mogen aan de procureur des Konings worden gemeld, als ernstig gevaar dreigt en men niet anders kan beschermen. Men mag het; deze tekst alleen verplicht er niet toe.'
		}),
		law('be-worry-court', 'Code pénal, secret professionnel (ancien art. 458)', {
			fr: 'Devant un juge, on peut parler ou se taire : c’est vous qui appréciez.',
			en: 'Before a judge one may speak or keep silent: it is yours to weigh.',
			nl: 'Voor een rechter mag men spreken of zwijgen: u oordeelt zelf.'
		}),
		law('be-worry-consultation', 'Code pénal, concertation de cas (ancien art. 458ter)', {
			fr: 'Une concertation de cas ne se présume pas : on vous y invite, vous choisissez d’y aller et ce que vous y dites.',
			en: 'A case consultation is never presumed: you are invited, you choose whether to go and what you say there.',
			nl: 'Casusoverleg wordt nooit verondersteld: u wordt uitgenodigd, u kiest of u gaat en wat u er zegt.'
		})
	]
};
