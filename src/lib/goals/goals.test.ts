import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#lib/access/access.ts';
import { addAction, readEveryAction, tieAction } from '#lib/actions/changes.server.ts';
import { answerAction } from '#lib/actions/actions.server.ts';
import { AddedAction } from '#lib/actions/rules.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { changeGoal, sayWishAgain, takeBack } from './agreeing.server.ts';
import { doingsOf } from './doings.ts';
import { gainsOf } from './gained.ts';
import { readGoals, readHistory, type Goal } from './goals.server.ts';
import { addStep, changeStep, doStep, undoStep } from './steps.server.ts';
import { TODAY, goalScene, latest } from '../../../tests/scenes/goal.ts';

const home = await house({ after });
const { lead, colleague, unticked, person, on, open, read, agree, yes } = await goalScene(home);

describe('a wish', () => {
	it('stands in her words, with how it was said, who noted it and when', async () => {
		const goal = await read(await open());
		assert.deepEqual(
			[goal.wishes.map(({ text, how, by }) => [text, how, by]), goal.domain, goal.state, goal.standing],
			[[['un logement à nous', 'orally', 'Aurore']], 'home', 'open', 'wished']
		);
	});

	it('is never overwritten: said anew, the first words stay first, and what is agreed stands beside', async () => {
		const id = await open();
		const [first] = (await read(id)).wishes;
		await on(colleague, (tx, pathway) => sayWishAgain(tx, pathway, id, { wish: 'une maison', how: 'paper', last: first!.id }));
		await agree(lead, id, 'chercher un studio pour le printemps', null);
		const goal = await read(id);
		assert.deepEqual(
			goal.wishes.map(({ text, by }) => [text, by]),
			[
				['un logement à nous', 'Aurore'],
				['une maison', 'Paul-Henri']
			]
		);
		for (const change of [
			sql`update goal_wording set sealed = 'v1'`,
			sql`update goal_wording set kind = 'agreed'`,
			sql`delete from goal_wording`
		])
			await assert.rejects(
				on(lead, (tx) => change.execute(tx)),
				{ status: 404 }
			);
		assert.deepEqual((await read(id)).wishes, goal.wishes);
	});

	it('said anew by two people at once loses neither: the second sees the first', async () => {
		const id = await open();
		const [first] = (await read(id)).wishes;
		await on(colleague, (tx, pathway) => sayWishAgain(tx, pathway, id, { wish: 'de Paul-Henri', how: null, last: first!.id }));
		await assert.rejects(
			on(lead, (tx, pathway) => sayWishAgain(tx, pathway, id, { wish: 'd’Aurore', how: null, last: first!.id })),
			(problem) => problem instanceof StaleError && (problem.stored.goal as Goal).wishes.at(-1)?.text === 'de Paul-Henri'
		);
	});
});

describe('an agreement', () => {
	it('needs her yes and a practitioner’s: how each was given, who noted it and when', async () => {
		const id = await open();
		await agree(lead, id, 'chercher un studio', null, { hers: 'orally' });
		assert.equal((await read(id)).standing, 'worded');
		await yes(colleague, id, 'practitioner', latest(await read(id))!);
		const goal = await read(id);
		assert.equal(goal.standing, 'agreed');
		assert.deepEqual([goal.hers?.how, goal.hers?.by, goal.hers?.said_on, goal.ours?.by], ['orally', 'Aurore', TODAY, 'Paul-Henri']);
	});

	it('put otherwise asks both again, and keeps the former words and the former yeses', async () => {
		const id = await open();
		await agree(lead, id, 'chercher un studio', null, { hers: 'paper', mine: true });
		assert.equal((await read(id)).standing, 'agreed');
		await agree(colleague, id, 'chercher un studio près de l’école', latest(await read(id)));
		const goal = await read(id);
		assert.deepEqual([goal.standing, goal.hers, goal.ours], ['worded', null, null]);
		assert.deepEqual(
			goal.wordings.map(({ text }) => text),
			['chercher un studio', 'chercher un studio près de l’école']
		);
		assert.equal((await home.sql('select from goal_confirmation where goal_id = $1', [id])).length, 2);
	});

	it('in the same words again adds a yes, and asks nobody again', async () => {
		const id = await open();
		await agree(lead, id, 'chercher', null, { hers: 'orally' });
		await agree(lead, id, 'chercher', latest(await read(id)), { hers: 'paper', mine: true });
		const goal = await read(id);
		assert.deepEqual([goal.standing, goal.wordings.length, goal.hers?.how], ['agreed', 1, 'orally']);
	});

	it('is not given to words that were not read', async () => {
		const id = await open();
		await agree(lead, id, 'premiers mots', null);
		const old = latest(await read(id))!;
		await agree(colleague, id, 'autres mots', old);
		await assert.rejects(yes(lead, id, 'person', old), StaleError);
		await assert.rejects(agree(lead, id, 'encore d’autres', old, { hers: 'orally', mine: true }), StaleError);
		assert.equal((await read(id)).standing, 'worded');
	});

	it('taken back no longer counts, stays told, and can be given again', async () => {
		const id = await open();
		await agree(lead, id, 'chercher', null, { hers: 'orally', mine: true });
		const { hers } = await read(id);
		for (const actor of [colleague, lead]) await on(actor, (tx, pathway) => takeBack(tx, pathway, id, hers!.id));
		assert.equal((await read(id)).standing, 'worded');
		assert.deepEqual(
			await home.sql('select withdrawn_by from goal_confirmation where id = $1', [hers!.id]),
			[{ withdrawn_by: colleague.member }],
			'taken back once, by whoever did it first'
		);
		await yes(lead, id, 'person', latest(await read(id))!);
		assert.equal((await read(id)).standing, 'agreed');
	});

	it('is one yes however often it is noted, also at the same moment', async () => {
		const id = await open();
		await agree(lead, id, 'chercher', null);
		const wording = latest(await read(id))!;
		await Promise.all([yes(lead, id, 'person', wording), yes(colleague, id, 'person', wording), yes(lead, id, 'person', wording)]);
		assert.equal((await home.sql('select from goal_confirmation where goal_id = $1', [id])).length, 1);
	});

	it('cannot be forged past the page: no yes to a wish, none in a colleague’s name, none for somebody else’s goal', async () => {
		const id = await open('un vœu', []);
		const [wish] = (await read(id)).wishes;
		await agree(lead, id, 'chercher', null);
		const wording = latest(await read(id))!;
		const forged = (actor: Actor, wording_id: string) =>
			on(actor, (tx) =>
				tx
					.insertInto('goal_confirmation')
					.values({
						id: crypto.randomUUID(),
						goal_id: id,
						wording_id,
						accompaniment_id: person,
						voice: 'practitioner',
						how: 'orally',
						said_on: TODAY
					})
					.execute()
			);
		await assert.rejects(forged(lead, wish!.id), { status: 404 });
		await assert.rejects(forged(unticked, wording), { status: 404 });
		await assert.rejects(
			on(lead, (tx) =>
				sql`insert into goal_confirmation (id, goal_id, wording_id, accompaniment_id, voice, how, said_on, recorded_by)
				values (gen_random_uuid(), ${id}, ${wording}, ${person}, 'practitioner', 'orally', ${TODAY}, ${colleague.member})`.execute(tx)
			),
			{ status: 404 }
		);
	});
});

describe('where a goal stands', () => {
	it('goes any way, and what it was before stays told', async () => {
		const id = await open();
		for (const [at, state] of (['reached', 'open', 'paused', 'let-go', 'open'] as const).entries())
			await on(at % 2 ? colleague : lead, (tx, pathway) => changeGoal(tx, pathway, id, { state, version: at + 1 }));
		await on(lead, (tx, pathway) => changeGoal(tx, pathway, id, { domain: 'project', version: 6 }));
		const goal = await read(id);
		assert.deepEqual([goal.state, goal.domain, goal.version], ['open', 'project', 7]);
		assert.deepEqual(
			(await on(colleague, (tx, pathway) => readHistory(tx, pathway, id))).map(({ of, by }) => ['state' in of ? of.state : of.step, by]),
			[
				['open', 'Aurore'],
				['let-go', 'Aurore'],
				['paused', 'Paul-Henri'],
				['open', 'Aurore'],
				['reached', 'Paul-Henri'],
				['open', 'Aurore']
			]
		);
	});

	it('changed meanwhile is not overwritten', async () => {
		const id = await open();
		await on(colleague, (tx, pathway) => changeGoal(tx, pathway, id, { state: 'paused', version: 1 }));
		await assert.rejects(
			on(lead, (tx, pathway) => changeGoal(tx, pathway, id, { state: 'reached', version: 1 })),
			StaleError
		);
		assert.equal((await read(id)).state, 'paused');
	});
});

describe('a small step', () => {
	const stepOf = async (id: string) => (await read(id)).steps.at(-1)!;

	it('is done on the day that is said, with how it went; and may be undone or said otherwise, the former words kept', async () => {
		const id = await open();
		await on(lead, (tx, pathway) => addStep(tx, pathway, id, 'appeler l’agence'));
		const { id: step } = await stepOf(id);
		await on(colleague, (tx, pathway) => doStep(tx, pathway, id, { id: step, version: 1, done_on: '2026-11-20', help: 'together' }));
		assert.deepEqual([(await stepOf(id)).done_on, (await stepOf(id)).help], ['2026-11-20', 'together']);
		await on(lead, (tx, pathway) => changeStep(tx, pathway, id, { id: step, version: 2 }, { text: 'téléphoner à l’agence' }));
		await on(lead, (tx, pathway) => undoStep(tx, pathway, id, { id: step, version: 3 }));
		const now = await stepOf(id);
		assert.deepEqual([now.text, now.done_on, now.help, now.version], ['téléphoner à l’agence', null, null, 4]);
		const former = await on(lead, (tx, pathway) => readHistory(tx, pathway, id));
		assert.deepEqual(
			former.map(({ of }) => ('step' in of ? of.step : '')),
			['téléphoner à l’agence', 'appeler l’agence', 'appeler l’agence']
		);
		await assert.rejects(
			on(colleague, (tx, pathway) => changeStep(tx, pathway, id, { id: step, version: 2 }, { text: 'autre' })),
			StaleError
		);
	});

	it('of another goal is not there', async () => {
		const [one, other] = [await open(), await open()];
		await on(lead, (tx, pathway) => addStep(tx, pathway, one, 'appeler'));
		const { id: step } = await stepOf(one);
		await assert.rejects(
			on(lead, (tx, pathway) => changeStep(tx, pathway, other, { id: step, version: 1 }, { text: 'x' })),
			{ status: 404 }
		);
	});
});

describe('what was gained', () => {
	it('is told across a step and an action that people tied together, and of a goal', async () => {
		const id = await open();
		const [march, june] = ['2026-03-09', '2026-06-02'];
		await on(lead, (tx, pathway) => addStep(tx, pathway, id, 'ouvrir le portail'));
		const step = (await read(id)).steps[0]!;
		await on(lead, (tx, pathway) => doStep(tx, pathway, id, { id: step.id, version: 1, done_on: march, help: 'together' }));
		await on(lead, (tx, pathway) => addAction(tx, pathway, lead, AddedAction.parse({ what: 'déclarer l’adresse' })));
		const gains = () =>
			on(lead, async (tx, pathway) => {
				const [actions, goals] = [await readEveryAction(tx, pathway), await readGoals(tx, pathway.key, person, id)];
				return gainsOf(doingsOf(actions, goals)).map(({ what, times }) => [what, ...times.map(({ help, on: day }) => `${help} ${day}`)]);
			});
		const action = (await on(lead, (tx, pathway) => readEveryAction(tx, pathway))).find(({ text }) => text === 'déclarer l’adresse')!;
		await on(lead, (tx, pathway) =>
			answerAction(tx, pathway, { id: action.id, version: 1, state: 'done', help: 'alone' }, { interview: null, on: june })
		);
		assert.deepEqual(await gains(), []);
		await on(colleague, (tx, pathway) => tieAction(tx, pathway, action.id, { same_as: step.id, called: 'le portail', version: 2 }));
		assert.deepEqual(await gains(), [['le portail', `together ${march}`, `alone ${june}`]]);
	});
});
