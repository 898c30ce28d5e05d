import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newCode } from '#lib/carnet/code.ts';
import { chooseSecondPin } from '#lib/carnet/own-card.server.ts';
import { as } from '#lib/server/db.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { keepContacts } from '#lib/people/contact.server.ts';
import type { HerSession } from '#lib/server/person-session.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { codeIn, doorBrowser, outboxOf } from '../scenes/door.ts';
import { Visitor, withCard } from '../sign-in.ts';
import { enterHer } from './http.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const scene = await plantScene(home, 'practitioner', 'lead');
const card = await enterHer(home, scene);
const SECOND = '914726';
const NUMBER = '+32470980177';

let networks = 0;
const visitor = () => new Visitor(app.url, `203.0.113.${++networks}`);
const inside = () => withCard(app.url, card, visitor());

/** What came back, but for what differs at every answer: words that were asked, random tokens by their length. */
async function told(answer: Response, ...asked: string[]) {
	const plain = (text: string) =>
		asked
			.reduce((said, word) => said.replaceAll(word, ':asked'), text)
			.replace(/nonce[-=]"?[A-Za-z0-9+/=]+"?/g, 'nonce')
			.replace(/(carnet|asked|device)=([^;]+)/g, (_, name: string, value: string) => `${name}=${decodeURIComponent(value).length}`);
	const headers = [...answer.headers].filter(
		([name]) => !['date', 'content-length', 'etag', 'x-request-id', 'keep-alive', 'connection'].includes(name)
	);
	return { status: answer.status, headers: headers.map(([name, value]) => [name, plain(value)]), body: plain(await answer.text()) };
}

await as(scene.me, async (tx) => {
	const { key } = (await readPathway(tx, scene.file))!;
	await keepContacts(tx, scene.me.organization, scene.file, key, [
		{ id: null, kind: 'phone', value: '0470 98 01 77', hours: '', caution: '', shared: false }
	]);
});
await home.sql(`update contact set since = now() - interval '4 days'`);
await chooseSecondPin(doorBrowser(), { person: scene.person, carnet: card.carnet, cards: [card.carnet] } as unknown as HerSession, SECOND);
await home.sql('delete from outbox');

/** The code that was sent to her, once it stands in the outbox. */
async function sentCode(): Promise<string> {
	for (let tries = 0; tries < 200; tries += 1) {
		const message = (await outboxOf(home)).find(({ to }) => to === NUMBER);
		if (message) return codeIn(message.text);
		await pause(50);
	}
	return assert.fail('no code was written');
}

test('Asking for a code: a card of hers, one of nobody and one that ended are answered alike to the last byte, cookies included.', async () => {
	const gone = await plantScene(home, 'practitioner', 'lead');
	const former = await enterHer(home, gone);
	await enterHer(home, gone);
	const answers = [];
	for (const code of [card.code, newCode(randomInt), former.code])
		for (const how of ['ecrit', 'voix'])
			answers.push(await told(await visitor().post('/moi/connexion', { code, pin: '', recevoir: how }), code));
	for (const answer of answers) assert.deepEqual(answer, answers[0]);
	assert.equal(answers[0]!.status, 200);
	assert.match(answers[0]!.body, /Si un code peut vous être envoyé/);
});

test('A code that was sent opens her space at the same door; tried with the card of somebody else, it is a wrong PIN.', async () => {
	await home.sql('delete from outbox');
	await home.sql('delete from auth.attempt');
	const phone = visitor();
	await phone.post('/moi/connexion', { code: card.code, recevoir: 'ecrit' });
	const code = await sentCode();
	const other = await enterHer(home, await plantScene(home, 'practitioner', 'lead'));
	const [wrong, nobody] = [
		await told(await phone.post('/moi/connexion', { code: other.code, pin: code }), other.code, code),
		await (async () => {
			const unknown = newCode(randomInt);
			return told(await visitor().post('/moi/connexion', { code: unknown, pin: code }), unknown, code);
		})()
	];
	assert.deepEqual(wrong, nobody);
	await home.sql('delete from outbox');
	await phone.post('/moi/connexion', { code: card.code, recevoir: 'ecrit' });
	const next = await sentCode();
	assert.equal((await phone.post('/moi/connexion', { code: card.code, pin: next })).headers.get('location'), '/moi');
	assert.match(await (await phone.open('/moi')).text(), /Bonjour/);
	assert.ok(!app.logged().includes(next) && !app.said().includes(next) && !app.logged().includes(NUMBER));
});

test('With her second PIN: the same answer, the same cookie, the same address and title; a page that holds nothing of her.', async () => {
	const come = async (pin: string) => {
		const who = visitor();
		return { who, answer: await told(await who.post('/moi/connexion', { code: card.code, pin }), card.code, pin) };
	};
	const [first, second] = [await come(card.pin), await come(SECOND)];
	assert.deepEqual(first.answer, second.answer);
	const [hers, useful] = [await first.who.open('/moi'), await second.who.open('/moi')];
	const headers = (answer: Response) => [...answer.headers.keys()].sort();
	assert.deepEqual([useful.status, headers(useful)], [hers.status, headers(hers)]);
	const [real, plain] = [await hers.text(), await useful.text()];
	const titleOf = (html: string) => /<title>([^<]*)/.exec(html)?.[1];
	assert.equal(titleOf(plain), titleOf(real));
	assert.match(plain, /En cas d’urgence/);
	assert.match(plain, /action="\/moi\/quitter"/);
	assert.doesNotMatch(plain, /Nadia|Planté|Bonjour|Cheminer|carnet|\/moi\/(chemin|carte|actions)/);
	for (const ratio of [plain.length / real.length]) assert.ok(ratio > 0.4 && ratio < 2.5, `weight ${ratio}`);
});

test('Behind a second PIN every address of her space leads to that one page, what is sent goes nowhere, and no data is there.', async () => {
	const who = await withCard(app.url, { code: card.code, pin: SECOND }, visitor());
	for (const path of [
		'/moi/chemin',
		'/moi/carte',
		'/moi/qui-voit',
		'/moi/papiers',
		'/moi/plan.pdf',
		`/moi/reprise/${crypto.randomUUID()}`
	]) {
		const answer = await who.open(path);
		assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/moi'], path);
	}
	for (const path of ['/moi/actions?/ajouter', '/moi/carte?/aucun', '/moi/carte?/ouvrir']) {
		const answer = await who.post(path, { text: 'Quelques mots', recu: '12345678', form_key: crypto.randomUUID() });
		assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/moi'], path);
	}
	assert.doesNotMatch(await (await who.open('/moi/__data.json')).text(), /Nadia|Planté|accompaniment|carnet/);
	assert.deepEqual(await home.sql('select from kept_post'), []);
	assert.equal((await who.open('/moi/connexion')).headers.get('location'), '/moi');
	assert.equal((await who.post('/moi/quitter', {})).headers.get('location'), '/moi/ailleurs');
	assert.equal((await who.open('/moi')).headers.get('location'), '/moi/connexion?suite=%2Fmoi');
	// It still opens: dropping it was asked for from behind it, and went nowhere.
	await withCard(app.url, { code: card.code, pin: SECOND }, visitor());
});

test('A remembered device takes her PIN alone, shows no code, and is forgotten by “Quitter vite”.', async () => {
	const her = await inside();
	await her.post('/moi/carte?/retenir', {});
	const device = her.get('device')!;
	await her.post('/moi/carte?/fermer', {});
	const door = await (await her.open('/moi/connexion')).text();
	assert.match(door, /Cet appareil connaît votre carte/);
	assert.doesNotMatch(door, new RegExp(`name="code"|${card.code}`));
	const refused = await her.post('/moi/connexion', { pin: '000111' });
	const said = await refused.text();
	assert.equal(refused.status, 422);
	assert.ok(!said.includes(card.code));
	const asked = await her.post('/moi/connexion', { recevoir: 'ecrit' });
	assert.ok(!(await asked.text()).includes(card.code), 'nor when a code is asked for');
	assert.equal((await her.post('/moi/connexion', { pin: card.pin })).headers.get('location'), '/moi');
	await her.post('/moi/quitter', {});
	assert.equal(her.get('device'), undefined);
	her.set('device', device);
	assert.match(await (await her.open('/moi/connexion')).text(), /name="code"/);
});

test('A device that was made up, or one of a card that ended, finds the door that everybody finds.', async () => {
	const everybody = await told(await visitor().open('/moi/connexion'));
	for (const made of ['x', 'A'.repeat(43), `${'A'.repeat(43)}'--`]) {
		const who = visitor();
		who.set('device', encodeURIComponent(made));
		assert.deepEqual(await told(await who.open('/moi/connexion')), everybody, made);
	}
});

test('Whoever knows her name and her birth date learns nothing at any door: none asks for them, and none answers to them.', async () => {
	const known = {
		nom: 'Nadia Planté',
		name: 'Nadia',
		naissance: '1990-01-02',
		birth: '1990-01-02',
		q: 'Nadia',
		code: 'Nadia',
		pin: '19900102'
	};
	const unknown = {
		...known,
		nom: 'Personne',
		name: 'Personne',
		q: 'Personne',
		code: 'Person',
		naissance: '1991-03-04',
		birth: '1991-03-04',
		pin: '19910304'
	};
	const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
	const words = [...new Set([...Object.values(known), ...Object.values(unknown)])].sort((a, b) => b.length - a.length);
	const all = words.flatMap((word) => [
		word,
		encodeURIComponent(word),
		word.replaceAll(' ', '+'),
		`${encodeURIComponent(word).replaceAll('%20', '+')}`
	]);
	for (const path of ['/', '/connexion', '/moi', '/moi/connexion', '/moi/ailleurs', '/moi/carte', '/mot-de-passe']) {
		const [one, other] = [
			await told(await visitor().open(`${path}?${query(known)}`), ...all),
			await told(await visitor().open(`${path}?${query(unknown)}`), ...all)
		];
		assert.deepEqual(one, other, path);
		assert.doesNotMatch(one.body.replace(/:asked/g, ''), /date de naissance|Date of birth/i, path);
	}
	for (const more of [{}, { recevoir: 'ecrit' }] as Record<string, string>[]) {
		const [one, other] = [
			await told(await visitor().post('/moi/connexion', { ...known, ...more }), ...all),
			await told(await visitor().post('/moi/connexion', { ...unknown, ...more }), ...all)
		];
		assert.deepEqual(one, other);
	}
});
