import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { UnreadableFile } from '../bring-in/unreadable.ts';
import { NEED_CODES, OTHER, type NamedCode } from '../needs/codes.ts';
import { PUBLICS, THEMES } from './codes.ts';
import { entriesOf, type Entry } from './file.ts';
import { needsOf, themesOf } from './needs.ts';
import { NETWORKS } from './networks.ts';

const LISTS = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'data-inclusion-v1.0.8', 'extra');

/** A file that comes in pieces of this many bytes. */
const read = async (text: string | Buffer, size = 64 * 1024): Promise<Entry[]> => {
	const whole = Buffer.from(text as string);
	const bytes = async function* () {
		for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
	};
	const entries: Entry[] = [];
	for await (const entry of entriesOf(bytes)) entries.push(entry);
	return entries;
};
const whyNot = async (text: string | Buffer): Promise<string> => {
	try {
		return `read: ${(await read(text)).length}`;
	} catch (problem) {
		if (problem instanceof UnreadableFile) return problem.code;
		throw problem;
	}
};

test('Any entries come out of JSON as they went in, in both forms, wherever the file is cut.', async () => {
	const entry = fc.record({ id: fc.string(), nom: fc.string(), nested: fc.array(fc.string(), { maxLength: 3 }) });
	await fc.assert(
		fc.asyncProperty(fc.array(entry, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), async (structures, size) => {
			const services = structures.map((one) => ({ ...one, structure_id: 'a' }));
			const plain = (said: object): unknown => JSON.parse(JSON.stringify(said));
			const expected = [
				...structures.map((said, i) => ({ kind: 'structure', at: i + 1, said: plain(said) })),
				...services.map((said, i) => ({ kind: 'service', at: i + 1, said: plain(said) }))
			];
			assert.deepEqual(await read(JSON.stringify([...structures, ...services]), size), expected);
			assert.deepEqual(await read(JSON.stringify({ version: 1, structures, services }), size), expected);
		}),
		{ numRuns: 60 }
	);
});

test('What cannot be read to its end is refused by name.', async () => {
	assert.equal(await whyNot(''), 'empty');
	assert.equal(await whyNot('[{"id": "a1", '), 'json');
	assert.equal(await whyNot('[{"id": "a1"}] et puis'), 'json');
	assert.equal(await whyNot('[{"id": "a1"}, oui]'), 'json');
	assert.equal(await whyNot('PK\u0003\u0004quelque chose'), 'workbook');
	assert.equal(await whyNot('id;nom\n"sans fin;\n'), 'quotes');
	assert.equal(await whyNot(Buffer.from('[{"id": "caf\u00e9"}]', 'latin1')), 'read: 1');
});

test('A line of a hundred megabytes is given up after its first one.', async () => {
	const piece = Buffer.alloc(64 * 1024, 'a');
	let given = 0;
	const endless = async function* () {
		yield Buffer.from('[{"nom": "');
		for (given = 0; given < 1600; given += 1) yield piece;
		yield Buffer.from('"}]');
	};
	// The first reading tells the encoding and goes to the end; the second one makes entries.
	await assert.rejects(
		async () => {
			for await (const _ of entriesOf(endless)) assert.fail('it becomes an entry');
		},
		(problem) => problem instanceof UnreadableFile && problem.code === 'line_too_long'
	);
	assert.ok(given < 40, `${given} pieces were read`);
});

test('Every need is answered by themes of the list, and every theme but buying a home answers a need.', () => {
	for (const need of NEED_CODES) if (need !== OTHER) assert.ok(themesOf(need as NamedCode).length > 0, need);
	assert.deepEqual(
		THEMES.filter((theme) => needsOf([theme]).length === 0),
		['logement-hebergement--acheter-un-logement']
	);
	assert.deepEqual(needsOf(['lecture-ecriture-calcul--maitriser-le-francais']), ['LNG', 'ALP']);
});

test('The lists are those of data·inclusion.', { skip: !existsSync(LISTS) && 'the real lists are not beside the project' }, () => {
	const real = (name: string) =>
		(JSON.parse(readFileSync(join(LISTS, `${name}.json`), 'utf8')) as { value: string }[]).map(({ value }) => value).sort();
	assert.deepEqual([...THEMES].sort(), real('thematiques'));
	assert.deepEqual([...PUBLICS].sort(), real('publics'));
	assert.deepEqual([...NETWORKS].sort(), real('reseaux-porteurs'));
});
