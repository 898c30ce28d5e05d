import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { StartRefused } from './refusal.ts';
import { Damaged, seal, unsealFile, writeWhole } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-sealed-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
const text = Buffer.from('Ce que Nadia a dit. '.repeat(20_000));

async function* pieces() {
	for (let at = 0; at < text.length; at += 10_000) yield text.subarray(at, at + 10_000);
}
async function read(path: string, opener = identity) {
	const read: Uint8Array[] = [];
	for await (const piece of unsealFile(path, opener)) read.push(piece);
	return Buffer.concat(read);
}
async function written(name: string) {
	const path = join(folder, name);
	await writeWhole(path, await seal(pieces(), [recipient]));
	return path;
}

test('What is sealed opens with its key, and says nothing without it.', async () => {
	const path = await written('whole');
	assert.deepEqual(await read(path), text);
	assert.ok(!readFileSync(path).includes('Nadia'));
	await assert.rejects(read(path, await generateX25519Identity()), { name: 'Damaged', message: 'it was sealed for another key' });
});

test('Cut short anywhere, or one bit changed anywhere, it is refused.', async () => {
	for (const part of [0.1, 0.5, 0.99]) {
		const cut = await written('cut');
		truncateSync(cut, Math.floor(readFileSync(cut).length * part));
		await assert.rejects(read(cut), Damaged);
		const changed = await written('changed');
		const bytes = readFileSync(changed);
		bytes[Math.floor(bytes.length * part)]! ^= 1;
		writeFileSync(changed, bytes);
		await assert.rejects(read(changed), Damaged);
	}
	const empty = join(folder, 'empty');
	writeFileSync(empty, '');
	await assert.rejects(read(empty), Damaged);
});

test('A recipient that is none is said before anything is written.', async () => {
	await assert.rejects(seal(pieces(), ['age1nobody']), StartRefused);
});

test('A file is there whole or not at all, also when its making fails in the middle or what was written does not please.', async () => {
	async function* failing() {
		yield text;
		throw new Error('the line was cut');
	}
	const before = readdirSync(folder).sort();
	await assert.rejects(writeWhole(join(folder, 'half'), failing()), /the line was cut/);
	await assert.rejects(
		writeWhole(join(folder, 'half'), pieces(), () => Promise.reject(new Error('not that'))),
		/not that/
	);
	await assert.rejects(writeWhole(join(folder, 'nowhere', 'half'), pieces()), /the folder is not there\. Nothing was left there\.$/);
	assert.deepEqual(readdirSync(folder).sort(), before);
});
