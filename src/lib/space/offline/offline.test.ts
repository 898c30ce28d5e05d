import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import type { PlanSource } from '../../paper/rules.ts';
import { inLanguage } from '../../web/language.ts';
import { digitsOf } from './box.js';
import { composeCopy } from './copy.ts';

const source = (change: Partial<PlanSource> = {}): PlanSource => ({
	...{ name: 'Nadia B.', concealed: false, matters: 'Être là le soir.', people: [], steps: [] },
	next: { at: new Date('2026-12-03T13:00:00Z'), with: 'Aurore', channel: 'presence', place: '2e étage' },
	house: { name: 'Relance', address: 'Rue des Lamineurs 14', phone: '071 00 00 14' },
	actions: [{ id: 'a1', text: 'Appeler la crèche', owner: 'person', by: null, who: '', due_on: null }],
	goals: [{ id: 'g1', text: 'Une formation', agreed: true }],
	needs: [{ id: 'b1', code: 'OTHER', label: '', words: 'Mon dos', hers: true }],
	...change
});
const part = (change: Partial<PlanSource> = {}, name = 'Relance') => ({
	source: source(change),
	organization: { name, address: `Rue de ${name} 1` }
});
const place = { locale: 'fr', zone: 'Europe/Brussels', now: new Date('2026-11-30T09:00:00Z') };
const toldOf = (...parts: ReturnType<typeof part>[]) =>
	inLanguage('fr', () => composeCopy(parts, place)).sections.map(({ title, lines }) => [
		title,
		lines.map(({ lead, words, phone }) => [lead, words?.text, phone].filter(Boolean).join(' | ')).join(' / ')
	]);

test('The copy holds the next appointment of all, first, then each plan; what she needs stays in the house.', () => {
	const later = { next: { ...source().next!, at: new Date('2026-12-09T08:00:00Z'), with: 'Paul' } };
	const told = toldOf(part(later, 'Relance'), part({}, 'Fonderie'));
	assert.match(told[0]![1]!, /^jeudi 3 décembre à 14.h \/ Avec Aurore, Fonderie \/ .*2e étage \/ Rue de Fonderie 1$/);
	assert.equal(told.filter(([, lines]) => /Paul/.test(lines!)).length, 0, 'one appointment, the next');
	assert.ok(told.some(([title, lines]) => /\(Relance\)$/.test(title!) && /Appeler la crèche/.test(lines!)));
	assert.ok(!JSON.stringify(told).includes('Mon dos'));
});

test('With nothing planned the copy says so, and with nothing at all it is still a page.', () => {
	assert.match(toldOf(part({ next: null }))[0]![1]!, /Aucun rendez-vous/);
	assert.equal(toldOf().length, 1);
});

test('A telephone on which she gives her address sends no place of the house.', () => {
	const [, lines] = toldOf(part({ next: { ...source().next!, channel: 'phone', place: '' } }))[0]!;
	assert.ok(!lines!.includes('Rue de'));
});

test('A PIN typed in the digits of any script is the same PIN in the browser and in the house.', () => {
	for (const typed of ['258147', ' 258 147 ', '٢٥٨١٤٧', '۲۵۸۱۴۷', '２５８１４７']) assert.equal(digitsOf(typed), '258147');
});

test('All the scripts of her pages together weigh less than 15 kB.', () => {
	const here = import.meta.dirname;
	const scripts = [join(here, '..', '..', 'ui', 'enhance.js'), ...['box.js', 'kept.js', 'worker.js'].map((name) => join(here, name))];
	const weight = scripts.reduce((sum, script) => sum + brotliCompressSync(readFileSync(script)).length, 0);
	assert.ok(weight < 15_000, `${weight} bytes`);
});
