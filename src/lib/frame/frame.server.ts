import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { frameText, NO_FRAME, type FrameSaid, type FrameText } from './rules.ts';

/** The frame as it stands, opened for this request. */
export interface Frame extends FrameText {
	id: string;
	basis: 'free' | 'asked';
	asked_by: string | null;
	starts_on: string | null;
	told_on: string;
	told_how: 'orally' | 'screen' | 'paper';
	version: number;
	first_name: string | null;
}

/** What a former frame held, whole: the columns that lists need and the sealed text. */
export type FormerFrame = Omit<Frame, 'id' | 'version' | 'first_name'>;

/** The frame of a pathway in my reach; undefined when none was told yet. */
export async function readFrame(tx: Tx, { accompaniment, key }: Pathway): Promise<Frame | undefined> {
	const row = await tx
		.selectFrom('frame as f')
		.leftJoin('member as m', 'm.id', 'f.recorded_by')
		.select(['f.id', 'f.basis', 'f.asked_by', 'f.starts_on', 'f.told_on', 'f.told_how', 'f.sealed', 'f.version', 'm.first_name'])
		.where('f.accompaniment_id', '=', accompaniment.id)
		.orderBy('f.told_on', 'desc')
		.orderBy('f.id', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!row) return undefined;
	const { sealed, ...columns } = row;
	const text = key.open<Partial<FrameText>>('frame', row.id, sealed);
	const deadlines = typeof text.deadlines === 'object' && !Array.isArray(text.deadlines) ? text.deadlines : {};
	const passedOn = Array.isArray(text.passedOn) ? text.passedOn : [];
	return { ...NO_FRAME, ...text, passedOn, deadlines: { ...NO_FRAME.deadlines, ...deadlines }, ...columns } as Frame;
}

/**
 * Tells a frame for the first time, or changes it: the former one is kept whole, with who replaced it.
 * @throws StaleError when somebody told or changed it since it was read
 */
export async function tellFrame(tx: Tx, actor: Actor, pathway: Pathway, said: FrameSaid & { told_on: string }): Promise<void> {
	const { accompaniment, key } = pathway;
	await tx.selectFrom('accompaniment').select('id').where('id', '=', accompaniment.id).forUpdate().execute();
	const before = await readFrame(tx, pathway);
	if ((before?.version ?? 0) !== said.version) throw new StaleError({ ...before });
	const id = before?.id ?? newId();
	const values = {
		basis: said.basis,
		asked_by: said.asked_by,
		starts_on: said.starts_on,
		told_on: said.told_on,
		told_how: said.told_how ?? 'orally',
		sealed: key.seal('frame', id, frameText(said))
	};
	if (!before) {
		await tx
			.insertInto('frame')
			.values({ id, accompaniment_id: accompaniment.id, ...values })
			.execute();
		return;
	}
	const { basis, asked_by, starts_on, told_on, told_how, canPromise, cannotPromise, hers, passedOn, deadlines } = before;
	const former: FormerFrame = { basis, asked_by, starts_on, told_on, told_how, canPromise, cannotPromise, hers, passedOn, deadlines };
	await tx
		.insertInto('revision')
		.values({
			id: newId(),
			accompaniment_id: accompaniment.id,
			subject: 'frame',
			row_id: id,
			row_version: before.version,
			sealed: key.seal('frame', id, former),
			replaced_by: actor.member
		})
		.execute();
	await tx
		.updateTable('frame')
		.set({ ...values, version: before.version + 1 })
		.where('id', '=', id)
		.execute();
}
