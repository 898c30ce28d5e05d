import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ROUTES } from './routes.ts';
import { alike, built, manifest, NEVER, pathOf, walk } from './walk.ts';

const { app, cookie, her, mine, foreign, myPath, GARBAGE, TRIED, MINE, allWays, fingerprints } = await walk({ after });

test('Every route has its line in the table, with its parameters and its forms.', async () => {
	for (const one of manifest.routes) {
		const line = ROUTES[one.id];
		assert.ok(
			line,
			`The route ${one.id} is in no test: add its line to tests/wall/routes.ts (who comes to it, whose ids stand in its address, which forms it answers).`
		);
		const forms = one.page
			? Object.keys((await manifest.nodes[one.page.leaf]!()).server?.actions ?? {})
			: Object.keys((await one.endpoint?.()) ?? {}).filter((name) => /^[A-Z]+$/.test(name));
		assert.deepEqual(
			[...(line.forms ?? [])].sort(),
			forms.sort(),
			`The forms of ${one.id} are not those of its line in tests/wall/routes.ts.`
		);
		assert.deepEqual(
			Object.keys(line.params ?? {}),
			[...one.id.matchAll(/\[(\w+)\]/g)].map(([, name]) => name),
			one.id
		);
	}
	assert.deepEqual(
		Object.keys(ROUTES).filter((id) => !manifest.routes.some((one) => one.id === id)),
		[],
		'these routes are no more: take their lines out'
	);
});

for (const [id, route] of built()) {
	if (!route.params) continue;
	const names = Object.keys(route.params);

	test(`${id} answers somebody else’s ids like ids that never were, in every way, and changes no row.`, async () => {
		const values = (change: Record<string, string>) => ({
			...Object.fromEntries(names.map((name) => [name, MINE[route.params![name]!]])),
			...change
		});
		// Attempts to guess a link are counted, that is all.
		const except = route.for === 'anybody' ? ['auth.attempt'] : [];
		const before = await fingerprints(except);
		for (const name of names) {
			const never = await allWays(route, pathOf(id, values({ [name]: NEVER })), [NEVER]);
			for (const [way, { status, body }] of never) {
				// Data answers 200 and says inside that it is not there.
				const said = way === 'data' && /"type":"error".*404/.test(body) ? 404 : status;
				assert.ok(
					said >= 400 || route.for === 'anybody' || (route.leadsOn && (said === 303 || way.endsWith('script'))),
					`${way} of ${id} answers ${said} to an id that never was: ${body.slice(-300)}`
				);
			}
			for (const tried of TRIED[route.params![name]!]) {
				const same = await allWays(route, pathOf(id, values({ [name]: tried })), [tried, NEVER]);
				alike(same, never, `${name} ${tried}`);
			}
			for (const tried of GARBAGE) {
				for (const [way, { status, body }] of await allWays(route, pathOf(id, values({ [name]: tried })), [
					tried,
					decodeURIComponent(tried)
				])) {
					assert.ok(
						(status >= 400 && status < 500) || ((way === 'data' || route.for === 'anybody' || route.leadsOn) && status < 500),
						`${way} with ${tried} answers ${status}`
					);
					assert.doesNotMatch(body, /Canari|Nadia|Planté/);
				}
			}
		}
		// A parent of A with a child of B: both mine, or one mine and one not.
		if (names.length > 1) {
			const [parent, child] = names as [string, string];
			for (const [file, below] of [
				[foreign.file, MINE[route.params![child]!]],
				[mine.unassigned, MINE[route.params![child]!]],
				[mine.fileElsewhere, MINE[route.params![child]!]]
			] as const) {
				// The page may say again the address that was asked for: both ids are taken out of both answers.
				const asked = [file, below, NEVER, mine.file];
				const both = await allWays(route, pathOf(id, { [parent]: file, [child]: below }), asked);
				alike(both, await allWays(route, pathOf(id, values({ [child]: NEVER })), asked), `${parent} ${file} with ${child} ${below}`);
			}
		}
		assert.deepEqual(await fingerprints(except), before);
	});
}

test('A colleague’s session is nobody in her space, and hers is nobody on the desk: each answer is that of a passer-by.', async () => {
	const before = await fingerprints(['auth.attempt']);
	for (const [id, route] of built()) {
		if (route.for === 'anybody') continue;
		const path = myPath(id, route);
		const other = route.for === 'her' ? cookie : her.cookie;
		const passing = await allWays(route, path, [], '');
		alike(await allWays(route, path, [], other), passing, id);
		const door = route.for === 'helper' ? '/moi/connexion' : route.for === 'her' ? '/moi/connexion?suite=' : '/connexion?suite=';
		for (const [way, { status, location }] of passing)
			assert.ok(/data|script/.test(way) || (status === 303 && location?.startsWith(door)), `${way} of ${id} answers ${status} ${location}`);
	}
	assert.deepEqual(await fingerprints(['auth.attempt']), before);
});

test('With both sessions in one browser, each opens its own side and nothing of the other.', async () => {
	const both = `${cookie}; ${her.cookie}`;
	const hers = await (await fetch(`${app.url}/moi`, { headers: { cookie: both } })).text();
	assert.match(hers, /Bonjour Nadia/);
	assert.doesNotMatch(hers, /href="\/(bureau|personnes|compte)/);
	assert.doesNotMatch(await (await fetch(`${app.url}/bureau`, { headers: { cookie: both } })).text(), /href="\/moi/);
});
