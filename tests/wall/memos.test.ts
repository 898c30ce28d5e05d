import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { readPdf } from '../pdf.ts';
import { enter } from './http.ts';
import { ROUTES } from './routes.ts';
import { plantScene } from './scene.ts';
import { built, pathOf } from './walk.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());

/** Where a memo may be read, by whoever wrote it. */
const ITS_PAGES = /^\/\(desk\)\/personnes\/\[person\]\/memos(\/|$)/;

/** What was written in memos: words that stand nowhere else, so that any piece of one is found. */
const written = new Map<Actor, string[]>();

/** One memo of a few random words, among signs that a page writes otherwise and letters of other alphabets. */
async function scribble(author: Actor, file: string): Promise<string> {
	const words = Array.from({ length: 2 + randomInt(4) }, () => `mq${randomBytes(5).toString('hex')}`);
	written.set(author, [...(written.get(author) ?? []), ...words]);
	const between = [' ', '\n', ' & ', ' <b> ', ' "', ' ’', ' ذكرى ', '\t', ' {"a":1} '];
	const text = words.reduce((said, word) => said + between[randomInt(between.length)] + word);
	const id = newId();
	await as(author, async (tx) => {
		const { key } = (await readPathway(tx, file))!;
		const expires_at = new Date(Date.now() + (1 + randomInt(300)) * 86_400_000);
		await tx
			.insertInto('memo')
			.values({ id, accompaniment_id: file, sealed: key.seal('memo', id, { text }), expires_at })
			.execute();
	});
	return id;
}

/** Everything a page answers: itself, its data, or what a sheet of it says. */
async function answersOf(path: string, cookie: string): Promise<[way: string, status: number, text: string][]> {
	const get = async (way: string): Promise<[string, number, string]> => {
		const answer = await fetch(app.url + way, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
		if (answer.headers.get('content-type')?.includes('pdf'))
			return [way, answer.status, readPdf(new Uint8Array(await answer.arrayBuffer())).text];
		return [way, answer.status, await answer.text()];
	};
	return path.endsWith('.pdf') ? [await get(path)] : [await get(path), await get(`${path}/__data.json`)];
}

/** Every text that is offered to be shown, shown to a colleague at her word. @returns the view's id */
async function askForView(cookie: string, file: string, of: Actor): Promise<string> {
	const path = `${app.url}/personnes/${file}/regards`;
	const page = await (await fetch(path, { headers: { cookie } })).text();
	const offered = [...page.matchAll(/value="((?:note|need|goal):[0-9a-f-]{36}|matters|side)"/g)].map(([, key]) => key!);
	for (const kind of ['note', 'goal', 'matters'])
		assert.ok(
			offered.some((key) => key.startsWith(kind)),
			kind
		);
	const fields: [string, string][] = [
		['form_key', crypto.randomUUID()],
		['question', 'Et maintenant ?'],
		['member', of.member],
		['accord', 'orally'],
		...offered.map((key): [string, string] => ['texts[]', key])
	];
	const answer = await fetch(`${path}?/demander`, {
		method: 'POST',
		headers: { cookie, origin: app.url, accept: 'text/html' },
		body: new URLSearchParams(fields),
		redirect: 'manual'
	});
	assert.equal(answer.status, 303);
	const [view] = await home.sql<{ id: string }>('select id from view_request where asked_of = $1 order by asked_at desc limit 1', [
		of.member
	]);
	return view!.id;
}

test('Whatever is written in memos, no piece of it is on any page of the pathway but those of its author’s memos.', async () => {
	const { me, writer, free, file, ownMemo, otherMemo, interview, ownInterview, ownNeed, ownGoal, need, goal, action } = await plantScene(
		home,
		'practitioner',
		'lead'
	);
	const memos = new Map([
		[me, [ownMemo]],
		[writer, [otherMemo]]
	]);
	for (const [author, ids] of memos) for (let n = 0; n < 6; n++) ids.push(await scribble(author, file));
	const all = [...written.values()].flat();
	const cookies = new Map<Actor, string>();
	for (const who of [me, writer, free]) cookies.set(who, await enter(home, who));
	const view = await askForView(cookies.get(me)!, file, free);
	const found = (text: string, words: readonly string[]) => words.filter((word) => text.includes(word));

	const routes = built().filter(([id]) => id.startsWith('/(desk)/personnes/[person]') && !id.endsWith('/brouillon'));
	let read = 0;
	for (const [viewer, ids] of memos) {
		const own = written.get(viewer)!;
		const theirs = all.filter((word) => !own.includes(word));
		for (const [id] of routes) {
			const values = [
				{ person: file, interview, need, goal, action, memo: ids.at(-1)! },
				{ person: file, interview: ownInterview, need: ownNeed, goal: ownGoal, action, memo: ids.at(-2)! }
			];
			for (const path of new Set(values.map((one) => pathOf(id, one)))) {
				for (const [way, status, text] of await answersOf(path, cookies.get(viewer)!)) {
					if (status === 200) read += 1;
					assert.deepEqual(found(text, theirs), [], `${way}: a memo of somebody else`);
					if (!ITS_PAGES.test(id)) assert.deepEqual(found(text, own), [], `${way}: a memo of one’s own on a page that is shared`);
				}
			}
		}
		const [page] = await answersOf(`/personnes/${file}/memos`, cookies.get(viewer)!);
		assert.deepEqual(found(page![2], own), own, 'the search itself finds what is there');
	}
	assert.ok(read > routes.length * 2, `only ${read} answers were read`);

	for (const path of ['/bureau', `/bureau/regards/${view}`, '/personnes', '/bureau/journee', '/bureau/recul', '/bureau/inquiet'])
		for (const who of cookies.keys())
			for (const [way, , text] of await answersOf(path, cookies.get(who)!)) assert.deepEqual(found(text, all), [], way);
});

test('Every route below a pathway is among those that were read.', () => {
	const known = built().map(([id]) => id);
	for (const id of Object.keys(ROUTES).filter((id) => id.includes('/personnes/[person]'))) assert.ok(known.includes(id), id);
});
