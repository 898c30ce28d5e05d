import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '../paraglide/messages.js';
import { logProblem } from '../server/log.ts';
import { ROOT } from '../server/root.ts';
import { Typesetter, TypesetterAway } from '../server/typesetter.ts';

type Template = 'plan' | 'recap' | 'list' | 'opinion' | 'page';

const sources = new Map<Template, string>();

/** A template of ours after what all share, as they stand beside this file in the sources. */
function sourceOf(template: Template): string {
	const read = (name: string) => readFileSync(join(ROOT, 'src', 'lib', 'paper', `${name}.typ`), 'utf8');
	let source = sources.get(template);
	if (source === undefined) sources.set(template, (source = read('common') + read(template)));
	return source;
}

let typesetter: Typesetter | undefined;

/**
 * Sets a sheet: `data` alone holds what people wrote.
 * @throws TypesetterAway when sheets cannot be made for the moment
 */
export async function setSheet(template: Template, data: unknown): Promise<Uint8Array<ArrayBuffer>> {
	typesetter ??= new Typesetter();
	return typesetter.set(sourceOf(template), data);
}

/**
 * The answer that carries a sheet: shown by the browser, kept nowhere, and named by what it is, never by a person or a service.
 * When sheets cannot be made, 503 with a sentence: nothing else is touched.
 */
export async function sheetAnswer(template: Template, file: string, data: unknown): Promise<Response> {
	try {
		const pdf = await setSheet(template, data);
		return new Response(pdf, {
			headers: {
				'content-type': 'application/pdf',
				'content-length': String(pdf.length),
				'content-disposition': `inline; filename="${file}"`,
				'cache-control': 'no-store'
			}
		});
	} catch (problem) {
		if (!(problem instanceof TypesetterAway)) throw problem;
		logProblem('no sheet for the moment', problem);
		return new Response(`${m.paper_away()}\n`, {
			status: 503,
			headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '60', 'cache-control': 'no-store' }
		});
	}
}
