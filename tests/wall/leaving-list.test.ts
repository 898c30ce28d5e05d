import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter } from './http.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());

const organization = await home.organization();
const lead = await home.member(organization, ['practitioner'], { first: '=Aurore' });
const cookie = await enter(home, lead);

const list = async (address = '', by = cookie) => {
	const answer = await fetch(`${app.url}/personnes/liste.csv${address}`, { headers: { cookie: by } });
	const bytes = Buffer.from(await answer.arrayBuffer());
	return { answer, bytes, rows: parse(bytes, { bom: true, delimiter: ';', columns: true }) as unknown as Record<string, string>[] };
};
const names = (rows: Record<string, string>[]) => rows.map((row) => row['Nom d’usage']);

async function numbered(who: Actor, id: string, value: string, safe = true): Promise<void> {
	await as(who, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const contact = newId();
		const sealed = key.seal('contact', contact, { value, hours: 'le matin', caution: '=pas de message' });
		await tx.insertInto('contact').values({ id: contact, accompaniment_id: id, kind: 'phone', safe, sealed }).execute();
	});
}

const formula = await home.pathway(lead, '=HYPERLINK("http://essai.example";"x")');
const turned = await home.pathway(lead, 'Nadia\u202e B.\r\n;"fin"');
const hidden = await home.pathway(lead, 'Zahra M.');
await home.sql(`update accompaniment set concealed = true, alias = 'Colibri' where id = $1`, [hidden.id]);
await numbered(lead, formula.id, '+32 470 12 34 56');
await numbered(lead, hidden.id, '0499 99 99 99');
await numbered(lead, turned.id, '0498 88 88 88', false);
const elsewhere = await home.member(await home.organization('Ailleurs'));
await home.pathway(elsewhere, 'Canari Ailleurs');
const colleague = await home.member(organization, ['practitioner'], { first: 'Bilal' });
await home.pathway(colleague, 'Canari Collègue');

test('The list for a spreadsheet holds those of my list, no more and no less, and nothing that a spreadsheet works out.', async () => {
	const { answer, bytes, rows } = await list();
	assert.deepEqual(
		['content-type', 'content-disposition', 'cache-control', 'x-content-type-options'].map((name) => answer.headers.get(name)),
		['text/csv; charset=utf-8', 'attachment; filename="liste.csv"', 'no-store', 'nosniff']
	);
	assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
	assert.deepEqual(names(rows), [`'=HYPERLINK("http://essai.example";"x")`, 'Colibri', 'Nadia B. ;"fin"']);
	assert.ok(!bytes.includes('Canari'));
	const [first] = rows;
	assert.equal(first!['Téléphone'], '0032 470 12 34 56');
	assert.equal(first!['À savoir pour appeler'], 'le matin. =pas de message');
	assert.equal(first!['Personne de référence'], "'=Aurore");
	assert.equal(first!['Ma place'], 'référence');
	for (const cell of rows.flatMap((row) => Object.values(row))) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
});

test('As on paper, who hides has her alias and no number, and a number that others see at home is left out.', async () => {
	const { bytes, rows } = await list();
	for (const word of ['Zahra', '0499', '0498']) assert.ok(!bytes.includes(word), word);
	assert.deepEqual(
		rows.slice(1).map((row) => row['Téléphone']),
		['', '']
	);
});

test('It is narrowed and sorted as its page, and is one line in the journal, about nobody.', async () => {
	assert.deepEqual(names((await list('?q=colib')).rows), ['Colibri']);
	assert.deepEqual(names((await list('?fin=oui')).rows), []);
	const lines = await home.sql('select kind, accompaniment_id from journal where member_id = $1 and accompaniment_id is null', [
		lead.member
	]);
	assert.deepEqual(lines, [{ kind: 'export', accompaniment_id: null }]);
});

test('Whoever walks with nobody, or is not signed in, gets no list.', async () => {
	for (const role of ['front-desk', 'coordination', 'administrator'] as const) {
		const other = await home.member(organization, [role]);
		assert.equal((await ask(app.url, '/personnes/liste.csv', { cookie: await enter(home, other) })).status, 403, role);
	}
	assert.match((await ask(app.url, '/personnes/liste.csv')).location ?? '', /^\/connexion/);
});

test('Somebody she keeps away, or whose cover has ended, does not find her in it.', async () => {
	const cover = await home.member(organization, ['practitioner'], { first: 'Claire' });
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '1 day'),
			($4, $2, $3, 'cover', now() - interval '1 second')`,
		[formula.id, organization, cover.member, turned.id]
	);
	const by = await enter(home, cover);
	assert.equal((await list('', by)).rows.length, 1);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		formula.person,
		cover.account,
		organization
	]);
	assert.deepEqual((await list('', by)).rows, []);
});
