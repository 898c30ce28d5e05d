import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { as, asRole, keyring } from '#lib/server/db.ts';
import { readDemoMails, readLeaving } from '#lib/organization/outbox.server.ts';
import { house } from '../../../tests/house.ts';
import { isAddress, openMail, queueMail } from './mail.ts';

const home = await house({ after });
const organization = await home.organization();
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
const camille = await home.member(organization, ['administrator'], { first: 'Camille' });
const MAIL = {
	to: 'simon@relance.example',
	subject: 'Votre invitation',
	text: 'Bonjour Simon,\n\nhttps://cheminer.example/invitation/canari-du-lien'
};

type Stored = { id: string; sealed: string; organization_id: string | null };
const stored = (id?: string) =>
	id === undefined
		? home.sql<Stored>('select id, sealed, organization_id from outbox order by created_at, id')
		: home.sql<Stored>('select id, sealed, organization_id from outbox where organization_id = $1 order by created_at, id', [id]);

test('A mail is written in the transaction of its fact, or not at all.', async () => {
	const before = (await stored()).length;
	await assert.rejects(
		as(aurore, async (tx) => {
			await queueMail(tx, MAIL);
			throw new Error('the fact did not happen');
		}),
		/did not happen/
	);
	assert.equal((await stored()).length, before);
});

test('Address, subject and text are sealed, and bound to their row.', async () => {
	await as(aurore, (tx) => queueMail(tx, MAIL));
	const [row] = await stored(organization);
	assert.ok(row);
	assert.doesNotMatch(row.sealed, /simon|canari|Votre/);
	assert.deepEqual(openMail(keyring(), row.id, row.sealed), MAIL);
	assert.throws(() => openMail(keyring(), '0198c0de-0000-7000-8000-000000000000', row.sealed), /does not open/);
});

test('Role auth writes a mail too, of no organisation or of one.', async () => {
	await asRole('cheminer_auth', (tx) => queueMail(tx, MAIL));
	await asRole('cheminer_auth', (tx) => queueMail(tx, { ...MAIL, organization }));
	const owners = (await stored()).map((row) => row.organization_id);
	assert.deepEqual(owners.slice(-2), [null, organization]);
});

test('A member writes in the outbox of her own organisation only.', async () => {
	const elsewhere = await home.organization('Ailleurs');
	await assert.rejects(
		as(aurore, (tx) => queueMail(tx, { ...MAIL, organization: elsewhere })),
		{ status: 404 }
	);
	assert.equal((await stored(elsewhere)).length, 0);
});

test('One mail has one address and a subject of one line: nothing typed becomes a header, a second address or a second line.', async () => {
	const refused = [
		'simon@relance.example\r\nBcc: tous@relance.example',
		'simon@relance.example, tous@relance.example',
		'Simon <simon@relance.example>',
		'simon@relance.example\u0000',
		'simon',
		'@relance.example',
		'a b@relance.example'
	];
	for (const to of refused) {
		assert.equal(isAddress(to), false, JSON.stringify(to));
		await assert.rejects(
			as(aurore, (tx) => queueMail(tx, { ...MAIL, to })),
			/one address/
		);
	}
	await as(aurore, (tx) => queueMail(tx, { ...MAIL, subject: 'Bonjour\r\nBcc: tous@relance.example\u2028Suite' }));
	const rows = await stored(organization);
	const last = rows.at(-1)!;
	assert.equal(openMail(keyring(), last.id, last.sealed).subject, 'Bonjour Bcc: tous@relance.example Suite');
});

test('Nobody who serves a page reads back an address or a link, an administrator no more than others.', async () => {
	for (const actor of [aurore, camille]) {
		await assert.rejects(
			as(actor, (tx) => tx.selectFrom('outbox').select('sealed').execute()),
			{ status: 404 }
		);
	}
	assert.equal((await as(aurore, readLeaving)).length, 0);
	const leaving = await as(camille, readLeaving);
	assert.ok(leaving.length > 0);
	assert.deepEqual(Object.keys(leaving[0]!).sort(), ['changed_at', 'channel', 'created_at', 'id', 'next_try_at', 'state', 'tries']);
});

test('An administrator of another organisation sees nothing of it.', async () => {
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['administrator', 'coordination', 'front-desk', 'practitioner']);
	assert.equal((await as(elsewhere, readLeaving)).length, 0);
});

test('The content is shown in the demo only.', async () => {
	await assert.rejects(readDemoMails(organization, false), /demo only/);
	const mails = await readDemoMails(organization, true);
	assert.ok(mails.some((mail) => mail.text === MAIL.text && mail.to === MAIL.to));
});
