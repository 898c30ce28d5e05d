import { redirect } from '@sveltejs/kit';
import { zipOf } from '#lib/leaving/archive.ts';
import { readLeavingFile } from '#lib/leaving/file.server.ts';
import { filesToPack } from '#lib/leaving/files.ts';
import { leavingPage } from '#lib/leaving/page.ts';
import { answerRequest } from '#lib/leaving/requests.server.ts';
import { GiveForm } from '#lib/leaving/rules.ts';
import { writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { inLanguage } from '#lib/web/language.ts';

/**
 * Gives her everything that the asker may read, in one archive: a page to read and the same facts for a machine. The answer to a form, never
 * to an address; asked again it is given again, the reading is one line an hour like any other.
 */
export async function POST({ request, locals, params }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	const read = await readForm(request, GiveForm);
	if (!read.ok) {
		// Whoever may not read her is told nothing of the form either.
		await asIn(actor, id, async (tx) => found(await readPathway(tx, id)));
		redirect(303, `/personnes/${id}/emporter?fait=relire#remettre`);
	}
	const { language, apart } = read.data;
	const at = new Date();
	const here = hereOf(locals, at);
	const { file, key } = await asIn(actor, id, async (tx) => {
		const pathway = writable(found(await readPathway(tx, id, 'export')));
		found((await answerRequest(tx, pathway, read.data.request, 'given')) || null);
		const file = await readLeavingFile(tx, pathway, { made_by: actor.member, language, time_zone: here.timeZone, at, apart });
		return { file, key: pathway.key };
	});
	const page = inLanguage(language, () => leavingPage(file, { locale: language, zone: here.timeZone, now: at }, here.country));
	const data = JSON.stringify(file, null, '\t');
	return new Response(zipOf([['index.html', page], ['data.json', data], ...filesToPack(file, key, (work) => asIn(actor, id, work))], at), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': 'attachment; filename="donnees.zip"',
			'cache-control': 'no-store'
		}
	});
}
