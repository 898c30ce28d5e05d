import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { keyring } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter, enterHelper, enterHer, fingerprints, type Answered } from './http.ts';
import { ROUTES, type Kind, type Route } from './routes.ts';
import { dayFromNow, plantScene } from './scene.ts';

interface BuiltRoute {
	id: string;
	page: { leaf: number } | null;
	endpoint: (() => Promise<object>) | null;
}
const MANIFEST = join(import.meta.dirname, '..', '..', 'build', 'server', 'manifest.js');
assert.ok(existsSync(MANIFEST), 'The application is not built: npm test builds it.');
export const { manifest } = (await import(MANIFEST)) as {
	manifest: { routes: BuiltRoute[]; nodes: (() => Promise<{ server?: { actions?: object } }>)[] };
};

/** An id that never was. */
export const NEVER = newId();

/** What came back, by the way it was asked. */
export type Ways = [way: string, answer: Answered][];

/** The routes that are built, with their lines. */
export const built = (): [id: string, route: Route][] =>
	Object.entries(ROUTES).filter(([id]) => manifest.routes.some((route) => route.id === id));

/** The address of a route, with these values in its changing parts. */
export const pathOf = (id: string, values: Record<string, string>) =>
	id
		.split('/')
		.filter((part) => !/^\(.*\)$/.test(part))
		.map((part) => values[/^\[(\w+)\]$/.exec(part)?.[1] ?? ''] ?? part)
		.join('/') || '/';

/** Where a form is sent. */
export const targetOf = (path: string, form: string) => (form === 'default' || form === 'POST' ? path : `${path}?/${form}`);

/** The same answers, to the last byte. */
export function alike(some: Ways, others: Ways, what: string): void {
	for (const [at, [way, one]] of some.entries()) {
		const other = others[at]![1];
		const from = [...one.body].findIndex((letter, i) => letter !== other.body[i]);
		assert.deepEqual([one.status, one.location, one.headers], [other.status, other.location, other.headers], `${way}: ${what}`);
		assert.ok(
			one.body === other.body,
			`${way}: ${what} reads …${one.body.slice(Math.max(0, from - 60), from + 120)}… instead of …${other.body.slice(Math.max(0, from - 60), from + 120)}…`
		);
	}
}

/** The built application with a file that is mine in every role, files that are not in every way a file can be, and the ways to ask for them. */
export async function walk(t: { after(work: () => unknown): void }) {
	const home = await house(t);
	const app = await startApp(home, { CHEMINER_DEMO: '1' });
	t.after(() => app.stop());

	/** Mine in every role, so that no refusal comes from a role; and files that are not mine in every way a file can be. */
	const mine = await plantScene(home, 'practitioner', 'lead');
	await home.sql(`update member set roles = '{practitioner,front-desk,coordination,administrator}' where id = $1`, [mine.me.member]);
	const cookie = await enter(home, mine.me);
	const foreign = await plantScene(home, 'practitioner', 'lead');
	const unnamed = await plantScene(home, 'practitioner', 'none', mine.organization);
	const excluded = await plantScene(home, 'practitioner', 'none', mine.organization);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		excluded.person,
		mine.me.account,
		mine.organization
	]);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		excluded.file,
		mine.organization,
		mine.me.member
	]);
	const keptPost = newId();
	await home.sql(`insert into kept_post (id, account_id, path, sealed) values ($1, $2, $3, $4)`, [
		keptPost,
		foreign.me.account,
		`/personnes/${foreign.file}`,
		keyring().seal(`kept_post|${keptPost}`, [['said', 'Canari']])
	]);

	/** The person of my file with her own card, and somebody else with hers; what each was writing when her session ended. */
	const her = await enterHer(home, mine);
	const helper = await enterHelper(home, mine);
	const herNeighbour = await enterHer(home, foreign);
	const elsewhere = await enterHer(home, { ...mine, file: mine.fileElsewhere, organization: mine.other });
	const lateOf = async (account: string, carnet: string) => {
		const id = newId();
		await home.sql(`insert into kept_post (id, account_id, carnet_id, path, sealed) values ($1, $2, $3, '/moi', $4)`, [
			id,
			account,
			carnet,
			keyring().seal(`kept_post|${id}`, [['said', 'Canari']])
		]);
		return id;
	};
	const lateOfOthers = [await lateOf(foreign.person, herNeighbour.carnet), await lateOf(mine.person, elsewhere.carnet)];

	/** A file that somebody is bringing in, elsewhere or beside me. */
	const waiting = async (whose: Actor) => {
		const id = newId();
		const column = { header: 'Canari', sample: ['Nadia'], leftOut: null, guess: 'name' };
		const check = { people: 1, known: 0, notMine: 0, repeated: [], doubles: [], problems: [], first: [], print: '' };
		const sealed = keyring().seal(`bring_in|${id}`, {
			...{ name: 'Canari.csv', encoding: 'utf-8', separator: ';', rows: 1, columns: [column], mapping: ['name'], result: null },
			check: { ...check, count: { repeated: 0, doubles: 0, problems: 0 } }
		});
		await home.sql(`insert into bring_in (id, organization_id, member_id, state, sealed) values ($1, $2, $3, 'checked', $4)`, [
			id,
			whose.organization,
			whose.member,
			sealed
		]);
		return id;
	};
	const waitingFiles = [await waiting(foreign.me), await waiting(mine.free)];

	/** A directory is a territory's: what stands in another one is not there. */
	const entryIn = async (territory: string) => {
		const [structure, service] = [newId(), newId()];
		await home.sql(
			`insert into structure (id, territory_id, local_id, name, updated_on) values ($1::uuid, $2, $1::text, 'Canari', current_date)`,
			[structure, territory]
		);
		await home.sql(
			`insert into service (id, territory_id, structure_id, local_id, name, description, updated_on) values ($1::uuid, $2, $3, $1::text, 'Canari', 'Canari', current_date)`,
			[service, territory, structure]
		);
		return { structure, service };
	};
	const elsewhereGround = newId();
	await home.sql(`insert into territory (id, name, country, time_zone) values ($1, 'Ailleurs', 'FR', 'Europe/Paris')`, [elsewhereGround]);
	const stranger = await entryIn(elsewhereGround);
	const ground = (await home.sql<{ id: string }>('select territory_id as id from organization where id = $1', [mine.organization]))[0]!.id;
	const here = await entryIn(ground);

	const GARBAGE = ['x', '..%2f..%2fetc', '%00', "1'or'1'='1", NEVER.toUpperCase(), `${NEVER}0`, 'null', '%F0%9F%92%A9'];

	/** Ids that must all be answered like NEVER, by what stands in the address. */
	const TRIED: Record<Kind, string[]> = {
		file: [foreign.file, unnamed.file, excluded.file, mine.fileElsewhere, mine.unassigned, mine.person, mine.interview],
		interview: [foreign.interview, unnamed.interview, excluded.ownInterview, mine.appointment],
		need: [foreign.need, unnamed.need, excluded.ownNeed, mine.goal, mine.ownNote],
		goal: [foreign.goal, unnamed.goal, excluded.ownGoal, mine.need, mine.ownNote],
		action: [foreign.action, foreign.goalAction, unnamed.action, excluded.goalAction, mine.goal],
		memo: [foreign.ownMemo, mine.otherMemo, mine.expiredMemo, unnamed.otherMemo],
		member: [foreign.me.member, foreign.lead.member, mine.me.account],
		kept: [keptPost, ...lateOfOthers],
		// Another person's, what she wrote with the card of another organisation, and a colleague's.
		'her-kept': [...lateOfOthers, keptPost],
		// Asked of somebody else, of mine or not; and one that I asked for is read below her pathway, never here.
		view: [foreign.view, unnamed.view, excluded.view, mine.view],
		token: [foreign.file],
		// One desk serves the whole organisation: a colleague's line is there, unless she keeps this account away.
		'bring-in': waitingFiles,
		appointment: [foreign.appointment, excluded.appointment, mine.interview, mine.file],
		// What she keeps for herself is there for nobody; what is there for her is hers alone.
		paper: [foreign.paper, unnamed.paper, excluded.paper, mine.herPaper, mine.paperFile, mine.letter],
		letter: [foreign.letter, unnamed.letter, excluded.letter, mine.paper, mine.letterFile],
		'her-paper': [foreign.paper, foreign.herPaper, mine.letter, mine.herPaperFile],
		'her-letter': [foreign.letter, mine.paper, mine.letterFile],
		'message-file': [foreign.messageFile, unnamed.messageFile, excluded.messageFile, mine.message],
		service: [stranger.service, here.structure],
		structure: [stranger.structure, here.service]
	};
	const MINE: Record<Kind, string> = {
		file: mine.file,
		interview: mine.ownInterview,
		need: mine.ownNeed,
		goal: mine.ownGoal,
		action: mine.action,
		memo: mine.ownMemo,
		member: mine.free.member,
		kept: NEVER,
		'her-kept': NEVER,
		token: NEVER,
		view: NEVER,
		'bring-in': NEVER,
		appointment: mine.appointment,
		paper: mine.paper,
		letter: mine.letter,
		'her-paper': mine.herPaper,
		'her-letter': mine.letter,
		'message-file': mine.messageFile,
		service: here.service,
		structure: here.structure
	};

	/** Something for every form of every page, so that it is the wall that answers and not a missing field; and what no form may set. */
	const FIELDS: [string, string][] = Object.entries({
		name_to_use: 'Canari',
		said: 'Canari',
		text: 'Canari',
		moved: 'Canari',
		matters: 'Canari',
		held_on: dayFromNow(-1),
		channel: 'phone',
		months: '6',
		version: '1',
		answer: 'yes',
		value: 'yes',
		note: foreign.note,
		message: foreign.message,
		'messages[]': foreign.message,
		wish: 'Canari',
		agreed: 'Canari',
		voice: 'person',
		wording: NEVER,
		yes: NEVER,
		step: 'Canari',
		stands: 'reached',
		what: 'Canari',
		goal: foreign.goal,
		same_as: foreign.action,
		document: foreign.paper,
		letter: foreign.letter,
		together: 'Canari',
		pin: '739105',
		again: '739105',
		how: 'orally',
		moment: 'holding',
		basis: 'free',
		told_on: dayFromNow(-1),
		told_how: 'orally',
		sure: 'yes',
		code: 'LOG',
		end: 'settled',
		label: 'Canari',
		'hers.words': 'Canari',
		'mine.words': 'Canari',
		'readers[]': mine.free.member,
		ended_on: dayFromNow(-1),
		kind: 'tuteur',
		name: 'Canari',
		member: mine.free.member,
		account: mine.free.account,
		until: dayFromNow(9),
		question: 'Canari',
		accord: 'orally',
		view: mine.view,
		happened_on: dayFromNow(-1),
		day: dayFromNow(2),
		time: '10:00',
		appointment: mine.appointment,
		word: mine.deskWord,
		remove: NEVER,
		from: mine.lead.member,
		by: mine.free.member,
		to: mine.free.member,
		first_name: 'Canari',
		last_name: '',
		job_title: '',
		'roles[]': 'practitioner',
		password: 'canari canari canari',
		organization_id: foreign.organization,
		author_id: foreign.me.member,
		role: 'administrator',
		roles: 'administrator',
		visibility: 'all',
		id: newId(),
		person_id: foreign.person,
		accompaniment_id: foreign.file,
		member_id: foreign.me.member,
		lead_id: foreign.me.member,
		note_id: foreign.note,
		sealed: 'v1',
		state: 'done',
		created_at: '2000-01-01',
		ended_at: '2000-01-01'
	});

	/** Every way to ask for one address: the page, its data, each of its forms, empty and full. */
	const sent = FIELDS.map(([, value]) => value).filter((value) => /^[0-9a-f-]{36}$/.test(value));
	const cookieFor = (route: Route) => (route.for === 'her' ? her.cookie : route.for === 'helper' ? helper.cookie : cookie);
	const allWays = async (route: Route, path: string, tried: string[], as = cookieFor(route)): Promise<Ways> => {
		// What was typed is shown again, wherever it was sent.
		const asked = [...tried, ...sent];
		const ways: Ways = [];
		const endpoint = route.forms?.some((form) => /^[A-Z]+$/.test(form)) ?? false;
		if (!endpoint || route.forms?.includes('GET')) ways.push(['GET', await ask(app.url, path, { cookie: as, asked })]);
		if (!endpoint) ways.push(['data', await ask(app.url, `${path === '/' ? '' : path}/__data.json`, { cookie: as, asked })]);
		for (const form of route.forms ?? []) {
			if (form === 'GET') continue;
			const target = targetOf(path, form);
			ways.push([`${form}, empty`, await ask(app.url, target, { cookie: as, asked, fields: [['form_key', crypto.randomUUID()]] })]);
			ways.push([
				`${form}, full`,
				await ask(app.url, target, { cookie: as, asked, fields: [['form_key', crypto.randomUUID()], ...FIELDS] })
			]);
			// A page's form is answered as data too, when a script asks.
			if (endpoint) continue;
			const fields: [string, string][] = [['form_key', crypto.randomUUID()], ...FIELDS];
			ways.push([`${form}, script`, await ask(app.url, target, { cookie: as, asked, fields, headers: { accept: 'application/json' } })]);
		}
		return ways;
	};

	/** The address of a route as I would ask for it. */
	const myPath = (id: string, route: Route) =>
		pathOf(id, Object.fromEntries(Object.entries(route.params ?? {}).map(([name, kind]) => [name, MINE[kind]])));
	return {
		home,
		app,
		cookie,
		her,
		/** Both sessions in one browser: each page takes its own. */
		both: `${cookie}; ${her.cookie}; ${helper.cookie}`,
		mine,
		foreign,
		GARBAGE,
		TRIED,
		MINE,
		FIELDS,
		allWays,
		myPath,
		fingerprints: (except?: string[]) => fingerprints(home, except)
	};
}
