import { Buffer, transcode } from 'node:buffer';
import { building } from '$app/env';
import { error, isHttpError, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { openDatabase } from '#lib/server/db.ts';
import type { Asked } from '#lib/server/compress.ts';
import { logProblem } from '#lib/server/log.ts';
import { herToken, keepHerPost, readHerVisit } from '#lib/server/person-session.ts';
import { keepPost, readSession } from '#lib/server/session.ts';
import { settings } from '#lib/server/settings.ts';
import { securityHeaders } from '#lib/web/headers.ts';
import { isHers } from '#lib/space/paths.ts';
import { leftBefore } from '#lib/space/quit.server.ts';
import { readHelperSession } from '#lib/helper/session.server.ts';
import { inLanguageOf, SPOKEN } from '#lib/web/language.ts';
import { isTogether } from '#lib/together/pages.ts';
import { readTogether, togetherToken } from '#lib/together/together.server.ts';
import { isPageForm, unsentFrom } from '#lib/web/unsent.ts';

/** What takes her session to be seen; the door, and the way out, do not. */
const HER_PAGES = '/moi/(carnet)';

/** What takes a helper's session: the same door. */
const HELPER_PAGES = '/moi/aide';

/** The sign of a page in its tab: one that says nothing in her space, also where there is no page. */
const iconAt = (path: string) => (isHers(path) ? '/page.svg' : '/thread.svg');

/** Once a process: settings are checked, the database and the keyring are opened. */
export const init: ServerInit = async () => {
	if (building) return;
	const { databaseUrl, keyFile } = settings();
	await openDatabase(databaseUrl, keyFile);
};

/** Session → actor, language, headers. Nothing else. */
export const handle: Handle = async ({ event, resolve }) => {
	if (isPageForm(event.request)) event.locals.again = event.request.clone();
	await readKnown(event);
	if (event.route.id?.startsWith('/(desk)') && !event.locals.actor && !event.locals.away) {
		const suite = event.request.method === 'POST' ? await keepPost(event) : event.url.pathname + event.url.search;
		redirect(303, `/connexion?suite=${encodeURIComponent(suite)}`);
	}
	// Behind a second PIN there is one page, at the address where hers begins; what is sent there goes nowhere.
	if (event.route.id?.startsWith(HER_PAGES) && event.locals.decoy && (event.route.id !== HER_PAGES || event.request.method !== 'GET'))
		redirect(303, '/moi');
	if (event.route.id?.startsWith(HER_PAGES) && !event.locals.her && !event.locals.decoy && !event.locals.away) {
		redirect(303, await toHerDoor(event));
	}
	if (event.route.id?.startsWith(HELPER_PAGES) && !event.locals.helper && !event.locals.away)
		redirect(303, event.locals.decoy ? '/moi' : '/moi/connexion');
	// A page that is hers alone says itself that it is not there; a form of it is not even read.
	if (event.locals.apart && event.request.method === 'POST') error(404);
	return inLanguageOf(event.request, async (locale) => {
		const known = event.locals.account ?? event.locals.her ?? event.locals.decoy ?? event.locals.helper;
		const asked = known && !event.isSubRequest ? event.platform?.req : undefined;
		let page: string | undefined;
		const resolved = await resolve(event, {
			transformPageChunk({ html }) {
				const said = html.replace('lang="%lang%" dir="%dir%"', SPOKEN[locale] ?? '').replace('%icon%', iconAt(event.url.pathname));
				if (!asked) return said;
				page = said;
				return '';
			}
		});
		const response = withItsStatus(event, resolved);
		for (const [name, value] of securityHeaders({ https: event.url.protocol === 'https:', path: event.url.pathname }))
			response.headers.set(name, value);
		// Says what it is made of, for a router that this application does not have.
		response.headers.delete('x-sveltekit-page');
		if (event.locals.wait) response.headers.set('retry-after', String(event.locals.wait));
		if (known || response.status === 503) response.headers.set('cache-control', 'no-store');
		return asked && page !== undefined ? leftWith(asked, page, response) : response;
	});
};

/** Where she comes in again. What was sent on a shared screen after its end is kept for whoever had opened it: it goes on once it is opened again. */
async function toHerDoor(event: RequestEvent): Promise<string> {
	const post = event.request.method === 'POST';
	if (post && togetherToken(event) && !herToken(event)) {
		const kept = await keepPost(event);
		return kept === event.url.pathname ? '/moi/connexion' : kept;
	}
	const suite = post ? await keepHerPost(event) : event.url.pathname;
	return `/moi/connexion?suite=${encodeURIComponent(suite)}`;
}

/** The data of a page holds its errors and is 200 itself: whoever watches, or stands between, must see that a part is away. */
function withItsStatus({ isDataRequest, locals }: RequestEvent, response: Response): Response {
	return isDataRequest && locals.failed ? new Response(response.body, { status: 503, headers: response.headers }) : response;
}

/**
 * Says who asks. While the database is away nobody can: what needs no database is answered all the same, and whatever asks who acts
 * (`actorOf`) is 503.
 */
async function readKnown(event: RequestEvent): Promise<void> {
	Object.assign(event.locals, { actor: null, account: null, place: null, her: null, helper: null, decoy: null });
	try {
		// Her space knows nothing of a colleague signed in on the same machine, and the desk nothing of her.
		if (event.route.id?.startsWith('/moi')) await readHers(event);
		else Object.assign(event.locals, await readSession(event));
	} catch (problem) {
		if (!isHttpError(problem, 503)) throw problem;
		event.locals.away = true;
	}
}

/** She, whom she lets help, or the screen that a practitioner turned to her in this browser: as long as it is open, nobody is there alone. */
async function readHers(event: RequestEvent): Promise<void> {
	const { route, request, locals } = event;
	if (
		await leftBefore(
			event,
			[HER_PAGES, HELPER_PAGES].some((pages) => route.id?.startsWith(pages))
		)
	)
		return;
	locals.her = await readTogether(event);
	if (!locals.her) Object.assign(locals, await readHerVisit(event));
	if ((!locals.her && !locals.decoy) || route.id?.startsWith(HELPER_PAGES)) locals.helper = await readHelperSession(event);
	locals.apart = Boolean(locals.her?.together && route.id?.startsWith(HER_PAGES)) && !isTogether(route.id, request.method);
}

/**
 * A page for somebody signed in goes to our server as it is. SvelteKit would work out a tag for it, with which no browser may ask again
 * (`no-store`), and send it through a stream of the web: a tenth of what the page costs (docs/decisions/0022).
 */
function leftWith(asked: Asked, page: string, { status, headers }: Response): Response {
	// The quickest way to UTF-8; a half sign, cut out of what somebody typed, is replaced as anywhere else.
	asked.page = transcode(Buffer.from(page.toWellFormed(), 'utf16le'), 'utf16le', 'utf8');
	headers.delete('etag');
	headers.set('content-length', String(asked.page.length));
	return new Response(null, { status, headers });
}

/** Seconds after which it is worth asking again, when a part is away. */
const AWAY_SECONDS = 10;

/** A bug: logged under a reference, which the page shows; what we refused ourselves keeps its own words; what was sent and not recorded stays. */
export const handleError: HandleServerError = async (caught) => {
	const { locals } = caught.event;
	if (caught.kind === 'app') locals.wait = caught.error.status === 503 ? AWAY_SECONDS : caught.error.wait;
	if (caught.kind === 'app' && caught.error.status === 503) {
		locals.failed = true;
		if (locals.again) return { unsent: await unsentFrom(locals.again) };
	}
	if (caught.kind === 'unknown') return { reference: logProblem('unexpected', caught.error) };
};
