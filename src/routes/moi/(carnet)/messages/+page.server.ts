import { fail, redirect } from '@sveltejs/kit';
import { readDays } from '#lib/correspondence/days.server.ts';
import { markRead, partsToRead, readMessages, withdrawMessage, writeMessage } from '#lib/correspondence/messages.server.ts';
import { OneMessageForm, ReadForm, saidOf } from '#lib/correspondence/rules.ts';
import { readMessageFields } from '#lib/correspondence/sent.server.ts';
import { urgentNumbers } from '#lib/correspondence/words.ts';
import { UnfitFile } from '#lib/files/rules.ts';
import { countryProfile } from '#lib/frame/country/country.ts';
import { calledNames, walkingWithHer } from '#lib/interviews/audience.server.ts';
import { asHer, type Tx } from '#lib/server/db.ts';
import { herOf, readParts, type Part } from '#lib/space/her.server.ts';
import { partHead } from '#lib/space/parts.ts';
import { inHerParts, partToWrite } from '#lib/space/writing.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { formOf, readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** Her messages with those who accompany her: one conversation for each part of her pathway. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	const today = inputDate(new Date(), her.timeZone);
	return asHer(her, async (tx) => {
		const [parts, fresh] = await Promise.all([readParts(tx), partsToRead(tx)]);
		const part = wantedPart(parts, url.searchParams.get('partie'));
		return {
			parts: parts.map((one) => ({ ...partHead(one), fresh: fresh.has(one.accompaniment.id) })),
			conversation: part && (await readConversation(tx, part, url.searchParams.get('avant'), today)),
			numbers: urgentNumbers(countryProfile(her.country).worry),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

/** The part that an address names, or the only one; null when she has to choose. */
function wantedPart(parts: readonly Part[], wanted: string | null): Part | null {
	if (wanted === null) return parts.length === 1 ? parts[0]! : null;
	return found(parts.find(({ accompaniment }) => accompaniment.id === idFrom(wanted)));
}

async function readConversation(tx: Tx, part: Part, before: string | null, today: string) {
	const [{ messages, next }, named] = await Promise.all([readMessages(tx, part, before), walkingWithHer(tx, part)]);
	const names = calledNames(named);
	const days = await readDays(
		tx,
		named.map(({ id }) => id)
	);
	return {
		...partHead(part),
		phone: part.organization.phone,
		first: before === null,
		messages,
		next,
		named: named.map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name, days: saidOf(days.get(id), today) }))
	};
}

/** What comes back when it could not be sent: everything typed. */
const back = (issues: Issue[], typed: Typed) => fail(422, { issues, typed });

const pathOf = (part: Part, done: string) => `/moi/messages?partie=${part.accompaniment.id}&fait=${done}`;
const partOfMessage = (tx: Tx, id: string) =>
	inHerParts(tx, async (part) =>
		tx.selectFrom('message').select('id').where('id', '=', id).where('accompaniment_id', '=', part.accompaniment.id).executeTakeFirst()
	);

export const actions = {
	/** She writes to those whom she ticked, of those who walk with her today. */
	ecrire: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readMessageFields(await formOf(request));
		if (!read.ok) return back(read.issues, read.typed);
		const { part: wanted, text, readers } = read.data;
		const said = { text, readers, voice: read.voice, paper: read.paper };
		if (said.readers.length === 0) return back([{ field: 'readers', code: 'choice' }], read.typed);
		let path: string;
		try {
			path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					const part = await partToWrite(tx, found(wanted));
					const named = await walkingWithHer(tx, part);
					// Whoever was ticked may have left since the page was read: a message that nobody reads is no message.
					if (!named.some(({ id }) => said.readers.includes(id))) throw new StaleError({});
					await writeMessage(tx, part, said, named);
					return pathOf(part, 'envoye');
				})
			);
		} catch (problem) {
			if (problem instanceof UnfitFile) return back([{ field: read.paper ? 'paper' : 'voice', code: problem.code }], read.typed);
			if (!(problem instanceof StaleError)) throw problem;
			return back([{ field: 'readers', code: 'choice' }], read.typed);
		}
		redirect(303, path);
	},

	retirer: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, OneMessageForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				const { part } = await partOfMessage(tx, read.data.message);
				await withdrawMessage(tx, part, read.data.message);
				return pathOf(part, 'retire');
			})
		);
		redirect(303, path);
	},

	/** She read them: known to her alone. */
	lu: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, ReadForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				const { part } = await partOfMessage(tx, found(read.data.messages.at(0)));
				await markRead(tx, part, read.data.messages);
				return pathOf(part, 'lu');
			})
		);
		redirect(303, path);
	}
};
