import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { as } from '#lib/server/db.ts';
import { possibleDoubles } from '#lib/people/opening.server.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { ask, enter } from './http.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const me = await home.member(await home.organization());
const cookie = await enter(home, me);

/** Opens a pathway through its page; gives what is stored of the name. */
async function open(name: string, more: [string, string][] = []): Promise<{ id: string; name_to_use: string }> {
	const answer = await ask(app.url, '/personnes/nouvelle', {
		cookie,
		fields: [['form_key', crypto.randomUUID()], ['name_to_use', name], ...more]
	});
	assert.equal(answer.status, 303, answer.body.slice(0, 300));
	const id = /[0-9a-f-]{36}/.exec(answer.location!)![0];
	return (await home.sql<{ id: string; name_to_use: string }>('select id, name_to_use from accompaniment where id = $1', [id]))[0]!;
}

const finds = async (typed: string, id: string) =>
	Promise.all(
		['/personnes', '/bureau'].map(async (path) =>
			(await ask(app.url, `${path}?q=${encodeURIComponent(typed)}`, { cookie })).body.includes(id)
		)
	);
const isDouble = (name: string) =>
	as(me, (tx) => possibleDoubles(tx, me, { name_to_use: name, birthDate: null, contacts: [], seen: [] })).then(
		(doubles) => doubles.length > 0
	);

test('A name typed with composed letters or with separate accents is stored once, and found both ways.', async () => {
	for (const [composed, sought] of [
		['Zoé Lemaître', 'zoe lemaitre'],
		['Nguyễn Hương', 'nguyen'],
		['Błażej', 'Błażej'],
		['Åsa Ångström', 'angstrom']
	] as const) {
		const { id, name_to_use } = await open(composed.normalize('NFD'));
		assert.equal(name_to_use, composed.normalize('NFC'));
		for (const typed of [composed.normalize('NFC'), composed.normalize('NFD'), composed.toUpperCase(), sought])
			assert.deepEqual(await finds(typed, id), [true, true], `${composed} by ${JSON.stringify(typed)}`);
		for (const typed of [composed.normalize('NFD'), composed.toUpperCase()]) assert.ok(await isDouble(typed), typed);
	}
});

test('What is not seen hides nobody: spaces of no width, marks and overrides of direction, in the name or in what is typed.', async () => {
	const { id, name_to_use } = await open('Ka\u200Bri\u00ADma \u2067D.\u2069\u202E\uFEFF');
	assert.equal(name_to_use, 'Karima D.');
	for (const typed of ['karima', 'ka\u200Brima', '\u202Ekarima', 'kari\u2060ma', 'ka\u200Erima'])
		assert.deepEqual(await finds(typed, id), [true, true], JSON.stringify(typed));
	assert.ok(await isDouble('Karima\u200D D.'));
	// Written by another hand than a form (a file brought in, an older house): found all the same.
	const planted = await home.pathway(me, 'Ro\u200Bsa\u202E E.');
	assert.deepEqual(await finds('rosa', planted.id), [true, true]);
});

test('A name in letters of another script that look alike is another name: it is shown as it is, and says nothing of the first.', async () => {
	const latin = await open('Anna K.');
	assert.equal(await isDouble('Аnnа K.'), false);
	const cyrillic = await open('Аnnа K.');
	assert.equal((await finds('anna', cyrillic.id))[0], false);
	assert.equal((await finds('аnnа', latin.id))[0], false);
});

test('A name of several lines is one line, wherever it goes.', async () => {
	assert.equal((await open('Lina\r\nSubject: x\r\n\tY')).name_to_use, 'Lina Subject: x Y');
});

test('A name that is written from right to left does not turn round its neighbours.', async () => {
	const browser = await openBrowser();
	try {
		const context = await browser.newContext({ locale: 'fr-BE' });
		await context.addCookies([{ name: 'session', value: cookie.slice('session='.length), url: app.url }]);
		const page = await context.newPage();
		await page.goto(`${app.url}/personnes`);
		for (const tag of ['a', 'b', 'strong', 'span', 'button']) {
			const order = await page.evaluate((name) => {
				const line = document.createElement('p');
				const her = document.createElement(name);
				her.textContent = 'سامي (2)';
				line.append('Avec ', her, ', 3 octobre');
				document.querySelector('main')!.append(line);
				const box = (node: Node, from: number, to: number) => {
					const range = document.createRange();
					range.setStart(node, from);
					range.setEnd(node, to);
					return range.getBoundingClientRect();
				};
				const [before, after] = [line.firstChild!, line.lastChild!];
				return [box(before, 0, 4), her.getBoundingClientRect(), box(after, 2, 3), box(after, 4, 11)].map(({ left }) => left);
			}, tag);
			assert.deepEqual(
				order,
				[...order].sort((one, other) => one - other),
				tag
			);
		}
	} finally {
		await browser.close();
	}
});

test('Names that were stored before are found in the new way too, and nobody is said to have changed them.', async () => {
	const { id } = await home.pathway(me, 'Ti\u200Bmea');
	const owner = new pg.Client({ connectionString: home.ownerUrl });
	await owner.connect();
	try {
		const lines = async () => (await home.sql<{ n: number }>('select count(*)::int as n from audit'))[0]!.n;
		const folded = async () => (await home.sql<{ it: string }>('select name_folded as it from accompaniment where id = $1', [id]))[0]!.it;
		const migration = readFileSync(join(import.meta.dirname, '..', '..', 'database', 'migrations', '0024_hostile_hands.sql'), 'utf8');
		const again = migration.slice(0, migration.indexOf('-- An invitation brings'));
		// As it was folded before (0001).
		await owner.query('set role cheminer_owner');
		await owner.query(again.slice(0, again.indexOf('alter table')).replace(/\\u00ad\\u061c[^\]]*\]/, ']'));
		await home.sql(`update accompaniment set name_to_use = name_to_use || '' where id = $1`, [id]);
		assert.equal(await folded(), 'ti\u200bmea');
		const before = await lines();
		await owner.query(again);
		assert.equal(await folded(), 'timea');
		assert.equal(await lines(), before);
		const [guarded] = await home.sql<{ is: boolean }>(
			`select relforcerowsecurity and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgenabled = 'D') as is from pg_class c where c.oid = 'accompaniment'::regclass`
		);
		assert.ok(guarded?.is, 'the table is guarded as before');
	} finally {
		await owner.end();
	}
});
