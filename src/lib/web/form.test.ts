import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHttpError } from '@sveltejs/kit';
import fc from 'fast-check';
import { z } from 'zod';
import { clean, readFields, readForm, typedFrom } from './form.ts';

const form = (...fields: [string, string][]) => {
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	return data;
};
const posted = (body: BodyInit | null, headers: Record<string, string> = {}) =>
	new Request('http://essai.example/', { method: 'POST', body, headers });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('Names nest by dots, and a name ending in brackets collects a list.', () => {
	assert.deepEqual(
		plain(
			typedFrom(
				form(['name', 'Nadia'], ['actions.0.text', 'Écrire'], ['actions.1.text', 'Appeler'], ['readers[]', 'a'], ['readers[]', 'b'])
			)
		),
		{
			name: 'Nadia',
			actions: { 0: { text: 'Écrire' }, 1: { text: 'Appeler' } },
			readers: ['a', 'b']
		}
	);
});

test('Of a name sent twice, the first counts: what is added behind changes nothing.', () => {
	assert.equal(typedFrom(form(['version', '3'], ['version', '9'])).version, '3');
});

test('No name reaches a prototype.', () => {
	const names = [
		'__proto__',
		'__proto__.admin',
		'constructor.prototype.admin',
		'a.__proto__.admin',
		'a.constructor',
		'prototype',
		'__proto__[]',
		'a.__proto__[]',
		'.',
		'a..b',
		'a.',
		'[]',
		''
	];
	const typed = typedFrom(
		form(...names.map((name): [string, string] => [name, 'yes']), ['a.b', 'kept'], ['toString', 'kept'], ['hasOwnProperty.x', 'kept'])
	);
	assert.equal(({} as Record<string, unknown>)['admin'], undefined);
	assert.equal(Object.getPrototypeOf(typed), null);
	assert.deepEqual(plain(typed), { a: { b: 'kept' }, toString: 'kept', hasOwnProperty: { x: 'kept' } });
});

test('Any names and any values are read without harm, and Object stays what it was.', () => {
	const step = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', '0', '[]', 'toString'));
	fc.assert(
		fc.property(
			fc.array(
				fc.tuple(
					fc.array(step).map((steps) => steps.join('.')),
					fc.string()
				),
				{ maxLength: 30 }
			),
			(fields) => {
				const typed = typedFrom(form(...fields));
				assert.equal(Object.getPrototypeOf(typed), null);
				assert.deepEqual(Object.keys(Object.prototype), []);
			}
		)
	);
});

test('Ten thousand fields, or more text than a book chapter, are too much: 413.', () => {
	const many = form(...Array.from({ length: 10_000 }, (_, i): [string, string] => [`f${i}`, '']));
	assert.throws(
		() => typedFrom(many),
		(problem) => isHttpError(problem, 413)
	);
	assert.throws(
		() => typedFrom(form(['said', 'a'.repeat(200_001)])),
		(problem) => isHttpError(problem, 413)
	);
});

test('A body that cannot be read is 400.', async () => {
	for (const request of [
		posted('{"a":1}', { 'content-type': 'application/json' }),
		posted('--x', { 'content-type': 'multipart/form-data' }),
		posted('a=1', { 'content-type': 'text/plain' })
	]) {
		await assert.rejects(readForm(request, z.object({})), (problem) => isHttpError(problem, 400));
	}
});

test('A name typed on a Mac and the same typed on Windows are the same name.', () => {
	assert.equal(clean('Zoé'.normalize('NFD')), clean('Zoé'.normalize('NFC')));
	assert.equal(clean('Zoé'.normalize('NFD')), 'Zoé');
});

test('Controls and direction overrides are dropped; line breaks, tabs, other scripts and joined emoji stay.', () => {
	assert.equal(clean('a\u0000b\u0007c\u001b[31m\u007f\u0085d'), 'abc[31md');
	assert.equal(clean('tom\u202Egpj.exe'), 'tomgpj.exe');
	assert.equal(clean('une\r\ndeux\rtrois\tquatre'), 'une\ndeux\ntrois\tquatre');
	assert.equal(clean('Nadia\u2067 B.\u2069\u202A\u202B\u202C'), 'Nadia B.');
	assert.equal(clean('Na\u200Bdi\u00ADa\uFEFF\u2060'), 'Nadia');
	assert.equal(clean('une\u2028deux\u2029trois'), 'une\ndeux\ntrois');
	assert.equal(clean('half \uD83D gone'), 'half \uFFFD gone');
	// Zero-width joiners are how Persian and joined pictures are written, direction marks how Arabic is.
	assert.equal(clean('می\u200Cخواهم \u200Fنادية'), 'می\u200Cخواهم \u200Fنادية');
	assert.equal(clean('  مرحبا 👩🏽‍🦽 Дарʼя  '), 'مرحبا 👩🏽‍🦽 Дарʼя');
});

test('What is accepted comes with its key; a key that is none is replaced, never passed on.', () => {
	const Schema = z.object({ name: z.string().min(1, 'required') });
	const key = '0198c3a0-0000-4000-8000-000000000001';
	const read = readFields(form(['name', ' Nadia '], ['form_key', key]), Schema);
	assert.ok(read.ok);
	assert.deepEqual([read.data, read.formKey], [{ name: 'Nadia' }, key]);
	for (const bad of ['', '1', '-'.repeat(36), `${key}'`, key.toUpperCase()]) {
		const other = readFields(form(['name', 'Nadia'], ['form_key', bad]), Schema);
		assert.ok(other.ok && /^[0-9a-f]{8}-/.test(other.formKey) && other.formKey !== bad);
	}
});

test('What is refused keeps everything typed, and says which field by its name in the form.', () => {
	const Schema = z.object({ name: z.string().min(1, 'required'), actions: z.record(z.string(), z.object({ due: z.iso.date('date') })) });
	const read = readFields(form(['name', ''], ['actions.1.due', 'demain'], ['more', 'kept']), Schema);
	assert.ok(!read.ok);
	assert.deepEqual(read.issues, [
		{ field: 'name', code: 'required' },
		{ field: 'actions.1.due', code: 'date' }
	]);
	assert.deepEqual(plain(read.typed), { name: '', actions: { 1: { due: 'demain' } }, more: 'kept' });
});

test('A field that no schema knows goes no further.', () => {
	const read = readFields(
		form(['name', 'Nadia'], ['organization_id', 'x'], ['role', 'administrator'], ['author_id', 'x'], ['id', 'x']),
		z.object({ name: z.string() })
	);
	assert.ok(read.ok);
	assert.deepEqual(read.data, { name: 'Nadia' });
});
