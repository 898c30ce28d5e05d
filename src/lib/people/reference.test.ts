import assert from 'node:assert/strict';
import { test } from 'node:test';
import { v7 as newId } from 'uuid';
import { endOfIdFrom, referenceOf } from './reference.ts';

const ids = Array.from({ length: 300 }, () => newId());

test('A reference leads back to the end of the id it comes from, and is short enough to be said.', () => {
	for (const id of [...ids, '00000000-0000-7000-8000-000000000000', 'ffffffff-ffff-7fff-bfff-ffffffffffff']) {
		assert.match(referenceOf(id), /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
		assert.equal(endOfIdFrom(referenceOf(id)), id.slice(-12));
	}
});

test('It is read as it is said and written by hand: small letters, spaces, an O for a zero, an l or an i for a one.', () => {
	const id = '01890000-0000-7000-8000-000820100040';
	const written = referenceOf(id);
	assert.match(written, /0.*1|1.*0/);
	for (const typed of [
		written.toLowerCase(),
		written.replaceAll('-', ' '),
		written.replaceAll('-', ' – '),
		written.replaceAll('0', 'o'),
		written.replaceAll('1', 'l'),
		written.replaceAll('1', 'I')
	])
		assert.equal(endOfIdFrom(typed), id.slice(-12), typed);
});

test('One wrong letter, two that changed places, one too few or too many: no reference, whoever it may have been.', () => {
	for (const id of ids) {
		const plain = referenceOf(id).replaceAll('-', '');
		for (let place = 0; place < plain.length; place += 1) {
			const wrong = plain[place] === '7' ? 'K' : '7';
			assert.equal(endOfIdFrom(plain.slice(0, place) + wrong + plain.slice(place + 1)), null);
			const [one, other] = [plain[place], plain[place + 1]];
			if (other && one !== other) assert.equal(endOfIdFrom(plain.slice(0, place) + other + one + plain.slice(place + 2)), null);
		}
		assert.equal(endOfIdFrom(plain.slice(1)), null);
		assert.equal(endOfIdFrom(`${plain}0`), null);
	}
	for (const nothing of ['', 'Nadia', '<script>', "' or 1=1 --", '🙂'.repeat(12), 'U'.repeat(12)]) assert.equal(endOfIdFrom(nothing), null);
});
