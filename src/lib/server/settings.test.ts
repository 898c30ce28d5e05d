import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartRefused } from './refusal.ts';
import { readSettings, settingsHelp } from './settings.ts';

/** The sentences with which these settings stop the start. */
function mistakes(environment: Record<string, string>): string[] {
	try {
		readSettings(environment);
		return [];
	} catch (problem) {
		assert.ok(problem instanceof StartRefused);
		return problem.message.split('\n');
	}
}

const TEXTS = {
	CHEMINER_TEXT_URL: 'https://provider.example/messages',
	CHEMINER_TEXT_HEADER: 'Authorization: Bearer word',
	CHEMINER_TEXT_SENDER: 'Message'
};

test('Without any setting Cheminer runs on this machine alone, with its own database.', () => {
	const read = readSettings({ PATH: '/bin', CHEMINER_ORIGIN: ' ' });
	assert.equal(read.host, '127.0.0.1');
	assert.equal(read.databaseUrl, undefined);
	assert.equal(read.trustProxy, false);
	assert.equal(read.bodyLimit, 524_288);
	assert.equal(read.demo, false);
});

test('Each mistake is one sentence that names the setting.', () => {
	const cases: [Record<string, string>, RegExp][] = [
		[{ DATABASE_URL: 'mysql://a:b@c/d' }, /^DATABASE_URL must look like postgres:/],
		[{ DATABASE_URL: 'postgres://host/database' }, /^DATABASE_URL must look like postgres:/],
		[{ DATABASE_URL: 'nothing' }, /^DATABASE_URL must look like postgres:/],
		[{ DATABASE_OWNER_URL: 'postgres://a:b@c/d' }, /^DATABASE_OWNER_URL goes with DATABASE_URL\.$/],
		[{ CHEMINER_ORIGIN: 'cheminer.example' }, /^CHEMINER_ORIGIN must be an address/],
		[{ CHEMINER_ORIGIN: 'https://cheminer.example/app' }, /^CHEMINER_ORIGIN must be an address/],
		[{ CHEMINER_ORIGIN: 'http://cheminer.example' }, /^CHEMINER_ORIGIN must begin with https/],
		[{ CHEMINER_TRUST_PROXY: 'yes' }, /^CHEMINER_TRUST_PROXY must be 1 or 0\.$/],
		[{ CHEMINER_BODY_LIMIT: '512K' }, /^CHEMINER_BODY_LIMIT must be a number of bytes\.$/],
		[{ CHEMINER_BODY_LIMIT: '12' }, /^CHEMINER_BODY_LIMIT must lie between/],
		[{ CHEMINER_MAIL_URL: 'smtps://h.example', CHEMINER_MAIL_FROM: 'nobody' }, /^CHEMINER_MAIL_FROM must hold a mail address\.$/],
		[{ CHEMINER_MAIL_FROM: 'a@b.example' }, /^CHEMINER_MAIL_URL and CHEMINER_MAIL_FROM go together\.$/],
		[{ ...TEXTS, CHEMINER_TEXT_URL: 'http://provider.example/sms' }, /^CHEMINER_TEXT_URL must be an https address/],
		[{ ...TEXTS, CHEMINER_TEXT_URL: 'https://login:word@provider.example/sms' }, /^CHEMINER_TEXT_URL must be an https address/],
		[{ ...TEXTS, CHEMINER_TEXT_URL: 'file:///etc/passwd' }, /^CHEMINER_TEXT_URL must be an https address/],
		[{ ...TEXTS, CHEMINER_TEXT_HEADER: 'Bearer only' }, /^CHEMINER_TEXT_HEADER must be one header/],
		[{ ...TEXTS, CHEMINER_TEXT_HEADER: 'Host: elsewhere.example' }, /^CHEMINER_TEXT_HEADER must be one header/],
		[{ ...TEXTS, CHEMINER_TEXT_HEADER: 'X-Key: a\r\nHost: elsewhere.example' }, /^CHEMINER_TEXT_HEADER must be one header/],
		[{ ...TEXTS, CHEMINER_TEXT_SENDER: 'A name far too long' }, /^CHEMINER_TEXT_SENDER must be eleven/],
		[{ CHEMINER_TEXT_URL: TEXTS.CHEMINER_TEXT_URL }, /^CHEMINER_TEXT_URL, CHEMINER_TEXT_HEADER and CHEMINER_TEXT_SENDER go together\.$/],
		[{ CHEMINER_TEXT_VOICE: '1' }, /^CHEMINER_TEXT_URL, CHEMINER_TEXT_HEADER and CHEMINER_TEXT_SENDER go together\.$/],
		[{ CHEMINER_ORGIN: 'https://cheminer.example' }, /^CHEMINER_ORGIN is not a setting of Cheminer\.$/]
	];
	for (const [environment, sentence] of cases) {
		const said = mistakes(environment);
		assert.equal(said.length, 1, JSON.stringify(environment));
		assert.match(said[0]!, sentence);
	}
});

test('Several mistakes are all said at once.', () => {
	assert.equal(mistakes({ CHEMINER_TRUST_PROXY: 'x', CHEMINER_BODY_LIMIT: 'y', CHEMINER_NEW: 'z' }).length, 3);
});

test('A sentence never repeats a value, which may be a password.', () => {
	const said = mistakes({
		DATABASE_URL: 'mysql://login:S3cret@host/database',
		CHEMINER_MAIL_URL: 'http://S3cret',
		CHEMINER_HOST: 'S3cret /',
		CHEMINER_S: 'S3cret'
	});
	assert.ok(said.length >= 4);
	assert.ok(!said.join('\n').includes('S3cret'));
});

test('The public address loses its closing slash, and may be plain http on this machine only.', () => {
	assert.equal(readSettings({ CHEMINER_ORIGIN: 'https://cheminer.example/' }).origin, 'https://cheminer.example');
	assert.equal(readSettings({ CHEMINER_ORIGIN: 'http://localhost:4173' }).origin, 'http://localhost:4173');
});

test('Whoever carries short messages is one address, one header, one sender; on this very machine it may be plain http.', () => {
	assert.equal(readSettings({}).texts, undefined);
	assert.deepEqual(readSettings({ ...TEXTS, CHEMINER_TEXT_VOICE: '1' }).texts, {
		url: 'https://provider.example/messages',
		header: ['Authorization', 'Bearer word'],
		sender: 'Message',
		voice: true
	});
	assert.equal(readSettings({ ...TEXTS, CHEMINER_TEXT_URL: 'http://127.0.0.1:9000/' }).texts?.voice, false);
});

test('Every setting has its line of help.', () => {
	for (const { name, text } of settingsHelp()) assert.ok(text.length > 10, name);
});
