import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { readPdf } from '../../../tests/pdf.ts';
import { drawable, drawnBy } from './drawable.ts';
import { ROOT } from './root.ts';
import { Typesetter, TypesetterAway } from './typesetter.ts';

const COMMON = readFileSync(join(ROOT, 'src', 'lib', 'paper', 'common.typ'), 'utf8');
/** One heading, one text: as little as a sheet can be. */
const PLAIN = `${COMMON}\n= #sheet.title\n#said(sheet.words)`;
const sheetOf = (text: string) => ({ title: 'Essai', lang: 'fr', words: { text, rtl: false, lang: 'fr' } });

const typesetter = new Typesetter();
after(() => typesetter.close());

test('A sheet is a tagged PDF that says its language and its title, with every font inside and every letter known.', async () => {
	const { text, ...read } = readPdf(await typesetter.set(PLAIN, sheetOf('Être là quand les enfants rentrent. Привіт. أهلا')));
	assert.deepEqual([read.wrong, read.pages, read.title, read.lang], [[], 1, 'Essai', 'fr']);
	for (const words of ['Être là quand les enfants rentrent.', 'Привіт', 'أهلا']) assert.ok(text.includes(words), text);
});

test('A sheet lets pages go first where processors are few.', async () => {
	await typesetter.set(PLAIN, sheetOf('Essai'));
	assert.ok(getPriority(typesetter.pid) > getPriority());
});

test('What somebody writes is never taken for the language of templates, whatever it looks like.', async () => {
	const HOSTILE = [
		'#read("/etc/passwd")',
		'#import "@preview/cetz:0.3.0"',
		'#sys.inputs',
		'] #panic() [ $x^2$ *gras* _penché_ = titre',
		'\\u{202e} #set page(width: 1pt) // fin',
		'"}); process.exit() //',
		'<label> @ref `code` ```rust panic!()```',
		'${7*7} {{7*7}} <script>alert(1)</script>'
	];
	for (const said of HOSTILE) {
		const { text, wrong, pages } = readPdf(await typesetter.set(PLAIN, sheetOf(said)));
		assert.deepEqual([wrong, pages], [[], 1], said);
		assert.ok(text.replace(/\s/g, '').includes(said.replace(/\s/g, '')), `${said} reads ${text}`);
	}
});

test('A template reads no file of the machine and fetches nothing.', async () => {
	for (const source of ['#read("/etc/passwd")', '#read("../package.json")', '#json("package.json")', '#import "@preview/cetz:0.3.0": *'])
		await assert.rejects(typesetter.set(`#set document(title: "x")\n= x\n${source}`, {}), /could not be set/, source);
});

test('Controls, halves of a pair, disguises and signs that no font has never refuse a sheet; what is lost is said.', async () => {
	const shown = async (text: string) => readPdf(await typesetter.set(`${PLAIN}\n\n#if lost [perdu]`, sheetOf(text))).text;
	assert.equal(await shown('a\u0000b\u0007c\u202ed\ud800e\ufffff\u2028g'), 'Essai abcdefg');
	assert.equal(await shown('Li 李明 😀 fin'), 'Essai Li ◊ ◊ fin perdu');
	assert.equal(await shown('e\u0301te\u0301'), 'Essai été');
	assert.equal(await shown('שלום fin'), 'Essai ◊ fin perdu');
});

test('Any text at all can be set.', async () => {
	const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
	await fc.assert(
		fc.asyncProperty(texts, async (text) => {
			assert.deepEqual(readPdf(await typesetter.set(PLAIN, sheetOf(text))).wrong, []);
		}),
		{ numRuns: 150 }
	);
});

test('A very long text is set on as many pages as it needs.', async () => {
	const { pages, wrong } = readPdf(await typesetter.set(PLAIN, sheetOf('Un mot après l’autre. '.repeat(1000))));
	assert.ok(pages > 3);
	assert.deepEqual(wrong, []);
});

test('A letter comes from one font with all its marks, or is left out whole.', () => {
	const fonts = [new Set([0x61, 0x301]), new Set([0x78])];
	assert.deepEqual(drawable('a\u0301x', fonts), { text: '◊x', lost: true });
	assert.deepEqual(drawable('ax\u200d', fonts), { text: 'ax\u200d', lost: false });
	assert.deepEqual(drawable('x\u0301', fonts), { text: '◊', lost: true });
	assert.equal(drawnBy(Buffer.from('not a font at all, only words')).size, 0);
});

test('A process that falls is a refusal of its sheet alone; the next one starts another.', async () => {
	const falling = new Typesetter();
	try {
		await falling.set(PLAIN, sheetOf('avant'));
		const first = falling.pid!;
		const under = [falling.set(PLAIN, sheetOf('x'.repeat(300_000))), falling.set(PLAIN, sheetOf('après'))];
		process.kill(first, 'SIGABRT');
		await assert.rejects(under[0]!, TypesetterAway);
		assert.match(readPdf(await under[1]!).text, /après/);
		assert.notEqual(falling.pid, first);
	} finally {
		falling.close();
	}
});

test('A process that does not come back is ended when patience is, and the next sheet is set.', async () => {
	const stuck = new Typesetter({ patience: 1500 });
	try {
		await stuck.set(PLAIN, sheetOf('avant'));
		const first = stuck.pid!;
		process.kill(first, 'SIGSTOP');
		await assert.rejects(stuck.set(PLAIN, sheetOf('pendant')), TypesetterAway);
		for (let tries = 0; stuck.pid === first && tries < 50; tries += 1) await pause(20);
		assert.throws(() => process.kill(first, 0), /ESRCH/);
		assert.match(readPdf(await stuck.set(PLAIN, sheetOf('ensuite'))).text, /ensuite/);
	} finally {
		stuck.close();
	}
});

test('Only so many sheets may wait: one more is refused at once, and those that wait are set.', async () => {
	const busy = new Typesetter({ waiting: 3 });
	try {
		await busy.set(PLAIN, sheetOf('chaud'));
		const asked = Array.from({ length: 8 }, (_, n) => busy.set(PLAIN, sheetOf(`feuille ${n}`)));
		const ends = await Promise.allSettled(asked);
		assert.deepEqual(
			ends.map(({ status }) => status),
			['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']
		);
	} finally {
		busy.close();
	}
});

test('The process knows no setting: neither the database, nor where the key lies.', async () => {
	await typesetter.set(PLAIN, sheetOf('x'));
	const environment = readFileSync(`/proc/${typesetter.pid}/environ`, 'latin1');
	assert.doesNotMatch(environment, /DATABASE|CHEMINER|KEY|PASS|postgres/i);
});
