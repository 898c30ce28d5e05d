import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { house, KEY_FILE } from '../tests/house.ts';

const home = await house({ after });
const folder = mkdtempSync(join(tmpdir(), 'cheminer-directory-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const admin = await home.member(await home.organization(), ['administrator']);

/** Runs the verb on the database of this test, as an operator would. */
function importing(files: Record<string, string>, ...words: string[]) {
	const paths = Object.entries(files).map(([name, text]) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	});
	const kept = Object.entries(process.env).filter(([name]) => !/^(CHEMINER_|DATABASE_|NODE_TEST_CONTEXT)/.test(name));
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[
			join(import.meta.dirname, 'cheminer.ts'),
			'import',
			'directory',
			...paths,
			'--data',
			folder,
			'--as',
			`${admin.account}@essai.example`,
			...words
		],
		{
			env: { ...Object.fromEntries(kept), DATABASE_URL: home.serverUrl, DATABASE_OWNER_URL: home.ownerUrl, CHEMINER_KEY_FILE: KEY_FILE },
			encoding: 'utf8',
			timeout: 60_000
		}
	);
	return { status, stdout, stderr };
}

const structure = {
	source: 'essai',
	id: 'essai--a',
	nom: 'Maison A',
	date_maj: '2026-05-01',
	code_postal: '6999',
	commune: 'Noirchâtel',
	bce: '0123456789'
};
const service = {
	source: 'essai',
	structure_id: 'essai--a',
	id: 'essai--a1',
	nom: 'Halte du matin',
	description: 'Une place pour les tout-petits dès six heures.',
	date_maj: '2026-05-01',
	thematiques: ['famille--garde-denfants']
};
const countOf = async () => (await home.sql<{ n: number }>('select count(*)::int as n from service where gone_on is null'))[0]!.n;

test('A dry run tells what would come and changes nothing; then both kinds come in, from two files or from one.', async () => {
	const files = { 'structures.json': JSON.stringify([structure]), 'services.json': JSON.stringify([service]) };
	const dry = importing(files, '--dry-run');
	assert.equal(dry.status, 0, dry.stderr);
	assert.match(dry.stdout, /services: 1 new, 0 changed, 0 the same, 0 gone \(as it would be\)\n.*nothing was changed/);
	assert.equal(await countOf(), 0);
	assert.match(importing(files).stdout, /structures: 1 new.*\nservices: 1 new/);
	assert.match(
		importing({ 'both.json': JSON.stringify({ structures: [structure], services: [service] }) }).stdout,
		/structures: 0 new, 0 changed, 1 the same.*\nservices: 0 new, 0 changed, 1 the same/
	);
	assert.equal(await countOf(), 1);
});

test('Lines of CSV say the same, lists in a cell included, in the encoding of an old spreadsheet too.', async () => {
	const csv =
		'id;source;structure_id;nom;description;date_maj;thematiques\nessai--a1;essai;essai--a;Halte du matin;Une place pour les tout-petits dès six heures.;2026-05-01;"[""famille--garde-denfants""]"\n';
	assert.match(importing({ 'services.csv': csv }).stdout, /services: 0 new, 0 changed, 1 the same/);
	const latin = Buffer.from(csv, 'latin1').toString('latin1');
	writeFileSync(join(folder, 'latin.csv'), Buffer.from(latin, 'latin1'));
	assert.match(importing({}, join(folder, 'latin.csv')).stdout, /services: 0 new, 0 changed, 1 the same/);
});

test('The French profile wants five figures where the Belgian one wants four: the territory’s own is taken unless another is asked for.', () => {
	const { status, stderr } = importing({ 'structures.json': JSON.stringify([structure]) }, '--profile', 'FR');
	assert.equal(status, 1);
	assert.match(stderr, /structure 1 \(essai--a\): "code_postal" is no postcode of five digits: 6999/);
});

test('A wrong file gets a clear sentence and changes nothing.', async () => {
	const before = await countOf();
	const { status, stderr } = importing({ 'bad.json': JSON.stringify([{ ...service, id: '' }]) });
	assert.equal(status, 1);
	assert.match(stderr, /service 1: "id" is missing[^]*Nothing was changed/);
	assert.match(importing({ 'cut.json': '[{"id": "essai--a1", ' }).stderr, /no JSON that can be read to its end. Nothing was changed/);
	assert.equal(await countOf(), before);
});

test('Who does it is an administrator of the territory, and the file is there.', () => {
	assert.match(importing({}, 'nulle-part.json').stderr, /There is no file/);
	const nobody = spawnSync(process.execPath, [join(import.meta.dirname, 'cheminer.ts'), 'import', 'directory'], { encoding: 'utf8' });
	assert.match(nobody.stderr, /The name of the file comes next/);
});
