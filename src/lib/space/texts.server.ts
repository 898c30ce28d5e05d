import { sql } from 'kysely';
import { channelOr, type Channel } from '../appointments/rules.ts';
import { heardOf } from '../interviews/heard.ts';
import { openText, type ReadNote } from '../interviews/notes.server.ts';
import { answerReadBack, readBacksOf } from '../interviews/read-back.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import type { HerReadBackForm } from './doing.ts';
import type { Part } from './her.server.ts';

/** A text that was written after a meeting, as she reads it. */
export interface HerText extends Omit<ReadNote, 'mine' | 'readers'> {
	held_on: string;
	channel: Channel;
	organization: string;
	/** She said what she thinks of it as it stands now. */
	answered: boolean;
}

/** How many texts of one part are offered: those one still remembers. */
const MOST = 30;

/** The last texts of this part, the latest meeting first. */
export async function readHerTexts(tx: Tx, part: Part): Promise<HerText[]> {
	const { accompaniment, key } = part;
	const rows = await tx
		.selectFrom('note as n')
		.innerJoin('interview as i', 'i.id', 'n.interview_id')
		.innerJoin('member as m', 'm.id', 'n.author_id')
		.select(['n.id', 'n.sealed', 'n.version', 'n.author_id', 'n.interview_id', 'n.created_at', 'n.kept_between'])
		.select(['m.first_name as author_first_name', 'i.held_on', 'i.channel'])
		.where('n.accompaniment_id', '=', accompaniment.id)
		.orderBy('i.held_on', 'desc')
		.orderBy('n.created_at', 'desc')
		.orderBy('n.id')
		.limit(MOST)
		.execute();
	if (rows.length === 0) return [];
	const [answers, members] = await Promise.all([
		readBacksOf(
			tx,
			part,
			rows.map(({ interview_id }) => interview_id)
		),
		tx.selectFrom('member').select(['id', 'first_name']).execute()
	]);
	return rows.map(({ sealed, channel, interview_id: _, ...row }) => {
		const text = openText(key, row.id, sealed);
		const read_backs = answers.filter(({ note_id }) => note_id === row.id);
		return {
			...text,
			...row,
			channel: channelOr(channel),
			hers_by_first_name: members.find(({ id }) => id === text.hers_by)?.first_name ?? row.author_first_name,
			organization: part.organization.name,
			read_backs,
			answered: heardOf({ version: row.version, read_backs }).answer !== null
		};
	});
}

/** Whether one of the texts that she is offered here awaits her word as it stands now; never how many. */
export async function awaitsHer(tx: Tx, { accompaniment }: Part): Promise<boolean> {
	if (accompaniment.ended_on !== null) return false;
	const { rows } = await sql`
		select from (
			select n.id, n.version from note n join interview i on i.id = n.interview_id
			where n.accompaniment_id = ${accompaniment.id} and n.author_id is not null
			order by i.held_on desc, n.created_at desc, n.id limit ${MOST}) t
		where not exists (select from read_back b where b.note_id = t.id and b.note_version = t.version) limit 1`.execute(tx);
	return rows.length > 0;
}

/** Those to read first: not answered yet, the latest first; then the others. */
export function inOrder<T extends Pick<HerText, 'answered' | 'held_on'>>(texts: readonly T[]): T[] {
	return texts.toSorted((a, b) => Number(a.answered) - Number(b.answered) || (a.held_on < b.held_on ? 1 : a.held_on > b.held_on ? -1 : 0));
}

/**
 * Her own answer to a text as she read it on her screen.
 * @throws StaleError with `{ note }` when it was corrected meanwhile; HttpError 404 for a text that is not about her
 */
export async function answerText(tx: Tx, parts: readonly Part[], form: HerReadBackForm): Promise<void> {
	for (const part of parts) {
		const note = await tx
			.selectFrom('note')
			.select(['id', 'version'])
			.where('id', '=', form.note)
			.where('accompaniment_id', '=', part.accompaniment.id)
			.executeTakeFirst();
		if (note) return answerReadBack(tx, part, note, { ...form, how: 'screen' });
	}
	found(null);
}
