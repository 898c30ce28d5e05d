import { redirect } from '@sveltejs/kit';
import { isLocale } from '#lib/paraglide/runtime.js';
import { keepLanguage, speakHere } from '#lib/space/language.server.ts';
import { isHers } from '#lib/space/paths.ts';
import { formOf } from '#lib/web/form.ts';
import { pathHere } from '#lib/web/path-here.ts';

/** The language she chose, at the door and behind it; then the page she was on. */
export async function POST(event) {
	const form = await formOf(event.request);
	const language = form.get('langue');
	if (typeof language === 'string' && isLocale(language)) {
		speakHere(event, language);
		if (event.locals.her) await keepLanguage(event.locals.her, language);
	}
	const back = pathHere(form.get('suite'));
	redirect(303, back !== undefined && isHers(new URL(back, event.url).pathname) ? back : '/moi');
}
