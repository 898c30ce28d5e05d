import { randomBytes } from 'node:crypto';
import { createServer, IncomingMessage, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import { isIP, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { securityHeaders } from '../web/headers.ts';
import { compressAnswers } from './compress.ts';
import { log, logProblem, plainPath } from './log.ts';
import { StartRefused } from './refusal.ts';

/** Headers by which this server tells the application who asks; whatever a client sends under these names is thrown away. */
export const PROTOCOL_HEADER = 'x-cheminer-protocol';
export const ADDRESS_HEADER = 'x-cheminer-address';
/** The number of the request in the log, also sent back to the visitor. */
export const REQUEST_HEADER = 'x-request-id';

export interface HttpOptions {
	/** The application, as its build exports it. */
	handler(request: IncomingMessage, response: ServerResponse, next: () => void): unknown;
	host: string;
	/** 0 takes a free one. */
	port: number;
	/** The public address; absent, the one that the visitor asked for. */
	origin: string | undefined;
	/** Whether X-Forwarded-* come from a proxy of the house. */
	trustProxy: boolean;
	/** Bytes. */
	bodyLimit: number;
	/** The pages that take a file, and how many bytes. Nowhere else may anybody send as much. */
	fileLimits?: readonly (readonly [place: RegExp, bytes: number])[];
	/** Words of the application's addresses that may be logged. */
	words: ReadonlySet<string>;
	/** How many lines are held open at once. */
	mostLines?: number;
}

const MOST_LINES = 1000;

export interface Http {
	port: number;
	/** Takes no new request, lets those under way finish (ten seconds), then closes. */
	close(): Promise<void>;
}

/**
 * Serves the application over HTTP/1.1 and answers for it where it must not be asked: unreadable or oversized requests.
 * @throws StartRefused when the address cannot be listened on
 */
export async function startHttp(options: HttpOptions): Promise<Http> {
	const server = createServer({
		// Slow senders: 15 s for the headers, 2 min for a form over a poor line.
		headersTimeout: 15_000,
		requestTimeout: 120_000,
		connectionsCheckingInterval: 5_000,
		// Longer than a proxy keeps its own, so that it never writes on a line being closed.
		keepAliveTimeout: 65_000,
		maxHeaderSize: 16 * 1024,
		// A missing Host is refused below, in our own words and under our own headers.
		requireHostHeader: false
	});
	server.setTimeout(130_000);
	// Their size is bounded: beyond a number, Node would drop headers without a word.
	server.maxHeadersCount = 0;
	const lines = keepLines(server, options.mostLines ?? MOST_LINES);
	for (const event of ['request', 'checkContinue', 'checkExpectation'])
		server.on(event, (request: IncomingMessage, response: ServerResponse) => {
			lines.asked(request.socket, response);
			answer(request, response, options, event);
		});
	server.on('connect', (_: IncomingMessage, socket: Socket) => answerRaw(socket, 405));
	server.on('clientError', (problem: NodeJS.ErrnoException, socket: Socket) => answerUnreadable(problem, socket, lines.last(socket)));
	await listen(server, options.host, options.port);
	const { port } = server.address() as AddressInfo;
	return { port, close: () => close(server) };
}

/**
 * Takes an address of this machine.
 * @throws StartRefused in one sentence: taken, not allowed, not this machine's
 */
export function listen(server: NetServer, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('listening', resolve);
		server.once('error', (problem: NodeJS.ErrnoException) => {
			const why: Record<string, string> = {
				EADDRINUSE: `Port ${port} is already in use: stop what uses it, or choose another with --port.`,
				EACCES: `This user may not listen on port ${port}: choose one above 1023 with --port.`,
				EADDRNOTAVAIL: `${host} is not an address of this machine: correct CHEMINER_HOST.`,
				ENOTFOUND: `${host} is not an address of this machine: correct CHEMINER_HOST.`
			};
			reject(new StartRefused(why[problem.code ?? ''] ?? `Cannot listen on ${host}, port ${port} (${problem.code}).`));
		});
		server.listen(port, host);
	});
}

async function close(server: Server): Promise<void> {
	let closed = false;
	server.close(() => (closed = true));
	for (const until = Date.now() + 10_000; !closed && Date.now() < until; await pause(25)) server.closeIdleConnections();
	server.closeAllConnections();
}

interface Lines {
	/** A request begins on this line. */
	asked(socket: Socket, response: ServerResponse): void;
	/** The last answer begun on this line. */
	last(socket: Socket): ServerResponse | undefined;
}

/**
 * Bounds how many lines are open: when one more comes, the line on which no request has begun for the longest time makes place. Whoever
 * sends or reads by the drop, on however many lines, loses them to those who ask; an honest browser at most opens an idle line anew.
 */
function keepLines(server: Server, most: number): Lines {
	const lines = new Map<Socket, ServerResponse | undefined>();
	server.on('connection', (socket: Socket) => {
		lines.set(socket, undefined);
		socket.once('close', () => lines.delete(socket));
		const [oldest] = lines.keys();
		if (lines.size <= most || !oldest) return;
		lines.delete(oldest);
		oldest.destroy();
	});
	return {
		asked(socket, response) {
			// A map keeps the order in which its keys came.
			if (lines.delete(socket)) lines.set(socket, response);
		},
		last: (socket) => lines.get(socket)
	};
}

/** Files of the build and of the house, the same for everybody: a browser may keep them. */
const FILES = /^\/(_app\/|[\w-]+\.svg$)/;

/** @param event how Node announced it: whether the body is only sent once we say so, or once we do what we do not know */
function answer(request: IncomingMessage, response: ServerResponse, options: HttpOptions, event: string): void {
	const began = performance.now();
	const id = randomBytes(6).toString('hex');
	const target = request.url ?? '';
	response.on('close', () => {
		log('request', {
			id,
			method: request.method,
			path: plainPath(target, options.words),
			status: response.statusCode,
			ms: Math.round((performance.now() - began) * 10) / 10,
			cut: response.writableFinished ? undefined : true
		});
	});
	const visitor = readVisitor(request, options);
	for (const [name, value] of securityHeaders({ https: visitor?.protocol === 'https' })) response.setHeader(name, value);
	// The application's pages bring their own, with a nonce; what answers in its place, or when it fails whole, needs nothing.
	response.setHeader('content-security-policy', NOTHING);
	response.setHeader(REQUEST_HEADER, id);
	if (!FILES.test(target)) response.setHeader('cache-control', 'no-store');
	if (!visitor || !isReadable(target)) return refuse(request, response, 400);
	// A request that says again what it was asked, cookies included; the application could not even look at it.
	if (request.method === 'TRACE') return refuse(request, response, 405);
	if (event === 'checkExpectation') return refuse(request, response, 417);
	if (isTooBig(request, options)) return refuse(request, response, 413);
	if (event === 'checkContinue') response.writeContinue();
	introduce(request, visitor, id);
	if (request.headers['transfer-encoding'] === undefined) {
		void hand(request, response, options, id);
		return;
	}
	readUnannounced(request, limitOf(request, options)).then(
		(whole) => (whole ? hand(whole, response, options, id) : refuse(request, response, 413)),
		() => response.destroy()
	);
}

/** The application answers; should it throw, it is answered for. */
async function hand(request: IncomingMessage, response: ServerResponse, { handler }: HttpOptions, id: string): Promise<void> {
	compressAnswers(request, response);
	try {
		await handler(request, response, () => refuse(request, response, 404));
	} catch (problem) {
		logProblem('unexpected', problem, { id });
		if (response.headersSent) response.destroy();
		else refuse(request, response, 500);
	}
}

/**
 * A body that comes in pieces without saying its length is read first, as far as it may go, and handed over as one that says it:
 * too large is then known before the application is asked.
 * @returns undefined when it is too large
 */
async function readUnannounced(request: IncomingMessage, limit: number): Promise<IncomingMessage | undefined> {
	const pieces: Buffer[] = [];
	let size = 0;
	for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		size += piece.length;
		if (size > limit) return undefined;
		pieces.push(piece);
	}
	const { method, url, httpVersion, httpVersionMajor, httpVersionMinor } = request;
	const { 'transfer-encoding': _, ...headers } = request.headers;
	const whole = Object.assign(new IncomingMessage(request.socket), { method, url, httpVersion, httpVersionMajor, httpVersionMinor });
	// It is all there: one that ends before it is complete takes its line down with it.
	whole.complete = true;
	whole.headers = { ...headers, 'content-length': String(size) };
	whole.push(Buffer.concat(pieces));
	whole.push(null);
	return whole;
}

interface Visitor {
	protocol: string;
	host: string;
	address: string;
}

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/** Who asks and by which address, as far as it can be believed; undefined when the address makes no sense. */
function readVisitor(request: IncomingMessage, { origin, trustProxy }: HttpOptions): Visitor | undefined {
	const forwarded = (name: string) => (trustProxy ? String(request.headers[name] ?? '').split(',') : []);
	const address = forwarded('x-forwarded-for').at(-1)?.trim() ?? '';
	const seen = { address: isIP(address) ? address : (request.socket.remoteAddress ?? '') };
	if (!hasOneHost(request)) return undefined;
	if (origin) return { ...seen, protocol: new URL(origin).protocol.slice(0, -1), host: new URL(origin).host };
	const protocol = forwarded('x-forwarded-proto')[0]?.trim() || 'http';
	const host = forwarded('x-forwarded-host')[0]?.trim() || request.headers.host || '';
	if (!/^https?$/.test(protocol) || !HOST.test(host) || host.length > 255 || !URL.canParse(`http://${host}`)) return undefined;
	return { ...seen, protocol, host };
}

/** Two would be believed differently by a proxy and by us; only HTTP/1.0 may come without (RFC 9112 §3.2). */
function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
	const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === 'host').length;
	return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}

/** A target that the application can take apart: a path, decodable, without the sign that no database text can hold. */
function isReadable(target: string): boolean {
	if (!target.startsWith('/') || /%00/.test(target)) return false;
	try {
		decodeURI(target.split('?', 1)[0] ?? '');
		return URL.canParse(`http://localhost${target}`);
	} catch {
		return false;
	}
}

function isTooBig(request: IncomingMessage, options: HttpOptions): boolean {
	return Number(request.headers['content-length'] ?? 0) > limitOf(request, options);
}

/** How many bytes may be sent there. */
function limitOf({ url = '' }: IncomingMessage, { bodyLimit, fileLimits }: HttpOptions): number {
	const path = url.split('?', 1)[0] ?? '';
	return Math.max(bodyLimit, fileLimits?.find(([place]) => place.test(path))?.[1] ?? 0);
}

/** Hands the visitor over to the application, and takes away every header by which somebody could pass for another. */
function introduce(request: IncomingMessage, visitor: Visitor, id: string): void {
	const believed = Object.entries(request.headers).filter(([name]) => !/^(forwarded|x-forwarded-.*|x-real-ip|x-cheminer-.*)$/.test(name));
	request.headers = {
		...Object.fromEntries(believed),
		host: visitor.host,
		[PROTOCOL_HEADER]: visitor.protocol,
		[ADDRESS_HEADER]: visitor.address,
		[REQUEST_HEADER]: id
	};
}

const SAID: Record<number, [string, string]> = {
	400: ['Cette adresse ne peut pas être lue.', 'This address cannot be read.'],
	404: ['Cette page n’existe pas.', 'This page does not exist.'],
	405: ['Cette façon de demander n’est pas acceptée ici.', 'This way of asking is not accepted here.'],
	417: ['Ce qui est attendu de nous ne peut pas être fait.', 'What is expected of us cannot be done.'],
	500: [
		'Quelque chose ne va pas de notre côté. Rien n’a été enregistré : revenez en arrière et réessayez.',
		'Something is wrong on our side. Nothing was recorded: go back and try again.'
	],
	413: [
		'C’est trop volumineux pour être reçu. Rien n’a été enregistré : revenez en arrière, ce que vous avez écrit y est encore.',
		'This is too large to be received. Nothing was recorded: go back, what you wrote is still there.'
	]
};

/** The content policy of an answer that is only words. */
const NOTHING = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Answers in the application's place, and stops listening to what is still being sent. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
	const [french, english] = SAID[status] ?? ['', ''];
	const body = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><main><h1>${french}</h1><p lang="en">${english}</p></main></html>`;
	response.setHeader('cache-control', 'no-store');
	response.setHeader('connection', 'close');
	response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(body) });
	if (request.complete || request.method === 'GET' || request.method === 'HEAD') {
		response.end(request.method === 'HEAD' ? undefined : body);
		return;
	}
	response.write(body);
	linger(request, () => response.end(() => request.destroy()));
}

/**
 * The whole answer is out; the line stays open while the rest arrives (thirty seconds at most, one without anything), for a
 * browser that is still sending reads nothing from a line that is closed on it.
 */
function linger(request: IncomingMessage, over: () => void): void {
	const longest = setTimeout(over, 30_000);
	let idle = setTimeout(over, 1_000);
	const forget = () => {
		clearTimeout(longest);
		clearTimeout(idle);
	};
	request.on('data', () => {
		clearTimeout(idle);
		idle = setTimeout(over, 1_000);
	});
	request.on('end', over);
	request.on('close', forget);
}

const UNREADABLE: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** What is not HTTP, or came too slowly, gets its answer here: no request was made of it. */
function answerUnreadable(problem: NodeJS.ErrnoException, socket: Socket, last: ServerResponse | undefined): void {
	// Gone, or gone in the middle of what it was sending; or in the middle of being answered, where a second answer would be read as its end.
	const gone = !socket.writable || problem.code === 'ECONNRESET' || problem.code === 'HPE_INVALID_EOF_STATE';
	if (gone || (last?.headersSent && !last.writableFinished)) socket.destroy();
	else answerRaw(socket, UNREADABLE[problem.code ?? ''] ?? 400);
}

/** An answer without a request: its headers, and the end of the line. */
function answerRaw(socket: Socket, status: number): void {
	const headers = [...securityHeaders({ https: false }), ['content-security-policy', NOTHING], ['cache-control', 'no-store']];
	const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
	socket.on('error', () => socket.destroy());
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}content-length: 0\r\nconnection: close\r\n\r\n`);
	log('unreadable request', { status });
}
