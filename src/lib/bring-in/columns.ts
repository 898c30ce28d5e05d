import { nationalNumbers } from '../people/national-number.ts';

/** What a column may become. Nothing else of a file is ever kept. */
export const FIELDS = [
	'name',
	'first_name',
	'last_name',
	'pronouns',
	'birth_date',
	'phone',
	'mail',
	'address',
	'postcode',
	'municipality',
	'languages',
	'interpreter',
	'reach',
	'trusted',
	'track',
	'opened_on',
	'lead_mail',
	'reference'
] as const;
export type FieldName = (typeof FIELDS)[number];

/** Several columns may hold a way to reach her; anything else is said once. */
export const REPEATED: readonly FieldName[] = ['phone', 'mail', 'address'];

/** What has no place here (product, "never" 2 and 3; domain, rule B4): recognised so that the page can say that it was left out. */
export const LEFT_OUT = ['national_number', 'nationality', 'residence', 'health', 'absence', 'rating', 'belief', 'justice'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** A column of a file. */
export interface Column {
	/** The words at its head, as they stand; '' when there are none. */
	header: string;
	/** The first lines of it, shortened. */
	sample: string[];
	/** Why it is left out whatever is chosen, or null. */
	leftOut: LeftOut | null;
	/** What its head suggests, or null. */
	guess: FieldName | null;
}

/** Words at the head of a column that has no place here, in the three languages; folded. The first that fits. */
const BARRED: [LeftOut, RegExp][] = [
	[
		'national_number',
		/\b(niss|inss|insz|nir|rijksregister\w*|registre national|num(ero)? national|n national|rrn|ssn|bis nummer|(num(ero)?|n) (de )?(secu(rite)?( sociale)?|ss)|securite sociale|social security|national (number|id))\b/
	],
	[
		'nationality',
		/\b(nationalit\w*|citoyennete|citizenship|pays (de naissance|d origine)|country of (birth|origin)|geboorteland|land van herkomst)\b/
	],
	[
		'residence',
		/\b((titre|permis|carte|statut|droit) (de )?sejour|sejour|statut administratif|residence (status|permit|card)|immigration|verblijf\w*|asile|refugie\w*|refugee|asylum|annexe \d+)\b/
	],
	[
		'health',
		/\b(diagnos\w*|patholog\w*|maladie\w*|medica\w*|sante|health|gezondheid\w*|handicap\w*|rqth|invalid\w*|trouble\w*|addiction\w*|traitement|psychiatr\w*|symptom\w*|disabilit\w*|ziekte)\b/
	],
	[
		'absence',
		/\b(absen\w*|no show|presence\w*|assiduite|retard\w*|injustifi\w*|rdv (manques?|non honores?)|sanction\w*|avertissement\w*|exclu\w*|attendance|afwezig\w*|missed)\b/
	],
	[
		'rating',
		/\b(scor\w*|note|notes|cotation|evaluation\w*|distance a l emploi|employab\w*|niveau de motivation|motivation|classement|profilage|rating|priorite|segment\w*|beoordeling)\b/
	],
	['belief', /\b(religi\w*|confession|origine ethnique|ethni\w*|syndica\w*|opinion\w*|orientation sexuelle|sexual\w*|geloof)\b/],
	['justice', /\b(casier|condamn\w*|judiciaire|detention|ecrou|crimin\w*|strafblad)\b/]
];

/** Words at the head of a column, folded, and what it then is; the first that fits. */
const GUESSES: [FieldName, RegExp][] = [
	[
		'lead_mail',
		/\b(mail|courriel)\b.*\b(referent\w*|conseill\w*|lead|accompagnat\w*|agent|intervenant\w*|consulent|begeleider)\b|\b(referent\w*|conseill\w*|lead|accompagnat\w*|intervenant\w*|consulent|begeleider)\b/
	],
	['interpreter', /\b(interprete|interpreter|tolk)\b/],
	['trusted', /\b(personne de confiance|personne de contact|contact d urgence|trusted|emergency contact|vertrouwenspersoon)\b/],
	['reach', /\b(comment (la |le )?joindre|quand (la |le )?joindre|disponibilites?|joindre|how to reach|bereikba\w*)\b/],
	['birth_date', /\b(naissance|ne le|nee le|ne e le|dob|birth\w*|date of birth|geboort\w*|ddn)\b/],
	[
		'opened_on',
		/\b(premier (contact|accueil|entretien|rendez vous|rdv)|entree|ouverture|debut|date d entree|first contact|opened|start|since|begin\w*|eerste (contact|gesprek)|aangemeld)\b/
	],
	[
		'name',
		/\b(nom d usage|nom usuel|nom complet|nom (et )?prenom|nom prenom|prenom (et )?nom|personne|beneficiaire|usager\w*|full name|name to use|volledige naam|roepnaam)\b/
	],
	['first_name', /\b(prenoms?|first name|given name|voornaam)\b/],
	['last_name', /\b(nom de famille|nom de naissance|last name|surname|family name|familienaam|achternaam)\b/],
	['mail', /\b(e ?mail|mail|courriel|adresse electronique|mel|e mailadres)\b/],
	['phone', /\b(tel\w*|gsm|portable|mobile|phone|telefoon\w*|numero de contact)\b/],
	['postcode', /\b(code postal|cp|postcode|zip|postal code)\b/],
	['municipality', /\b(commune|ville|localite|municipality|city|town|gemeente|woonplaats|stad)\b/],
	['address', /\b(adresse|rue|address|street|adres|straat)\b/],
	['languages', /\b(langues?|languages?|taal|talen)\b/],
	['pronouns', /\b(pronoms?|pronouns?|voornaamwoord\w*)\b/],
	['track', /\b(parcours|piste|filiere|axe|track|traject)\b/],
	['reference', /\b(reference|ref|dossier|n dossier|numero de dossier|identifiant|id|matricule|code client|file number|dossiernummer)\b/],
	['last_name', /^(nom|name|naam)$/]
];

/** What a column is by the words at its head. */
export function readHeader(header: string): { leftOut: LeftOut | null; guess: FieldName | null } {
	const words = folded(header);
	const leftOut = BARRED.find(([, said]) => said.test(words))?.[0] ?? null;
	return { leftOut, guess: leftOut ? null : (GUESSES.find(([, said]) => said.test(words))?.[0] ?? null) };
}

/** Cells that look like national numbers make a column of them, whatever its head says. */
export const holdsNationalNumbers = (cell: string) => nationalNumbers(cell).length > 0;

/**
 * The columns of a table, with what each may become: the same thing is suggested once, but for ways to reach her.
 * A single column of names is her name to use, not half of it.
 * @param numbered columns in which some line holds what looks like a national number
 */
export function columnsOf(header: readonly string[], sample: readonly string[][], numbered: ReadonlySet<number>): Column[] {
	const taken = new Set<FieldName>();
	const columns = header.map((words, at): Column => {
		const read = readHeader(words);
		const leftOut = read.leftOut ?? (numbered.has(at) ? 'national_number' : null);
		const guess = leftOut || (read.guess && taken.has(read.guess) && !REPEATED.includes(read.guess)) ? null : read.guess;
		if (guess) taken.add(guess);
		// What is left out is not kept either: not even to be shown.
		return { header: words, sample: leftOut ? [] : sample.map((cells) => (cells[at] ?? '').slice(0, 60)), leftOut, guess };
	});
	if (taken.has('last_name') && !taken.has('first_name') && !taken.has('name'))
		for (const column of columns) if (column.guess === 'last_name') column.guess = 'name';
	return columns;
}

/** What each column becomes, by its place; null for what is not brought in. */
export type Mapping = (FieldName | null)[];

/** Why a mapping cannot be used, as a code and the columns concerned, or null. */
export function whyNotMapped(mapping: Mapping): { code: 'no_name' | 'twice'; columns: number[] } | null {
	const at = (field: FieldName) => mapping.flatMap((one, place) => (one === field ? [place] : []));
	if (at('name').length + at('first_name').length + at('last_name').length === 0) return { code: 'no_name', columns: [] };
	for (const field of FIELDS) if (!REPEATED.includes(field) && at(field).length > 1) return { code: 'twice', columns: at(field) };
	return null;
}

/** Only columns that may be brought in: whatever a form says, what has no place here stays out. */
export function allowed(columns: Column[], mapping: Mapping): Mapping {
	return columns.map(({ leftOut }, at) => (leftOut ? null : (mapping[at] ?? null)));
}

/** Words for comparing: no accents, case or signs. */
export function folded(words: string): string {
	return words
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('œ', 'oe')
		.replaceAll('æ', 'ae')
		.replaceAll('ß', 'ss')
		.replaceAll('ø', 'o')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}
