import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { isTogether } from '#lib/together/pages.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { Visitor, withCard } from '../sign-in.ts';
import { enter, enterHer } from './http.ts';
import { ROUTES } from './routes.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const scene = await plantScene(home, 'practitioner', 'lead');
const card = await enterHer(home, scene);
const DOOR = '/moi/connexion?suite=%2Fmoi';

/** A browser in which this member is signed in. */
async function at(actor: Actor): Promise<Visitor> {
	const visitor = new Visitor(app.url);
	const [name = '', value = ''] = (await enter(home, actor)).split('=');
	visitor.set(name, value);
	return visitor;
}

/** The same, with her space on it. */
async function turned(actor = scene.me): Promise<Visitor> {
	const visitor = await at(actor);
	const answer = await visitor.post(`/personnes/${scene.file}/ecran?/ouvrir`, { form_key: newId() });
	assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/moi']);
	return visitor;
}
const goes = async (visitor: Visitor, path = '/moi') => {
	const answer = await visitor.open(path);
	return answer.headers.get('location') ?? answer.status;
};

test('The screen says all along that it is shared, with whom and until when, and offers what it shows.', async () => {
	const visitor = await turned();
	for (const path of ['/moi', '/moi/chemin', '/moi/ce-qui-compte', '/moi/actions', '/moi/actions/avance', '/moi/relire', '/moi/papiers']) {
		const answer = await visitor.open(path);
		const html = await answer.text();
		assert.equal(answer.status, 200, path);
		assert.match(html, /Écran à deux, avec Ici, jusqu’à/, path);
		assert.match(html, /action="\/moi\/a-deux\/fin"/, path);
		assert.match(html, /action="\/moi\/quitter"/, path);
		assert.doesNotMatch(html, /href="\/moi\/(carte|qui-voit|qui-a-regarde|emporter|actions\/notes)/, path);
		assert.equal(answer.headers.get('cache-control'), 'no-store', 'going back after the end finds nothing');
	}
});

test('Who reads a need that she opened is not asked on the screen, nor taken from it.', async () => {
	const id = newId();
	await home.sql(
		`insert into need (id, accompaniment_id, organization_id, author_id, sealed)
		select $1, accompaniment_id, organization_id, null, sealed from need where id = $2`,
		[id, scene.need]
	);
	await home.sql('insert into need_reader (need_id, member_id) values ($1, $2)', [id, scene.me.member]);
	const visitor = await turned();
	const answer = await visitor.post(`/moi/ce-qui-compte/besoins/${id}?/lecteurs`, { form_key: newId(), readers: scene.lead.member });
	assert.equal(answer.status, 404);
	assert.deepEqual(await home.sql('select member_id from need_reader where need_id = $1', [id]), [{ member_id: scene.me.member }]);
	await home.sql('delete from need_reader where need_id = $1', [id]);
	await home.sql('delete from need where id = $1', [id]);
});

test('A form of hers that came too late is kept for her, also where a screen stood open; coming in with a card ends that screen.', async () => {
	const visitor = await turned();
	const screen = visitor.get('together')!;
	await withCard(app.url, card, visitor);
	assert.equal(visitor.get('together'), undefined);
	const again = await at(scene.me);
	again.set('together', screen);
	assert.equal(await goes(again), DOOR, 'it ended in the database');
	visitor.set('together', screen);
	await home.sql('update auth.person_session set ended_at = now() where ended_at is null');
	const late = await visitor.post('/moi/actions?/ajouter', { form_key: newId(), text: 'Appeler la crèche' });
	assert.match(late.headers.get('location') ?? '', /^\/moi\/connexion\?suite=%2Fmoi%2Freprise%2F/);
});

test('What is hers alone is not there: no page and no form of it, nor any that nobody allowed.', async () => {
	const visitor = await turned();
	for (const [id, route] of Object.entries(ROUTES)) {
		if (!id.startsWith('/moi/(carnet)')) continue;
		const path = id.replace('/(carnet)', '').replace(/\[\w+\]/g, newId()) || '/moi';
		if (!isTogether(id, 'GET')) assert.equal((await visitor.open(path)).status >= 404, true, path);
		for (const form of isTogether(id, 'POST') ? [] : (route.forms ?? [])) {
			if (form === 'GET') continue;
			const answer = await visitor.post(form === 'POST' || form === 'default' ? path : `${path}?/${form}`, { form_key: newId() });
			assert.equal(answer.status, 404, `${path} ${form}`);
		}
	}
	for (const path of ['/moi/carte', '/moi/qui-voit', '/moi/qui-a-regarde', '/moi/emporter', '/moi/actions/notes']) {
		const answer = await visitor.open(path);
		assert.equal(answer.status, 404, path);
		assert.doesNotMatch(await answer.text(), /Planté|Nadia/, path);
	}
});

test('Its cookie opens nothing in another browser, nor beside a colleague’s session, nor beside another session of his own.', async () => {
	const cookie = (await turned()).get('together')!;
	for (const other of [new Visitor(app.url), await at(scene.writer), await at(scene.me)]) {
		other.set('together', cookie);
		assert.equal(await goes(other), DOOR);
	}
	// The one that is signed by nobody of ours, and the token as it stands in the database.
	const [row] = await home.sql<{ token: string }>('select token from auth.together where ended_at is null limit 1');
	const forged = await at(scene.me);
	for (const value of [row!.token, `${row!.token}.AAAA`]) {
		forged.set('together', value);
		assert.equal(await goes(forged), DOOR);
	}
});

test('One button ends it for both; going back, its cookie put back, and a form that was open find nothing.', async () => {
	const visitor = await turned();
	const copy = visitor.get('together')!;
	const ended = await visitor.post('/moi/a-deux/fin', {});
	assert.equal(ended.headers.get('location'), `/personnes/${scene.file}/ecran?fini`);
	assert.equal(visitor.get('together'), undefined);
	assert.equal(await goes(visitor), DOOR);
	visitor.set('together', copy);
	assert.equal(await goes(visitor), DOOR);
	const rows = () => home.sql<{ n: number }>('select count(*)::int as n from her_step');
	const before = await rows();
	const late = await visitor.post('/moi/actions/avance?/garder', { form_key: newId(), text: 'Dit trop tard' });
	assert.match(late.headers.get('location') ?? '', /^\/reprise\//, 'what was typed is kept for whoever had opened it');
	assert.deepEqual(await rows(), before);
	assert.match(await (await visitor.open(late.headers.get('location')!)).text(), /Dit trop tard/);
	assert.equal((await turned()).get('together') === copy, false, 'a new screen is a new one');
});

test('“Quitter vite” ends it, from the desk too; signing out ends it; time ends it.', async () => {
	const left = await turned();
	const copy = left.get('together')!;
	assert.equal((await left.post('/moi/quitter', {})).headers.get('location'), '/moi/ailleurs');
	left.set('together', copy);
	assert.equal(await goes(left), DOOR);

	const desk = await turned();
	assert.match(await (await desk.open(`/personnes/${scene.file}/ecran`)).text(), /Un écran à deux est ouvert/);
	await desk.post(`/personnes/${scene.file}/ecran?/finir`, { form_key: newId() });
	assert.equal(await goes(desk), DOOR);

	const out = await turned();
	const kept = out.get('session')!;
	await out.post('/deconnexion', {});
	out.set('session', kept);
	assert.equal(await goes(out), DOOR);

	const late = await turned();
	await home.sql(`update auth.together set ends_at = now() where ended_at is null`);
	assert.equal(await goes(late), DOOR);
});

test('Her word counts at the next request: whom she excludes has nothing on his screen any more.', async () => {
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3) on conflict do nothing', [
		...[scene.file, scene.organization, scene.writer.member]
	]);
	const visitor = await turned(scene.writer);
	assert.equal(await goes(visitor), 200);
	const her = await withCard(app.url, card, new Visitor(app.url));
	assert.match(await (await her.open('/moi/qui-a-regarde')).text(), /a ouvert votre carnet avec vous, sur un écran à deux/);
	const shut = await her.post('/moi/qui-voit?/ecarter', { form_key: newId(), member: scene.writer.member });
	assert.equal(shut.status, 303);
	assert.equal(await goes(visitor), DOOR);
	assert.equal((await visitor.post(`/personnes/${scene.file}/ecran?/ouvrir`, { form_key: newId() })).status, 404);
});

test('A carnet that she left open in his browser is closed when he opens a screen: it does not come back when the screen ends.', async () => {
	const visitor = await withCard(app.url, card, await at(scene.me));
	assert.equal(await goes(visitor), 200);
	const hers = visitor.get('carnet')!;
	await visitor.post(`/personnes/${scene.file}/ecran?/ouvrir`, { form_key: newId() });
	await visitor.post('/moi/a-deux/fin', {});
	visitor.set('carnet', hers);
	assert.equal(await goes(visitor), DOOR);
});
