import assert from 'node:assert/strict';
import crypto, { randomInt } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { after, beforeEach, test } from 'node:test';
import { house } from '../../../tests/house.ts';

// Counted before anything takes hold of it: how much work an answer costs is what a stopwatch would tell a stranger.
let computed = 0;
const argon2 = crypto.argon2;
crypto.argon2 = ((...asked: Parameters<typeof argon2>) => {
	computed += 1;
	argon2(...asked);
}) as typeof argon2;
syncBuiltinESMExports();
const { codeIn, doorBrowser, giveCard, outboxOf, PIN, writeContacts } = await import('../../../tests/scenes/door.ts');
const { newCode } = await import('./code.ts');
const { askCodeAtDoor, askCodeInside, codesWritten, useCodeInside } = await import('./one-time.server.ts');
const { joinCarnet, signInWithCarnet } = await import('./sign-in.server.ts');
const { readHerSession } = await import('../server/person-session.ts');
const { readParts } = await import('../space/her.server.ts');
const { asHer } = await import('../server/db.ts');
const { tidyOutbox } = await import('../server/outbox.ts');
const { asRole } = await import('../server/db.ts');

const home = await house({ after });
const aurore = await home.member(await home.organization('Relance d’essai'));
const paul = await home.member(await home.organization('Logement d’essai'), ['practitioner'], { first: 'Paul' });
const PHONE = { kind: 'phone' as const, value: '0470 98 01 42' };
let numbers = 10;
/** A number of nobody's yet. */
const phone = () => ({ kind: 'phone' as const, value: `0470 98 02 ${(numbers += 1)}` });

beforeEach(async () => {
	await codesWritten();
	await home.sql('delete from outbox');
});

type Card = Awaited<ReturnType<typeof giveCard>>;
async function somebody(contacts: Parameters<typeof writeContacts>[3] = [phone()], old = true): Promise<Card> {
	const pathway = await home.pathway(aurore, 'Nadia B.');
	await writeContacts(home, aurore, pathway, contacts, old);
	const card = await giveCard(aurore, pathway);
	await home.sql('delete from outbox');
	return card;
}
const ask = async (visit: ReturnType<typeof doorBrowser>, code: string, aloud = false) => {
	const wait = await askCodeAtDoor(visit, { code, aloud });
	await codesWritten();
	return wait;
};
const sent = async () => codeIn((await outboxOf(home)).at(-1)?.text ?? '');
const come = (visit: ReturnType<typeof doorBrowser>, code: string, pin: string) => signInWithCarnet(visit, { code, pin });

test('A one-time code goes to her safe contact, names nobody, and opens once, in the browser that asked.', async () => {
	const card = await somebody([PHONE]);
	const [visit, other] = [doorBrowser(), doorBrowser()];
	await ask(visit, card.code);
	const [message, ...more] = await outboxOf(home);
	assert.deepEqual([message?.channel, message?.to, message?.organization, more.length], ['sms', '+32470980142', null, 0]);
	assert.match(message!.text, /^Votre code : \d{4} \d{4}\. Il sert 10 minutes\. Ne le dites à personne\.$/);
	const code = await sent();
	assert.deepEqual(await come(other, card.code, code), { step: 'refused' }, 'another browser');
	assert.deepEqual(await come(visit, card.code, code), { step: 'in' });
	assert.equal(visit.jar.has('asked'), false);
	const again = doorBrowser();
	again.jar.set('asked', visit.set.find(({ name }) => name === 'asked')!.value);
	assert.deepEqual(await come(again, card.code, code), { step: 'refused' }, 'once');
	assert.equal((await readHerSession(visit))?.proof, 'code');
});

test('The code is in no table as it was said, and its try is counted before it is compared: after five it opens nothing.', async () => {
	const card = await somebody();
	const visit = doorBrowser();
	await ask(visit, card.code);
	const code = await sent();
	const [row] = await home.sql<{ line: string }>('select c::text as line from auth.person_code c order by created_at desc limit 1');
	assert.ok(!row!.line.includes(code) && !row!.line.includes(visit.jar.get('asked')!));
	const wrong = code.replace(/.$/, (last) => String((Number(last) + 1) % 10));
	const tries = await Promise.all(
		Array.from({ length: 5 }, (_, n) => {
			const elsewhere = doorBrowser({ from: `100.64.${n}.9` });
			elsewhere.jar.set('asked', visit.jar.get('asked')!);
			return come(elsewhere, card.code, wrong);
		})
	);
	assert.deepEqual(new Set(tries.map(({ step }) => step)), new Set(['refused']));
	assert.deepEqual(await come(visit, card.code, code), { step: 'refused' });
});

test('After ten minutes it opens nothing and does not leave any more.', async () => {
	const card = await somebody();
	const visit = doorBrowser();
	await ask(visit, card.code);
	const code = await sent();
	await home.sql(`update auth.person_code set expires_at = now() - interval '1 second'`);
	assert.deepEqual(await come(visit, card.code, code), { step: 'refused' });
	await home.sql(`update outbox set give_up_at = now() - interval '1 second'`);
	await asRole('cheminer_jobs', tidyOutbox);
	assert.deepEqual(await home.sql('select state from outbox'), [{ state: 'refused' }]);
});

const NOWHERE: [string, Parameters<typeof writeContacts>[3], boolean][] = [
	['none at all', [], true],
	['one that others at home see', [{ ...PHONE, shared: true }], true],
	['one that bears a caution', [{ ...PHONE, caution: 'ne pas laisser de message' }], true],
	['one that was written down today', [PHONE], false],
	['a postal address', [{ kind: 'post', value: 'rue du Pont 3' }], true]
];

test('No card, no contact, an unsafe one or a new one: asking is answered alike, writes alike, and no code leaves.', async () => {
	const write = async (code: string) => {
		const before = await home.sql<{ n: number }>('select count(*)::int as n from auth.person_code');
		const visit = doorBrowser();
		computed = 0;
		assert.equal(await ask(visit, code), 0);
		const after = await home.sql<{ n: number }>('select count(*)::int as n from auth.person_code');
		return {
			rows: after[0]!.n - before[0]!.n,
			computed,
			cookies: visit.set.map(({ name, value, options }) => [name, value.length, options]),
			left: (await outboxOf(home)).length
		};
	};
	const told = await write((await somebody()).code);
	assert.deepEqual([told.left, told.computed, told.rows], [1, 0, 1]);
	for (const [what, contacts, old] of NOWHERE) {
		const { code } = await somebody(contacts, old);
		assert.deepEqual(await write(code), { ...told, left: 0 }, what);
	}
	assert.deepEqual(await write(newCode(randomInt)), { ...told, left: 0 }, 'no card');
	const former = await somebody();
	await giveCard(aurore, former.pathway, '736152');
	await home.sql('delete from outbox');
	assert.deepEqual(await write(former.code), { ...told, left: 0 }, 'a card that ended');
});

test('A wrong code costs the same work as a wrong PIN, card or no card: one Argon2id.', async () => {
	const card = await somebody();
	const cost = async (code: string, asked: boolean) => {
		const visit = doorBrowser();
		if (asked) await ask(visit, code);
		computed = 0;
		assert.deepEqual(await come(visit, code, '00000000'), { step: 'refused' });
		return computed;
	};
	await come(doorBrowser(), newCode(randomInt), PIN);
	const nobody = newCode(randomInt);
	assert.deepEqual(
		[await cost(card.code, true), await cost(nobody, true), await cost(card.code, false), await cost(nobody, false)],
		[1, 1, 1, 1]
	);
});

test('Nobody makes her phone ring all day: four an hour for one card, four for one number, from whatever network.', async () => {
	const [one, other] = [await somebody([PHONE]), await somebody([PHONE])];
	await home.sql('delete from auth.attempt');
	const waits = [];
	for (let n = 0; n < 7; n += 1) waits.push(await ask(doorBrowser(), one.code));
	assert.deepEqual(waits.slice(0, 4), [0, 0, 0, 0]);
	assert.ok(
		waits.slice(4).every((wait) => wait > 0),
		String(waits)
	);
	assert.equal((await outboxOf(home)).length, 4);
	assert.equal(await ask(doorBrowser(), other.code), 0, 'another card of the same number is answered like any other');
	assert.equal((await outboxOf(home)).length, 4, 'and nothing is sent');
});

test('Aloud, it is said digit by digit on the phone; a mail takes it where there is no phone.', async () => {
	const card = await somebody([PHONE]);
	await home.sql('delete from auth.attempt');
	const visit = doorBrowser();
	await ask(visit, card.code, true);
	const [call] = await outboxOf(home);
	assert.equal(call?.channel, 'voice');
	assert.match(call!.text, /^Voici un code : (\d, ){7}\d\. Je répète : (\d, ){7}\d\./);
	await home.sql('delete from outbox');
	const written = await somebody([{ kind: 'mail', value: 'nadia@courriel.example' }]);
	await ask(doorBrowser(), written.code);
	assert.deepEqual(
		(await outboxOf(home)).map(({ channel, to }) => [channel, to]),
		[['mail', 'nadia@courriel.example']]
	);
});

/** Cards of two organisations for one and the same woman, joined; each knows her by a number of its own. */
async function joined() {
	const mine = await somebody([{ kind: 'phone', value: '0470 98 03 11' }]);
	const pathway = await home.pathway(paul, 'Nadia Autre');
	await writeContacts(home, paul, pathway, [{ kind: 'phone', value: '0470 98 03 22' }]);
	const other = await giveCard(paul, pathway);
	const visit = doorBrowser();
	await come(visit, mine.code, mine.pin);
	await joinCarnet(visit, (await readHerSession(visit))!, other);
	await home.sql('delete from outbox');
	await home.sql('delete from auth.attempt');
	return { mine, other };
}
const partsOf = async (visit: ReturnType<typeof doorBrowser>) =>
	(await asHer((await readHerSession(visit))!, readParts)).map(({ accompaniment }) => accompaniment.id).sort();

test('With a code only the part of that card opens: the other organisation’s by a code to the number known there.', async () => {
	const { mine, other } = await joined();
	const visit = doorBrowser();
	await ask(visit, mine.code);
	await come(visit, mine.code, await sent());
	assert.deepEqual(await partsOf(visit), [mine.pathway.id], 'whoever writes her number there reads there, and no further');
	await home.sql('delete from outbox');
	await askCodeInside(visit, (await readHerSession(visit))!, { aloud: false });
	await codesWritten();
	const messages = await outboxOf(home);
	assert.deepEqual(
		messages.map(({ to }) => to),
		['+32470980322']
	);
	assert.equal(await useCodeInside(visit, (await readHerSession(visit))!, '00000000'), 'refused');
	assert.equal(await useCodeInside(visit, (await readHerSession(visit))!, codeIn(messages[0]!.text)), 'opened');
	assert.deepEqual(await partsOf(visit), [mine.pathway.id, other.pathway.id].sort());
});

test('A replaced card opens its own part; the joined one comes back by a code to the number known there, never by time alone.', async () => {
	const { mine, other } = await joined();
	const next = await giveCard(aurore, mine.pathway, '736152');
	await home.sql('delete from outbox');
	await home.sql(
		`update carnet set created_at = created_at - interval '90 days', noticed_at = noticed_at - interval '90 days' where id = $1`,
		[next.id]
	);
	const visit = doorBrowser();
	await come(visit, next.code, next.pin);
	assert.deepEqual(await partsOf(visit), [mine.pathway.id]);
	const her = (await readHerSession(visit))!;
	assert.equal(her.settles, null);
	await askCodeInside(visit, her, { aloud: false });
	await codesWritten();
	const [message, ...more] = await outboxOf(home);
	assert.deepEqual([message?.to, more.length], ['+32470980322', 0]);
	assert.equal(await useCodeInside(visit, her, codeIn(message!.text)), 'opened');
	assert.deepEqual(await partsOf(visit), [mine.pathway.id, other.pathway.id].sort());
	const later = doorBrowser();
	await come(later, next.code, next.pin);
	assert.deepEqual(await partsOf(later), [mine.pathway.id, other.pathway.id].sort(), 'and stays, as with its PIN');
});

test('In a session that a code opened, the card of the other organisation proved with its own PIN opens at once.', async () => {
	const mine = await somebody();
	const pathway = await home.pathway(paul, 'Nadia Autre');
	const other = await giveCard(paul, pathway);
	const visit = doorBrowser();
	await home.sql('delete from outbox');
	await ask(visit, mine.code);
	await come(visit, mine.code, await sent());
	await joinCarnet(visit, (await readHerSession(visit))!, other);
	assert.deepEqual(await partsOf(visit), [mine.pathway.id, pathway.id].sort());
});

test('Asking for the rest is answered alike where there is none: a card in wrong hands does not tell that she is known elsewhere.', async () => {
	const alone = await somebody();
	await home.sql(`update carnet set trusted_at = now() where id = $1`, [alone.id]);
	const visit = doorBrowser();
	await come(visit, alone.code, alone.pin);
	const her = (await readHerSession(visit))!;
	assert.equal(await askCodeInside(visit, her, { aloud: false }), 0);
	await codesWritten();
	assert.deepEqual(await outboxOf(home), []);
	assert.equal(await useCodeInside(visit, her, '12345678'), 'refused');
});
