import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAt } from '../files/look.server.ts';
import { recorded, silence } from '../../../tests/voices.ts';
import { pdf } from '../../../tests/papers.ts';
import { readMessageFields } from './sent.server.ts';
import { secondsOfClusters, unheard } from './voice.server.ts';

const heard = async (bytes: Buffer) => unheard(await lookAt(bytes, ['sound']));
/** A form as a browser sends it. */
function formWith(fields: Record<string, string>, files: Record<string, Buffer> = {}): FormData {
	const form = new FormData();
	form.set('form_key', crypto.randomUUID());
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	for (const [name, bytes] of Object.entries(files)) form.set(name, new File([new Uint8Array(bytes)], `${name}.wav`));
	return form;
}

test('A voice of two minutes is kept, a longer one is not; what a recorder is late by is no fault.', async () => {
	assert.equal(await heard(silence(1)), null);
	assert.equal(await heard(silence(122)), null);
	assert.equal(await heard(silence(130)), 'sound_long');
});

test('A recording that does not say how long it is is measured by what it holds.', async () => {
	assert.equal(secondsOfClusters(recorded(7)), 6);
	assert.equal(await heard(recorded(1)), null);
	assert.equal(await heard(recorded(100)), null);
	assert.equal(await heard(recorded(200)), 'sound_long');
});

test('What is cut, or damaged anywhere, is refused or kept, and never hangs or falls.', async () => {
	for (const whole of [silence(2), recorded(5)]) {
		for (let at = 12; at < 400; at += 7) {
			const damaged = Buffer.from(whole);
			damaged[at % damaged.length] = 0xff;
			const said = await unheard({ type: whole === damaged || whole[0] === 0x52 ? 'wav' : 'webm', bytes: damaged });
			assert.ok(said === null || /^sound_/.test(said));
		}
		assert.ok((await unheard({ type: whole[0] === 0x52 ? 'wav' : 'webm', bytes: whole.subarray(0, 20) })) !== null);
	}
	assert.equal(secondsOfClusters(Buffer.from([0x1f, 0x43, 0xb6, 0x75])), 1);
	assert.equal(secondsOfClusters(Buffer.alloc(0)), 0);
});

test('A message says something: words, a voice or a paper; each is looked at, and what was typed comes back.', async () => {
	const read = async (...sent: Parameters<typeof formWith>) => {
		const read = await readMessageFields(formWith(...sent));
		return read.ok ? [Boolean(read.voice), read.paper?.type ?? null] : read.issues.map(({ field, code }) => `${field} ${code}`);
	};
	assert.deepEqual(await read({ text: '  ' }), ['text message_empty']);
	assert.deepEqual(await read({ text: 'Bonjour' }), [false, null]);
	assert.deepEqual(await read({}, { voice: silence(1) }), [true, null]);
	assert.deepEqual(await read({}, { voice: silence(1), paper: pdf() }), [true, 'pdf']);
	assert.deepEqual(await read({}, { voice: pdf(), paper: silence(1) }), ['paper file_kind', 'voice file_kind']);
	assert.deepEqual(await read({}, { voice: silence(130) }), ['voice sound_long']);
	const refused = await readMessageFields(formWith({ text: 'Je garde mes mots' }, { voice: pdf() }));
	assert.equal(refused.typed['text'], 'Je garde mes mots');
});
