import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter, type Answered } from './http.ts';
import { plantMember } from './scene.ts';

// He works in the same territory, or in the same house, and knows her name, her birth date, her number and her address.
const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const EVERY_ROLE = ['practitioner', 'front-desk', 'coordination', 'administrator'] as const;
const here = await home.organization('Refuge d’essai');
const there = await home.organization('Emploi d’essai');
const lead = await plantMember(home, here, ['practitioner'], 'Aurore');
await plantMember(home, here, ['administrator'], 'Anne');
const colleague = await plantMember(home, here, [...EVERY_ROLE], 'Marc');
const elsewhere = await plantMember(home, there, [...EVERY_ROLE], 'Marc');

/** All that he knows of her. */
const KNOWN: [string, string][] = [
	['name_to_use', 'Nadia Belkacem'],
	['birthDate', '1991-03-04'],
	['contacts.0.kind', 'phone'],
	['contacts.0.value', '0470 12 34 56'],
	['contacts.1.kind', 'mail'],
	['contacts.1.value', 'nadia.belkacem@courrier.example'],
	['municipality', 'Namur']
];
/** The same, of somebody who is nowhere. */
const UNKNOWN: [string, string][] = [
	['name_to_use', 'Salima Bouzidi'],
	['birthDate', '1987-05-06'],
	['contacts.0.kind', 'phone'],
	['contacts.0.value', '0471 65 43 21'],
	['contacts.1.kind', 'mail'],
	['contacts.1.value', 'salima.bouzidi@courrier.example'],
	['municipality', 'Dinant']
];
const posted = (path: string, cookie: string, fields: [string, string][]) =>
	ask(app.url, path, { cookie, fields: [['form_key', crypto.randomUUID()], ...fields] });

const opened = await posted('/personnes/nouvelle', await enter(home, lead), KNOWN);
assert.equal(opened.status, 303, opened.body.slice(0, 300));
const file = /[0-9a-f-]{36}/.exec(opened.location!)![0];
const [her] = await home.sql<{ person_id: string }>('select person_id from accompaniment where id = $1', [file]);
await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
	her!.person_id,
	colleague.account,
	here
]);

/** What is left once each one's own words and ids are taken out. */
function bare({ status, location, headers, body }: Answered, fields: [string, string][]): unknown {
	const words = fields.flatMap(([name, value]) =>
		name.endsWith('kind') ? [] : [value, encodeURIComponent(value), ...value.split(/[ @.]/)]
	);
	const plain = (text: string) =>
		[...new Set(words)]
			.filter((word) => word.length > 3)
			.sort((one, other) => other.length - one.length)
			.reduce((said, word) => said.replaceAll(new RegExp(word.replace(/\W/g, '\\$&'), 'gi'), ':typed'), text)
			.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, ':id')
			.replace(/\b[0-9a-f]{12}\b/g, ':reference');
	return { status, location: location && plain(location), headers: Object.keys(headers).sort(), body: plain(body) };
}

/** Where two answers part, with what stands around; undefined when they are the same. */
function firstDifference(one: string, other: string): string | undefined {
	if (one === other) return undefined;
	const at = [...one].findIndex((letter, place) => letter !== other[place]);
	return `…${one.slice(Math.max(0, at - 80), at + 120)}… instead of …${other.slice(Math.max(0, at - 80), at + 120)}…`;
}

for (const [who, he] of [
	['In another organisation, with every role', elsewhere],
	['In the same house, with every role, once she keeps him away', colleague]
] as const) {
	test(`${who}, he opens a pathway with all he knows of her, and is answered as for somebody who is nowhere.`, async () => {
		const cookie = await enter(home, he);
		const asked = async (fields: [string, string][]) => [
			bare(await posted('/personnes/nouvelle', cookie, fields), fields),
			// A second time his own one is in his reach: he is asked about that one, and no other.
			bare(await posted('/personnes/nouvelle', cookie, fields), fields),
			...(await Promise.all(
				fields
					.slice(0, 1)
					.flatMap(([, name]) =>
						[name, name.split(' ')[1]!].flatMap((q) =>
							['/personnes', '/bureau'].map(async (path) =>
								bare(await ask(app.url, `${path}?q=${encodeURIComponent(q)}`, { cookie }), fields)
							)
						)
					)
			))
		];
		const known = await asked(KNOWN);
		// What he opened is his; looked for again once it is away, so that both begin alike.
		await home.sql('update accompaniment set lead_id = null where lead_id = $1', [he.member]);
		const unknown = await asked(UNKNOWN);
		await home.sql('update accompaniment set lead_id = null where lead_id = $1', [he.member]);
		for (const [at, one] of known.entries())
			assert.equal(firstDifference(JSON.stringify(one), JSON.stringify(unknown[at])), undefined, `answer ${at}`);
	});

	test(`${who}, no list, count, reference, desk or address tells that she is known.`, async () => {
		const cookie = await enter(home, he);
		await home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone, channel) values (gen_random_uuid(), $1, $2, $3, now() + interval '1 hour', 'Europe/Brussels', 'presence')`,
			[file, here, lead.member]
		);
		const pages = [
			'/bureau',
			'/personnes',
			'/accueil',
			'/equipe',
			'/reglages/changements',
			'/compte/organisation',
			'/bureau/journee',
			'/personnes?q=belk',
			`/bureau?q=nadia`
		];
		const look = async () => Promise.all(pages.map(async (path) => (await ask(app.url, path, { cookie })).body));
		const before = await look();
		for (const body of before) assert.doesNotMatch(body, new RegExp(file), 'her file');
		await home.sql(`update accompaniment set lead_id = null where id = $1`, [file]);
		const after = await look();
		for (const body of after) assert.doesNotMatch(body, new RegExp(file), 'her file, without a lead');
		await home.sql(`update accompaniment set lead_id = $2 where id = $1`, [file, lead.member]);
		await home.sql('delete from appointment where accompaniment_id = $1', [file]);

		const refer = (reference: string) =>
			posted('/equipe?/demande', cookie, [
				['reference', reference],
				['member', lead.member],
				['sure', 'yes']
			]);
		const told = (answer: Answered, reference: string) => [answer.status, answer.location, answer.body.replaceAll(reference, ':reference')];
		assert.deepEqual(told(await refer(file.slice(-12)), file.slice(-12)), told(await refer('0123456789ab'), '0123456789ab'));
		for (const path of ['', '/plan.pdf', '/memos', '/__data.json']) {
			const [hers, none] = await Promise.all([file, newId()].map((id) => ask(app.url, `/personnes/${id}${path}`, { cookie, asked: [id] })));
			assert.deepEqual([hers!.status, hers!.body], [none!.status, none!.body], path);
		}
		assert.equal((await home.sql('select 1 from journal where accompaniment_id = $1 and account_id = $2', [file, he.account])).length, 0);
	});
}

test('No index that is unique could betray a row of somebody else: each holds an id, an account or an organisation, never a name or a contact alone.', async () => {
	const rows = await home.sql<{ said: string }>(
		`select i.indexrelid::regclass::text || ': ' || pg_get_indexdef(i.indexrelid) as said from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'keys') and i.indisunique and not exists (
			select from unnest(i.indkey::int2[]) k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k where a.atttypid = 'uuid'::regtype)
		and c.relname not in ('migration') order by 1`
	);
	// A keyed hash of a link or of a card's or a helper's code, each drawn by lot; how the chain begins; the house's clock, room and key: about nobody.
	assert.deepEqual(
		rows
			.map(({ said }) => /^\w+/.exec(said)![0])
			.filter(
				(name) =>
					!/^(archive_pkey|invitation_token_index_key|carnet_code_index_key|helper_code_index_key|chain_has_one_start|installation_pkey|house_clock|room|keys)/.test(
						name
					)
			),
		[]
	);
});
