import { error } from '@sveltejs/kit';
import type { Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { readPiece, type KeptFile } from './files.server.ts';
import { FILE_LIMITS, FILE_TYPES } from './rules.ts';

/** Opens a transaction of whoever asks: `(work) => asHer(her, work)` or `(work) => asIn(actor, file, work)`. */
type Asking = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Bytes of a file from here to there, both included. */
interface Span {
	from: number;
	to: number;
}

/**
 * The answer that carries a file, piece by piece as it is read: no file stands whole in memory, no connection waits for a slow line, and a file
 * taken back meanwhile goes no further. Named by what it is, never by a person. A picture, which was made anew, is shown; sound is played;
 * anything else is laid down and opened by no page of ours.
 * @param request for the part of it that a player asks
 * @throws HttpError 404 when its first piece may not be read
 */
export async function fileAnswer(asking: Asking, key: PersonKey, file: KeptFile, request: Request): Promise<Response> {
	const { media, extension, kind } = FILE_TYPES[file.type];
	const asked = spanOf(request.headers.get('range'), file.bytes);
	const headers = {
		'content-type': media,
		'content-disposition': `${kind === 'picture' || kind === 'sound' ? 'inline' : 'attachment'}; filename="document.${extension}"`,
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		'content-security-policy': `default-src 'none'; sandbox; frame-ancestors 'none'`,
		'accept-ranges': 'bytes'
	};
	if (asked === 'outside') return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${file.bytes}` } });
	const span = asked ?? { from: 0, to: file.bytes - 1 };
	const open = (position: number) => asking((tx) => readPiece(tx, key, file, position));
	const first = await open(Math.floor(span.from / FILE_LIMITS.piece));
	if (!first) error(404);
	return new Response(streamOf(first, span, open), {
		status: asked ? 206 : 200,
		headers: {
			...headers,
			'content-length': String(span.to - span.from + 1),
			...(asked ? { 'content-range': `bytes ${span.from}-${span.to}/${file.bytes}` } : {})
		}
	});
}

function streamOf(
	first: Buffer,
	{ from, to }: Span,
	open: (position: number) => Promise<Buffer | undefined>
): ReadableStream<Uint8Array<ArrayBuffer>> {
	let position = Math.floor(from / FILE_LIMITS.piece);
	let ready: Buffer | undefined = first;
	return new ReadableStream(
		{
			async pull(controller) {
				const piece = ready ?? (await open(position));
				ready = undefined;
				if (!piece) return controller.error(new Error('a file was taken back while it was read'));
				const begins = position * FILE_LIMITS.piece;
				controller.enqueue(new Uint8Array(piece.subarray(Math.max(0, from - begins), to - begins + 1)));
				position += 1;
				if (position * FILE_LIMITS.piece > to) controller.close();
			}
		},
		{ highWaterMark: 0 }
	);
}

/** The one part that a player asks for; undefined for the whole, also when what is asked makes no sense to us. */
function spanOf(range: string | null, bytes: number): Span | 'outside' | undefined {
	const [, from = '', to = ''] = /^bytes=(\d{0,10})-(\d{0,10})$/.exec(range ?? '') ?? [];
	if (from === '' && to === '') return undefined;
	const span =
		from === '' ? { from: Math.max(0, bytes - Number(to)), to: bytes - 1 } : { from: Number(from), to: to === '' ? bytes - 1 : Number(to) };
	if (span.from >= bytes || span.to < span.from) return 'outside';
	return { from: span.from, to: Math.min(span.to, bytes - 1) };
}
