import { Agent } from 'node:http';
import { ask } from './client.ts';

const TIMES = 60;

const p50 = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

/**
 * How long a plan takes, and whether the pages of others wait for it.
 * @returns p50 in milliseconds: the desk alone, a plan asked one after another, the desk while four people ask for plans
 */
export async function planLatency(port: number, cookie: string, person: string): Promise<{ alone: number; plans: number; pages: number }> {
	const agent = new Agent({ keepAlive: true, maxSockets: 8 });
	const took = async (path: string, type: string) => {
		const began = performance.now();
		const { status, headers } = await ask(agent, port, path, { cookie });
		if (status !== 200 || !String(headers['content-type']).startsWith(type)) throw new Error(`${path} answers ${status}`);
		return performance.now() - began;
	};
	const many = async (path: string, type: string) => {
		const all: number[] = [];
		for (let n = 0; n < TIMES; n += 1) all.push(await took(path, type));
		return p50(all);
	};
	const desk = () => many('/bureau', 'text/html');
	const plan = () => many(`${person}/plan.pdf`, 'application/pdf');
	try {
		await Promise.all([desk(), plan()]);
		const alone = await desk();
		const plans = await plan();
		const [pages] = await Promise.all([desk(), plan(), plan(), plan(), plan()]);
		return { alone, plans, pages: pages! };
	} finally {
		agent.destroy();
	}
}
