import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { openKeyring, SealError } from './keyring.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-keys-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const ring = openKeyring(join(folder, 'installation.json'), { create: true });
const { key, wrapped } = ring.newPersonKey('nadia');
const sealed = key.seal('note', 'n1', { text: 'La lettre est arrivée' });
const closed = (work: () => unknown) => assert.throws(work, SealError);

test('Any text comes back as it was sealed.', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.string(), fc.string(), (value, table, row) => {
			assert.deepEqual(key.open(table, row, key.seal(table, row, value)), JSON.parse(JSON.stringify(value)));
		})
	);
});

test('The same text is never sealed twice alike, and never shows through.', () => {
	assert.notEqual(key.seal('note', 'n1', { text: 'La lettre' }), key.seal('note', 'n1', { text: 'La lettre' }));
	assert.doesNotMatch(Buffer.from(sealed.split('.')[3]!, 'base64url').toString('latin1'), /lettre/);
});

test('A sealed text says its version and its key, then nonce, text and tag.', () => {
	assert.match(sealed, /^v1\.p\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
	assert.match(wrapped, /^v1\.k1\./);
});

test('Moved to another row, table, column or person, a text does not open.', () => {
	closed(() => key.open('note', 'n2', sealed));
	closed(() => key.open('memo', 'n1', sealed));
	closed(() => key.open('note', 'n1', sealed, 'other'));
	closed(() => ring.newPersonKey('nadia').key.open('note', 'n1', sealed));
	closed(() => ring.unwrap('yacine', wrapped));
});

test('A single changed character, a cut or an empty part, and it does not open.', () => {
	fc.assert(
		fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'b', '7', '-', '.'), (at, letter) => {
			const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
			// The last letter of a part has bits that are not read; the key's name of a person's text is not used.
			const same = Buffer.from(changed.replace(/^v1\.[^.]*/, ''), 'base64url').equals(
				Buffer.from(sealed.replace(/^v1\.[^.]*/, ''), 'base64url')
			);
			if (changed === sealed || same || (/^v1\.[^.]\./.test(changed) && changed.slice(4) === sealed.slice(4))) return;
			const parts = changed.split('.');
			const equal =
				parts.length === 5 &&
				parts.slice(2).every((part, i) => Buffer.from(part, 'base64url').equals(Buffer.from(sealed.split('.')[i + 2]!, 'base64url')));
			if (!equal || parts[0] !== 'v1') closed(() => key.open('note', 'n1', changed));
		})
	);
	for (const cut of ['', 'v1', 'v1.p', 'v1.p...', 'v2' + sealed.slice(2), sealed.slice(0, -10), `${sealed}A.B`]) {
		if (cut !== `${sealed}A.B`) closed(() => key.open('note', 'n1', cut));
	}
});

test('A tag made shorter is refused, not checked on what is left of it.', () => {
	const parts = sealed.split('.');
	for (const bytes of [0, 4, 8, 12, 15]) {
		const short = Buffer.from(parts[4]!, 'base64url').subarray(0, bytes).toString('base64url');
		closed(() => key.open('note', 'n1', [...parts.slice(0, 4), short].join('.')));
	}
});

test('Another installation’s key opens neither a person’s key nor what the installation sealed.', () => {
	const other = openKeyring(join(folder, 'other.json'), { create: true });
	closed(() => other.unwrap('nadia', wrapped));
	closed(() => other.open('mail', ring.seal('mail', { to: 'a@essai.example' })));
	closed(() => ring.open('post', ring.seal('mail', {})));
	closed(() => ring.unwrap('nadia', wrapped.replace('.k1.', '.k9.')));
	assert.deepEqual(ring.open('mail', ring.seal('mail', { a: 1 })), { a: 1 });
});

test('The key file is made once, for its owner to read alone, and read again the same.', () => {
	const path = join(folder, 'installation.json');
	assert.equal(statSync(path).mode & 0o777, 0o400);
	assert.equal(openKeyring(path, { create: true }).accountSecret, ring.accountSecret);
	assert.equal(
		key.open<{ text: string }>('note', 'n1', sealed).text,
		openKeyring(path, { create: false }).unwrap('nadia', wrapped).open<{ text: string }>('note', 'n1', sealed).text
	);
});

test('A missing file is refused with a sentence where texts exist already, never made anew.', () => {
	const path = join(folder, 'lost.json');
	assert.throws(() => openKeyring(path, { create: false }), /key file is missing .*Put back the copy/);
	assert.throws(() => statSync(path), { code: 'ENOENT' });
});

test('A file that is no key file is refused with a sentence that quotes nothing of it.', () => {
	const whole = JSON.parse(readFileSync(join(folder, 'installation.json'), 'utf8')) as { current: string; keys: Record<string, string> };
	const damaged = [
		'',
		'not json',
		'{}',
		'null',
		'[]',
		'"k1"',
		JSON.stringify({ ...whole, pepper: 'short' }),
		JSON.stringify({ ...whole, current: 'k2' }),
		JSON.stringify({ ...whole, keys: { k1: whole.keys['k1']!.slice(1) } })
	];
	for (const [at, text] of damaged.entries()) {
		const path = join(folder, `damaged-${at}.json`);
		writeFileSync(path, text);
		chmodSync(path, 0o400);
		assert.throws(
			() => openKeyring(path, { create: true }),
			(problem: Error) =>
				problem instanceof SealError && problem.message.length < 300 && !problem.message.includes(whole.keys['k1']!.slice(5)),
			text.slice(0, 30)
		);
		assert.equal(readFileSync(path, 'utf8'), text, 'and left as it is');
	}
});

test('An index finds the same value in one organisation, and is another in the next.', () => {
	assert.equal(ring.index('a', 'phone', '0470'), ring.index('a', 'phone', '0470'));
	assert.equal(ring.index('a', 'mail', 'é'.normalize('NFD')), ring.index('a', 'mail', 'é'.normalize('NFC')));
	assert.notEqual(ring.index('a', 'phone', '0470'), ring.index('b', 'phone', '0470'));
	assert.notEqual(ring.index('a', 'phone', '0470'), ring.index('a', 'mail', '0470'));
	assert.notEqual(ring.peppered('reset', 'x'), ring.peppered('invitation', 'x'));
});
