import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestWay, numberOf, safeWays } from './reaching.ts';

const contact = (more: Partial<Parameters<typeof safeWays>[0][number]>) => ({
	kind: 'phone' as const,
	safe: true,
	value: '06 39 98 01 42',
	hours: '',
	caution: '',
	...more
});
const ways = (contacts: Parameters<typeof safeWays>[0], asked = true) => safeWays(contacts, { country: 'FR', asked });

test('A number is one number however it was typed, and none is made up.', () => {
	for (const typed of ['06 39 98 01 42', '06.39.98.01.42', '+33 6 39 98 01 42', '0033639980142', '+33 (0)6 39 98 01 42'])
		assert.equal(numberOf(typed, 'FR'), '+33639980142', typed);
	assert.equal(numberOf('0475/12.34.56', 'BE'), '+32475123456');
	assert.equal(numberOf('02 123 45 67', 'BE'), '+3221234567');
	assert.equal(numberOf('+40 712 345 678', 'BE'), '+40712345678');
	for (const typed of ['', '112', 'chez ma sœur', '06 39 98 01 42 ou 43', '06 39 98 01 42 le soir', '+0 639980142'])
		assert.equal(numberOf(typed, 'FR'), null, typed);
});

test('A machine writes only where nobody else sees it, and never where somebody asked for care.', () => {
	assert.deepEqual(ways([contact({ safe: false }), contact({ caution: 'ne pas laisser de message' })]), []);
	assert.deepEqual(ways([contact({ kind: 'post', value: 'rue du Pont 3' }), contact({ kind: 'other', value: '06 39 98 01 42' })]), []);
	assert.deepEqual(ways([contact({ kind: 'mail', value: 'nadia@courriel.example' })]), [{ channel: 'mail', to: 'nadia@courriel.example' }]);
	assert.deepEqual(ways([contact({ kind: 'mail', value: 'nadia@courriel.example, autre@courriel.example' })]), []);
});

test('What she did not ask for keeps away from a way that has its hours, and rings nowhere.', () => {
	const evenings = [contact({ hours: 'le matin seulement' })];
	assert.equal(ways(evenings).length, 2);
	assert.deepEqual(ways(evenings, false), []);
	assert.deepEqual(ways([contact({}), contact({ value: '01 39 98 01 42' })], false), [{ channel: 'sms', to: '+33639980142' }]);
});

test('A fixed line is called, a mobile one is written to; aloud only when it is asked for.', () => {
	const fixed = ways([contact({ value: '01 39 98 01 42' })]);
	assert.deepEqual(fixed, [{ channel: 'voice', to: '+33139980142' }]);
	const mobile = ways([contact({})]);
	const leaving = ['mail', 'sms', 'voice'] as const;
	assert.equal(bestWay(mobile, { aloud: false, leaving })?.channel, 'sms');
	assert.equal(bestWay(mobile, { aloud: true, leaving })?.channel, 'voice');
	assert.equal(bestWay(fixed, { aloud: false, leaving })?.channel, 'voice');
	assert.equal(bestWay([], { aloud: false, leaving }), undefined);
});

test('A way that leaves today comes before one that would wait; when none leaves, what she asked for waits.', () => {
	const both = ways([contact({}), contact({ kind: 'mail', value: 'nadia@courriel.example' })]);
	assert.equal(bestWay(both, { aloud: false, leaving: ['mail'] })?.channel, 'mail');
	assert.equal(bestWay(both, { aloud: true, leaving: ['mail'] })?.channel, 'mail');
	assert.equal(bestWay(both, { aloud: false, leaving: [] })?.channel, 'sms');
});
