import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { formsOf, type Filling, type Found } from './forms-of.ts';
import { ask, enter, enterHelper, enterHer } from './http.ts';
import { ROUTES, type Kind, type Route } from './routes.ts';
import { dayFromNow, plantScene } from './scene.ts';
import { pathOf } from './walk.ts';

/** How often each form is sent at the same time; `npm run proof` sends it twenty times. */
const TIMES = Number(process.env['TEST_TIMES'] ?? 6);

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());

interface Twin {
	cookie: string;
	path: string;
}

/** The same people and texts each time, in an organisation of their own. */
async function twin(route: string, params: Record<string, Kind>, who: Route['for']): Promise<Twin> {
	const scene = await plantScene(home, 'practitioner', 'lead');
	await home.sql(`update member set roles = '{practitioner,front-desk,coordination,administrator}' where id = $1`, [scene.me.member]);
	// What is made by another page first is not there yet: its page is walked like one that never was.
	const values: Partial<Record<Kind, string>> = {
		file: scene.file,
		interview: scene.ownInterview,
		need: scene.ownNeed,
		goal: scene.ownGoal,
		action: scene.action,
		memo: scene.ownMemo,
		member: scene.free.member,
		view: scene.view,
		appointment: scene.appointment
	};
	return {
		cookie:
			who === 'her'
				? (await enterHer(home, scene)).cookie
				: who === 'helper'
					? (await enterHelper(home, scene)).cookie
					: await enter(home, scene.me),
		path: pathOf(route, Object.fromEntries(Object.entries(params).map(([name, kind]) => [name, values[kind] ?? scene.file])))
	};
}

/** How many rows each table has, and how often its rows were changed. */
async function sizes(): Promise<Map<string, number>> {
	const tables = await home.sql<{ name: string; versioned: boolean }>(`
		select c.oid::regclass::text as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'version') as versioned
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'keys', 'auth') and c.relkind = 'r' and c.relname not in ('migration', 'chain', 'reading_pace', 'house_clock', 'attempt')`);
	const rows = await home.sql<{ name: string; size: number }>(
		tables
			.map(
				({ name, versioned }) =>
					`select '${name}' as name, count(*)::int + ${versioned ? 'coalesce(sum(version), 0)::int' : '0'} as size from ${name}`
			)
			.join(' union all ')
	);
	return new Map(rows.map(({ name, size }) => [name, size]));
}

async function growth(work: () => Promise<void>): Promise<Record<string, number>> {
	const before = await sizes();
	await work();
	const now = await sizes();
	return Object.fromEntries(
		[...now].map(([name, size]): [string, number] => [name, size - before.get(name)!]).filter(([, more]) => more !== 0)
	);
}

const common = { words: 'Quelques mots', day: dayFromNow(2) };
/** Everything filled in; only what must be; only that, and every box ticked: the first that is accepted. */
const FILLINGS: Filling[] = [common, { ...common, sparse: true }, { ...common, sparse: true, ticked: true }];

async function found({ cookie, path }: Twin, filling: Filling, name?: string): Promise<Found[]> {
	const page = await fetch(app.url + path, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
	const html = await page.text();
	const forms = formsOf(html.slice(html.indexOf('<main')), filling);
	if (name !== undefined) return forms.filter((form) => form.name === name);
	// Buttons that send the same fields to the same place are the same form with another value.
	const kinds = new Map(
		forms.map((form) => [
			`${form.to.replace(/^.*\?/, '')} ${form.fields
				.map(([field]) => field)
				.sort()
				.join()}`,
			form
		])
	);
	return [...kinds.values()];
}

async function send({ cookie, path }: Twin, form: Found): Promise<number> {
	const to = form.to.startsWith('/') ? form.to : path + form.to;
	return (await ask(app.url, to, { cookie, fields: form.fields })).status;
}

/** How many forms did record something. */
let recorded = 0;

/** Once, by one; many times at once, by her twin: the same must have come of it. */
async function once(
	route: string,
	params: Record<string, Kind>,
	who: Route['for'],
	name: string
): Promise<{ what: string; wrong: string[] }> {
	const crowd = await twin(route, params, who);
	let [status, due]: [number, Record<string, number>] = [0, {}];
	let filling = common as Filling;
	let to = '';
	for (filling of FILLINGS) {
		const alone = await twin(route, params, who);
		const [one] = await found(alone, filling, name);
		assert.ok(one, `${route} ${name}`);
		to = one.to;
		due = await growth(async () => void (status = await send(alone, one)));
		if (status !== 422) break;
	}
	const [many] = await found(crowd, filling, name);
	assert.ok(many, `${route} ${name}`);
	let statuses: number[] = [];
	const done = await growth(async () => void (statuses = await Promise.all(Array.from({ length: TIMES }, () => send(crowd, many)))));
	const wrong: string[] = [];
	// Whoever proves something too often waits; nobody else is refused what the first was given.
	const others = statuses.filter((each) => each >= 400 && each !== status && each !== 429);
	if (others.length > 0) wrong.push(`once ${status}, ${TIMES} times also ${[...new Set(others)].join(', ')}`);
	if (status === 303 && Object.keys(due).length > 0) recorded += 1;
	if (JSON.stringify(due) !== JSON.stringify(done)) wrong.push(`once ${JSON.stringify(due)}, ${TIMES} times ${JSON.stringify(done)}`);
	return { what: `${route} ${to} ${name}: ${status} / ${[...new Set(statuses)].join(' ')} ${JSON.stringify(due)}`, wrong };
}

for (const [route, { for: who, params = {}, forms = [] }] of Object.entries(ROUTES)) {
	if (who === 'anybody' || forms.length === 0 || forms.every((form) => /^[A-Z]+$/.test(form))) continue;
	test(`Sent ${TIMES} times at once, each form of ${route} is done once.`, async (t) => {
		const names = (await found(await twin(route, params, who), common)).map(({ name }) => name);
		const wrong: string[] = [];
		for (const name of names) {
			const seen = await once(route, params, who, name);
			if (process.env['TEST_TIMES']) t.diagnostic(seen.what);
			wrong.push(...seen.wrong.map((each) => `${name}: ${each}`));
		}
		assert.deepEqual(wrong, []);
	});
}

test('Most of these forms were accepted, and recorded something.', () => assert.ok(recorded >= 55, `${recorded} forms recorded something`));
