import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { openKeyring } from '#lib/server/keyring.ts';
import { startApp } from '../app.ts';
import { ask } from './http.ts';
import { dayFromNow } from './scene.ts';
import { alike, built, NEVER, targetOf, walk } from './walk.ts';

const { home, app, both: cookie, mine, foreign, FIELDS, allWays, myPath, fingerprints } = await walk({ after });

test('Not signed in, every page of the house leads to the sign-in page, and no form changes anything.', async () => {
	const before = await fingerprints(['auth.attempt']);
	for (const [id, route] of built()) {
		if (route.for === 'anybody') continue;
		const door = route.for === 'member' ? '/connexion' : '/moi/connexion';
		const path = myPath(id, route);
		for (const [way, answer] of await allWays(route, path, [], '')) {
			if (way === 'data' || way.endsWith('script'))
				assert.ok(answer.body.includes(`"type":"redirect"`) && answer.body.includes(`"location":"${door}`), `${id} ${way}`);
			else assert.deepEqual([answer.status, answer.location?.startsWith(door)], [303, true], `${id} ${way}`);
			assert.doesNotMatch(answer.body, /Nadia|Planté/);
		}
	}
	assert.deepEqual(await fingerprints(['auth.attempt']), before);
});

test('Other methods than reading and posting change nothing and fail nowhere.', async () => {
	const before = await fingerprints(['journal']);
	for (const [id, route] of built()) {
		for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'QUERY']) {
			const { status } = await fetch(app.url + myPath(id, route), { method, headers: { cookie, origin: app.url }, redirect: 'manual' });
			assert.ok(status < 500 && (method === 'HEAD' || method === 'OPTIONS' || status >= 400), `${method} ${id}: ${status}`);
		}
	}
	assert.deepEqual(await fingerprints(['journal']), before);
});

test('A form sent from another site, or from nowhere, is refused and changes nothing.', async () => {
	const before = await fingerprints();
	for (const [id, route] of built()) {
		const path = myPath(id, route);
		for (const form of route.forms ?? []) {
			if (form === 'GET') continue;
			const target = targetOf(path, form);
			for (const origin of ['https://ailleurs.example', 'null', `${app.url}.ailleurs.example`, '']) {
				const answer = await ask(app.url, target, { cookie, fields: FIELDS, headers: { origin } });
				assert.equal(answer.status, 403, `${id} ${form} from ${origin || 'nowhere'}`);
			}
		}
	}
	assert.deepEqual(await fingerprints(), before);
});

test('A page read writes the reading and nothing else.', async () => {
	for (const [id, route] of built()) {
		if (route.forms?.some((form) => form === 'POST')) continue;
		const path = myPath(id, route);
		const before = await fingerprints(['journal']);
		for (const way of [path, `${path === '/' ? '' : path}/__data.json`]) {
			const { status } = await ask(app.url, way, { cookie });
			assert.ok(status < 500, `${way}: ${status}`);
		}
		assert.deepEqual(await fingerprints(['journal']), before, id);
	}
});

test('Every answer carries its headers: pages, refusals, files, and what is not there.', async () => {
	for (const path of [
		'/',
		'/connexion',
		'/bureau',
		'/personnes',
		`/personnes/${mine.file}`,
		`/personnes/${foreign.file}`,
		'/nulle-part',
		'/sante',
		'/accueil',
		'/equipe',
		'/reglages',
		'/%ff',
		'/personnes/%zz'
	]) {
		for (const session of [cookie, '']) {
			const { status, headers, body } = await ask(app.url, path, { cookie: session });
			assert.ok(status < 500, `${path} ${status}`);
			assert.equal(headers['x-content-type-options'], 'nosniff', path);
			assert.equal(headers['referrer-policy'], 'same-origin', path);
			assert.equal(headers['x-frame-options'], 'DENY', path);
			assert.equal(headers['set-cookie']?.includes('Domain'), headers['set-cookie'] ? false : undefined, path);
			if (headers['content-type']?.startsWith('text/html') && status !== 400) {
				assert.match(headers['content-security-policy'] ?? '', /script-src 'self' 'nonce'|script-src 'self' nonce|script-src 'self'/, path);
				assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe|https?:|\*/, path);
				assert.doesNotMatch(body, / style="|<script(?![^>]*(src=|nonce))/, path);
				assert.doesNotMatch(body, /(src|href|action)="(https?:)?\/\/(?!localhost)/, `${path} speaks of another host`);
			}
			if (session && status !== 400) assert.match(headers['cache-control'] ?? '', /no-store/, path);
		}
	}
});

test('The health check says how many hours old the last good archive is, and nothing more; an old one stops nobody.', async () => {
	const health = async () => {
		const answer = await fetch(`${app.url}/sante`);
		return [answer.status, await answer.json()];
	};
	assert.deepEqual(await health(), [200, { status: 'ok', archive_hours: null }]);
	await home.sql(
		`insert into archive (made_at, bytes, lines) values (now() - interval '26 hours 10 minutes', 1, 1), (now() - interval '90 hours', 1, 1)`
	);
	assert.deepEqual(await health(), [200, { status: 'ok', archive_hours: 26 }]);
	// A clock that was set back meanwhile gives no age below nothing.
	await home.sql(`insert into archive (made_at, bytes, lines) values (now() + interval '2 hours', 1, 1)`);
	assert.deepEqual(await health(), [200, { status: 'ok', archive_hours: 0 }]);
	await home.sql('delete from archive');
});

test('An address that is no address is refused, never a failure.', async () => {
	for (const path of [
		'/%',
		'/%zz',
		'/personnes/%',
		'/personnes/%00',
		'/personnes/%ff%fe',
		'/personnes/../../etc/passwd',
		'//ailleurs.example/',
		'/personnes?apres=%ff',
		`/${'a'.repeat(9000)}`,
		'/personnes?tri=x&page=-1&apres=1',
		`/personnes/${mine.file}/entretiens?apres=2026-13-45_${NEVER}`,
		`/personnes/${mine.file}/entretiens?apres=2026-01-01_${'-'.repeat(36)}`,
		`/personnes/${mine.file}/lectures?avant=9999-99-99T00:00:00.000000Z_${NEVER}`,
		`/personnes/${mine.file}?entretien=%00`,
		`/bureau?q=%00%ff'"`,
		`/personnes?q=%25_\\`
	]) {
		const { status, body } = await ask(app.url, path, { cookie });
		assert.ok(status < 500, `${path.slice(0, 80)} answers ${status}`);
		assert.doesNotMatch(body, /\bat \w+ \(|node_modules|select .* from /, path);
	}
});

test('Somebody else’s ids in a form are answered like ids that never were, and change none of their rows.', async () => {
	const forms: [
		string,
		(theirs: { member: string; account: string; appointment: string; action: string; memo: string; note: string }) => [string, string][]
	][] = [
		[`/personnes/${mine.file}/entourage?/name`, ({ member }) => [['member', member]]],
		[
			`/personnes/${mine.file}/entourage?/cover`,
			({ member }) => [
				['member', member],
				['until', dayFromNow(3)]
			]
		],
		[
			`/personnes/${mine.file}/entourage?/unname`,
			({ member }) => [
				['member', member],
				['kind', 'named']
			]
		],
		[
			`/personnes/${mine.file}/entourage?/handover`,
			({ member }) => [
				['member', member],
				['happened_on', dayFromNow(0)]
			]
		],
		[`/personnes/${mine.file}/entourage?/exclude`, ({ member }) => [['member', member]]],
		[`/personnes/${mine.file}/entourage?/lift`, ({ account }) => [['account', account]]],
		[`/personnes/${mine.file}/rendez-vous?/liberer`, ({ appointment }) => [['appointment', appointment]]],
		[`/personnes/${mine.file}/protection?/remove`, ({ note }) => [['remove', note]]],
		[`/personnes/${mine.file}/entretiens/${mine.ownInterview}?/nommer`, ({ member }) => [['member', member]]],
		[`/personnes/${mine.file}/entretiens/${mine.ownInterview}?/retirer`, ({ member }) => [['member', member]]],
		[
			`/equipe?/confier`,
			({ note, member }) => [
				['accompaniment', note],
				['wanted', note],
				['id', note],
				['member', member],
				['to', member]
			]
		],
		[
			`/equipe?/remplacer`,
			({ member }) => [
				['member', member],
				['of', member],
				['by', member],
				['until', dayFromNow(3)]
			]
		],
		[
			`/bureau/remplacement?/remplacer`,
			({ member }) => [
				['member', member],
				['by', member],
				['until', dayFromNow(3)]
			]
		]
	];
	const theirs = {
		member: foreign.lead.member,
		account: foreign.lead.account,
		appointment: foreign.appointment,
		action: foreign.action,
		memo: foreign.ownMemo,
		note: foreign.note
	};
	const never = { member: newId(), account: newId(), appointment: newId(), action: newId(), memo: newId(), note: newId() };
	// A form that found nothing to do is done: its key is kept, and my own reading.
	const before = await fingerprints(['journal', 'form_key']);
	for (const [path, fields] of forms) {
		const asked = [...Object.values(theirs), ...Object.values(never)];
		const post = (what: typeof theirs) =>
			ask(app.url, path, { cookie, asked, fields: [['form_key', crypto.randomUUID()], ...fields(what)] });
		alike([['post', await post(theirs)]], [['post', await post(never)]], path);
	}
	assert.deepEqual(await fingerprints(['journal', 'form_key']), before);
});

test('What a form may not set, it does not set: organisation, author, reader, role, version, id.', async () => {
	const [added] = [
		FIELDS.filter(([name]) =>
			[
				'organization_id',
				'author_id',
				'role',
				'visibility',
				'id',
				'person_id',
				'accompaniment_id',
				'member_id',
				'lead_id',
				'note_id',
				'sealed',
				'created_at',
				'ended_at'
			].includes(name)
		)
	];
	const post = async (path: string, fields: [string, string][]) => {
		const answer = await ask(app.url, path, { cookie, fields: [['form_key', crypto.randomUUID()], ...fields, ...added] });
		assert.equal(answer.status, 303, `${path}: ${answer.body.slice(0, 300)}`);
	};
	await post('/personnes/nouvelle', [['name_to_use', 'Ajouts']]);
	const [opened] = await home.sql<{ id: string; organization_id: string; lead_id: string; person_id: string }>(
		`select id, organization_id, lead_id, person_id from accompaniment where name_to_use = 'Ajouts'`
	);
	assert.ok(opened);
	assert.deepEqual([opened.organization_id, opened.lead_id], [mine.organization, mine.me.member]);
	assert.ok(opened.person_id !== foreign.person && opened.id !== added.find(([name]) => name === 'id')![1]);

	await post(`/personnes/${opened.id}/entretiens/nouveau?/enregistrer`, [
		['said', 'Ajouts'],
		['held_on', dayFromNow(0)]
	]);
	await post(`/personnes/${opened.id}/memos`, [
		['text', 'Ajouts'],
		['months', '6']
	]);
	await post(`/personnes/${opened.id}/moment`, [['moment', 'holding']]);
	assert.deepEqual(
		await home.sql(
			`select i.organization_id, i.author_id, n.author_id as note_by, n.version, (select array_agg(r.member_id) from note_reader r where r.note_id = n.id) as readers
			from interview i join note n on n.interview_id = i.id where i.accompaniment_id = $1`,
			[opened.id]
		),
		[{ organization_id: mine.organization, author_id: mine.me.member, note_by: mine.me.member, version: 1, readers: [mine.me.member] }]
	);
	assert.deepEqual(await home.sql('select author_id, expires_at > now() as lives from memo where accompaniment_id = $1', [opened.id]), [
		{ author_id: mine.me.member, lives: true }
	]);
	assert.deepEqual(await home.sql('select value, recorded_by from moment where accompaniment_id = $1', [opened.id]), [
		{ value: 'holding', recorded_by: mine.me.member }
	]);
});

/** Breaks something as the owner of the tables, and mends it. */
async function whileBroken(breaking: string, mending: string, work: () => Promise<void>): Promise<void> {
	const owner = new pg.Client({ connectionString: home.ownerUrl });
	await owner.connect();
	await owner.query('set role cheminer_owner');
	await owner.query(breaking);
	try {
		await work();
	} finally {
		await owner.query(mending);
		await owner.end();
	}
}

test('A failure of ours shows a reference and nothing of what failed, under every header.', async () => {
	await whileBroken('alter table contact rename to contact_away', 'alter table contact_away rename to contact', async () => {
		for (const [path, fields] of [
			[`/personnes/${mine.file}/profil`],
			[
				`/personnes/nouvelle`,
				[
					['name_to_use', 'Canari'],
					['contacts.0.value', '0470 12 34 56'],
					['contacts.0.kind', 'phone']
				]
			]
		] as [string, [string, string][]?][]) {
			const { status, headers, body } = await ask(app.url, path, { cookie, fields });
			assert.equal(status, 500, path);
			assert.doesNotMatch(body, /contact_away|relation|select |node_modules|Nadia|Canari/);
			const reference = /\b[0-9a-f]{10}\b/.exec(body.replace(/<head>.*<\/head>/s, ''))?.[0];
			assert.ok(reference && app.logged().includes(reference), 'its reference is in the log');
			assert.match(headers['content-security-policy'] ?? '', /default-src 'self'/);
			assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe/);
			assert.equal(headers['x-content-type-options'], 'nosniff');
			assert.match(headers['cache-control'] ?? '', /no-store/);
		}
	});
	assert.doesNotMatch(app.logged(), /Canari|Nadia|0470 12/);
});

test('When a reading cannot be noted, the page is 503 and holds nothing of her.', async () => {
	await whileBroken(
		'alter table journal add constraint full_disk check (false) not valid',
		'alter table journal drop constraint full_disk',
		async () => {
			for (const [id, route] of built()) {
				if (!route.params?.['person'] || route.forms?.includes('POST')) continue;
				const path = myPath(id, route);
				// Her page under another kind of reading too: the hour's line may stand already.
				await home.sql('delete from journal');
				const { status, body } = await ask(app.url, path, { cookie });
				assert.equal(status, 503, path);
				assert.doesNotMatch(body, /Nadia|propriétaire/, path);
			}
		}
	);
});

test('A session acts only for a member of its own account.', async () => {
	const acting = () => home.sql('select member_id from auth.session where account_id = $1', [mine.me.account]);
	for (const member of [mine.free.member, foreign.me.member, newId(), mine.organization]) {
		const { status } = await ask(app.url, '/connexion/organisation', {
			cookie,
			fields: [
				['member', member],
				['form_key', crypto.randomUUID()]
			]
		});
		assert.equal(status, 404);
		assert.deepEqual(await acting(), [{ member_id: mine.me.member }]);
	}
});

test('The application does not start with another installation’s key: one sentence says why.', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-key-'));
	const other = join(folder, 'installation.json');
	openKeyring(other, { create: true });
	try {
		await assert.rejects(
			startApp(home, { CHEMINER_KEY_FILE: other }),
			/did not start: .*not the one this database was sealed with[^\n]*\n?$/
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
