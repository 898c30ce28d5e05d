import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { v7 as newId } from 'uuid';
import { clearExpired } from '../../src/lib/server/clearing.ts';
import { asRole } from '../../src/lib/server/db.ts';
import { as, serverAccount } from '../../src/lib/server/postgres/account.ts';
import { serverBinaries } from '../../src/lib/server/postgres/binaries.ts';
import { settingsFor } from '../../src/lib/server/postgres/cluster.ts';
import { isAlive, readPidFile } from '../../src/lib/server/postgres/leftover.ts';
import { health, keep, type Keeper } from './keeper.ts';
import type { Proof } from './run.ts';
import { setStage, signedIn, urlOf, type Hand, type Stage } from './stage.ts';
import { compare, post, startWriting } from './writers.ts';

const WHAT = 'The clock is set back two hours, forward a day, and right again (Node and PostgreSQL both)';
const HOUR = 3600;

/** The clock of everything that is started with these variables. */
function clockIn(folder: string): { environment: Record<string, string>; set(seconds: number): void } | undefined {
	const library = join(folder, 'clock.so');
	const source = fileURLToPath(new URL('clock.c', import.meta.url));
	if (spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source]).status !== 0) return undefined;
	chmodSync(library, 0o755);
	const file = join(folder, 'clock');
	writeFileSync(file, Buffer.alloc(8), { mode: 0o644 });
	const handle = openSync(file, 'r+');
	return {
		environment: { LD_PRELOAD: library, CLOCK_FILE: file },
		set(seconds) {
			const bytes = Buffer.alloc(8);
			bytes.writeBigInt64LE(BigInt(seconds));
			writeSync(handle, bytes, 0, 8, 0);
		}
	};
}

/** PostgreSQL on the folder of an installation, with another clock: as an operator's own server. */
async function startServer(data: string, environment: Record<string, string>): Promise<{ stop(): Promise<void> }> {
	const folder = join(data, 'postgres');
	const account = serverAccount(folder);
	const { postgres } = await serverBinaries(data, account);
	const words = Object.entries(settingsFor({ socket: true, port: 5432 }, true)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const child = spawn(postgres, ['-D', folder, ...words], {
		...as(account),
		env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', ...environment },
		stdio: ['ignore', 'ignore', 'ignore']
	});
	const ended = once(child, 'exit');
	for (let tries = 0; !readPidFile(folder)?.ready; tries += 1) {
		if (tries > 1000 || !isAlive(child.pid ?? 0)) throw new Error('PostgreSQL does not start with another clock');
		await pause(20);
	}
	return {
		async stop() {
			child.kill('SIGINT');
			await ended;
		}
	};
}

/** The sessions, rights and duties that a wrong clock could open or take away. */
export async function clock(proof: Proof): Promise<void> {
	const { folder, skip } = proof;
	if (process.platform !== 'linux') return skip(WHAT, 'another clock for two programs needs Linux');
	const time = clockIn(folder);
	if (!time) return skip(WHAT, 'there is no C compiler (cc) here to make another clock with');
	const data = join(folder, 'data');
	const stage = await setStage(data, 4);
	const server = await startServer(data, time.environment);
	const own = join(folder, 'own');
	mkdirSync(own);
	try {
		const keeper = await keep(own, {
			...time.environment,
			DATABASE_URL: urlOf(data, 'server'),
			DATABASE_OWNER_URL: urlOf(data, 'owner'),
			CHEMINER_KEY_FILE: join(data, 'keys', 'installation.json')
		});
		try {
			await keeper.well();
			await turned(proof, { keeper, stage, set: time.set });
		} finally {
			await keeper.stop();
		}
	} finally {
		await server.stop();
	}
}

interface Setting {
	keeper: Keeper;
	stage: Stage;
	set(seconds: number): void;
}

/** Whether this session reads the pathway of `owner`: the status, 303 for somebody who must sign in. */
async function reads(keeper: Keeper, owner: Hand, cookie: string): Promise<number> {
	const answer = await fetch(`${keeper.url}/personnes/${owner.file}`, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
	await answer.arrayBuffer();
	return answer.status;
}

/** What may go wrong, by name: each is true when it went well. */
type Checks = Record<string, boolean>;

async function turned({ say }: Proof, setting: Setting): Promise<void> {
	const { keeper, stage, set } = setting;
	// Aurore and Left work in one house, Claire and Cover in another.
	const [aurore, claire, left, cover] = stage.hands as [Hand, Hand, Hand, Hand];
	const planted = await plant(stage, setting.stage.hands);
	const checks: Checks = {};
	const before = await someForms(setting);
	checks['an ended session is out'] = (await reads(keeper, aurore, planted.ended)) === 303;
	checks['an ended cover is out'] = (await reads(keeper, aurore, left.cookie)) === 404;

	set(-2 * HOUR);
	checks['set back, an ended session stays out'] = (await reads(keeper, aurore, planted.ended)) === 303;
	checks['set back, a session from the hours ahead must sign in'] = (await reads(keeper, aurore, aurore.cookie)) === 303;
	const kept = await post(keeper.url, aurore, {
		path: `/personnes/${aurore.file}/memos`,
		fields: { form_key: crypto.randomUUID(), text: 'Écrit pendant ce temps', months: '6' }
	});
	checks['set back, what is sent meanwhile is kept'] = (kept.headers.get('location') ?? '').includes('reprise');
	const settledAfter = await settledWithin(stage, 30);
	checks['noticed within 15 s'] = settledAfter < 15;
	await signInAgain(stage);
	checks['set back, an ended cover stays out'] = (await reads(keeper, aurore, left.cookie)) === 404;
	checks['set back, a former session stays out'] = (await reads(keeper, aurore, planted.ended)) === 303;
	checks['set back, one’s own pathway opens'] = (await reads(keeper, aurore, aurore.cookie)) === 200;
	const back = await someForms(setting);
	const memos = async () => (await stage.sql('select from memo')).length;
	const had = await memos();
	checks['set back, a form sent again is done once'] =
		(await post(keeper.url, aurore, before.sample)).status === 303 && (await memos()) === had;
	checks['/sante is well'] = (await health(keeper.url)) === '200 ok';
	const closed = await chainCloses(stage, 100);
	checks['set back, the chain is closed'] = closed < 100;

	set(24 * HOUR);
	checks['a day ahead, nobody is still signed in'] = (await reads(keeper, claire, claire.cookie)) === 303;
	await pause(11_000);
	await stage.reading(() => asRole('cheminer_jobs', clearExpired));
	checks['a day ahead, nothing is cleared yet'] = (await stage.sql('select from memo where id = $1', [planted.memo])).length === 1;
	await signInAgain(stage);
	const ahead = await someForms(setting);

	set(0);
	await settledWithin(stage, 30);
	await signInAgain(stage);
	checks['right again, a cover that was planned stands'] = (await reads(keeper, claire, cover.cookie)) === 200;
	checks['right again, what had ended stays ended'] = (await reads(keeper, aurore, left.cookie)) === 404;
	const after = await someForms(setting);
	const wrong = [before, back, ahead, after].flatMap((some) => some.wrong);
	const failed = Object.entries(checks).filter(([, well]) => !well);
	say(
		WHAT,
		failed.length === 0 && wrong.length === 0 && keeper.restarts() === 0,
		`${before.count + back.count + ahead.count + after.count} forms acknowledged: ${wrong.length === 0 ? 'all there, none twice' : wrong.slice(0, 3).join('; ')}; ${failed.length === 0 ? `${Object.keys(checks).length} checks of sessions, covers, keys, clearing held` : `NOT: ${failed.map(([name]) => name).join(', ')}`}; noticed after ${settledAfter.toFixed(0)} s, chain closed after ${closed.toFixed(0)} s`
	);
}

/** A session that ended ten minutes ago, a cover that ended half an hour ago, one that ends in five hours, a memo with twelve hours left. */
async function plant(stage: Stage, hands: readonly Hand[]) {
	const [aurore, claire, left, cover] = hands as [Hand, Hand, Hand, Hand];
	const ended = await signedIn(stage, aurore.actor);
	await stage.sql(
		`update auth.session set created_at = now() - interval '1 hour', updated_at = now() - interval '40 minutes', expires_at = now() - interval '10 minutes'
		where id = (select id from auth.session where account_id = $1 order by created_at desc limit 1)`,
		[aurore.actor.account]
	);
	const name = (file: string, organization: string, member: string, until: string) =>
		stage.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + $4::interval)`,
			[file, organization, member, until]
		);
	await name(aurore.file, aurore.actor.organization, left.actor.member, '-30 minutes');
	await name(claire.file, claire.actor.organization, cover.actor.member, '5 hours');
	const memo = newId();
	await stage.sql(
		`insert into memo (id, accompaniment_id, author_id, sealed, expires_at) values ($1, $2, $3, 'scellé', now() + interval '12 hours')`,
		[memo, left.file, aurore.actor.member]
	);
	return { ended, memo };
}

async function signInAgain(stage: Stage): Promise<void> {
	for (const hand of stage.hands) hand.cookie = await signedIn(stage, hand.actor);
}

/** Some forms of everybody, each acknowledged. */
async function someForms({ keeper, stage }: Setting) {
	const writing = startWriting(keeper.url, stage);
	await writing.more(16);
	await writing.finish();
	const { wrong } = await compare(stage, writing.ledger);
	const hand = stage.hands[0]!;
	const sample = { path: `/personnes/${hand.file}/memos`, fields: { form_key: crypto.randomUUID(), text: 'Encore', months: '6' } };
	const { status } = await post(keeper.url, hand, sample);
	return { wrong: status === 303 ? wrong : [...wrong, `a memo was answered ${status}`], count: writing.ledger.acknowledged.size, sample };
}

/** Seconds until somebody looked at the clock. */
async function settledWithin(stage: Stage, seconds: number): Promise<number> {
	const began = performance.now();
	const passed = () => (performance.now() - began) / 1000;
	while (passed() < seconds) {
		const rows = await stage.sql(`select from house_clock where seen > now() + interval '1 minute' or seen < now() - interval '1 minute'`);
		if (rows.length === 0) return passed();
		await pause(250);
	}
	return passed();
}

/** Seconds until no line written so far is left out of the chain. */
async function chainCloses(stage: Stage, seconds: number): Promise<number> {
	const began = performance.now();
	const passed = () => (performance.now() - began) / 1000;
	const open = await stage.sql<{ id: string }>('select id from audit where chain_id is null');
	while (passed() < seconds) {
		const left = await stage.sql('select from audit where chain_id is null and id = any ($1::uuid[])', [open.map(({ id }) => id)]);
		if (left.length === 0) return passed();
		await pause(500);
	}
	return passed();
}
