import { createReadStream } from 'node:fs';
import { UnreadableFile } from '../src/lib/bring-in/unreadable.ts';
import { bringEntries, EntriesRefused, type Came } from '../src/lib/directory/bring.server.ts';
import type { Profile } from '../src/lib/directory/data-inclusion.ts';
import { entriesOf, type Entry } from '../src/lib/directory/file.ts';
import { PROBLEMS, UNREADABLE } from '../src/lib/directory/problems.ts';
import { as } from '../src/lib/server/db.ts';
import { log } from '../src/lib/server/log.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { actingAt, filesOf } from './acting.ts';
import type { Asked } from './verb.ts';

/** A run that is shown and given up. */
class DryRun extends Error {}

/** `cheminer import directory FILE [FILE] --as MAIL`: structures and services in the format of data·inclusion v1, all or nothing. */
export async function importDirectory(asked: Asked): Promise<void> {
	const { words, options } = asked;
	const files = filesOf(words, 2);
	const { profile } = options;
	if (profile !== undefined && profile !== 'BE' && profile !== 'FR') throw new StartRefused('--profile is BE or FR.');
	const dry = options['dry-run'] === true;
	await actingAt(asked, 'administrator', async ({ actor, today, country }) => {
		try {
			const came = await as(actor, async (tx) => {
				const done = await bringEntries(tx, { profile: (profile as Profile | undefined) ?? country, today }, all(files), tellEverySecond());
				tell(done, dry);
				if (dry) throw new DryRun();
				return done;
			});
			log('directory brought in at the machine', {
				member: actor.member,
				new: came.services.new,
				changed: came.services.changed,
				gone: came.services.gone
			});
		} catch (problem) {
			if (problem instanceof DryRun) console.log('This was a dry run: nothing was changed.');
			else throw refusalOf(problem);
		}
	});
}

async function* all(files: string[]): AsyncGenerator<Entry> {
	for (const file of files) yield* entriesOf(() => createReadStream(file));
}

function tellEverySecond(): (entries: number) => void {
	let told = Date.now();
	return (entries) => {
		if (Date.now() - told < 1000) return;
		told = Date.now();
		console.error(`${entries} entries read`);
	};
}

function tell({ structures, services }: { structures: Came; services: Came }, dry: boolean): void {
	for (const [what, came] of [
		['structures', structures],
		['services', services]
	] as const)
		console.log(
			`${what}: ${came.new} new, ${came.changed} changed, ${came.same} the same, ${came.gone} gone${dry ? ' (as it would be)' : ''}`
		);
}

function refusalOf(problem: unknown): unknown {
	if (problem instanceof UnreadableFile)
		return new StartRefused(`${UNREADABLE[problem.code]}${problem.line ? ` (line ${problem.line})` : ''}. Nothing was changed.`);
	if (!(problem instanceof EntriesRefused)) return problem;
	for (const { kind, at, id, field, code, said } of problem.problems)
		console.error(`${kind} ${at}${id ? ` (${id})` : ''}: "${field}" ${PROBLEMS[code] ?? code}${said ? `: ${said}` : ''}`);
	if (problem.more > 0) console.error(`… and ${problem.more} more`);
	return new StartRefused('Everything comes in, or nothing: put these entries right. Nothing was changed.');
}
