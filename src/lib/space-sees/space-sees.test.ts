import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { giveCarnet } from '../carnet/carnet.server.ts';
import { readCompanions } from '../companions/companions.server.ts';
import { readHerFile } from '../leaving/file.server.ts';
import { leavingPage } from '../leaving/page.ts';
import { openGoal } from '../goals/agreeing.server.ts';
import { answerRequest, readMemosForMe, readRequests, readRequestsForMe } from '../leaving/requests.server.ts';
import { readPlanSource } from '../paper/plan.server.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as, asHer, type Her, type Tx } from '../server/db.ts';
import { readParts, type Part } from '../space/her.server.ts';
import { assignLead, readUnassigned } from '../team/team.server.ts';
import { once } from '../web/once.server.ts';
import { openView } from '../views/given.server.ts';
import { AskForm } from '../views/rules.ts';
import { askView } from '../views/views.server.ts';
import { writeMessage, withdrawMessage } from '../correspondence/messages.server.ts';
import { keepPaper, showTo, takePaperBack } from '../documents/documents.server.ts';
import { sendLetter } from '../documents/letters.server.ts';
import { walkingWithHer } from '../interviews/audience.server.ts';
import { pdf } from '../../../tests/papers.ts';
import { house } from '../../../tests/house.ts';
import { viewScene } from '../../../tests/scenes/view.ts';
import { askForMemos, letIn, readSeen, shutOut, takeBackPlace, takeBackView } from './circle.server.ts';
import { answerQuestion, askAboutReading, readLooked, readMemosAsked, readQuestionsHere } from './looked.server.ts';
import { monthAfter } from './rules.ts';

const home = await house({ after });
const today = new Date().toISOString().slice(0, 10);

/** Her own session, with the card that her lead gave. */
async function herselfOf(lead: Actor, pathway: { id: string; person: string }): Promise<Her> {
	await as(lead, async (tx) => giveCarnet(tx, (await readPathway(tx, pathway.id))!, '258147'));
	const [card] = await home.sql<{ id: string }>('select id from carnet where accompaniment_id = $1 and ended_at is null', [pathway.id]);
	return { person: pathway.person, cards: [card!.id] };
}

/** A house of its own: a lead, a colleague who is named, coordination, and her with her card. */
async function scene() {
	const organization = await home.organization();
	const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const mourad = await home.member(organization, ['practitioner'], { first: 'Mourad' });
	const béatrice = await home.member(organization, ['coordination'], { first: 'Béatrice' });
	const nadia = await home.pathway(aurore, 'Nadia B.');
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		nadia.id,
		organization,
		mourad.member
	]);
	return { organization, aurore, mourad, béatrice, nadia, her: await herselfOf(aurore, nadia) };
}

async function withView(organization: string, name: string) {
	const made = await viewScene(home, organization, name);
	const asked = AskForm(today).parse({ question: 'Par où ?', member: made.asked.member, accord: 'orally', texts: ['matters'] });
	const here = { today, zone: 'Europe/Brussels' };
	const view = await as(made.lead, async (tx) => askView(tx, (await readPathway(tx, made.id))!, made.lead, asked, here));
	return { ...made, view };
}

const partOf = async (tx: Tx): Promise<Part> => (await readParts(tx))[0]!;
const seenBy = (her: Her) => asHer(her, async (tx) => readSeen(tx, await partOf(tx)));
const opens = async (who: Actor, id: string) => (await as(who, (tx) => readPathway(tx, id))) !== undefined;
const linesOf = async (her: Her) => (await asHer(her, (tx) => readLooked(tx, null))).lines;

test('She reads who walks with her, since when, and what each may read, by first name.', async () => {
	const { her, aurore, nadia } = await scene();
	await as(aurore, async (tx) => {
		const { key } = (await readPathway(tx, nadia.id))!;
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: nadia.id, held_on: today, channel: 'phone' }).execute();
		const sealed = key.seal('note', note, { text: 'La crèche répond jeudi.', moved: '' });
		await tx.insertInto('note').values({ id: note, interview_id: interview, accompaniment_id: nadia.id, sealed }).execute();
	});
	const { people, excluded, memos } = await seenBy(her);
	assert.deepEqual(
		people.map(({ first_name, place, reads }) => [first_name, place, reads.own]),
		[
			['Aurore', 'lead', true],
			['Mourad', 'named', false]
		]
	);
	assert.equal(people[0]!.since, today);
	assert.ok(people[1]!.since instanceof Date);
	assert.deepEqual([excluded, memos], [[], null]);
});

test('Whoever reads messages, documents or letters of hers is told so, as long as there is one; nobody else is.', async () => {
	const { her, mourad } = await scene();
	const told = async () => (await seenBy(her)).people.map(({ first_name, reads: { messages, papers } }) => [first_name, messages, papers]);
	const hers = <T>(work: (tx: Tx, part: Part) => Promise<T>) => asHer(her, async (tx) => work(tx, await partOf(tx)));
	const sent = { type: 'pdf' as const, bytes: pdf(), name: 'bail' };
	const nothing = [
		['Aurore', false, false],
		['Mourad', false, false]
	];
	assert.deepEqual(await told(), nothing);
	const message = await hers(async (tx, part) =>
		writeMessage(tx, part, { text: 'Bonjour', readers: [mourad.member] }, await walkingWithHer(tx, part))
	);
	const paper = await hers((tx, part) => keepPaper(tx, part, sent, { name: 'Bail', readers: [] }));
	assert.deepEqual(await told(), [nothing[0], ['Mourad', true, false]], 'a document that she shows nobody is nobody’s');
	await hers((tx, part) => showTo(tx, part, paper, { readers: [mourad.member], before: [] }));
	assert.deepEqual(await told(), [nothing[0], ['Mourad', true, true]]);
	await hers((tx, part) => withdrawMessage(tx, part, message));
	await hers((tx) => takePaperBack(tx, paper));
	assert.deepEqual(await told(), nothing);
	await hers((tx, part) => sendLetter(tx, part, sent, { to: mourad.member, question: '' }));
	assert.deepEqual(await told(), [nothing[0], ['Mourad', false, true]]);
});

test('A colleague whom she takes back opens nothing at the next request; the lead stays, and cannot be taken back like this.', async () => {
	const { her, aurore, mourad, nadia } = await scene();
	assert.equal(await opens(mourad, nadia.id), true);
	const named = { file: nadia.id, member: mourad.member, kind: 'named' } as const;
	assert.equal(await asHer(her, (tx) => takeBackPlace(tx, named)), true);
	assert.equal(await opens(mourad, nadia.id), false);
	assert.equal(await asHer(her, (tx) => takeBackPlace(tx, named)), false, 'twice is done once');
	assert.equal(await asHer(her, (tx) => takeBackPlace(tx, { ...named, member: aurore.member })), false);
	assert.equal(await opens(aurore, nadia.id), true);
});

test('Whom she excludes sees nothing at the next request, even her lead: then she has none, and coordination sees it.', async () => {
	const { her, aurore, mourad, béatrice, nadia } = await scene();
	assert.equal(await asHer(her, (tx) => shutOut(tx, aurore.member)), true);
	assert.equal(await opens(aurore, nadia.id), false);
	assert.equal(await opens(mourad, nadia.id), true);
	assert.deepEqual(
		(await as(mourad, (tx) => readCompanions(tx, nadia.id))).map(({ first_name }) => first_name),
		['Mourad']
	);
	assert.ok((await as(béatrice, readUnassigned)).some(({ id }) => id === nadia.id));
	const { people, excluded } = await seenBy(her);
	assert.deepEqual(
		[people.map(({ first_name }) => first_name), excluded.map(({ first_name, by_her }) => [first_name, by_her])],
		[['Mourad'], [['Aurore', true]]]
	);
	const [line] = await home.sql(`select member_id from audit where subject = 'exclusion' and row_id like $1`, [`%${aurore.account}%`]);
	assert.deepEqual(line, { member_id: null }, 'it is told, without a colleague’s hand');
	assert.equal(await asHer(her, (tx) => letIn(tx, aurore.member)), true);
	assert.equal(await opens(aurore, nadia.id), false, 'lifting gives nothing back');
	assert.deepEqual((await seenBy(her)).excluded, []);
});

test('She excludes whom she meets in her space, and nobody of a house that her cards do not open.', async () => {
	const { her, organization } = await scene();
	const unknown = await home.member(organization, ['practitioner'], { first: 'Inconnu' });
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Léa' });
	const other = await home.pathway(elsewhere, 'Samir K.');
	for (const { member } of [unknown, elsewhere]) assert.equal(await asHer(her, (tx) => shutOut(tx, member)), false);
	assert.deepEqual(await home.sql('select from exclusion where person_id in ($1, $2)', [her.person, other.person]), []);
	assert.equal(await asHer(her, (tx) => takeBackPlace(tx, { file: other.id, member: elsewhere.member, kind: 'named' })), false);
});

test('A view that she takes back shows nothing any more, at once; nobody else’s view ends by her hand.', async () => {
	const organization = await home.organization();
	const { lead, asked, id, person, view } = await withView(organization, 'Nadia B.');
	const other = await withView(organization, 'Samir K.');
	const her = await herselfOf(lead, { id, person });
	assert.deepEqual(
		(await seenBy(her)).views.map(({ asked_by, asked_of }) => [asked_by, asked_of]),
		[['Aurore', 'Mourad']]
	);
	assert.ok(await as(asked, (tx) => openView(tx, view)));
	assert.equal(await asHer(her, (tx) => takeBackView(tx, other.view)), false);
	assert.equal(await asHer(her, (tx) => takeBackView(tx, view)), true);
	assert.equal(await as(asked, (tx) => openView(tx, view)), undefined);
	assert.deepEqual(await home.sql('select from view_shown where id = $1', [view]), []);
	assert.ok(await as(other.asked, (tx) => openView(tx, other.view)));
});

test('She reads who looked, when and what for; another person’s line is not there, and cannot be asked about.', async () => {
	const { her, aurore, nadia } = await scene();
	const other = await home.pathway(aurore, 'Samir K.');
	await as(aurore, async (tx) => readPathway(tx, other.id));
	await as(aurore, async (tx) => readPathway(tx, nadia.id, 'print'));
	const lines = await linesOf(her);
	assert.deepEqual(new Set(lines.map(({ kind }) => kind)), new Set(['pathway', 'print']));
	assert.ok(lines.every(({ first_name }) => first_name === 'Aurore'));
	const [foreign] = await home.sql<{ id: string }>('select id from journal where accompaniment_id = $1', [other.id]);
	assert.ok(!lines.some(({ id }) => id === foreign!.id));
	for (const line of [foreign!.id, newId()]) assert.equal(await asHer(her, (tx) => askAboutReading(tx, { line, words: 'Qui ?' })), false);
	await assert.rejects(
		asHer(her, (tx) =>
			sql`insert into reading_question (id, accompaniment_id, journal_id, sealed) values (${newId()}, ${nadia.id}, ${foreign!.id}, 'x')`.execute(
				tx
			)
		),
		{ status: 404 }
	);
	assert.deepEqual(await home.sql('select from reading_question where journal_id = $1', [foreign!.id]), []);
});

test('Her question waits at coordination, sealed, under a reference and no name; the answer stands beside the line.', async () => {
	const { her, béatrice, nadia } = await scene();
	const [line] = await linesOf(her);
	await asHer(her, (tx) => askAboutReading(tx, { line: line!.id, words: 'Pourquoi ce jour-là ?' }));
	const [asked] = await as(béatrice, readQuestionsHere);
	assert.deepEqual(
		[asked!.words, asked!.by, asked!.mine, asked!.reference, asked!.answer],
		['Pourquoi ce jour-là ?', 'Aurore N.', false, nadia.id.slice(-12), null]
	);
	assert.ok(!JSON.stringify(asked).includes('Nadia'));
	const [stored] = await home.sql<{ sealed: string }>('select sealed from reading_question where journal_id = $1', [line!.id]);
	assert.ok(!stored!.sealed.includes('Pourquoi'));
	assert.equal(await as(béatrice, (tx) => answerQuestion(tx, { question: asked!.id, answer: 'Elle préparait le rendez-vous.' })), true);
	assert.equal(
		await as(béatrice, (tx) => answerQuestion(tx, { question: asked!.id, answer: 'Encore.' })),
		false,
		'an answer is given once'
	);
	const answered = (await linesOf(her)).find(({ id }) => id === line!.id);
	assert.deepEqual([answered!.question!.words, answered!.question!.answer], ['Pourquoi ce jour-là ?', 'Elle préparait le rendez-vous.']);
});

test('Asked twice about one line, the first question stays; the same form twice is one.', async () => {
	const { her } = await scene();
	const [line] = await linesOf(her);
	const key = crypto.randomUUID();
	const send = () =>
		asHer(her, (tx) =>
			once(tx, key, async () => {
				await askAboutReading(tx, { line: line!.id, words: 'Une fois' });
				return '/moi/qui-a-regarde';
			})
		);
	assert.deepEqual(await Promise.all([send(), send()]), ['/moi/qui-a-regarde', '/moi/qui-a-regarde']);
	assert.equal(await asHer(her, (tx) => askAboutReading(tx, { line: line!.id, words: 'Autrement' })), true);
	assert.equal((await home.sql('select from reading_question where journal_id = $1', [line!.id])).length, 1);
	assert.equal((await linesOf(her)).find(({ id }) => id === line!.id)!.question!.words, 'Une fois');
});

test('Nobody answers for his own reading; an open question stays first until somebody else has answered it.', async () => {
	const { organization, her, aurore, béatrice, nadia } = await scene();
	const both = await home.member(organization, ['practitioner', 'coordination'], { first: 'Claire' });
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		nadia.id,
		organization,
		both.member
	]);
	await as(both, async (tx) => readPathway(tx, nadia.id));
	const lines = await linesOf(her);
	const [hers, auroras] = ['Claire', 'Aurore'].map((name) => lines.find(({ first_name }) => first_name === name)!.id);
	for (const line of [hers!, auroras!]) await asHer(her, (tx) => askAboutReading(tx, { line, words: line }));
	const asked = await as(both, readQuestionsHere);
	const own = asked.find(({ words }) => words === hers)!;
	const other = asked.find(({ words }) => words === auroras)!;
	assert.deepEqual([own.mine, other.mine], [true, false]);
	assert.equal(await as(both, (tx) => answerQuestion(tx, { question: own.id, answer: 'Rien à dire.' })), false);
	assert.equal(await as(both, (tx) => answerQuestion(tx, { question: other.id, answer: 'Elle est la référente.' })), true);
	assert.deepEqual(
		(await as(béatrice, readQuestionsHere)).map(({ words, answered_at }) => [words, answered_at === null]),
		[
			[hers, true],
			[auroras, false]
		]
	);
	assert.equal(await as(béatrice, (tx) => answerQuestion(tx, { question: own.id, answer: 'Un remplacement.' })), true);
	await assert.rejects(as(aurore, readQuestionsHere), { status: 404 });
});

test('Another house’s coordination, and a coordinator whom she excluded, see no question and answer none; nor her request.', async () => {
	const { her, béatrice, nadia } = await scene();
	const foreign = await home.member(await home.organization('Ailleurs'), ['coordination'], { first: 'Loin' });
	const [line] = await linesOf(her);
	await asHer(her, async (tx) => {
		await askAboutReading(tx, { line: line!.id, words: 'Qui ?' });
		await askForMemos(tx, nadia.id, today);
	});
	const [asked] = await as(béatrice, readQuestionsHere);
	const refuses = async (who: Actor) => {
		assert.deepEqual(await as(who, readQuestionsHere), []);
		assert.deepEqual(await as(who, readMemosAsked), []);
		assert.equal(await as(who, (tx) => answerQuestion(tx, { question: asked!.id, answer: 'Non.' })), false);
	};
	await refuses(foreign);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		nadia.person,
		béatrice.account,
		béatrice.organization
	]);
	await refuses(béatrice);
});

test('She asks to read the memos: whoever walks with her is told, coordination sees the month, and it ends with their answers.', async () => {
	const { her, aurore, mourad, béatrice, nadia } = await scene();
	const ask = () => asHer(her, (tx) => askForMemos(tx, nadia.id, today));
	await ask();
	await ask();
	assert.equal(
		(await home.sql('select from data_request where accompaniment_id = $1', [nadia.id])).length,
		1,
		'one that waits is not doubled'
	);
	const [seen] = await as(béatrice, readMemosAsked);
	assert.deepEqual([seen!.reference, seen!.due_on, seen!.awaited], [nadia.id.slice(-12), monthAfter(today), ['Aurore', 'Mourad']]);
	const [desk] = await as(aurore, readRequestsForMe);
	assert.deepEqual([desk!.what, desk!.by, desk!.name], ['memos', null, 'Nadia B.']);
	const answer = (who: Actor, said: 'given' | 'nothing') =>
		as(who, async (tx) => {
			const pathway = (await readPathway(tx, nadia.id))!;
			assert.deepEqual(await readRequests(tx, pathway), [], 'it is no request for the file');
			const [mine] = await readMemosForMe(tx, pathway);
			assert.equal(await answerRequest(tx, pathway, mine!.id, said), false, 'giving the file does not answer it');
			return answerRequest(tx, pathway, mine!.id, said, 'memos');
		});
	assert.equal(await answer(aurore, 'given'), true);
	assert.equal(await answer(mourad, 'nothing'), true);
	assert.deepEqual([await as(béatrice, readMemosAsked), await as(aurore, readRequestsForMe)], [[], []]);
	assert.deepEqual((await seenBy(her)).memos!.parts, [
		{ name: 'Aurore', answer: 'given' },
		{ name: 'Mourad', answer: 'nothing' }
	]);
});

test('When nobody walks with her, her request waits for whoever becomes her lead.', async () => {
	const { her, aurore, mourad, béatrice, organization, nadia } = await scene();
	const claire = await home.member(organization, ['practitioner'], { first: 'Claire' });
	await asHer(her, async (tx) => {
		await shutOut(tx, aurore.member);
		await takeBackPlace(tx, { file: nadia.id, member: mourad.member, kind: 'named' });
		await askForMemos(tx, nadia.id, today);
	});
	assert.deepEqual(
		(await as(béatrice, readMemosAsked)).map(({ awaited }) => awaited),
		[[]]
	);
	await as(béatrice, (tx) => assignLead(tx, { accompaniment: nadia.id, member: claire.member }));
	assert.deepEqual(
		(await as(béatrice, readMemosAsked)).map(({ awaited }) => awaited),
		[['Claire']]
	);
	assert.equal((await as(claire, readRequestsForMe)).length, 1);
});

test('She asks for nothing in another person’s name, nor for all of the file through this door.', async () => {
	const { her, aurore, nadia } = await scene();
	const other = await home.pathway(aurore, 'Samir K.');
	for (const [file, what] of [
		[other.id, 'memos'],
		[nadia.id, 'all']
	])
		await assert.rejects(
			asHer(her, (tx) =>
				sql`insert into data_request (id, accompaniment_id, how, said_on, what) values (${newId()}, ${file}, 'screen', ${today}, ${what})`.execute(
					tx
				)
			),
			{ status: 404 }
		);
});

test('Her file, made by herself, holds every text of hers, who looked and what she asked; no memo, no id of an account.', async () => {
	const organization = await home.organization();
	const { lead, id, person } = await viewScene(home, organization);
	const her = await herselfOf(lead, { id, person });
	const [line] = await linesOf(her);
	await asHer(her, async (tx) => {
		await askAboutReading(tx, { line: line!.id, words: 'Qui est-ce ?' });
		await askForMemos(tx, id, today);
	});
	const at = new Date();
	const file = await asHer(her, async (tx) =>
		readHerFile(tx, await partOf(tx), { made_by: 'Nadia B.', language: 'fr', time_zone: 'Europe/Brussels', at })
	);
	const page = leavingPage(file, { locale: 'fr', zone: 'Europe/Brussels', now: at }, 'BE');
	for (const text of [page, JSON.stringify(file)]) {
		for (const words of ['La crèche répond jeudi.', 'Travailler en cuisine.', 'Qui est-ce ?', 'Aurore'])
			assert.ok(text.includes(words), words);
		for (const hidden of ['MEMO-CANARI', lead.account, lead.member, person]) assert.ok(!text.includes(hidden), hidden);
	}
	assert.match(page, /Préparé par vous le/);
	assert.match(page, /Mémos demandés le/);
	assert.doesNotMatch(page, /\b(null|undefined|\[object Object\])\b/);
});

test('Her plan is made of what she reads herself, by first names.', async () => {
	const organization = await home.organization('Relance d’essai');
	const { lead, id, person } = await viewScene(home, organization);
	const her = await herselfOf(lead, { id, person });
	await as(lead, async (tx) => {
		const readers = [lead.member];
		await openGoal(tx, (await readPathway(tx, id))!, { wish: 'Ma cuisine à moi.', how: 'orally', domain: null, readers });
	});
	const source = await asHer(her, async (tx) => readPlanSource(tx, await partOf(tx)));
	assert.deepEqual(
		source.goals.map(({ text }) => text),
		['Ma cuisine à moi.']
	);
	assert.deepEqual(
		[source.name, source.matters, source.people.map(({ name }) => name), source.house.name],
		['Nadia B.', 'Travailler en cuisine.', ['Aurore'], 'Relance d’essai']
	);
});

test('A month ends on the same day of the next, or on its last.', () => {
	assert.deepEqual(['2026-11-30', '2026-01-31', '2028-01-31', '2026-12-15', '2026-03-01'].map(monthAfter), [
		'2026-12-30',
		'2026-02-28',
		'2028-02-29',
		'2027-01-15',
		'2026-04-01'
	]);
});
