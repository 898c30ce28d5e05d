import type { CountryProfile } from './profile.ts';
import { FRANCE_WORRIED } from './fr-worry.ts';

const CHECKED = '2026-11-22';

/** France. Each rule says where it was read; `toVerify` marks what still has to be read in an official text. */
export const FRANCE: CountryProfile = {
	country: 'FR',
	version: '2026-11',
	complaint: {
		name: 'Commission nationale de l’informatique et des libertés (CNIL)',
		address: '3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07',
		phone: '01 53 73 22 22',
		mail: '',
		web: 'www.cnil.fr',
		source: 'CNIL',
		on: CHECKED,
		toVerify: true
	},
	worry: FRANCE_WORRIED,
	minors: [
		{
			id: 'fr-minor-secrecy',
			text: {
				fr: 'Le secret professionnel protège aussi le jeune : sans son accord, on ne dit aux parents que ce que la loi impose.',
				en: 'Professional secrecy protects the young person too: without agreement, parents are told only what the law requires.',
				nl: 'Het beroepsgeheim beschermt ook de jongere: zonder akkoord wordt de ouders alleen gezegd wat de wet oplegt.'
			},
			source: 'Code pénal, art. 226-13',
			on: CHECKED,
			toVerify: true
		},
		{
			id: 'fr-minor-authority',
			text: {
				fr: 'Jusqu’à 18 ans, les parents gardent l’autorité parentale. Un contrat ou une convention peut demander leur signature ; être accompagné, non.',
				en: 'Until 18, parents keep parental authority. A contract or an agreement may need their signature; being accompanied does not.',
				nl: 'Tot 18 jaar houden de ouders het ouderlijk gezag. Een contract of overeenkomst kan hun handtekening vragen; begeleid worden niet.'
			},
			source: 'Code civil, art. 371-1 et suivants',
			on: CHECKED,
			toVerify: true
		}
	],
	protections: [
		{
			kind: 'curateur',
			label: { fr: 'curateur, curatrice', en: 'curator', nl: 'curator' },
			rule: {
				id: 'fr-curatelle',
				text: {
					fr: 'La curatelle assiste pour les actes importants. La personne décide seule de sa vie quotidienne, de ses relations et de son travail, sauf si le jugement dit autre chose.',
					en: 'A curator assists for important acts. The person decides alone about daily life, relations and work, unless the judgment says otherwise.',
					nl: 'Een curator staat bij voor belangrijke handelingen. De persoon beslist alleen over het dagelijks leven, relaties en werk, tenzij het vonnis iets anders zegt.'
				},
				source: 'Code civil, art. 440 et suivants, 459',
				on: CHECKED,
				toVerify: true
			}
		},
		{
			kind: 'tuteur',
			label: { fr: 'tuteur, tutrice', en: 'guardian', nl: 'voogd' },
			rule: {
				id: 'fr-tutelle',
				text: {
					fr: 'La tutelle représente la personne pour les actes que dit le jugement. Elle reçoit toutes les informations et prend elle-même les décisions qui la touchent, autant que son état le permet.',
					en: 'A guardian represents the person for the acts the judgment names. She receives all information and takes the decisions that concern her, as far as her condition allows.',
					nl: 'Een voogd vertegenwoordigt de persoon voor de handelingen die het vonnis noemt. De persoon krijgt alle informatie en neemt zelf de beslissingen die haar of hem raken, voor zover de toestand dat toelaat.'
				},
				source: 'Code civil, art. 457-1, 459',
				on: CHECKED,
				toVerify: true
			}
		},
		{ kind: 'parent', label: { fr: 'parent', en: 'parent', nl: 'ouder' }, rule: null },
		{ kind: 'other', label: { fr: 'autre mandat', en: 'another mandate', nl: 'een ander mandaat' }, rule: null }
	],
	askedBy: [
		{
			code: 'contrat-engagement',
			label: {
				fr: 'contrat d’engagement (France Travail, département)',
				en: 'engagement contract (France Travail, département)',
				nl: 'engagementscontract (France Travail, departement)'
			},
			deadlines: [],
			rules: [
				{
					id: 'fr-ce-adapted',
					text: {
						fr: 'Les heures d’activité s’adaptent à votre situation personnelle et familiale, et peuvent être réduites.',
						en: 'The hours of activity are adapted to your personal and family situation, and may be reduced.',
						nl: 'De uren activiteit worden aangepast aan uw persoonlijke en gezinssituatie en kunnen verminderd worden.'
					},
					source: 'Actu-Juridique, réserve du Conseil constitutionnel',
					on: CHECKED,
					toVerify: false
				},
				{
					id: 'fr-ce-heard-first',
					text: {
						fr: 'Avant toute décision sur votre allocation, vous pouvez d’abord donner vos observations.',
						en: 'Before any decision about your allowance, you may first give your observations.',
						nl: 'Voor elke beslissing over uw uitkering kunt u eerst uw opmerkingen geven.'
					},
					source: 'Clicanoo, décret sur le contrat d’engagement',
					on: CHECKED,
					toVerify: false
				}
			]
		},
		{
			code: 'cej',
			label: {
				fr: 'contrat d’engagement jeune (CEJ)',
				en: 'youth engagement contract (CEJ)',
				nl: 'engagementscontract voor jongeren (CEJ)'
			},
			deadlines: [
				{
					id: 'fr-cej-twelve',
					from: 'startsOn',
					length: { months: 12 },
					text: {
						fr: 'Le contrat va au plus tard jusqu’à cette date ; il peut être prolongé, jusqu’à 18 mois en tout.',
						en: 'The contract runs at most until this date; it may be extended, up to 18 months in all.',
						nl: 'Het contract loopt uiterlijk tot deze datum; het kan verlengd worden, tot 18 maanden in totaal.'
					},
					source: 'Code du travail numérique',
					on: CHECKED,
					toVerify: false
				}
			],
			rules: [
				{
					id: 'fr-cej-heard-first',
					text: {
						fr: 'Avant toute décision sur votre allocation, vous pouvez d’abord donner vos observations.',
						en: 'Before any decision about your allowance, you may first give your observations.',
						nl: 'Voor elke beslissing over uw uitkering kunt u eerst uw opmerkingen geven.'
					},
					source: 'Code du travail',
					on: CHECKED,
					toVerify: true
				}
			]
		},
		{
			code: 'pacea',
			label: { fr: 'PACEA', en: 'PACEA', nl: 'PACEA' },
			deadlines: [
				{
					id: 'fr-pacea-twenty-four',
					from: 'startsOn',
					length: { months: 24 },
					text: {
						fr: 'Le parcours va au plus tard jusqu’à cette date.',
						en: 'The pathway runs at most until this date.',
						nl: 'Het traject loopt uiterlijk tot deze datum.'
					},
					source: 'Code du travail',
					on: CHECKED,
					toVerify: true
				}
			],
			rules: []
		},
		{ code: 'justice', label: { fr: 'la justice', en: 'the courts', nl: 'het gerecht' }, deadlines: [], rules: [] },
		{ code: 'other', label: { fr: 'un autre organisme', en: 'another body', nl: 'een andere instantie' }, deadlines: [], rules: [] }
	],
	holidays: { fixed: ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'], fromEaster: [1, 39, 50] }
};
