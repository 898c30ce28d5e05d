import { FILE_TYPES, type FitFile } from '../files/rules.ts';
import { LATE, LONGEST_VOICE } from './rules.ts';

/** Why something said aloud is not kept. */
export type Unheard = 'sound_long' | 'sound_unknown' | 'sound_video';

/**
 * What keeps a voice from being a message: longer than two minutes, of a length that nobody can tell, or a film. Comes before any transaction.
 * @param file whose bytes were seen to be sound
 * @returns null when it is fit
 */
export async function unheard(file: FitFile): Promise<Unheard | null> {
	const { media, extension } = FILE_TYPES[file.type];
	// Loaded when somebody speaks, and not before.
	const { parseBuffer } = await import('music-metadata');
	const read = await parseBuffer(file.bytes, { mimeType: media, path: `voice.${extension}` }, { duration: true, skipCovers: true }).catch(
		() => undefined
	);
	const webm = file.type === 'webm';
	if (read?.format.hasVideo || (webm && holdsPictures(file.bytes))) return 'sound_video';
	// A browser that streams what it records leaves sizes open, which is right and which not every reader reads.
	const seconds = read?.format.duration || (webm ? secondsOfClusters(file.bytes) : 0);
	if (!Number.isFinite(seconds) || seconds <= 0) return 'sound_unknown';
	return seconds > LONGEST_VOICE + LATE ? 'sound_long' : null;
}

/** The codecs of pictures in a WebM, as its tracks name them. */
const holdsPictures = (bytes: Uint8Array) => /V_(VP|AV1|MPEG|MS)/.test(Buffer.from(bytes.subarray(0, 4096)).toString('latin1'));

/** The head of a cluster, and the name of its time in it, as Matroska writes them (RFC 9559). */
const CLUSTER = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);
const TIMESTAMP = 0xe7;

/**
 * How long a WebM goes on whose maker did not come back to write it at its head, as some browsers: when its last cluster begins. A cluster lasts
 * some seconds at most; times are thousandths, as every recorder of a browser writes them.
 */
export function secondsOfClusters(bytes: Uint8Array): number {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let latest = 0;
	for (let at = buffer.indexOf(CLUSTER); at >= 0; at = buffer.indexOf(CLUSTER, at + 4)) {
		const size = Math.clz32(buffer[at + 4] ?? 0) - 23;
		const time = at + 4 + size;
		const length = (buffer[time + 1] ?? 0) & 0x7f;
		if (buffer[time] !== TIMESTAMP || length < 1 || length > 6 || time + 2 + length > buffer.length) continue;
		latest = Math.max(latest, buffer.readUIntBE(time + 2, length) / 1000);
	}
	// A single short cluster begins at nought, and is there all the same.
	return latest || (buffer.includes(CLUSTER) ? 1 : 0);
}
