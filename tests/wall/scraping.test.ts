import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { keyring } from '#lib/server/db.ts';
import { readSettings } from '#lib/server/settings.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { enter } from './http.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const { filesAnHour, searchesAnHour } = readSettings({}).reading;

/** So many people whose texts open, with one lead. */
async function caseload(lead: Actor, people: number): Promise<string[]> {
	const rows = Array.from({ length: people }, () => {
		const person = newId();
		return { person, id: newId(), wrapped: keyring().newPersonKey(person).wrapped };
	});
	const [persons, ids, wrapped] = [rows.map((row) => row.person), rows.map((row) => row.id), rows.map((row) => row.wrapped)];
	await home.sql('insert into person (id) select unnest($1::uuid[])', [persons]);
	await home.sql('insert into keys.person_key (person_id, wrapped) select * from unnest($1::uuid[], $2::text[])', [persons, wrapped]);
	await home.sql(
		`insert into accompaniment (id, person_id, organization_id, lead_id, name_to_use, opened_on)
		select one.id, one.person, $3, $4, 'Nadia ' || right(one.id::text, 6), current_date from unnest($1::uuid[], $2::uuid[]) one (id, person)`,
		[ids, persons, lead.organization, lead.member]
	);
	return ids;
}

const asks = (cookie: string, path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
	fetch(app.url + path, { redirect: 'manual', ...init, headers: { accept: 'text/html', cookie, ...init.headers } });
/** Was it shown? The data channel always answers 200, and says the refusal inside. */
async function shown(answer: Response): Promise<boolean> {
	const body = await answer.text();
	return answer.status === 200 && !/"status":429|"type":"error"/.test(body);
}
const WAYS = ['', '/__data.json', '/entretiens', '/invitation/imprimer', '/profil', '/entretiens/nouveau', '/lectures/__data.json'];
const somebody = async (organization?: string) => home.member(organization ?? (await home.organization()));

test('A stolen session that walks through a thousand files, by every page and the data channel, is stopped and told why.', async () => {
	const thief = await somebody();
	const cookie = await enter(home, thief);
	const ids = await caseload(thief, 1000);
	let read = 0;
	for (const [index, id] of ids.entries()) if (await shown(await asks(cookie, `/personnes/${id}${WAYS[index % WAYS.length]}`))) read += 1;
	assert.equal(read, filesAnHour);
	const last = ids.at(-1)!;
	const refused = await asks(cookie, `/personnes/${last}`);
	assert.equal(refused.status, 429);
	const wait = Number(refused.headers.get('retry-after'));
	assert.ok(wait > 3000 && wait <= 3600, String(wait));
	const said = await refused.text();
	assert.match(said, /Beaucoup de recherches ou de chemins ouverts/);
	assert.ok(!said.includes(last) || !said.includes('Nadia'));
	for (const method of ['HEAD', 'GET']) {
		for (const way of ['', '?x=1', '/', '/entretiens?avant=x', `/memos/${newId()}`, '/fin/deces']) {
			const answer = await asks(cookie, `/personnes/${last}${way}`, { method });
			assert.ok([429, 308].includes(answer.status), `${method} ${way} ${answer.status}`);
		}
	}
	// The list of names goes on, since it is the day’s work; what was opened stays open.
	assert.equal((await asks(cookie, '/personnes')).status, 200);
	assert.equal((await asks(cookie, `/personnes/${ids[0]}`)).status, 200);
});

test('Posts are no way around: a form of a file that was not opened is refused, in a page or as data.', async () => {
	const thief = await somebody();
	const cookie = await enter(home, thief);
	const ids = await caseload(thief, filesAnHour + 20);
	for (const id of ids.slice(0, filesAnHour)) await (await asks(cookie, `/personnes/${id}`)).arrayBuffer();
	const posts: { fields: Record<string, string>; headers: Record<string, string> }[] = [
		// Refused before anything is read, and shown again with the page around it; sent with a former version, and answered with what is stored.
		{ fields: { name_to_use: '' }, headers: {} },
		{ fields: { name_to_use: 'Nadia', version: '999' }, headers: {} },
		{ fields: { name_to_use: 'Nadia', version: '999' }, headers: { accept: 'application/json', 'x-sveltekit-action': 'true' } }
	];
	for (const [index, id] of ids.slice(filesAnHour).entries()) {
		const { fields, headers } = posts[index % posts.length]!;
		const answer = await asks(cookie, `/personnes/${id}/profil`, {
			method: 'POST',
			body: new URLSearchParams({ form_key: newId(), ...fields }),
			headers: { origin: app.url, ...headers }
		});
		const body = await answer.text();
		assert.ok(answer.status === 429 || /"status":429/.test(body), `${answer.status} ${body.slice(0, 200)}`);
		assert.ok(!body.includes(`Nadia ${id.slice(-6)}`));
	}
});

test('What was being typed when the limit came is recorded, and the draft too.', async () => {
	const aurore = await somebody();
	const cookie = await enter(home, aurore);
	const ids = await caseload(aurore, filesAnHour + 1);
	const form = await (await asks(cookie, `/personnes/${ids[0]}/entretiens/nouveau`)).text();
	const key = /name="form_key" value="([0-9a-f-]{36})"/.exec(form)?.[1];
	assert.ok(key);
	for (const id of ids.slice(1)) await (await asks(cookie, `/personnes/${id}`)).arrayBuffer();
	assert.equal((await asks(cookie, `/personnes/${ids.at(-1)}`)).status, 429);
	const post = (path: string, fields: Record<string, string>) =>
		asks(cookie, path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: app.url } });
	const draft = await post(`/personnes/${ids[0]}/entretiens/brouillon`, { form_key: key, text: 'On a parlé du logement.' });
	assert.ok(draft.status < 300, String(draft.status));
	const sent = await post(`/personnes/${ids[0]}/entretiens/nouveau?/enregistrer`, { form_key: key, text: 'On a parlé du logement.' });
	assert.equal(sent.status, 303);
	assert.equal((await home.sql('select from note where accompaniment_id = $1', [ids[0]])).length, 1);
});

test('A post that was kept when its session ended still waits after the limit refused it, and is recorded once there is room.', async () => {
	const aurore = await somebody();
	const ended = await enter(home, aurore);
	const ids = await caseload(aurore, filesAnHour + 1);
	const path = `/personnes/${ids.at(-1)}/memos`;
	const typed = { form_key: crypto.randomUUID(), text: 'Rappeler la crèche.', months: '6' };
	const post = (cookie: string) => asks(cookie, path, { method: 'POST', body: new URLSearchParams(typed), headers: { origin: app.url } });
	await home.sql(`update auth.session set expires_at = now() - interval '1 minute' where account_id = $1`, [aurore.account]);
	const kept = new URL((await post(ended)).headers.get('location') ?? '', app.url).searchParams.get('suite');
	assert.match(kept ?? '', /^\/reprise\//);

	const cookie = await enter(home, aurore);
	for (const id of ids.slice(0, -1)) await (await asks(cookie, `/personnes/${id}`)).arrayBuffer();
	assert.equal((await post(cookie)).status, 429);
	assert.match(await (await asks(cookie, kept!)).text(), /Rappeler la crèche\./, 'it is still there to be sent again');
	assert.equal((await home.sql('select from memo where accompaniment_id = $1', [ids.at(-1)])).length, 0);

	await home.sql(`update journal set hour = hour - interval '2 hours', at = at - interval '2 hours' where member_id = $1`, [aurore.member]);
	assert.equal((await post(cookie)).status, 303);
	assert.equal((await home.sql('select from memo where accompaniment_id = $1', [ids.at(-1)])).length, 1);
	assert.equal((await asks(cookie, kept!)).status, 404);
});

test('Being in two organisations, or signing in twice, gives no second limit; a colleague has his own.', async () => {
	const organization = await home.organization();
	const here = await somebody(organization);
	const there = await home.member(await home.organization(), ['practitioner'], { account: here.account });
	const [first, second] = [await enter(home, here), await enter(home, there)];
	const ids = await caseload(here, filesAnHour);
	for (const id of ids) await (await asks(first, `/personnes/${id}`)).arrayBuffer();
	const [abroad] = await caseload(there, 1);
	assert.equal((await asks(second, `/personnes/${abroad}`)).status, 429);
	assert.equal((await asks(await enter(home, there), `/personnes/${abroad}`)).status, 429);
	const simon = await somebody(organization);
	const [his] = await caseload(simon, 1);
	assert.equal((await asks(await enter(home, simon), `/personnes/${his}`)).status, 200);
});

test('At the limit a file elsewhere and one that never was are answered alike, as before.', async () => {
	const aurore = await somebody();
	const stranger = await somebody();
	const cookie = await enter(home, aurore);
	for (const id of await caseload(aurore, filesAnHour + 1)) await (await asks(cookie, `/personnes/${id}`)).arrayBuffer();
	const [foreign] = await caseload(stranger, 1);
	for (const id of [foreign, newId()]) {
		const answer = await asks(cookie, `/personnes/${id}`);
		assert.deepEqual([answer.status, answer.headers.get('retry-after')], [404, null]);
	}
});

test('Searching by fragments and turning the pages of a list end too, and the administrator reads whose account waited.', async () => {
	const organization = await home.organization();
	const thief = await somebody(organization);
	const anne = await home.member(organization, ['administrator'], { first: 'Anne' });
	await caseload(thief, 120);
	const cookie = await enter(home, thief);
	// What an hour’s search would have counted, but for the last ones.
	await home.sql(`insert into reading_pace values ($1, date_bin('10 minutes', now(), timestamptz '2000-01-01'), $2)`, [
		thief.account,
		searchesAnHour - 6
	]);
	const list = await (await asks(cookie, '/personnes')).text();
	const next = /href="(\/personnes\?apres=[^"]+)"/.exec(list)?.[1]?.replaceAll('&amp;', '&');
	assert.ok(next);
	const ways = [next, next, '/personnes?q=nad', '/bureau?q=nad', '/personnes?tri=vue', '/personnes/__data.json?q=na'];
	for (const way of ways) assert.ok(await shown(await asks(cookie, way)), way);
	for (const way of ways) assert.equal(await shown(await asks(cookie, way)), false, way);
	const refused = await asks(cookie, '/personnes?q=nad');
	assert.equal(refused.status, 429);
	assert.ok(Number(refused.headers.get('retry-after')) > 0);
	for (const plain of ['/personnes', '/bureau']) assert.equal((await asks(cookie, plain)).status, 200, plain);

	const settings = await (await asks(await enter(home, anne), '/reglages')).text();
	assert.match(settings, /Cheminer a fait attendre un compte/);
	assert.match(settings, /Aurore N\./);
	assert.ok(!settings.includes('Nadia'));
});

test('The page that says to wait can be used by everyone, narrow and wide, light and dark.', async () => {
	const aurore = await somebody();
	const cookie = await enter(home, aurore);
	const ids = await caseload(aurore, filesAnHour + 1);
	for (const id of ids.slice(0, -1)) await (await asks(cookie, `/personnes/${id}`)).arrayBuffer();
	const browser = await openBrowser();
	try {
		for (const [width, script] of [
			[360, true],
			[1280, false]
		] as const) {
			const context = await browser.newContext({
				locale: 'fr-FR',
				colorScheme: script ? 'dark' : 'light',
				viewport: { width, height: 900 }
			});
			if (!script) await context.route('**/enhance*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
			const [name = '', value = ''] = cookie.split('=');
			await context.addCookies([{ name, value, url: app.url }]);
			const page = await context.newPage();
			const answer = await page.goto(`${app.url}/personnes/${ids.at(-1)}`);
			assert.equal(answer?.status(), 429);
			await page.getByText('Réessayez dans').waitFor();
			await page.getByRole('link', { name: 'Mon compte' }).first().waitFor();
			await expectNoAxeViolations(page);
			await context.close();
		}
	} finally {
		await browser.close();
	}
});
