import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HELPS } from '../actions/rules.ts';
import { gainsOf, type Doing } from './gained.ts';
import { gainWords } from './words.ts';

let made = 0;
const doing = (on: string, help: Doing['help'], more: Partial<Doing> = {}): Doing => ({
	id: `d${String((made += 1)).padStart(4, '0')}`,
	text: 'demander l’attestation sur le portail',
	called: '',
	same_as: null,
	goal_id: null,
	on,
	help,
	...more
});
const told = (doings: Doing[]) =>
	gainsOf(doings).map(({ what, goal_id, times }) => [what || goal_id, ...times.map(({ help, on }) => `${help} ${on}`)]);

describe('what was gained', () => {
	it('is told of what people said to be the same thing, by the name they gave it', () => {
		const march = doing('2026-03-09', 'together');
		const june = doing('2026-06-02', 'alone', { same_as: march.id, called: 'le portail', text: 'déclarer le changement d’adresse' });
		assert.deepEqual(told([june, march]), [['le portail', 'together 2026-03-09', 'alone 2026-06-02']]);
	});

	it('is one sentence: a full stop of hers does not stand in its middle', () => {
		const march = doing('2026-03-09', 'together');
		const [gain] = gainsOf([doing('2026-06-02', 'alone', { same_as: march.id, called: 'Le portail.' }), march]);
		const said = gainWords(gain!, [], { locale: 'fr', zone: 'Europe/Brussels', now: new Date('2026-07-01T10:00:00Z') });
		assert.equal(said.replace(/[\u00a0\u202f]/g, ' '), 'Le portail : ensemble en mars, sans aide en juin');
	});

	it('is told of one goal, by the words of the goal', () => {
		assert.deepEqual(
			told([doing('2026-03-09', 'done-for', { goal_id: 'g' }), doing('2026-06-02', 'some-help', { goal_id: 'g', text: 'autre chose' })]),
			[['g', 'done-for 2026-03-09', 'some-help 2026-06-02']]
		);
	});

	it('is not told twice: what was said to be the same thing is not told again of its goal', () => {
		const march = doing('2026-03-09', 'together', { goal_id: 'g' });
		const june = doing('2026-06-02', 'alone', { goal_id: 'g', same_as: march.id });
		assert.deepEqual(told([march, june]).length, 1);
		assert.equal(gainsOf([march, june])[0]!.goal_id, 'g');
	});

	it('is never guessed from the words', () => {
		assert.deepEqual(told([doing('2026-03-09', 'together'), doing('2026-06-02', 'alone')]), []);
	});

	it('needs two times: once is what happened', () => {
		assert.deepEqual(told([doing('2026-03-09', 'alone', { goal_id: 'g' })]), []);
		assert.deepEqual(told([doing('2026-03-09', 'together', { goal_id: 'g' }), doing('2026-06-02', null, { goal_id: 'g' })]), []);
	});

	it('leaves untold what needed more help than before, and what needed the same', () => {
		const first = doing('2026-03-09', 'some-help', { goal_id: 'g' });
		const harder = doing('2026-04-01', 'done-for', { goal_id: 'g' });
		const same = doing('2026-05-01', 'some-help', { goal_id: 'g' });
		assert.deepEqual(told([first, harder, same]), []);
		assert.deepEqual(told([first, harder, same, doing('2026-06-01', 'alone', { goal_id: 'g' })]), [
			['g', 'some-help 2026-03-09', 'alone 2026-06-01']
		]);
	});

	it('follows a tie through something I may not read, and round a circle', () => {
		const hidden = 'not-mine';
		const march = doing('2026-03-09', 'together', { same_as: hidden });
		const june = doing('2026-06-02', 'alone', { same_as: hidden });
		assert.equal(told([march, june]).length, 1);
		const [one, two] = [doing('2026-03-09', 'together'), doing('2026-06-02', 'alone')];
		assert.equal(
			told([
				{ ...one, same_as: two.id },
				{ ...two, same_as: one.id }
			]).length,
			1
		);
	});

	it('is the same whatever the order in which things are read, always climbs, and holds words and days only', () => {
		const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
		const one = fc.record({
			text: fc.constant('le portail'),
			called: fc.constantFrom('', 'le portail'),
			same_as: fc.option(fc.constantFrom(...ids)),
			goal_id: fc.option(fc.constantFrom('g', 'h')),
			on: fc.constantFrom('2025-11-02', '2026-01-09', '2026-03-09', '2026-06-02'),
			help: fc.option(fc.constantFrom(...HELPS))
		});
		fc.assert(
			fc.property(fc.array(one, { maxLength: ids.length }), fc.nat(), (rows, turn) => {
				const doings = rows.map((row, at): Doing => ({ ...row, id: ids[at]! }));
				const turned = [...doings.slice(turn % (doings.length || 1)), ...doings.slice(0, turn % (doings.length || 1))];
				const gains = gainsOf(doings);
				const asText = (list: typeof gains) => list.map((gain) => JSON.stringify({ ...gain, id: '' })).sort();
				assert.deepEqual(asText(gainsOf(turned)), asText(gains));
				for (const { times } of gains) {
					assert.ok(times.length > 1);
					const rising = times.map(({ help }) => ['done-for', 'together', 'some-help', 'alone'].indexOf(help));
					assert.deepEqual(rising, [...new Set(rising)].sort());
					assert.deepEqual(
						[...times].sort((a, b) => (a.on < b.on ? -1 : 1)).map(({ on }) => on),
						times.map(({ on }) => on)
					);
				}
				// Nothing about a person is a number: no count, no level, no rank.
				JSON.stringify(gains, (_, value: unknown) => {
					assert.notEqual(typeof value, 'number');
					return value;
				});
			})
		);
	});
});
