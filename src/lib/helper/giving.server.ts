import { fail } from '@sveltejs/kit';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { readForm, type Issue, type Typed } from '../web/form.ts';
import { once } from '../web/once.server.ts';
import { giveHelper } from './helper.server.ts';
import { helperForm } from './rules.ts';

/** What the page says once it is given: the code stands in this answer and nowhere else. */
export interface Given {
	/** Undefined when the same form was sent before: the code is not shown twice. */
	code?: string;
	name: string;
	until: string;
	/** The page where it is typed. */
	address: string;
}

interface Answer {
	issues: Issue[];
	typed: Typed;
	given?: Given;
}

/**
 * Reads the form that lets somebody in, gives it once, and answers with his code.
 * @param where the plain day and the zone of her place, the address of this page
 * @param work opens a transaction and names the part of her pathway; `give` gives in it
 */
export async function givenHelper(
	request: Request,
	{ today, zone, url }: { today: string; zone: string; url: URL },
	work: (give: (tx: Tx, part: Pathway) => Promise<void>, part: string | null) => Promise<void>
): Promise<ReturnType<typeof fail<Answer>> | Answer> {
	const read = await readForm(request, helperForm(today));
	Object.assign(read.typed, { pin: undefined, again: undefined });
	if (!read.ok) return fail<Answer>(422, { issues: read.issues, typed: read.typed });
	const { name, until, part } = read.data;
	const given: Given = { name: name.trim(), until, address: `${url.origin}/moi` };
	await work(async (tx, pathway) => {
		await once(tx, read.formKey, async () => {
			given.code = await giveHelper(tx, pathway, read.data, zone);
			return url.pathname;
		});
	}, part);
	return { issues: [], typed: {}, given };
}
