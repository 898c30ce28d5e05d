import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, DESK_LANGUAGES, HER_LANGUAGES, LANGUAGE_NAMES, languageOf, tagOf } from './languages.ts';

const asked = (cookie: string, accepted: string, hers: boolean) => languageOf(new Headers({ cookie, 'accept-language': accepted }), hers);

test('Her pages speak what she chose, else what was chosen for the house, else what the browser prefers, else French.', () => {
	assert.equal(asked('ma-langue=ar; langue=nl', 'en', true), 'ar');
	assert.equal(asked('session=x; langue=nl', 'en', true), 'nl');
	assert.equal(asked('', 'uk-UA,uk;q=0.9,en;q=0.8', true), 'uk');
	assert.equal(asked('', 'de;q=0.9, tr-TR;q=0.8, en;q=0.1', true), 'tr');
	assert.equal(asked('', 'pl,ro', true), 'fr');
	assert.equal(asked('ma-langue=tlh', '', true), 'fr');
	assert.equal(asked('ma-langue=fr-easy', 'nl', true), 'fr-easy');
});

test('The desk speaks its three, whatever stands in the browser; what she chose for her own pages is not its business.', () => {
	assert.equal(asked('ma-langue=ar; langue=nl', 'en', false), 'nl');
	assert.equal(asked('langue=ar', 'ar,nl;q=0.5', false), 'nl');
	assert.equal(asked('langue=fr-easy', 'ar', false), 'fr');
	assert.deepEqual([...DESK_LANGUAGES], ['fr', 'en', 'nl']);
});

test('What a browser sends without sense is no language, however long.', () => {
	for (const accepted of ['*', ';;;', 'q=1', 'en;q=0', 'fr;q=x', ','.repeat(100_000), `${'x'.repeat(10_000)},nl`])
		assert.equal(asked('', accepted, true), 'fr', accepted.slice(0, 20));
	assert.equal(asked('langue=; langue=en', '', false), 'fr');
});

test('Each language has its own name, its tag for browsers and voices, and its direction.', () => {
	assert.deepEqual(Object.keys(LANGUAGE_NAMES).sort(), [...HER_LANGUAGES].sort());
	assert.deepEqual([tagOf('fr-easy'), tagOf('ar')], ['fr', 'ar']);
	assert.deepEqual(
		HER_LANGUAGES.filter((language) => directionOf(language) === 'rtl'),
		['ar']
	);
});
