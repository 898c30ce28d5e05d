/**
 * What stays on her own telephone when she asked for it, and how it is locked (docs/decisions/0049). Everything that is laid down is sealed to a
 * public key; the private one stands beside it, locked by her PIN and by half a key in a cookie that the browser itself forgets after a week.
 * Nothing here runs by itself: the page, the page without a line and the worker share it.
 */

/** One name for the database, the pages and the half of a key; it says nothing. */
const NAME = 'page';
/** A week without coming here, and nothing is left. */
const LONGEST = 7 * 86_400_000;
/** As slow as a cheap telephone bears: about two seconds there. */
const ROUNDS = 1_000_000;
/** Wrong PINs before one waits, and before all is gone. */
const FREE = 3;
const MOST = 10;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;

/** @typedef {{ from: Uint8Array<ArrayBuffer>, iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer }} Sealed */
/** @typedef {{ open: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, iv: Uint8Array<ArrayBuffer>, locked: ArrayBuffer, copy: Sealed, at: number, wrong: number, until: number }} Box */
/** @typedef {{ id: number, key: string, sealed: Sealed, refused?: boolean }} Waiting what she sent without a line */
/** @typedef {{ path: string, fields: [string, string][] }} Post */
/** @typedef {{ key: CryptoKey } | { wait: number } | { gone: true } | { wrong: true }} Unlocked */

/** Digits of any script, as many phones type them, read as 0–9; spaces are nothing. @param {string} typed */
export const digitsOf = (typed) =>
	typed.replace(/\s/g, '').replace(/\p{Nd}/gu, (digit) => {
		let zero = /** @type {number} */ (digit.codePointAt(0));
		while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && /** @type {number} */ (digit.codePointAt(0)) - zero < 9) zero -= 1;
		return String(/** @type {number} */ (digit.codePointAt(0)) - zero);
	});

/* ——— Where it lies ——— */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
	new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});

/** @template T @param {'box' | 'waiting'} store @param {(store: IDBObjectStore) => Promise<T>} ask @returns {Promise<T>} */
async function inStore(store, ask) {
	const opening = indexedDB.open(NAME, 1);
	opening.onupgradeneeded = () => {
		opening.result.createObjectStore('box');
		opening.result.createObjectStore('waiting', { keyPath: 'id', autoIncrement: true });
	};
	const database = await done(opening);
	database.onversionchange = () => database.close();
	try {
		return await ask(database.transaction(store, 'readwrite').objectStore(store));
	} finally {
		database.close();
	}
}

/** Opening a database makes one: where nothing is kept, nothing is made. */
const exists = async () => (await indexedDB.databases()).some(({ name }) => name === NAME);

/** @returns {Promise<Box | undefined>} */
const stored = async () => ((await exists()) ? inStore('box', (store) => done(store.get(NAME))) : undefined);

/** Changes what the box says, in one step: two pages may do it at once, and none makes one anew. @param {Partial<Box>} more */
async function change(more) {
	if (await exists())
		await inStore('box', async (store) => {
			const box = await done(store.get(NAME));
			if (box) await done(store.put({ ...box, ...more }, NAME));
		});
}

/** The half of a key that is no part of what is stored here. The worker has no cookies, and needs none. @returns {string | undefined} */
const half = () => new RegExp(`(?:^|; )${NAME}=([\\w-]+)`).exec(document.cookie)?.[1];

/** @param {string} value @param {number} seconds */
function layHalf(value, seconds) {
	const secure = location.protocol === 'https:' ? '; Secure' : '';
	document.cookie = `${NAME}=${value}; Path=/moi; Max-Age=${seconds}; SameSite=Strict${secure}`;
}

/** She left and nobody was told: the next page of hers that has a line ends her session (person-session.ts). */
export const tellLeft = () => layHalf('left', 86_400);

/** What is kept here, if it may still be: a week passed, or its half of a key gone, it goes too. @returns {Promise<Box | undefined>} */
export async function read() {
	const box = await stored();
	if (!box && !(await exists())) return undefined;
	if (box && half() && Date.now() - box.at < LONGEST) return box;
	await wipe();
	return undefined;
}

/** Nothing is left: what was stored, what was sent later, the page, the worker, the half of a key. */
export async function wipe() {
	layHalf('', 0);
	const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
	await Promise.allSettled([
		done(indexedDB.deleteDatabase(NAME)),
		caches.delete(NAME),
		...registrations.filter(({ scope }) => new URL(scope).pathname === '/moi').map((one) => one.unregister())
	]);
}

/* ——— How it is locked ——— */

const EXCHANGE = { name: 'ECDH', namedCurve: 'P-256' };
const random = (/** @type {number} */ bytes) => crypto.getRandomValues(new Uint8Array(bytes));
const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {ArrayBuffer} secret @param {Uint8Array<ArrayBuffer>} salt */
async function aesOf(secret, salt) {
	const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	const how = { name: 'HKDF', hash: 'SHA-256', salt, info: bytesOf(NAME) };
	return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** The key of the lock: slow to work out of the PIN, and of no use without the half that lies elsewhere. @param {string} pin @param {Uint8Array<ArrayBuffer>} salt */
async function lockOf(pin, salt) {
	const typed = await crypto.subtle.importKey('raw', bytesOf(pin), 'PBKDF2', false, ['deriveBits']);
	const slow = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, typed, 256);
	return aesOf(slow, bytesOf(half() ?? ''));
}

/** @param {CryptoKey} mine @param {CryptoKey} theirs @param {Uint8Array<ArrayBuffer>} from */
const shared = async (mine, theirs, from) => aesOf(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256), from);

/** @param {Uint8Array<ArrayBuffer>} raw */
const openKey = (raw) => crypto.subtle.importKey('raw', raw, EXCHANGE, false, []);

/** @param {Uint8Array<ArrayBuffer>} open the public key @param {unknown} value @returns {Promise<Sealed>} */
async function seal(open, value) {
	const once = await crypto.subtle.generateKey(EXCHANGE, false, ['deriveBits']);
	const from = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey));
	const iv = random(12);
	const key = await shared(once.privateKey, await openKey(open), from);
	return { from, iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytesOf(JSON.stringify(value))) };
}

/** @param {CryptoKey} key the private key @param {Sealed} what @returns {Promise<any>} */
export async function opened(key, { from, iv, sealed }) {
	const aes = await shared(key, await openKey(from), from);
	return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, sealed)));
}

/** Lays down a first copy, under a PIN that the server has proved. @param {string} pin @param {unknown} copy @public taken by its address, in kept.js */
export async function keep(pin, copy) {
	layHalf(crypto.randomUUID(), LONGEST / 1000);
	const pair = await crypto.subtle.generateKey(EXCHANGE, true, ['deriveBits']);
	const open = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
	const salt = random(16);
	const iv = random(12);
	const secret = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
	const locked = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await lockOf(pin, salt), secret);
	const box = { open, salt, iv, locked, copy: await seal(open, copy), at: Date.now(), wrong: 0, until: 0 };
	await inStore('box', (store) => done(store.put(box, NAME)));
}

/** A fresher copy in place of the former: nobody need type the PIN. @param {Box} box @param {unknown} copy @public taken by its address, in kept.js */
export async function renew(box, copy) {
	layHalf(half() ?? '', LONGEST / 1000);
	await change({ copy: await seal(box.open, copy), at: Date.now() });
}

/** Opens the lock. An attempt is counted before it is made; after ten wrong ones nothing is left to try on. @param {string} pin @returns {Promise<Unlocked>} */
export async function unlock(pin) {
	const box = await read();
	if (!box) return { gone: true };
	if (Date.now() < box.until) return { wait: box.until - Date.now() };
	const wrong = box.wrong + 1;
	const until = wrong < FREE ? 0 : Date.now() + Math.min(FIRST_WAIT * 2 ** (wrong - FREE), LONGEST_WAIT);
	await change({ wrong, until });
	try {
		const secret = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: box.iv }, await lockOf(digitsOf(pin), box.salt), box.locked);
		const key = await crypto.subtle.importKey('pkcs8', secret, EXCHANGE, false, ['deriveBits']);
		await change({ wrong: 0, until: 0 });
		return { key };
	} catch {
		if (wrong < MOST) return until ? { wait: until - Date.now() } : { wrong: true };
		await wipe();
		return { gone: true };
	}
}

/* ——— What she sends later ——— */

/** What waits, in the order in which she sent it. @returns {Promise<Waiting[]>} */
export const waiting = () => inStore('waiting', (store) => done(store.getAll()));

/** Lays a form down until there is a line; sent twice, it waits once, where it first stood. @param {Post} post @returns {Promise<boolean>} whether anything is kept here at all */
export async function wait(post) {
	const box = await stored();
	if (!box) return false;
	const key = post.fields.find(([name]) => name === 'form_key')?.[1] ?? crypto.randomUUID();
	const sealed = await seal(box.open, post);
	const former = (await waiting()).find((one) => one.key === key);
	await inStore('waiting', (store) => done(store.put({ ...(former && { id: former.id }), key, sealed })));
	return true;
}

/** @param {Waiting} one @public taken by its address, in kept.js */
export const refuse = (one) => inStore('waiting', (store) => done(store.put({ ...one, refused: true })));

/** @param {number} id @public taken by its address, in kept.js */
export const drop = (id) => inStore('waiting', (store) => done(store.delete(id)));
