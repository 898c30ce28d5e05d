import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { keepActions } from '#lib/actions/actions.server.ts';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import type { Actor } from '#lib/access/access.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import type { House } from '../house.ts';

export const PIN = '258147';
/** Words of hers that stand in no store of a browser as they are. */
export const PLACE = 'Canarilieu, deuxième étage';
export const PROMISE = 'Canaripromesse : appeler la crèche';

/** Somebody with a card of her own, an appointment to come and something she said she would do. */
export async function someoneWithPhone(home: House, lead: Actor, name: string) {
	const { id } = await home.pathway(lead, name);
	const on = <T>(work: (tx: Tx, pathway: Pathway) => Promise<T>) => as(lead, async (tx) => work(tx, found(await readPathway(tx, id))));
	await on((tx, pathway) => giveCarnet(tx, pathway, PIN));
	const code = found((await on(readCarnets)).at(0)).code;
	const starts_at = new Date(Math.floor(Date.now() / 60_000) * 60_000 + 3 * 86_400_000);
	await on((tx, pathway) => planAppointment(tx, pathway, { starts_at, time_zone: 'Europe/Brussels', channel: 'presence', place: PLACE }));
	await on((tx, pathway) => keepActions(tx, pathway, null, [{ owner: 'person', owner_member_id: null, text: PROMISE, due_on: null }]));
	return { id, code, on };
}

/** Comes in by the door, as she does. */
export async function comeIn(page: Page, url: string, code: string): Promise<void> {
	await page.goto(`${url}/moi/connexion`);
	await typeCard(page, code);
}

/** At the door already: types the card and the PIN. */
export async function typeCard(page: Page, code: string): Promise<void> {
	await page.getByLabel('Code de la carte').fill(code);
	await page.getByLabel('Code secret', { exact: true }).fill(PIN);
	await page.getByRole('button', { name: 'Entrer', exact: true }).click();
	await page.waitForURL((now) => now.pathname === '/moi');
}

/** Asks that her next appointment and her plan stay on this telephone. */
export async function keepHere(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/moi/carte/telephone`);
	await page.getByLabel('Code secret').fill(PIN);
	await page.getByRole('button', { name: 'Garder ici' }).click();
	await page.waitForURL('**/telephone?fait=garde');
	await page.evaluate('navigator.serviceWorker.ready');
	// The page before the worker is nobody's: the next one has it.
	await renewedBy(page, () => page.goto(`${url}/moi`));
}

/** Does something that makes the copy fresh, and waits until it is laid down. */
export async function renewedBy(page: Page, work: () => Promise<unknown>): Promise<void> {
	const shell = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/moi/hors-ligne');
	await work();
	await (await shell).finished();
	await page.waitForTimeout(100);
}

/** Opens what is kept with a PIN, on the page that stands in while there is no line. */
export async function openKept(page: Page, pin = PIN): Promise<void> {
	await page.getByRole('heading', { name: 'Pas de connexion' }).waitFor();
	await page.getByLabel('Code secret').fill(pin);
	await page.getByRole('button', { name: 'Ouvrir' }).click();
}

interface Stores {
	databases: string[];
	caches: string[];
	storage: number;
	half: boolean;
	workers: number;
}
export const EMPTY: Stores = { databases: [], caches: [], storage: 0, half: false, workers: 0 };

/** What this browser holds of the house, looked at from a page of it that is none of hers; cookies that no script reads are not asked for. */
export async function storesOf(context: BrowserContext, url: string): Promise<Stores> {
	const page = await context.newPage();
	await page.goto(`${url}/sante`);
	const stores = await page.evaluate(async () => ({
		databases: (await indexedDB.databases()).map(({ name }) => name ?? ''),
		caches: await caches.keys(),
		storage: localStorage.length + sessionStorage.length,
		workers: (await navigator.serviceWorker.getRegistrations()).length
	}));
	await page.close();
	const half = (await context.cookies(`${url}/moi`)).some(({ name }) => name === 'page');
	return { ...stores, half };
}

/** Everything that this browser's stores hold, as text: bytes sign by sign, so that a word in clear would show. */
export async function contentsOf(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const told: string[] = [document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
		const say = (value: unknown): string => {
			if (value instanceof ArrayBuffer) return new TextDecoder('utf-8').decode(value);
			if (ArrayBuffer.isView(value)) return new TextDecoder('utf-8').decode(value as Uint8Array);
			if (value && typeof value === 'object')
				return Object.entries(value)
					.map(([key, one]) => `${key}=${say(one)}`)
					.join('\n');
			return String(value);
		};
		const result = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
		for (const { name } of await indexedDB.databases()) {
			const database = await result(indexedDB.open(name ?? ''));
			for (const store of database.objectStoreNames) told.push(say(await result(database.transaction(store).objectStore(store).getAll())));
			database.close();
		}
		for (const name of await caches.keys()) {
			const pages = await caches.open(name);
			for (const kept of await pages.keys()) told.push(kept.url, await (await pages.match(kept))!.text());
		}
		return told.join('\n');
	});
}

/** Changes what the box says of itself, as time or bad luck would. */
export async function changeBox(page: Page, change: Record<string, number>): Promise<void> {
	const changed = await page.evaluate(async (change) => {
		const result = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
		const database = await result(indexedDB.open('page'));
		const store = database.transaction('box', 'readwrite').objectStore('box');
		const box: object = await result(store.get('page'));
		await result(store.put({ ...box, ...change }, 'page'));
		database.close();
		return Boolean(box);
	}, change);
	assert.ok(changed);
}
