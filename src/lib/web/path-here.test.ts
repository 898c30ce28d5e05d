import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pathHere } from './path-here.ts';

test('A path of this house is gone to as it is.', () => {
	for (const path of ['/bureau', '/personnes?tri=vue', '/', '/personnes?q=%C3%A9', '/a?b=//c']) assert.equal(pathHere(path), path);
	assert.equal(pathHere('/a/../bureau'), '/bureau');
	assert.equal(pathHere('/bureau#x'), '/bureau');
});

test('What a browser could read as another site’s address is no path of ours, however it is written.', () => {
	for (const other of [
		'//ailleurs.example',
		'/\\ailleurs.example',
		'https://ailleurs.example',
		'/\t/ailleurs.example',
		'/\r\nSet-Cookie: session=x',
		'/.//ailleurs.example',
		'/..//ailleurs.example',
		'/a/..//ailleurs.example',
		'/%2e//ailleurs.example',
		'/%2E%2e//ailleurs.example/%2f..',
		'/.\\/ailleurs.example',
		'javascript:alert(1)',
		'data:text/html,x',
		' /bureau',
		'',
		null,
		undefined,
		3,
		['/bureau'],
		`/${'a'.repeat(3000)}`
	]) {
		assert.equal(pathHere(other), undefined, String(other));
	}
});

test('Whatever is put together from the pieces of such addresses, what is gone to stays here.', () => {
	const pieces = [
		'/',
		'//',
		'\\',
		'.',
		'..',
		'%2e',
		'%2f',
		'%5c',
		'\t',
		'\n',
		'\r',
		' ',
		'@',
		':',
		'?',
		'#',
		'\u2028',
		'／',
		'。',
		'ailleurs.example',
		'javascript:'
	];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 9 }), (parts) => {
			const path = pathHere(`/${parts.join('')}`);
			if (path === undefined) return;
			for (const scheme of ['http', 'https'])
				assert.equal(new URL(path, `${scheme}://ici.example`).origin, `${scheme}://ici.example`, path);
			assert.match(path, /^\/(?!\/)[\x21-\x7e]*$/);
		}),
		{ numRuns: 5000 }
	);
});
