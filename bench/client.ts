import { Agent, request } from 'node:http';

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

/**
 * Keeps `connections` connections busy for a while, each asking again as soon as it is answered.
 * @returns answers per second
 * @throws at the first answer that is not a good one
 */
export async function press(load: Load, connections: number, milliseconds: number): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const began = performance.now();
	const until = began + milliseconds;
	let answered = 0;
	const connection = async () => {
		while (performance.now() < until) {
			const { path, headers, form, check } = load.next();
			check(await ask(agent, load.port, path, headers, form));
			answered += 1;
		}
	};
	try {
		await Promise.all(Array.from({ length: connections }, connection));
	} finally {
		agent.destroy();
	}
	return (answered / (performance.now() - began)) * 1000;
}
