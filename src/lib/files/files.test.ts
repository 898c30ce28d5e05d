import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#lib/access/access.ts';
import { giveCarnet } from '#lib/carnet/carnet.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asHer, type Her, type Tx } from '#lib/server/db.ts';
import { SealError } from '#lib/server/keyring.ts';
import { readParts, type Part } from '#lib/space/her.server.ts';
import { found } from '#lib/web/found.ts';
import { house } from '../../../tests/house.ts';
import { eraseFile, keepFile, readKeptFile, readWhole, type KeptFile } from './files.server.ts';
import { FILE_LIMITS, UnfitFile, type FitFile } from './rules.ts';
import { fileAnswer } from './serve.server.ts';

const home = await house({ after });
let aurore: Actor, colleague: Actor, nadia: { id: string; person: string }, samir: { id: string; person: string }, her: Her;

before(async () => {
	const organization = await home.organization();
	aurore = await home.member(organization);
	colleague = await home.member(organization, ['practitioner'], { first: 'Bilal' });
	nadia = await home.pathway(aurore, 'Nadia B.');
	samir = await home.pathway(aurore, 'Samir K.');
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: nadia.id, member_id: colleague.member }).execute());
	await as(aurore, async (tx) => giveCarnet(tx, found(await readPathway(tx, nadia.id)), '258147'));
	const [card] = await home.sql<{ id: string }>('select id from carnet');
	her = { person: nadia.person, cards: [card!.id] };
});

const hers = <T>(work: (tx: Tx, part: Part) => Promise<T>) => asHer(her, async (tx) => work(tx, (await readParts(tx))[0]!));
const staff = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>, file = nadia.id) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, file))));

/** So many pieces and some bytes more, each of its own. */
function long(pieces = 2, more = 1000): FitFile {
	const bytes = Buffer.alloc(pieces * FILE_LIMITS.piece + more);
	for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at);
	return { type: 'pdf', bytes };
}
const kept = async (file: FitFile = long()) =>
	hers(async (tx, part) => found(await readKeptFile(tx, part, await keepFile(tx, part, file))));
const answer = (file: KeptFile, range?: string) =>
	hers((tx, { key }) =>
		fileAnswer((work) => work(tx), key, file, new Request('http://localhost/', range ? { headers: { range } } : {})).then(
			async (response) => ({
				status: response.status,
				headers: response.headers,
				body: Buffer.from(await response.arrayBuffer())
			})
		)
	);

describe('a file', () => {
	it('is kept in sealed pieces and comes back byte for byte, whole and in part', async () => {
		const file = await kept();
		assert.deepEqual([file.type, file.pieces, file.bytes], ['pdf', 3, long().bytes.length]);
		const { status, headers, body } = await answer(file);
		assert.ok(body.equals(long().bytes));
		assert.deepEqual(
			[
				status,
				...['content-type', 'content-disposition', 'cache-control', 'x-content-type-options', 'content-length'].map((name) =>
					headers.get(name)
				)
			],
			[200, 'application/pdf', 'attachment; filename="document.pdf"', 'no-store', 'nosniff', String(body.length)]
		);
		assert.match(headers.get('content-security-policy') ?? '', /sandbox/);
		for (const [range, from, to] of [
			['bytes=0-0', 0, 1],
			['bytes=262140-262150', 262140, 262151],
			['bytes=524288-', 524288, body.length],
			['bytes=-10', body.length - 10, body.length]
		] as const) {
			const part = await answer(file, range);
			assert.deepEqual([part.status, part.body.equals(body.subarray(from, to))], [206, true], range);
		}
		assert.equal((await answer(file, 'bytes=99999999-')).status, 416);
		assert.equal((await answer(file, 'bytes=0-1,5-6')).status, 200);
		const rows = await home.sql<{ body: Buffer }>('select body from file_piece where file_id = $1', [file.id]);
		for (const { body: sealed } of rows)
			assert.ok(sealed.length <= FILE_LIMITS.piece + 28 && !sealed.includes(Buffer.from(long().bytes.subarray(400, 440))));
	});

	it('whose pieces were swapped, moved from another file, or cut off in the database does not open', async () => {
		const [one, two] = [await kept(), await kept()];
		const refused = (file: KeptFile) => assert.rejects(answer(file), SealError);
		const body = async (file: KeptFile, position: number) =>
			(await home.sql<{ body: Buffer }>('select body from file_piece where file_id = $1 and position = $2', [file.id, position]))[0]!.body;
		const put = (file: KeptFile, position: number, bytes: Buffer) =>
			home.sql('update file_piece set body = $3 where file_id = $1 and position = $2', [file.id, position, bytes]);
		const [first, second] = [await body(one, 0), await body(one, 1)];
		await put(one, 0, second);
		await refused(one);
		await put(one, 0, await body(two, 0));
		await refused(one);
		await put(one, 0, first);
		await put(one, 0, Buffer.concat([first.subarray(0, -1), Buffer.from([first.at(-1)! ^ 1])]));
		await refused(one);
		await put(one, 0, first);
		assert.equal((await answer(one)).body.length, one.bytes);
		// The last piece gone: what there is says that it is not all.
		await home.sql('delete from file_piece where file_id = $1 and position = 2', [one.id]);
		await assert.rejects(answer(one), /taken back/);
		await assert.rejects(
			hers((tx, part) => readWhole(tx, part.key, { ...one, pieces: 2 })),
			SealError
		);
		// The row of one file told to be another.
		await home.sql('update file set sealed = (select sealed from file where id = $2) where id = $1', [two.id, one.id]);
		await assert.rejects(
			hers((tx, part) => readKeptFile(tx, part, two.id)),
			SealError
		);
	});

	it('that is cut on its way, or finds no room on the disk, leaves nothing behind', async () => {
		const count = async () => (await home.sql('select (select count(*) from file) as f, (select count(*) from file_piece) as p'))[0];
		const before = await count();
		const cut = new Error('the disk is full');
		await assert.rejects(
			hers(async (tx, part) => {
				await keepFile(tx, part, long());
				throw cut;
			}),
			cut
		);
		assert.deepEqual(await count(), before);
	});

	it('of hers exists for nobody of the house, and one that a practitioner adds is read by her', async () => {
		const mine = await kept();
		for (const actor of [aurore, colleague])
			assert.deepEqual(
				await staff(actor, async (tx, pathway) => [
					await readKeptFile(tx, pathway, mine.id),
					(await tx.selectFrom('file_piece').select('position').where('file_id', '=', mine.id).execute()).length
				]),
				[undefined, 0]
			);
		const theirs = await staff(aurore, (tx, pathway) => keepFile(tx, pathway, long(0, 12)));
		assert.equal((await hers((tx, part) => readKeptFile(tx, part, theirs)))?.bytes, 12);
		assert.equal(await staff(colleague, (tx, pathway) => readKeptFile(tx, pathway, theirs)), undefined);
		await hers((tx) => eraseFile(tx, theirs));
		await staff(colleague, (tx) => eraseFile(tx, theirs));
		assert.ok(await staff(aurore, (tx, pathway) => readKeptFile(tx, pathway, theirs)), 'nobody erases what another added');
		await hers((tx) => eraseFile(tx, mine.id));
		assert.deepEqual(await home.sql('select from file_piece where file_id = $1', [mine.id]), []);
	});

	it('is written with its pieces or not at all: none is added to one of before, to another’s, or in another’s name', async () => {
		const mine = await kept();
		const piece = { file_id: mine.id, position: 9, body: Buffer.from('x') };
		const refused = { status: 404 };
		await assert.rejects(
			hers((tx) => tx.insertInto('file_piece').values(piece).execute()),
			refused
		);
		await assert.rejects(
			staff(aurore, (tx) => tx.insertInto('file_piece').values(piece).execute()),
			refused
		);
		await assert.rejects(
			hers((tx) => sql`update file_piece set body = ${Buffer.from('x')}`.execute(tx)),
			refused
		);
		await assert.rejects(
			hers((tx, { key }) =>
				tx
					.insertInto('file')
					.values({ id: samir.id, accompaniment_id: samir.id, bytes: 1, sealed: key.seal('file', samir.id, {}) })
					.execute()
			)
		);
	});

	it('beyond what one part may hold is refused, hers and theirs each by themselves', async () => {
		const rows = `insert into file (id, accompaniment_id, organization_id, author_id, bytes, sealed)
			select gen_random_uuid(), $1, organization_id, $2, 10485760, 'x' from accompaniment, generate_series(1, 20) where id = $1`;
		await home.sql(rows, [nadia.id, null]);
		await assert.rejects(kept(), (problem) => problem instanceof UnfitFile && problem.code === 'file_room');
		await staff(aurore, (tx, pathway) => keepFile(tx, pathway, long()));
		await home.sql(rows, [nadia.id, aurore.member]);
		await assert.rejects(
			staff(colleague, (tx, pathway) => keepFile(tx, pathway, long())),
			(problem) => problem instanceof UnfitFile && problem.code === 'file_room'
		);
		await home.sql('delete from file');
	});
});
