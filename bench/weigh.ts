import { Agent } from 'node:http';
import { ask } from './client.ts';

export interface Weight {
	path: string;
	/** Bytes as they travel, compressed: page, styles and scripts; fonts apart. */
	bytes: number;
	/** Page, styles, scripts, icons. */
	requests: number;
}

/** A first visit with an empty cache: the page and everything it asks for. */
export async function weigh(port: number, path: string, cookie: string): Promise<Weight> {
	const agent = new Agent({ keepAlive: true, maxSockets: 4 });
	try {
		const headers = { cookie, 'accept-encoding': 'gzip, deflate, br' };
		const page = await ask(agent, port, path, headers);
		if (page.status !== 200) throw new Error(`${path} answers ${page.status}`);
		const html = await plain(port, path, cookie, agent);
		const parts = new Set(
			[...html.matchAll(/<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"[^>]*>/g)]
				// A style that travels in the page has a link that is disabled: no browser asks for it.
				.filter(([tag]) => !/\sdisabled\b/.test(tag))
				.map(([, address]) => new URL(address!, `http://localhost:${port}${path}`))
				.map((url) => url.pathname)
		);
		let bytes = page.body.length;
		for (const part of parts) {
			const answer = await ask(agent, port, part, headers);
			if (answer.status !== 200) throw new Error(`${part} answers ${answer.status}`);
			bytes += answer.body.length;
		}
		return { path, bytes, requests: 1 + parts.size };
	} finally {
		agent.destroy();
	}
}

async function plain(port: number, path: string, cookie: string, agent: Agent): Promise<string> {
	return (await ask(agent, port, path, { cookie })).body.toString();
}

/**
 * From the caseload to a recorded interview, by what the pages offer: each link followed and the button pressed is one click, each
 * field filled in is one text.
 * @returns what was counted on the way
 */
export async function countClicks(port: number, cookie: string): Promise<{ clicks: number; texts: number }> {
	const counted = { clicks: 0, texts: 0 };
	const follow = (path: string) => {
		counted.clicks += 1;
		return plain(port, path, cookie, agent);
	};
	const type = (text: string) => {
		counted.texts += 1;
		return text;
	};
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	try {
		const caseload = await plain(port, '/personnes', cookie, agent);
		const person = found(caseload, /href="(\/personnes\/[0-9a-f-]{36})"/, 'a person on the caseload');
		const form = found(await follow(person), new RegExp(`href="(${person}/entretiens/nouveau)"`), 'the way to write up an interview');
		const page = await follow(form);
		const body = new URLSearchParams({
			form_key: found(page, /name="form_key" value="([0-9a-f-]{36})"/, 'a form'),
			said: type('On a relu la lettre ensemble.')
		});
		for (const [, id] of page.matchAll(/name="readers\[\]" value="([0-9a-f-]{36})"/g)) body.append('readers[]', id!);
		const required = [...page.matchAll(/<(?:input|textarea|select)\b[^>]*\brequired\b/g)];
		if (required.length > 0) throw new Error('the form has a required field');
		const action = found(page, /<form method="POST" action="(\?\/[^"]+)"[^>]*class="[^"]*\binterview\b/, 'where the form goes');
		counted.clicks += 1;
		const recorded = await ask(agent, port, form + action, { cookie }, body);
		if (recorded.status !== 303) throw new Error(`recording answers ${recorded.status}`);
		return counted;
	} finally {
		agent.destroy();
	}
}

function found(page: string, what: RegExp, name: string): string {
	const match = what.exec(page)?.[1];
	if (!match) throw new Error(`the page does not offer ${name}`);
	return match;
}
