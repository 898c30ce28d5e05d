import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { namedToday } from '#lib/interviews/audience.server.ts';
import { keepContacts, readContacts } from '#lib/people/contact.server.ts';
import { as, asHer, asRole, keyring } from '#lib/server/db.ts';
import { openMail, type Mail } from '#lib/server/mail.ts';
import { sendWaiting, type Relay, type Within } from '#lib/server/outbox.ts';
import { house } from '../../../tests/house.ts';
import { someone } from '../../../tests/scenes/hers.ts';
import { markRead, withdrawMessage, writeMessage } from './messages.server.ts';
import { keepNoticeChoice, queueNotice, readNoticeChoice, readSafeAddresses } from './notices.server.ts';
import { NoticeForm } from './rules.ts';

const home = await house({ after });
const within: Within = (work) => asRole('cheminer_jobs', work);
type Someone = Awaited<ReturnType<typeof someone>>;
let organization: string, aurore: Actor;

before(async () => {
	organization = await home.organization('Relance-Sambre');
	aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
});
beforeEach(async () => {
	await home.sql('delete from outbox');
	await home.sql('delete from notice');
	await itIs(14);
});

/** Moves the territory to where it is this hour now: tests never touch a clock. */
async function itIs(hour: number): Promise<void> {
	const ahead = ((((hour - new Date().getUTCHours() + 12) % 24) + 24) % 24) - 12;
	// POSIX counts the other way round.
	await home.sql('update territory set time_zone = $1', [`Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`]);
}

/** Somebody with a card and these ways to reach her. */
async function reached(
	name: string,
	contacts: { kind: 'mail' | 'phone'; value: string; shared?: boolean }[],
	among = aurore
): Promise<Someone> {
	const who = await someone(home, among, name);
	await who.staff(among, (tx, { accompaniment, key }) =>
		keepContacts(
			tx,
			accompaniment.organization_id,
			accompaniment.id,
			key,
			contacts.map((one) => ({ id: null, hours: '', caution: '', shared: false, ...one }))
		)
	);
	return who;
}
const MAIL = { kind: 'mail', value: 'nadia@boite.example' } as const;

/** She asks for a word at her first safe address, at any hour but hers. */
const ask = (who: Someone, sent: Record<string, string> = {}, language = 'fr') =>
	who.on(async (tx, part) => {
		const [address] = await readSafeAddresses(tx, part, 'BE');
		return keepNoticeChoice(tx, part, NoticeForm.parse({ contact: address?.id ?? '', ...sent }), { language, country: 'BE' });
	});
const write = (who: Someone, text = 'Le CPAS a accepté votre dossier', actor = aurore) =>
	who.staff(actor, async (tx, pathway) => {
		const id = await writeMessage(tx, pathway, { text, readers: [] }, await namedToday(tx, pathway));
		await queueNotice(tx, pathway, 'BE');
		return id;
	});
const waiting = () =>
	home.sql<{ id: string; sealed: string; state: string; minutes: number; local: string }>(
		`select o.id, o.sealed, o.state, round(extract(epoch from o.next_try_at - o.created_at) / 60)::int as minutes,
			to_char(o.next_try_at at time zone (select time_zone from territory limit 1), 'HH24:MI') as local from outbox o order by o.id`
	);
/** The hour at which it leaves has come. */
const itIsTime = () => home.sql(`update outbox set next_try_at = now() - interval '1 second' where state = 'waiting'`);

/** What would leave now. */
async function leaves(): Promise<Mail[]> {
	const sent: Mail[] = [];
	const relay: Relay = {
		channels: ['mail', 'sms'],
		answers: async () => true,
		send: async (id, { sealed }, ring) => {
			sent.push(openMail(ring, id, sealed));
			return 'sent';
		},
		close: () => undefined
	};
	await sendWaiting(within, keyring(), relay);
	return sent;
}

describe('a neutral word', () => {
	it('is sent to nobody who did not ask for it', async () => {
		const who = await reached('Nadia B.', [MAIL]);
		await write(who);
		assert.deepEqual(await waiting(), []);
		assert.equal(await who.on(readNoticeChoice), null);
	});

	it('says that there is something to read, in her language, and nothing else: no service, name, reason or link', async () => {
		const who = await reached('Nadia B.', [MAIL]);
		await ask(who);
		await write(who);
		const [row] = await waiting();
		assert.equal(row?.minutes, 10);
		assert.deepEqual(openMail(keyring(), row!.id, row!.sealed), {
			to: 'nadia@boite.example',
			subject: 'Un mot à lire',
			text: 'Vous avez un mot à lire.',
			bare: true
		});
		assert.deepEqual(await leaves(), [], 'not at once: she may be there');
		await itIsTime();
		assert.equal((await leaves()).length, 1);
		await ask(who, {}, 'en');
		await home.sql(`update notice set leaves_at = now() - interval '25 hours'`);
		await write(who);
		const [english] = (await waiting()).filter(({ state }) => state === 'waiting');
		assert.equal(openMail(keyring(), english!.id, english!.sealed).text, 'You have something to read.');
	});

	it('leaves once a day at most, whoever writes and in whichever part', async () => {
		const who = await reached('Nadia B.', [MAIL]);
		await ask(who);
		await write(who);
		await write(who, 'Encore');
		assert.equal((await waiting()).length, 1);
		await itIsTime();
		assert.equal((await leaves()).length, 1);
		await write(who, 'Et encore');
		assert.equal((await waiting()).length, 1, 'none more within the day');
		// The same person, known in another organisation too: a word of that part counts.
		const [elsewhere, other] = [await home.organization('Ailleurs'), newId()];
		await home.sql(
			`insert into accompaniment (id, organization_id, person_id, name_to_use, opened_on) values ($1, $2, $3, 'Nadia', current_date)`,
			[other, elsewhere, who.person]
		);
		await home.sql('update notice set accompaniment_id = $1, organization_id = $2', [other, elsewhere]);
		await write(who, 'Toujours');
		assert.equal((await waiting()).length, 1);
		await home.sql(`update notice set leaves_at = now() - interval '25 hours'`);
		await write(who, 'Le lendemain');
		assert.equal((await waiting()).length, 2);
	});

	it('leaves as long as something is unread, whoever came with her card since: a second PIN reads nothing', async () => {
		const who = await reached('Nadia B.', [MAIL]);
		await ask(who);
		await write(who);
		await session(who.her.cards[0]!, '5 minutes');
		await itIsTime();
		assert.equal((await leaves()).length, 1);
	});

	it('does not leave once she read the messages, or they were taken back, or she wants none any more', async () => {
		const settled: [string, (who: Someone, message: string) => Promise<unknown>][] = [
			['read', (who, message) => who.on((tx, part) => markRead(tx, part, [message]))],
			['taken back', (who, message) => who.staff(aurore, (tx, pathway) => withdrawMessage(tx, pathway, message))],
			['none any more', (who) => who.on((tx, part) => keepNoticeChoice(tx, part, NoticeForm.parse({}), { language: 'fr', country: 'BE' }))],
			['ended', (who) => home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [who.id])],
			['no card', (who) => home.sql('update carnet set ended_at = now() where accompaniment_id = $1', [who.id])],
			['not safe', (who) => home.sql('update contact set safe = false where accompaniment_id = $1', [who.id])],
			['another address', (who) => home.sql(`update contact set value_index = 'autre' where accompaniment_id = $1`, [who.id])]
		];
		for (const [what, happens] of settled) {
			const who = await reached('Nadia B.', [MAIL]);
			await ask(who);
			const message = await write(who);
			await happens(who, message);
			await itIsTime();
			assert.deepEqual(await leaves(), [], what);
			assert.deepEqual(await waiting(), [], what);
		}
	});

	it('waits in her quiet hours, when it is written in them and when it could not leave before', async () => {
		const who = await reached('Nadia B.', [MAIL]);
		await ask(who, { from: '20', until: '8' });
		await itIs(22);
		await write(who);
		assert.equal((await waiting())[0]?.local, '08:00');
		await itIs(14);
		await home.sql('delete from outbox');
		await home.sql('delete from notice');
		await write(who);
		await itIsTime();
		await itIs(22);
		assert.deepEqual(await leaves(), [], 'the relay was away until the evening');
		assert.deepEqual(
			(await waiting()).map(({ state, local }) => [state, local]),
			[['waiting', '08:00']]
		);
	});
});

const session = (card: string, inFor: string) =>
	home.sql(
		`insert into auth.person_session (id, carnet_id, token, expires_at, created_at) values ($1, $2, $3, now() + interval '30 minutes' + $4::interval, now() + $4::interval)`,
		[newId(), card, newId(), inFor]
	);

describe('when it may leave', () => {
	const wall = new pg.Client({ connectionString: home.ownerUrl });
	before(async () => {
		await wall.connect();
		await wall.query('set role cheminer_wall');
	});
	after(() => wall.end());

	const at = async (when: string, { from = 20, until = 8, days = [7], zone = 'Europe/Brussels' } = {}) => {
		const { rows } = await wall.query<{ at: Date | null }>('select after_quiet($1, $2, $3, $4, $5::smallint[]) as at', [
			when,
			zone,
			from,
			until,
			days
		]);
		return rows[0]?.at?.toISOString() ?? null;
	};

	it('is outside of her hours and of her days, in the zone of the place', async () => {
		assert.equal(await at('2026-11-30T12:34:56Z'), '2026-11-30T12:34:56.000Z', 'a Monday at half past one');
		assert.equal(await at('2026-11-30T19:00:00Z'), '2026-12-01T07:00:00.000Z', 'eight in the evening is quiet already');
		assert.equal(await at('2026-12-01T05:00:00Z'), '2026-12-01T07:00:00.000Z');
		assert.equal(await at('2026-12-05T20:00:00Z'), '2026-12-07T07:00:00.000Z', 'a Saturday evening, and Sundays are quiet');
		assert.equal(await at('2026-12-04T20:00:00Z', { days: [6, 7], until: 11, from: 17 }), '2026-12-07T10:00:00.000Z');
		assert.equal(await at('2026-10-24T20:00:00Z', { days: [] }), '2026-10-25T07:00:00.000Z', 'the night in which the clocks change');
		assert.equal(await at('2026-12-01T12:00:00Z', { days: [1, 2, 3, 4, 5, 6, 7] }), null);
	});
});

describe('her choice', () => {
	it('offers her safe addresses alone, in concealed mode too, and no other can be chosen', async () => {
		const who = await reached('Nadia B.', [
			{ kind: 'mail', value: 'famille@boite.example', shared: true },
			MAIL,
			{ kind: 'mail', value: 'pas une adresse' }
		]);
		const offered = async () => (await who.on((tx, part) => readSafeAddresses(tx, part, 'BE'))).map(({ value }) => value);
		assert.deepEqual(await offered(), ['nadia@boite.example']);
		await home.sql('update accompaniment set concealed = true, alias = $1 where id = $2', ['N.', who.id]);
		assert.deepEqual(await offered(), ['nadia@boite.example']);
		const shared = (await who.staff(aurore, (tx, { accompaniment, key }) => readContacts(tx, accompaniment.id, key))).find(
			({ safe }) => !safe
		)!;
		assert.equal(await ask(who, { contact: shared.id }), false);
		await assert.rejects(
			asHer(who.her, (tx) =>
				sql`insert into notice_choice (accompaniment_id, contact_id, value_index, language)
					select ${who.id}, c.id, c.value_index, 'fr' from contact c where c.id = ${shared.id}`.execute(tx)
			),
			{ status: 404 }
		);
	});

	it('is hers alone: nobody of the house reads or makes it, and a staff session asks for no word but of its own people', async () => {
		const who = await reached('Nadia B.', [MAIL]);
		await ask(who);
		const stranger = await home.member(organization, ['practitioner', 'front-desk', 'coordination', 'administrator'], { first: 'Luc' });
		for (const actor of [aurore, stranger])
			for (const table of ['notice_choice', 'notice'])
				await assert.rejects(
					as(actor, (tx) => sql`select * from ${sql.table(table)}`.execute(tx)),
					{ status: 404 },
					`${actor.firstName} ${table}`
				);
		const { rows } = await as(stranger, (tx) => sql`select * from notice_due(${who.id})`.execute(tx));
		assert.deepEqual(rows, []);
		await assert.rejects(
			as(stranger, (tx) =>
				sql`insert into notice (id, accompaniment_id, leaves_at) values (gen_random_uuid(), ${who.id}, now())`.execute(tx)
			),
			{ status: 404 }
		);
		assert.deepEqual(await home.sql(`select from audit where subject in ('notice', 'notice_choice')`), []);
		assert.ok((await who.on(readNoticeChoice))?.stands);
		await home.sql(`update contact set value_index = 'autre' where accompaniment_id = $1`, [who.id]);
		assert.equal((await who.on(readNoticeChoice))?.stands, false, 'an address that was changed is asked again');
	});
});

it('no word of a message is in the outbox, even for whoever holds the installation key', async () => {
	const who = await reached('Nadia B.', [MAIL]);
	await ask(who);
	await write(who, 'Canarimessage');
	for (const { id, sealed } of await waiting())
		assert.doesNotMatch(JSON.stringify(openMail(keyring(), id, sealed)), /Canarimessage|Relance|Aurore|Nadia|http/);
});
