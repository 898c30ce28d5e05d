import { Agent, request } from 'node:http';
import { quantile } from './report.ts';

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: Buffer;
}

/** One request on a kept-alive connection; the body as it travelled. */
export function ask(
	agent: Agent,
	port: number,
	path: string,
	headers: Record<string, string> = {},
	form?: URLSearchParams
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const sent = form && Buffer.from(form.toString());
		const posted = sent
			? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(sent.length), origin: `http://localhost:${port}` }
			: {};
		const asked = request(
			{
				agent,
				host: '127.0.0.1',
				port,
				path,
				method: sent ? 'POST' : 'GET',
				headers: { host: `localhost:${port}`, accept: 'text/html', ...posted, ...headers }
			},
			(response) => {
				const parts: Buffer[] = [];
				response.on('data', (part: Buffer) => parts.push(part));
				response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
				response.on('error', reject);
			}
		);
		asked.on('error', reject);
		asked.end(sent);
	});
}

/** What one connection asks next, and what makes its answer a good one. */
export interface Load {
	port: number;
	next(): { path: string; headers: Record<string, string>; form?: URLSearchParams; check(answer: Answer): void };
}

/** What one pass found. */
export interface Pressed {
	/** Answers a second. */
	rate: number;
	/** Milliseconds that half of the answers, and all but one in a hundred, were waited for at most. */
	p50: number;
	p99: number;
}

/**
 * Keeps `connections` connections busy for a while, each asking again as soon as it is answered.
 * @throws at the first answer that is not a good one
 */
export async function press(load: Load, connections: number, milliseconds: number): Promise<Pressed> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const began = performance.now();
	const until = began + milliseconds;
	const waited: number[] = [];
	const connection = async () => {
		for (let asked = performance.now(); asked < until; asked = performance.now()) {
			const { path, headers, form, check } = load.next();
			const answer = await ask(agent, load.port, path, headers, form);
			waited.push(performance.now() - asked);
			check(answer);
		}
	};
	try {
		await Promise.all(Array.from({ length: connections }, connection));
	} finally {
		agent.destroy();
	}
	return {
		rate: (waited.length / (performance.now() - began)) * 1000,
		p50: quantile(waited, 0.5),
		p99: quantile(waited, 0.99)
	};
}
