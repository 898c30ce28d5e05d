import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { namedToday, walkingWithHer } from '#lib/interviews/audience.server.ts';
import { as, asHer } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { herScene, someone } from '../../../tests/scenes/hers.ts';
import { keepDays, readDays, readMyDays } from './days.server.ts';
import { audienceOfLast, markRead, partsToRead, readMessages, readWaiting, withdrawMessage, writeMessage } from './messages.server.ts';
import { DaysForm, saidOf } from './rules.ts';

const home = await house({ after });
let scene: Awaited<ReturnType<typeof herScene>>;
let aurore: Actor, paul: Actor, claire: Actor;
const refused = { status: 404 };

before(async () => {
	scene = await herScene(home);
	({ aurore, paul, claire } = scene);
});

const said = (text: string, ...readers: Actor[]) => ({ text, readers: readers.map(({ member }) => member) });
/** She writes, in her own space. */
const hers = (text: string, readers: Actor[], who = scene.nadia) =>
	who.on(async (tx, part) => writeMessage(tx, part, said(text, ...readers), await walkingWithHer(tx, part)));
/** One of those who accompany her writes. */
const theirs = (actor: Actor, text: string, readers: Actor[] = [], who = scene.nadia) =>
	who.staff(actor, async (tx, pathway) => writeMessage(tx, pathway, said(text, ...readers), await namedToday(tx, pathway)));
const seenBy = async (actor: Actor, who = scene.nadia) =>
	(await who.staff(actor, (tx, pathway) => readMessages(tx, pathway, null))).messages;
const seenByHer = async (who = scene.nadia) => (await who.on((tx, part) => readMessages(tx, part, null))).messages;
const texts = (messages: { text: string | null }[]) => messages.map(({ text }) => text);

describe('what she writes', () => {
	it('is read by those whom she named and by nobody else, sealed, and signed by nobody of the house', async () => {
		const id = await hers('Pour Aurore seulement', [aurore]);
		assert.deepEqual(texts(await seenBy(aurore)), ['Pour Aurore seulement']);
		assert.deepEqual(await seenBy(paul), [], 'he walks with her and is not named');
		const [row] = await home.sql<{ line: string; author_id: string | null; organization_id: string }>(
			'select m::text as line, author_id, organization_id from message m where id = $1',
			[id]
		);
		assert.deepEqual([row!.author_id, row!.organization_id], [null, scene.organization]);
		assert.doesNotMatch(row!.line, /Aurore/);
		assert.deepEqual((await seenByHer()).at(0)?.readers, ['Aurore']);
		assert.deepEqual(await as(paul, (tx) => tx.selectFrom('audit').select('subject').where('row_id', '=', id).execute()), []);
	});

	it('is nothing to a colleague outside, to whom she excluded, the front desk, coordination, the administrator, another organisation', async () => {
		await hers('Entre nous', [aurore, paul]);
		const others = [
			claire,
			await home.member(scene.organization, ['front-desk', 'coordination', 'administrator']),
			await home.member(await home.organization('Ailleurs'), ['practitioner', 'front-desk', 'coordination', 'administrator'])
		];
		for (const actor of others)
			for (const table of ['message', 'message_reader', 'message_read'] as const)
				assert.deepEqual(await as(actor, (tx) => tx.selectFrom(table).selectAll().execute()), [], `${actor.firstName} ${table}`);
		await asHer(scene.nadia.her, (tx) => sql`select she_excludes(${paul.member})`.execute(tx));
		assert.deepEqual(await as(paul, (tx) => tx.selectFrom('message').selectAll().execute()), []);
		assert.deepEqual(await as(paul, readWaiting), []);
		await asHer(scene.nadia.her, (tx) => sql`select she_lifts(${paul.member})`.execute(tx));
		await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: scene.nadia.id, member_id: paul.member }).execute());
	});

	it('is not opened by being named later, neither with her nor with the message', async () => {
		const who = await someone(home, aurore, 'Yasmine O.');
		const id = await hers('Avant', [aurore], who);
		await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: who.id, member_id: paul.member }).execute());
		assert.deepEqual(await seenBy(paul, who), []);
		const widen = (tx: Parameters<Parameters<typeof as>[1]>[0]) =>
			tx.insertInto('message_reader').values({ message_id: id, accompaniment_id: who.id, member_id: paul.member }).execute();
		for (const actor of [aurore, paul]) await assert.rejects(as(actor, widen), refused);
		await assert.rejects(asHer(who.her, widen), refused, 'not by herself either: she writes another');
		assert.deepEqual(await seenBy(paul, who), []);
		await hers('Après', [aurore, paul], who);
		assert.deepEqual(texts(await seenBy(paul, who)), ['Après']);
	});

	it('is read by a cover whom she named, until the cover ends; a new lead does not read what was written before', async () => {
		const who = await someone(home, aurore, 'Kevin M.');
		await home.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until, added_by) values ($1, $2, $3, 'cover', now() + interval '1 day', $4)`,
			[who.id, scene.organization, claire.member, aurore.member]
		);
		await hers('Pendant le remplacement', [aurore, claire], who);
		assert.deepEqual(texts(await seenBy(claire, who)), ['Pendant le remplacement']);
		await home.sql(`update colleague set until = now() - interval '1 second' where accompaniment_id = $1 and member_id = $2`, [
			who.id,
			claire.member
		]);
		await assert.rejects(seenBy(claire, who), refused);
		await home.sql('update accompaniment set lead_id = $1 where id = $2', [paul.member, who.id]);
		assert.deepEqual(await seenBy(paul, who), []);
		await assert.rejects(seenBy(aurore, who), refused, 'a former lead reads nothing');
	});

	it('goes to those who walk with her today, in a part that is open, and in nobody else’s name', async () => {
		await hers('À une étrangère', [claire]);
		assert.deepEqual((await seenByHer()).at(0)?.readers, []);
		const forged = (author: string | null, file: string) =>
			asHer(scene.nadia.her, (tx) =>
				sql`insert into message (id, accompaniment_id, author_id, sealed) values (gen_random_uuid(), ${file}, ${author}, 'v1')`.execute(tx)
			);
		await assert.rejects(forged(aurore.member, scene.nadia.id), refused);
		await assert.rejects(forged(null, scene.samir.id), refused);
		const closed = await someone(home, aurore, 'Marie-Ange T.');
		const id = await hers('Avant la fin', [aurore], closed);
		await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [closed.id]);
		await assert.rejects(hers('Après la fin', [aurore], closed), refused);
		await assert.rejects(theirs(aurore, 'Après la fin', [], closed), refused);
		assert.deepEqual(texts(await seenByHer(closed)), ['Avant la fin']);
		await closed.on((tx, part) => withdrawMessage(tx, part, id));
		assert.deepEqual(texts(await seenByHer(closed)), [null], 'hers is taken back there too');
	});

	it('is nobody’s once her card ended, and never another person’s', async () => {
		const who = await someone(home, aurore, 'Irina S.');
		const id = await hers('À moi', [aurore], who);
		assert.ok(!(await seenByHer(scene.samir)).some((one) => one.id === id));
		await assert.rejects(
			scene.samir.on((tx, part) => withdrawMessage(tx, part, id)),
			refused
		);
		await home.sql('update carnet set ended_at = now() where accompaniment_id = $1', [who.id]);
		await asHer(who.her, async (tx) => {
			for (const table of ['message', 'message_reader', 'message_read', 'notice_choice'] as const)
				assert.deepEqual(await tx.selectFrom(table).selectAll().execute(), [], table);
		});
	});
});

describe('an answer', () => {
	it('goes to her, and no further than her question did unless its author widens it', async () => {
		const who = await someone(home, aurore, 'Bernard L.', [paul]);
		const audience = () => who.staff(aurore, async (tx, pathway) => audienceOfLast(tx, pathway, await namedToday(tx, pathway)));
		assert.deepEqual((await audience()).toSorted(), [aurore.member, paul.member].toSorted(), 'she has not written: everybody named today');
		await hers('Rien que vous', [aurore], who);
		assert.deepEqual(await audience(), [aurore.member]);
		await theirs(aurore, 'Bien reçu', [], who);
		assert.deepEqual(texts(await seenByHer(who)), ['Bien reçu', 'Rien que vous']);
		assert.deepEqual(await seenBy(paul, who), []);
		assert.deepEqual((await seenByHer(who)).at(0), {
			...(await seenByHer(who)).at(0)!,
			by: 'Aurore',
			mine: false,
			readers: ['Aurore'],
			mayWithdraw: false
		});
	});

	it('is written by whoever walks with her, and in his own name alone', async () => {
		await assert.rejects(theirs(claire, 'Bonjour'), refused);
		for (const author of [paul.member, null])
			await assert.rejects(
				as(aurore, (tx) =>
					sql`insert into message (id, accompaniment_id, author_id, sealed) values (gen_random_uuid(), ${scene.nadia.id}, ${author}, 'v1')`.execute(
						tx
					)
				),
				refused
			);
	});
});

describe('what was read', () => {
	it('is known to its reader alone: not to her, to a colleague, to coordination', async () => {
		const who = await someone(home, aurore, 'Chantal D.', [paul]);
		const id = await hers('Lu ?', [aurore, paul], who);
		const marks = (actor: Actor) =>
			as(actor, (tx) => tx.selectFrom('message_read').selectAll().where('accompaniment_id', '=', who.id).execute());
		const waits = async (actor: Actor) => (await as(actor, readWaiting)).some(({ accompaniment_id }) => accompaniment_id === who.id);
		assert.ok((await waits(aurore)) && (await waits(paul)));
		await who.staff(aurore, (tx, pathway) => markRead(tx, pathway, [id]));
		await who.staff(aurore, (tx, pathway) => markRead(tx, pathway, [id]));
		assert.deepEqual([await waits(aurore), await waits(paul)], [false, true]);
		assert.equal((await marks(aurore)).length, 1);
		assert.deepEqual(await marks(paul), []);
		assert.deepEqual(await asHer(who.her, (tx) => tx.selectFrom('message_read').selectAll().execute()), []);
		assert.deepEqual(
			await marks(await home.member(scene.organization, ['practitioner', 'coordination', 'administrator'], { first: 'Luc' })),
			[]
		);
		assert.deepEqual(await home.sql(`select from audit where subject = 'message_read'`), []);
		assert.deepEqual(
			(await seenByHer(who)).map((one) => Object.keys(one).filter((key) => /read$|seen|vu/.test(key))),
			[[]]
		);
		await assert.rejects(
			as(aurore, (tx) =>
				sql`insert into message_read (message_id, accompaniment_id, member_id) values (${id}, ${who.id}, ${paul.member})`.execute(tx)
			),
			refused
		);
	});

	it('by her is told to nobody, and "Aujourd’hui" says that something waits until then', async () => {
		const who = await someone(home, aurore, 'Fatima E.');
		const id = await theirs(aurore, 'Votre dossier est complet', [], who);
		const waits = () => asHer(who.her, async (tx) => (await partsToRead(tx)).has(who.id));
		assert.ok(await waits());
		await who.on((tx, part) => markRead(tx, part, [id]));
		assert.equal(await waits(), false);
		assert.deepEqual(await as(aurore, (tx) => tx.selectFrom('message_read').selectAll().where('message_id', '=', id).execute()), []);
	});

	it('is nothing that somebody else may mark: a message of my own side, or that I do not read', async () => {
		const who = await someone(home, aurore, 'Colette V.', [paul]);
		const mine = await hers('Le mien', [aurore], who);
		await who.on((tx, part) => markRead(tx, part, [mine]));
		await who.staff(paul, (tx, pathway) => markRead(tx, pathway, [mine]));
		assert.deepEqual(await home.sql('select from message_read where message_id = $1', [mine]), []);
		await assert.rejects(
			as(paul, (tx) => sql`insert into message_read (message_id, accompaniment_id) values (${mine}, ${who.id})`.execute(tx)),
			refused
		);
	});
});

describe('a message taken back', () => {
	it('takes its paper with it within a day; after it the paper stays, as the message does', async () => {
		const who = await someone(home, aurore, 'Lucie M.', [paul]);
		const id = await theirs(paul, 'Le papier', [aurore], who);
		const paper = newId();
		await as(paul, async (tx) => {
			await tx.insertInto('file').values({ id: paper, accompaniment_id: who.id, bytes: 1, sealed: 'v1' }).execute();
		});
		await home.sql('update message set file_id = $2, created_at = $3 where id = $1', [id, paper, new Date(Date.now() - 25 * 3_600_000)]);
		const erase = () => as(paul, (tx) => tx.deleteFrom('file').where('id', '=', paper).returning('id').execute());
		assert.deepEqual(await erase(), []);
		await home.sql('update message set created_at = now() where id = $1', [id]);
		assert.equal((await erase()).length, 1);
	});

	it('leaves nothing but that there was one, for both; twice is once', async () => {
		const who = await someone(home, aurore, 'Ahmed B.');
		const id = await hers('Je regrette', [aurore], who);
		await who.on((tx, part) => withdrawMessage(tx, part, id));
		await who.on((tx, part) => withdrawMessage(tx, part, id));
		assert.deepEqual(await home.sql('select sealed from message where id = $1', [id]), [{ sealed: null }]);
		for (const messages of [await seenByHer(who), await seenBy(aurore, who)])
			assert.deepEqual([messages.at(0)?.text, messages.at(0)?.by], [null, null]);
		assert.deepEqual(await as(aurore, readWaiting).then((all) => all.filter(({ accompaniment_id }) => accompaniment_id === who.id)), []);
	});

	it('is one’s own, never changed into another, and after a day a practitioner’s stays', async () => {
		const who = await someone(home, aurore, 'Hubert G.', [paul]);
		const [hersOne, his] = [await hers('Le sien', [aurore, paul], who), await theirs(paul, 'Le mien', [aurore], who)];
		for (const [actor, id] of [
			[aurore, hersOne],
			[aurore, his]
		] as const)
			await assert.rejects(
				who.staff(actor, (tx, pathway) => withdrawMessage(tx, pathway, id)),
				refused
			);
		await assert.rejects(
			who.on((tx, part) => withdrawMessage(tx, part, his)),
			refused
		);
		for (const change of [
			sql`update message set sealed = 'v1.autre'`,
			sql`update message set created_at = now()`,
			sql`delete from message`
		]) {
			await assert.rejects(
				as(paul, (tx) => change.execute(tx)),
				refused
			);
			await assert.rejects(
				asHer(who.her, (tx) => change.execute(tx)),
				refused
			);
		}
		await home.sql(`update message set created_at = created_at - interval '25 hours' where id = any ($1)`, [[hersOne, his]]);
		await assert.rejects(
			who.staff(paul, (tx, pathway) => withdrawMessage(tx, pathway, his)),
			refused
		);
		await who.on((tx, part) => withdrawMessage(tx, part, hersOne));
		assert.deepEqual(texts(await seenByHer(who)).toSorted(), ['Le mien', null].toSorted());
	});
});

describe('the days on which messages are read', () => {
	const today = '2026-11-30';
	const form = (sent: object) => DaysForm.safeParse(sent);

	it('are said by each for himself, and told to her alone; nothing said promises nothing', async () => {
		assert.deepEqual(saidOf(undefined, today), { kind: 'unsaid' });
		await as(aurore, (tx) => keepDays(tx, DaysForm.parse({ days: ['4', '1', '1'] })));
		const told = await scene.nadia.on((tx) => readDays(tx, [aurore.member, paul.member]));
		assert.deepEqual(saidOf(told.get(aurore.member), today), { kind: 'days', days: [1, 4] });
		assert.equal(told.get(paul.member), undefined);
		assert.equal(await as(paul, readMyDays), undefined);
		assert.deepEqual(await as(paul, (tx) => readDays(tx, [aurore.member])), new Map());
		assert.deepEqual(await scene.samir.on((tx) => readDays(tx, [aurore.member])), new Map(), 'Aurore has no part in his pathway');
	});

	it('give way to an absence while it lasts, its last day included', async () => {
		await as(aurore, (tx) => keepDays(tx, DaysForm.parse({ days: ['1'], from: '2026-12-01', until: '2026-12-08' })));
		const mine = await as(aurore, readMyDays);
		for (const [day, kind] of [
			['2026-11-30', 'days'],
			['2026-12-01', 'away'],
			['2026-12-08', 'away'],
			['2026-12-09', 'days']
		] as const)
			assert.equal(saidOf(mine, day).kind, kind, day);
	});

	it('of an absence have both ends, in their order', () => {
		for (const sent of [{ from: '2026-12-01' }, { until: '2026-12-01' }, { from: '2026-12-02', until: '2026-12-01' }, { days: ['8'] }])
			assert.equal(form(sent).success, false, JSON.stringify(sent));
	});
});

describe('former messages', () => {
	it('come page by page, the latest first, none twice and none left out', async () => {
		const who = await someone(home, aurore, 'Armand P.');
		for (let n = 0; n < 45; n += 1) await hers(`numéro ${n}`, [aurore], who);
		const all: (string | null)[] = [];
		let before: string | null = null;
		do {
			const page: Awaited<ReturnType<typeof readMessages>> = await who.on((tx, part) => readMessages(tx, part, before));
			all.push(...texts(page.messages));
			before = page.next;
		} while (before);
		assert.deepEqual(
			all,
			Array.from({ length: 45 }, (_, n) => `numéro ${44 - n}`)
		);
	});
});
