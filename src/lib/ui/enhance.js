/**
 * Comforts for who has JavaScript; every page is complete without it. Nothing here holds a word: texts come from the
 * page's own attributes. Nothing is kept on the machine, which may be shared, but one word when she left quickly. Nothing here may break a page.
 */

/** @template {Event} E @param {(event: E) => void} act @returns {(event: Event) => void} */
const safely = (act) => (event) => {
	try {
		act(/** @type {E} */ (event));
	} catch {
		// The page goes on as it would without this comfort.
	}
};

/** @param {string} type @param {(event: any) => void} act @param {EventTarget} [target] */
const on = (type, act, target = document) => target.addEventListener(type, safely(act));

/** @template {Element} [E=HTMLElement] @param {EventTarget | null} from @param {string} selector @returns {E | null} */
const near = (from, selector) => (from instanceof Element ? from.closest(selector) : null);

const lang = document.documentElement.lang || 'fr';

/** The time of day as the pages say it. @param {Date} now */
function clock(now) {
	const minutes = String(now.getMinutes()).padStart(2, '0');
	return lang.startsWith('fr')
		? `${now.getHours()}\u00a0h\u00a0${minutes}`
		: now.toLocaleTimeString(lang, { hour: 'numeric', minute: '2-digit' });
}

/* ——— Drafts ——— */

const PAUSE = 1500;
const LONGEST_PAUSE = 60_000;

/** @typedef {'kept' | 'cut' | 'signed-out' | 'refused'} Outcome */

/** What the server made of a draft. A line that answers nothing rejects instead. @param {Response} response @returns {Promise<Outcome>} */
async function outcomeOf(response) {
	if (response.type === 'opaqueredirect' || response.status === 401) return 'signed-out';
	if (response.status === 429 || response.status >= 500) return 'cut';
	if (!response.ok) return 'refused';
	const answer = await response.json().catch(() => ({}));
	if (answer.type === 'redirect') return 'signed-out';
	if (answer.type === 'error' && answer.status >= 500) return 'cut';
	return answer.type === 'failure' || answer.type === 'error' ? 'refused' : 'kept';
}

/** @param {HTMLFormElement} form */
function keepDraft(form) {
	const place = form.querySelector('[data-draft-state]');
	let pause = PAUSE;
	let timer = 0;
	let dirty = false;
	let cut = false;
	let reached = true;
	let warned = false;
	let leaving = false;
	/** @type {Promise<boolean> | null} */
	let flight = null;

	/** @param {Outcome} outcome */
	function say(outcome) {
		const words = form.getAttribute(`data-draft-${outcome}`);
		if (!place || !words) return;
		// A draft kept is quiet; only trouble interrupts who listens.
		place.setAttribute('aria-live', outcome === 'kept' ? 'off' : 'polite');
		place.textContent = words.replace('{time}', clock(new Date()));
	}

	/** @param {number} [delay] */
	function later(delay = PAUSE) {
		clearTimeout(timer);
		timer = window.setTimeout(save, delay);
	}

	/** @param {boolean} keepalive @returns {Promise<boolean>} whether the server has it */
	async function send(keepalive) {
		const body = new FormData(form);
		for (const [name, value] of [...body]) if (typeof value !== 'string') body.delete(name);
		dirty = false;
		/** @type {Outcome} */
		let outcome = 'cut';
		reached = false;
		try {
			const response = await fetch(form.dataset.draft ?? '', {
				method: 'POST',
				body,
				keepalive,
				redirect: 'manual',
				headers: { accept: 'application/json', 'x-sveltekit-action': 'true' }
			});
			reached = true;
			outcome = await outcomeOf(response);
		} catch {
			// The line is cut, or the text too long to be sent while leaving: tried again below.
		}
		cut = outcome === 'cut';
		if (outcome !== 'kept') dirty = true;
		if (!leaving) say(outcome);
		pause = cut ? Math.min(pause * 2, LONGEST_PAUSE) : PAUSE;
		if (cut && !leaving) later(pause);
		return outcome === 'kept';
	}

	/** One at a time, the latest last. @returns {Promise<boolean>} */
	async function save() {
		clearTimeout(timer);
		if (flight) {
			await flight;
			return dirty && !leaving ? save() : !dirty;
		}
		if (!dirty || leaving) return !dirty;
		flight = send(false);
		const kept = await flight;
		flight = null;
		return kept;
	}

	function flush() {
		if (!dirty || leaving) return;
		clearTimeout(timer);
		void send(true);
	}

	function touched() {
		dirty = true;
		leaving = false;
		if (!cut) later();
	}

	on('input', touched, form);
	on('change', touched, form);
	on('online', () => dirty && void save(), window);
	on('pagehide', flush, window);
	on('visibilitychange', () => document.visibilityState === 'hidden' && flush());
	on('beforeunload', (event) => cut && dirty && !leaving && event.preventDefault(), window);

	return {
		/**
		 * Whether the page may be left: the line answers. Waits for a slow one, not for ever. A server that answers but
		 * cannot keep drafts holds the page back once, then lets it go.
		 */
		arrived: async () => {
			await Promise.race([save(), new Promise((resolve) => setTimeout(resolve, 4000))]);
			const ready = !cut || (reached && warned);
			warned = !ready;
			if (!ready) say('cut');
			return ready;
		},
		pending: () => dirty || cut || flight !== null,
		/** @param {boolean} now */
		leave: (now) => {
			leaving = now;
			if (now) clearTimeout(timer);
		}
	};
}

/** @type {WeakMap<HTMLFormElement, ReturnType<typeof keepDraft>>} */
const drafts = new WeakMap();

/* ——— Sending a form: once, and only over a line that answers ——— */

/** @param {HTMLFormElement} form @param {Element | null} [button] */
function free(form, button = form.querySelector('[aria-disabled="true"]')) {
	delete form.dataset.sent;
	button?.removeAttribute('aria-disabled');
	drafts.get(form)?.leave(false);
}

/** Says in the form that nothing left. @param {HTMLFormElement} form @param {string} words */
function notSent(form, words) {
	const place = form.querySelector('[data-not-sent]') ?? form.appendChild(document.createElement('p'));
	place.className = 'error';
	place.setAttribute('role', 'alert');
	place.setAttribute('data-not-sent', '');
	place.textContent = words;
}

on('submit', (/** @type {SubmitEvent} */ event) => {
	const form = /** @type {HTMLFormElement} */ (event.target);
	const { submitter } = event;
	if (event.defaultPrevented || form.method !== 'post') return;
	if (form.dataset.sent !== undefined) return event.preventDefault();
	const draft = drafts.get(form);
	// Without a line it is laid down on her own telephone, where she asked for that (space/offline); elsewhere it stays in the page.
	const waits = form.dataset.later !== undefined && Boolean(navigator.serviceWorker?.controller);
	if (form.dataset.later && !navigator.onLine && !waits) {
		event.preventDefault();
		return notSent(form, form.dataset.later);
	}
	if (draft?.pending() && !waits && form.dataset.checked === undefined) {
		event.preventDefault();
		form.dataset.sent = '';
		void draft.arrived().then((arrived) => {
			free(form);
			if (!arrived) return;
			form.dataset.checked = '';
			form.requestSubmit(submitter);
			delete form.dataset.checked;
		});
		return;
	}
	form.dataset.sent = '';
	submitter?.setAttribute('aria-disabled', 'true');
	draft?.leave(true);
	// Whoever stopped the page may send again; the server takes the second for the first.
	setTimeout(() => free(form, submitter), 15_000);
});

/* ——— Leaving at once: nothing is left on the screen, however slow the line is ——— */

on('submit', (/** @type {SubmitEvent} */ event) => {
	if (event.defaultPrevented || !near(event.target, '[data-leave]')) return;
	document.title = '…';
	// Should no answer come, the next page that has a line ends the session; the answer takes this away.
	document.cookie = 'page=left; Path=/moi; Max-Age=86400; SameSite=Strict';
	document.documentElement.style.display = 'none';
	// Emptied once the answer is there: a form that is no longer in the page is not sent.
	on('pagehide', () => document.body.replaceChildren(), window);
});

on('pageshow', () => document.querySelectorAll('form').forEach((form) => free(form)), window);

/* ——— Keys ——— */

/** @param {Element | null} element */
const writes = (element) => element?.matches('input, textarea, select, [contenteditable]') ?? false;

/** @param {HTMLElement} list @param {number} step */
function walk(list, step) {
	const links = [...list.querySelectorAll('li, tbody tr')].flatMap((entry) => entry.querySelector('a') ?? []);
	const here = links.findIndex((link) => link.closest('li, tr')?.contains(document.activeElement));
	links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

on('keydown', (/** @type {KeyboardEvent} */ event) => {
	const { key, target } = event;
	if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
		const form = near(target, 'form');
		if (!(form instanceof HTMLFormElement)) return;
		event.preventDefault();
		const send = 'button:not([type="button"])';
		// A line of a page of several is sent by its own button.
		const button =
			near(target, '[data-line]')?.querySelector('[name="line"]') ?? form.querySelector(`.form-bar ${send}`) ?? form.querySelector(send);
		return form.requestSubmit(/** @type {HTMLElement | null} */ (button));
	}
	if (key === 'Escape') document.querySelectorAll('details.who[open]').forEach((menu) => menu.removeAttribute('open'));
	if (event.ctrlKey || event.metaKey || event.altKey || writes(document.activeElement)) return;
	const search = /** @type {HTMLElement | null} */ (document.querySelector('[data-quick-search]'));
	if (search && key === (search.dataset.quickSearch || '/')) {
		event.preventDefault();
		return search.focus();
	}
	const list = key === 'j' || key === 'k' ? near(target, '[data-keys]') : null;
	if (list instanceof HTMLElement) walk(list, key === 'j' ? 1 : -1);
});

on('click', (event) => {
	for (const menu of document.querySelectorAll('details.who[open]')) {
		if (!menu.contains(event.target)) menu.removeAttribute('open');
	}
});

/* ——— Printing: the browser's own menu does the same ——— */

on('click', ({ target }) => near(target, '[data-print]') && window.print());

/* ——— A text to paste elsewhere: it stands selected, and is copied where the browser lets it be ——— */

on('click', ({ target }) => {
	const copied = near(target, '[data-copy]');
	const text = copied && document.getElementById(copied.dataset.copy ?? '');
	if (!copied || !(text instanceof HTMLTextAreaElement)) return;
	text.select();
	const told = copied.parentElement?.querySelector('[role=status]');
	void navigator.clipboard?.writeText(text.value).then(() => told && (told.textContent = copied.dataset.copied ?? ''));
});

/* ——— Texts grow, names follow ——— */

/** @param {HTMLTextAreaElement} text */
function grow(text) {
	text.style.blockSize = 'auto';
	text.style.blockSize = `${text.scrollHeight + 4}px`;
}

const growsAlone = CSS.supports('field-sizing', 'content');

on('input', ({ target }) => !growsAlone && target instanceof HTMLTextAreaElement && grow(target));

on('change', ({ target }) => {
	const fold = near(target, '[data-sees]');
	const told = fold?.querySelector('[data-sees-names]');
	if (!fold || !told) return;
	const names = [...fold.querySelectorAll('label')].flatMap((label) =>
		label.querySelector('input')?.checked ? label.textContent.trim() : []
	);
	told.textContent = new Intl.ListFormat(lang === 'en' ? 'en-GB' : lang).format(names);
});

/** The cursor is in the text, and the page moves no further than it must: what stands above it, a promise, stays in sight. */
function settle() {
	const text = document.querySelector('textarea[autofocus]');
	const [arrival] = performance.getEntriesByType('navigation');
	if (!(text instanceof HTMLElement) || location.hash || /** @type {PerformanceNavigationTiming} */ (arrival)?.type !== 'navigate') return;
	text.focus({ preventScroll: true });
	scrollTo(0, 0);
	text.scrollIntoView({ block: 'nearest' });
}

safely(() => {
	if (!growsAlone) document.querySelectorAll('textarea').forEach(grow);
	for (const form of document.querySelectorAll('form')) if (form.dataset.draft) drafts.set(form, keepDraft(form));
	for (const button of document.querySelectorAll('[data-print], [data-copy]')) button.removeAttribute('hidden');
	settle();
	/** @type {HTMLElement | null} */ (document.querySelector('[data-focus]'))?.focus();
})(new Event('load'));
