import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readFields } from '#lib/web/form.ts';
import { AgreedForm, standingOf, StateForm, StepDoneForm, VOICES, WishForm, YesForm, type Yes } from './rules.ts';

const TODAY = '2026-11-22';
const WORDING = '01890000-0000-7000-8000-000000000001';

function read<S extends Parameters<typeof readFields>[1]>(schema: S, fields: Record<string, string>) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	const result = readFields(form, schema);
	return result.ok ? result.data : result.issues.map(({ field, code }) => `${field} ${code}`);
}

describe('an agreement', () => {
	const yes = (voice: Yes['voice'], wording_id = 'b'): Yes => ({ voice, wording_id, how: 'orally' });

	it('needs both voices, on the same words', () => {
		assert.equal(standingOf(null, []), 'wished');
		assert.equal(standingOf('b', []), 'worded');
		assert.equal(standingOf('b', [yes('person')]), 'worded');
		assert.equal(standingOf('b', [yes('practitioner')]), 'worded');
		assert.equal(standingOf('b', [yes('practitioner'), yes('practitioner')]), 'worded');
		assert.equal(standingOf('b', [yes('person'), yes('practitioner')]), 'agreed');
	});

	it('is lost when the words change: a yes to former words counts no more', () => {
		assert.equal(standingOf('b', [yes('person', 'a'), yes('practitioner', 'a')]), 'worded');
		assert.equal(standingOf('b', [yes('person', 'a'), yes('practitioner')]), 'worded');
	});

	it('never stands on one confirmation, whatever was said before', () => {
		const said = fc.array(
			fc.record({
				voice: fc.constantFrom(...VOICES),
				wording_id: fc.constantFrom('a', 'b', 'c'),
				how: fc.constantFrom('orally', 'screen', 'paper')
			})
		);
		fc.assert(
			fc.property(said, fc.constantFrom('a', 'b', 'c', null), (yeses, wording) => {
				const both = VOICES.every((voice) => yeses.some((one) => one.voice === voice && one.wording_id === wording));
				assert.equal(standingOf(wording, yeses) === 'agreed', wording !== null && both);
			})
		);
	});

	it('says how her yes was given; a practitioner gives his own on the screen', () => {
		assert.deepEqual(read(YesForm, { voice: 'person', wording: WORDING }), ['how choice']);
		assert.deepEqual(read(YesForm, { voice: 'person', how: 'paper', wording: WORDING }), {
			voice: 'person',
			how: 'paper',
			wording: WORDING
		});
		assert.deepEqual(read(YesForm, { voice: 'practitioner', wording: WORDING }), {
			voice: 'practitioner',
			how: 'screen',
			wording: WORDING
		});
		assert.deepEqual(read(YesForm, { voice: 'voisin', how: 'paper', wording: WORDING }), ['voice choice']);
	});
});

describe('the forms of a goal', () => {
	it('ask for a wish and for nothing else', () => {
		assert.deepEqual(read(WishForm, { wish: 'un logement à nous' }), { wish: 'un logement à nous', how: null, domain: null, readers: [] });
		assert.deepEqual(read(WishForm, { wish: ' ' }), ['wish required']);
		assert.deepEqual(read(WishForm, { wish: 'x', domain: 'VIO' }), ['domain choice']);
	});

	it('take words in common, with or without a yes', () => {
		assert.deepEqual(read(AgreedForm, { agreed: 'chercher à deux', yes_hers: 'orally', yes_mine: 'yes' }), {
			agreed: 'chercher à deux',
			yes_hers: 'orally',
			yes_mine: true,
			last: null
		});
		assert.deepEqual(read(AgreedForm, { agreed: '' }), ['agreed required']);
	});

	it('know four states, and no other', () => {
		assert.deepEqual(read(StateForm, { stands: 'let-go', version: '2' }), { state: 'let-go', version: 2 });
		assert.deepEqual(read(StateForm, { stands: 'failed', version: '2' }), ['stands choice']);
	});

	it('date a step today unless another day is said, and never ahead', () => {
		const done = (fields: Record<string, string>) => read(StepDoneForm(TODAY), { id: WORDING, ...fields });
		assert.deepEqual(done({}), { id: WORDING, done_on: TODAY, help: null, version: 0 });
		assert.deepEqual(done({ done_on: '2026-03-09', help: 'together', version: '3' }), {
			id: WORDING,
			done_on: '2026-03-09',
			help: 'together',
			version: 3
		});
		assert.deepEqual(done({ done_on: '2026-11-23' }), ['done_on future']);
		assert.deepEqual(done({ done_on: 'hier' }), ['done_on date']);
	});
});
