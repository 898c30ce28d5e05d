import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { territories } from '../../../demo/load.ts';
import { comma, inOneLine } from './lines.ts';
import { directionOfTongue, tongueName, writtenIn } from './tongue.ts';

test('A text is in the language of its small words, or of its letters.', () => {
	const told: [string, string][] = [
		['J’ai appelé la crèche, ils rappellent lundi.', 'fr'],
		["Je n'ai pas encore d'horaire", 'fr'],
		['Ik heb een afspraak bij de gemeente.', 'nl'],
		['I would like to work in a kitchen.', 'en'],
		['Pazartesi günü belediyeye gideceğim.', 'tr'],
		['Randevum var', 'tr'],
		['Я хочу працювати кухарем.', 'uk'],
		['Дякую', 'uk'],
		['Я хочу работать поваром, это важно.', 'ru'],
		['أريد أن أتعلم الفرنسية', 'ar'],
		['عندي موعد مع Aurore في CPAS', 'ar']
	];
	for (const [text, tongue] of told) assert.equal(writtenIn(text), tongue, text);
});

test('Where nobody could be sure nothing is said: names, a few letters, figures, languages that we do not know.', () => {
	for (const text of [
		'',
		'Nadia B.',
		'CAF',
		'RDV CPAS',
		'071 00 12 34',
		'La Casa de Samir',
		'سلام، چطوری؟',
		'سڵاو',
		'你好',
		'Ahmed Z.',
		'OK !',
		'💪'
	])
		assert.equal(writtenIn(text), '', text);
});

test('No French text of the demo is taken for another language, and most are known for what they are.', () => {
	const texts = new Set<string>();
	JSON.stringify(territories, (_, value: unknown) => {
		if (typeof value === 'string' && /\p{Script=Latin}{2}.* /u.test(value)) texts.add(value);
		return value;
	});
	const told = [...texts].map((text) => [text, writtenIn(text)] as const);
	assert.deepEqual(
		told.filter(([, tongue]) => tongue !== '' && tongue !== 'fr' && tongue !== 'ar' && tongue !== 'uk'),
		[]
	);
	assert.ok(told.filter(([, tongue]) => tongue === 'fr').length > told.length * 0.8);
});

test('Sentences of ours in Dutch, Turkish, Ukrainian and Arabic are known for what they are, and hardly one for what it is not.', () => {
	for (const language of ['nl', 'tr', 'uk', 'ar']) {
		const file = join(import.meta.dirname, '..', '..', '..', 'messages', 'space_path', `${language}.json`);
		const texts = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>).filter(
			(text) => text.split(' ').length >= 5 && !text.includes('{')
		);
		const told = texts.map(writtenIn);
		assert.ok(texts.length > 20);
		assert.ok(told.filter((tongue) => tongue === language).length > texts.length * 0.6, language);
		assert.ok(told.filter((tongue) => tongue !== language && tongue !== '').length <= texts.length * 0.02, language);
	}
});

test('However long a text is, it is told from its beginning.', () => {
	const long = 'Ik heb een afspraak bij de gemeente. '.repeat(20_000);
	const began = performance.now();
	assert.equal(writtenIn(long), 'nl');
	assert.ok(performance.now() - began < 50);
});

test('A language has a direction and a name in every language of hers.', () => {
	assert.deepEqual(['ar', 'fa', 'fr', 'uk', ''].map(directionOfTongue), ['rtl', 'rtl', 'ltr', 'ltr', 'auto']);
	assert.deepEqual(
		['fr', 'fr-easy', 'nl', 'tr', 'uk', 'ar'].map((locale) => tongueName('nl', locale)),
		['néerlandais', 'néerlandais', 'Nederlands', 'Felemenkçe', 'нідерландська', 'الهولندية']
	);
});

test('Several things stand on one line, each going its own way where one reads from right to left.', () => {
	assert.equal(inOneLine(['fait', '', null, false, 'ensemble'], 'fr'), 'fait, ensemble');
	assert.equal(inOneLine(['تم', 'Rue Haute 3'], 'ar'), '\u2068تم\u2069، \u2068Rue Haute 3\u2069');
	assert.deepEqual([inOneLine(['تم'], 'ar'), comma('ar'), comma('tr')], ['تم', '، ', ', ']);
});
