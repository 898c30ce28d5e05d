import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { STANDINGS } from '#lib/access/line.ts';
import { MATRIX, PROBED_ROLES, isGiven } from '#lib/access/matrix.ts';
import { house } from '../house.ts';
import { isGivenBy } from './probes.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });

for (const role of PROBED_ROLES) {
	for (const standing of STANDINGS) {
		test(`The database gives ${role} × ${standing} what the matrix says, full rights elsewhere or not.`, async () => {
			const scene = await plantScene(home, role, standing);
			const differing: string[] = [];
			for (const line of MATRIX) {
				const given = await isGivenBy(scene.me, scene, line.action);
				if (given !== isGiven(line, role, standing)) differing.push(`${line.action}: the database ${given ? 'gives' : 'refuses'}`);
			}
			assert.deepEqual(differing, []);
		});
	}
}
