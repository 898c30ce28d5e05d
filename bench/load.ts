/**
 * Fills the two databases that are measured: `npm run bench:load [-- --data .data/bench] [--tenth] [--external]`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbedded } from '../bin/database.ts';
import { external } from './engine.ts';
import { fill } from './fill.ts';
import { TENTH, WHOLE } from './sizes.ts';

const { values } = parseArgs({
	options: {
		data: { type: 'string', default: '.data/bench' },
		tenth: { type: 'boolean', default: false },
		external: { type: 'boolean', default: false }
	}
});
const data = resolve(values.data);
const server = values.external ? await external(data) : undefined;
const database = await (server?.open() ?? openEmbedded(data, { durable: false }));
try {
	for (const size of values.tenth ? [TENTH] : [TENTH, WHOLE]) await fill(database, size, server?.data ?? data);
} finally {
	await database.stop();
	await server?.stop();
}
// The channel to the script that started this one would keep the process alive.
if (process.connected) process.disconnect();
