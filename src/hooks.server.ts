import { Buffer, transcode } from 'node:buffer';
import { building } from '$app/env';
import { redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { openDatabase } from '#lib/server/db.ts';
import type { Asked } from '#lib/server/compress.ts';
import { logProblem } from '#lib/server/log.ts';
import { keepPost, readSession } from '#lib/server/session.ts';
import { settings } from '#lib/server/settings.ts';
import { securityHeaders } from '#lib/web/headers.ts';
import { inLanguageOf, SPOKEN } from '#lib/web/language.ts';

/** Once a process: settings are checked, the database and the keyring are opened. */
export const init: ServerInit = async () => {
	if (building) return;
	const { databaseUrl, keyFile } = settings();
	await openDatabase(databaseUrl, keyFile);
};

/** Session → actor, language, headers. Nothing else. */
export const handle: Handle = async ({ event, resolve }) => {
	Object.assign(event.locals, await readSession(event));
	if (event.route.id?.startsWith('/(desk)') && !event.locals.actor) {
		const suite = event.request.method === 'POST' ? await keepPost(event) : event.url.pathname + event.url.search;
		redirect(303, `/connexion?suite=${encodeURIComponent(suite)}`);
	}
	return inLanguageOf(event.request, async (locale) => {
		const asked = event.locals.account && !event.isSubRequest ? event.platform?.req : undefined;
		let page: string | undefined;
		const response = await resolve(event, {
			transformPageChunk({ html }) {
				const said = html.replace('lang="%lang%" dir="%dir%"', SPOKEN[locale] ?? '');
				if (!asked) return said;
				page = said;
				return '';
			}
		});
		for (const [name, value] of securityHeaders({ https: event.url.protocol === 'https:' })) response.headers.set(name, value);
		if (event.locals.wait) response.headers.set('retry-after', String(event.locals.wait));
		if (event.locals.account) response.headers.set('cache-control', 'no-store');
		return asked && page !== undefined ? leftWith(asked, page, response) : response;
	});
};

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

/** A bug: logged under a reference, which the page shows; what we refused ourselves keeps its own words. */
export const handleError: HandleServerError = (caught) => {
	if (caught.kind === 'app') caught.event.locals.wait = caught.error.wait;
	if (caught.kind === 'unknown') return { reference: logProblem('unexpected', caught.error) };
};
