import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readDrafts } from '#lib/interviews/drafts.server.ts';
import { readInterview } from '#lib/interviews/interviews.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { typedFrom } from '#lib/web/form.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { readDay, readSheet } from './day.server.ts';
import { keepBeside, keepLines, LineForm, recordLine, releaseLine, type Line } from './writing.server.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };
const day = inputDate(here.now, here.zone);

let organization: string, elsewhere: Actor;
before(async () => {
	organization = await home.organization();
	elsewhere = await home.member(await home.organization('Ailleurs'));
});
let lead: Actor, colleague: Actor, person: string;
beforeEach(async () => {
	lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	colleague = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	person = (await home.pathway(lead)).id;
});

async function appoint(file = person, who = lead): Promise<string> {
	const id = newId();
	await home.sql(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone, channel) values ($1, $2, $3, $4, $5, 'Europe/Brussels', 'phone')`,
		[id, file, who.organization, who.member, here.now]
	);
	return id;
}
const cover = (who: Actor, until: string) =>
	home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + $4::interval)`,
		[person, organization, who.member, until]
	);

function fieldsOf(fields: Record<string, string>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries({ person, appointment: '', form_key: crypto.randomUUID(), ...fields }))
		form.append(name, value);
	return form;
}
const lineOf = (fields: Record<string, string>): Line => ({
	formKey: fields['form_key'] ?? crypto.randomUUID(),
	day,
	data: LineForm.parse(typedFrom(fieldsOf(fields))),
	agreed: null,
	here
});
const record = (actor: Actor, fields: Record<string, string>) => as(actor, (tx) => recordLine(tx, actor, lineOf(fields)));
const keep = (actor: Actor, forms: FormData[]) =>
	as(actor, (tx) => keepLines(tx, actor, day, new Map(forms.map((form) => [crypto.randomUUID(), form])), { aside: true }));
const dayOf = (actor: Actor, added: string[] = []) => as(actor, (tx) => readDay(tx, actor, day, here, added));
const interviews = () => home.sql('select id, appointment_id, kind, channel from interview where accompaniment_id = $1', [person]);

describe('the page of a day', () => {
	it('has one line an appointment, mine and those of people I cover, with who reads it by default', async () => {
		const appointment = await appoint();
		await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
			person,
			organization,
			colleague.member
		]);
		const [line] = (await dayOf(lead)).open;
		assert.deepEqual(
			[line?.key, line?.channel, line?.named.map(({ name, me }) => [name, me]), line?.instead_of],
			[appointment, 'phone', [['Aurore', true], ['Paul-Henri', false]], null] // prettier-ignore
		);
		assert.deepEqual((await dayOf(colleague)).open, [], 'a colleague who is named has his own day');
		await home.sql('delete from colleague where accompaniment_id = $1', [person]);
		await cover(colleague, '2 days');
		assert.equal((await dayOf(colleague)).open[0]?.instead_of, 'Aurore');
		await home.sql(`update colleague set until = now() where accompaniment_id = $1`, [person]);
		assert.deepEqual((await dayOf(colleague)).open, [], 'a cover that is over leaves the page');
		assert.deepEqual((await dayOf(elsewhere, [person])).open, []);
	});

	it('writes one line in the journal for the whole, and opens no file', async () => {
		await appoint();
		await dayOf(lead);
		const lines = await home.sql('select kind, accompaniment_id from journal where member_id = $1', [lead.member]);
		assert.deepEqual(lines, [{ kind: 'list', accompaniment_id: null }]);
	});

	it('holds a line for somebody added, and for a draft begun without an appointment', async () => {
		assert.equal((await dayOf(lead, [person])).open[0]?.appointment, null);
		await keep(lead, [fieldsOf({ said: 'croisée au marché' })]);
		const { open } = await dayOf(lead, [person]);
		assert.deepEqual(
			open.map(({ typed, appointment }) => [typed?.['said'], appointment]),
			[['croisée au marché', null]]
		);
	});
});

describe('a line', () => {
	it('records the same interview as the interview page: text, outcome, readers, appointment met, next one planned', async () => {
		const appointment = await appoint();
		const path = await record(lead, { appointment, said: 'la crèche a répondu', moved: 'une place', 'next.day': '', channel: 'phone' });
		assert.match(path ?? '', /^\/bureau\/journee\?jour=[\d-]{10}&note=[0-9a-f-]{36}$/);
		const rows = await interviews();
		assert.deepEqual(
			rows.map(({ appointment_id, kind, channel }) => [appointment_id, kind, channel]),
			[[appointment, 'one-to-one', 'phone']]
		);
		const read = await as(lead, async (tx) => readInterview(tx, (await readPathway(tx, person))!, String(rows[0]!['id'])));
		assert.deepEqual([read?.note?.text, read?.note?.outcome, read?.note?.moved], ['la crèche a répondu', 'moved', 'une place']);
		const { open, recorded } = await dayOf(lead);
		assert.deepEqual([open.length, recorded.map(({ interview }) => interview)], [0, [rows[0]!['id']]]);
	});

	it('may be empty: it says that we met', async () => {
		const appointment = await appoint();
		assert.ok(await record(lead, { appointment }));
		assert.equal((await interviews()).length, 1);
	});

	it('for somebody met without an appointment leaves the one of this afternoon standing', async () => {
		const appointment = await appoint();
		await record(lead, { said: 'passée ce matin' });
		assert.deepEqual(
			(await interviews()).map(({ appointment_id }) => appointment_id),
			[null]
		);
		assert.equal((await dayOf(lead)).open[0]?.appointment, appointment);
	});

	it('sent twice is recorded once; two tabs and two people who write it up at once record it once', async () => {
		const appointment = await appoint();
		await cover(colleague, '2 days');
		const form_key = crypto.randomUUID();
		const [first, second] = await Promise.all([
			record(lead, { appointment, said: 'a', form_key }),
			record(lead, { appointment, said: 'a', form_key })
		]);
		assert.equal(first, second);
		await assert.rejects(record(lead, { appointment, said: 'autre onglet' }), StaleError);
		await assert.rejects(record(colleague, { appointment, said: 'de Paul-Henri' }), StaleError);
		await assert.rejects(record(lead, { appointment, said: 'a et la suite', form_key }), StaleError);
		assert.equal((await interviews()).length, 1);
	});

	it('whose meeting was written up meanwhile keeps its words beside, as a meeting without appointment', async () => {
		const appointment = await appoint();
		await cover(colleague, '2 days');
		await record(lead, { appointment, said: 'd’Aurore' });
		const line = lineOf({ appointment, said: 'de Paul-Henri' });
		const beside = await as(colleague, (tx) => keepBeside(tx, line, { said: 'de Paul-Henri' }, { appointment }));
		assert.equal(beside.interview, (await interviews())[0]!['id']);
		const { open, recorded } = await dayOf(colleague);
		assert.deepEqual(
			open.map(({ key, typed, appointment }) => [key, typed?.['said'], appointment]),
			[[beside.key, 'de Paul-Henri', null]]
		);
		assert.deepEqual(
			recorded.map(({ by }) => by),
			['Aurore']
		);
	});

	it('refuses an appointment of another person or organisation like one that never was', async () => {
		const theirs = await home.pathway(elsewhere);
		const foreign = await appoint(theirs.id, elsewhere);
		const otherFile = await home.pathway(lead, 'Samir K.');
		const other = await appoint(otherFile.id);
		for (const appointment of [foreign, other, newId()]) await assert.rejects(record(lead, { appointment, said: 'x' }), StaleError);
		assert.deepEqual(await home.sql(`select state from appointment where id = any ($1)`, [[foreign, other]]), [
			{ state: 'planned' },
			{ state: 'planned' }
		]);
		assert.deepEqual(await interviews(), []);
	});

	it('of somebody out of reach is not there, whoever asks and whatever the role', async () => {
		const frontDesk = await home.member(organization, ['front-desk']);
		const coordination = await home.member(organization, ['coordination']);
		await cover(colleague, '-1 second');
		for (const actor of [elsewhere, frontDesk, coordination, colleague]) {
			assert.equal(await record(actor, { said: 'x' }), null);
			const { lost } = await keep(actor, [fieldsOf({ said: 'mes mots' })]);
			assert.deepEqual(lost, ['mes mots'], 'the words go back to who typed them');
		}
		assert.deepEqual(await interviews(), []);
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [person]), []);
	});

	it('may be named with colleagues of this accompaniment alone, whoever is sent with it', async () => {
		const line = lineOf({});
		line.data.readers = [colleague.member, elsewhere.member];
		await as(lead, (tx) => recordLine(tx, lead, line));
		assert.deepEqual(
			await home.sql('select r.member_id from note_reader r join note n on n.id = r.note_id where n.accompaniment_id = $1', [person]),
			[{ member_id: lead.member }]
		);
	});
});

describe('what is typed', () => {
	it('is the draft that the full page takes up, under the same key', async () => {
		const appointment = await appoint();
		const form_key = crypto.randomUUID();
		await keep(lead, [fieldsOf({ appointment, form_key, said: 'à finir', channel: 'phone' })]);
		const [draft] = await as(lead, async (tx) => readDrafts(tx, (await readPathway(tx, person))!));
		assert.deepEqual([draft?.formKey, draft?.typed['said'], draft?.typed['held_on']], [form_key, 'à finir', day]);
		assert.deepEqual(
			(await dayOf(lead)).open.map((line) => [line.formKey, line.typed?.['said']]),
			[[form_key, 'à finir']]
		);
		await record(lead, { appointment, form_key, said: 'fini' });
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [person]), []);
	});

	it('keeps a name that was unticked before a word, and forgets an emptied line', async () => {
		const form_key = crypto.randomUUID();
		const unticked = { form_key, blank: `${colleague.member} presence`, channel: 'presence' };
		await keep(lead, [fieldsOf(unticked)]);
		assert.deepEqual(
			(await dayOf(lead)).open.map((line) => line.typed?.['readers']),
			[undefined]
		);
		assert.equal((await home.sql('select 1 from draft where accompaniment_id = $1', [person])).length, 1);
		await keep(lead, [fieldsOf({ ...unticked, 'readers[]': colleague.member })]);
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [person]), []);
	});

	it('opens no file that nobody touched', async () => {
		await keep(lead, [fieldsOf({ said: '', blank: 'presence', channel: 'presence' })]);
		assert.deepEqual(await home.sql('select 1 from journal where accompaniment_id = $1', [person]), []);
	});

	it('after its form was recorded is told, and kept under a new key when it says something else', async () => {
		const form_key = crypto.randomUUID();
		await record(lead, { form_key, said: 'a' });
		assert.equal((await keep(lead, [fieldsOf({ form_key, said: 'a' })])).refused, false);
		assert.equal((await keep(lead, [fieldsOf({ form_key, said: 'a et b' })])).refused, true);
		const { open } = await dayOf(lead);
		assert.deepEqual(
			open.map((line) => [line.typed?.['said'], line.formKey === form_key]),
			[['a et b', false]]
		);
	});
});

describe('"on ne s’est pas vus"', () => {
	it('lets the appointment go without a trace, and keeps the words', async () => {
		const appointment = await appoint();
		const line = lineOf({ appointment, said: 'elle a appelé' });
		const path = await as(lead, (tx) => releaseLine(tx, line, { said: 'elle a appelé', appointment }));
		assert.match(path ?? '', /&libre=/);
		assert.deepEqual(await home.sql('select state from appointment where id = $1', [appointment]), [{ state: 'released' }]);
		assert.deepEqual(await interviews(), []);
		assert.deepEqual(
			(await dayOf(lead)).open.map((one) => [one.typed?.['said'], one.appointment]),
			[['elle a appelé', null]]
		);
	});

	it('plans the other date that was given with it, once', async () => {
		const appointment = await appoint();
		const line = {
			...lineOf({ appointment }),
			agreed: { starts_at: new Date(Date.now() + 86_400_000), time_zone: here.zone, channel: 'phone' as const, place: '' }
		};
		await as(lead, (tx) => releaseLine(tx, line, {}));
		await as(lead, (tx) => releaseLine(tx, line, {}));
		assert.deepEqual(await home.sql(`select state from appointment where accompaniment_id = $1 order by state`, [person]), [
			{ state: 'planned' },
			{ state: 'released' }
		]);
	});
});

describe('the blank sheet', () => {
	it('has alias or name to use, and an hour alone for whoever refused the carnet or is concealed without an alias', async () => {
		const people = [
			['Nadia B.', 'Nadia B.', {}],
			['Alias', 'Irina V.', { alias: 'Alias' }],
			['', 'Yasmine O.', { concealed: true }],
			['', 'Kevin M.', { carnet: 'no' }]
		] as const;
		for (const [, name, facts] of people) {
			const { id } = await home.pathway(lead, name);
			for (const [column, value] of Object.entries(facts))
				await home.sql(`update accompaniment set ${column} = $2 where id = $1`, [id, value]);
			await appoint(id);
		}
		const sheet = await as(lead, (tx) => readSheet(tx, lead, day, here));
		assert.deepEqual(sheet.map(({ name }) => name).sort(), people.map(([shown]) => shown).sort());
		assert.deepEqual(await home.sql(`select kind, accompaniment_id from journal where member_id = $1`, [lead.member]), [
			{ kind: 'print', accompaniment_id: null }
		]);
	});
});
