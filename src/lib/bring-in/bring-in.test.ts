import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { readContacts } from '../people/contact.server.ts';
import { readPathway } from '../people/pathway.server.ts';
import { readProfile } from '../people/profile.server.ts';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { checkFile, type Check, type Plan } from './judge.server.ts';
import { scanFile } from './scan.ts';
import type { Text } from './table.ts';
import { bringIn, ChangedMeanwhile, type Anyway } from './write.server.ts';

const home = await house({ after });
const TODAY = '2026-11-22';
const MAIL = 'aurore@essai.example';

const FILE = `Prénom;Nom;Date de naissance;GSM;E-mail;Commune;Langues;Premier accueil;Nationalité;N° national;Absences
Nadia;Benali;14/05/1992;0475 12 34 56;nadia@courrier.example;Noirchâtel;arabe, français;3 mars 2026;belge;92.05.14-123-45;2
Kévin;D.;1/2/01;;;5060 Tamines;;;;;
Zoé;Œuvrard;;0496/77.88.99;;;;;;;
`;

const textFrom = (words: string): Text =>
	async function* () {
		yield words;
	};

/** Reads a file as the page would, every suggestion accepted. */
async function planFor(words: string, change: Partial<Plan> = {}): Promise<{ text: Text; plan: Plan }> {
	const bytes = async function* () {
		yield new TextEncoder().encode(words);
	};
	const { separator, columns } = await scanFile(bytes);
	return { text: textFrom(words), plan: { separator, mapping: columns.map(({ guess }) => guess), today: TODAY, mail: MAIL, ...change } };
}

async function check(actor: Actor, words: string, change?: Partial<Plan>): Promise<Check> {
	const { text, plan } = await planFor(words, change);
	return as(actor, (tx) => checkFile(tx, actor, text, plan));
}

async function bring(actor: Actor, words: string, anyway: Anyway = new Set(), change?: Partial<Plan>): Promise<number> {
	const { print } = await check(actor, words, change);
	const { text, plan } = await planFor(words, change);
	return as(actor, (tx) => bringIn(tx, actor, text, plan, { print, anyway }));
}

const counted = async (organization: string) => {
	const [{ people } = { people: -1 }] = await home.sql<{ people: number }>(
		'select count(*)::int as people from accompaniment where organization_id = $1',
		[organization]
	);
	return people;
};

test('A caseload comes in: each person with her key, her pathway with me as lead, her profile and the ways to reach her, sealed.', async () => {
	const aurore = await home.member(await home.organization());
	assert.equal(await bring(aurore, FILE), 3);
	const rows = await home.sql<{ id: string; name_to_use: string; lead_id: string; opened_on: string; brought_in_on: string }>(
		'select id, name_to_use, lead_id, opened_on::text, brought_in_on::text from accompaniment where organization_id = $1 order by name_folded',
		[aurore.organization]
	);
	assert.deepEqual(
		rows.map(({ id: _, ...row }) => row),
		[
			{ name_to_use: 'Kévin D.', lead_id: aurore.member, opened_on: TODAY, brought_in_on: TODAY },
			{ name_to_use: 'Nadia Benali', lead_id: aurore.member, opened_on: '2026-03-03', brought_in_on: TODAY },
			{ name_to_use: 'Zoé Œuvrard', lead_id: aurore.member, opened_on: TODAY, brought_in_on: TODAY }
		]
	);
	await as(aurore, async (tx) => {
		const nadia = (await readPathway(tx, rows[1]!.id))!;
		const profile = await readProfile(tx, nadia);
		assert.deepEqual([profile.birthDate, profile.municipality, profile.languages], ['1992-05-14', 'Noirchâtel', 'arabe, français']);
		assert.deepEqual(
			(await readContacts(tx, rows[1]!.id, nadia.key)).map(({ kind, value, safe }) => [kind, value, safe]),
			[
				['phone', '0475 12 34 56', true],
				['mail', 'nadia@courrier.example', true]
			]
		);
	});
});

test('What has no place here is recognised, left out, and stands nowhere.', async () => {
	const bytes = async function* () {
		yield new TextEncoder().encode(FILE);
	};
	const { columns } = await scanFile(bytes);
	assert.deepEqual(
		columns.filter(({ leftOut }) => leftOut).map(({ header, leftOut, guess, sample }) => [header, leftOut, guess, sample]),
		[
			['Nationalité', 'nationality', null, []],
			['N° national', 'national_number', null, []],
			['Absences', 'absence', null, []]
		]
	);
	const said = 'Nom;Remarque\nAlix;92.05.14-123-45\nBo;91.01.02-234-56\nCléo;\n';
	const { columns: second } = await scanFile(async function* () {
		yield new TextEncoder().encode(said);
	});
	assert.equal(second[1]!.leftOut, 'national_number', 'by what it holds, whatever its head says');
});

test('The same file twice changes nothing; a line that was added since comes in alone.', async () => {
	const aurore = await home.member(await home.organization());
	await bring(aurore, FILE);
	const again = await check(aurore, FILE);
	assert.deepEqual([again.people, again.known, again.count.doubles], [0, 3, 0]);
	assert.equal(await bring(aurore, FILE), 0);
	assert.equal(await counted(aurore.organization), 3);
	assert.equal(await bring(aurore, `${FILE}Ines;P.;;;;;;;;;\n`), 1);
	assert.equal(await counted(aurore.organization), 4);
	assert.deepEqual(
		(await home.sql('select row_key from brought_in')).filter(({ row_key }) => /nadia|benali/i.test(String(row_key))),
		[]
	);
});

test('A dry run names line and column of every problem, and changes nothing.', async () => {
	const aurore = await home.member(await home.organization());
	const found = await check(
		aurore,
		`Nom;Date de naissance;GSM;Entrée;Piste
;14/05/1992;;;
Alix;31/02/1980;3,2475E+10;;
"Bo
deux";2/3/2031;;12/2026;
Cléo;;92.05.14-123-45;;jardin
Dag;;
`
	);
	assert.deepEqual(
		found.problems.map(({ line, column, code }) => [line, column, code]),
		[
			[2, null, 'no_name'],
			[3, 1, 'date'],
			[3, 2, 'rounded'],
			[4, 1, 'future'],
			[4, 3, 'date'],
			[6, 2, 'number'],
			[6, 4, 'track'],
			[7, null, 'cells']
		]
	);
	assert.equal(JSON.stringify(found).includes('92.05.14'), false, 'a national number is not even repeated');
	await assert.rejects(bring(aurore, 'Nom;Date de naissance\nAlix;hier\n'), ChangedMeanwhile);
	assert.equal(await counted(aurore.organization), 0);
});

test('Somebody in my reach who may be the same is pointed out and left aside, unless I say that it is somebody else.', async () => {
	const organization = await home.organization();
	const [aurore, paul] = [await home.member(organization), await home.member(organization)];
	const { id } = await home.pathway(aurore, 'NADIA benali');
	await home.pathway(paul, 'Zoé Œuvrard');
	const found = await check(aurore, FILE);
	assert.deepEqual(
		[found.people, found.doubles],
		[2, [{ line: 2, name: 'Nadia Benali', with: [{ id, name: 'NADIA benali' }], like: null }]]
	);
	assert.equal(await bring(aurore, FILE), 2);
	assert.equal(await bring(aurore, FILE, new Set([2])), 1);
	assert.equal(await bring(aurore, FILE, 'all'), 0);
	assert.equal(await counted(organization), 5);
});

test('Two lines that say the same are one person; the same name twice is asked about; a family shares a phone.', async () => {
	const aurore = await home.member(await home.organization());
	const found = await check(
		aurore,
		'Nom;Naissance;GSM\nAlix;1/1/1990;0475123456\nAlix;1/1/1990;0475123456\nAlix;;\nALIX;2/2/1992;\nBo;;0475123456\n'
	);
	assert.deepEqual(found.repeated, [{ line: 3, of: 2 }]);
	assert.deepEqual(
		found.doubles.map(({ line, like }) => [line, like]),
		[
			[4, 2],
			[5, 4]
		]
	);
	assert.equal(found.people, 2);
});

test('Lines that the file gives to somebody else are left aside alike, whoever that is.', async () => {
	const here = await home.organization();
	const aurore = await home.member(here);
	const found = await check(
		aurore,
		`Nom;Mail du référent\nAlix;${MAIL.toUpperCase()}\nBo;collegue@essai.example\nCléo;ailleurs@autre.example\nDag;personne@nulle-part.example\nEve;\n`
	);
	assert.deepEqual([found.people, found.notMine, found.count.problems], [2, 3, 0]);
	assert.equal(await bring(aurore, 'Nom;Référent\nBo;collegue@essai.example\n'), 0);
	assert.equal(await counted(here), 0);
});

test('What would not be what was shown is not brought in at all.', async () => {
	const aurore = await home.member(await home.organization());
	const { print } = await check(aurore, FILE);
	await home.pathway(aurore, 'Kévin D.');
	const { text, plan } = await planFor(FILE);
	await assert.rejects(
		as(aurore, (tx) => bringIn(tx, aurore, text, plan, { print, anyway: 'all' })),
		ChangedMeanwhile
	);
	assert.equal(await counted(aurore.organization), 1);
});

test('Every change stands in the audit, by pathway; nobody but a practitioner brings anybody in.', async () => {
	const organization = await home.organization();
	const aurore = await home.member(organization);
	await bring(aurore, FILE);
	const subjects = await home.sql<{ subject: string; lines: number }>(
		`select subject, count(*)::int as lines from audit where organization_id = $1 and act = 'insert' and accompaniment_id is not null group by 1 order by 1`,
		[organization]
	);
	assert.deepEqual(subjects, [
		{ subject: 'accompaniment', lines: 3 },
		{ subject: 'contact', lines: 3 },
		{ subject: 'profile', lines: 3 }
	]);
	for (const role of ['front-desk', 'coordination', 'administrator'] as const) {
		const other = await home.member(organization, [role]);
		await assert.rejects(bring(other, FILE), { status: 404 }, role);
	}
	assert.equal(await counted(organization), 3);
});

test('More people than one statement takes come in all the same, and tell how far they are; one wrong line at the end keeps all of them out.', async () => {
	const aurore = await home.member(await home.organization());
	const line = (at: number) => `Prénom${at};Nom${at};14/05/19${10 + (at % 80)};04${String(75_000_000 + at)};p${at}@courrier.example\n`;
	const words = `Prénom;Nom;Naissance;GSM;E-mail\n${Array.from({ length: 450 }, (_, at) => line(at)).join('')}`;
	const { print } = await check(aurore, words);
	const { text, plan } = await planFor(words);
	const wrong = textFrom(`${words}Alix;;hier;;\n`);
	await assert.rejects(
		as(aurore, (tx) => bringIn(tx, aurore, wrong, plan, { print, anyway: 'all' })),
		ChangedMeanwhile
	);
	assert.equal(await counted(aurore.organization), 0);
	const far: number[] = [];
	assert.equal(await as(aurore, (tx) => bringIn(tx, aurore, text, plan, { print, anyway: 'all', told: (lines) => far.push(lines) })), 450);
	assert.deepEqual(far, [100, 200, 300, 400, 450]);
});
