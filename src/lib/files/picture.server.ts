import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { log } from '../server/log.ts';
import { ROOT } from '../server/root.ts';
import { FILE_LIMITS, UnfitFile, type FitFile } from './rules.ts';

/** A hostile picture gets this long, then its process is ended. */
const PATIENCE_MS = 20_000;
/** How many may wait behind the one that is made. */
const MOST_WAITING = 8;

let line: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Makes a picture anew, one after another, each in a process that begins and ends with it: what reads pictures is native code, whose fall must
 * not take the server along, and whose memory goes back with it.
 * @throws UnfitFile when it is broken, has too many points, or too many wait
 */
export async function redraw(bytes: Uint8Array): Promise<FitFile> {
	if (waiting >= MOST_WAITING) throw new UnfitFile('file_busy');
	waiting += 1;
	const mine = line.then(() => drawn(bytes));
	line = mine.catch(() => undefined);
	try {
		return await mine;
	} finally {
		waiting -= 1;
	}
}

function drawn(bytes: Uint8Array): Promise<FitFile> {
	return new Promise((resolve, reject) => {
		// It needs no setting, and must know none: neither the database's password nor where the key lies.
		const hand = spawn(process.execPath, [join(ROOT, 'src', 'lib', 'files', 'redraw.ts')], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
		const pieces: Buffer[] = [];
		let length = 0;
		const timer = setTimeout(() => hand.kill('SIGKILL'), PATIENCE_MS);
		hand.stdout.on('data', (piece: Buffer) => {
			length += piece.length;
			if (length > FILE_LIMITS.bytes + 1) hand.kill('SIGKILL');
			else pieces.push(piece);
		});
		// It may end before it has read everything.
		hand.stdin.on('error', () => undefined);
		hand.on('error', (problem) => {
			clearTimeout(timer);
			reject(problem);
		});
		hand.on('close', (code, signal) => {
			clearTimeout(timer);
			if (signal) log('picture given up', { reason: signal });
			const made = Buffer.concat(pieces);
			if (code === 0 && made.length > 1) return resolve({ type: made[0] === 0x50 ? 'png' : 'jpeg', bytes: made.subarray(1) });
			reject(new UnfitFile(code === 3 ? 'file_pixels' : 'file_broken'));
		});
		hand.stdin.end(bytes);
	});
}
