/** Ten thousand people brought in from a file, as `cheminer import people` does: how long, and whether memory grows with the file. */
import { join } from 'node:path';
import { asking } from '../bin/external.ts';
import type { Bench } from './compare.ts';
import { makeEmpty } from './fill.ts';
import { measureImport } from './import.ts';
import { addressOf } from './servers.ts';

const DATABASE = 'bench_import';
const PEOPLE = 10_000;
const FEW = 2_000;
const MINUTE = 60;
/** Five times the people may take this much more: a collector gives back when it likes. */
const FLAT_MIB = 40;

/** Brings them into a database of their own, and takes it away. */
export async function bringIn({ database, data, report }: Bench): Promise<void> {
	const addresses = { ownerUrl: addressOf(database.ownerUrl, DATABASE), serverUrl: addressOf(database.serverUrl, DATABASE) };
	const keyFile = join(data, 'keys', 'installation.json');
	try {
		await makeEmpty(database, DATABASE, keyFile);
		const few = await measureImport(addresses, keyFile, FEW);
		const all = await measureImport(addresses, keyFile, PEOPLE);
		const more = all.rss.peak - few.rss.peak;
		report.say(
			`Import of 10,000 people, dry run included: ${all.seconds.toFixed(1)} s, progress told ${all.progress} times; goal ${MINUTE} s: ${report.judge(all.seconds <= MINUTE && all.progress > 1)}.`
		);
		report.say(
			`Memory of the import: ${all.rss.peak.toFixed(0)} MiB at most, ${few.rss.peak.toFixed(0)} MiB for ${FEW.toLocaleString('en')} people; goal flat: ${report.judge(more <= FLAT_MIB)}.`
		);
	} finally {
		await asking(addressOf(database.ownerUrl, 'postgres'), (client) => client.query(`drop database if exists ${DATABASE} with (force)`));
	}
}
