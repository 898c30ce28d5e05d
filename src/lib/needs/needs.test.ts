import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Actor } from '#lib/access/access.ts';
import { countMyTexts, nameReader, openMyTexts, readReaders, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import type { NeedCode } from './codes.ts';
import { readFormerNeeds } from './history.server.ts';
import { changeNeed, endNeed, openNeed, readNeed, readNeeds, type Need } from './needs.server.ts';
import { NEED_CODES } from './codes.ts';
import { NeedForm, OpeningForm, type When } from './rules.ts';

const home = await house({ after });
let organization: string, lead: Actor, colleague: Actor, other: Actor, elsewhere: Actor, desk: Actor, person: string;
before(async () => {
	organization = await home.organization();
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	other = await home.member(organization, ['practitioner'], { first: 'Claire' });
	desk = await home.member(organization, ['front-desk', 'coordination', 'administrator'], { first: 'Josiane' });
	elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	person = await fresh();
});

/** A new pathway that Aurore leads, with Paul-Henri and Claire. */
async function fresh(): Promise<string> {
	const { id } = await home.pathway(lead);
	for (const { member } of [colleague, other])
		await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: member }).execute());
	return id;
}

const onPathway = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>, id = person) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
interface Side {
	words?: string;
	when?: When;
	works?: string;
	version?: number;
}
const words = (hers: Side = {}, mine: Side = {}, more: { label?: string; version?: number } = {}) =>
	NeedForm.parse({ hers: side(hers), mine: side(mine), label: more.label ?? '', version: more.version ?? 0 });
const side = ({ version = 0, ...said }: Side) => ({ ...said, version: String(version) });
const open = (actor: Actor, code: NeedCode, hers: Side = {}, mine: Side = {}, readers: Actor[] = [], id = person, label = '') =>
	onPathway(
		actor,
		(tx, pathway) =>
			openNeed(
				tx,
				pathway,
				OpeningForm.parse({
					...words(hers, mine, { label }),
					hers: side(hers),
					mine: side(mine),
					code,
					readers: readers.map(({ member }) => member)
				})
			),
		id
	);
const read = async (actor: Actor, need: string, id = person): Promise<Need> =>
	(await onPathway(actor, (tx, pathway) => readNeed(tx, pathway, need), id))!;
const change = (actor: Actor, need: string, form: NeedForm) => onPathway(actor, (tx, pathway) => changeNeed(tx, pathway, need, form));
const former = (actor: Actor, need: string) => onPathway(actor, (tx, pathway) => readFormerNeeds(tx, pathway, need));
const tells = (problem: unknown): Need => {
	assert.ok(problem instanceof StaleError);
	return problem.stored.need as Need;
};

describe('opening a need', () => {
	it('keeps her words and mine, with who said, who noted and when each side wants to speak of it', async () => {
		const id = await open(
			lead,
			'ENF',
			{ words: 'de 7 h à 9 h', when: 'now', works: 'Renée, le lundi' },
			{ words: 'une piste', when: 'later' },
			[colleague]
		);
		const need = await read(colleague, id);
		assert.equal(need.family, 'home');
		assert.deepEqual(
			[need.hers?.words, need.hers?.when, need.hers?.works, need.hers?.by],
			['de 7 h à 9 h', 'now', 'Renée, le lundi', 'Aurore']
		);
		assert.deepEqual(
			need.ours.map(({ words, when, by, mine }) => [words, when, by, mine]),
			[['une piste', 'later', 'Aurore', false]]
		);
	});

	it('requires nothing: a topic that nobody said anything of yet is open all the same', async () => {
		const id = await open(lead, 'LNG');
		assert.deepEqual([(await read(lead, id)).hers, (await read(lead, id)).ours], [null, []]);
		assert.deepEqual(await home.sql('select 1 from need_voice where need_id = $1', [id]), []);
	});

	it('is done once for a code that I read, also when two gestures travel at once; what was typed is not lost', async () => {
		const id = await open(lead, 'LOG', { words: 'déjà là' });
		await assert.rejects(open(lead, 'LOG', { words: 'typed' }), (problem) => tells(problem).id === id);
		const file = await fresh();
		const both = await Promise.allSettled(Array.from({ length: 6 }, () => open(lead, 'SAN', {}, {}, [], file)));
		assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
	});

	it('may be done again for what no family names, each with her own word', async () => {
		for (const label of ['mon chien', 'le jardin']) await open(lead, 'OTHER', {}, {}, [], person, label);
		const labels = (await onPathway(lead, (tx, { key }) => readNeeds(tx, key, person))).filter(({ code }) => code === 'OTHER');
		assert.deepEqual(
			labels.map(({ label, family }) => [label, family]),
			[
				['mon chien', null],
				['le jardin', null]
			]
		);
	});

	it('by two colleagues who do not read each other says nothing to either', async () => {
		const file = await fresh();
		await open(lead, 'FIN', { words: 'dit à Aurore' }, {}, [], file);
		await open(other, 'FIN', { words: 'dit à Claire' }, {}, [], file);
		for (const [actor, said] of [
			[lead, 'dit à Aurore'],
			[other, 'dit à Claire']
		] as const)
			assert.deepEqual(
				(await onPathway(actor, (tx, { key }) => readNeeds(tx, key, file), file)).map(({ hers }) => hers?.words),
				[said]
			);
	});

	it('leaves nothing in clear: neither which one, nor a word, nor whether the two agree', async () => {
		const id = await open(lead, 'VIO', { words: 'deux serrures', when: 'now' });
		const [row] = await home.sql('select * from need where id = $1', [id]);
		const [voice] = await home.sql('select * from need_voice where need_id = $1', [id]);
		assert.doesNotMatch(JSON.stringify([row, voice]), /VIO|serrures|"now"/);
		assert.equal((await read(lead, id)).quiet, true);
	});

	it('is refused after a death, and the wall refuses again', async () => {
		const file = await fresh();
		await as(lead, (tx) =>
			tx.updateTable('accompaniment').set({ ended_on: '2026-11-01', ended_how: 'death' }).where('id', '=', file).execute()
		);
		await assert.rejects(open(lead, 'LOG', {}, {}, [], file), { status: 404 });
	});
});

describe('two voices', () => {
	it('are each their own: hers is put right by whoever reads it, a practitioner’s by himself', async () => {
		const id = await open(lead, 'MOB', { words: 'le bus', when: 'later' }, { words: 'le permis', when: 'now' }, [colleague]);
		const mineNow = { words: 'le vélo', when: 'later' as const };
		assert.ok(await change(colleague, id, words({ words: 'le bus de 7 h', when: 'later', version: 1 }, mineNow)));
		const need = await read(lead, id);
		assert.deepEqual([need.hers?.words, need.hers?.by, need.hers?.version], ['le bus de 7 h', 'Paul-Henri', 2]);
		assert.deepEqual(
			need.ours.map(({ words, by }) => [words, by]),
			[
				['le permis', 'Aurore'],
				['le vélo', 'Paul-Henri']
			]
		);
	});

	it('put again as they stood leave no trace', async () => {
		const id = await open(lead, 'DRO', { words: 'pareil', when: 'now' }, { words: 'aussi' });
		await change(lead, id, words({ words: 'pareil', when: 'now', version: 1 }, { words: 'aussi', version: 1 }));
		assert.deepEqual(await former(lead, id), []);
	});

	it('may be emptied, and what was said stays readable', async () => {
		const id = await open(lead, 'JUS', { words: 'à retirer', when: 'now' });
		await change(lead, id, words({ version: 1 }));
		assert.deepEqual([(await read(lead, id)).hers?.words, (await read(lead, id)).hers?.when], ['', null]);
		assert.deepEqual(
			(await former(lead, id)).map(({ said, voice, author, by }) => [said?.words, voice, author, by]),
			[['à retirer', 'person', 'Aurore', 'Aurore']]
		);
	});
});

describe('a change', () => {
	it('that comes second gets both texts, and overwrites nothing', async () => {
		const id = await open(lead, 'SEJ', { words: 'un' }, {}, [colleague]);
		await change(colleague, id, words({ words: 'deux', version: 1 }));
		await assert.rejects(change(lead, id, words({ words: 'trois', version: 1 })), (problem) => tells(problem).hers?.words === 'deux');
		await assert.rejects(change(lead, id, words({ words: 'sans version' })), (problem) => tells(problem).hers?.words === 'deux');
		assert.ok(await change(lead, id, words({ words: 'trois', version: 2 })));
		assert.deepEqual(
			(await former(lead, id)).map(({ said }) => said?.words),
			['deux', 'un']
		);
	});

	it('of a name or of its state keeps what stood before; closed and opened again, nothing is lost', async () => {
		const id = await open(lead, 'OTHER', { words: 'il est vieux' }, {}, [colleague], person, 'le chien');
		await change(colleague, id, words({ words: 'il est vieux', version: 1 }, {}, { label: 'mon chien', version: 1 }));
		const end = (actor: Actor, to: 'settled' | 'left' | null, version: number) =>
			onPathway(actor, (tx, pathway) => endNeed(tx, pathway, id, { end: to, version }));
		await assert.rejects(end(lead, 'settled', 1), (problem) => tells(problem).label === 'mon chien');
		await end(lead, 'settled', 2);
		assert.deepEqual([(await read(lead, id)).ended, (await read(lead, id)).ended_at instanceof Date], ['settled', true]);
		await end(colleague, null, 3);
		const need = await read(lead, id);
		assert.deepEqual([need.ended, need.ended_at, need.label, need.hers?.words], [null, null, 'mon chien', 'il est vieux']);
		assert.deepEqual(
			(await former(lead, id)).map(({ ended, label, by }) => [ended, label, by]),
			[
				['settled', 'mon chien', 'Paul-Henri'],
				[null, 'mon chien', 'Aurore'],
				[null, 'le chien', 'Paul-Henri']
			]
		);
	});

	it('belongs to those who read the need: an unticked colleague, another organisation, the desk and who is excluded change nothing', async () => {
		const id = await open(lead, 'PSY', { words: 'entre nous' });
		assert.equal(await change(colleague, id, words({ words: 'x', version: 1 })), false);
		assert.equal(await onPathway(colleague, (tx, pathway) => endNeed(tx, pathway, id, { end: 'left', version: 1 })), false);
		for (const actor of [elsewhere, desk]) await assert.rejects(change(actor, id, words({ words: 'x', version: 1 })), { status: 404 });
		const file = await fresh();
		const shared = await open(lead, 'PSY', { words: 'à nous' }, {}, [colleague, other], file);
		assert.equal((await read(other, shared, file)).hers?.words, 'à nous');
		await home.sql(
			`insert into exclusion (person_id, account_id, organization_id, added_by) select person_id, $2, $3, $4 from accompaniment where id = $1`,
			[file, other.account, organization, lead.member]
		);
		await assert.rejects(read(other, shared, file), { status: 404 });
		await home.sql('update colleague set until = now() where member_id = $1 and accompaniment_id = $2', [colleague.member, file]);
		await assert.rejects(read(colleague, shared, file), { status: 404 });
	});

	it('loses no former text, whatever the order in which people change, close and open it again', async () => {
		const gesture = fc.record({
			do: fc.constantFrom('hers', 'mine', 'label', 'end', 'reopen'),
			by: fc.constantFrom(0, 1),
			late: fc.boolean(),
			text: fc.string({ minLength: 1, maxLength: 6 }).map((text) => `« ${text} »`)
		});
		await fc.assert(
			fc.asyncProperty(fc.array(gesture, { maxLength: 8 }), async (gestures) => {
				const people = [lead, colleague];
				const id = await open(lead, 'OTHER', { words: 'le premier' }, {}, [colleague], person, 'le nom');
				const said = new Set(['le premier', 'le nom']);
				for (const { do: what, by, late, text } of gestures) {
					const actor = people[by]!;
					const need = await read(actor, id);
					const mine = need.ours.find((voice) => voice.mine);
					const back = late ? 1 : 0;
					const standing = { label: need.label, hers: need.hers?.words, mine: mine?.words };
					const isSaid = (what === 'label' || what === 'hers' || what === 'mine') && standing[what] === text;
					const hers = { words: need.hers?.words ?? '', version: (need.hers?.version ?? 0) - (what === 'hers' ? back : 0) };
					const own = { words: mine?.words ?? '', version: (mine?.version ?? 0) + (what === 'mine' ? back : 0) };
					const version = need.version - (['label', 'end', 'reopen'].includes(what) ? back : 0);
					const work =
						what === 'end' || what === 'reopen'
							? onPathway(actor, (tx, pathway) => endNeed(tx, pathway, id, { end: what === 'end' ? 'settled' : null, version }))
							: change(
									actor,
									id,
									words(
										{ ...hers, ...(what === 'hers' && { words: text }) },
										{ ...own, ...(what === 'mine' && { words: text }) },
										{ label: what === 'label' ? text : need.label, version }
									)
								);
					const done = await work.catch((problem: unknown) => tells(problem) && false);
					// Words that stand there already change nothing: nobody is told that they came too late.
					assert.equal(done, !late || isSaid);
					if (done && what !== 'end' && what !== 'reopen') said.add(text);
				}
				const now = await read(lead, id);
				const kept = new Set([
					now.label,
					now.hers?.words,
					...now.ours.map((voice) => voice.words),
					...(await former(colleague, id)).flatMap(({ said: voice, label }) => [voice?.words, label])
				]);
				for (const text of said) assert.ok(kept.has(text), `lost: ${text}`);
			}),
			{ numRuns: 20 }
		);
	});
});

describe('who reads a need', () => {
	it('are those ticked and I; naming somebody later is told, taking a name away is not asked', async () => {
		const id = await open(lead, 'LIE', { words: 'à deux' });
		assert.equal(await onPathway(colleague, (tx, pathway) => readNeed(tx, pathway, id)), undefined);
		await onPathway(lead, (tx, pathway) => nameReader(tx, pathway, id, colleague.member, 'need'));
		assert.equal((await read(colleague, id)).hers?.words, 'à deux');
		assert.deepEqual(
			(await onPathway(lead, (tx, pathway) => readWidenings(tx, pathway, id))).map(({ named, by, about, held_on }) => [
				named,
				by,
				about,
				held_on
			]),
			[['Paul-Henri', 'Aurore', 'need', null]]
		);
		await assert.rejects(
			onPathway(colleague, (tx, pathway) => nameReader(tx, pathway, id, other.member, 'need')),
			{ status: 404 }
		);
		await onPathway(lead, (tx, pathway) => unnameReader(tx, pathway, id, colleague.member, 'need'));
		assert.equal(await onPathway(colleague, (tx, pathway) => readNeed(tx, pathway, id)), undefined);
		assert.equal((await onPathway(lead, (tx, pathway) => readWidenings(tx, pathway, id))).length, 1, 'it stays told');
	});

	it('are counted when somebody is named on the accompaniment, and opened only by their author', async () => {
		const file = await fresh();
		await open(lead, 'LOG', {}, {}, [], file);
		await open(lead, 'FIN', {}, {}, [], file);
		await open(colleague, 'CON', {}, {}, [], file);
		assert.equal(await as(lead, (tx) => countMyTexts(tx, file)), 2);
		await as(lead, (tx) => openMyTexts(tx, file, other.member));
		const codes = (await onPathway(other, (tx, { key }) => readNeeds(tx, key, file), file)).map(({ code }) => code);
		assert.deepEqual(codes, ['LOG', 'FIN']);
		assert.deepEqual(
			(await onPathway(lead, (tx, pathway) => readWidenings(tx, pathway), file)).map(({ named, texts }) => [named, texts]),
			[['Claire', 2]]
		);
	});

	it('never grow without being told, after any gestures', async () => {
		const gesture = fc.record({
			do: fc.constantFrom('name', 'unname', 'say', 'end'),
			by: fc.constantFrom(0, 1, 2),
			whom: fc.constantFrom(1, 2)
		});
		await fc.assert(
			fc.asyncProperty(fc.subarray([1, 2]), fc.array(gesture, { maxLength: 6 }), async (start, gestures) => {
				const people = [lead, colleague, other];
				const id = await open(
					lead,
					'OTHER',
					{ words: 'nous' },
					{},
					start.map((one) => people[one]!)
				);
				for (const { do: what, by, whom } of gestures) {
					const actor = people[by]!;
					const member = people[whom]!.member;
					const now = await read(lead, id);
					const work =
						what === 'name'
							? onPathway(actor, (tx, pathway) => nameReader(tx, pathway, id, member, 'need'))
							: what === 'unname'
								? onPathway(actor, (tx, pathway) => unnameReader(tx, pathway, id, member, 'need'))
								: what === 'end'
									? onPathway(actor, (tx, pathway) => endNeed(tx, pathway, id, { end: 'left', version: now.version }))
									: change(actor, id, words({ words: 'nous', version: now.hers?.version ?? 0 }, { words: `${by}` }));
					await work.catch(() => undefined);
				}
				const told = (await onPathway(lead, (tx, pathway) => readWidenings(tx, pathway, id))).map(({ named }) => named);
				for (const one of [1, 2]) {
					const reads = (await onPathway(people[one]!, (tx, pathway) => readNeed(tx, pathway, id))) !== undefined;
					assert.ok(!reads || start.includes(one) || told.includes(people[one]!.firstName));
				}
				assert.ok((await onPathway(lead, (tx) => readReaders(tx, 'need', [id]))).some(({ first_name }) => first_name === 'Aurore'));
			}),
			{ numRuns: 15 }
		);
	});

	it('of every need of the list read it whole, and nothing of another file', async () => {
		const file = await fresh();
		for (const code of NEED_CODES) await open(lead, code, { words: code, when: 'later' }, { when: 'not-a-topic' }, [colleague], file);
		const needs = await onPathway(colleague, (tx, { key }) => readNeeds(tx, key, file), file);
		assert.deepEqual(
			needs.map(({ code, hers, ours }) => [code, hers?.words, ours.length]),
			NEED_CODES.map((code) => [code, code, 1])
		);
	});
});
