import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Actor } from '#lib/access/access.ts';
import { openGoal } from '#lib/goals/agreeing.server.ts';
import { recordInterview } from '#lib/interviews/interviews.server.ts';
import { InterviewForm } from '#lib/interviews/rules.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { answerAction, openActions } from './actions.server.ts';
import {
	addAction,
	linkGoal,
	readAction,
	readEveryAction,
	readFormerWords,
	sayOtherwise,
	tieAction,
	type FullAction
} from './changes.server.ts';
import { AddedAction, SaidAction } from './rules.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };
const TODAY = '2026-11-22';

let lead: Actor, colleague: Actor, other: Actor, stranger: Actor, elsewhere: Actor, person: string, another: string;
before(async () => {
	const organization = await home.organization();
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	other = await home.member(organization, ['practitioner'], { first: 'Claire' });
	stranger = await home.member(organization, ['practitioner', 'coordination', 'administrator'], { first: 'Luc' });
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	person = (await home.pathway(lead)).id;
	another = (await home.pathway(lead, 'Samir K.')).id;
	for (const { member } of [colleague, other])
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: member }).execute());
});

const on = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>, id = person) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const named = async (text: string, actor = lead): Promise<FullAction> =>
	found((await on(actor, readEveryAction)).find((action) => action.text === text));
async function add(what: string, fields: Record<string, unknown> = {}, actor = lead, id = person): Promise<FullAction> {
	await on(actor, (tx, pathway) => addAction(tx, pathway, actor, AddedAction.parse({ what, ...fields })), id);
	return found((await on(actor, readEveryAction, id)).find((action) => action.text === what));
}
/** Said at a meeting whose text is read by these colleagues. */
async function said(what: string, readers: Actor[], fields: Record<string, string> = {}): Promise<FullAction> {
	const form = InterviewForm.parse({ actions: { 0: { what, ...fields } }, readers: readers.map(({ member }) => member) });
	await on(lead, (tx, pathway) => recordInterview(tx, pathway, lead, { form, agreed: null, ...here }));
	return named(what);
}
const goal = (readers: Actor[]) =>
	on(lead, (tx, pathway) =>
		openGoal(tx, pathway, { wish: 'un logement', how: null, domain: null, readers: readers.map(({ member }) => member) })
	);
const otherwise = (actor: Actor, { id, version }: FullAction, fields: Record<string, unknown>) =>
	on(actor, (tx, pathway) => sayOtherwise(tx, pathway, actor, id, SaidAction.parse({ version, ...fields })));

describe('an action said outside a meeting', () => {
	it('has one of four owners; someone else is named in the sealed text', async () => {
		for (const [who, owner] of [
			['person', 'person'],
			['me', 'practitioner'],
			['both', 'both'],
			['other', 'other'],
			[`member:${colleague.member}`, 'practitioner']
		] as const)
			assert.equal((await add(`pour ${who}`, { who, name: 'la crèche' })).owner, owner);
		const nursery = await named('pour other');
		assert.equal(nursery.who, 'la crèche');
		assert.equal((await named('pour person')).who, '', 'a name is kept of someone else alone');
		assert.deepEqual(await home.sql(`select from action where sealed like '%crèche%'`), []);
		assert.equal((await on(colleague, openActions)).find(({ id }) => id === nursery.id)?.who, 'la crèche');
	});

	it('is held by nobody who does not walk with her', async () => {
		const { owner, owner_member_id } = await add('pour Luc', { who: `member:${stranger.member}` });
		assert.deepEqual([owner, owner_member_id], ['other', null]);
	});

	it('is not there for whoever does not walk with her', async () => {
		for (const actor of [stranger, elsewhere]) await assert.rejects(on(actor, readEveryAction), { status: 404 });
	});
});

describe('words put right', () => {
	it('keep the former ones, with who had said them and who changed them', async () => {
		const first = await add('appeler', { who: 'other', name: 'la crèche' });
		await otherwise(colleague, first, { what: 'rappeler', who: 'person', due: '2026-12-01' });
		const second = found(await on(lead, (tx, pathway) => readAction(tx, pathway, first.id)));
		assert.deepEqual([second.text, second.owner, second.who, second.due_on, second.version], ['rappeler', 'person', '', '2026-12-01', 2]);
		await otherwise(lead, second, { what: 'écrire' });
		assert.deepEqual(
			(await on(other, (tx, pathway) => readFormerWords(tx, pathway, first.id))).map(({ text, who, by, replaced_by }) => [
				text,
				who,
				by,
				replaced_by
			]),
			[
				['rappeler', '', 'Paul-Henri', 'Aurore'],
				['appeler', 'la crèche', 'Aurore', 'Paul-Henri']
			]
		);
	});

	it('that come second get both, and overwrite nothing', async () => {
		const action = await add('voir la crèche');
		await otherwise(colleague, action, { what: 'de Paul-Henri' });
		await assert.rejects(
			otherwise(lead, action, { what: 'd’Aurore' }),
			(problem) => problem instanceof StaleError && (problem.stored.action as FullAction).text === 'de Paul-Henri'
		);
	});

	it('cannot be changed past the page without keeping what stood there', async () => {
		const action = await add('au propre');
		await assert.rejects(
			on(lead, (tx) => tx.updateTable('action').set({ sealed: 'v1' }).where('id', '=', action.id).execute()),
			/next version of itself/
		);
		await assert.rejects(
			on(lead, (tx) =>
				tx
					.insertInto('revision')
					.values({
						id: crypto.randomUUID(),
						accompaniment_id: person,
						subject: 'action_words',
						row_id: action.id,
						row_version: 1,
						sealed: 'v1',
						replaced_by: lead.member
					})
					.execute()
			),
			{ status: 404 }
		);
	});

	it('are never lost, whatever the order in which people say it otherwise, tie it and answer it', async () => {
		const edit = fc.record({
			do: fc.constantFrom('say', 'tie', 'answer'),
			by: fc.constantFrom(0, 1),
			late: fc.boolean(),
			words: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).map((text) => `« ${text} »`.normalize('NFC'))
		});
		let turn = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
				const first = `au début ${(turn += 1)}`;
				const { id } = await add(first);
				const said = [first];
				for (const { do: what, by, late, words } of edits) {
					const actor = [lead, colleague][by]!;
					const now = found(await on(lead, (tx, pathway) => readAction(tx, pathway, id)));
					const version = now.version - (late ? 1 : 0);
					const work =
						what === 'say'
							? otherwise(actor, { ...now, version }, { what: words })
							: what === 'tie'
								? on(actor, (tx, pathway) => tieAction(tx, pathway, id, { same_as: null, called: words, version }))
								: on(actor, (tx, pathway) =>
										answerAction(tx, pathway, { id, version, state: 'tried', help: null }, { interview: null, on: TODAY })
									);
					if (late && what !== 'answer') await assert.rejects(work, StaleError);
					else await work.catch((problem: unknown) => assert.ok(problem instanceof StaleError));
					if (!late && what === 'say') said.push(words);
				}
				const now = found(await on(lead, (tx, pathway) => readAction(tx, pathway, id)));
				const before = (await on(colleague, (tx, pathway) => readFormerWords(tx, pathway, id))).map(({ text }) => text).reverse();
				const kept = [...before, now.text].filter((text, at, all) => text !== all[at - 1]);
				assert.deepEqual(
					kept,
					said.filter((text, at) => text !== said[at - 1])
				);
			}),
			{ numRuns: 15 }
		);
	});

	it('born in a meeting’s text are read like it, the former ones too', async () => {
		const action = await said('entre nous', [colleague]);
		await otherwise(colleague, action, { what: 'toujours entre nous' });
		assert.equal(await on(other, (tx, pathway) => readAction(tx, pathway, action.id)), undefined);
		assert.deepEqual(await on(other, (tx, pathway) => readFormerWords(tx, pathway, action.id)), []);
		assert.equal((await on(colleague, (tx, pathway) => readFormerWords(tx, pathway, action.id))).length, 1);
		await assert.rejects(otherwise(other, action, { what: 'forgé' }), { status: 404 });
	});
});

describe('a link to a goal', () => {
	it('is made in the gesture that notes a meeting, and only to a goal that I read', async () => {
		const mine = await goal([colleague]);
		assert.equal((await said('avec objectif', [colleague], { goal: mine })).goal_id, mine);
		const theirs = await on(colleague, (tx, pathway) => openGoal(tx, pathway, { wish: 'sien', how: null, domain: null, readers: [] }));
		assert.deepEqual([(await said('sans objectif', [], { goal: theirs })).goal_id, (await named('sans objectif')).taken], [null, false]);
	});

	it('is told to nobody who may not read the goal, though he reads the action; and is not taken away by him', async () => {
		const hidden = await goal([colleague]);
		const shown = await goal([colleague, other]);
		const action = await said('lue par tous', [colleague, other], { goal: hidden });
		const seen = await named('lue par tous', other);
		assert.deepEqual([seen.goal_id, seen.taken], [null, true]);
		assert.equal((await on(other, openActions)).find(({ id }) => id === action.id)?.goal_id, null);
		await assert.rejects(
			on(other, (tx, pathway) => linkGoal(tx, pathway, action.id, { goal: shown, version: action.version })),
			{ status: 404 }
		);
		assert.equal((await named('lue par tous')).goal_id, hidden);
	});

	it('narrows an action said outside a meeting to those who read the goal, and holds', async () => {
		const action = await add('à relier');
		const narrow = await goal([colleague]);
		await on(colleague, (tx, pathway) => linkGoal(tx, pathway, action.id, { goal: narrow, version: 1 }));
		assert.equal(await on(other, (tx, pathway) => readAction(tx, pathway, action.id)), undefined);
		await assert.rejects(
			on(lead, (tx, pathway) => linkGoal(tx, pathway, action.id, { goal: null, version: 2 })),
			{ status: 404 }
		);
	});

	it('to a goal that I may not read is not made', async () => {
		const action = await add('vers un autre');
		const hidden = await goal([colleague]);
		await assert.rejects(
			on(other, (tx, pathway) => linkGoal(tx, pathway, action.id, { goal: hidden, version: 1 })),
			{ status: 404 }
		);
	});
});

describe('an answer', () => {
	it('is given outside a meeting, and given again keeps the former one', async () => {
		const action = await add('à répondre');
		const answer = (version: number, state: 'done' | 'not-now', help: 'alone' | null) =>
			on(lead, (tx, pathway) => answerAction(tx, pathway, { id: action.id, version, state, help }, { interview: null, on: TODAY }));
		assert.equal(await answer(1, 'not-now', null), true);
		assert.equal(await answer(1, 'done', null), false, 'somebody was quicker');
		assert.equal(await answer(2, 'done', 'alone'), true);
		const now = await named('à répondre');
		assert.deepEqual([now.state, now.help, now.answered_on], ['done', 'alone', TODAY]);
		assert.equal((await home.sql(`select from revision where subject = 'action' and row_id = $1`, [action.id])).length, 1);
	});

	it('and other words at the same version are both kept', async () => {
		const action = await add('des deux');
		await on(lead, (tx, pathway) =>
			answerAction(tx, pathway, { id: action.id, version: 1, state: 'tried', help: null }, { interview: null, on: TODAY })
		);
		await otherwise(lead, await named('des deux'), { what: 'des deux, mieux dit' });
		await on(lead, (tx, pathway) =>
			answerAction(tx, pathway, { id: action.id, version: 3, state: 'done', help: null }, { interview: null, on: TODAY })
		);
		assert.deepEqual(await home.sql('select subject, row_version from revision where row_id = $1 order by row_version', [action.id]), [
			{ subject: 'action_words', row_version: 2 },
			{ subject: 'action', row_version: 3 }
		]);
	});
});

describe('the same thing as before', () => {
	const tie = (actor: Actor, { id, version }: FullAction, same_as: string | null) =>
		on(actor, (tx, pathway) => tieAction(tx, pathway, id, { same_as, called: 'le portail', version }));

	it('ties two things of one file that I read, by the name people give it, and unties them', async () => {
		const [march, june] = [await add('attestation'), await add('adresse')];
		await tie(lead, june, march.id);
		const tied = await named('adresse');
		assert.deepEqual([tied.same_as, tied.called], [march.id, 'le portail']);
		await tie(lead, tied, null);
		assert.equal((await named('adresse')).same_as, null);
	});

	it('is not said of another file, of what I may not read, nor of itself', async () => {
		const action = await add('ici');
		const far = await add('ailleurs', {}, lead, another);
		const hidden = await said('cachée', []);
		await assert.rejects(tie(lead, action, far.id), { status: 404 });
		await assert.rejects(tie(other, action, hidden.id), { status: 404 });
		await assert.rejects(tie(lead, action, crypto.randomUUID()), { status: 404 });
		await assert.rejects(tie(lead, action, action.id), /check/);
		assert.equal((await named('ici')).same_as, null);
	});
});
