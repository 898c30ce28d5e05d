import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeFrom, newCode, shownCode } from './code.ts';
import { GiveCarnetForm, HerSignInForm, isEasyPin } from './rules.ts';

const code = fc.infiniteStream(fc.nat()).map((numbers) => newCode((below) => numbers.next().value! % below));

test('A code is read however it is typed: small letters, spaces, dashes of any kind.', () => {
	fc.assert(
		fc.property(code, (made) => {
			for (const typed of [
				made,
				shownCode(made),
				made.toLowerCase(),
				` ${shownCode(made).replaceAll('-', ' ')} `,
				shownCode(made).replaceAll('-', '–')
			])
				assert.equal(codeFrom(typed), made);
		})
	);
});

test('One wrong sign, or two that changed places, is never another card.', () => {
	fc.assert(
		fc.property(code, fc.nat(8), fc.constantFrom(...'23456789ABCDEFGHJKLMNPQRSTVWXYZ'), (made, at, sign) => {
			const wrong = made.slice(0, at) + sign + made.slice(at + 1);
			assert.equal(codeFrom(wrong), sign === made[at] ? made : null);
			if (at === 8) return;
			const swapped = made.slice(0, at) + made[at + 1] + made[at] + made.slice(at + 2);
			assert.equal(codeFrom(swapped), made[at] === made[at + 1] ? made : null);
		})
	);
});

test('No code holds a sign that is taken for another.', () => {
	for (let n = 0; n < 500; n += 1) assert.doesNotMatch(newCode(randomInt), /[01IOU]/);
});

test('A PIN is six to twelve digits, in whatever script they are typed, none of those that are guessed first.', () => {
	const given = (pin: string, again = pin) => GiveCarnetForm.safeParse({ pin, again });
	assert.deepEqual(given('258147').data, { pin: '258147', again: '258147' });
	assert.equal(given('٢٥٨١٤٧').data?.pin, '258147');
	assert.equal(given('25 81 47').data?.pin, '258147');
	for (const wrong of ['25814', '2581472581472', '25814a', '111111', '123456', '987654', ''])
		assert.equal(given(wrong).success, false, wrong);
	assert.equal(given('258147', '258148').success, false);
	assert.ok(isEasyPin('222222') && !isEasyPin('224466'));
	assert.equal(HerSignInForm.safeParse({ code: 'K7M-4QX-92B', pin: '1' }).error?.issues[0]?.message, 'carnet_code');
});
