import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { closeDraft, dropDraft, keepDraft, readDrafts } from './drafts.server.ts';

const home = await house({ after });
let lead: Actor, colleague: Actor;
before(async () => {
	const organization = await home.organization();
	lead = await home.member(organization);
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
});

async function someone(): Promise<string> {
	const { id } = await home.pathway(lead);
	await as(lead, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: colleague.member }).execute());
	return id;
}
const onPathway = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const keep = (id: string, key: string, said: string, actor = lead) =>
	onPathway(actor, id, (tx, pathway) => keepDraft(tx, pathway, key, { said }));
const texts = async (id: string, actor = lead) => (await onPathway(actor, id, readDrafts)).map(({ typed }) => typed['said']);
const newKey = () => crypto.randomUUID();

describe('a draft', () => {
	it('is its writer’s alone, and sealed', async () => {
		const id = await someone();
		await keep(id, newKey(), 'à peine commencé');
		assert.deepEqual(await texts(id), ['à peine commencé']);
		assert.deepEqual(await texts(id, colleague), []);
		const [row] = await home.sql<{ sealed: string }>('select sealed from draft where accompaniment_id = $1', [id]);
		assert.match(row!.sealed, /^v1\./);
		assert.doesNotMatch(row!.sealed, /commencé/);
	});

	it('follows what is typed, and an emptied form keeps nothing', async () => {
		const id = await someone();
		const key = newKey();
		for (const said of ['u', 'un', 'un texte']) await keep(id, key, said);
		assert.deepEqual(await texts(id), ['un texte']);
		await keep(id, key, '');
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [id]), []);
	});

	it('of one page never takes the place of another’s', async () => {
		const id = await someone();
		const [morning, evening] = [newKey(), newKey()];
		await keep(id, morning, 'du matin');
		await keep(id, evening, 'du soir');
		assert.deepEqual(await texts(id), ['du soir', 'du matin']);
		await onPathway(lead, id, (tx, pathway) => dropDraft(tx, pathway, evening));
		assert.deepEqual(await texts(id), ['du matin']);
	});

	it('of a need, of a side or of an answer stands by what it is about, and is no draft of a meeting', async () => {
		const id = await someone();
		const [need, other] = [newKey(), newKey()];
		const places = [
			{ form: 'need', about: need },
			{ form: 'need', about: other },
			{ form: 'need' },
			{ form: 'side', about: need }
		] as const;
		for (const [at, place] of places.entries())
			await onPathway(lead, id, (tx, pathway) =>
				keepDraft(tx, pathway, newKey(), { 'mine.words': `texte ${at}` }, undefined, { ...place, says: true })
			);
		const told = await Promise.all(places.map((place) => onPathway(lead, id, (tx, pathway) => readDrafts(tx, pathway, place))));
		assert.deepEqual(
			told.map((drafts) => drafts.map(({ typed }) => typed['mine.words'])),
			[['texte 0'], ['texte 1'], ['texte 2'], ['texte 3']]
		);
		assert.deepEqual(await texts(id), []);
		assert.deepEqual(await onPathway(colleague, id, (tx, pathway) => readDrafts(tx, pathway, places[0])), []);
	});

	it('whose form was recorded by its words is not kept any more', async () => {
		const id = await someone();
		const [key, place] = [newKey(), { form: 'need', about: newKey() } as const];
		const keeping = () =>
			onPathway(lead, id, (tx, pathway) => keepDraft(tx, pathway, key, { words: 'x' }, undefined, { ...place, says: true }));
		assert.equal(await keeping(), true);
		await onPathway(lead, id, (tx, pathway) => closeDraft(tx, pathway, key, place));
		assert.equal(await keeping(), false);
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [id]), []);
	});

	it('that arrives after its interview was recorded stays away, even when both travel at once', async () => {
		for (let round = 0; round < 8; round++) {
			const id = await someone();
			const key = newKey();
			await keep(id, key, 'presque fini');
			await Promise.all([
				onPathway(lead, id, (tx, pathway) =>
					once(tx, key, async () => {
						await dropDraft(tx, pathway, key);
						return '/';
					})
				),
				keep(id, key, 'presque fini.'),
				keep(id, key, 'presque fini..')
			]);
			assert.equal(await keep(id, key, 'trop tard'), false);
			assert.deepEqual(await texts(id), []);
		}
	});

	it('is cleared after thirty days, by hands that cannot read it', async () => {
		const id = await someone();
		await keep(id, newKey(), 'oublié');
		await home.sql(`update draft set updated_at = now() - interval '31 days' where accompaniment_id = $1`, [id]);
		const { asRole } = await import('#lib/server/db.ts');
		await asRole('cheminer_jobs', (tx) => tx.deleteFrom('draft').execute());
		assert.deepEqual(await texts(id), []);
		await assert.rejects(
			asRole('cheminer_jobs', (tx) => tx.selectFrom('draft').select('sealed').execute()),
			{ status: 404 }
		);
	});
});
