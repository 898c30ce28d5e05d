import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { house } from '../../../tests/house.ts';
import { accountsPool, as, asRole } from './db.ts';
import { clearExpired } from './clearing.ts';
import { lookAtClock } from './jobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-clock-'));
process.env['CHEMINER_LOG_FILE'] = join(folder, 'log');
after(() => rmSync(folder, { recursive: true, force: true }));
const home = await house({ after });
const organization = await home.organization();
const aurore = await home.member(organization);
const hands = new pg.Pool({ connectionString: home.serverUrl, options: '-c role=cheminer_jobs', max: 1 });
after(() => hands.end());

/** Tests shift rows rather than the database's clock: what was seen lies ahead, as after the clock was set back. */
const setBack = (by: string) =>
	home.sql(
		`insert into house_clock (seen, trusted) values (now() + $1::interval, now() + $1::interval)
		on conflict (id) do update set seen = excluded.seen, trusted = excluded.trusted, steady_since = now() - interval '1 hour'`,
		[by]
	);
const settled = () => setBack('0 seconds');
const session = async (actor: typeof aurore, expires: string, refreshed: string) => {
	const token = newId();
	await home.sql(
		`insert into auth.session (id, account_id, token, member_id, expires_at, created_at, updated_at)
		values ($1, $2, $3, $4, now() + $5::interval, now() - interval '1 hour', now() + $6::interval)`,
		[newId(), actor.account, token, actor.member, expires, refreshed]
	);
	return token;
};
const lets = async (token: string) => (await accountsPool().query('select from session_actor($1)', [token])).rowCount === 1;

test('Set back two hours: a session that had ended, or that comes from the hours ahead, lets nobody in, even before anybody looks at the clock.', async () => {
	const fresh = await session(aurore, '10 minutes', '-20 minutes');
	const ended = await session(aurore, '20 minutes', '-10 minutes');
	const ahead = await session(aurore, '150 minutes', '119 minutes');
	await settled();
	assert.deepEqual([await lets(fresh), await lets(ahead)], [true, false]);
	await setBack('2 hours');
	for (const token of [fresh, ended, ahead]) assert.equal(await lets(token), false);
	await lookAtClock(hands);
	assert.match(readFileSync(join(folder, 'log'), 'utf8'), /"event":"the clock was set back","seconds":7200/);
	for (const token of [fresh, ended, ahead]) assert.equal(await lets(token), false, 'what had ended by then stays ended');
	// Who signs in now works on.
	assert.equal(await lets(await session(aurore, '30 minutes', '0 minutes')), true);
});

test('Set back two hours: who had left, a cover that had ended, a view, a link: none of them lives again.', async () => {
	const [gone, cover, later] = [await home.member(organization), await home.member(organization), await home.member(organization)];
	const { id } = await home.pathway(aurore);
	await home.sql(`update member set ended_at = now() + interval '1 hour' where id = $1`, [gone.member]);
	for (const [who, until] of [
		[cover, '1 hour'],
		[later, '3 hours']
	] as const)
		await home.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + $4::interval)`,
			[id, organization, who.member, until]
		);
	const reads = async (who: typeof aurore) => (await as(who, (tx) => tx.selectFrom('accompaniment').select('id').execute())).length;
	assert.deepEqual([await reads(cover), await reads(later)], [1, 1]);
	await setBack('2 hours');
	await lookAtClock(hands);
	assert.deepEqual([await reads(cover), await reads(later), await reads(aurore)], [0, 1, 1]);
	const [row] = await home.sql<{ ended: boolean }>('select ended_at <= now() as ended from member where id = $1', [gone.member]);
	assert.equal(row?.ended, true);
});

test('After a leap forward nothing is cleared for an hour; when it is put right within that hour, what was planned still stands.', async () => {
	const { id } = await home.pathway(aurore);
	const colleague = await home.member(organization);
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '5 hours')`,
		[id, organization, colleague.member]
	);
	await home.sql(
		`insert into memo (id, accompaniment_id, author_id, sealed, expires_at) values ($1, $2, $3, 'scellé', now() - interval '1 minute')`,
		[newId(), id, aurore.member]
	);
	const memos = async () => (await home.sql('select from memo')).length;
	// Nobody looked for a day: the clock leapt, or the machine was off.
	await settled();
	await home.sql(`update house_clock set seen = now() - interval '1 day', trusted = now() - interval '1 day'`);
	await lookAtClock(hands);
	await asRole('cheminer_jobs', clearExpired);
	assert.equal(await memos(), 1);
	// Put right: what was seen lies a day ahead, and was never trusted.
	await home.sql(`update house_clock set seen = now() + interval '1 day'`);
	await lookAtClock(hands);
	const [still] = await home.sql<{ stands: boolean }>(`select until > now() as stands from colleague where member_id = $1`, [
		colleague.member
	]);
	assert.equal(still?.stands, true);
	await home.sql(`update house_clock set steady_since = now() - interval '61 minutes'`);
	await lookAtClock(hands);
	await asRole('cheminer_jobs', clearExpired);
	assert.equal(await memos(), 0);
});
