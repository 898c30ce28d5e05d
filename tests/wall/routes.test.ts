import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { keyring } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter, fingerprints, type Answered } from './http.ts';
import { ROUTES, type Kind, type Route } from './routes.ts';
import { dayFromNow, plantScene, type Scene } from './scene.ts';


interface BuiltRoute {
	id: string;
	page: { leaf: number } | null;
	endpoint: (() => Promise<object>) | null;
}
const MANIFEST = join(import.meta.dirname, '..', '..', 'build', 'server', 'manifest.js');
assert.ok(existsSync(MANIFEST), 'The application is not built: npm test builds it.');
const { manifest } = (await import(MANIFEST)) as { manifest: { routes: BuiltRoute[]; nodes: (() => Promise<{ server?: { actions?: object } }>)[] } };

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());

/** Mine in every role, so that no refusal comes from a role; and files that are not mine in every way a file can be. */
const mine = await plantScene(home, 'practitioner', 'lead');
await home.sql(`update member set roles = '{practitioner,front-desk,coordination,administrator}' where id = $1`, [mine.me.member]);
const cookie = await enter(home, mine.me);
const foreign = await plantScene(home, 'practitioner', 'lead');
const unnamed = await plantScene(home, 'practitioner', 'none', mine.organization);
const excluded = await plantScene(home, 'practitioner', 'none', mine.organization);
await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [excluded.person, mine.me.account, mine.organization]);
await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [excluded.file, mine.organization, mine.me.member]);
const keptPost = newId();
await home.sql(`insert into kept_post (id, account_id, path, sealed) values ($1, $2, $3, $4)`, [
	keptPost, foreign.me.account, `/personnes/${foreign.file}`, keyring().seal(`kept_post|${keptPost}`, [['said', 'Canari']])
]);


const NEVER = newId();
const GARBAGE = ['x', '..%2f..%2fetc', '%00', "1'or'1'='1", NEVER.toUpperCase(), `${NEVER}0`, 'null', '%F0%9F%92%A9'];

/** Ids that must all be answered like NEVER, by what stands in the address. */
const TRIED: Record<Kind, string[]> = {
	file: [foreign.file, unnamed.file, excluded.file, mine.fileElsewhere, mine.unassigned, mine.person, mine.interview],
	interview: [foreign.interview, unnamed.interview, excluded.ownInterview, mine.appointment],
	memo: [foreign.ownMemo, mine.otherMemo, mine.expiredMemo, unnamed.otherMemo],
	member: [foreign.me.member, foreign.lead.member, mine.me.account],
	kept: [keptPost],
	token: [foreign.file]
};
const MINE: Record<Kind, string> = { file: mine.file, interview: mine.ownInterview, memo: mine.ownMemo, member: mine.free.member, kept: NEVER, token: NEVER };

/** Something for every form of every page, so that it is the wall that answers and not a missing field; and what no form may set. */
const FIELDS: [string, string][] = Object.entries({
	name_to_use: 'Canari', said: 'Canari', text: 'Canari', moved: 'Canari', matters: 'Canari', held_on: dayFromNow(-1), channel: 'phone', months: '6', version: '1',
	answer: 'yes', how: 'orally', moment: 'holding', basis: 'free', told_on: dayFromNow(-1), told_how: 'orally', sure: 'yes', ended_on: dayFromNow(-1), kind: 'tuteur', name: 'Canari',
	member: mine.free.member, account: mine.free.account, until: dayFromNow(9), happened_on: dayFromNow(-1), day: dayFromNow(2), time: '10:00', appointment: mine.appointment,
	remove: NEVER, from: mine.lead.member, by: mine.free.member, to: mine.free.member, first_name: 'Canari', last_name: '', job_title: '', 'roles[]': 'practitioner', password: 'canari canari canari',
	organization_id: foreign.organization, author_id: foreign.me.member, role: 'administrator', roles: 'administrator', visibility: 'all', id: newId(), person_id: foreign.person,
	accompaniment_id: foreign.file, member_id: foreign.me.member, lead_id: foreign.me.member, note_id: foreign.note, sealed: 'v1', state: 'done', created_at: '2000-01-01', ended_at: '2000-01-01'
});

const pathOf = (id: string, values: Record<string, string>) =>
	id
		.split('/')
		.filter((part) => !/^\(.*\)$/.test(part))
		.map((part) => values[/^\[(\w+)\]$/.exec(part)?.[1] ?? ''] ?? part)
		.join('/') || '/';

/** Every way to ask for one address: the page, its data, each of its forms, empty and full. */
async function allWays(route: Route, path: string, asked: string[], as: string | undefined = cookie): Promise<[string, Answered][]> {
	const ways: [string, Answered][] = [];
	const endpoint = route.forms?.some((form) => /^[A-Z]+$/.test(form)) ?? false;
	if (!endpoint || route.forms?.includes('GET')) ways.push(['GET', await ask(app.url, path, { cookie: as, asked })]);
	if (!endpoint) ways.push(['data', await ask(app.url, `${path === '/' ? '' : path}/__data.json`, { cookie: as, asked })]);
	for (const form of route.forms ?? []) {
		if (form === 'GET') continue;
		const target = form === 'default' || form === 'POST' ? path : `${path}?/${form}`;
		ways.push([`${form}, empty`, await ask(app.url, target, { cookie: as, asked, fields: [['form_key', crypto.randomUUID()]] })]);
		ways.push([`${form}, full`, await ask(app.url, target, { cookie: as, asked, fields: [['form_key', crypto.randomUUID()], ...FIELDS] })]);
	}
	return ways;
}

/** The same answers, to the last byte. */
function alike(some: [string, Answered][], others: [string, Answered][], what: string): void {
	for (const [at, [way, one]] of some.entries()) {
		const other = others[at]![1];
		const from = [...one.body].findIndex((letter, i) => letter !== other.body[i]);
		assert.deepEqual([one.status, one.location, one.headers], [other.status, other.location, other.headers], `${way}: ${what}`);
		assert.ok(one.body === other.body, `${way}: ${what} reads …${one.body.slice(Math.max(0, from - 60), from + 120)}… instead of …${other.body.slice(Math.max(0, from - 60), from + 120)}…`);
	}
}

test('Every route has its line in the table, with its parameters and its forms.', async () => {
	for (const built of manifest.routes) {
		const line = ROUTES[built.id];
		assert.ok(line, `The route ${built.id} is in no test: add its line to tests/wall/routes.ts (who comes to it, whose ids stand in its address, which forms it answers).`);
		const forms = built.page ? Object.keys((await manifest.nodes[built.page.leaf]!()).server?.actions ?? {}) : Object.keys((await built.endpoint?.()) ?? {}).filter((name) => /^[A-Z]+$/.test(name));
		assert.deepEqual([...(line.forms ?? [])].sort(), forms.sort(), `The forms of ${built.id} are not those of its line in tests/wall/routes.ts.`);
		assert.deepEqual(Object.keys(line.params ?? {}), [...built.id.matchAll(/\[(\w+)\]/g)].map(([, name]) => name), built.id);
	}
	assert.deepEqual(Object.keys(ROUTES).filter((id) => !manifest.routes.some((built) => built.id === id)), [], 'these routes are no more: take their lines out');
});

for (const [id, route] of Object.entries(ROUTES)) {
	if (!route.params || !manifest.routes.some((built) => built.id === id)) continue;
	const names = Object.keys(route.params);

	test(`${id} answers somebody else’s ids like ids that never were, in every way, and changes no row.`, async () => {
		const values = (change: Record<string, string>) => ({ ...Object.fromEntries(names.map((name) => [name, MINE[route.params![name]!]])), ...change });
		const before = await fingerprints(home);
		for (const name of names) {
			const never = await allWays(route, pathOf(id, values({ [name]: NEVER })), [NEVER]);
			for (const [way, { status, body }] of never) {
				// Data answers 200 and says inside that it is not there.
				const said = way === 'data' && /"type":"error".*404/.test(body) ? 404 : status;
				assert.ok(said >= 400 || route.for === 'anybody' || route.leadsOn && said === 303, `${way} of ${id} answers ${said} to an id that never was: ${body.slice(-300)}`);
			}
			for (const tried of TRIED[route.params![name]!]) {
				const same = await allWays(route, pathOf(id, values({ [name]: tried })), [tried, NEVER]);
				alike(same, never, `${name} ${tried}`);
			}
			for (const tried of GARBAGE) {
				for (const [way, { status, body }] of await allWays(route, pathOf(id, values({ [name]: tried })), [tried, decodeURIComponent(tried)])) {
					assert.ok(status >= 400 && status < 500 || (way === 'data' || route.for === 'anybody' || route.leadsOn) && status < 500, `${way} with ${tried} answers ${status}`);
					assert.doesNotMatch(body, /Canari|Nadia|Planté/);
				}
			}
		}
		// A parent of A with a child of B: both mine, or one mine and one not.
		if (names.length > 1) {
			const [parent, child] = names as [string, string];
			for (const [file, below] of [[foreign.file, MINE[route.params![child]!]], [mine.unassigned, MINE[route.params![child]!]], [mine.fileElsewhere, MINE[route.params![child]!]]] as const) {
				// The page may say again the address that was asked for: both ids are taken out of both answers.
				const asked = [file, below, NEVER, mine.file];
				const both = await allWays(route, pathOf(id, { [parent]: file, [child]: below }), asked);
				alike(both, await allWays(route, pathOf(id, values({ [child]: NEVER })), asked), `${parent} ${file} with ${child} ${below}`);
			}
		}
		assert.deepEqual(await fingerprints(home), before);
	});
}

test('Not signed in, every page of the house leads to the sign-in page, and no form changes anything.', async () => {
	const before = await fingerprints(home, ['auth.attempt']);
	for (const [id, route] of Object.entries(ROUTES)) {
		if (route.for !== 'member' || !manifest.routes.some((built) => built.id === id)) continue;
		const path = pathOf(id, Object.fromEntries(Object.entries(route.params ?? {}).map(([name, kind]) => [name, MINE[kind]])));
		for (const [way, answer] of await allWays(route, path, [], '')) {
			if (way === 'data') assert.match(answer.body, /"type":"redirect".*"location":"\/connexion/, `${id} ${way}`);
			else assert.deepEqual([answer.status, answer.location?.startsWith('/connexion')], [303, true], `${id} ${way}`);
			assert.doesNotMatch(answer.body, /Nadia|Planté/);
		}
	}
	assert.deepEqual(await fingerprints(home, ['auth.attempt']), before);
});

test('A form sent from another site, or from nowhere, is refused and changes nothing.', async () => {
	const before = await fingerprints(home);
	for (const [id, route] of Object.entries(ROUTES)) {
		const path = pathOf(id, Object.fromEntries(Object.entries(route.params ?? {}).map(([name, kind]) => [name, MINE[kind]])));
		for (const form of route.forms ?? []) {
			if (form === 'GET' || !manifest.routes.some((built) => built.id === id)) continue;
			const target = form === 'default' || form === 'POST' ? path : `${path}?/${form}`;
			for (const origin of ['https://ailleurs.example', 'null', `${app.url}.ailleurs.example`, '']) {
				const answer = await ask(app.url, target, { cookie, fields: FIELDS, headers: { origin } });
				assert.equal(answer.status, 403, `${id} ${form} from ${origin || 'nowhere'}`);
			}
		}
	}
	assert.deepEqual(await fingerprints(home), before);
});

test('A page read writes the reading and nothing else.', async () => {
	for (const [id, route] of Object.entries(ROUTES)) {
		if (route.forms?.some((form) => form === 'POST') || !manifest.routes.some((built) => built.id === id)) continue;
		const path = pathOf(id, Object.fromEntries(Object.entries(route.params ?? {}).map(([name, kind]) => [name, MINE[kind]])));
		const before = await fingerprints(home, ['journal']);
		for (const way of [path, `${path === '/' ? '' : path}/__data.json`]) {
			const { status } = await ask(app.url, way, { cookie });
			assert.ok(status < 500, `${way}: ${status}`);
		}
		assert.deepEqual(await fingerprints(home, ['journal']), before, id);
	}
});

test('Every answer carries its headers: pages, refusals, files, and what is not there.', async () => {
	for (const path of ['/', '/connexion', '/bureau', '/personnes', `/personnes/${mine.file}`, `/personnes/${foreign.file}`, '/nulle-part', '/sante', '/accueil', '/equipe', '/reglages', '/%ff', '/personnes/%zz']) {
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

test('An address that is no address is refused, never a failure.', async () => {
	for (const path of ['/%', '/%zz', '/personnes/%', '/personnes/%00', '/personnes/%ff%fe', '/personnes/../../etc/passwd', '//ailleurs.example/', '/personnes?apres=%ff', `/${'a'.repeat(9000)}`, '/personnes?tri=x&page=-1&apres=1',
		`/personnes/${mine.file}/entretiens?apres=2026-13-45_${NEVER}`, `/personnes/${mine.file}/entretiens?apres=2026-01-01_${'-'.repeat(36)}`, `/personnes/${mine.file}/lectures?avant=9999-99-99T00:00:00.000000Z_${NEVER}`,
		`/personnes/${mine.file}?entretien=%00`, `/bureau?q=%00%ff'"`, `/personnes?q=%25_\\`]) {
		const { status, body } = await ask(app.url, path, { cookie });
		assert.ok(status < 500, `${path.slice(0, 80)} answers ${status}`);
		assert.doesNotMatch(body, /\bat \w+ \(|node_modules|select .* from /, path);
	}
});

test('Somebody else’s ids in a form are answered like ids that never were, and change none of their rows.', async () => {
	const forms: [string, (theirs: { member: string; account: string; appointment: string; action: string; memo: string; note: string }) => [string, string][]][] = [
		[`/personnes/${mine.file}/entourage?/name`, ({ member }) => [['member', member]]],
		[`/personnes/${mine.file}/entourage?/cover`, ({ member }) => [['member', member], ['until', dayFromNow(3)]]],
		[`/personnes/${mine.file}/entourage?/unname`, ({ member }) => [['member', member], ['kind', 'named']]],
		[`/personnes/${mine.file}/entourage?/handover`, ({ member }) => [['member', member], ['happened_on', dayFromNow(0)]]],
		[`/personnes/${mine.file}/entourage?/exclude`, ({ member }) => [['member', member]]],
		[`/personnes/${mine.file}/entourage?/lift`, ({ account }) => [['account', account]]],
		[`/personnes/${mine.file}/rendez-vous?/liberer`, ({ appointment }) => [['appointment', appointment]]],
		[`/personnes/${mine.file}/protection?/remove`, ({ note }) => [['remove', note]]],
		[`/personnes/${mine.file}/entretiens/${mine.ownInterview}?/nommer`, ({ member }) => [['member', member]]],
		[`/personnes/${mine.file}/entretiens/${mine.ownInterview}?/retirer`, ({ member }) => [['member', member]]],
		[`/equipe?/confier`, ({ note, member }) => [['accompaniment', note], ['wanted', note], ['id', note], ['member', member], ['to', member]]],
		[`/equipe?/remplacer`, ({ member }) => [['member', member], ['of', member], ['by', member], ['until', dayFromNow(3)]]],
		[`/bureau/remplacement?/remplacer`, ({ member }) => [['member', member], ['by', member], ['until', dayFromNow(3)]]]
	];
	const theirs = { member: foreign.lead.member, account: foreign.lead.account, appointment: foreign.appointment, action: foreign.action, memo: foreign.ownMemo, note: foreign.note };
	const never = { member: newId(), account: newId(), appointment: newId(), action: newId(), memo: newId(), note: newId() };
	// A form that found nothing to do is done: its key is kept, and my own reading.
	const before = await fingerprints(home, ['journal', 'form_key']);
	for (const [path, fields] of forms) {
		const asked = [...Object.values(theirs), ...Object.values(never)];
		const post = (what: typeof theirs) => ask(app.url, path, { cookie, asked, fields: [['form_key', crypto.randomUUID()], ...fields(what)] });
		alike([['post', await post(theirs)]], [['post', await post(never)]], path);
	}
	assert.deepEqual(await fingerprints(home, ['journal', 'form_key']), before);
});

test('What a form may not set, it does not set: organisation, author, reader, role, version, id.', async () => {
	const [added] = [FIELDS.filter(([name]) => ['organization_id', 'author_id', 'role', 'visibility', 'id', 'person_id', 'accompaniment_id', 'member_id', 'lead_id', 'note_id', 'sealed', 'created_at', 'ended_at'].includes(name))];
	const post = async (path: string, fields: [string, string][]) => {
		const answer = await ask(app.url, path, { cookie, fields: [['form_key', crypto.randomUUID()], ...fields, ...added] });
		assert.equal(answer.status, 303, `${path}: ${answer.body.slice(0, 300)}`);
	};
	await post('/personnes/nouvelle', [['name_to_use', 'Ajouts']]);
	const [opened] = await home.sql<{ id: string; organization_id: string; lead_id: string; person_id: string }>(`select id, organization_id, lead_id, person_id from accompaniment where name_to_use = 'Ajouts'`);
	assert.ok(opened);
	assert.deepEqual([opened.organization_id, opened.lead_id], [mine.organization, mine.me.member]);
	assert.ok(opened.person_id !== foreign.person && opened.id !== added.find(([name]) => name === 'id')![1]);

	await post(`/personnes/${opened.id}/entretiens/nouveau?/enregistrer`, [['said', 'Ajouts'], ['held_on', dayFromNow(0)]]);
	await post(`/personnes/${opened.id}/memos`, [['text', 'Ajouts'], ['months', '6']]);
	await post(`/personnes/${opened.id}/moment`, [['moment', 'holding']]);
	assert.deepEqual(
		await home.sql(
			`select i.organization_id, i.author_id, n.author_id as note_by, n.version, (select array_agg(r.member_id) from note_reader r where r.note_id = n.id) as readers
			from interview i join note n on n.interview_id = i.id where i.accompaniment_id = $1`, [opened.id]
		),
		[{ organization_id: mine.organization, author_id: mine.me.member, note_by: mine.me.member, version: 1, readers: [mine.me.member] }]
	);
	assert.deepEqual(await home.sql('select author_id, expires_at > now() as lives from memo where accompaniment_id = $1', [opened.id]), [{ author_id: mine.me.member, lives: true }]);
	assert.deepEqual(await home.sql('select value, recorded_by from moment where accompaniment_id = $1', [opened.id]), [{ value: 'holding', recorded_by: mine.me.member }]);
});
