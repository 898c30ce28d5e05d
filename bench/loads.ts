/** What is asked of the floor and of Cheminer, and what makes an answer a good one: the same people in the same order for both. */
import { randomUUID } from 'node:crypto';
import type { Answer, Load } from './client.ts';
import { idOf, KIND, nameOf, organizationOf, reachOf, type Size } from './sizes.ts';

/** One thing measured against its floor. */
export interface Pair {
	floor(size: Size, port: number): Load;
	/** Whose sessions ask: the practitioners', or those of the first person whom each accompanies, in her own space. */
	by?: 'her';
	/** @param cookies of the practitioners in `turns`, or of these people, in that order */
	cheminer(size: Size, port: number, cookies: readonly string[]): Load;
}

/** The same practitioners in the same order for both servers, one after another. */
export function turns(size: Size): number[] {
	const some = Math.min(100, size.practitioners);
	return Array.from({ length: some }, (_, n) => Math.floor((n * size.practitioners) / some));
}

const ROW = new RegExp(`0199([0-9a-f]{4})-${KIND.accompaniment.toString(16).padStart(4, '0')}-7000`, 'g');

/** An answer is good when it has this status, shows what it should, and nothing of another organisation. */
function good(organization: number, status: number, shows: (body: string, answer: Answer) => string | false) {
	const own = organization.toString(16).padStart(4, '0');
	return (answer: Answer) => {
		const text = answer.body.toString();
		if (answer.status !== status) throw new Error(`an answer is ${answer.status}: ${text.slice(0, 200)}`);
		const wrong = shows(text, answer);
		if (wrong) throw new Error(wrong);
		for (const [, of] of text.matchAll(ROW)) if (of !== own) throw new Error('an answer holds a row of another organisation');
	};
}

const counts = (sign: string, expected: number) => (body: string) => {
	const found = body.split(sign).length - 1;
	return found !== expected && `an answer holds ${found} of ${sign} instead of ${expected}`;
};

function inTurn(size: Size, port: number, ask: (practitioner: number, index: number) => ReturnType<Load['next']>): Load {
	const all = turns(size);
	let n = 0;
	return {
		port,
		next() {
			const index = n++ % all.length;
			return ask(all[index]!, index);
		}
	};
}

const ROWS = 50;

export const caseload: Pair = {
	floor: (size, port) =>
		inTurn(size, port, (p) => ({
			path: `/people/${idOf('member', organizationOf(size, p), p)}`,
			headers: {},
			check: good(organizationOf(size, p), 200, counts('"name_folded"', ROWS))
		})),
	cheminer: (size, port, cookies) =>
		inTurn(size, port, (p, index) => ({
			path: '/personnes',
			headers: { cookie: cookies[index]! },
			check: good(organizationOf(size, p), 200, counts('<th scope="row"', ROWS))
		}))
};

/** Without accents or case, as somebody types who is in a hurry. */
const plainly = (name: string) =>
	name
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase();

/** A piece of a first name and a letter of one after the other of a practitioner's people: one to a handful are found. */
export const search: Pair = {
	floor: (size, port) =>
		sought(size, port, ({ p, words, id }) => ({
			path: `/search/${idOf('member', organizationOf(size, p), p)}?q=${encodeURIComponent(words)}`,
			headers: {},
			check: good(organizationOf(size, p), 200, (body) => !body.includes(id) && 'whom was sought is not there')
		})),
	cheminer: (size, port, cookies) =>
		sought(size, port, ({ p, index, words, found, id }) => ({
			path: `/personnes?q=${encodeURIComponent(words)}`,
			headers: { cookie: cookies[index]! },
			check: good(
				organizationOf(size, p),
				200,
				(body) => counts('<th scope="row"', found)(body) || (!body.includes(`/personnes/${id}`) && 'whom was sought is not there')
			)
		}))
};

interface Sought {
	p: number;
	index: number;
	words: string;
	/** How many of those in reach these words find. */
	found: number;
	/** One of them. */
	id: string;
}

function sought(size: Size, port: number, ask: (about: Sought) => ReturnType<Load['next']>): Load {
	const people = new Map(turns(size).map((p) => [p, reachOf(size, p).map((i) => ({ i, name: plainly(nameOf(i)) }))]));
	let n = 0;
	return inTurn(size, port, (p, index) => {
		const mine = people.get(p)!;
		const { i, name } = mine[n++ % mine.length]!;
		const parts = [name.slice(1, 4), name.slice(-2)];
		const found = mine.filter((one) => parts.every((part) => one.name.includes(part))).length;
		return ask({ p, index, words: parts.join(' '), found, id: idOf('accompaniment', organizationOf(size, i % size.practitioners), i) });
	});
}

/** How many of the forty interviews the page shows, and in how many the text begins as the loader wrote it. */
const SHOWN = 20;

/** The first person of each practitioner: forty interviews, each with its sealed text. */
export const pathway: Pair = {
	floor: (size, port) =>
		inTurn(size, port, (p) => ({
			path: `/pathway/${idOf('accompaniment', organizationOf(size, p), p)}`,
			headers: {},
			check: good(organizationOf(size, p), 200, counts('"held_on"', SHOWN))
		})),
	cheminer: (size, port, cookies) =>
		inTurn(size, port, (p, index) => ({
			path: `/personnes/${idOf('accompaniment', organizationOf(size, p), p)}`,
			headers: { cookie: cookies[index]! },
			check: good(organizationOf(size, p), 200, (body) => !body.includes('On a relu la lettre de la crèche') && 'a text was not unsealed')
		}))
};

/** Her first page: the next appointment, what she said she would do, what others do for her. */
export const today: Pair = {
	by: 'her',
	floor: (size, port) =>
		inTurn(size, port, (p) => ({
			path: `/today/${idOf('accompaniment', organizationOf(size, p), p)}`,
			headers: {},
			check: good(organizationOf(size, p), 200, counts('"organization_name"', 1))
		})),
	cheminer: (size, port, cookies) =>
		inTurn(size, port, (p, index) => ({
			path: '/moi',
			headers: { cookie: cookies[index]! },
			check: good(organizationOf(size, p), 200, (body) => !body.includes('Bonjour ') && 'she is not greeted')
		}))
};

/** A plain interview with the second person of each practitioner: a text, what moved, a promise of hers. */
export const recording: Pair = {
	floor: (size, port) =>
		inTurn(size, port, (p) => ({
			path: `/interview/${idOf('accompaniment', organizationOf(size, p), p + size.practitioners)}`,
			headers: {},
			form: said(),
			check: good(organizationOf(size, p), 200, (body) => !body.includes('recorded') && 'nothing was recorded')
		})),
	cheminer: (size, port, cookies) =>
		inTurn(size, port, (p, index) => {
			const person = `/personnes/${idOf('accompaniment', organizationOf(size, p), p + size.practitioners)}`;
			return {
				path: `${person}/entretiens/nouveau?/enregistrer`,
				headers: { cookie: cookies[index]! },
				form: said(),
				check: good(organizationOf(size, p), 303, (_, { headers }) => {
					const to = String(headers['location'] ?? '');
					return !to.startsWith(`${person}?entretien=`) && `recording leads to ${to}`;
				})
			};
		})
};

function said(): URLSearchParams {
	return new URLSearchParams({
		form_key: randomUUID(),
		said: 'On a relu la lettre de la crèche. Elle appelle jeudi, il écrit au centre pour l’horaire du mardi.',
		moved: 'la lettre est partie',
		'actions.0.who': 'person',
		'actions.0.what': 'Appelle la crèche'
	});
}
