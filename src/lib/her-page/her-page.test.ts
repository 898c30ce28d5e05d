import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readLeavingFile, readHerFile } from '#lib/leaving/file.server.ts';
import { leavingPage } from '#lib/leaving/page.ts';
import { openHerNeed } from '#lib/needs/hers.server.ts';
import { SHEET_LANGUAGES } from '#lib/paper/languages.ts';
import { tagOf } from '#lib/web/languages.ts';
import { setSheet } from '#lib/paper/sheets.server.ts';
import { as, asHer, type Her, type Tx } from '#lib/server/db.ts';
import { readParts, type Part } from '#lib/space/her.server.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { readPdf } from '../../../tests/pdf.ts';
import { herScene } from '../../../tests/scenes/hers.ts';
import { composePage } from './compose.ts';
import { changePage, erasePage, pageAmong, readHerPages, readNotebook, type HerPage } from './her-page.server.ts';
import { afterGesture, HEADS, MOST, NEW_PAGE, READY, withLines, withWords, type Line, type StoredPage } from './rules.ts';
import { pageSaysIn } from './words.ts';

const home = await house({ after });
const place = { locale: 'fr', zone: 'Europe/Brussels', now: new Date() };
const refused = { status: 404 };

const own = (text: string, head: 'need' | 'helps' | null = null): Line => ({ id: crypto.randomUUID(), kind: 'own', head, text });
const texts = (page: StoredPage) => page.lines.map((line) => (line.kind === 'own' ? line.text : line.kind));

describe('her page', () => {
	it('begins with nothing but her first name', () => {
		assert.deepEqual(NEW_PAGE, { named: true, name: '', language: '', lines: [] });
	});

	it('is put in order by one gesture at a time, and a gesture that leads nowhere changes nothing', () => {
		const page = { ...NEW_PAGE, lines: [own('un'), own('deux'), own('trois')] };
		const [one, two, three] = page.lines.map(({ id }) => id) as [string, string, string];
		assert.deepEqual(texts(afterGesture(page, 'monter', two)), ['deux', 'un', 'trois']);
		assert.deepEqual(texts(afterGesture(page, 'descendre', two)), ['un', 'trois', 'deux']);
		assert.deepEqual(texts(afterGesture(page, 'enlever', two)), ['un', 'trois']);
		for (const same of [
			afterGesture(page, 'monter', one),
			afterGesture(page, 'descendre', three),
			afterGesture(page, 'enlever', crypto.randomUUID())
		])
			assert.deepEqual(texts(same), ['un', 'deux', 'trois']);
	});

	it('takes what she takes once, and twenty lines at most', () => {
		const ready: Line = { id: crypto.randomUUID(), kind: 'ready', ready: 'no_story' };
		const page = withLines(withLines(NEW_PAGE, [ready])!, [{ ...ready, id: crypto.randomUUID() }, own('a')])!;
		assert.deepEqual(texts(page), ['ready', 'a']);
		const full = withLines(
			NEW_PAGE,
			Array.from({ length: MOST }, (_, n) => own(String(n)))
		)!;
		assert.equal(withLines(full, [own('de trop')]), null);
		assert.equal(withWords(page, ready.id, { head: null, text: 'autre' }), null, 'a ready sentence is not hers to word');
	});
});

let scene: Awaited<ReturnType<typeof herScene>>;
let stranger: Actor;
before(async () => {
	scene = await herScene(home);
	stranger = await home.member(scene.organization, ['practitioner', 'front-desk', 'coordination', 'administrator'], { first: 'Luc' });
});

const hers = <T>(work: (tx: Tx, parts: Part[]) => Promise<T>, who: Her = scene.nadia.her) =>
	asHer(who, async (tx) => work(tx, await readParts(tx)));
const page = (who?: Her): Promise<HerPage> => hers(async (tx, parts) => pageAmong(await readHerPages(tx, parts), null), who);
const put = (change: (page: StoredPage) => StoredPage, seen?: { page: string; version: number }) =>
	hers(async (tx, parts) => {
		const { id, version } = pageAmong(await readHerPages(tx, parts), null);
		await changePage(tx, parts, seen ?? { page: id, version }, change);
	});

describe('on the wall', () => {
	it('is sealed, hers alone, and leaves no line in the audit', async () => {
		await put((stored) => withLines(stored, [own('Je dors mal, parlez doucement', 'helps')])!);
		assert.deepEqual(texts(await page()), ['Je dors mal, parlez doucement']);
		const [row] = await home.sql<{ line: string }>('select p::text as line from her_page p where accompaniment_id = $1', [scene.nadia.id]);
		assert.doesNotMatch(row!.line, /parlez/);
		assert.deepEqual(await home.sql(`select from audit where subject = 'her_page'`), []);
		assert.deepEqual((await page(scene.samir.her)).lines, [], 'Samir has his own, which is empty');
	});

	it('does not exist for anybody of the house, whoever walks with her and whatever the role', async () => {
		for (const actor of [scene.aurore, scene.paul, scene.claire, stranger]) {
			for (const touch of [
				(tx: Tx) => tx.selectFrom('her_page').select('id').execute(),
				(tx: Tx) => tx.updateTable('her_page').set({ version: 9 }).execute(),
				(tx: Tx) => tx.deleteFrom('her_page').execute()
			])
				await assert.rejects(as<unknown>(actor, touch), refused);
		}
		const can = await home.sql<{ role: string }>(
			`select rolname as role from pg_roles where rolname like 'cheminer_%' and has_any_column_privilege(oid, 'her_page', 'select') order by 1`
		);
		assert.deepEqual(
			can
				.map(({ role }) => role)
				.filter((role) => !['cheminer_owner', 'cheminer_root', 'cheminer_migrator', 'cheminer_login'].includes(role)),
			// A shared screen has the grants of her role, and no policy that shows it a row.
			['cheminer_backup', 'cheminer_loader', 'cheminer_person', 'cheminer_together']
		);
	});

	it('is not somebody else’s to change or to erase, nor hers once her card has ended', async () => {
		const { id, version } = await page();
		await assert.rejects(
			hers((tx, parts) => changePage(tx, parts, { page: id, version }, (stored) => stored), scene.samir.her),
			refused
		);
		await hers((tx) => erasePage(tx, id), scene.samir.her);
		assert.equal((await page()).id, id);
		const ended = { ...scene.nadia.her, cards: [newId()] };
		assert.deepEqual(await hers(readHerPages, ended), []);
	});

	it('changed on another screen meanwhile is not overwritten', async () => {
		const seen = await page();
		await put((stored) => ({ ...stored, named: false }));
		await assert.rejects(
			put((stored) => ({ ...stored, lines: [] }), { page: seen.id, version: seen.version }),
			(problem) => problem instanceof StaleError
		);
		assert.equal((await page()).lines.length, 1);
		await put((stored) => ({ ...stored, named: true }));
	});

	it('begun on two screens at once is one page', async () => {
		const twice = await Promise.allSettled(
			['un', 'deux'].map((text) =>
				hers((tx, parts) => changePage(tx, parts, { page: '', version: 0 }, (stored) => withLines(stored, [own(text)])!), scene.samir.her)
			)
		);
		assert.deepEqual(twice.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
		assert.equal((await hers(readHerPages, scene.samir.her)).length, 1);
	});

	it('leaves with the file that she makes, and with none that somebody else makes', async () => {
		const made = { language: 'fr', time_zone: 'Europe/Brussels', at: new Date() };
		const mine = await scene.nadia.on((tx, part) => readHerFile(tx, part, { ...made, made_by: 'Nadia B.' }));
		assert.match(leavingPage(mine, place, 'BE'), /Je dors mal, parlez doucement/);
		const theirs = await scene.nadia.staff(scene.aurore, (tx, pathway) =>
			readLeavingFile(tx, pathway, { ...made, made_by: scene.aurore.member })
		);
		assert.doesNotMatch(JSON.stringify(theirs), /parlez doucement/);
	});
});

describe('what she takes from her notebook', () => {
	it('is read as it stands there today: other words are other words, what is over is gone from the sheet', async () => {
		const need = await scene.nadia.on((tx, part) =>
			openHerNeed(tx, part, { code: 'LOG', label: '', words: 'Un logement sans humidité', when: 'now', works: '', version: 0, readers: [] })
		);
		await put((stored) => withLines(stored, [{ id: crypto.randomUUID(), kind: 'need', row: need }])!);
		const sheet = async () => hers(async (tx, parts) => composePage(await page(), await readNotebook(tx, parts), pageSaysIn('fr'), place));
		assert.deepEqual((await sheet()).items.at(-1)?.words?.text, 'Un logement sans humidité');
		assert.equal((await sheet()).items.at(-1)?.head, 'Ce dont j’ai besoin en ce moment');
		const { sayHerWords } = await import('#lib/needs/hers.server.ts');
		const say = (when: 'now' | 'settled', words: string, version: number) =>
			scene.nadia.on((tx, part) => sayHerWords(tx, part, need, { words, when, works: '', version }));
		await say('now', 'Un logement sec', 1);
		assert.deepEqual((await sheet()).items.at(-1)?.words?.text, 'Un logement sec');
		await say('settled', 'Un logement sec', 2);
		assert.equal((await sheet()).items.length, 1, 'she says it is settled');
	});

	it('of somebody else is nothing', async () => {
		const his = await scene.samir.on((tx, part) =>
			openHerNeed(tx, part, { code: 'FIN', label: '', words: 'Les dettes', when: 'now', works: '', version: 0, readers: [] })
		);
		await put((stored) => withLines(stored, [{ id: crypto.randomUUID(), kind: 'need', row: his }])!);
		const sheet = await hers(async (tx, parts) => composePage(await page(), await readNotebook(tx, parts), pageSaysIn('fr'), place));
		assert.doesNotMatch(JSON.stringify(sheet), /dettes/);
	});
});

describe('the sheet', () => {
	const stored = (language: StoredPage['language']): StoredPage => ({
		named: true,
		name: 'Nadia',
		language,
		lines: [
			own('Un rendez-vous le matin', 'need'),
			own('أتكلم العربية'),
			...READY.map((ready): Line => ({ id: ready, kind: 'ready', ready }))
		]
	});
	const nothing = { first: 'Nadia', needs: [], goals: [], next: [] };

	for (const language of SHEET_LANGUAGES) {
		it(`in ${language} is one tagged A5 that names no house: what is ours is translated, her words are not`, async () => {
			const said = pageSaysIn(language);
			const read = readPdf(await setSheet('page', composePage(stored(language), nothing, said, place)));
			assert.deepEqual([read.wrong, read.pages, read.lang], [[], 1, tagOf(language)]);
			for (const words of ['Un rendez-vous le matin', 'أتكلم العربية', said('no_story'), said('head_need'), said('hello')])
				assert.ok(
					words.split(' ').every((word) => read.text.includes(word)),
					`${words} is not in ${read.text}`
				);
			assert.doesNotMatch(`${read.title} ${read.text}`, /Cheminer|Relance/);
			assert.ok(read.sizes[0]! >= 10);
		});
	}

	it('without her name does not hold it, and an empty one is a page all the same', async () => {
		const bare = readPdf(await setSheet('page', composePage({ ...NEW_PAGE, named: false }, nothing, pageSaysIn('fr'), place)));
		assert.deepEqual([bare.wrong, bare.pages], [[], 1]);
		assert.doesNotMatch(bare.text, /Nadia/);
	});

	it('bears every line that a page may hold', async () => {
		const lines = Array.from({ length: MOST }, (_, n) =>
			own(`Ligne ${n} : merci de me laisser le temps de lire`, n % 2 ? 'helps' : 'need')
		);
		const read = readPdf(await setSheet('page', composePage({ ...NEW_PAGE, lines }, nothing, pageSaysIn('fr'), place)));
		assert.deepEqual([read.wrong, read.text.includes('Ligne 19')], [[], true]);
	});

	it('says every heading and every ready sentence in every language', () => {
		for (const language of SHEET_LANGUAGES)
			for (const key of [
				'hello',
				'paper_title',
				'head_goal',
				'head_next',
				...HEADS.map((head) => `head_${head}` as const),
				...READY
			] as const)
				assert.ok(pageSaysIn(language)(key).length > 2);
	});
});
