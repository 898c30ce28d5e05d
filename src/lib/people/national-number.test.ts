import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nationalNumbers, numbersIn, withoutNumbers } from './national-number.ts';

const control = (body: number) => String(97 - (body % 97)).padStart(2, '0');
const two = (number: number) => String(number).padStart(2, '0');

test('A Belgian national number is seen with its stops, even with a slip in its control.', () => {
	assert.deepEqual(nationalNumbers('Son NISS : 85.07.30-033.99, dit-elle.'), ['85.07.30-033.99']);
});

test('Bare figures are a Belgian national number when their control is right, before and after 2000.', () => {
	fc.assert(
		fc.property(
			fc.nat(99),
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 1, max: 28 }),
			fc.nat(998),
			fc.boolean(),
			(year, month, day, order, young) => {
				const body = `${two(year)}${two(month)}${two(day)}${String(order).padStart(3, '0')}`;
				const number = body + control(Number(body) + (young ? 2_000_000_000 : 0));
				assert.deepEqual(nationalNumbers(`avant ${number} après`), [number]);
			}
		)
	);
});

test('A French national number is seen, with or without its key, also from Corsica.', () => {
	assert.deepEqual(nationalNumbers('2 85 07 13 055 123 45'), ['2 85 07 13 055 123 45']);
	assert.deepEqual(nationalNumbers('1850713055123'), ['1850713055123']);
	assert.deepEqual(nationalNumbers('n° 1 85 07 2A 004 123'), ['1 85 07 2A 004 123']);
});

test('Phones, dates, amounts and account numbers are left alone.', () => {
	for (const text of [
		'0475 12 34 56',
		'+32 475 12 34 56',
		'04.75.12.34.56',
		'06 39 98 12 34',
		'+33 6 39 98 12 34',
		'le 12/03/2026 à 14:30',
		'BE68 5390 0754 7034',
		'FR76 3000 6000 0112 3456 7890 189',
		'1 250,00 €',
		'du 01.09 au 30.09'
	]) {
		assert.deepEqual(nationalNumbers(text), [], text);
	}
});

test('They are found wherever they were typed, and taken out without touching the rest.', () => {
	const typed = { name_to_use: 'Nadia B.', contacts: { '0': { value: '0475 12 34 56', caution: 'NISS 85.07.30-033.61 !' } } };
	assert.deepEqual(numbersIn(typed), [{ field: 'contacts.0.caution', numbers: ['85.07.30-033.61'] }]);
	assert.equal(withoutNumbers('Appeler le soir.\nNISS 85.07.30-033.61 noté\n\nmerci'), 'Appeler le soir.\nNISS noté\n\nmerci');
});
