import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { write } from '../../../tests/scenes/view.ts';
import { readCircling } from './round.server.ts';

const home = await house({ after });
const organization = await home.organization();

test('With whom we may go round in circles is worked out from my own people and texts, and stored nowhere.', async () => {
	const lead = await home.member(organization);
	const turning = await home.pathway(lead, 'Bernard G.');
	const moving = await home.pathway(lead, 'Samir K.');
	const holding = await home.pathway(lead, 'Chantal D.');
	for (const { id } of [turning, moving, holding])
		for (const day of ['01', '08', '15', '22']) await write(lead, id, 'On a parlé.', null, `2026-10-${day}`);
	await write(lead, moving.id, 'La lettre est partie.', 'moved', '2026-11-02');
	await home.sql(`update accompaniment set moment = 'holding' where id = $1`, [holding.id]);
	const colleague = await home.member(organization);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		turning.id,
		organization,
		colleague.member
	]);
	const coordination = await home.member(organization, ['coordination']);
	const changes = () => home.sql('select count(*) as n from audit');
	const before = await changes();
	for (const other of [colleague, coordination]) assert.deepEqual(await as(other, (tx) => readCircling(tx)), []);
	assert.deepEqual(await as(lead, (tx) => readCircling(tx)), [{ id: turning.id, name: 'Bernard G.' }]);
	assert.deepEqual(await changes(), before);
	assert.deepEqual(await home.sql(`select kind, accompaniment_id from journal where member_id = $1 and kind = 'list'`, [lead.member]), [
		{ kind: 'list', accompaniment_id: null }
	]);
});
