import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isHttpError } from '@sveltejs/kit';
import { house } from '../../../tests/house.ts';
import { beginAccompaniment } from '../people/pathway.server.ts';
import { as } from '../server/db.ts';
import { once, stale, StaleError } from './once.server.ts';

const home = await house({ after });
const organization = await home.organization();
const aurore = await home.member(organization);
const count = async (name: string) => (await home.sql('select from accompaniment where name_to_use = $1', [name])).length;

/** Opens a pathway with this form key, as the page does. */
const open = (key: string, name: string, who = aurore, fails = false) =>
	as(who, (tx) =>
		once(tx, key, async () => {
			const { id } = await beginAccompaniment(tx, who.member, { name_to_use: name, opened_on: '2026-11-22' });
			if (fails) throw new StaleError({});
			return `/personnes/${id}`;
		})
	);

test('A form sent twice is done once, and both answers lead to the same page.', async () => {
	const key = crypto.randomUUID();
	const first = await open(key, 'Une fois');
	assert.equal(await open(key, 'Une fois'), first);
	assert.equal(await count('Une fois'), 1);
});

test('Twenty posts at the same time make one record, and all twenty get its page.', async () => {
	const key = crypto.randomUUID();
	const answers = await Promise.all(Array.from({ length: 20 }, () => open(key, 'Vingt')));
	assert.equal(new Set(answers).size, 1);
	assert.equal(await count('Vingt'), 1);
});

test('Work that failed leaves its key unused: sent again, it is done.', async () => {
	const key = crypto.randomUUID();
	await assert.rejects(open(key, 'Encore', aurore, true), StaleError);
	assert.equal(await count('Encore'), 0);
	await open(key, 'Encore');
	assert.equal(await count('Encore'), 1);
});

test('Of twenty at once whose first fails, one still succeeds.', async () => {
	const key = crypto.randomUUID();
	const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => open(key, 'Premier échoue', aurore, i === 0)));
	assert.ok(answers.filter(({ status }) => status === 'fulfilled').length >= 19);
	assert.equal(await count('Premier échoue'), 1);
});

test('The key of another account is another key.', async () => {
	const other = await home.member(organization);
	const key = crypto.randomUUID();
	const [mine, theirs] = [await open(key, 'Deux comptes'), await open(key, 'Deux comptes', other)];
	assert.notEqual(mine, theirs);
	assert.equal(await count('Deux comptes'), 2);
});

test('Someone who is no member any more sends nothing.', async () => {
	const gone = await home.member(organization);
	await home.sql('update member set ended_at = now() where id = $1', [gone.member]);
	await assert.rejects(open(crypto.randomUUID(), 'Parti', gone));
	assert.equal(await count('Parti'), 0);
});

test('Changed meanwhile is 409, with what is stored and what was typed; another error is not hidden in it.', () => {
	const answer = stale(new StaleError({ text: 'stored' }), { text: 'typed' });
	assert.deepEqual([answer.status, answer.data], [409, { issues: [], typed: { text: 'typed' }, stored: { text: 'stored' } }]);
	assert.throws(() => stale(new RangeError('bug'), {}), RangeError);
	assert.ok(!isHttpError(answer));
});
