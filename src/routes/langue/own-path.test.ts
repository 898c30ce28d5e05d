import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownPath } from './own-path.ts';

test('Only a path of this house is gone back to.', () => {
	for (const path of ['/bureau', '/personnes?tri=vue', '/']) assert.equal(ownPath(path), path);
	for (const other of [
		'//evil.example',
		'/\\evil.example',
		'https://evil.example',
		'/\t/evil.example',
		'javascript:alert(1)',
		'',
		null,
		undefined,
		3,
		`/${'a'.repeat(3000)}`
	]) {
		assert.equal(ownPath(other), '/', String(other));
	}
});
