import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { unzipSync } from 'fflate';
import type { Actor } from '#lib/access/access.ts';
import { giveCarnet } from '#lib/carnet/carnet.server.ts';
import { zipOf } from '#lib/leaving/archive.ts';
import { readHerFile, readLeavingFile } from '#lib/leaving/file.server.ts';
import { filesToPack } from '#lib/leaving/files.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asHer, type Her, type Tx } from '#lib/server/db.ts';
import { readParts, type Part } from '#lib/space/her.server.ts';
import { found } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { pdf } from '../../../tests/papers.ts';
import {
	addPaper,
	erasePaper,
	keepPaper,
	readPaper,
	readPapers,
	renamePaper,
	showTo,
	takePaperBack,
	type Paper
} from './documents.server.ts';
import {
	answerLetter,
	eraseLetterFile,
	noteLetter,
	readLetters,
	readLettersForMe,
	sendLetter,
	takeLetterBack,
	type Letter
} from './letters.server.ts';

const home = await house({ after });
const sent = { type: 'pdf' as const, bytes: pdf(), name: 'courrier' };
const refused = { status: 404 };

let organization: string, aurore: Actor, paul: Actor, excluded: Actor, chief: Actor, elsewhere: Actor;
let nadia: { id: string; person: string }, her: Her, him: Her;

async function cardOf(pathway: { id: string; person: string }): Promise<Her> {
	await as(aurore, async (tx) => giveCarnet(tx, found(await readPathway(tx, pathway.id)), '258147'));
	// One that she has had for a while: a new one opens less (src/lib/carnet/first-days.test.ts).
	await home.sql('update carnet set trusted_at = created_at where accompaniment_id = $1', [pathway.id]);
	const [card] = await home.sql<{ id: string }>('select id from carnet where accompaniment_id = $1 and ended_at is null', [pathway.id]);
	return { person: pathway.person, cards: [card!.id] };
}

before(async () => {
	organization = await home.organization();
	aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	excluded = await home.member(organization, ['practitioner'], { first: 'Éric' });
	chief = await home.member(organization, ['practitioner', 'coordination', 'administrator', 'front-desk'], { first: 'Luc' });
	elsewhere = await home.member(await home.organization('Ailleurs'));
	nadia = await home.pathway(aurore, 'Nadia B.');
	const samir = await home.pathway(aurore, 'Samir K.');
	for (const colleague of [paul, excluded])
		await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: nadia.id, member_id: colleague.member }).execute());
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		nadia.person,
		excluded.account,
		organization
	]);
	her = await cardOf(nadia);
	him = await cardOf(samir);
});

const hers = <T>(work: (tx: Tx, part: Part) => Promise<T>, who = her) => asHer(who, async (tx) => work(tx, (await readParts(tx))[0]!));
const staff = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, nadia.id))));
const keep = (name: string, readers: Actor[] = []) =>
	hers((tx, part) => keepPaper(tx, part, sent, { name, readers: readers.map(({ member }) => member) }));
const seen = (actor: Actor) => staff(actor, async (tx, pathway) => (await readPapers(tx, pathway)).map(({ name }) => name));

describe('a paper of hers', () => {
	it('is hers alone until she names somebody: no row, no line of the audit, no count says that it is there', async () => {
		const before = await home.sql('select count(*)::int as n from audit');
		const id = await keep('Jugement');
		assert.deepEqual(await home.sql('select count(*)::int as n from audit'), before);
		for (const actor of [aurore, paul]) assert.deepEqual(await seen(actor), []);
		for (const actor of [excluded, chief, elsewhere]) await assert.rejects(seen(actor), refused);
		for (const table of ['document', 'document_reader', 'file', 'file_piece'])
			for (const actor of [aurore, paul, excluded, chief, elsewhere])
				assert.deepEqual(
					(await as(actor, (tx) => sql`select * from ${sql.table(table)}`.execute(tx))).rows,
					[],
					`${table}, ${actor.firstName}`
				);
		assert.equal(await hers((tx, part) => readPaper(tx, part, id), him), undefined, 'somebody else with a card');
		const [row] = await home.sql<{ line: string }>('select d::text as line from document d where id = $1', [id]);
		assert.doesNotMatch(row!.line, /Jugement|courrier/);
		await hers((tx, part) => erasePaper(tx, part, id));
	});

	it('is read by whom she names, no longer once she takes it back, and never by whoever left, even named', async () => {
		const id = await keep('Bail', [paul, excluded, chief]);
		assert.deepEqual(
			(await hers((tx, part) => readPaper(tx, part, id)))!.readers.map(({ first_name }) => first_name),
			['Paul-Henri'],
			'only somebody who walks with her can be named'
		);
		assert.deepEqual([await seen(paul), await seen(aurore)], [['Bail'], []]);
		await hers((tx, part) => showTo(tx, part, id, { readers: [aurore.member], before: [paul.member] }));
		assert.deepEqual([await seen(paul), await seen(aurore)], [[], ['Bail']]);
		await home.sql('update accompaniment set lead_id = $2 where id = $1', [nadia.id, paul.member]);
		await assert.rejects(seen(aurore), refused);
		await home.sql('update accompaniment set lead_id = $2 where id = $1', [nadia.id, aurore.member]);
		await hers((tx) => takePaperBack(tx, id));
		assert.deepEqual(await seen(aurore), []);
		await hers((tx, part) => erasePaper(tx, part, id));
		assert.deepEqual(await home.sql('select from file'), []);
	});

	it('shown by a page of before is not shown again to whom she took it from', async () => {
		const id = await keep('Fiche', [paul]);
		await hers((tx) => takePaperBack(tx, id));
		await assert.rejects(
			hers((tx, part) => showTo(tx, part, id, { readers: [paul.member, aurore.member], before: [paul.member] })),
			(problem) => problem instanceof StaleError && (problem.stored['paper'] as Paper).readers.length === 0
		);
		await hers((tx, part) => renamePaper(tx, part, id, { name: 'Fiche de mars', version: 1 }));
		await assert.rejects(
			hers((tx, part) => renamePaper(tx, part, id, { name: 'Autre', version: 1 })),
			StaleError
		);
		await hers((tx, part) => erasePaper(tx, part, id));
	});

	it('sent twice is kept once, one after the other or both at once', async () => {
		const key = crypto.randomUUID();
		const send = () => hers((tx, part) => once(tx, key, async () => keepPaper(tx, part, sent, { name: 'Deux fois', readers: [] })));
		const [first, second] = await Promise.all([send(), send()]);
		assert.equal(first, second);
		assert.equal(await send(), first);
		assert.equal((await hers(readPapers)).length, 1);
		await hers((tx, part) => erasePaper(tx, part, first));
	});

	it('in a file that was closed is still read, taken back and erased by her, and nothing is added', async () => {
		const id = await keep('Ancien', [paul]);
		await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [nadia.id]);
		await assert.rejects(keep('Nouveau'), refused);
		await assert.rejects(
			hers((tx, part) => showTo(tx, part, id, { readers: [aurore.member], before: [paul.member] })),
			refused
		);
		await hers((tx) => takePaperBack(tx, id));
		await hers((tx, part) => erasePaper(tx, part, id));
		assert.deepEqual(await hers(readPapers), []);
		await home.sql('update accompaniment set ended_on = null, ended_how = null where id = $1', [nadia.id]);
	});

	it('is there for nobody once her card ended', async () => {
		const id = await keep('Carte');
		await home.sql('update carnet set ended_at = now() where id = $1', [her.cards[0]]);
		assert.deepEqual(await asHer(her, (tx) => tx.selectFrom('file').selectAll().execute()), []);
		her = await cardOf(nadia);
		await hers((tx, part) => erasePaper(tx, part, id));
	});
});

describe('a paper that is added for her', () => {
	it('is read by her, by whoever added it, and by those named; she takes it from them, its author alone renames and removes it', async () => {
		const id = await staff(aurore, (tx, pathway) =>
			addPaper(tx, pathway, sent, { name: 'Décision', readers: [paul.member, chief.member] })
		);
		assert.deepEqual([await seen(aurore), await seen(paul)], [['Décision'], ['Décision']]);
		assert.deepEqual(
			(await hers(readPapers)).map(({ name, by, readers }) => [name, by, readers.map(({ first_name }) => first_name)]),
			[['Décision', 'Aurore', ['Paul-Henri']]]
		);
		await assert.rejects(
			staff(paul, (tx, pathway) => renamePaper(tx, pathway, id, { name: 'Autre', version: 1 })),
			refused
		);
		await staff(paul, (tx, pathway) => erasePaper(tx, pathway, id));
		await hers((tx, part) => erasePaper(tx, part, id));
		assert.deepEqual(await seen(aurore), ['Décision']);
		await hers((tx, part) => showTo(tx, part, id, { readers: [], before: [paul.member] }));
		assert.deepEqual([await seen(aurore), await seen(paul)], [['Décision'], []]);
		assert.deepEqual(await as(paul, (tx) => tx.selectFrom('audit').select('id').where('subject', '=', 'document').execute()), []);
		assert.equal((await home.sql(`select from audit where subject = 'document'`)).length, 1);
		await staff(aurore, (tx, pathway) => erasePaper(tx, pathway, id));
		assert.deepEqual(await hers(readPapers), []);
	});

	it('leaves with everything, as do hers; what she keeps for herself does not leave with a practitioner', async () => {
		const mine = await keep('Pour moi');
		await keep('Montré', [aurore]);
		await hers((tx, part) => sendLetter(tx, part, sent, { to: aurore.member, question: 'Que faire ?' }));
		const at = new Date();
		const packed = async (file: Awaited<ReturnType<typeof readHerFile>>, key: Pathway['key'], asking: Parameters<typeof filesToPack>[2]) =>
			Object.keys(
				unzipSync(
					new Uint8Array(
						await new Response(zipOf([['data.json', JSON.stringify(file)], ...filesToPack(file, key, asking)], at)).arrayBuffer()
					)
				)
			).length;
		const made = { made_by: 'Nadia', language: 'fr', time_zone: 'Europe/Brussels', at };
		const { file, key } = await hers(async (tx, part) => ({ file: await readHerFile(tx, part, made), key: part.key }));
		assert.deepEqual([file.lists.document.length, file.lists.letter.length, file.lists.file.length], [2, 1, 3]);
		assert.equal(await packed(file, key, (work) => asHer(her, work)), 4);
		const given = await staff(aurore, async (tx, pathway) => ({
			file: await readLeavingFile(tx, pathway, { ...made, made_by: aurore.member }),
			key: pathway.key
		}));
		assert.deepEqual([given.file.lists.document.length, given.file.lists.letter.length, given.file.lists.file.length], [1, 1, 2]);
		assert.ok(!JSON.stringify(given.file).includes(mine) && !JSON.stringify(given.file).includes('Pour moi'));
		assert.equal(await packed(given.file, given.key, (work) => as(aurore, work)), 3);
		for (const { id } of await hers(readPapers)) await hers((tx, part) => erasePaper(tx, part, id));
		for (const { id } of await hers(readLetters)) await hers((tx, part) => takeLetterBack(tx, part, id));
	});
});

describe('a letter that she does not understand', () => {
	const letters = (actor: Actor) => staff(actor, readLetters);
	const send = (to: Actor, question = 'Dois-je répondre ?') => hers((tx, part) => sendLetter(tx, part, sent, { to: to.member, question }));
	const only = async () => (await hers(readLetters))[0]!;

	it('is read by whom she asked and nobody else, stands on that desk alone, and the answer comes back in plain words', async () => {
		await send(paul);
		assert.deepEqual(
			(await letters(paul)).map(({ question, file }) => [question, file?.type]),
			[['Dois-je répondre ?', 'pdf']]
		);
		assert.deepEqual(await letters(aurore), []);
		for (const actor of [excluded, chief, elsewhere]) await assert.rejects(letters(actor), refused);
		assert.deepEqual(
			(await as(paul, readLettersForMe)).map(({ name }) => name),
			['Nadia B.']
		);
		assert.deepEqual(await as(aurore, readLettersForMe), []);
		const { id } = await only();
		await assert.rejects(
			staff(aurore, (tx, pathway) => answerLetter(tx, pathway, { letter: id, answer: 'Non' })),
			refused
		);
		await staff(paul, (tx, pathway) => answerLetter(tx, pathway, { letter: id, answer: 'Rien à faire.' }));
		assert.deepEqual([(await only()).answer, (await only()).to], ['Rien à faire.', 'Paul-Henri']);
		assert.deepEqual(await as(paul, readLettersForMe), []);
		await assert.rejects(
			staff(paul, (tx, pathway) => answerLetter(tx, pathway, { letter: id, answer: 'Autre chose' })),
			StaleError
		);
		const [row] = await home.sql<{ line: string }>('select l::text as line from letter l');
		assert.doesNotMatch(row!.line, /répondre|Rien/);
		await hers((tx, part) => eraseLetterFile(tx, part, id));
		assert.deepEqual([(await only()).file, (await only()).answer], [null, 'Rien à faire.']);
		assert.deepEqual(await home.sql('select from file'), []);
	});

	it('is taken back until it is answered: nothing is left of it; after, she reads the answer first', async () => {
		await send(aurore, 'reprise');
		const { id } = await only();
		await hers((tx, part) => takeLetterBack(tx, part, id));
		assert.deepEqual(await letters(aurore), []);
		assert.deepEqual(await home.sql('select from file'), []);
		await assert.rejects(
			staff(aurore, (tx, pathway) => answerLetter(tx, pathway, { letter: id, answer: 'Trop tard' })),
			refused
		);
		await hers((tx, part) => takeLetterBack(tx, part, id));
		await send(aurore, 'répondue');
		const answered = await only();
		await staff(aurore, (tx, pathway) => answerLetter(tx, pathway, { letter: answered.id, answer: 'Oui.' }));
		await assert.rejects(
			hers((tx, part) => takeLetterBack(tx, part, answered.id)),
			(problem) => problem instanceof StaleError && (problem.stored['letter'] as Letter).answer === 'Oui.'
		);
	});

	it('goes to nobody who does not walk with her, and is in nobody else’s name', async () => {
		for (const actor of [excluded, chief, elsewhere]) await assert.rejects(send(actor), refused, actor.firstName);
		await assert.rejects(
			as(aurore, (tx) =>
				sql`insert into letter (id, accompaniment_id, to_member_id, sealed) values (gen_random_uuid(), ${nadia.id}, ${aurore.member}, 'v1')`.execute(
					tx
				)
			),
			refused,
			'a practitioner sends none in her name'
		);
	});

	it('read together at the desk is noted by whoever read it, and stays with her', async () => {
		await staff(aurore, (tx, pathway) =>
			noteLetter(tx, pathway, aurore.member, { question: 'La facture d’eau', together: 'À payer le 3.' })
		);
		const letter = await only();
		assert.deepEqual([letter.by_her, letter.question, letter.answer, letter.to], [false, 'La facture d’eau', 'À payer le 3.', 'Aurore']);
		assert.deepEqual(
			(await letters(paul)).filter(({ question }) => question.includes('eau')),
			[]
		);
	});
});

it('Erasing a person erases her files, her documents and her letters.', async () => {
	await keep('Tout');
	const { erasePeople } = await import('#lib/backup/erase.ts');
	const { default: pg } = await import('pg');
	const client = new pg.Client({ connectionString: home.ownerUrl });
	await client.connect();
	await client.query('set role cheminer_loader');
	await erasePeople(client, [nadia.person]);
	await client.end();
	for (const table of ['file', 'file_piece', 'document', 'document_reader', 'letter'])
		assert.deepEqual(await home.sql(`select from ${table}`), [], table);
});
