import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Actor } from '#lib/access/access.ts';
import { isHttpError } from '@sveltejs/kit';
import { sql } from 'kysely';
import { as } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { bringEntries, EntriesRefused } from './bring.server.ts';
import type { Entry } from './file.ts';

const TODAY = '2026-11-30';
const structure = (id: string, more: object = {}) => ({ source: 'essai', id, nom: `Maison ${id}`, date_maj: '2026-05-01', ...more });
const service = (id: string, parent: string, more: object = {}) => ({
	source: 'essai',
	structure_id: parent,
	id,
	nom: `Service ${id}`,
	description: 'Une aide pour garder les enfants tôt le matin.',
	date_maj: '2026-05-01',
	thematiques: ['famille--garde-denfants'],
	...more
});

async function* entries(structures: object[], services: object[]): AsyncGenerator<Entry> {
	for (const [i, said] of structures.entries()) yield { kind: 'structure', at: i + 1, said };
	for (const [i, said] of services.entries()) yield { kind: 'service', at: i + 1, said };
}

const home = await house({ after });
const organization = await home.organization();
const admin = await home.member(organization, ['administrator']);

const NONE = { new: 0, changed: 0, same: 0, gone: 0 };

describe('Bringing entries into the directory', () => {
	const bringAs = (actor: Actor, structures: object[], services: object[] = []) =>
		as(actor, (tx) => bringEntries(tx, { profile: 'FR', today: TODAY }, entries(structures, services)));
	const bring = (structures: object[], services: object[] = []) => bringAs(admin, structures, services);
	const problemsOf = async (work: Promise<unknown>) => {
		try {
			await work;
		} catch (problem) {
			if (problem instanceof EntriesRefused)
				return problem.problems.map(({ kind, at, id, field, code, said }) => `${kind} ${at} ${id}: ${field} ${code} (${said})`);
			throw problem;
		}
		return [];
	};
	const stored = () =>
		home.sql(
			`select v.local_id, v.name, v.needs, v.gone_on::text, p.town from service v left join place p on p.id = v.place_id order by v.local_id`
		);

	const A = structure('essai--a', {
		adresse: 'rue du Port 1',
		commune: 'Port-Lazare',
		code_postal: '13999',
		latitude: 43.3,
		longitude: 5.4,
		siret: '12345678901234'
	});
	const A1 = service('essai--a1', 'essai--a');
	const A2 = service('essai--a2', 'essai--a', { commune: 'Ailleurs', adresse: 'place du Puits 2' });

	it('puts structures, their places and services in, with the needs they answer; the same again changes nothing', async () => {
		assert.deepEqual(await bring([A], [A1, A2]), { structures: { ...NONE, new: 1 }, services: { ...NONE, new: 2 } });
		const before = await home.sql('select xmin::text, * from service order by id');
		assert.deepEqual(await bring([A], [A1, A2]), { structures: { ...NONE, same: 1 }, services: { ...NONE, same: 2 } });
		assert.deepEqual(await home.sql('select xmin::text, * from service order by id'), before, 'not even written again');
		assert.deepEqual(await stored(), [
			{ local_id: 'essai--a1', name: 'Service essai--a1', needs: ['ENF'], gone_on: null, town: null },
			{ local_id: 'essai--a2', name: 'Service essai--a2', needs: ['ENF'], gone_on: null, town: 'Ailleurs' }
		]);
		assert.equal((await home.sql('select from directory_incoming')).length, 0, 'nothing is left on its way');
	});

	it('updates what changed, marks what its source no longer names as gone, and takes it back when it is named again', async () => {
		const renamed = { ...A1, nom: 'Garde du matin' };
		assert.deepEqual(await bring([A], [renamed]), { structures: { ...NONE, same: 1 }, services: { new: 0, changed: 1, same: 0, gone: 1 } });
		assert.deepEqual(
			(await stored()).map(({ name, gone_on }) => [name, gone_on]),
			[
				['Garde du matin', null],
				['Service essai--a2', TODAY]
			]
		);
		assert.deepEqual(await bring([A], [renamed, A2]), {
			structures: { ...NONE, same: 1 },
			services: { new: 0, changed: 1, same: 1, gone: 0 }
		});
		assert.deepEqual(
			(await stored()).map(({ gone_on }) => gone_on),
			[null, null]
		);
	});

	it('leaves services as they are when only structures come, and other sources too', async () => {
		const other = { ...structure('autre--z'), source: 'autre' };
		assert.deepEqual(await bring([other]), { structures: { ...NONE, new: 1 }, services: NONE });
		assert.deepEqual(
			(await stored()).map(({ gone_on }) => gone_on),
			[null, null]
		);
	});

	it('changes nothing when one entry is wrong, and says every problem by entry and field', async () => {
		const before = await stored();
		assert.deepEqual(
			await problemsOf(
				bring(
					[structure('essai--b', { code_postal: '1000', date_maj: '2027-01-01' }), structure('essai--c', { latitude: 43 })],
					[
						service('essai--b1', 'essai--b', { thematiques: ['famille--garde-denfants', 'famille--inventee'], courriel: 'pas un mail' }),
						{ source: 'essai' }
					]
				)
			),
			[
				'structure 1 essai--b: date_maj date (2027-01-01)',
				'structure 1 essai--b: code_postal postcode_fr (1000)',
				'structure 2 essai--c: longitude coordinates ()',
				'service 1 essai--b1: thematiques unknown_code (famille--inventee)',
				'service 1 essai--b1: courriel email (pas un mail)',
				'service 2 : structure_id required ()',
				'service 2 : id required ()',
				'service 2 : nom required ()',
				'service 2 : description required ()',
				'service 2 : date_maj required ()'
			]
		);
		assert.deepEqual(await stored(), before);
	});

	it('refuses an id that comes twice and a service whose structure nobody knows', async () => {
		assert.deepEqual(await problemsOf(bring([A, A], [])), ['structure 2 essai--a: id twice (essai--a)']);
		assert.deepEqual(await problemsOf(bring([], [service('essai--x1', 'essai--perdue')])), [
			'service 1 essai--x1: structure_id unknown_structure (essai--perdue)'
		]);
	});

	it('is an administrator’s to do, in the territory of her own organisation', async () => {
		for (const role of ['practitioner', 'front-desk', 'coordination'] as const) {
			const other = await home.member(organization, [role]);
			await assert.rejects(bringAs(other, [structure('essai--forge')]), (problem) => isHttpError(problem, 404), role);
		}
		const territory = crypto.randomUUID();
		await home.sql(`insert into territory (id, name, country, time_zone) values ($1, 'Ailleurs', 'FR', 'Europe/Paris')`, [territory]);
		const there = crypto.randomUUID();
		await home.sql(`insert into organization (id, territory_id, name) values ($1, $2, 'Là-bas')`, [there, territory]);
		const stranger = await home.member(there, ['administrator', 'practitioner']);
		assert.deepEqual(await as(stranger, (tx) => tx.selectFrom('service').select('id').execute()), [], 'another territory is not seen');
		await bringAs(stranger, [{ ...A, nom: 'Une autre maison' }]);
		assert.deepEqual(
			(await home.sql(`select name from structure where local_id = 'essai--a' order by name`)).map(({ name }) => name),
			['Maison essai--a', 'Une autre maison'],
			'the same id of the same source is another entry there'
		);
	});

	it('shows a hidden place to its own organisation alone', async () => {
		await home.sql(`update place set hidden = true where town = 'Ailleurs'`);
		const towns = async (actor: Actor) =>
			(await as(actor, (tx) => tx.selectFrom('place').select('town').execute())).map(({ town }) => town).sort();
		assert.deepEqual(await towns(admin), ['Port-Lazare']);
		await home.sql(
			`update structure set organization_id = $1 where local_id = 'essai--a' and territory_id = (select territory_id from organization where id = $1)`,
			[organization]
		);
		assert.deepEqual(await towns(admin), ['Ailleurs', 'Port-Lazare']);
	});

	it('leaves what an organisation here holds to that organisation, and hides or gives nothing', async () => {
		const holder = await home.member(await home.organization('Celle qui tient'), ['administrator']);
		await home.sql('update organization set territory_id = (select territory_id from organization where id = $1)', [organization]);
		const held = structure('essai--tenue', { commune: 'Port-Lazare', adresse: 'quai 3' });
		await bring([held], [service('essai--tenu', 'essai--tenue')]);
		await home.sql(`update structure set organization_id = $1 where local_id = 'essai--tenue'`, [holder.organization]);
		const changed = [{ ...held, nom: 'Autrement' }];
		const services = [service('essai--tenu', 'essai--tenue', { nom: 'Autrement aussi' })];
		const names = () =>
			home.sql(
				`select s.name, v.name as service, s.gone_on, v.gone_on as service_gone from structure s join service v on v.structure_id = s.id where s.local_id = 'essai--tenue'`
			);
		const before = await names();
		await bring(changed, services);
		assert.deepEqual(await names(), before);
		for (const text of [
			`update structure set name = 'x' where local_id = 'essai--tenue'`,
			`update place set hours = 'x' where structure_id = (select id from structure where local_id = 'essai--tenue')`,
			`update service set name = 'x' where local_id = 'essai--tenu'`
		])
			assert.equal((await as(admin, (tx) => sql.raw(text).execute(tx))).numAffectedRows, 0n, text);
		for (const text of ['update place set hidden = true', `update structure set organization_id = my_organization()`])
			await assert.rejects(
				as(admin, (tx) => sql.raw(text).execute(tx)),
				{ status: 404 },
				text
			);
		await bringAs(holder, changed, services);
		assert.deepEqual(
			(await names()).map(({ name, service }) => [name, service]),
			[['Autrement', 'Autrement aussi']]
		);
	});
});
