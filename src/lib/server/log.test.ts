import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { log, logProblem, plainPath, routeWords } from './log.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-log-'));
const file = join(folder, 'cheminer.log');
process.env['CHEMINER_LOG_FILE'] = file;
after(() => rmSync(folder, { recursive: true }));

const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n');
const last = () => lines().at(-1)!;

test('An address is logged without what somebody put in it.', () => {
	mkdirSync(join(folder, 'routes', '(desk)', 'personnes', '[person]', 'entretiens'), { recursive: true });
	const words = routeWords(join(folder, 'routes'));
	assert.deepEqual([...words].sort(), ['entretiens', 'personnes']);
	assert.equal(plainPath('/personnes/0198f1d2-5b1c/entretiens?q=Nadia', words), '/personnes/:id/entretiens');
	assert.equal(plainPath('/personnes/nadia-b', words), '/personnes/:id');
	assert.equal(plainPath('/personnes/0198/__data.json', words), '/personnes/:id/__data.json');
	assert.equal(plainPath('/r/XkT9-secret#x', words), '/:id/:id');
	assert.equal(plainPath('/_app/immutable/assets/ui.css', words), '/_app/:file');
	assert.equal(plainPath('/', words), '/');
});

test('Each event is one line, whatever it is told.', () => {
	log('essai', { told: 'one\ntwo\u001b[31m\u009b\u2028\u202e"', n: 3 });
	assert.deepEqual(Object.keys(JSON.parse(last()) as object), ['at', 'event', 'told', 'n']);
	assert.match(last(), /^[\x20-\x7e]+$/);
});

test('A problem keeps its place in the code and loses what it quotes.', () => {
	const refused = new pg.DatabaseError('duplicate key value violates unique constraint "x": Key (name)=(Nadia) already exists', 0, 'error');
	Object.assign(refused, { code: '23505', constraint: 'x', table: 'contact', detail: 'Key (name)=(Nadia)' });
	const reference = logProblem('unexpected', refused);
	const line = JSON.parse(last()) as Record<string, string>;
	assert.equal(line['reference'], reference);
	assert.equal(line['code'], '23505');
	assert.equal(line['constraint'], 'x');
	assert.match(line['stack']!, /log\.test\.ts/);
	assert.ok(!last().includes('Nadia'));
});

test('A message of the language itself is kept, for it quotes nobody.', () => {
	logProblem('unexpected', new TypeError('x is not a function'));
	assert.match(last(), /x is not a function/);
	logProblem('unexpected', 'Nadia');
	assert.ok(!last().includes('Nadia'));
});

test('What the language itself repeats of what it was given is cut off.', () => {
	const given = 'Nadia';
	for (const fail of [
		() => new Intl.DateTimeFormat('fr', { timeZone: given }),
		() => (undefined as unknown as Record<string, string>)[given],
		() => Buffer.from('a', given as BufferEncoding),
		() => new URL(given),
		() => new Headers([[`${given}\n`, 'x']]),
		() => Response.redirect(given),
		() => structuredClone({ [given]: () => given })
	]) {
		assert.throws(fail, (problem) => {
			logProblem('unexpected', problem);
			assert.ok(!last().includes(given), last());
			return true;
		});
	}
});

test('A log that cannot be written stops nothing.', () => {
	process.env['CHEMINER_LOG_FILE'] = join(file, 'under-a-file', 'cheminer.log');
	log('essai');
	process.env['CHEMINER_LOG_FILE'] = file;
	log('again');
	assert.match(last(), /"again"/);
});

test('A full log gives its place to a new one, and one former log is kept.', () => {
	const before = lines().length;
	for (let i = 0; i < 40; i++) log('essai', { filling: 'x'.repeat(500_000) });
	assert.ok(lines().length < before + 40);
	assert.ok(readFileSync(`${file}.1`).length > 16 * 1024 * 1024);
});
