import assert from 'node:assert/strict';

/** Sends a file to the page that brings people in, as a browser without script would. Gives the answer, not followed. */
export function sendFile(
	url: string,
	cookie: string,
	file: string | Uint8Array<ArrayBuffer>,
	{ name = 'mes-personnes.csv', formKey = crypto.randomUUID() }: { name?: string | undefined; formKey?: string } = {}
): Promise<Response> {
	const form = new FormData();
	form.set('form_key', formKey);
	form.set('file', new Blob([file], { type: 'text/csv' }), name);
	return fetch(`${url}/reglages/import`, {
		method: 'POST',
		body: form,
		redirect: 'manual',
		headers: { cookie, origin: url, accept: 'text/html' }
	});
}

/** Sends a form with a file to any page, as a browser without script would. Gives the answer, not followed. */
export function sendWith(
	url: string,
	cookie: string,
	path: string,
	fields: [string, string][],
	file: { bytes: Uint8Array; name: string; type?: string } | null
): Promise<Response> {
	const form = new FormData();
	for (const [name, value] of fields) form.append(name, value);
	if (!fields.some(([name]) => name === 'form_key')) form.set('form_key', crypto.randomUUID());
	if (file) form.set('file', new Blob([new Uint8Array(file.bytes)], { type: file.type ?? 'application/octet-stream' }), file.name);
	return fetch(url + path, { method: 'POST', body: form, redirect: 'manual', headers: { cookie, origin: url, accept: 'text/html' } });
}

/** Sends a file that must be read; gives the page on which its columns are chosen. */
export async function uploaded(url: string, cookie: string, file: string, name?: string): Promise<string> {
	const answer = await sendFile(url, cookie, file, { name });
	assert.equal(answer.status, 303, await said(answer));
	return answer.headers.get('location')!;
}

/** The fields of the form that stands there, with every suggestion accepted. */
export async function formAt(url: string, cookie: string, path: string): Promise<[string, string][]> {
	const html = await (await fetch(url + path, { headers: { cookie, accept: 'text/html' } })).text();
	const hidden = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]): [string, string] => [
		name!,
		value!
	]);
	const chosen = [...html.matchAll(/<select[^>]*name="(column\.\d+)"[^>]*>(.*?)<\/select>/gs)].map(
		([, name, options]): [string, string] => [name!, /<option value="(\w*)" selected/.exec(options!)?.[1] ?? '']
	);
	return [...hidden, ...chosen];
}

export function post(url: string, cookie: string, path: string, fields: [string, string][]): Promise<Response> {
	return fetch(url + path, {
		method: 'POST',
		body: new URLSearchParams(fields),
		redirect: 'manual',
		headers: { cookie, origin: url, accept: 'text/html' }
	});
}

/** Reads a file and makes the dry run of it; gives the page that shows it. */
export async function checked(url: string, cookie: string, file: string, name?: string): Promise<string> {
	const path = await uploaded(url, cookie, file, name);
	const answer = await post(url, cookie, `${path}?/colonnes`, [...(await formAt(url, cookie, path)), ['next', 'check']]);
	assert.equal(answer.status, 303, await said(answer));
	return answer.headers.get('location')!;
}

/** The words of a page, without its tags, unbreakable spaces made plain. */
export function wordsOf(html: string): string {
	return html
		.replace(/<(style|script|svg)[^>]*>.*?<\/\1>/gs, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.slice(0, 4000);
}

/** The words of an answer, to be compared, or shown when a test fails. */
export const said = async (answer: Response) => wordsOf(await answer.text());
