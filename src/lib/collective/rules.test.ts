import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { namesIn, shapeOf, whyNotTogether, withoutNames } from './rules.ts';

describe('a name in a text that others read', () => {
	it('is found without accents or case, as a whole word, whatever stands around it', () => {
		const people = ['Nadia B.', 'Marie-Ange T.', 'Élodie', 'Œdipe R.'];
		assert.deepEqual(namesIn('NADIA, l’élodie et Marie-Ange ; Oedipe aussi.', people), ['NADIA', 'élodie', 'Marie-Ange', 'Oedipe']);
		assert.deepEqual(namesIn('Le nadir, la bonté, un atelier b.', people), [], 'a piece of a word or an initial is no name');
		assert.deepEqual(namesIn('Ange a parlé.', people), ['Ange']);
	});

	it('is found in other scripts too', () => {
		assert.deepEqual(namesIn('говорила Олена', ['Олена П.']), ['Олена']);
		assert.deepEqual(namesIn('تكلمت ناديا اليوم', ['ناديا']), ['ناديا']);
	});

	it('is found by any of her names: the one to use, and the alias', () => {
		assert.deepEqual(namesIn('Lilas a lu', ['Irina V.', 'Lilas']), ['Lilas']);
	});

	it('leaves nothing of itself once it is taken out', () => {
		assert.equal(withoutNames('Nadia a aidé Samir.', ['Nadia B.', 'Samir'], 'une personne'), 'Une personne a aidé une personne.');
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.array(fc.stringMatching(/^[A-Za-zéà]{2,9}( [A-Z]\.)?$/), { minLength: 1 }),
				(text, names) => {
					assert.deepEqual(namesIn(withoutNames(`${text} ${names[0]}`, names, '…'), names), []);
				}
			)
		);
	});
});

describe('who is written up together', () => {
	it('is at least one person, or two exactly, and no crowd', () => {
		assert.equal(whyNotTogether(['a'], 'group'), null);
		assert.equal(whyNotTogether([], 'group'), 'choose_someone');
		assert.equal(whyNotTogether(['a'], 'two'), 'choose_two');
		assert.equal(whyNotTogether(['a', 'b'], 'two'), null);
		assert.equal(whyNotTogether(['a', 'b', 'c'], 'two'), 'choose_two');
		assert.equal(whyNotTogether(Array.from({ length: 31 }, String), 'group'), 'too_many');
	});

	it('is a group unless two are asked for', () => {
		assert.deepEqual([shapeOf('deux'), shapeOf('two'), shapeOf(null), shapeOf('x')], ['two', 'two', 'group', 'group']);
	});
});
