import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { Visitor, withCard } from '../sign-in.ts';
import { ask, enter, enterHer } from './http.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const scene = await plantScene(home, 'practitioner', 'lead');
let card = await enterHer(home, scene);
const desk = await enter(home, scene.me);

let networks = 0;
const visitor = () => new Visitor(app.url, `203.0.113.${++networks}`);
const somebody = (typed = card) => withCard(app.url, typed, visitor());
const NEVER = 'K7M4QX92B';
const WRONG = '918273645546';

/** What came back, but for what is different at every answer. */
async function told(answer: Response, ...asked: string[]) {
	const headers = [...answer.headers].filter(
		([name]) => !['date', 'content-length', 'etag', 'x-request-id', 'keep-alive', 'connection'].includes(name)
	);
	const plain = (text: string) =>
		asked.reduce((said, word) => said.replaceAll(word, ':asked'), text.replace(/nonce[-=]"?[A-Za-z0-9+/=]+"?/g, 'nonce'));
	return { status: answer.status, headers: headers.map(([name, value]) => [name, plain(value)]), body: plain(await answer.text()) };
}

test('A code of nobody, and the right code with a wrong PIN, are answered alike to the last byte: in a page, as data, with any browser’s memory.', async () => {
	const { codeFrom, newCode } = await import('#lib/carnet/code.ts');
	assert.equal(codeFrom(NEVER) ?? '', '', 'a wrong check is no code at all');
	const unknown = newCode((below) => Math.floor(Math.random() * below));
	for (const accept of ['text/html', 'application/json']) {
		const answers = [];
		for (const code of [unknown, card.code])
			answers.push(await told(await visitor().post('/moi/connexion', { code, pin: WRONG }, { accept }), code, WRONG));
		assert.deepEqual(answers[0], answers[1]);
		assert.equal(answers[0]!.status, 422);
		assert.ok(!answers[0]!.body.includes(WRONG));
	}
	// A code whose check is wrong is told before anything is looked for: it says nothing of any card.
	assert.equal((await visitor().post('/moi/connexion', { code: NEVER, pin: WRONG })).status, 422);
});

test('After five wrong PINs, 429 with how long to wait; the PIN is in none of the answers.', async () => {
	const thief = visitor();
	const statuses = [];
	for (let n = 0; n < 7; n++) {
		const answer = await thief.post('/moi/connexion', { code: card.code, pin: WRONG });
		statuses.push(answer.status);
		if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 0);
		assert.ok(!(await answer.text()).includes(WRONG));
	}
	assert.deepEqual(statuses.slice(0, 5), [422, 422, 422, 422, 422]);
	assert.equal(statuses.at(-1), 429);
	assert.equal((await (await somebody()).open('/moi')).status, 200, 'she comes in from her own network meanwhile');
});

const ELSEWHERE = [
	'//voleur.example',
	'/.//voleur.example',
	'/moi/..//voleur.example',
	'/\\voleur.example',
	'/moi\\..\\..\\voleur.example',
	'https://voleur.example/moi',
	'javascript:alert(1)',
	'/moi@voleur.example',
	'/bureau',
	'/moi/../bureau',
	'/moi/%2e%2e/bureau',
	'/moi/connexion',
	'/moi/quitter',
	'/moi/ailleurs',
	'/moix',
	'/\r\nLocation: //voleur.example'
];

test('After the door she goes on to a page of her own space, whatever the address asks for.', async () => {
	for (const suite of ELSEWHERE) {
		const answer = await visitor().post('/moi/connexion', { code: card.code, pin: card.pin, suite });
		assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/moi'], suite);
		const inside = await somebody();
		assert.equal((await inside.open(`/moi/connexion?suite=${encodeURIComponent(suite)}`)).headers.get('location'), '/moi', suite);
	}
	const answer = await visitor().post('/moi/connexion', { code: card.code, pin: card.pin, suite: '/moi/carte?fait=ferme' });
	assert.equal(answer.headers.get('location'), '/moi/carte?fait=ferme');
});

test('“Quitter vite” from any page: the session ends in the database, a page of nothing takes its place, and going back finds nothing.', async () => {
	for (const page of ['/moi', '/moi/carte', '/moi/nulle-part']) {
		const her = await somebody();
		const html = await (await her.open(page)).text();
		assert.match(html, /<form method="POST" action="\/moi\/quitter" data-leave/, page);
		const copy = her.get('carnet')!;
		const left = await her.post('/moi/quitter', {});
		assert.deepEqual([left.status, left.headers.get('location')], [303, '/moi/ailleurs']);
		assert.equal(her.get('carnet'), undefined);
		her.set('carnet', copy);
		assert.equal((await her.open('/moi')).headers.get('location'), '/moi/connexion?suite=%2Fmoi', 'a cookie that was copied opens nothing');
	}
	const her = await somebody();
	for (const page of ['/moi', '/moi/carte']) assert.equal((await her.open(page)).headers.get('cache-control'), 'no-store', page);
	const away = await visitor().open('/moi/ailleurs');
	assert.deepEqual([away.status, away.headers.get('cache-control')], [200, 'no-store']);
	assert.doesNotMatch(await away.text(), /Cheminer|Nadia|carnet|style|script|thread\.svg/i);
	// Somebody with no session at all leaves in the same way.
	assert.equal((await visitor().post('/moi/quitter', {})).headers.get('location'), '/moi/ailleurs');
});

test('Left quickly without a line: the next request of that browser ends all that “Quitter vite” ends, and nothing of hers is read first.', async () => {
	const her = await somebody();
	await her.post('/moi/carte?/retenir', {});
	const [copy, device] = [her.get('carnet')!, her.get('device')!];
	her.set('page', 'left');
	her.set('kept', 'x');
	her.set('ma-langue', 'en');
	const answer = await her.open('/moi');
	assert.equal(answer.headers.get('location'), '/moi/connexion?suite=%2Fmoi');
	assert.equal(her.get('carnet'), undefined);
	assert.equal((await her.open('/moi/connexion')).headers.get('clear-site-data'), '"storage"', 'at the door, which is a page');
	for (const name of ['carnet', 'device', 'page', 'kept', 'ma-langue']) assert.equal(her.get(name), undefined, name);
	const thief = visitor();
	thief.set('carnet', copy);
	assert.equal((await thief.open('/moi')).status, 303, 'a copy opens nothing');
	thief.set('device', device);
	assert.match(await (await thief.open('/moi/connexion')).text(), /name="code"/);
});

test('In a session that a one-time code opened nobody sets a second PIN, or takes it away.', async () => {
	const her = await somebody();
	await home.sql(`update auth.person_session set proof = 'code' where ended_at is null`);
	assert.doesNotMatch(await (await her.open('/moi/carte')).text(), /second/);
	for (const [form, sent] of [
		['second', { pin: '914726', again: '914726' }],
		['aucun', {}]
	] as const)
		assert.equal((await her.post(`/moi/carte?/${form}`, { ...sent })).status, 404, form);
});

test('No page of her space, not even one that is not there or does not work, bears the product’s name or sign.', async () => {
	const her = await somebody();
	const pages: [Visitor, string, number][] = [
		[her, '/moi', 200],
		[her, '/moi/carte', 200],
		[her, '/moi/nulle-part', 404],
		[her, '/moi/carte/nulle-part', 404],
		[her, `/moi/reprise/${crypto.randomUUID()}`, 404],
		[her, '/moi/reprise/x', 404],
		[visitor(), '/moi/connexion', 200],
		[visitor(), '/moi/nulle-part', 404]
	];
	for (const [who, path, status] of pages) {
		const answer = await who.open(path);
		const html = await answer.text();
		assert.equal(answer.status, status, path);
		assert.doesNotMatch(html.replace(/https?:\/\/[^"']*/g, ''), /Cheminer|thread\.svg/, path);
		assert.match(html, /<link rel="icon" href="\/page\.svg"/, path);
		assert.match(html, /action="\/moi\/quitter"/, path);
		assert.doesNotMatch(/<title>([^<]*)/.exec(html)?.[1] ?? 'Nadia', /Nadia|Planté/, path);
		assert.doesNotMatch(html, /href="\/(bureau|compte|personnes)/, path);
	}
});

test('In concealed mode she is called by her alias, and no page or data of hers holds another name of her.', async () => {
	const hidden = await plantScene(home, 'practitioner', 'lead');
	await home.sql(`update accompaniment set concealed = true, alias = 'Colibri' where id = $1`, [hidden.file]);
	const her = await somebody(await enterHer(home, hidden));
	for (const path of ['/moi', '/moi/__data.json', '/moi/carte', '/moi/carte/__data.json']) {
		const text = await (await her.open(path)).text();
		assert.doesNotMatch(text, /Nadia|Planté/, path);
		if (path === '/moi') assert.match(text, /Bonjour Colibri/);
	}
});

test('What she sends after her session ended waits for the same card, sealed, and is sent once; a PIN is never among it.', async () => {
	const late = async (path: string, fields: Record<string, string>, then = card) => {
		const her = await somebody(then);
		const session = her.get('carnet')!;
		await her.post('/moi/quitter', {});
		her.set('carnet', session);
		return (await her.post(path, { form_key: crypto.randomUUID(), ...fields })).headers.get('location') ?? '';
	};
	const words = 'Je ne peux pas venir jeudi, mon fils est malade.';
	const suite = new URL(await late('/moi/nulle?/dire', { said: words }), app.url).searchParams.get('suite');
	assert.equal(suite, null, 'a page that is not there keeps nothing');
	const kept = new URL(await late('/moi', { said: words }), app.url).searchParams.get('suite')!;
	assert.match(kept, /^\/moi\/reprise\/[0-9a-f-]{36}$/);
	const [row] = await home.sql<{ sealed: string; account_id: string; carnet_id: string }>(
		'select sealed, account_id, carnet_id from kept_post'
	);
	assert.ok(row && !row.sealed.includes('jeudi'));
	assert.deepEqual([row.account_id, row.carnet_id], [scene.person, card.carnet]);

	const back = visitor();
	assert.equal((await back.post('/moi/connexion', { code: card.code, pin: card.pin, suite: kept })).headers.get('location'), kept);
	assert.match(await (await back.open(kept)).text(), /mon fils est malade/);
	assert.match(await (await back.open('/moi')).text(), new RegExp(`href="${kept}"`), 'her first page says that something waits');
	// Nobody else finds it: not a colleague who leads her file, not another person, not the card of another organisation.
	const others = [
		await enterHer(home, await plantScene(home, 'practitioner', 'lead')),
		await enterHer(home, { ...scene, file: scene.fileElsewhere, organization: scene.other })
	];
	for (const other of others) {
		const who = await somebody(other);
		assert.equal((await who.open(kept)).status, 404);
		assert.doesNotMatch(await (await who.open('/moi')).text(), /reprise/);
	}
	assert.equal((await ask(app.url, kept.slice('/moi'.length), { cookie: desk })).status, 404);
	assert.equal((await back.post(kept, {})).headers.get('location'), '/moi');
	assert.deepEqual(await home.sql('select from kept_post'), []);

	for (const path of ['/moi/carte?/reunir', '/moi/carte?/ailleurs', '/moi/carte?/fermer'])
		assert.equal(new URL(await late(path, { code: card.code, pin: WRONG }), app.url).searchParams.get('suite'), '/moi/carte', path);
	assert.deepEqual(await home.sql('select from kept_post'), []);
	// With a card that ended nobody comes in any more: nothing is kept for it.
	const former = card;
	const her = await somebody(former);
	const session = her.get('carnet')!;
	card = await enterHer(home, scene);
	her.set('carnet', session);
	assert.equal((await her.post('/moi', { said: words })).headers.get('location'), '/moi/connexion?suite=%2Fmoi');
	assert.deepEqual(await home.sql('select from kept_post'), []);
});

test('The PIN of a card that is given is kept nowhere either: not when it is refused, not after the counsellor’s session has ended.', async () => {
	const refused = await ask(app.url, `/personnes/${scene.file}/carte?/donner`, {
		cookie: desk,
		fields: [
			['form_key', crypto.randomUUID()],
			['pin', WRONG],
			['again', '111']
		]
	});
	assert.equal(refused.status, 422);
	assert.ok(!refused.body.includes(WRONG));
	const ended = await enter(home, scene.me);
	await home.sql('update auth.session set ended_at = now() where created_at = (select max(created_at) from auth.session)');
	const late = await ask(app.url, `/personnes/${scene.file}/carte?/donner`, {
		cookie: ended,
		fields: [
			['form_key', crypto.randomUUID()],
			['pin', WRONG],
			['again', WRONG]
		]
	});
	assert.equal(late.location, `/connexion?suite=${encodeURIComponent(`/personnes/${scene.file}/carte`)}`);
	assert.deepEqual(await home.sql('select from kept_post'), []);
	assert.deepEqual(await home.sql(`select from draft where form not in ('interview')`), []);
});

/** Takes the right to answer sessions away, as a database that is away would, and gives it back. */
async function whileAway(work: () => Promise<void>): Promise<void> {
	const owner = new pg.Client({ connectionString: home.ownerUrl });
	await owner.connect();
	await owner.query('set role cheminer_owner');
	await owner.query(`alter function auth.session_person(text) rename to session_person_away`);
	await owner.query(`create function auth.session_person(wanted text) returns table (session_id uuid, carnet_id uuid, person_id uuid, cards uuid[], country text, time_zone text, proof text, settles timestamptz)
		language plpgsql as $$ begin raise exception 'away' using errcode = '57P01'; end $$`);
	await owner.query('grant execute on function auth.session_person(text) to cheminer_auth');
	try {
		await work();
	} finally {
		await owner.query('drop function auth.session_person(text)');
		await owner.query(`alter function auth.session_person_away(text) rename to session_person`);
		await owner.end();
	}
}

test('While the database is away: 503, said neutrally; what she wrote stays in the page, a PIN does not; and she still leaves at once.', async () => {
	const her = await somebody();
	const cookie = her.get('carnet')!;
	await whileAway(async () => {
		const page = await her.open('/moi');
		const html = await page.text();
		assert.deepEqual([page.status, page.headers.get('retry-after') !== null, page.headers.get('cache-control')], [503, true, 'no-store']);
		assert.doesNotMatch(html, /Cheminer|thread\.svg|Nadia/);
		const sent = await her.post('/moi/reprise/x', { said: 'Deux mots à garder' });
		assert.equal(sent.status, 503);
		assert.match(await sent.text(), /Deux mots à garder/);
		const pin = await her.post('/moi/carte?/reunir', { code: card.code, pin: WRONG });
		assert.equal(pin.status, 503);
		assert.ok(!(await pin.text()).includes(WRONG));
		assert.equal((await her.post('/moi/quitter', {})).headers.get('location'), '/moi/ailleurs');
		assert.equal(her.get('carnet'), undefined);
	});
	her.set('carnet', cookie);
});

test('Neither code nor PIN is in what the house logs, though the square on the card brings the code in the address.', async () => {
	const who = visitor();
	await who.open(`/moi/connexion?code=${card.code}`);
	await who.open(`/moi/connexion?code=${card.code}&suite=/moi`, { referer: `${app.url}/moi/connexion?code=${card.code}` });
	assert.match(await (await who.open(`/moi/connexion?code=${card.code}`)).text(), new RegExp(`value="${card.code}"`));
	await who.post(`/moi/connexion?code=${card.code}`, { code: card.code, pin: WRONG });
	await who.post(`/moi/connexion?code=${card.code}`, { code: card.code, pin: card.pin });
	for (const word of [card.code, card.pin, WRONG, 'jeudi', 'Colibri'])
		assert.ok(!app.logged().includes(word) && !app.said().includes(word), word);
});
