import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { house, KEY_FILE } from '../tests/house.ts';

const home = await house({ after });
const folder = mkdtempSync(join(tmpdir(), 'cheminer-people-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const FILE = 'Prénom;Nom;Naissance;GSM;Nationalité\nNadia;Benali;14/05/1992;0475 12 34 56;belge\nZoé;Œuvrard;;;\n';

/** Runs the verb on the database of this test, as an operator would. */
function importing(text: string, words: string[]) {
	const file = join(folder, `${crypto.randomUUID()}.csv`);
	writeFileSync(file, text);
	const kept = Object.entries(process.env).filter(([name]) => !/^(CHEMINER_|DATABASE_|NODE_TEST_CONTEXT)/.test(name));
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(import.meta.dirname, 'cheminer.ts'), 'import', 'people', file, '--data', folder, ...words],
		{
			env: {
				...Object.fromEntries(kept),
				DATABASE_URL: home.serverUrl,
				DATABASE_OWNER_URL: home.ownerUrl,
				CHEMINER_KEY_FILE: KEY_FILE
			},
			encoding: 'utf8',
			timeout: 60_000
		}
	);
	return { status, stdout, stderr };
}

const mailOf = ({ account }: Actor) => `${account}@essai.example`;
const namesOf = async ({ organization }: Actor) =>
	(
		await home.sql<{ name_to_use: string }>('select name_to_use from accompaniment where organization_id = $1 order by name_folded', [
			organization
		])
	).map(({ name_to_use }) => name_to_use);

test('An operator brings people in as their practitioner: a dry run first, then all of them, and once.', async () => {
	const aurore = await home.member(await home.organization());
	const dry = importing(FILE, ['--as', mailOf(aurore), '--dry-run']);
	assert.equal(dry.status, 0, dry.stderr);
	assert.match(dry.stdout, /column 5 "Nationalité": left out, always \(nationality\)/);
	assert.match(dry.stdout, /To bring in: 2\./);
	assert.deepEqual(await namesOf(aurore), []);

	const done = importing(FILE, ['--as', mailOf(aurore).toUpperCase()]);
	assert.equal(done.status, 0, done.stderr);
	assert.match(done.stdout, /2 people came in/);
	assert.deepEqual(await namesOf(aurore), ['Nadia Benali', 'Zoé Œuvrard']);
	const lead = await home.sql('select distinct lead_id from accompaniment where organization_id = $1', [aurore.organization]);
	assert.deepEqual(lead, [{ lead_id: aurore.member }]);

	const again = importing(FILE, ['--as', mailOf(aurore)]);
	assert.match(again.stdout, /Brought in before: 2/);
	assert.match(again.stdout, /Nothing was changed/);
	assert.equal((await namesOf(aurore)).length, 2);
});

test('What it prints names lines and columns, never a cell or a person, whoever she looks like.', async () => {
	const aurore = await home.member(await home.organization());
	await home.pathway(aurore, 'Zoé Œuvrard');
	const wrong = importing(`${FILE}Alix;Canari;hier;;\n`, ['--as', mailOf(aurore)]);
	assert.equal(wrong.status, 1);
	assert.match(wrong.stdout, /line 4, column "Naissance": is no date/);
	assert.match(wrong.stdout, /line 3: looks like somebody/);
	assert.match(wrong.stderr, /Nothing was changed/);
	assert.doesNotMatch(wrong.stdout + wrong.stderr, /Canari|hier|Œuvrard|Benali|0475/);
	assert.deepEqual(await namesOf(aurore), ['Zoé Œuvrard']);

	const mapped = importing(`${FILE}Alix;Canari;hier;;\n`, ['--as', mailOf(aurore), '--map', 'Naissance=,4=', '--doubles']);
	assert.equal(mapped.status, 0, mapped.stderr);
	assert.equal((await namesOf(aurore)).length, 4);
	assert.match(importing(FILE, ['--as', mailOf(aurore), '--map', 'Nationalité=languages']).stderr, /has no place here/);
	assert.match(importing(FILE, ['--as', mailOf(aurore), '--map', 'Nom=title']).stderr, /is none of name,/);
});

test('Whoever accompanies nobody brings nobody in; somebody in two organisations says in which.', async () => {
	const here = await home.organization('Relance-Nord');
	const karim = await home.member(here, ['administrator']);
	assert.match(importing(FILE, ['--as', mailOf(karim)]).stderr, /Nobody who accompanies people signs in as/);
	assert.match(importing(FILE, ['--as', 'personne@nulle-part.example']).stderr, /Nobody who accompanies people/);
	assert.match(importing(FILE, []).stderr, /--as takes/);
	const aurore = await home.member(here);
	const elsewhere = await home.member(await home.organization('Relance-Sud'), ['practitioner'], { account: aurore.account });
	assert.match(importing(FILE, ['--as', mailOf(aurore)]).stderr, /"Relance-Nord" and "Relance-Sud": say which/);
	assert.equal(importing(FILE, ['--as', mailOf(aurore), '--organization', 'Relance-Sud']).status, 0);
	assert.deepEqual([(await namesOf(aurore)).length, (await namesOf(elsewhere)).length], [0, 2]);
	assert.match(importing('PK\x03\x04', ['--as', mailOf(karim)]).stderr, /Nobody who accompanies/);
});
