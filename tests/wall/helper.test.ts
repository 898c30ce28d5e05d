import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { Visitor, withCard } from '../sign-in.ts';
import { enter, enterHelper, enterHer } from './http.ts';
import { ROUTES } from './routes.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const scene = await plantScene(home, 'practitioner', 'lead');
const other = await plantScene(home, 'practitioner', 'lead');
const card = await enterHer(home, scene);
const PIN = '369258';

let networks = 0;
const visitor = () => new Visitor(app.url, `203.0.113.${++networks}`);
const fields = (more: Record<string, string> = {}) => ({
	form_key: newId(),
	name: 'Samia',
	until: '',
	pin: PIN,
	again: PIN,
	part: scene.file,
	...more
});

/** She lets somebody in from her own space: his code, as it was shown. */
async function given(more: [string, string][] = []): Promise<string> {
	const her = await withCard(app.url, card, visitor());
	const answer = await her.post('/moi/qui-voit/aide?/donner', [...Object.entries(fields()), ...more]);
	const html = await answer.text();
	assert.equal(answer.status, 200);
	return /([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})</.exec(html)![1]!;
}

/** He comes in by the same door. */
async function inside(code: string): Promise<Visitor> {
	const helper = visitor();
	const answer = await helper.post('/moi/connexion', { code, pin: PIN });
	assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/moi/aide']);
	return helper;
}
const goes = async (who: Visitor, path = '/moi/aide') => {
	const answer = await who.open(path);
	return answer.headers.get('location') ?? answer.status;
};

/** An answer of the door, but for what differs each time. */
async function told(code: string, pin = PIN) {
	const answer = await visitor().post('/moi/connexion', { code, pin });
	const html = (await answer.text()).replace(/nonce[-=]"?[A-Za-z0-9+/=]+"?/g, 'nonce').replaceAll(code, ':code');
	return { status: answer.status, location: answer.headers.get('location'), cookies: answer.headers.getSetCookie().length, html };
}

test('She lets somebody in: his code is shown once and is nowhere in the database; sent twice it is one access and no code.', async () => {
	const her = await withCard(app.url, card, visitor());
	const typed = fields();
	const first = await (await her.post('/moi/qui-voit/aide?/donner', typed)).text();
	const code = /([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})</.exec(first)![1]!;
	const again = await (await her.post('/moi/qui-voit/aide?/donner', typed)).text();
	assert.ok(!again.includes(code) && /Cet accès était déjà donné/.test(again));
	const rows = await home.sql<{ line: string }>('select h::text as line from helper h where accompaniment_id = $1 and ended_at is null', [
		scene.file
	]);
	assert.equal(rows.length, 1);
	for (const secret of [code, code.replaceAll('-', ''), PIN, 'Samia']) assert.ok(!rows[0]!.line.includes(secret), secret);
	assert.ok(!(await (await her.open('/moi/qui-voit/aide')).text()).includes(code), 'never shown again');
	const wrong = await her.post('/moi/qui-voit/aide?/donner', { ...fields(), pin: '1234', again: '1234' });
	const back = await wrong.text();
	assert.equal(wrong.status, 422);
	assert.match(back, /value="Samia"/);
	assert.doesNotMatch(back, /1234/, 'what was typed is kept, a PIN is not');
	assert.equal(await goes(await inside(code)), 200);
});

test('He guesses every address of her space, of the desk and of its files: each sends him to a door or is not there.', async () => {
	const helper = await inside(await given([['lets[]', 'acts']]));
	for (const [id, route] of Object.entries(ROUTES)) {
		if (route.for === 'anybody' || route.for === 'helper') continue;
		const path =
			id
				.replace(/\/\([a-z]+\)/, '')
				.replace('[appointment]', scene.appointment)
				.replace('[person]', scene.file)
				.replace(/\[\w+\]/g, newId()) || '/';
		if (!route.forms?.some((form) => /^[A-Z]+$/.test(form) && form !== 'GET')) {
			const answer = await helper.open(path);
			assert.ok(
				[303, 405].includes(answer.status) && /^\/(moi\/)?connexion/.test(answer.headers.get('location') ?? ''),
				`${path}: ${answer.status}`
			);
		}
		for (const form of route.forms ?? []) {
			if (form === 'GET') continue;
			const answer = await helper.post(/^(default|[A-Z]+)$/.test(form) ? path : `${path}?/${form}`, {
				form_key: newId(),
				pin: PIN,
				again: PIN
			});
			assert.match(answer.headers.get('location') ?? '', /^\/(moi\/)?(connexion|reprise)/, `${path} ${form}: ${answer.status}`);
		}
	}
	for (const path of ['/moi/aide/x', '/moi/aide/rendez-vous', '/moi/aide/chemin'])
		assert.equal((await helper.open(path)).status, 404, path);
	for (const id of [other.appointment, newId(), scene.file, 'x']) {
		assert.equal((await helper.open(`/moi/aide/rendez-vous/${id}`)).status, 404, id);
		assert.equal((await helper.post(`/moi/aide/rendez-vous/${id}?/prevenir`, { form_key: newId(), text: '' })).status, 404, id);
	}
	assert.equal(await goes(helper, '/moi/connexion'), '/moi/aide');
});

test('His page says nothing of what she did not tick, nor of anybody else’s, and has a neutral title and the way out.', async () => {
	const helper = await inside(await given());
	const answer = await helper.open('/moi/aide');
	const html = await answer.text();
	assert.equal(answer.headers.get('cache-control'), 'no-store');
	assert.match(html, /action="\/moi\/quitter"/);
	assert.doesNotMatch(html.replace(/https?:\/\/[^"']*/g, ''), /Cheminer|La lettre du propriétaire|Écrit|Exclue|Libre/);
	assert.doesNotMatch(html, /href="\/moi\/(chemin|actions|carte|qui-voit|ce-qui-compte|aide\/rendez-vous)/);
	assert.match(html, /<title>[^<]*Rendez-vous/);
	const copy = helper.get('helper')!;
	assert.equal((await helper.post('/moi/quitter', {})).headers.get('location'), '/moi/ailleurs');
	helper.set('helper', copy);
	assert.equal(await goes(helper), '/moi/connexion', 'its cookie was copied before');
});

test('Taken back, he is sent to the door at the next request, and the door answers him as it answers a code of nobody.', async () => {
	const code = await given();
	const helper = await inside(code);
	const her = await withCard(app.url, card, visitor());
	const page = await (await her.open('/moi/qui-voit/aide')).text();
	const [row] = await home.sql<{ id: string }>('select id from helper where accompaniment_id = $1 order by created_at desc limit 1', [
		scene.file
	]);
	assert.ok(page.includes(row!.id));
	const taken = await her.post('/moi/qui-voit/aide?/reprendre', { form_key: newId(), helper: row!.id });
	assert.equal(taken.headers.get('location'), '/moi/qui-voit/aide?repris');
	assert.equal(await goes(helper), '/moi/connexion');
	const { newCode, shownCode } = await import('#lib/carnet/code.ts');
	const unknown = shownCode(newCode((below) => Math.floor(Math.random() * below)));
	const nobody = await told(unknown);
	assert.equal(nobody.status, 422);
	assert.deepEqual(await told(code), nobody);
	const late = await given();
	assert.deepEqual(await told(late, '000111'), nobody, 'and a wrong PIN');
	await home.sql('update helper set until = now() where ended_at is null');
	assert.deepEqual(await told(late), nobody, 'and a day that has passed');
	const mails = await home.sql('select from outbox');
	assert.deepEqual(mails, [], 'nobody is told');
});

test('A helper of another person opens hers and no other; half an hour idle ends a session; his code joins no card.', async () => {
	const mine = await enterHelper(home, scene, {});
	const theirs = await enterHelper(home, other, { acts: true });
	const helper = await inside(theirs.code);
	assert.equal((await helper.open(`/moi/aide/rendez-vous/${scene.appointment}`)).status, 404);
	assert.equal((await helper.open(`/moi/aide/rendez-vous/${other.appointment}`)).status, 200);
	await home.sql(`update auth.helper_session set expires_at = now() where ended_at is null`);
	assert.equal(await goes(helper), '/moi/connexion');
	const her = await withCard(app.url, card, visitor());
	assert.equal((await her.post('/moi/carte?/reunir', { code: mine.code, pin: mine.pin })).status, 422);
	// One browser, one of them: whoever comes in puts the other out.
	const both = await inside(mine.code);
	await both.post('/moi/connexion', { code: card.code, pin: card.pin });
	assert.equal(both.get('helper'), undefined);
	assert.equal(await goes(both, '/moi'), 200);
});

test('At the desk it is given with the PIN typed on a turned screen, seen by her, and taken back at her word; nobody there sees it.', async () => {
	const desk = visitor();
	const [name = '', value = ''] = (await enter(home, scene.me)).split('=');
	desk.set(name, value);
	await home.sql('update helper set ended_at = now() where accompaniment_id = $1 and ended_at is null', [scene.file]);
	const page = `/personnes/${scene.file}/aide`;
	const html = await (await desk.post(`${page}?/donner`, fields())).text();
	const code = /([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})</.exec(html)![1]!;
	const helper = await inside(code);
	assert.doesNotMatch(await (await desk.open(page)).text(), /Samia/);
	const her = await withCard(app.url, card, visitor());
	const hers = await (await her.open('/moi/qui-voit/aide')).text();
	assert.match(hers, /Samia/);
	assert.match(hers, /Noté par Ici/);
	assert.equal(await goes(helper), 200);
	assert.match(await (await her.open('/moi/qui-a-regarde')).text(), /Samia, qui vous aide, a lu ce que vous montrez/);
	for (const path of [`/personnes/${scene.file}/lectures`, `/personnes/${scene.file}`, `/personnes/${scene.file}/fil`])
		assert.doesNotMatch(await (await desk.open(path)).text(), /Samia|qui aide/, path);
	const back = () => desk.post(`${page}?/reprendre`, { form_key: newId() });
	const [with_, without] = [(await back()).headers.get('location'), (await back()).headers.get('location')];
	assert.deepEqual([with_, without], [`${page}?repris`, `${page}?repris`], 'the same answer whether or not there was one');
	assert.equal(await goes(helper), '/moi/connexion');
});
