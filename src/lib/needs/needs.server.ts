import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { nameFirstReaders, namedToday } from '../interviews/audience.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { HOWS, type How } from '../people/rules.ts';
import type { Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { StaleError } from '../web/once.server.ts';
import { codeOr, familyOf, isQuiet, LIST_VERSION, type Family, type NeedCode } from './codes.ts';
import { ENDS, HER_WHENS, isTwin, saysNothing, type End, type NeedForm, type OpeningForm, type When } from './rules.ts';

/** A need as it is sealed. */
export interface SealedNeed {
	list: number;
	code: string;
	label: string;
	/** Repeats ended_at, so that a former version is whole. */
	ended: End | null;
}

/** A voice as it is sealed. */
export interface SealedVoice {
	words: string;
	when: When | null;
	/** "Ce qui marche déjà", and how she said it: hers alone. */
	works: string;
	how: How | null;
}

/** What one side says, with who noted it and when. */
export interface Voice extends SealedVoice {
	id: string;
	/** Whose voice it is when it is a practitioner's; who first noted it when it is hers. */
	author_id: string | null;
	author_first_name: string;
	/** Who wrote what stands there now, and when; '' when she did, in her own space. */
	by: string;
	at: Date;
	/** I wrote it first. */
	mine: boolean;
	version: number;
}

/** A need that I may read, with its two voices: hers, and one of each practitioner who said something. */
export interface Need {
	id: string;
	code: NeedCode;
	/** Her own name for it, when no family names it. */
	label: string;
	family: Family | null;
	/** Stands on its own page alone: never in a line, a list or a plan (codes.ts). */
	quiet: boolean;
	ended: End | null;
	ended_at: Date | null;
	created_at: Date;
	author_id: string | null;
	author_first_name: string;
	/** I opened it: I may name someone with it, or no longer. */
	mine: boolean;
	version: number;
	hers: Voice | null;
	ours: Voice[];
}

/**
 * The needs of a pathway that the wall lets me read, open or not, as they were opened.
 * @param accompaniment the pathway's id; its reading was noted by `readPathway`
 */
export async function readNeeds(tx: Tx, key: PersonKey, accompaniment: string): Promise<Need[]> {
	const [rows, voices] = await Promise.all([
		tx
			.selectFrom('need as n')
			.innerJoin('accompaniment as a', 'a.id', 'n.accompaniment_id')
			.leftJoin('member as m', 'm.id', 'n.author_id')
			.select(['n.id', 'n.sealed', 'n.created_at', 'n.ended_at', 'n.author_id', 'n.version', 'a.concealed'])
			.select([
				sql<string>`coalesce(m.first_name, '')`.as('author_first_name'),
				sql<boolean>`coalesce(n.author_id = me(), false)`.as('mine')
			])
			.where('n.accompaniment_id', '=', accompaniment)
			.orderBy('n.created_at')
			.orderBy('n.id')
			.execute(),
		tx
			.selectFrom('need_voice as v')
			.leftJoin('member as m', 'm.id', 'v.author_id')
			.leftJoin('revision as r', (join) =>
				join
					.on('r.subject', '=', 'need_voice')
					.onRef('r.row_id', '=', 'v.id')
					.on(sql<boolean>`r.row_version = v.version - 1`)
			)
			.leftJoin('member as b', 'b.id', 'r.replaced_by')
			.select([
				'v.id',
				'v.need_id',
				'v.voice',
				'v.sealed',
				'v.author_id',
				'v.version',
				sql<string>`coalesce(m.first_name, '')`.as('author_first_name')
			])
			.select([
				// What she wrote over it herself has no member behind it.
				sql<string>`coalesce(case when r.id is null then m.first_name else b.first_name end, '')`.as('by'),
				sql<Date>`coalesce(r.created_at, v.created_at)`.as('at'),
				sql<boolean>`coalesce(v.author_id = me(), false)`.as('mine')
			])
			.where('v.accompaniment_id', '=', accompaniment)
			.orderBy('v.created_at')
			.orderBy('v.id')
			.execute()
	]);
	return rows.map(({ sealed, concealed, ...row }) => {
		const stored = key.open<SealedNeed>('need', row.id, sealed);
		const code = codeOr(stored.code);
		const said = voices
			.filter(({ need_id }) => need_id === row.id)
			.map(({ need_id: _, sealed: words, ...voice }) => ({ ...voice, ...openedVoice(key, voice.id, words) }));
		return {
			...row,
			code,
			label: stored.label ?? '',
			family: familyOf(code),
			quiet: isQuiet(code, concealed),
			ended: row.ended_at ? (ENDS.find((end) => end === stored.ended) ?? 'left') : null,
			hers: said.find(({ voice }) => voice === 'person') ?? null,
			ours: said.filter(({ voice }) => voice === 'practitioner')
		};
	});
}

/** A voice as it was sealed, now or before. */
export function openedVoice(key: PersonKey, id: string, sealed: string): SealedVoice {
	const { words, when, works, how } = key.open<Partial<SealedVoice>>('need_voice', id, sealed);
	return {
		words: words ?? '',
		when: HER_WHENS.find((one) => one === when) ?? null,
		works: works ?? '',
		how: HOWS.find((one) => one === how) ?? null
	};
}

/** One need, or undefined. */
export async function readNeed(tx: Tx, { accompaniment, key }: Pathway, id: string): Promise<Need | undefined> {
	return (await readNeeds(tx, key, accompaniment.id)).find((need) => need.id === id);
}

/** The need of this code that I read already, open or not: it is not opened twice. */
export async function readTwin(tx: Tx, { accompaniment, key }: Pathway, code: NeedCode): Promise<Need | undefined> {
	return (await readNeeds(tx, key, accompaniment.id)).find((need) => isTwin(need, code));
}

/** Two who write about one person wait for each other, so that the second sees what the first wrote. */
const hold = (tx: Tx, { accompaniment }: Pathway) =>
	tx.selectFrom('accompaniment').select('id').where('id', '=', accompaniment.id).forUpdate().execute();

/**
 * Opens a need with what each side says of it; those ticked who are named today read it, and I.
 * @returns its id
 * @throws StaleError with `{ need }` when I read one of that code already: nothing is opened twice, nothing typed is lost
 */
export async function openNeed(tx: Tx, pathway: Pathway, form: OpeningForm): Promise<string> {
	await hold(tx, pathway);
	const twin = await readTwin(tx, pathway, form.code);
	if (twin) throw new StaleError({ need: twin });
	const id = await insertNeed(tx, pathway, form);
	await nameFirstReaders(tx, 'need', id, await namedToday(tx, pathway), form.readers);
	await say(tx, pathway, { id, voice: 'person', stored: null, said: form.hers });
	await say(tx, pathway, { id, voice: 'practitioner', stored: null, said: { ...form.mine, works: '', how: null } });
	return id;
}

/**
 * Puts a need otherwise: her voice, by whoever reads it; a practitioner's, by himself. The database keeps what stood before.
 * @returns false when it is not mine to read
 * @throws StaleError with `{ need }` when what stood on the page was changed meanwhile: nothing is overwritten
 */
export async function changeNeed(tx: Tx, pathway: Pathway, id: string, form: NeedForm): Promise<boolean> {
	await hold(tx, pathway);
	const need = await readNeed(tx, pathway, id);
	if (!need) return false;
	const mine = need.ours.find((voice) => voice.mine) ?? null;
	const label = need.code === 'OTHER' ? form.label : need.label;
	const overtaken =
		(need.hers?.version ?? 0) !== form.hers.version ||
		(mine?.version ?? 0) !== form.mine.version ||
		(label !== need.label && need.version !== form.version);
	if (overtaken) throw new StaleError({ need });
	if (label !== need.label) await writeNeed(tx, pathway, need, { label });
	await say(tx, pathway, { id, voice: 'person', stored: need.hers, said: form.hers });
	await say(tx, pathway, { id, voice: 'practitioner', stored: mine, said: { ...form.mine, works: '', how: null } });
	return true;
}

/**
 * Says that a need is settled or not spoken of any more, or opens it again with null.
 * @returns false when it is not mine to read
 * @throws StaleError with `{ need }` when it was changed meanwhile
 */
export async function endNeed(tx: Tx, pathway: Pathway, id: string, form: { end: End | null; version: number }): Promise<boolean> {
	await hold(tx, pathway);
	const need = await readNeed(tx, pathway, id);
	if (!need) return false;
	if (need.version !== form.version) throw new StaleError({ need });
	if (need.ended !== form.end) await writeNeed(tx, pathway, need, { ended: form.end });
	return true;
}

async function writeNeed(tx: Tx, { key }: Pathway, need: Need, change: Partial<Pick<SealedNeed, 'label' | 'ended'>>): Promise<void> {
	const { code, label, ended } = need;
	const stored: SealedNeed = { list: LIST_VERSION, code, label, ended, ...change };
	await tx
		.updateTable('need')
		.set({ sealed: key.seal('need', need.id, stored), version: need.version + 1 })
		.$if(change.ended !== undefined, (query) => query.set({ ended_at: change.ended ? sql<Date>`now()` : null }))
		.where('id', '=', need.id)
		.where('version', '=', need.version)
		.execute();
}

/** The row of a need that is being opened. @returns its id */
export async function insertNeed(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	{ code, label }: { code: NeedCode; label: string }
): Promise<string> {
	const id = newId();
	const stored: SealedNeed = { list: LIST_VERSION, code, label: code === 'OTHER' ? label : '', ended: null };
	await tx
		.insertInto('need')
		.values({ id, accompaniment_id: accompaniment.id, sealed: key.seal('need', id, stored) })
		.execute();
	return id;
}

/** Writes one voice when it says something new; what is put again as it stood leaves no trace. */
export async function say(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	{ id, voice, stored, said }: { id: string; voice: 'person' | 'practitioner'; stored: Voice | null; said: SealedVoice }
): Promise<void> {
	const { words, when, works, how } = said;
	if (stored ? words === stored.words && when === stored.when && works === stored.works && how === stored.how : saysNothing(said)) return;
	const row = stored?.id ?? newId();
	const sealed = key.seal('need_voice', row, { words, when, works, how } satisfies SealedVoice);
	if (stored) {
		await tx
			.updateTable('need_voice')
			.set({ sealed, version: stored.version + 1 })
			.where('id', '=', row)
			.where('version', '=', stored.version)
			.execute();
	} else {
		await tx.insertInto('need_voice').values({ id: row, need_id: id, accompaniment_id: accompaniment.id, voice, sealed }).execute();
	}
}
