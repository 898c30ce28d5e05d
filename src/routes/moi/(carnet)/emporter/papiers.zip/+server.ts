import { zipOf } from '#lib/leaving/archive.ts';
import { readHerFile } from '#lib/leaving/file.server.ts';
import { filesToPack, type Packed } from '#lib/leaving/files.ts';
import { leavingPage } from '#lib/leaving/page.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { shownName } from '#lib/people/name.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readTyped } from '#lib/web/form.ts';

/**
 * Everything about her in one archive that she makes herself: for each organisation whose card is joined, a page to read and the same facts for
 * a machine. The answer to a form, never to an address.
 */
export async function POST({ request, locals }) {
	const her = herOf(locals);
	await readTyped(request);
	const at = new Date();
	const locale = getLocale();
	const files = await asHer(her, async (tx) => {
		const parts = await readParts(tx);
		return Promise.all(
			parts.map(async (part) => ({
				key: part.key,
				file: await readHerFile(tx, part, { made_by: shownName(part.accompaniment), language: locale, time_zone: her.timeZone, at })
			}))
		);
	});
	const packed = files.flatMap(({ key, file }, index): Packed[] => {
		const folder = files.length > 1 ? `${index + 1}/` : '';
		return [
			[`${folder}index.html`, leavingPage(file, { locale, zone: her.timeZone, now: at }, her.country)],
			[`${folder}data.json`, JSON.stringify(file, null, '\t')],
			...filesToPack(file, key, (work) => asHer(her, work)).map(([name, body]): Packed => [folder + name, body])
		];
	});
	return new Response(zipOf(packed, at), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': `attachment; filename="papiers-${inputDate(at, her.timeZone)}.zip"`,
			'cache-control': 'no-store'
		}
	});
}
