import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, test } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { asRole } from '#lib/server/db.ts';
import { clearExpired } from '#lib/server/clearing.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { checked, formAt, post, said, sendFile, uploaded, wordsOf } from '../upload.ts';
import { ask, enter, fingerprints } from './http.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());

const FILE = 'Nom;Date de naissance;GSM\nCanari Benali;14/05/1992;0475 12 34 56\nZoé Œuvrard;;\n';
const NAMES = /Canari|Œuvrard|0475 12 34 56/;

interface Somebody {
	me: Actor;
	cookie: string;
}

async function practitioner(organization?: string): Promise<Somebody> {
	const me = await home.member(organization ?? (await home.organization()));
	return { me, cookie: await enter(home, me) };
}

const peopleOf = async ({ organization }: Actor) => {
	const [row] = await home.sql<{ people: number }>('select count(*)::int as people from accompaniment where organization_id = $1', [
		organization
	]);
	return row?.people;
};

/** What a file that cannot be read is answered: 422, one sentence, within seconds, and no row anywhere. */
async function refusedWith(file: string | Uint8Array<ArrayBuffer>, sentence: RegExp): Promise<void> {
	const { cookie } = await practitioner();
	const before = await fingerprints(home);
	const began = performance.now();
	const answer = await sendFile(app.url, cookie, file);
	const words = await said(answer);
	assert.equal(answer.status, 422, words);
	assert.match(words, sentence);
	assert.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`);
	assert.deepEqual(await fingerprints(home), before);
}

test('Whoever accompanies nobody is told that this page is not theirs, an administrator like the others.', async () => {
	const organization = await home.organization();
	for (const role of ['front-desk', 'coordination', 'administrator'] as const) {
		const me = await home.member(organization, [role]);
		const cookie = await enter(home, me);
		assert.equal((await ask(app.url, '/reglages/import', { cookie })).status, 403, role);
		assert.equal((await sendFile(app.url, cookie, FILE)).status, 403, role);
	}
	assert.deepEqual(await home.sql('select id from bring_in where organization_id = $1', [organization]), []);
});

test('A file waits sealed, for its bringer alone; a colleague and another organisation meet a thing that never existed.', async () => {
	const mine = await practitioner();
	const others = [await practitioner(mine.me.organization), await practitioner()];
	const path = await checked(app.url, mine.cookie, FILE);
	const stored = JSON.stringify([await home.sql('select * from bring_in'), await home.sql('select * from bring_in_piece')]);
	assert.doesNotMatch(stored, NAMES);
	for (const { cookie } of others) {
		assert.equal((await ask(app.url, path, { cookie })).status, 404);
		for (const form of ['?/entrer', '?/jeter']) assert.equal((await post(app.url, cookie, path + form, [['version', '2']])).status, 404);
		assert.doesNotMatch((await ask(app.url, '/reglages/import', { cookie })).body, /mes-personnes/);
	}
	assert.equal((await ask(app.url, path, { cookie: mine.cookie })).status, 200);
	await home.sql(`update bring_in set created_at = now() - interval '25 hours' where member_id = $1`, [mine.me.member]);
	await asRole('cheminer_jobs', clearExpired);
	assert.deepEqual(await home.sql('select id from bring_in where member_id = $1', [mine.me.member]), []);
	assert.equal((await ask(app.url, path, { cookie: mine.cookie })).status, 404);
});

test('Once in, nothing of the file stays but fingerprints; what is stored of each person is sealed.', async () => {
	const { me, cookie } = await practitioner();
	const path = await checked(app.url, cookie, FILE);
	assert.equal((await post(app.url, cookie, `${path}?/entrer`, [['version', '2']])).status, 303);
	assert.equal(await peopleOf(me), 2);
	assert.deepEqual(
		await home.sql('select b.id from bring_in_piece p join bring_in b on b.id = p.bring_in_id where member_id = $1', [me.member]),
		[]
	);
	const stored = JSON.stringify([
		await home.sql('select * from bring_in where member_id = $1', [me.member]),
		await home.sql('select * from brought_in'),
		await home.sql('select * from profile'),
		await home.sql('select * from contact'),
		await home.sql('select * from audit')
	]);
	assert.doesNotMatch(stored, NAMES);
	assert.doesNotMatch(app.logged(), NAMES);
});

test('Sent twice, twenty times at once or from two tabs, people come in once.', async () => {
	const { me, cookie } = await practitioner();
	const formKey = crypto.randomUUID();
	const paths = await Promise.all([1, 2].map(async () => (await sendFile(app.url, cookie, FILE, { formKey })).headers.get('location')));
	assert.equal(paths[0], paths[1], 'one file, however often it is sent');
	const path = paths[0]!;
	const fields: [string, string][] = [...(await formAt(app.url, cookie, path)), ['next', 'check']];
	const dry = await Promise.all([1, 2].map(async () => (await post(app.url, cookie, `${path}?/colonnes`, fields)).status));
	assert.deepEqual(dry, [303, 303]);
	const answers = await Promise.all(
		Array.from({ length: 20 }, async () => (await post(app.url, cookie, `${path}/essai?/entrer`, [['version', '2']])).status)
	);
	assert.deepEqual([...new Set(answers)], [303]);
	assert.equal(await peopleOf(me), 2);
	assert.match(wordsOf((await ask(app.url, `${path}/essai`, { cookie })).body), /Personnes entrées : 2/);
	assert.equal((await post(app.url, cookie, `${path}/essai?/entrer`, [['version', '3']])).status, 303, 'it is done');
	assert.equal(await peopleOf(me), 2);
});

test('A stale form is answered 409, and nobody comes in.', async () => {
	const { me, cookie } = await practitioner();
	const path = await uploaded(app.url, cookie, FILE);
	const tab: [string, string][] = [...(await formAt(app.url, cookie, path)), ['next', 'check']];
	const other: [string, string][] = [...(await formAt(app.url, cookie, path)), ['next', 'check']];
	assert.equal((await post(app.url, cookie, `${path}?/colonnes`, tab)).status, 303);
	assert.equal((await post(app.url, cookie, `${path}?/colonnes`, other)).status, 409);
	assert.equal((await post(app.url, cookie, `${path}/essai?/entrer`, [['version', '1']])).status, 409);
	assert.equal(await peopleOf(me), 0);
});

test('What changed since the dry run stops everything: nobody comes in, and the new dry run says why.', async () => {
	const { me, cookie } = await practitioner();
	const path = await checked(app.url, cookie, FILE);
	await home.pathway(me, 'Zoé Œuvrard');
	assert.equal((await post(app.url, cookie, `${path}?/entrer`, [['version', '2']])).status, 303);
	assert.equal(await peopleOf(me), 1);
	const shown = wordsOf((await ask(app.url, path, { cookie })).body);
	assert.match(shown, /Quelque chose a changé depuis l’essai/);
	assert.match(shown, /Ressemble à : Zoé Œuvrard/);
	assert.equal((await post(app.url, cookie, `${path}?/entrer`, [['version', '3']])).status, 303);
	assert.equal(await peopleOf(me), 2);
});

test('A form that maps a column which has no place here is not followed.', async () => {
	const { me, cookie } = await practitioner();
	const path = await uploaded(app.url, cookie, 'Nom;Nationalité;N° national\nAlix;Canaribelge;92.05.14-123-45\n');
	const forged: [string, string][] = [
		...(await formAt(app.url, cookie, path)),
		['column.1', 'languages'],
		['column.2', 'reference'],
		['next', 'check']
	];
	const answer = await post(app.url, cookie, `${path}?/colonnes`, forged);
	assert.equal(answer.status, 303);
	assert.equal((await post(app.url, cookie, `${path}/essai?/entrer`, [['version', '2']])).status, 303);
	assert.equal(await peopleOf(me), 1);
	const [file] = await home.sql<{ id: string }>('select id from accompaniment where organization_id = $1', [me.organization]);
	assert.doesNotMatch((await ask(app.url, `/personnes/${file!.id}/profil`, { cookie })).body, /Canaribelge/);
});

test('The mail of a colleague, of another organisation’s member and of nobody are answered alike.', async () => {
	const { me, cookie } = await practitioner();
	const [colleague, elsewhere] = [await practitioner(me.organization), await practitioner()];
	const bodies = [];
	for (const mail of [
		`${colleague.me.account}@essai.example`,
		`${elsewhere.me.account}@essai.example`,
		`${crypto.randomUUID()}@essai.example`
	]) {
		const path = await checked(app.url, cookie, `Nom;Mail du référent\nAlix;${mail}\nBo;\n`);
		const { body } = await ask(app.url, path, { cookie, asked: [path, path.split('/')[3]!] });
		bodies.push(body.replaceAll(mail, ':mail'));
	}
	assert.match(bodies[0]!, /confiées à quelqu’un d’autre/);
	assert.deepEqual([bodies[1] === bodies[0], bodies[2] === bodies[0]], [true, true]);
});

test('Bad input gets one clear sentence within seconds, and changes no row.', async () => {
	const utf8 = (text: string) => new TextEncoder().encode(text);
	await refusedWith('x'.repeat(7 * 1024 * 1024), /La ligne 1 est trop longue/);
	await refusedWith(`Nom;GSM\n"${'x'.repeat(7 * 1024 * 1024)}`, /trop longue/);
	await refusedWith(','.repeat(1_000_000), /trop longue|plus de 100 colonnes/);
	await refusedWith(`${'a;'.repeat(200)}\n`, /plus de 100 colonnes/);
	await refusedWith(new Uint8Array([...utf8('Nom\nZoé Œuvrard\nRen'), 0xe9, 0x0a]), /deux encodages/);
	await refusedWith(utf8('Nom\nAl\0ix\n'), /autre chose que du texte/);
	await refusedWith(new Uint8Array([0x50, 0x4b, 0x03, 0x04, ...utf8('Nom\nAlix\n')]), /classeur/);
	await refusedWith(utf8('%PDF-1.7\nNom\nAlix\n'), /pas un tableau en texte/);
	await refusedWith('', /vide/);
	await refusedWith('Nom;GSM\n', /personne dans ce fichier/);
	await refusedWith('Nom\n"Alix\nBo\n', /guillemet s’ouvre à la ligne 2/);
	await refusedWith(`Nom\n${'Alix\n'.repeat(20_001)}`, /plus de 20 000 personnes/);
});

test('A hundred megabytes are answered 413 before they are read, announced or not, while others keep working.', async () => {
	const { cookie } = await practitioner();
	const before = await fingerprints(home, ['journal']);
	const send = (headers: Record<string, string>, pieces: number) =>
		new Promise<{ status: number; sent: number; ms: number }>((resolve, reject) => {
			const began = performance.now();
			const [piece, all] = [
				Buffer.alloc(1024 * 1024, 'x'),
				{ cookie, origin: app.url, 'content-type': 'multipart/form-data; boundary=b', ...headers }
			];
			let sent = 0;
			const asked = request(`${app.url}/reglages/import`, { method: 'POST', headers: all }, (answer) => {
				answer.resume();
				resolve({ status: answer.statusCode ?? 0, sent, ms: performance.now() - began });
				asked.destroy();
			});
			asked.on('error', reject);
			const next = () => {
				if (sent === pieces || asked.destroyed) return void asked.end();
				sent += 1;
				asked.write(piece, () => setImmediate(next));
			};
			next();
		});
	const [announced, unannounced, page] = await Promise.all([
		send({ 'content-length': String(100 * 1024 * 1024) }, 100),
		send({ 'transfer-encoding': 'chunked' }, 100),
		ask(app.url, '/personnes', { cookie })
	]);
	for (const { status, sent, ms } of [announced, unannounced]) {
		assert.equal(status, 413);
		assert.ok(sent < 60, `${sent} MB were taken`);
		assert.ok(ms < 10_000, `${ms} ms`);
	}
	assert.equal(page.status, 200);
	assert.equal((await sendFile(app.url, cookie, 'x'.repeat(9 * 1024 * 1024))).status, 413);
	const elsewhere = await post(app.url, cookie, '/personnes/nouvelle', [['name_to_use', 'x'.repeat(1024 * 1024)]]);
	assert.equal(elsewhere.status, 413, 'no other page takes as much');
	assert.deepEqual(await fingerprints(home, ['journal']), before);
});

test('Formulas, tags and names of prototypes are text like any other.', async () => {
	const { me, cookie } = await practitioner();
	const file = `__proto__;constructor;Nom;Langues;toString\n1;2;=HYPERLINK("http://mal.example");+cmd|' /C calc'!A0;x\n1;2;<script>alert(1)</script>;@SUM(1);x\n`;
	const path = await checked(app.url, cookie, file);
	const shown = await ask(app.url, path, { cookie });
	assert.equal(shown.status, 200);
	assert.doesNotMatch(shown.body, /<script>alert/);
	assert.equal((await post(app.url, cookie, `${path}?/entrer`, [['version', '2']])).status, 303);
	const names = await home.sql<{ name_to_use: string }>('select name_to_use from accompaniment where organization_id = $1 order by 1', [
		me.organization
	]);
	assert.deepEqual(
		names.map(({ name_to_use }) => name_to_use),
		['<script>alert(1)</script>', '=HYPERLINK("http://mal.example")']
	);
	assert.equal(({} as { polluted?: string }).polluted, undefined);
	assert.equal((await ask(app.url, '/personnes', { cookie })).status, 200);
});
