import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { coming, planAppointment } from '../appointments/appointments.server.ts';
import { recordInterview } from '../interviews/interviews.server.ts';
import { InterviewForm } from '../interviews/rules.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as, asHelper } from '../server/db.ts';
import { cannotCome, herWords } from '../space/cannot-come.server.ts';
import { readLooked } from '../space-sees/looked.server.ts';
import { readReadings } from '../thread/readings.server.ts';
import { found } from '../web/found.ts';
import { house } from '../../../tests/house.ts';
import { herScene } from '../../../tests/scenes/hers.ts';
import { enterHelper } from '../../../tests/wall/http.ts';
import { plantScene } from '../../../tests/wall/scene.ts';
import { endHelpers, giveHelper, mayHaveHelper, readHelperNames, readHelpers, takeHelperBack } from './helper.server.ts';
import { readHelped, readMeetings, readToDo } from './helping.server.ts';
import { helperDays, helperForm, LETS, type Lets } from './rules.ts';

const home = await house({ after });
const ZONE = 'Europe/Brussels';
const today = new Date().toISOString().slice(0, 10);
const REFUSED = (problem: unknown) => (problem as { status?: number }).status === 404;
const form = (lets: Lets[], more: Record<string, unknown> = {}) =>
	helperForm(today).parse({ name: 'Samia', pin: '258369', again: '258369', lets, ...more });

/** Nadia with an appointment, a meeting and something to do; and somebody whom she lets help. */
async function helped(lets: Lets[]) {
	const { nadia, aurore, paul } = await herScene(home);
	const starts_at = new Date(Date.now() + 3 * 86_400_000);
	await nadia.staff(aurore, async (tx, pathway) => {
		await planAppointment(tx, pathway, { starts_at, time_zone: ZONE, channel: 'presence', place: '2e étage', bring: 'la lettre' });
		await recordInterview(tx, pathway, aurore, {
			...{ form: InterviewForm.parse({ said: 'Texte secret' }), agreed: null, appointment: null },
			...{ zone: ZONE, now: new Date() }
		});
	});
	await nadia.on((tx, { accompaniment, key }) => {
		const id = newId();
		const sealed = key.seal('action', id, { text: 'Appeler la crèche' });
		return tx.insertInto('action').values({ id, accompaniment_id: accompaniment.id, owner: 'person', sealed }).execute();
	});
	await nadia.on((tx, part) => giveHelper(tx, part, form(lets), ZONE));
	const [{ id } = { id: '' }] = await home.sql<{ id: string }>('select id from helper where accompaniment_id = $1', [nadia.id]);
	return { nadia, aurore, paul, id };
}

test('An access ends in a month when nobody says another day, and in six at most; today is a day, yesterday is none.', () => {
	assert.deepEqual(helperDays('2026-11-30'), { usual: '2026-12-30', last: '2027-05-28' });
	const until = (typed: string) => helperForm('2026-11-30').safeParse({ name: 'Samia', pin: '258369', again: '258369', until: typed });
	assert.equal(until('').data?.until, '2026-12-30');
	assert.equal(until('2026-11-30').success, true);
	assert.equal(until('2027-05-28').success, true);
	for (const typed of ['2026-11-29', '2027-05-29', 'demain']) assert.equal(until(typed).success, false, typed);
	assert.equal(helperForm('2026-11-30').safeParse({ name: ' ', pin: '258369', again: '258369' }).success, false);
	assert.equal(helperForm('2026-11-30').safeParse({ name: 'Samia', pin: '258369', again: '258369', lets: ['memo'] }).success, false);
});

test('He reads her next appointments, and what she ticked: nothing more when she ticked nothing.', async () => {
	for (const lets of [[], ['path'], ['plan'], [...LETS]] as Lets[][]) {
		const { id } = await helped(lets);
		await asHelper(id, async (tx) => {
			const one = await readHelped(tx);
			assert.deepEqual([one.first, one.path, one.plan, one.acts], ['Nadia', ...LETS.map((what) => lets.includes(what))]);
			assert.deepEqual(
				(await coming(tx, one)).map(({ place, bring, member_first_name }) => [place, bring, member_first_name]),
				[['2e étage', 'la lettre', 'Aurore']]
			);
			assert.equal((await readMeetings(tx, one)).length, lets.includes('path') ? 1 : 0, 'meetings');
			assert.deepEqual(
				(await readToDo(tx, one)).map(({ text }) => text),
				lets.includes('plan') ? ['Appeler la crèche'] : []
			);
		});
	}
});

/** What the catalogue gives to his role, table by table: a table that somebody adds tomorrow is refused to him. */
test('The database gives him these columns and no other: no text of a meeting, need, goal, memo, message, paper, circle, journal or account.', async () => {
	const rows = await home.sql<{ at: string; read: string[]; more: boolean }>(
		`select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as at,
			array_agg(a.attname::text order by a.attname) filter (where has_column_privilege('cheminer_helper', c.oid, a.attnum, 'SELECT')) as read,
			bool_or(has_column_privilege('cheminer_helper', c.oid, a.attnum, 'INSERT') or has_column_privilege('cheminer_helper', c.oid, a.attnum, 'UPDATE'))
				or has_table_privilege('cheminer_helper', c.oid, 'DELETE') as more
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where n.nspname in ('public', 'keys', 'auth') and c.relkind in ('r', 'p') group by n.nspname, c.relname, c.oid
		having bool_or(has_column_privilege('cheminer_helper', c.oid, a.attnum, 'SELECT, INSERT, UPDATE')) or has_table_privilege('cheminer_helper', c.oid, 'DELETE') order by 1`
	);
	assert.deepEqual(Object.fromEntries(rows.map(({ at, read, more }) => [more ? `${at} (written)` : at, read])), {
		accompaniment: ['alias', 'concealed', 'id', 'name_to_use', 'organization_id', 'person_id'],
		action: ['accompaniment_id', 'created_at', 'due_on', 'id', 'owner', 'sealed', 'state'],
		appointment: ['accompaniment_id', 'channel', 'id', 'member_id', 'sealed', 'starts_at', 'state', 'time_zone', 'version'],
		'desk_word (written)': ['accompaniment_id', 'appointment_id', 'created_at', 'expires_at', 'id', 'kind', 'read_at', 'sealed'],
		'form_key (written)': ['account_id', 'created_at', 'key', 'result'],
		helper: ['accompaniment_id', 'acts', 'id', 'path', 'plan', 'sealed', 'until'],
		interview: ['accompaniment_id', 'author_id', 'channel', 'held_on', 'id'],
		'keys.person_key': ['person_id', 'wrapped'],
		member: ['first_name', 'id'],
		organization: ['address', 'id', 'name', 'phone']
	});
});

test('Of another person, of another house and of the rest of her file he finds nothing, with every right that she can tick.', async () => {
	const scene = await plantScene(home, 'practitioner', 'lead');
	await plantScene(home, 'practitioner', 'lead', scene.organization);
	const { id } = await enterHelper(home, scene);
	await asHelper(id, async (tx) => {
		for (const table of ['accompaniment', 'helper', 'organization', 'keys.person_key'])
			assert.equal((await sql.raw(`select 1 from ${table}`).execute(tx)).rows.length, 1, table);
		for (const table of ['appointment', 'interview', 'action']) {
			const { rows } = await sql.raw<{ of: string }>(`select distinct accompaniment_id as of from ${table}`).execute(tx);
			assert.deepEqual(
				rows.filter(({ of }) => of !== scene.file),
				[],
				table
			);
		}
	});
	for (const text of [
		'select * from note',
		'select * from need',
		'select * from goal',
		'select * from her_note',
		'select * from memo',
		'select * from colleague',
		'select * from exclusion',
		'select * from journal',
		'select * from carnet',
		'select pin from helper',
		'select * from contact',
		'select her_files()',
		'select reach()',
		'update helper set until = now()',
		`update action set state = 'done'`
	])
		await assert.rejects(
			asHelper(id, (tx) => sql.raw(text).execute(tx)),
			REFUSED,
			text
		);
});

test('He says that she cannot come when she let him, and whoever reads the word reads that it was he; a word of hers is not his to take back.', async () => {
	const { nadia, aurore, id } = await helped(['acts']);
	await asHelper(id, async (tx) => {
		const one = await readHelped(tx);
		const [appointment] = await coming(tx, one);
		await cannotCome(tx, one, appointment!, 'Mardi matin');
		assert.deepEqual(
			(await herWords(tx, one)).map(({ kind, text }) => [kind, text]),
			[['cannot', 'Mardi matin']]
		);
	});
	const { readDeskWords } = await import('../front-desk/words.server.ts');
	const words = await as(aurore, (tx) => readDeskWords(tx, aurore.member));
	assert.deepEqual(
		words.filter(({ accompaniment_id }) => accompaniment_id === nadia.id).map(({ kind, helped, by }) => [kind, helped, by]),
		[['cannot', true, '']]
	);
	assert.deepEqual(
		(await nadia.on(herWords)).map(({ text }) => text),
		['Mardi matin'],
		'and she reads it'
	);

	const { id: reader, nadia: other } = await helped([]);
	await assert.rejects(
		asHelper(reader, async (tx) => {
			const one = await readHelped(tx);
			const [appointment] = await coming(tx, one);
			await cannotCome(tx, one, appointment!, '');
		}),
		REFUSED
	);
	await other.on(async (tx, part) => cannotCome(tx, part, (await coming(tx, part))[0]!, ''));
	await asHelper(reader, async (tx) => assert.deepEqual(await herWords(tx, await readHelped(tx)), []));
});

test('Taken back, past its day, in a file that was closed, concealed or ended by a death, it opens nothing at all.', async () => {
	const ends: [string, (one: Awaited<ReturnType<typeof helped>>) => Promise<unknown>][] = [
		['taken back', ({ nadia, id }) => nadia.on((tx) => takeHelperBack(tx, id))],
		['at the desk', ({ nadia, aurore }) => nadia.staff(aurore, (tx) => endHelpers(tx, nadia.id))],
		['past its day', ({ id }) => home.sql('update helper set until = now() where id = $1', [id])],
		['concealed', ({ nadia }) => home.sql('update accompaniment set concealed = true where id = $1', [nadia.id])],
		[
			'closed',
			({ nadia }) => home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [nadia.id])
		],
		['a death', ({ nadia }) => home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [nadia.id])]
	];
	for (const [how, end] of ends) {
		const one = await helped([...LETS]);
		await asHelper(one.id, readHelped);
		await end(one);
		await assert.rejects(asHelper(one.id, readHelped), REFUSED, how);
		await asHelper(one.id, async (tx) => {
			for (const table of ['accompaniment', 'appointment', 'interview', 'action', 'member', 'keys.person_key', 'organization'])
				assert.deepEqual((await sql.raw(`select 1 from ${table}`).execute(tx)).rows, [], `${how}: ${table}`);
		});
	}
});

test('What a practitioner noted helps as long as he walks with her: his place, a cover that ended, an exclusion end it; what she gave stays.', async () => {
	const { signInWithCarnet } = await import('../carnet/sign-in.server.ts');
	const { doorBrowser } = await import('../../../tests/scenes/door.ts');
	const ends: [
		string,
		boolean,
		(nadia: Awaited<ReturnType<typeof helped>>['nadia'], paul: Awaited<ReturnType<typeof helped>>['paul']) => Promise<unknown>
	][] = [
		[
			'excluded',
			true,
			(nadia, paul) =>
				home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
					nadia.person,
					paul.account,
					paul.organization
				])
		],
		['no longer named', false, (_, paul) => home.sql('delete from colleague where member_id = $1', [paul.member])],
		['cover over', false, (_, paul) => home.sql('update colleague set until = now() where member_id = $1', [paul.member])],
		['gone', false, (_, paul) => home.sql('update member set ended_at = now() where id = $1', [paul.member])]
	];
	for (const [how, forGood, end] of ends) {
		const { nadia, paul, id: given } = await helped(['acts']);
		const code = await nadia.staff(paul, (tx, pathway) => giveHelper(tx, pathway, form(['acts'], { name: 'Karim' }), ZONE));
		const [{ id } = { id: '' }] = await home.sql<{ id: string }>('select id from helper where noted_by = $1', [paul.member]);
		const { codeFrom } = await import('../carnet/code.ts');
		const comes = async () => (await signInWithCarnet(doorBrowser(), { code: codeFrom(code)!, pin: '258369' })).step;
		assert.equal(await comes(), 'in', how);
		await asHelper(id, readHelped);
		await end(nadia, paul);
		await assert.rejects(asHelper(id, readHelped), REFUSED, how);
		assert.equal(await comes(), 'refused', how);
		await asHelper(given, readHelped);
		const [row] = await home.sql<{ ended: boolean }>('select ended_at is not null as ended from helper where id = $1', [id]);
		assert.equal(row?.ended, forGood, how);
	}
});

test('Whoever notes an access learns nothing of how many she gave, and nobody asks about a file that is not his.', async () => {
	const { nadia, aurore, paul } = await herScene(home);
	for (let one = 0; one < 5; one += 1) await nadia.on((tx, part) => giveHelper(tx, part, form([]), ZONE));
	assert.equal(await as(aurore, (tx) => mayHaveHelper(tx, nadia.id)), true);
	for (let one = 0; one < 5; one += 1) await nadia.staff(paul, (tx, pathway) => giveHelper(tx, pathway, form([]), ZONE));
	await assert.rejects(
		nadia.staff(aurore, (tx, pathway) => giveHelper(tx, pathway, form([]), ZONE)),
		REFUSED
	);
	const { nadia: other, aurore: stranger } = await herScene(home);
	assert.equal(await as(stranger, (tx) => mayHaveHelper(tx, other.id)), true);
	assert.equal(await as(aurore, (tx) => mayHaveHelper(tx, other.id)), false);
});

test('In concealed mode nobody is let in, at the desk neither; nor a sixth; nor for longer than six months.', async () => {
	const { nadia, aurore } = await herScene(home);
	const give = () => nadia.on((tx, part) => giveHelper(tx, part, form([]), ZONE));
	for (let one = 0; one < 5; one += 1) await give();
	await assert.rejects(give(), REFUSED);
	await home.sql('update helper set ended_at = now() where accompaniment_id = $1', [nadia.id]);
	await assert.rejects(
		nadia.on((tx, part) => giveHelper(tx, part, { ...form([]), until: '2031-01-01' }, ZONE)),
		(problem) => (problem as { code?: string }).code === '23514'
	);
	await home.sql('update accompaniment set concealed = true where id = $1', [nadia.id]);
	await assert.rejects(give(), REFUSED);
	await assert.rejects(
		nadia.staff(aurore, (tx, pathway) => giveHelper(tx, pathway, form([]), ZONE)),
		REFUSED
	);
});

test('She reads who helps her and when he looked; nobody of the staff does, whoever noted it neither.', async () => {
	const { nadia, aurore, paul } = await helped(['path']);
	await nadia.staff(aurore, (tx, pathway) => giveHelper(tx, pathway, form(['plan'], { name: 'Karim' }), ZONE));
	const [noted] = await nadia.on(readHelpers);
	assert.deepEqual([noted?.name, noted?.by, noted?.lets], ['Karim', 'Aurore', ['plan']]);
	await asHelper(noted!.id, readHelped);
	await asHelper(noted!.id, readHelped);
	const lines = await nadia.on(async (tx, part) => {
		const names = await readHelperNames(tx, part);
		return (await readLooked(tx, null)).lines.filter(({ kind }) => kind === 'helper').map(({ member_id }) => names.get(member_id));
	});
	assert.deepEqual(lines, ['Karim'], 'once an hour');
	for (const actor of [aurore, paul]) {
		await assert.rejects(
			as(actor, (tx) => sql`select id from helper`.execute(tx)),
			REFUSED
		);
		const told = await as(actor, async (tx) => {
			const pathway = found(await readPathway(tx, nadia.id));
			return (await readReadings(tx, pathway, null)).readings.map(({ kind }) => kind);
		});
		assert.ok(!told.includes('helper'));
		const audited = await as(actor, (tx) => tx.selectFrom('audit').select('subject').where('accompaniment_id', '=', nadia.id).execute());
		assert.ok(!audited.some(({ subject }) => subject === 'helper'), 'nor in the audit');
	}
});

test('A colleague who is not named, whom she excluded, another house, the front desk: none gives an access, none takes one back.', async () => {
	const scene = await plantScene(home, 'practitioner', 'lead');
	const { id } = await enterHelper(home, scene);
	const stranger = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Léa' });
	const desk = await home.member(scene.organization, ['front-desk', 'coordination', 'administrator'], { first: 'Josiane' });
	for (const actor of [scene.free, scene.shut, stranger, desk]) {
		await assert.rejects(
			as(actor, (tx) =>
				tx
					.insertInto('helper')
					.values({
						id: newId(),
						accompaniment_id: scene.file,
						code_index: newId(),
						pin: 'p',
						sealed: 'v1',
						until: new Date(Date.now() + 86_400_000)
					})
					.execute()
			),
			REFUSED,
			actor.firstName
		);
		await assert.rejects(
			as(actor, (tx) => endHelpers(tx, scene.file)),
			REFUSED,
			actor.firstName
		);
	}
	await asHelper(id, readHelped);
});
