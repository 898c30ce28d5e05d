import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#lib/access/access.ts';
import { keepActions } from '#lib/actions/actions.server.ts';
import { readEveryAction } from '#lib/actions/changes.server.ts';
import { coming, planAppointment, releaseAppointment } from '#lib/appointments/appointments.server.ts';
import { giveCarnet } from '#lib/carnet/carnet.server.ts';
import { markRead, readDeskWords } from '#lib/front-desk/words.server.ts';
import { correctNote } from '#lib/interviews/corrections.server.ts';
import { heardOf } from '#lib/interviews/heard.ts';
import { readInterview, recordInterview } from '#lib/interviews/interviews.server.ts';
import { CorrectionForm, InterviewForm } from '#lib/interviews/rules.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asHer, type Her, type Tx } from '#lib/server/db.ts';
import { readTold } from '#lib/thread/thread.server.ts';
import { found } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { addHerAction, answerHerAction, readHerActions } from './actions.server.ts';
import { cannotCome, comesAfterAll, herAppointment, herWords } from './cannot-come.server.ts';
import { partOf, readParts, type Part } from './her.server.ts';
import { changeNote, eraseNote, keepNote, readNotesToBring } from './notes.server.ts';
import { keepStep, readSteps, takeStepBack } from './steps.server.ts';
import { answerText, inOrder, readHerTexts } from './texts.server.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };
const TODAY = '2026-11-19';

let organization: string, aurore: Actor, paul: Actor, stranger: Actor, elsewhere: Actor;
let nadia: { id: string; person: string }, samir: { id: string; person: string }, her: Her, him: Her;

/** The card that lives, as a session would open it. */
async function cardOf(pathway: { id: string; person: string }): Promise<Her> {
	await as(aurore, async (tx) => giveCarnet(tx, found(await readPathway(tx, pathway.id)), '258147'));
	const [card] = await home.sql<{ id: string }>('select id from carnet where accompaniment_id = $1 and ended_at is null', [pathway.id]);
	return { person: pathway.person, cards: [card!.id] };
}

before(async () => {
	organization = await home.organization('Relance d’essai');
	aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	stranger = await home.member(organization, ['practitioner', 'coordination', 'administrator'], { first: 'Luc' });
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner']);
	nadia = await home.pathway(aurore, 'Nadia B.');
	samir = await home.pathway(aurore, 'Samir K.');
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: nadia.id, member_id: paul.member }).execute());
	her = await cardOf(nadia);
	him = await cardOf(samir);
});

const hers = <T>(work: (tx: Tx, part: Part, parts: Part[]) => Promise<T>, who = her) =>
	asHer(who, async (tx) => {
		const parts = await readParts(tx);
		return work(tx, parts[0]!, parts);
	});
const staff = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>, file = nadia.id) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, file))));
const refused = { status: 404 };

/** A closed file of hers, with what stood in it. */
async function closedFile(): Promise<{ who: Her; id: string }> {
	const file = await home.pathway(aurore, 'Kevin M.');
	const who = await cardOf(file);
	await hers(async (tx, part) => {
		await keepNote(tx, part, { text: 'à montrer', shown: true });
		await addHerAction(tx, part, { what: 'appeler', due: null });
	}, who);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [file.id]);
	return { who, id: file.id };
}

describe('an action of her own', () => {
	const find = async (text: string) => found((await hers((tx, part) => readHerActions(tx, part))).find((one) => one.text === text));

	it('is written by nobody of the house, sealed, and read by those who walk with her', async () => {
		await hers((tx, part) => addHerAction(tx, part, { what: 'appeler la crèche', due: '2026-12-01' }));
		const [row] = await home.sql<{ line: string; author_id: string | null; organization_id: string }>(
			`select a::text as line, author_id, organization_id from action a where accompaniment_id = $1`,
			[nadia.id]
		);
		assert.deepEqual([row!.author_id, row!.organization_id], [null, organization]);
		assert.doesNotMatch(row!.line, /crèche/);
		for (const actor of [aurore, paul])
			assert.ok((await staff(actor, readEveryAction)).some(({ text, owner }) => text === 'appeler la crèche' && owner === 'person'));
		await assert.rejects(staff(stranger, readEveryAction), refused);
	});

	it('is answered in her words, and answered anew keeps the former answer', async () => {
		await hers((tx, part) => addHerAction(tx, part, { what: 'écrire', due: null }));
		const { id } = await find('écrire');
		const answer = (version: number, state: 'done' | 'not-now', help: 'together' | null) =>
			hers((tx, _, parts) => answerHerAction(tx, parts, { action: id, version, state, help }, TODAY));
		await answer(1, 'done', 'together');
		assert.deepEqual([(await find('écrire')).state, (await find('écrire')).help], ['done', 'together']);
		await answer(2, 'not-now', null);
		assert.equal((await find('écrire')).state, 'not-now');
		const kept = await home.sql<{ author_id: string | null; replaced_by: string | null; row_version: number }>(
			`select author_id, replaced_by, row_version from revision where subject = 'action' and row_id = $1`,
			[id]
		);
		assert.deepEqual(kept, [{ author_id: null, replaced_by: null, row_version: 2 }]);
	});

	it('answered meanwhile by somebody else is shown again with both, and nothing is overwritten', async () => {
		await hers((tx, part) => addHerAction(tx, part, { what: 'visiter', due: null }));
		const { id } = await find('visiter');
		const done = (version: number, state: 'done' | 'tried') =>
			hers((tx, _, parts) => answerHerAction(tx, parts, { action: id, version, state, help: null }, TODAY));
		await done(1, 'done');
		await assert.rejects(
			done(1, 'tried'),
			(problem) => problem instanceof StaleError && (problem.stored['action'] as { state: string }).state === 'done'
		);
		assert.equal((await find('visiter')).state, 'done');
	});

	it('of somebody else, or promised by a practitioner, is not hers to answer', async () => {
		await staff(aurore, (tx, pathway) =>
			keepActions(tx, pathway, null, [{ owner: 'practitioner', owner_member_id: aurore.member, text: 'ma promesse', due_on: null }])
		);
		const promise = found((await staff(aurore, readEveryAction)).find(({ text }) => text === 'ma promesse'));
		await hers((tx, part) => addHerAction(tx, part, { what: 'de Samir', due: null }), him);
		const his = found((await hers((tx, part) => readHerActions(tx, part), him)).at(0));
		for (const { id, version } of [promise, his]) {
			await assert.rejects(
				hers((tx, _, parts) => answerHerAction(tx, parts, { action: id, version, state: 'done', help: null }, TODAY)),
				refused
			);
			// Nor through her role itself.
			await asHer(her, (tx) => tx.updateTable('action').set({ state: 'done', version: 2 }).where('id', '=', id).execute());
		}
		assert.deepEqual(
			(await home.sql<{ state: string }>('select state from action where id = any ($1)', [[promise.id, his.id]])).map(({ state }) => state),
			['open', 'open']
		);
	});

	it('is said in a part that is open to her alone, and in none that was closed', async () => {
		const parts = await hers(async (_tx, _part, all) => all);
		assert.equal(partOf(parts, null).accompaniment.id, nadia.id);
		assert.throws(() => partOf(parts, samir.id), refused);
		const closed = await closedFile();
		await assert.rejects(
			hers((tx, part) => addHerAction(tx, part, { what: 'plus tard', due: null }), closed.who),
			refused
		);
		const action = found((await hers((tx, part) => readHerActions(tx, part), closed.who)).at(0));
		await assert.rejects(
			hers((tx, _, all) => answerHerAction(tx, all, { action: action.id, version: 1, state: 'done', help: null }, TODAY), closed.who),
			refused
		);
		await assert.rejects(
			asHer(her, (tx) =>
				tx.insertInto('action').values({ id: crypto.randomUUID(), accompaniment_id: samir.id, owner: 'person', sealed: 'v1' }).execute()
			),
			refused
		);
	});

	it('sent twice is said once', async () => {
		const key = crypto.randomUUID();
		const send = () =>
			hers((tx, part) =>
				once(tx, key, async () => {
					await addHerAction(tx, part, { what: 'une seule fois', due: null });
					return '/moi/actions';
				})
			);
		assert.deepEqual(await Promise.all([send(), send()]), ['/moi/actions', '/moi/actions']);
		assert.equal((await hers((tx, part) => readHerActions(tx, part))).filter(({ text }) => text === 'une seule fois').length, 1);
	});
});

describe('a note for the next time', () => {
	const mine = () => hers((tx, part) => readNotesToBring(tx, part));
	const seenBy = (actor: Actor) => staff(actor, readNotesToBring);

	it('is seen by nobody, and leaves no line anywhere, until she shows it; hidden again, it is gone', async () => {
		await hers((tx, part) => keepNote(tx, part, { text: 'demander pour le loyer', shown: false }));
		const note = found((await mine()).find(({ text }) => text === 'demander pour le loyer'));
		for (const actor of [aurore, paul]) assert.deepEqual(await seenBy(actor), []);
		assert.deepEqual(await home.sql(`select from audit where subject = 'her_note' and row_id = $1`, [note.id]), []);
		assert.doesNotMatch(
			(await home.sql<{ line: string }>('select n::text as line from her_note n where id = $1', [note.id]))[0]!.line,
			/loyer/
		);

		await hers((tx, part) => changeNote(tx, part, { ...note, shown: true }));
		for (const actor of [aurore, paul])
			assert.deepEqual(
				(await seenBy(actor)).map(({ text }) => text),
				['demander pour le loyer']
			);
		for (const actor of [stranger, elsewhere])
			assert.deepEqual(await as(actor, (tx) => tx.selectFrom('her_note').selectAll().execute()), []);

		await hers((tx, part) => changeNote(tx, part, { ...note, shown: false, version: 2 }));
		for (const actor of [aurore, paul]) assert.deepEqual(await seenBy(actor), []);
		assert.equal((await mine()).find(({ id }) => id === note.id)?.shown, false);
	});

	it('changed on another page meanwhile comes back with both texts', async () => {
		await hers((tx, part) => keepNote(tx, part, { text: 'premier', shown: false }));
		const note = found((await mine()).find(({ text }) => text === 'premier'));
		await hers((tx, part) => changeNote(tx, part, { ...note, text: 'deuxième' }));
		await assert.rejects(
			hers((tx, part) => changeNote(tx, part, { ...note, text: 'troisième' })),
			(problem) => problem instanceof StaleError && (problem.stored['note'] as { text: string }).text === 'deuxième'
		);
	});

	it('is hers alone to write and to erase', async () => {
		await hers((tx, part) => keepNote(tx, part, { text: 'à effacer', shown: true }));
		const note = found((await mine()).find(({ text }) => text === 'à effacer'));
		await hers((tx) => eraseNote(tx, note.id), him);
		await assert.rejects(
			hers((tx, part) => changeNote(tx, part, { ...note, text: 'forgé' }), him),
			refused
		);
		for (const statement of [
			sql`delete from her_note`,
			sql`update her_note set shown = true`,
			sql`insert into her_note (id, accompaniment_id, sealed) values (gen_random_uuid(), ${nadia.id}, 'v1')`
		])
			await assert.rejects(
				as(aurore, (tx) => statement.execute(tx)),
				refused
			);
		assert.ok((await mine()).some(({ id }) => id === note.id));
		await hers((tx) => eraseNote(tx, note.id));
		assert.deepEqual(await home.sql('select from her_note where id = $1', [note.id]), []);
	});

	it('of a file that was closed can still be hidden and erased, not shown', async () => {
		const { who, id } = await closedFile();
		const [note] = await hers((tx, part) => readNotesToBring(tx, part), who);
		await hers((tx, part) => changeNote(tx, part, { ...note!, shown: false }), who);
		assert.deepEqual(await staff(aurore, readNotesToBring, id), []);
		await assert.rejects(
			hers((tx, part) => changeNote(tx, part, { ...note!, shown: true, version: 2 }), who),
			refused
		);
		await hers((tx) => eraseNote(tx, note!.id), who);
		await assert.rejects(
			hers((tx, part) => keepNote(tx, part, { text: 'encore', shown: false }), who),
			refused
		);
	});
});

describe('"J’ai avancé"', () => {
	it('is a stitch of the thread, told as said by her, and she may take it back', async () => {
		await hers((tx, part) => keepStep(tx, part, 'J’ai téléphoné seule', TODAY));
		const told = (actor: Actor) =>
			staff(actor, async (tx, pathway) => (await readTold(tx, pathway)).flatMap((one) => (one.kind === 'her-step' ? [one] : [])));
		assert.deepEqual(
			(await told(paul)).map(({ text, on }) => [text, on]),
			[['J’ai téléphoné seule', TODAY]]
		);
		const [step] = await hers((tx, part) => readSteps(tx, part));
		await assert.rejects(
			hers((tx) => takeStepBack(tx, step!.id), him),
			refused
		);
		// What Aurore notes for her is noted by Aurore: she writes none in her name alone, and takes none of hers back.
		await as(aurore, (tx) => tx.deleteFrom('her_step').execute());
		assert.equal((await hers((tx, part) => readSteps(tx, part))).length, 1);
		await assert.rejects(
			as(aurore, (tx) =>
				sql`insert into her_step (id, accompaniment_id, on_day, sealed, noted_by) values (gen_random_uuid(), ${nadia.id}, ${TODAY}, 'v1', null)`.execute(
					tx
				)
			),
			refused
		);
		await hers((tx) => takeStepBack(tx, step!.id));
		assert.deepEqual(await told(aurore), []);
	});
});

describe('"C’est bien ça ?", answered by herself', () => {
	const record = (said: string) =>
		staff(aurore, (tx, pathway) =>
			recordInterview(tx, pathway, aurore, { form: InterviewForm.parse({ said, readers: [paul.member] }), agreed: null, ...here })
		);
	const text = async (said: string) => found((await hers((tx, part) => readHerTexts(tx, part))).find((one) => one.text === said));
	const answer = (note: { id: string; version: number }, value: 'yes' | 'to-correct', words = '', who = her) =>
		hers((tx, _, parts) => answerText(tx, parts, { note: note.id, version: note.version, value, words }), who);

	it('stands beside the text for those who read it, as said by herself', async () => {
		const id = await record('elle cherche un logement');
		await answer(await text('elle cherche un logement'), 'to-correct', 'J’ai déjà un logement.');
		for (const actor of [aurore, paul]) {
			const note = found(found(await staff(actor, (tx, pathway) => readInterview(tx, pathway, id))).note);
			assert.deepEqual(
				note.read_backs.map(({ value, how, by, words }) => [value, how, by, words]),
				[['to-correct', 'screen', '', 'J’ai déjà un logement.']]
			);
			assert.equal(heardOf(note).statements.length, 1);
		}
		const hersNow = await text('elle cherche un logement');
		assert.deepEqual([hersNow.answered, hersNow.author_first_name, hersNow.read_backs.length], [true, 'Aurore', 1]);
	});

	it('offers the latest text that was not answered first', async () => {
		const texts = [
			{ held_on: '2026-03-01', answered: true },
			{ held_on: '2026-01-01', answered: false },
			{ held_on: '2026-02-01', answered: false }
		];
		assert.deepEqual(
			inOrder(texts).map(({ held_on }) => held_on),
			['2026-02-01', '2026-01-01', '2026-03-01']
		);
	});

	it('is given to the text as it was read: corrected meanwhile, it is read again', async () => {
		const id = await record('avant');
		const before = await text('avant');
		await staff(aurore, async (tx, pathway) => {
			const interview = found(await readInterview(tx, pathway, id));
			const form = CorrectionForm.parse({ said: 'après', version: String(before.version) });
			await correctNote(tx, pathway, aurore, { ...interview, note: found(interview.note) }, form);
		});
		await assert.rejects(answer(before, 'yes'), StaleError);
		assert.equal((await text('après')).answered, false);
	});

	it('is not given to somebody else’s text, for somebody else, nor in a member’s name', async () => {
		await record('à elle');
		const note = await text('à elle');
		await assert.rejects(answer(note, 'yes', '', him), refused);
		assert.ok(!(await hers((tx, part) => readHerTexts(tx, part), him)).some(({ id }) => id === note.id));
		await assert.rejects(
			asHer(her, (tx) =>
				sql`insert into read_back (id, accompaniment_id, note_id, note_version, value, how, recorded_by) values (gen_random_uuid(), ${nadia.id}, ${note.id}, ${note.version}, 'yes', 'screen', ${aurore.member})`.execute(
					tx
				)
			),
			refused
		);
	});
});

describe('"Je ne peux pas venir"', () => {
	const inDays = (days: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000);
	const plan = (bring = '', file = nadia.id) =>
		staff(
			aurore,
			(tx, pathway) =>
				planAppointment(tx, pathway, { starts_at: inDays(3), time_zone: here.zone, channel: 'presence', place: '2e étage', bring }),
			file
		);
	const about = (
		id: string,
		work: (tx: Tx, part: Part, one: NonNullable<Awaited<ReturnType<typeof herAppointment>>>['appointment']) => Promise<void>
	) =>
		hers(async (tx, _, parts) => {
			const { part, appointment } = found(await herAppointment(tx, parts, id));
			await work(tx, part, appointment);
		});
	const desk = (actor: Actor, id: string) =>
		as(actor, async (tx) => (await readDeskWords(tx, actor.member)).filter(({ appointment_id }) => appointment_id === id));

	it('is found on the desk of whom she was to see, with the moment she proposes; the appointment stands, and says nothing of it', async () => {
		const id = await plan('carte d’identité');
		await about(id, (tx, part, one) => cannotCome(tx, part, one, 'mardi matin'));
		const [word] = await desk(aurore, id);
		assert.deepEqual([word?.kind, word?.text, word?.by, word?.from?.getTime()], ['cannot', 'mardi matin', '', inDays(3).getTime()]);
		assert.deepEqual(await desk(paul, id), []);
		assert.deepEqual(await desk(elsewhere, id), []);
		const [row] = await home.sql<{ state: string; version: number }>('select state, version from appointment where id = $1', [id]);
		assert.deepEqual(row, { state: 'planned', version: 1 });
		assert.deepEqual(await home.sql(`select from audit where subject = 'desk_word'`), []);
		assert.equal((await hers((tx, part) => herWords(tx, part))).find(({ appointment_id }) => appointment_id === id)?.text, 'mardi matin');
		assert.equal((await hers((tx, part) => coming(tx, part))).find((one) => one.id === id)?.bring, 'carte d’identité');
	});

	it('said anew replaces what nobody read; what was read is followed by "finalement, je viens"', async () => {
		const id = await plan();
		await about(id, (tx, part, one) => cannotCome(tx, part, one, 'lundi'));
		await about(id, (tx, part, one) => cannotCome(tx, part, one, 'jeudi'));
		assert.deepEqual(
			(await desk(aurore, id)).map(({ text }) => text),
			['jeudi']
		);
		await about(id, comesAfterAll);
		assert.deepEqual(await desk(aurore, id), []);
		await about(id, (tx, part, one) => cannotCome(tx, part, one, ''));
		await as(aurore, async (tx) => markRead(tx, (await readDeskWords(tx, aurore.member)).find((one) => one.appointment_id === id)!.id));
		await about(id, comesAfterAll);
		assert.deepEqual((await desk(aurore, id)).map(({ kind }) => kind).sort(), ['cannot', 'coming']);
	});

	it('is said of her own appointments that still stand, and to nobody else than whom she was to see', async () => {
		const released = await plan();
		await staff(aurore, (tx, pathway) => releaseAppointment(tx, pathway, released));
		const his = await plan('', samir.id);
		for (const id of [released, his]) assert.equal(await hers((tx, _, parts) => herAppointment(tx, parts, id)), undefined);
		const mine = await plan();
		for (const [appointment_id, to_member_id] of [
			[released, aurore.member],
			[his, aurore.member],
			[mine, paul.member]
		] as const)
			await assert.rejects(
				asHer(her, (tx) =>
					tx
						.insertInto('desk_word')
						.values({ id: crypto.randomUUID(), accompaniment_id: nadia.id, appointment_id, kind: 'cannot', to_member_id, sealed: 'v1' })
						.execute()
				),
				(problem) => (problem as { status?: number }).status === 404 || /foreign key/.test(String(problem))
			);
	});

	it('takes no word of the front desk back, and reads none', async () => {
		const id = await plan();
		await home.sql(
			`insert into desk_word (id, accompaniment_id, organization_id, appointment_id, kind, to_member_id, author_id, sealed)
			values (gen_random_uuid(), $1, $2, $3, 'said', $4, $4, 'v1')`,
			[nadia.id, organization, id, aurore.member]
		);
		await asHer(her, (tx) => tx.deleteFrom('desk_word').where('appointment_id', '=', id).execute());
		assert.equal((await home.sql('select from desk_word where appointment_id = $1', [id])).length, 1);
		assert.ok(!(await hers((tx, part) => herWords(tx, part))).some(({ appointment_id }) => appointment_id === id));
		await home.sql('delete from desk_word where appointment_id = $1', [id]);
	});
});
