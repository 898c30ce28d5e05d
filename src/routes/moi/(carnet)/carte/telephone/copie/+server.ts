import { error, json } from '@sveltejs/kit';
import { HerPinForm } from '#lib/carnet/rules.ts';
import { herOf } from '#lib/space/her.server.ts';
import { readCopy } from '#lib/space/offline/copy.server.ts';
import { keptHere, markKept, mayKeep } from '#lib/space/offline/device.server.ts';
import { proveAgain } from '#lib/space/offline/prove.server.ts';
import { readForm } from '#lib/web/form.ts';

/** A fresher copy, for a browser that keeps one of hers already. */
export async function GET(event) {
	const her = herOf(event.locals);
	if ((await keptHere(event, her)) !== 'kept') error(404);
	markKept(event, her);
	return json(await readCopy(her));
}

/** The first copy: she types her PIN again, and it is proved here before anything is laid down there. */
export async function POST(event) {
	const her = herOf(event.locals);
	if (!(await mayKeep(her))) error(404);
	const read = await readForm(event.request, HerPinForm);
	if (!read.ok) return json({}, { status: 422 });
	const proved = await proveAgain(event, her, read.data.pin);
	if (proved.step === 'wait') return json({}, { status: 429, headers: { 'retry-after': String(proved.seconds) } });
	if (proved.step === 'refused') return json({}, { status: 422 });
	markKept(event, her);
	return json(await readCopy(her));
}
