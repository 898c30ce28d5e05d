import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, isNarrowed, readQuery } from './rules.ts';

const read = (address: string) => readQuery(new URLSearchParams(address));

test('What an address says comes back as the same address.', () => {
	for (const address of ['', 'q=%C3%A9lo', 'parcours=emploi&place=collegue', 'vue=mois&suite=sans&fin=oui&tri=vue-recente']) {
		const expected = address ? `/personnes?${address}` : '/personnes';
		assert.equal(addressOf(read(address)), expected);
	}
});

test('A change of the list starts at its first page; turning a page keeps the list.', () => {
	const query = read('tri=vue&apres=abc');
	assert.equal(query.after, 'abc');
	assert.equal(addressOf(query, { sort: 'next' }), '/personnes?tri=suite');
	assert.equal(addressOf(query, { before: 'xyz' }), '/personnes?tri=vue&avant=xyz');
});

test('Words that are not known are not said, prototype names included.', () => {
	const query = read('tri=constructor&parcours=__proto__&place=toString&vue=x&suite=&fin=1&apres=%3Cscript%3E');
	assert.deepEqual(query, read(''));
	assert.equal(isNarrowed(query), false);
});

test('Only one side of a page is asked at a time, and a search is no longer than a name.', () => {
	assert.equal(read('apres=a&avant=b').before, null);
	assert.equal(read(`q=${'x'.repeat(500)}`).search.length, 80);
});
