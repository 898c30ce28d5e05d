import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { networkOf } from './attempts.server.ts';
import { hashPassword, isObvious, verifyPassword } from './password.ts';
import { homeOf, ownPath, withSuite } from './paths.ts';
import { newPassword } from './rules.ts';
import { deviceOf } from './sessions.server.ts';

test('A password is stored in a form that only it opens, with a salt of its own.', async () => {
	const [one, two] = await Promise.all([hashPassword('quatre mots sans lien'), hashPassword('quatre mots sans lien')]);
	assert.notEqual(one, two);
	assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	assert.ok(await verifyPassword({ hash: one, password: 'quatre mots sans lien' }));
	assert.equal(await verifyPassword({ hash: one, password: 'quatre mots sans lien ' }), false);
	assert.equal(await verifyPassword({ hash: 'autre chose', password: 'autre chose' }), false);
});

test('A password of accents is the same however a keyboard composes it.', async () => {
	assert.ok(await verifyPassword({ hash: await hashPassword('forêt déjà là'), password: 'forêt déjà là'.normalize('NFD') }));
});

test('Long enough and not obvious is all that is asked of a new password.', () => {
	for (const fine of [
		'une rivière sous quatre ponts',
		'tartine-vélo-nuage',
		'四字熟語はとても長いパスワードです',
		'kjhf83hf83hf83h',
		'a passphrase with spaces',
		'839201746501928374'
	]) {
		assert.ok(newPassword.safeParse(fine).success, fine);
	}
	for (const short of ['', 'court', 'quatorze signes'.slice(0, 14)]) assert.equal(newPassword.safeParse(short).success, false, short);
	for (const obvious of [
		'motdepasse123456',
		'Password!Password!',
		'aaaaaaaaaaaaaaaaaa',
		'123456789012345',
		'azertyuiopAZERTYUIOP',
		'Cheminer2027Cheminer',
		'M0tdepasse motdepasse'
	]) {
		assert.equal(newPassword.safeParse(obvious).success, false, obvious);
	}
	assert.ok(isObvious('aurore.nadeau2027', ['aurore.nadeau@essai.example', 'Aurore Nadeau']));
});

test('Only a path of our own is gone to after sign-in.', () => {
	assert.equal(ownPath('/personnes?tri=nom'), '/personnes?tri=nom');
	assert.equal(ownPath('/a/../bureau'), '/bureau');
	for (const foreign of [
		'//x.example',
		'/\\x.example',
		'https://x.example',
		'x',
		'',
		null,
		'/\t/x.example',
		'/\n/x.example',
		'/connexion',
		'/connexion/code',
		'/deconnexion',
		'/./\\x',
		'/.//x.example'.replace('/.', '/')
	]) {
		assert.equal(ownPath(foreign), undefined, String(foreign));
	}
	fc.assert(
		fc.property(fc.string(), fc.webUrl(), (noise, site) => {
			for (const wanted of [noise, `/${noise}`, `//${noise}`, site, `/${site}`]) {
				const path = ownPath(wanted);
				if (path !== undefined) assert.equal(new URL(path, 'http://ici.example').origin, 'http://ici.example', wanted);
			}
		})
	);
	assert.equal(withSuite('/connexion', '/a?b=c&d'), '/connexion?suite=%2Fa%3Fb%3Dc%26d');
	assert.equal(withSuite('/connexion', undefined), '/connexion');
});

test('Each role has its first page.', () => {
	assert.deepEqual(
		[
			homeOf(['administrator', 'practitioner']),
			homeOf(['coordination', 'administrator']),
			homeOf(['front-desk']),
			homeOf(['administrator'])
		],
		['/bureau', '/equipe', '/accueil', '/reglages']
	);
});

test('A network is an IPv4 address, or what one home is given of IPv6.', () => {
	assert.equal(networkOf('192.0.2.7'), '192.0.2.7');
	assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7');
	assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2');
	assert.equal(networkOf('2001:db8:1:2::6'), '2001:db8:1:2');
	assert.equal(networkOf('2001:0db8::1'), '2001:db8:0:0');
	assert.equal(networkOf('::1'), '0:0:0:0');
	assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0');
});

test('A session is recognised by browser and system, or not named at all.', () => {
	assert.deepEqual(
		deviceOf(
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0'
		),
		{ browser: 'Edge', system: 'Windows' }
	);
	assert.deepEqual(
		deviceOf('Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'),
		{ browser: 'Chrome', system: 'Android' }
	);
	assert.deepEqual(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), {
		browser: 'Firefox',
		system: 'Linux'
	});
	assert.equal(deviceOf('curl/8'), undefined);
});
