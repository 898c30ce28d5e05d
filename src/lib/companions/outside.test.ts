import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryProfile } from '../frame/country/country.ts';
import { outsideOf } from './outside.ts';

const profile = countryProfile('BE');
const around = (said: Partial<Parameters<typeof outsideOf>[0]>) =>
	outsideOf({ trusted: '', protections: [], askedBy: null, ...said }, profile, '2026-11-22');

test('Whom she trusts is called by a name alone: how to reach her stays in the profile.', () => {
	for (const trusted of ['Leïla, sa sœur, 0470 12 34 56', 'Leïla : sœur', 'Leïla (sœur)', 'Leïla\n0470 12 34 56', 'Leïla 0470 12 34 56'])
		assert.deepEqual(around({ trusted }), [{ kind: 'trusted', name: 'Leïla' }]);
	assert.deepEqual(around({}), []);
});

test('A mandate that is over is not around her any more; who asked is said in words, a code nobody knows is not.', () => {
	const mandate = (ends_on: string | null) => ({ kind: 'tuteur', name: 'Maître Dupuis', ends_on });
	assert.equal(around({ protections: [mandate(null), mandate('2026-11-22')] }).length, 2);
	assert.equal(around({ protections: [mandate('2026-11-21')] }).length, 0);
	assert.equal(around({ askedBy: profile.askedBy[0]!.code })[0]?.name, profile.askedBy[0]!.label);
	assert.deepEqual(around({ askedBy: 'inconnu' }), []);
});
