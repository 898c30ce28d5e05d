/** Opens the embedded database under a folder and writes one row after another, saying each number once it is stored: to be killed. */
import { writeSync } from 'node:fs';
import { asking } from '../bin/external.ts';
import { openEmbedded } from '../bin/database.ts';
import { sentenceOf } from '../src/lib/server/refusal.ts';

const [, , data = '', first = '1'] = process.argv;

let stopping = false;
try {
	const database = await openEmbedded(data);
	process.once('SIGTERM', () => {
		stopping = true;
		void database.stop().then(() => process.exit(0));
	});
	await asking(database.ownerUrl, async (client) => {
		await client.query('create table if not exists proof (number int not null)');
		for (let number = Number(first); ; number++) {
			await client.query('insert into proof (number) values ($1)', [number]);
			// Straight to the file: a number said is a number stored, whatever happens to this process next.
			writeSync(1, `${number}\n`);
		}
	});
} catch (problem) {
	if (!stopping) {
		console.error(sentenceOf(problem) ?? problem);
		process.exit(1);
	}
}
