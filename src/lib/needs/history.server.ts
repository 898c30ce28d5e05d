import { formerVersions } from '../people/former.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { openedVoice, type SealedNeed, type SealedVoice } from './needs.server.ts';
import type { End } from './rules.ts';

/** What stood there before a change: of her voice, of a practitioner's, or of the need itself. */
export interface FormerNeed {
	id: string;
	/** Who had written it. */
	author: string;
	/** Who changed it, and when. */
	by: string | null;
	at: Date;
	/** Whose words they were; null for the need itself: its name, whether it was open. */
	voice: 'person' | 'practitioner' | null;
	said: SealedVoice | null;
	label: string;
	ended: End | null;
}

/** Every former version of a need and of its voices, the latest first, as far as I may read it. */
export async function readFormerNeeds(tx: Tx, pathway: Pathway, need: string): Promise<FormerNeed[]> {
	const { key } = pathway;
	const rows = await formerVersions(tx, pathway)
		.leftJoin('need_voice as w', 'w.id', 'v.row_id')
		.select('w.voice')
		.where('v.need_id', '=', need)
		.execute();
	return rows.map(({ id, author, by, at, voice, ...row }) => {
		const who = { id, author, by, at };
		if (row.subject === 'need_voice') {
			const said = openedVoice(key, row.row_id, row.sealed);
			return { ...who, voice: voice === 'person' ? 'person' : 'practitioner', said, label: '', ended: null };
		}
		const { label, ended } = key.open<SealedNeed>('need', row.row_id, row.sealed);
		return { ...who, voice: null, said: null, label: label ?? '', ended: ended ?? null };
	});
}
