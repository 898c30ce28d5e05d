import assert from 'node:assert/strict';
import { test } from 'node:test';
import { source } from './example.ts';
import { linesOf, readPlanChoice, said, sheetLanguage, shortened, usualKeys } from './rules.ts';

const address = (query: string) => new URLSearchParams(query);

test('Everything that is hers is ticked beforehand, and no need of which she said nothing; in concealed mode the day and the hour alone, and the organisation is not offered.', () => {
	const silent = `b.${source.needs[1]!.id}`;
	assert.deepEqual(
		usualKeys(source),
		linesOf(source).flatMap(({ key }) => (key === silent ? [] : [key]))
	);
	const concealed = { ...source, name: 'Colibri', concealed: true };
	assert.deepEqual(usualKeys(concealed), ['date']);
	assert.ok(!linesOf(concealed).some(({ key }) => key === 'maison'));
	assert.ok(linesOf(source).some(({ key }) => key === 'maison'));
});

test('What is not there is not offered.', () => {
	const house = { name: 'Relance', address: '', phone: '' };
	const bare = { ...source, next: null, matters: '', people: [], actions: [], goals: [], steps: [], needs: [], house };
	assert.deepEqual(
		linesOf(bare).map(({ key }) => key),
		['maison']
	);
});

test('Only lines of this very plan count; with boxes sent and none ticked, nothing is chosen.', () => {
	const mine = source.actions[0]!.id;
	const asked = `choix=1&ligne=a.${mine}&ligne=a.0199ffff-0000-7000-8000-000000000000&ligne=__proto__&ligne=${'x'.repeat(4000)}&ligne=memo`;
	assert.deepEqual([...readPlanChoice(address(asked), source, 'fr').keys], [`a.${mine}`]);
	assert.deepEqual([...readPlanChoice(address('choix=1'), source, 'fr').keys], []);
	assert.deepEqual([...readPlanChoice(address(''), source, 'fr').keys], usualKeys(source));
});

test('An unknown language is that of the page; a name stands unless it was taken off.', () => {
	assert.deepEqual(
		['uk', 'ar', 'tlh', '', null].map((asked) => sheetLanguage(asked, 'nl')),
		['uk', 'ar', 'nl', 'nl', 'nl']
	);
	assert.equal(sheetLanguage(null, 'de'), 'fr');
	assert.equal(readPlanChoice(address('nom=sans'), source, 'fr').named, false);
	assert.equal(readPlanChoice(address('nom=autre'), source, 'fr').named, true);
});

test('A text is read in the direction of its first letter, as a browser does.', () => {
	assert.deepEqual(said('12, مرحبا Nadia', 'fr'), { text: '12, مرحبا Nadia', rtl: true, lang: 'ar' });
	assert.deepEqual(said('Nadia مرحبا', 'nl'), { text: 'Nadia مرحبا', rtl: false, lang: 'nl' });
	assert.deepEqual(said('Привіт', 'fr'), { text: 'Привіт', rtl: false, lang: 'uk' });
	assert.deepEqual(said('42', 'fr'), { text: '42', rtl: false, lang: 'fr' });
});

test('A long text is cut between two words, and never in the middle of a sign.', () => {
	assert.equal(shortened('un deux trois quatre', 20), 'un deux trois quatre');
	assert.equal(shortened('un deux trois quatre', 15), 'un deux trois…');
	assert.equal(shortened('x'.repeat(50), 10), `${'x'.repeat(9)}…`);
	assert.equal(shortened('😀'.repeat(12), 10), `${'😀'.repeat(9)}…`);
});
