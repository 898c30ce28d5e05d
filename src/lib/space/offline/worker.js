import { wait } from './box.js';

/**
 * Answers for the line when there is none, on pages of her space only and for nothing but whole pages: with one page that is the same for
 * everybody. A form that says so is laid down, sealed, to be sent later. What has a line goes by as if nobody were here.
 */

const SHELL = '/moi/hors-ligne';
const NAME_OF_PAGES = 'page';

/** @type {any} */
const worker = self;

worker.addEventListener('install', (/** @type {any} */ event) => {
	event.waitUntil(
		caches
			.open(NAME_OF_PAGES)
			.then((pages) => pages.add(new Request(SHELL, { cache: 'reload' })))
			.then(() => worker.skipWaiting())
	);
});

worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (/** @type {any} */ event) => {
	const { request } = event;
	// The way out is nobody's to hold.
	if (request.mode !== 'navigate' || !/^\/moi(\/(?!quitter$|ailleurs$)|$)/.test(new URL(request.url).pathname)) return;
	event.respondWith(request.method === 'POST' ? sent(request) : asked(request));
});

/** @param {Request} request */
async function asked(request) {
	try {
		return await fetch(request);
	} catch (cut) {
		const shell = await caches.match(SHELL);
		if (shell) return shell;
		throw cut;
	}
}

/** @param {Request} request */
async function sent(request) {
	const again = request.clone();
	try {
		return await fetch(request);
	} catch (cut) {
		const form = await again.formData();
		// A field where no file was chosen comes as an empty one.
		const said = [...form].filter(([, value]) => typeof value === 'string' || value.size > 0);
		const fields = /** @type {[string, string][]} */ (said.filter(([, value]) => typeof value === 'string'));
		const { pathname, search } = new URL(request.url);
		// Words only: a file is not kept here, and the browser says that it did not leave.
		if (!form.has('/later') || fields.length < said.length || !(await wait({ path: pathname + search, fields }))) throw cut;
		return Response.redirect(SHELL, 303);
	}
}
