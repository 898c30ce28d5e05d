import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** A request, with which the application may leave the page that answers it: it then ends the response without a body of its own. */
export interface Asked extends IncomingMessage {
	page?: Uint8Array;
}

const SMALLEST = 1024;
/** What is larger goes out as it comes: no answer may fill the memory, and compressing in one go would hold up the others. */
const LARGEST = 1024 * 1024;
const COMPRESSIBLE = /^(text\/|application\/(json|javascript|manifest\+json|xml)|image\/svg\+xml)/;

/**
 * Compresses what the application answers, in one go: a page is one piece of a few dozen kilobytes, for which the fastest
 * brotli costs a quarter of a stream's price and is smaller than gzip at level 4 (docs/decisions/0012). Answers that are
 * compressed already (files of the build), small, partial, streamed or of another nature pass untouched.
 * A page left with the request is sent as the body.
 */
export function compressAnswers(request: Asked, response: ServerResponse): void {
	const coding = codingFor(request.headers['accept-encoding']);
	const end = response.end.bind(response) as (piece?: Uint8Array | string) => ServerResponse;
	const send = {
		writeHead: response.writeHead,
		write: response.write,
		end: (piece?: Uint8Array | string) => end(piece ?? request.page)
	};
	let status: number | undefined;
	let held: Buffer[] | undefined;
	let size = 0;

	/** Back to the ordinary ways of the response, with what was held so far. */
	const release = () => {
		Object.assign(response, send);
		const pieces = held ?? [];
		held = undefined;
		if (status !== undefined) response.writeHead(status);
		for (const piece of pieces) response.write(piece);
	};

	Object.assign(response, {
		writeHead(code: number, ...rest: [string | Record<string, number | string>] | []) {
			const [given] = rest;
			if (given !== undefined || !compressible(code, response)) {
				Object.assign(response, send);
				return response.writeHead(code, ...(rest as []));
			}
			response.appendHeader('vary', 'accept-encoding');
			if (!coding || request.method === 'HEAD') {
				Object.assign(response, send);
				return response.writeHead(code);
			}
			status = code;
			held = [];
			return response;
		},
		write(piece: Uint8Array | string) {
			if (!held) {
				Object.assign(response, send);
				return response.write(piece);
			}
			const bytes = Buffer.from(piece);
			held.push(bytes);
			size += bytes.length;
			if (size > LARGEST) release();
			return true;
		},
		end(piece?: Uint8Array | string) {
			const last = Buffer.from(piece ?? request.page ?? '');
			if (!held || status === undefined || !coding || size + last.length > LARGEST) {
				release();
				return response.end(piece);
			}
			const body = Buffer.concat([...held, last]);
			Object.assign(response, send);
			const packed = body.length < SMALLEST ? body : coding.pack(body);
			if (packed !== body) {
				response.setHeader('content-encoding', coding.name);
				const tag = response.getHeader('etag');
				if (typeof tag === 'string' && !tag.startsWith('W/')) response.setHeader('etag', `W/${tag}`);
			}
			response.setHeader('content-length', packed.length);
			response.writeHead(status);
			return response.end(packed);
		}
	});
}

function compressible(status: number, response: ServerResponse): boolean {
	if (status < 200 || status === 204 || status === 206 || status === 304) return false;
	if (response.hasHeader('content-encoding') || /no-transform/.test(String(response.getHeader('cache-control') ?? ''))) return false;
	return COMPRESSIBLE.test(String(response.getHeader('content-type') ?? '')) && response.getHeader('content-type') !== 'text/event-stream';
}

interface Coding {
	name: 'br' | 'gzip';
	pack(body: Buffer): Buffer;
}

const BROTLI: Coding = {
	name: 'br',
	pack: (body) =>
		brotliCompressSync(body, {
			params: {
				[constants.BROTLI_PARAM_QUALITY]: 1,
				[constants.BROTLI_PARAM_LGWIN]: 18,
				[constants.BROTLI_PARAM_SIZE_HINT]: body.length
			}
		})
};
const GZIP: Coding = { name: 'gzip', pack: (body) => gzipSync(body, { level: 4 }) };

/** The better of what the browser takes; a weight of 0 is a refusal (RFC 9110 §12.5.3). */
function codingFor(header: string | string[] | undefined): Coding | undefined {
	const taken = new Set(
		String(header ?? '')
			.toLowerCase()
			.split(',')
			.map((part) => part.trim())
			.filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
			.map((part) => part.split(';', 1)[0]?.trim())
	);
	return taken.has('br') ? BROTLI : taken.has('gzip') ? GZIP : undefined;
}
