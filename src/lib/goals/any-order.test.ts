import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { nameReader, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { changeGoal, sayWishAgain, takeBack } from './agreeing.server.ts';
import { readGoal, readHistory } from './goals.server.ts';
import { STATES } from './rules.ts';
import { addStep, changeStep } from './steps.server.ts';
import { goalScene, latest } from '../../../tests/scenes/goal.ts';

const home = await house({ after });
const { lead, colleague, unticked, on, open, read, agree, yes } = await goalScene(home);

describe('whatever the order in which people edit', () => {
	it('no wish, no wording and no step’s words are lost, and nothing is agreed on one confirmation', async () => {
		const who = fc.constantFrom('lead', 'colleague');
		const words = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).map((text) => text.trim() || 'x');
		const edit = fc.oneof(
			fc.record({ kind: fc.constant('wish' as const), who, words }),
			fc.record({ kind: fc.constant('agreed' as const), who, words, hers: fc.boolean(), mine: fc.boolean(), late: fc.boolean() }),
			fc.record({ kind: fc.constant('yes' as const), who, voice: fc.constantFrom('person' as const, 'practitioner' as const) }),
			fc.record({ kind: fc.constant('back' as const), who }),
			fc.record({ kind: fc.constant('state' as const), who, state: fc.constantFrom(...STATES) }),
			fc.record({ kind: fc.constant('step' as const), who, words })
		);
		await fc.assert(
			fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
				const id = await open('au début');
				await on(lead, (tx, pathway) => addStep(tx, pathway, id, 'premier pas'));
				const said = { wishes: ['au début'], wordings: [] as string[], steps: ['premier pas'] };
				/** Whose yes stands on the latest words, kept here by hand. */
				let standing = new Set<string>();
				for (const one of edits) {
					const actor = one.who === 'lead' ? lead : colleague;
					const goal = await read(id);
					const wording = latest(goal);
					if (one.kind === 'wish') {
						await on(actor, (tx, pathway) => sayWishAgain(tx, pathway, id, { wish: one.words, how: null, last: goal.wishes.at(-1)!.id }));
						if (said.wishes.at(-1) !== one.words) said.wishes.push(one.words);
					} else if (one.kind === 'agreed') {
						if (one.late && wording) {
							await assert.rejects(agree(actor, id, one.words, null, { mine: true }), StaleError);
							continue;
						}
						await agree(actor, id, one.words, wording, { ...(one.hers && { hers: 'orally' }), mine: one.mine });
						if (said.wordings.at(-1) !== one.words) {
							said.wordings.push(one.words);
							standing = new Set();
						}
						if (one.hers) standing.add('person');
						if (one.mine) standing.add('practitioner');
					} else if (one.kind === 'yes' && wording) {
						await yes(actor, id, one.voice, wording);
						standing.add(one.voice);
					} else if (one.kind === 'back' && goal.hers) {
						await on(actor, (tx, pathway) => takeBack(tx, pathway, id, goal.hers!.id));
						standing.delete('person');
					} else if (one.kind === 'state') {
						await on(actor, (tx, pathway) => changeGoal(tx, pathway, id, { state: one.state, version: goal.version }));
					} else if (one.kind === 'step') {
						const step = goal.steps[0]!;
						await on(actor, (tx, pathway) => changeStep(tx, pathway, id, step, { text: one.words }));
						said.steps.push(one.words);
					}
					const now = await read(id);
					assert.equal(now.standing === 'agreed', now.wordings.length > 0 && standing.size === 2);
				}
				const end = await read(id);
				assert.deepEqual([end.wishes.map(({ text }) => text), end.wordings.map(({ text }) => text)], [said.wishes, said.wordings]);
				const before = await on(lead, (tx, pathway) => readHistory(tx, pathway, id));
				const steps = [...before.flatMap(({ of }) => ('step' in of ? of.step : [])).reverse(), end.steps[0]!.text];
				assert.deepEqual(steps, said.steps);
			}),
			{ numRuns: 12 }
		);
	});

	it('who reads a goal was ticked for it, or is told of', async () => {
		const gesture = fc.record({
			do: fc.constantFrom('name', 'name', 'name', 'unname', 'step', 'wish', 'words', 'state'),
			by: fc.constantFrom(0, 0, 1, 2),
			whom: fc.constantFrom(1, 2)
		});
		await fc.assert(
			fc.asyncProperty(fc.subarray([1, 2]), fc.array(gesture, { maxLength: 7 }), async (ticked, gestures) => {
				const people = [lead, colleague, unticked];
				const id = await open(
					'nous',
					ticked.map((one) => people[one]!)
				);
				for (const { do: what, by, whom } of gestures) {
					const [actor, { member }] = [people[by]!, people[whom]!];
					const now = await read(id);
					const work = {
						name: () => on(actor, (tx, pathway) => nameReader(tx, pathway, id, member, 'goal')),
						unname: () => on(actor, (tx, pathway) => unnameReader(tx, pathway, id, member, 'goal')),
						step: () => on(actor, (tx, pathway) => addStep(tx, pathway, id, 'un pas')),
						wish: () =>
							on(actor, (tx, pathway) => sayWishAgain(tx, pathway, id, { wish: 'encore', how: null, last: now.wishes.at(-1)!.id })),
						words: () => agree(actor, id, 'autrement', latest(now), { mine: true }),
						state: () => on(actor, (tx, pathway) => changeGoal(tx, pathway, id, { state: 'paused', version: now.version }))
					}[what];
					await work().catch(() => undefined);
				}
				const told = (await on(lead, (tx, pathway) => readWidenings(tx, pathway, id))).map(({ named }) => named);
				for (const one of [1, 2]) {
					const reads = (await on(people[one]!, (tx, pathway) => readGoal(tx, pathway, id))) !== undefined;
					assert.ok(!reads || ticked.includes(one) || told.includes(people[one]!.firstName));
				}
			}),
			{ numRuns: 20 }
		);
	});
});
