import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { openActions } from '#lib/actions/actions.server.ts';
import { readDrafts } from '#lib/interviews/drafts.server.ts';
import { readInterviews } from '#lib/interviews/interviews.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asRole, type Tx } from '#lib/server/db.ts';
import { readThread } from '#lib/thread/thread.server.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { changeMemo, eraseMemo, readMemo, readMemos, writeMemo } from './memos.server.ts';

const home = await house({ after });
const zone = 'Europe/Brussels';
const here = { zone, now: new Date() };
let lead: Actor, colleague: Actor, chief: Actor, elsewhere: Actor, person: string;
before(async () => {
	const organization = await home.organization();
	lead = await home.member(organization);
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	chief = await home.member(organization, ['coordination', 'administrator'], { first: 'Denis' });
	elsewhere = await home.member(await home.organization('Ailleurs'));
	person = (await home.pathway(lead)).id;
	await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: person, member_id: colleague.member }).execute());
});

const onPathway = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, person))));
const write = (actor: Actor, text: string, months = 6) => onPathway(actor, (tx, pathway) => writeMemo(tx, pathway, { text, months }, here));
const texts = async (actor: Actor) => (await onPathway(actor, (tx, pathway) => readMemos(tx, pathway, zone))).map(({ text }) => text);

describe('a memo', () => {
	it('is read by its author alone: not by a colleague, a chief, an administrator, another organisation', async () => {
		const id = await write(lead, 'à vérifier');
		assert.deepEqual(await texts(lead), ['à vérifier']);
		assert.deepEqual(await texts(colleague), []);
		for (const actor of [chief, elsewhere]) await assert.rejects(texts(actor), { status: 404 });
		for (const actor of [colleague, chief, elsewhere]) {
			assert.deepEqual(await as(actor, (tx) => tx.selectFrom('memo').select('id').where('id', '=', id).execute()), []);
			await as(actor, (tx) => tx.deleteFrom('memo').where('id', '=', id).execute());
		}
		assert.deepEqual(await texts(lead), ['à vérifier']);
	});

	it('shows on no shared page: not the thread, the meetings, the actions, a draft', async () => {
		await write(lead, 'canari-du-mémo');
		const shared = await onPathway(lead, async (tx, pathway) => [
			await readThread(tx, pathway),
			await readInterviews(tx, pathway),
			await openActions(tx, pathway),
			await readDrafts(tx, pathway)
		]);
		assert.doesNotMatch(JSON.stringify(shared), /canari-du-mémo/);
	});

	it('is gone on its date, before anything cleans up; jobs erase it unread', async () => {
		const id = await write(lead, 'périssable', 1);
		await home.sql(`update memo set expires_at = now() where id = $1`, [id]);
		assert.ok(!(await texts(lead)).includes('périssable'));
		assert.equal(await onPathway(lead, (tx, pathway) => readMemo(tx, pathway, zone, id)), undefined);
		await asRole('cheminer_jobs', (tx) => tx.deleteFrom('memo').execute());
		assert.deepEqual(await home.sql('select 1 from memo where id = $1', [id]), []);
		assert.ok((await texts(lead)).length > 0);
	});

	it('never lasts beyond a year and a month from the day it was written, whatever is asked', async () => {
		const id = await write(lead, 'long', 12);
		await assert.rejects(
			as(lead, (tx) =>
				tx
					.updateTable('memo')
					.set({ expires_at: new Date(Date.now() + 500 * 86_400_000) })
					.where('id', '=', id)
					.execute()
			),
			{ code: '23514' }
		);
	});

	it('is changed by version, and erased at once', async () => {
		const id = await write(lead, 'brouillon de mémo');
		const memo = await onPathway(lead, (tx, pathway) => readMemo(tx, pathway, zone, id));
		assert.ok(memo);
		const change = (text: string) => onPathway(lead, (tx, pathway) => changeMemo(tx, pathway, memo, { text, months: 3, version: 1 }, here));
		await change('mémo changé');
		await assert.rejects(change('trop tard'), (problem) => {
			assert.ok(problem instanceof StaleError);
			assert.equal((problem.stored.memo as { text: string }).text, 'mémo changé');
			return true;
		});
		await onPathway(lead, (tx, pathway) => eraseMemo(tx, pathway, id));
		assert.ok(!(await texts(lead)).includes('mémo changé'));
	});
});
