import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { house } from '../../../tests/house.ts';
import { herScene } from '../../../tests/scenes/hers.ts';
import { giveCarnet } from '../carnet/carnet.server.ts';
import { as, asHer } from '../server/db.ts';
import type { HerSession } from '../server/person-session.ts';
import { keepLanguage } from './language.server.ts';

const home = await house({ after });
const { nadia, samir, aurore } = await herScene(home);
const languages = async () => {
	const rows = await home.sql<{ accompaniment_id: string; language: string | null }>(
		'select accompaniment_id, language from carnet where ended_at is null'
	);
	return [nadia, samir].map(({ id }) => rows.find((row) => row.accompaniment_id === id)?.language);
};

test('Her language is kept with her own card and no other; a new card keeps it.', async () => {
	await keepLanguage(nadia.her as HerSession, 'ar');
	await keepLanguage(nadia.her as HerSession, 'ar');
	assert.deepEqual(await languages(), ['ar', null]);
	await nadia.staff(aurore, (tx, pathway) => giveCarnet(tx, pathway, '369258'));
	assert.deepEqual(await languages(), ['ar', null]);
	// The card that ended changes nothing any more.
	await keepLanguage(nadia.her as HerSession, 'uk');
	assert.deepEqual(await languages(), ['ar', null]);
});

test('Nobody else chooses it: not somebody who walks with her, not another person, nor what is no language.', async () => {
	await assert.rejects(
		as(aurore, (tx) => sql`select keep_her_language('tr')`.execute(tx)),
		{ status: 404 }
	);
	await assert.rejects(
		as(aurore, (tx) => tx.updateTable('carnet').set({ language: 'tr' }).where('accompaniment_id', '=', nadia.id).execute()),
		{ status: 404 }
	);
	await asHer({ person: samir.her.person, cards: samir.her.cards }, (tx) => sql`select keep_her_language('tr')`.execute(tx));
	assert.deepEqual(await languages(), ['ar', 'tr']);
	await assert.rejects(
		asHer(samir.her, (tx) => sql`select keep_her_language(${'<script>'})`.execute(tx)),
		/check/
	);
});
