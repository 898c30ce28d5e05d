import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actor } from '../access/access.ts';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { readCaseload, type CaseloadPage } from './caseload.server.ts';
import { readQuery } from './rules.ts';

const home = await house({ after });
const organization = await home.organization();

const list = (actor: Actor, address = '', size = 50): Promise<CaseloadPage> =>
	as(actor, (tx) => readCaseload(tx, actor.member, readQuery(new URLSearchParams(address)), size));
const names = (page: CaseloadPage) => page.rows.map(({ name }) => name);
const colleague = (person: string, member: Actor, kind = 'named', until: string | null = null) =>
	home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, $4, now() + $5::interval)`,
		[person, member.organization, member.member, kind, until]
	);

/** All pages of a list, by its own links. */
async function walk(actor: Actor, address: string, size: number): Promise<string[]> {
	const ids: string[] = [];
	for (let page = await list(actor, address, size); ;) {
		ids.push(...page.rows.map(({ id }) => id));
		if (!page.next) return ids;
		page = await list(actor, `${address}&apres=${page.next}`, size);
	}
}

test('A practitioner sees the people she leads, those she is named with and those she covers, and says in which place.', async () => {
	const [lead, other] = [await home.member(organization), await home.member(organization, ['practitioner'], { first: 'Paul' })];
	await home.pathway(lead, 'Nadia B.');
	const samir = await home.pathway(other, 'Samir K.');
	const irina = await home.pathway(other, 'Irina V.');
	await home.pathway(other, 'Personne d’autre');
	await colleague(samir.id, lead);
	await colleague(irina.id, lead, 'cover', '3 days');
	const page = await list(lead);
	assert.deepEqual(
		page.rows.map(({ name, place }) => [name, place]),
		[
			['Irina V.', 'cover'],
			['Nadia B.', 'lead'],
			['Samir K.', 'named']
		]
	);
	assert.ok(page.rows[0]?.until);
	assert.deepEqual(names(await list(lead, 'place=reference')), ['Nadia B.']);
	assert.deepEqual(names(await list(lead, 'place=collegue')), ['Samir K.']);
	assert.deepEqual(names(await list(lead, 'place=remplacement')), ['Irina V.']);
});

test('A cover that is over, a colleague not named, another organisation and an excluded account find nobody, whatever they ask.', async () => {
	const lead = await home.member(organization);
	const nadia = await home.pathway(lead, 'Nadia B.');
	const covered = await home.member(organization);
	await colleague(nadia.id, covered, 'cover', '-1 minute');
	const excluded = await home.member(organization);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		nadia.person,
		excluded.account,
		organization
	]);
	await colleague(nadia.id, excluded);
	const strangers = [
		covered,
		excluded,
		await home.member(organization),
		await home.member(await home.organization('Ailleurs')),
		await home.member(organization, ['coordination', 'administrator', 'front-desk'])
	];
	for (const stranger of strangers) {
		for (const address of ['', 'q=nadia', 'suite=sans', 'tri=vue', 'place=remplacement', 'fin=oui'])
			assert.deepEqual(names(await list(stranger, address)), [], address);
	}
	assert.deepEqual(names(await list(lead)), ['Nadia B.']);
});

test('Pages follow one another without a hole or a double, under ties, accents and people who have the same name.', async () => {
	const lead = await home.member(organization);
	const all = ['Élodie', 'Elodie', 'elodie', 'Zoé', 'Œdipe', 'Oe', 'Émile', 'Emile', 'Aïcha', 'Aicha', '山田', 'Ngọc', 'É', 'E'];
	for (const name of [...all, ...all]) await home.pathway(lead, name);
	await home.sql(
		`update accompaniment set last_met_on = date '2026-01-01' + (length(name_to_use) % 3) where lead_id = $1 and length(name_to_use) > 3`,
		[lead.member]
	);
	await home.sql(`update accompaniment set next_at = now() + interval '1 day' where lead_id = $1 and length(name_to_use) > 4`, [
		lead.member
	]);
	for (const sort of ['nom', 'vue', 'vue-recente', 'suite']) {
		const whole = (await list(lead, `tri=${sort}`, 100)).rows.map(({ id }) => id);
		assert.equal(new Set(whole).size, all.length * 2);
		for (const size of [1, 3, 7]) assert.deepEqual(await walk(lead, `tri=${sort}`, size), whole, `${sort} by ${size}`);
		const first = await list(lead, `tri=${sort}`, 5);
		const second = await list(lead, `tri=${sort}&apres=${first.next}`, 5);
		const back = await list(lead, `tri=${sort}&avant=${second.previous}`, 5);
		assert.deepEqual(names(back), names(first), `back to the first page by ${sort}`);
		assert.equal(back.previous, null);
		assert.equal(first.previous, null);
	}
});

test('Somebody who comes in between moves nobody to a page that was turned already.', async () => {
	const lead = await home.member(organization);
	for (const name of ['Aïcha', 'Bernard', 'Cédric', 'Denise']) await home.pathway(lead, name);
	const first = await list(lead, '', 2);
	await home.pathway(lead, 'Amandine');
	assert.deepEqual(names(await list(lead, `apres=${first.next}`, 2)), ['Cédric', 'Denise']);
});

test('A position of somebody else, of another sort, or made up, is the first page and never an error.', async () => {
	const [lead, other] = [await home.member(organization), await home.member(organization)];
	for (const actor of [lead, other]) for (const name of ['Aïcha', 'Bernard', 'Cédric']) await home.pathway(actor, name);
	const theirs = (await list(other, '', 1)).next;
	const byDate = (await list(lead, 'tri=vue', 1)).next;
	for (const cursor of [theirs, byDate, 'x', 'v1.k1.AAAA.AAAA.AAAA', "'; drop table accompaniment; --", '%00', 'a'.repeat(5000)]) {
		assert.deepEqual(names(await list(lead, `apres=${encodeURIComponent(cursor ?? '')}`, 1)), ['Aïcha'], String(cursor));
	}
	for (const address of ['tri=constructor', 'tri=name;drop', 'place=__proto__', 'vue=toString', 'parcours=%27', 'suite=1', 'fin=non']) {
		assert.deepEqual(names(await list(lead, address)), ['Aïcha', 'Bernard', 'Cédric'], address);
	}
});

test('A position holds no name that can be read in an address.', async () => {
	const lead = await home.member(organization);
	for (const name of ['Bérengère', 'Cédric']) await home.pathway(lead, name);
	const { next } = await list(lead, '', 1);
	assert.ok(next && !Buffer.from(next).toString('latin1').includes('bereng'));
	for (const part of next.split('.')) assert.ok(!Buffer.from(part, 'base64url').toString('utf8').includes('bereng'));
});

test('A name is found by its pieces, with or without accents, in any order; signs of the search language mean themselves.', async () => {
	const lead = await home.member(organization);
	for (const name of ['Marie-Ange T.', 'Élodie Œrsted', 'Jean % Noël', 'O’Brien_x']) await home.pathway(lead, name);
	const cases: [string, string[]][] = [
		['elo', ['Élodie Œrsted']],
		['OERST ÉLO', ['Élodie Œrsted']],
		['ange mar', ['Marie-Ange T.']],
		['%', ['Jean % Noël']],
		['_', ['O’Brien_x']],
		["o'b", ['O’Brien_x']],
		['noel', ['Jean % Noël']],
		['\\', []],
		['elo noel', []]
	];
	for (const [search, expected] of cases) assert.deepEqual(names(await list(lead, `q=${encodeURIComponent(search)}`)), expected, search);
});

test('In concealed mode the alias is shown, and both names find her.', async () => {
	const lead = await home.member(organization);
	const { id } = await home.pathway(lead, 'Zahra M.');
	await home.sql(`update accompaniment set concealed = true, alias = 'Colibri' where id = $1`, [id]);
	await home.pathway(lead, 'Denise');
	assert.deepEqual(names(await list(lead)), ['Colibri', 'Denise']);
	assert.deepEqual(names(await list(lead, 'q=zahr')), ['Colibri']);
	assert.deepEqual(names(await list(lead, 'q=colib')), ['Colibri']);
	assert.deepEqual(names(await list(lead, 'q=colib zahr')), ['Colibri']);
	assert.deepEqual(names(await list(lead, 'q=mcol')), []);
});

test('Without a next step: nothing planned ahead, not in pause, not ended.', async () => {
	const lead = await home.member(organization);
	await home.pathway(lead, 'Rien');
	const ahead = await home.pathway(lead, 'Prévu');
	const pause = await home.pathway(lead, 'Pause');
	const gone = await home.pathway(lead, 'Passé');
	const over = await home.pathway(lead, 'Terminé');
	await home.sql(`update accompaniment set next_at = now() + interval '2 days' where id = $1`, [ahead.id]);
	await home.sql(`update accompaniment set moment = 'paused' where id = $1`, [pause.id]);
	await home.sql(`update accompaniment set next_at = now() - interval '1 minute' where id = $1`, [gone.id]);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [over.id]);
	assert.deepEqual(names(await list(lead, 'suite=sans')), ['Passé', 'Rien']);
	assert.deepEqual(names(await list(lead, 'suite=prevue')), ['Prévu']);
	assert.deepEqual(names(await list(lead, 'suite=semaine')), ['Prévu']);
	assert.deepEqual(names(await list(lead, 'fin=oui')), ['Terminé']);
});

test('An appointment that has begun gives way to the one after it at once.', async () => {
	const lead = await home.member(organization);
	const { id } = await home.pathway(lead, 'Nadia');
	for (const wait of ['-10 minutes', '7 days', '6 days']) {
		await home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values (gen_random_uuid(), $1, $2, $3, now() + $4::interval, 'Europe/Brussels')`,
			[id, organization, lead.member, wait]
		);
	}
	await home.sql(`update accompaniment set next_at = now() - interval '10 minutes' where id = $1`, [id]);
	const [row] = (await list(lead)).rows;
	assert.equal(Math.round((row!.next_at!.getTime() - Date.now()) / 86_400_000), 6);
	assert.deepEqual([names(await list(lead, 'suite=sans')), names(await list(lead, 'suite=prevue'))], [[], ['Nadia']]);
});

test('A list writes one line in the journal, whoever is on it; a search another; names of people are not in it.', async () => {
	const lead = await home.member(organization);
	for (const name of ['Aïcha', 'Bernard']) await home.pathway(lead, name);
	await list(lead);
	await list(lead, 'tri=vue');
	await list(lead, 'q=aicha');
	const lines = await home.sql<{ kind: string; accompaniment_id: string | null }>(
		'select kind, accompaniment_id from journal where member_id = $1 order by kind',
		[lead.member]
	);
	assert.deepEqual(lines, [
		{ kind: 'list', accompaniment_id: null },
		{ kind: 'search', accompaniment_id: null }
	]);
});
