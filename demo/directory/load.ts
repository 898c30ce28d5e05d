import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { DB } from '../../database/types.ts';
import { bringEntries } from '../../src/lib/directory/bring.server.ts';
import type { Entry } from '../../src/lib/directory/file.ts';
import { inputDate } from '../../src/lib/ui/dates.ts';
import { addDays } from '../../src/lib/frame/deadlines.ts';
import { idOf } from '../ids.ts';
import type { TerritoryStory } from '../story.ts';

/** The day on which the entries of the demo were written: they are as old today as they were then. */
const WRITTEN_ON = '2026-11-30';

interface Entries {
	structures: Record<string, unknown>[];
	services: Record<string, unknown>[];
}

/** The invented entries of a territory, as they were written. */
export const entriesOfTerritory = (slug: string): Entries =>
	JSON.parse(readFileSync(join(import.meta.dirname, `${slug}.json`), 'utf8')) as Entries;

/**
 * The directory of a territory, brought in as any file is: as an administrator of one of its organisations. One that holds something stays.
 * @param serverUrl the login that serves: the loader's own takes no member's role
 */
export async function loadDirectory(serverUrl: string, story: TerritoryStory, now: Date): Promise<void> {
	const pool = new pg.Pool({ connectionString: serverUrl, max: 1 });
	try {
		await new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }).transaction().execute(async (tx) => {
			await sql`select set_config('role', 'cheminer_app', true), set_config('app.member', ${administratorOf(story)}, true)`.execute(tx);
			if (await tx.selectFrom('structure').select('id').executeTakeFirst()) return;
			const today = inputDate(now, story.timeZone);
			await bringEntries(tx, { profile: story.country, today }, entriesOn(story.slug, today));
		});
	} finally {
		await pool.end();
	}
}

async function* entriesOn(slug: string, today: string): AsyncGenerator<Entry> {
	const older = Math.round((Date.parse(today) - Date.parse(WRITTEN_ON)) / 86_400_000);
	const aged = (said: Record<string, unknown>) => ({ ...said, date_maj: addDays(String(said['date_maj']), older) });
	const { structures, services } = entriesOfTerritory(slug);
	for (const [i, said] of structures.entries()) yield { kind: 'structure', at: i + 1, said: aged(said) };
	for (const [i, said] of services.entries()) yield { kind: 'service', at: i + 1, said: aged(said) };
}

function administratorOf(story: TerritoryStory): string {
	for (const organization of story.organizations) {
		const admin = organization.members.find(({ roles }) => roles.includes('administrator'));
		if (admin) return idOf(story.slug, organization.slug, admin.slug);
	}
	throw new Error(`${story.name} has no administrator to bring its directory in`);
}
