import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { readReadings } from './readings.server.ts';
import { readThread, type PathwayPage } from './thread.server.ts';
import { composeThread, type PastStitch } from './thread.ts';

const home = await house({ after });
const organization = await home.organization();

const read = (actor: Actor, id: string): Promise<PathwayPage | undefined> =>
	as(actor, async (tx) => {
		const pathway = await readPathway(tx, id);
		return pathway && readThread(tx, pathway);
	});

/** An interview with its text, read by its author and by those named. */
async function meet(
	author: Actor,
	accompaniment: string,
	on: string,
	said: { text: string; moved?: string },
	readers: Actor[] = []
): Promise<void> {
	await as(author, async (tx) => {
		const { key } = (await readPathway(tx, accompaniment))!;
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: accompaniment, held_on: on, channel: 'presence' }).execute();
		const outcome = said.moved ? 'moved' : null;
		await tx
			.insertInto('note')
			.values({
				id: note,
				interview_id: interview,
				accompaniment_id: accompaniment,
				outcome,
				sealed: key.seal('note', note, { moved: '', ...said })
			})
			.execute();
		for (const reader of readers) await tx.insertInto('note_reader').values({ note_id: note, member_id: reader.member }).execute();
	});
}

test('The thread runs from what lies ahead down to her answer, the first stitch.', () => {
	const past: PastStitch[] = [
		{ kind: 'answer', id: 'a', on: '2026-03-04', value: 'yes' },
		{ kind: 'frame', id: 'f', on: '2026-03-04', basis: 'free' },
		{ kind: 'moment', id: 'm', on: '2026-07-02', value: 'paused', until: null },
		{ kind: 'ending', id: 'e', on: '2026-07-02', how: 'together', hers: '', ours: '', helped: '' }
	];
	const ahead = ['2026-12-01T10:00:00Z', '2026-12-20T10:00:00Z'].map((at, index) => ({
		id: String(index),
		starts_at: new Date(at),
		time_zone: 'Europe/Brussels',
		channel: 'presence' as const,
		place: '',
		bring: '',
		member_id: 'x',
		member_first_name: 'Aurore',
		version: 1
	}));
	assert.deepEqual(
		composeThread(ahead, past).map(({ id }) => id),
		['1', '0', 'e', 'm', 'f', 'a']
	);
});

test('A practitioner reads the texts she is named with; of the others, only that a meeting took place.', async () => {
	const lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	const { id } = await home.pathway(lead, 'Nadia B.');
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id, track) values ($1, $2, $3, $4)', [
		id,
		organization,
		paul.member,
		'social'
	]);
	await meet(lead, id, '2026-10-01', { text: 'Pour Aurore seule.' }, [lead]);
	await meet(lead, id, '2026-10-15', { text: 'Pour nous trois.', moved: 'lettre envoyée' }, [lead, paul]);
	const texts = async (actor: Actor) =>
		(await read(actor, id))!.stitches.flatMap((stitch) => (stitch.kind === 'interview' ? [stitch.interview.note?.text ?? null] : []));
	assert.deepEqual(await texts(lead), ['Pour nous trois.', 'Pour Aurore seule.']);
	assert.deepEqual(await texts(paul), ['Pour nous trois.', null]);
	const page = (await read(paul, id))!;
	assert.deepEqual(
		page.companions.map(({ first_name, kind, track }) => [first_name, kind, track]),
		[
			['Aurore', 'lead', null],
			['Paul-Henri', 'named', 'social']
		]
	);
});

test('A memo is nowhere on the pathway, not even for its author.', async () => {
	const lead = await home.member(organization);
	const { id } = await home.pathway(lead, 'Samir K.');
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const memo = newId();
		await tx
			.insertInto('memo')
			.values({
				id: memo,
				accompaniment_id: id,
				sealed: key.seal('memo', memo, { text: 'MEMO-CANARI' }),
				expires_at: new Date(Date.now() + 86_400_000)
			})
			.execute();
	});
	assert.ok(!JSON.stringify(await read(lead, id)).includes('MEMO-CANARI'));
});

test('No name but hers and those who walk with her is on the pathway.', async () => {
	const lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	await home.member(organization, ['practitioner'], { first: 'Collègue-Canari' });
	await home.pathway(lead, 'Voisine-Canari');
	const { id } = await home.pathway(lead, 'Irina V.');
	assert.ok(!JSON.stringify(await read(lead, id)).includes('Canari'));
});

test('In concealed mode the pathway shows the alias and never the name to use.', async () => {
	const lead = await home.member(organization);
	const { id } = await home.pathway(lead, 'Zahra M.');
	await home.sql(`update accompaniment set concealed = true, alias = 'Colibri' where id = $1`, [id]);
	const page = (await read(lead, id))!;
	assert.equal(page.name, 'Colibri');
	assert.ok(!JSON.stringify(page).includes('Zahra'));
});

test('A pathway out of reach does not exist: another organisation, a colleague not named, an excluded account, a cover that is over.', async () => {
	const lead = await home.member(organization);
	const { id, person } = await home.pathway(lead, 'Nadia B.');
	const excluded = await home.member(organization);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		person,
		excluded.account,
		organization
	]);
	const late = await home.member(organization);
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() - interval '1 second')`,
		[id, organization, late.member]
	);
	for (const stranger of [excluded, late, await home.member(organization), await home.member(await home.organization())])
		assert.equal(await read(stranger, id), undefined);
	assert.ok(await read(lead, id));
});

test('The latest five interviews stand in full, fifteen more as a stitch, and the rest behind one link.', async () => {
	const lead = await home.member(organization);
	const { id } = await home.pathway(lead, 'Bernard L.');
	for (let day = 1; day <= 23; day += 1) await meet(lead, id, `2026-05-${String(day).padStart(2, '0')}`, { text: `Jour ${day}` }, [lead]);
	const { stitches } = (await read(lead, id))!;
	const interviews = stitches.filter((stitch) => stitch.kind === 'interview');
	assert.equal(interviews.length, 20);
	assert.deepEqual(
		interviews.filter(({ full }) => full).map(({ on }) => on),
		['2026-05-23', '2026-05-22', '2026-05-21', '2026-05-20', '2026-05-19']
	);
	assert.deepEqual(stitches.filter(({ kind }) => kind === 'earlier').length, 1);
	assert.equal(stitches.at(-1)?.kind === 'interview', false);
});

test('Who looked: one line an hour for each reader and kind, with a first name, page by page.', async () => {
	const lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const { id, person } = await home.pathway(lead, 'Olena D.');
	await read(lead, id);
	await read(lead, id);
	const readings = (before: string | null = null) => as(lead, async (tx) => readReadings(tx, (await readPathway(tx, id))!, before));
	const first = await readings();
	assert.deepEqual(
		first.readings.map(({ first_name, kind, roles }) => [first_name, kind, roles]),
		[['Aurore', 'pathway', ['practitioner']]]
	);
	await home.sql(
		`insert into journal (at, hour, organization_id, account_id, member_id, accompaniment_id, person_id, kind)
		select timestamptz '2026-01-01' + n / 3 * interval '1 hour', timestamptz '2026-01-01' + n * interval '1 hour', $1, $2, $3, $4, $5, 'pathway' from generate_series(1, 120) n`,
		[organization, lead.account, lead.member, id, person]
	);
	const seen = new Set<string>();
	for (let before: string | null = null, pages = 0; pages < 5; pages += 1) {
		const page = await readings(before);
		for (const reading of page.readings) {
			assert.ok(!seen.has(reading.id));
			seen.add(reading.id);
		}
		if (!page.next) break;
		before = page.next;
	}
	assert.equal(seen.size, 121);
	assert.deepEqual((await readings('not a position')).readings[0]?.first_name, 'Aurore');
});

test('An appointment of this morning stays ahead on the thread until it is written up.', async () => {
	const lead = await home.member(organization);
	const { id } = await home.pathway(lead);
	const hourAgo = new Date(Date.now() - 3_600_000);
	await home.sql(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, $5, 'Europe/Brussels')`,
		[newId(), id, organization, lead.member, hourAgo]
	);
	const stitches = (from?: Date) =>
		as(
			lead,
			async (tx) => (await readThread(tx, (await readPathway(tx, id))!, from)).stitches.filter(({ kind }) => kind === 'ahead').length
		);
	assert.equal(await stitches(new Date(Date.now() - 7_200_000)), 1);
	assert.equal(await stitches(), 0);
});
