import type { CountryProfile } from './profile.ts';
import { BELGIUM_WORRIED } from './be-worry.ts';

const CHECKED = '2026-11-22';

/** Belgium. Each rule says where it was read; `toVerify` marks what still has to be read in an official text. */
export const BELGIUM: CountryProfile = {
	country: 'BE',
	version: '2026-11',
	complaint: {
		name: 'Autorité de protection des données (APD)',
		address: 'rue de la Presse 35, 1000 Bruxelles',
		phone: '02 274 48 00',
		mail: 'contact@apd-gba.be',
		web: 'www.autoriteprotectiondonnees.be',
		source: 'APD',
		on: CHECKED,
		toVerify: true
	},
	worry: BELGIUM_WORRIED,
	minors: [
		{
			id: 'be-minor-secrecy',
			text: {
				fr: 'Le secret professionnel vaut aussi devant les parents : sans l’accord du jeune, on ne leur dit que ce que la loi impose.',
				en: 'Professional secrecy holds towards parents too: without the young person’s agreement, they are told only what the law requires.',
				nl: 'Het beroepsgeheim geldt ook tegenover de ouders: zonder akkoord van de jongere wordt hun alleen gezegd wat de wet oplegt.'
			},
			source: 'Code pénal, secret professionnel (ancien art. 458)',
			on: CHECKED,
			toVerify: true
		},
		{
			id: 'be-minor-authority',
			text: {
				fr: 'Jusqu’à 18 ans, les parents gardent l’autorité parentale. Un acte juridique important peut demander leur signature ; être accompagné, non.',
				en: 'Until 18, parents keep parental authority. An important legal act may need their signature; being accompanied does not.',
				nl: 'Tot 18 jaar houden de ouders het ouderlijk gezag. Een belangrijke rechtshandeling kan hun handtekening vragen; begeleid worden niet.'
			},
			source: 'ancien Code civil, art. 371 et suivants',
			on: CHECKED,
			toVerify: true
		}
	],
	protections: [
		{
			kind: 'administrateur',
			label: { fr: 'administrateur, administratrice', en: 'administrator', nl: 'bewindvoerder' },
			rule: {
				id: 'be-administration',
				text: {
					fr: 'Le juge de paix dit pour quels actes la personne est assistée ou représentée. Pour tous les autres, elle décide seule.',
					en: 'The justice of the peace says for which acts the person is assisted or represented. For all others she decides alone.',
					nl: 'De vrederechter zegt voor welke handelingen de persoon bijgestaan of vertegenwoordigd wordt. Over al de rest beslist de persoon alleen.'
				},
				source: 'loi du 17 mars 2013, statuts de protection',
				on: CHECKED,
				toVerify: true
			}
		},
		{ kind: 'tuteur', label: { fr: 'tuteur, tutrice', en: 'guardian', nl: 'voogd' }, rule: null },
		{ kind: 'parent', label: { fr: 'parent', en: 'parent', nl: 'ouder' }, rule: null },
		{ kind: 'other', label: { fr: 'autre mandat', en: 'another mandate', nl: 'een ander mandaat' }, rule: null }
	],
	askedBy: [
		{
			code: 'piis',
			label: { fr: 'PIIS, avec le CPAS', en: 'PIIS, with the CPAS', nl: 'GPMI, met het OCMW' },
			deadlines: [
				{
					id: 'be-piis-concluded',
					from: 'grantedOn',
					length: { months: 3 },
					text: {
						fr: 'Le projet se conclut au plus tard à cette date.',
						en: 'The project is concluded by this date.',
						nl: 'Het project wordt uiterlijk op deze datum afgesloten.'
					},
					source: 'Bruxelles, bdas-wwsb',
					on: CHECKED,
					toVerify: false
				},
				{
					id: 'be-piis-reflection',
					from: 'proposedOn',
					length: { days: 5 },
					text: {
						fr: 'Vous pouvez réfléchir jusqu’à cette date avant de signer. Certaines sources comptent en jours ouvrables : demandez.',
						en: 'You may think until this date before you sign. Some sources count working days: ask.',
						nl: 'U mag tot deze datum nadenken voor u tekent. Sommige bronnen tellen in werkdagen: vraag het na.'
					},
					source: 'Droits quotidiens ; Bruxelles-J compte en jours ouvrables',
					on: CHECKED,
					toVerify: true
				},
				{
					id: 'be-piis-interview',
					from: 'askedOn',
					length: { workingDays: 5 },
					text: {
						fr: 'Vous avez demandé un entretien : il a lieu au plus tard à cette date.',
						en: 'You asked for a meeting: it takes place by this date.',
						nl: 'U vroeg een gesprek: het vindt uiterlijk op deze datum plaats.'
					},
					source: 'Droits quotidiens',
					on: CHECKED,
					toVerify: false
				}
			],
			rules: [
				{
					id: 'be-piis-company',
					text: {
						fr: 'Vous pouvez venir avec la personne de votre choix.',
						en: 'You may come with a person of your choice.',
						nl: 'U mag komen met iemand die u zelf kiest.'
					},
					source: 'Droits quotidiens',
					on: CHECKED,
					toVerify: false
				},
				{
					id: 'be-piis-evaluated',
					text: {
						fr: 'On refait le point au moins trois fois par an, dont au moins deux fois en entretien individuel.',
						en: 'It is looked at again at least three times a year, at least twice in a one-to-one meeting.',
						nl: 'Minstens drie keer per jaar wordt het opnieuw bekeken, waarvan minstens twee keer in een persoonlijk gesprek.'
					},
					source: 'Droits quotidiens ; Infor Jeunes',
					on: CHECKED,
					toVerify: false
				},
				{
					id: 'be-piis-changed',
					text: {
						fr: 'Le projet se change d’un commun accord.',
						en: 'The project is changed by mutual agreement.',
						nl: 'Het project wordt in onderling akkoord gewijzigd.'
					},
					source: 'Droits quotidiens',
					on: CHECKED,
					toVerify: false
				},
				{
					id: 'be-heard-first',
					text: {
						fr: 'Avant toute décision qui vous toucherait, vous avez le droit de donner votre avis.',
						en: 'Before any decision that would affect you, you have the right to give your view.',
						nl: 'Voor elke beslissing die u zou raken, hebt u het recht uw mening te geven.'
					},
					source: 'loi du 26 mai 2002, droit à l’intégration sociale',
					on: CHECKED,
					toVerify: true
				}
			]
		},
		{
			code: 'pes',
			label: {
				fr: 'service public de l’emploi (Forem, Actiris, ADG)',
				en: 'public employment service (Forem, Actiris, ADG)',
				nl: 'openbare dienst voor arbeidsbemiddeling (Forem, Actiris, ADG)'
			},
			deadlines: [],
			rules: [
				{
					id: 'be-pes-face',
					text: {
						fr: 'Si le numérique n’est pas simple pour vous, vous pouvez demander un rendez-vous en face à face.',
						en: 'If screens are not easy for you, you may ask to be seen face to face.',
						nl: 'Is digitaal niet eenvoudig voor u, dan kunt u een afspraak van mens tot mens vragen.'
					},
					source: 'décret wallon du 12 novembre 2021 ; Journal de l’alpha',
					on: CHECKED,
					toVerify: true
				}
			]
		},
		{ code: 'justice', label: { fr: 'la justice', en: 'the courts', nl: 'het gerecht' }, deadlines: [], rules: [] },
		{ code: 'other', label: { fr: 'un autre organisme', en: 'another body', nl: 'een andere instantie' }, deadlines: [], rules: [] }
	],
	holidays: { fixed: ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25'], fromEaster: [1, 39, 50] }
};
