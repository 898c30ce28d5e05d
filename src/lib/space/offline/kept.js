/**
 * On pages of hers, in a browser where she asked that her next appointment stay, and on the page where she asks: renews the copy, sends what
 * waited, and leaves nothing behind. Loaded nowhere else.
 */

const script = /** @type {HTMLScriptElement} */ (document.querySelector('script[data-box]'));
/** @type {typeof import('./box.js')} */
const box = await import(/* @vite-ignore */ script.dataset.box ?? '');

const COPY = '/moi/carte/telephone/copie';
const SHELL = '/moi/hors-ligne';
/** A copy is fresh for ten minutes; her first page renews it each time. */
const FRESH = 10 * 60_000;
const AS_SCRIPT = { accept: 'application/json', 'x-sveltekit-action': 'true' };

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => document.querySelector(selector);
/** @param {HTMLElement | null} element @param {boolean} [shown] */
const show = (element, shown = true) => element?.toggleAttribute('hidden', !shown);
/** @param {HTMLFormElement} form @returns {URLSearchParams} */
const bodyOf = (form) => new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));

/** The page for when there is no line, in the language of now. */
const layShell = async () => (await caches.open('page')).add(new Request(SHELL, { cache: 'reload' }));

/** @param {import('./box.js').Box} kept @returns {Promise<boolean>} whether whoever is signed in is she who keeps something here */
async function renew(kept) {
	const answer = await fetch(COPY, { redirect: 'manual', headers: { accept: 'application/json' } });
	if (!answer.ok) return false;
	await box.renew(kept, await answer.json());
	await layShell();
	return true;
}

/* ——— What waited ——— */

/** @param {string} path @param {[string, string][]} fields */
function sendInPage(path, fields) {
	const form = Object.assign(document.createElement('form'), { method: 'post', action: path });
	for (const [name, value] of fields) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
	document.body.append(form);
	form.submit();
}

/**
 * Sends what waits, one after the other, each with the one-time key it was written with. What must be seen again (it changed meanwhile) goes as
 * a page does, and the rest waits; what is refused stays here with its words.
 * @param {CryptoKey} key @returns {Promise<boolean>} whether she may go on to another page
 */
async function sendWaiting(key) {
	for (const one of await box.waiting()) {
		if (one.refused) continue;
		/** @type {import('./box.js').Post} */
		const { path, fields } = await box.opened(key, one.sealed);
		const response = await fetch(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: AS_SCRIPT });
		const answer = await response.json().catch(() => ({}));
		if (answer.type === 'redirect' && !answer.location.startsWith('/moi/connexion')) await box.drop(one.id);
		else if (answer.type === 'failure' && answer.status !== 429) {
			await box.drop(one.id);
			sendInPage(path, fields);
			return false;
		} else if (answer.type === 'error' && response.status >= 400 && response.status < 500) await box.refuse(one);
		else return true;
	}
	return true;
}

/** At the door: the PIN she comes in with opens what waits, and is not asked twice. @param {HTMLFormElement} form */
async function comeIn(form) {
	const pin = /** @type {HTMLInputElement} */ (form.elements.namedItem('pin')).value;
	const answer = await box.unlock(pin);
	if (!('key' in answer)) return form.submit();
	const body = bodyOf(form);
	const response = await fetch(location.href, { method: 'POST', body, redirect: 'manual', headers: AS_SCRIPT });
	const { type, location: next } = await response.json();
	if (type !== 'redirect') return form.submit();
	const kept = await box.read();
	if (kept && (await renew(kept)) && !(await sendWaiting(answer.key))) return;
	location.assign(next);
}

/** @param {HTMLFormElement} form */
function atDoor(form) {
	form.addEventListener('submit', (event) => {
		if (event.defaultPrevented) return;
		event.preventDefault();
		// Whatever fails here, the door is the door.
		void comeIn(form).catch(() => form.submit());
	});
}

/* ——— The page where she asks ——— */

/** @param {HTMLFormElement} form @param {string} problem */
function complain(form, problem) {
	const place = /** @type {HTMLElement} */ (form.querySelector('[role="alert"]'));
	place.textContent = form.dataset[problem] ?? '';
}

/** @param {HTMLFormElement} form @param {(pin: string) => Promise<string | undefined>} work says the name of what went wrong */
function withPin(form, work) {
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const pin = /** @type {HTMLInputElement} */ (form.elements.namedItem('pin'));
		const typed = pin.value;
		pin.value = '';
		const problem = await work(typed).catch(() => 'cut');
		if (problem) complain(form, problem);
	});
}

/** @param {string} typed @returns {Promise<string | undefined>} what went wrong */
async function begin(typed) {
	const answer = await fetch(COPY, { method: 'POST', body: new URLSearchParams({ pin: typed }), headers: { accept: 'application/json' } });
	if (answer.status === 429) return 'wait';
	if (!answer.ok) return answer.status === 422 ? 'wrong' : 'cut';
	await box.keep(box.digitsOf(typed), await answer.json());
	await navigator.serviceWorker.register('/moi/hors-ligne/veille.js', { scope: '/moi' });
	await layShell();
	location.assign('/moi/carte/telephone?fait=garde');
	return undefined;
}

/** @param {string} typed @returns {Promise<string | undefined>} what went wrong */
async function sendNow(typed) {
	const answer = await box.unlock(typed);
	if (!('key' in answer)) return 'wait' in answer ? 'wait' : 'wrong';
	if (!(await sendWaiting(answer.key))) return undefined;
	const left = await box.waiting();
	if (left.some(({ refused }) => !refused)) return 'cut';
	if (left.length === 0) {
		location.assign('/moi/carte/telephone?fait=envoye');
		return undefined;
	}
	await tellRefused(answer.key, left);
	return 'refused';
}

/** Words that could not be sent are hers to copy, and to throw away. @param {CryptoKey} key @param {import('./box.js').Waiting[]} left */
async function tellRefused(key, left) {
	const list = /** @type {HTMLElement} */ (find('[data-left]'));
	list.replaceChildren();
	for (const one of left) {
		/** @type {import('./box.js').Post} */
		const { fields } = await box.opened(key, one.sealed);
		const entry = document.createElement('li');
		const words = fields.filter(([name, value]) => name !== 'form_key' && !/^[\w-]*$/.test(value)).map(([, value]) => value);
		const button = Object.assign(document.createElement('button'), {
			type: 'button',
			className: 'act calm',
			textContent: list.dataset.throw
		});
		button.addEventListener('click', () => void box.drop(one.id).then(() => entry.remove()));
		entry.append(Object.assign(document.createElement('p'), { textContent: words.join('\n'), dir: 'auto', className: 'kept' }), button);
		list.append(entry);
	}
}

/* ——— Every page ——— */

async function onEveryPage() {
	if (script.dataset.kept === 'gone') return box.wipe();
	const asking = /** @type {HTMLFormElement | null} */ (find('form[data-keep]'));
	if (asking && navigator.serviceWorker && 'databases' in indexedDB) {
		show(find('[data-cannot-keep]'), false);
		show(asking);
		withPin(asking, begin);
	}
	const kept = await box.read();
	// Gone here (a week, ten wrong PINs) while the house still takes it for kept: the house is told where she looks.
	if (!kept) return /** @type {HTMLFormElement | null} */ (find('form[data-stop]'))?.requestSubmit();
	const waits = (await box.waiting()).length > 0;
	const door = /** @type {HTMLFormElement | null} */ (find('form[data-door]'));
	if (door) return void (waits && atDoor(door));
	for (const form of document.querySelectorAll('form[data-later]'))
		form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: '/later', value: 'yes' }));
	// The server's answer wipes too, where the browser knows how; nothing waits for this one.
	find('form[data-leave]')?.addEventListener('submit', () => void box.wipe());
	const sending = /** @type {HTMLFormElement | null} */ (find('form[data-send]'));
	show(find('[data-waits]'), waits && !sending);
	if (sending && waits) {
		show(sending);
		withPin(sending, sendNow);
	}
	if (location.pathname === '/moi' || Date.now() - kept.at > FRESH) await renew(kept);
}

// Nothing here may break a page.
await onEveryPage().catch(() => undefined);
