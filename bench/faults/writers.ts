import { setTimeout as pause } from 'node:timers/promises';
import { readDrafts } from '../../src/lib/interviews/drafts.server.ts';
import { readPathway, type Pathway } from '../../src/lib/people/pathway.server.ts';
import { as, type Tx } from '../../src/lib/server/db.ts';
import { found } from '../../src/lib/web/found.ts';
import type { Hand, Stage } from './stage.ts';

/** A form that somebody sends: where to, and its fields. Each holds its mark in a text. */
interface Form {
	mark: string;
	path: string;
	fields: Record<string, string>;
}

/** What the writers know: which forms were acknowledged, how long each answer took, and how often one had to be sent again. */
export interface Ledger {
	/** Marks that were answered "recorded". */
	acknowledged: Set<string>;
	/** Sent, and not answered yet: may be there, once. */
	open: Set<string>;
	/** The number of the last draft acknowledged for each practitioner, and of the last one sent. */
	drafts: Map<Hand, { acknowledged: number; sent: number }>;
	/** Forms that had to be sent more than once. */
	again: number;
	/** The slowest answer, in milliseconds; a cut line is an answer too. */
	slowest: number;
	/** How often each status was answered; 0 is a line that was cut. */
	statuses: Map<number, number>;
}

export interface Writing {
	ledger: Ledger;
	/** How many forms were acknowledged so far. */
	count(): number;
	/** Waits for so many acknowledgements more. @throws after so many seconds without them */
	more(count: number, seconds?: number): Promise<void>;
	/** Lets each form under way be acknowledged, then ends. */
	finish(): Promise<void>;
	/** Ends at once, whatever was answered. */
	abandon(): void;
}

const KINDS = ['interview', 'memo', 'appointment', 'draft'] as const;

function formOf(hand: Hand, name: string, number: number): Form & { kind: (typeof KINDS)[number] } {
	const kind = KINDS[number % KINDS.length]!;
	const mark = `#${name}-${number}#`;
	const below = `/personnes/${hand.file}`;
	const key = { form_key: crypto.randomUUID() };
	if (kind === 'interview')
		return { kind, mark, path: `${below}/entretiens/nouveau?/enregistrer`, fields: { ...key, said: `Dit ${mark}`, channel: 'phone' } };
	if (kind === 'memo') return { kind, mark, path: `${below}/memos`, fields: { ...key, text: `Mémo ${mark}`, months: '6' } };
	if (kind === 'draft')
		return { kind, mark, path: `${below}/entretiens/brouillon`, fields: { form_key: keyOfDraft(hand), said: `Brouillon ${mark}` } };
	const day = new Date(Date.now() + (2 + (number % 300)) * 86_400_000).toISOString().slice(0, 10);
	return {
		kind,
		mark,
		path: `${below}/rendez-vous?/prevoir`,
		fields: { ...key, day, time: '10:30', place: `Salle ${mark}`, channel: 'presence' }
	};
}

/** One page of interview stays open all along. */
const keyOfDraft = (hand: Hand) => hand.file.replace(/^.{8}/, 'dddddddd');

/**
 * Every practitioner sends one form after another, as somebody without a script does, and the same one again as long as it was not
 * acknowledged.
 */
export function startWriting(url: string, stage: Stage): Writing {
	const ledger: Ledger = { acknowledged: new Set(), open: new Set(), drafts: new Map(), again: 0, slowest: 0, statuses: new Map() };
	let ending = false;
	let abandoned = false;
	let count = 0;
	const round = Math.random().toString(36).slice(2, 6);
	const hands = stage.hands.map(async (hand, index) => {
		const drafts = { acknowledged: -1, sent: -1 };
		ledger.drafts.set(hand, drafts);
		for (let number = 0; !ending; number += 1) {
			const form = formOf(hand, `${round}${index}`, number);
			if (form.kind === 'draft') drafts.sent = number;
			else ledger.open.add(form.mark);
			for (let tries = 0; !(await acknowledges(url, hand, form, ledger)); tries += 1) {
				if (abandoned) return;
				if (tries === 0) ledger.again += 1;
				await pause(40);
			}
			count += 1;
			if (form.kind === 'draft') drafts.acknowledged = number;
			else {
				ledger.open.delete(form.mark);
				ledger.acknowledged.add(form.mark);
			}
		}
	});
	const all = Promise.all(hands);
	return {
		ledger,
		count: () => count,
		async more(wanted, seconds = 60) {
			const [from, until] = [count, Date.now() + seconds * 1000];
			while (count < from + wanted) {
				if (Date.now() > until)
					throw new Error(`only ${count - from} of ${wanted} forms were recorded within ${seconds} s (${told(ledger)})`);
				await pause(5);
			}
		},
		async finish() {
			ending = true;
			await all;
		},
		abandon() {
			ending = abandoned = true;
		}
	};
}

/** The statuses that were answered, as "303×40 503×2". */
export const told = ({ statuses }: Ledger) =>
	[...statuses]
		.sort(([a], [b]) => a - b)
		.map(([status, times]) => `${status || 'cut'}×${times}`)
		.join(' ');

async function acknowledges(url: string, hand: Hand, form: Form, ledger: Ledger): Promise<boolean> {
	const began = performance.now();
	let status = 0;
	let location = '';
	try {
		const answer = await post(url, hand, form, AbortSignal.timeout(30_000));
		status = answer.status;
		location = answer.headers.get('location') ?? '';
		await answer.arrayBuffer();
	} catch {
		// A line that was cut: the status stays 0.
	}
	ledger.slowest = Math.max(ledger.slowest, performance.now() - began);
	ledger.statuses.set(status, (ledger.statuses.get(status) ?? 0) + 1);
	if (status === 422 || status === 404 || location.startsWith('/connexion')) throw new Error(`${form.path} answered ${status} ${location}`);
	return status === 200 || status === 303;
}

/** Sends a form as a page does. */
export function post(
	url: string,
	hand: Pick<Hand, 'cookie'>,
	{ path, fields }: { path: string; fields: Record<string, string> },
	signal: AbortSignal | null = null
): Promise<Response> {
	return fetch(url + path, {
		method: 'POST',
		body: new URLSearchParams(fields),
		redirect: 'manual',
		signal,
		headers: { accept: 'text/html', origin: url, cookie: hand.cookie }
	});
}

/** What is wrong between what was acknowledged and what is stored: nothing, when all is well. */
export async function compare(stage: Stage, ledger: Ledger): Promise<{ stored: number; wrong: string[] }> {
	const wrong: string[] = [];
	const seen = new Map<string, number>();
	await stage.reading(async () => {
		for (const hand of stage.hands) {
			const { marks, draft } = await as(hand.actor, (tx) => readAll(tx, hand));
			for (const mark of marks) seen.set(mark, (seen.get(mark) ?? 0) + 1);
			const { acknowledged, sent } = ledger.drafts.get(hand) ?? { acknowledged: -1, sent: -1 };
			if (acknowledged >= 0 && (draft < acknowledged || draft > sent))
				wrong.push(`draft ${draft} is kept, ${acknowledged} was acknowledged`);
		}
	});
	for (const mark of ledger.acknowledged) if (!seen.has(mark)) wrong.push(`${mark} is lost`);
	for (const [mark, times] of seen) if (times > 1) wrong.push(`${mark} is there ${times} times`);
	return { stored: seen.size, wrong };
}

async function readAll(tx: Tx, hand: Hand): Promise<{ marks: string[]; draft: number }> {
	const pathway = found(await readPathway(tx, hand.file));
	const drafts = await readDrafts(tx, pathway);
	const draft = Number(/-(\d+)#/.exec(JSON.stringify(drafts))?.[1] ?? -1);
	const marks = [];
	for (const table of ['note', 'memo', 'appointment'] as const) marks.push(...(await marksIn(tx, pathway, table)));
	return { marks, draft };
}

async function marksIn(tx: Tx, { accompaniment, key }: Pathway, table: 'note' | 'memo' | 'appointment'): Promise<string[]> {
	const rows = await tx.selectFrom(table).select(['id', 'sealed']).where('accompaniment_id', '=', accompaniment.id).execute();
	return rows.flatMap(({ id, sealed }) => (sealed ? (JSON.stringify(key.open(table, id, sealed)).match(/#[^#]+#/g) ?? []) : []));
}
