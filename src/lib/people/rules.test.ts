import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFields } from '../web/form.ts';
import { ageOn, isMinor } from './age.ts';
import { differencesOf } from './differences.ts';
import { firstName, shownName } from './name.ts';
import { EndingForm, findableForm, MomentForm, OpeningForm, ProtectionForm } from './rules.ts';

const TODAY = '2026-11-22';

function form(fields: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	return data;
}

test('A name to use is enough to open a pathway, and nothing else is required.', () => {
	const read = readFields(form({ name_to_use: 'Nadia B.' }), OpeningForm(TODAY));
	assert.ok(read.ok);
	assert.deepEqual(
		{ ...read.data },
		{
			name_to_use: 'Nadia B.',
			alias: '',
			concealed: false,
			track: null,
			pronouns: '',
			languages: '',
			interpreter: '',
			birthDate: null,
			municipality: '',
			reach: '',
			trusted: '',
			contacts: [],
			colleagues: [],
			answer: null,
			how: null,
			seen: []
		}
	);
});

test('Without a name the form comes back with all that was typed.', () => {
	const read = readFields(form({ name_to_use: '  ', municipality: 'Noirchâtel' }), OpeningForm(TODAY));
	assert.ok(!read.ok);
	assert.deepEqual(read.issues, [{ field: 'name_to_use', code: 'required' }]);
	assert.equal(read.typed['municipality'], 'Noirchâtel');
});

test('Forged columns in a form are not part of what it says.', () => {
	const read = readFields(
		form({ name_to_use: 'Nadia', id: 'x', organization_id: 'y', role: 'administrator', author_id: 'z', visibility: 'all', lead_id: 'w' }),
		OpeningForm(TODAY)
	);
	assert.ok(read.ok);
	for (const name of ['id', 'organization_id', 'role', 'author_id', 'visibility', 'lead_id']) assert.ok(!(name in read.data), name);
});

test('A birth date in the future, or a day that does not exist, is pointed out.', () => {
	const issues = (birthDate: string) => {
		const read = readFields(form({ name_to_use: 'N', birthDate }), OpeningForm(TODAY));
		return read.ok ? [] : read.issues;
	};
	assert.deepEqual(issues('2027-01-01'), [{ field: 'birthDate', code: 'future' }]);
	assert.deepEqual(issues('2025-02-29'), [{ field: 'birthDate', code: 'date' }]);
	assert.deepEqual(issues(TODAY), []);
});

test('Rows of contacts without a value are no contacts; their order stays.', () => {
	const read = readFields(
		form({
			name_to_use: 'N',
			'contacts.2.kind': 'mail',
			'contacts.2.value': 'n@courrier.example',
			'contacts.0.kind': 'phone',
			'contacts.0.value': '0475',
			'contacts.0.shared': 'yes',
			'contacts.1.kind': 'phone',
			'contacts.1.value': ''
		}),
		OpeningForm(TODAY)
	);
	assert.ok(read.ok);
	assert.deepEqual(
		read.data.contacts.map(({ kind, value, shared }) => [kind, value, shared]),
		[
			['phone', '0475', true],
			['mail', 'n@courrier.example', false]
		]
	);
});

test('Only a pause may say when to speak of it again, and that lies ahead.', () => {
	const moment = (fields: Record<string, string>) => readFields(form(fields), MomentForm(TODAY));
	const moving = moment({ moment: 'moving', until: '2027-01-01' });
	assert.ok(moving.ok && moving.data.until === null);
	const past = moment({ moment: 'paused', until: TODAY });
	assert.ok(!past.ok && past.issues[0]?.code === 'past');
});

test('An ending is worded by people: a death is never one of its answers.', () => {
	const read = readFields(form({ how: 'death' }), EndingForm(TODAY));
	assert.ok(!read.ok && read.issues[0]?.field === 'how');
});

test('A protection cannot end before it starts.', () => {
	const read = readFields(
		form({ kind: 'administrateur', name: 'Maître Dubois', starts_on: '2026-05-01', ends_on: '2026-04-30' }),
		ProtectionForm
	);
	assert.ok(!read.ok && read.issues[0]?.field === 'ends_on' && read.issues[0].code === 'order');
});

test('A phone is found again however it was typed.', () => {
	const forms = ['0475/12.34.56', '+32 475 12 34 56', '0032475123456', '+32 (0)475 12 34 56'].map((value) => findableForm('phone', value));
	assert.deepEqual(new Set(forms), new Set(['0475123456']));
	assert.equal(findableForm('mail', ' Nadia@Courrier.EXAMPLE '), 'nadia@courrier.example');
	assert.equal(findableForm('mail', 'nadia\u200B@courrier.example'), 'nadia@courrier.example');
	assert.equal(findableForm('phone', '٠٤٧٥ ١٢ ٣٤ ٥٦'), findableForm('phone', '0475 12 34 56'));
	assert.equal(findableForm('post', 'rue des Lilas 3'), null);
});

test('Somebody turns 18 on her birthday, not a day before.', () => {
	assert.equal(isMinor('2008-11-22', '2026-11-21'), true);
	assert.equal(isMinor('2008-11-22', '2026-11-22'), false);
	assert.equal(isMinor('2008-02-29', '2026-02-28'), true);
	assert.equal(isMinor('', '2026-11-22'), false);
});

test('An age grows by one a year, whatever the day of birth.', () => {
	fc.assert(
		fc.property(
			fc.date({ min: new Date('1920-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }),
			fc.integer({ min: 1, max: 99 }),
			(born, years) => {
				const birth = born.toISOString().slice(0, 10);
				const day = `${born.getUTCFullYear() + years}${birth.slice(4)}`;
				assert.equal(ageOn(birth, day), years);
			}
		)
	);
});

test('In concealed mode the alias stands on screen; without an alias, the name.', () => {
	assert.equal(shownName({ name_to_use: 'Chantal D.', alias: 'Mme Lilas', concealed: true }), 'Mme Lilas');
	assert.equal(shownName({ name_to_use: 'Chantal D.', alias: 'Mme Lilas', concealed: false }), 'Chantal D.');
	assert.equal(shownName({ name_to_use: 'Chantal D.', alias: null, concealed: true }), 'Chantal D.');
	assert.deepEqual(['Nadia B.', 'Marie-Ange T.', 'Tom et Élise', 'N.', 'É.'].map(firstName), [
		'Nadia',
		'Marie-Ange',
		'Tom et Élise',
		'N.',
		'É.'
	]);
});

test('Two versions are told side by side, only where they differ.', () => {
	const { stored, typed } = differencesOf(
		[
			['Nom', 'Nadia'],
			['Langues', 'arabe']
		],
		[
			['Nom', 'Nadia'],
			['Langues', '']
		],
		'(rien)'
	);
	assert.deepEqual([stored, typed], ['Langues\narabe', 'Langues\n(rien)']);
});
