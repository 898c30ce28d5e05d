import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import { declared, docx, odt, pdf, photo, png, wav } from '../../../tests/papers.ts';
import { lookAt } from './look.server.ts';
import { FILE_KINDS, FILE_LIMITS, PAPERS, plainName, UnfitFile, type FileKind, type Unfit } from './rules.ts';

const typeOf = async (bytes: Uint8Array, kinds: readonly FileKind[] = FILE_KINDS) => (await lookAt(bytes, kinds)).type;
const refuses = async (bytes: Uint8Array, code: Unfit, why: string, kinds: readonly FileKind[] = FILE_KINDS) =>
	assert.rejects(lookAt(bytes, kinds), (problem) => problem instanceof UnfitFile && problem.code === code, `${why}: ${code}`);

describe('what a file holds', () => {
	it('says its type, whatever it is called', async () => {
		const sheet = docx({ 'xl/workbook.xml': strToU8('<x/>') }, 'openxmlformats-officedocument.spreadsheetml.sheet.main+xml');
		const slides = docx({ 'ppt/presentation.xml': strToU8('<x/>') }, 'openxmlformats-officedocument.presentationml.presentation.main+xml');
		assert.deepEqual(
			await Promise.all([pdf(), docx(), sheet, slides, odt(), Buffer.from('Bonjour, voilà.\n'), wav()].map((one) => typeOf(one))),
			['pdf', 'docx', 'xlsx', 'pptx', 'odt', 'text', 'wav']
		);
		assert.equal(await typeOf(await photo()), 'jpeg');
		assert.equal(await typeOf(await png()), 'png');
		const drawing = sharp({ create: { width: 9, height: 9, channels: 3, background: '#123' } });
		assert.equal(await typeOf(await drawing.clone().webp().toBuffer()), 'jpeg');
		assert.equal(await typeOf(await drawing.clone().gif().toBuffer()), 'png');
	});

	it('is refused where a form takes other kinds', async () => {
		await refuses(wav(), 'file_kind', 'sound among papers', PAPERS);
		await refuses(pdf(), 'file_kind', 'a paper as a voice', ['sound']);
	});

	it('is refused when it is a program, a page, a drawing that runs, or something in disguise', async () => {
		const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400), Buffer.from('PE\0\0')]);
		await refuses(exe, 'file_kind', 'a program');
		await refuses(Buffer.from('\x7fELF\x02\x01\x01' + '\0'.repeat(60), 'latin1'), 'file_kind', 'a program elsewhere');
		await refuses(Buffer.from('#!/bin/sh\nrm -rf ~\n'), 'file_kind', 'a command');
		for (const page of [
			'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
			'<?xml version="1.0"?><svg/>',
			'<!DOCTYPE html><p>Bonjour',
			'\n\n <html>',
			'Bonjour\n<script src=x></script>'
		])
			await refuses(Buffer.from(page), 'file_kind', page);
		await refuses(Buffer.from('{\\rtf1 bonjour}'), 'file_kind', 'rich text');
		await refuses(
			Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array<number>(600).fill(0)]),
			'file_old_office',
			'an old .doc'
		);
		await refuses(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'file_heic', 'a picture of an iPhone');
		await refuses(Buffer.from(zipSync({ 'a.txt': strToU8('a') })), 'file_kind', 'a folder packed');
	});

	it('is refused when it is two things at once', async () => {
		await refuses(Buffer.concat([pdf(), docx()]), 'file_kind', 'a PDF that is a packed file too');
		await refuses(Buffer.concat([wav(), docx()]), 'file_kind', 'sound that is a packed file too');
		await refuses(
			Buffer.from(pdf().toString('latin1').replace('1 0 obj', '<html><script>alert(1)</script>\n1 0 obj'), 'latin1'),
			'file_kind',
			'a PDF that is a page too'
		);
		await refuses(Buffer.concat([Buffer.from('GIF89a'), docx()]), 'file_broken', 'a packed file behind the name of a picture');
		// A picture with something behind it is a picture made anew: what was behind it is gone.
		const both = Buffer.concat([await photo(), Buffer.from('<script>CanariPolyglotte</script>'), docx()]);
		const { bytes } = await lookAt(both, FILE_KINDS);
		assert.ok(!Buffer.from(bytes).includes('CanariPolyglotte') && !Buffer.from(bytes).includes('PK\x03\x04'));
	});

	it('is refused when it was cut, is empty or too large', async () => {
		await refuses(pdf().subarray(0, 60), 'file_broken', 'half a PDF');
		await refuses((await photo({ width: 800, height: 600 })).subarray(0, 1500), 'file_broken', 'half a picture');
		await refuses(docx().subarray(0, 100), 'file_broken', 'half an office file');
		await refuses(Buffer.alloc(0), 'file_empty', 'nothing');
		await refuses(Buffer.alloc(FILE_LIMITS.bytes + 1, 0x61), 'file_large', 'one byte more');
	});
});

describe('an office file', () => {
	it('is refused with a macro or a program inside, by whatever sign', async () => {
		await refuses(docx({ 'word/vbaProject.bin': strToU8('x') }), 'file_macro', 'a macro');
		await refuses(docx({}, 'ms-word.document.macroEnabled.main+xml'), 'file_macro', 'a type with macros');
		await refuses(docx({ 'word/embeddings/facture.exe': strToU8('MZ') }), 'file_macro', 'a program inside');
		await refuses(odt({ 'Basic/Standard/Module1.xml': strToU8('Sub Main') }), 'file_macro', 'Basic');
		await refuses(odt({ 'META-INF/manifest.xml': strToU8('<manifest:encryption-data/>') }), 'file_locked', 'a password');
	});

	it('that swells, or says less than it holds, is refused before it fills a memory', async () => {
		await refuses(docx({ 'word/a.xml': new Uint8Array(FILE_LIMITS.unpacked) }), 'file_bomb', 'a hundred and fifty million zeros');
		const liar = docx({ 'word/a.xml': new Uint8Array(2_000_000) });
		const entry = liar.lastIndexOf('word/a.xml') - 46;
		liar.writeUInt32LE(10, entry + 24);
		await refuses(liar, 'file_bomb', 'more than it says');
		const many = Object.fromEntries(Array.from({ length: FILE_LIMITS.parts }, (_, at) => [`word/${at}.xml`, strToU8('a')]));
		await refuses(docx(many), 'file_bomb', 'too many parts');
	});
});

describe('a picture', () => {
	it('is made anew: upright, and without the place, the machine or the words that stood in it', async () => {
		const sent = await photo();
		for (const canary of ['CanariAppareil', 'CanariDescription', 'CanariXmp', 'Exif']) assert.ok(sent.includes(canary), canary);
		assert.ok((await sharp(sent).metadata()).exif);
		const kept = Buffer.from((await lookAt(sent, PAPERS)).bytes);
		for (const canary of ['Canari', 'Exif', 'xmpmeta', 'GPS', 'http://ns.adobe.com']) assert.ok(!kept.includes(canary), canary);
		const { width, height, orientation, exif, xmp, icc, iptc } = await sharp(kept).metadata();
		assert.deepEqual([width, height, orientation, exif, xmp, icc, iptc], [40, 60, undefined, undefined, undefined, undefined, undefined]);
	});

	it('with more points than any phone makes is refused by what it says, and a large one is made smaller', async () => {
		await refuses(await declared(30_000, 30_000), 'file_pixels', '900 million points');
		const { bytes } = await lookAt(await photo({ width: 5000, height: 2500 }), PAPERS);
		const { width, height } = await sharp(bytes).metadata();
		assert.deepEqual([width, height], [1500, 3000]);
	});
});

it('The name that a machine gave becomes a plain one: no path, no ending.', () => {
	assert.deepEqual(['C:\\Users\\nadia\\Jugement_2026.PDF', '../../etc/passwd', 'photo.jpg', '.htaccess', ''].map(plainName), [
		'Jugement 2026',
		'passwd',
		'photo',
		'htaccess',
		''
	]);
});
