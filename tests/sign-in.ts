import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import type { House } from './house.ts';

export interface Login {
	email: string;
	password: string;
}

/** Gives a member of the house what it takes to sign in. */
export async function giveAccount(
	home: Pick<House, 'sql'>,
	actor: Pick<Actor, 'account' | 'firstName'>,
	login: Partial<Login> = {}
): Promise<Login> {
	const plain = actor.firstName
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z]/g, '');
	const email = login.email ?? `${plain}.${newId().slice(-6)}@essai.example`;
	const password = login.password ?? 'quatre mots sans lien aucun';
	await home.sql('update auth.account set email = $2 where id = $1', [actor.account, email]);
	await home.sql(
		`insert into auth.credential (id, account_id, provider_id, provider_account, password) values ($1, $2, 'credential', $3, $4)
		on conflict (account_id, provider_id) do update set password = excluded.password`,
		[newId(), actor.account, actor.account, await hashPassword(password)]
	);
	return { email, password };
}

/** Cookies kept between requests, as a browser without script keeps them; redirects are not followed. */
export class Visitor {
	readonly #url: string;
	readonly #cookies = new Map<string, string>();
	/** Where the visit seems to come from, behind a proxy that is believed. */
	readonly #from: string;
	constructor(url: string, from = '192.0.2.1') {
		this.#url = url;
		this.#from = from;
	}

	get cookie(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	/** A copy of a cookie, as a thief would take it. */
	get(name: string): string | undefined {
		return this.#cookies.get(name);
	}

	set(name: string, value: string): void {
		this.#cookies.set(name, value);
	}

	async open(path: string, headers: Record<string, string> = {}): Promise<Response> {
		return this.#ask(path, { headers });
	}

	async post(path: string, fields: Record<string, string> | [string, string][], headers: Record<string, string> = {}): Promise<Response> {
		return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: this.#url, ...headers } });
	}

	async #ask(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
		const answer = await fetch(this.#url + path, {
			...init,
			redirect: 'manual',
			headers: { accept: 'text/html', cookie: this.cookie, 'x-forwarded-for': this.#from, ...init.headers }
		});
		for (const line of answer.headers.getSetCookie()) {
			const [pair = ''] = line.split(';');
			const name = pair.slice(0, pair.indexOf('='));
			if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
			else this.#cookies.set(name, pair.slice(name.length + 1));
		}
		return answer;
	}
}

/** Signs in without a browser. `cookie` of the visitor is the header for other requests. */
export async function signedIn(url: string, login: Login, visitor = new Visitor(url)): Promise<Visitor> {
	const answer = await visitor.post('/connexion', { ...login });
	assert.equal(answer.status, 303, `sign-in answered ${answer.status}`);
	assert.ok(visitor.get('session'), 'sign-in gave no session');
	return visitor;
}

/** Signs in through the page, as somebody would. */
export async function signIn(page: Page, url: string, login: Login): Promise<void> {
	await page.goto(`${url}/connexion`);
	await page.getByLabel('Adresse mail').fill(login.email);
	await page.getByLabel('Mot de passe', { exact: true }).fill(login.password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL((now) => now.pathname !== '/connexion');
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The code that a phone would show (RFC 6238, six digits, 30 seconds).
 * @param secret as the set-up page writes it
 * @param later seconds from now: a phone's clock may run ahead or behind
 */
export function phoneCode(secret: string, later = 0): string {
	const bits = [...secret.replace(/\s/g, '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + later) / 30)));
	const mac = createHmac('sha1', key).update(counter).digest();
	const from = mac[19]! & 15;
	return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Her own space, opened at the door with a card, without a browser. */
export async function withCard(url: string, { code, pin }: { code: string; pin: string }, visitor = new Visitor(url)): Promise<Visitor> {
	const answer = await visitor.post('/moi/connexion', { code, pin });
	assert.equal(answer.headers.get('location'), '/moi', `the door answered ${answer.status}`);
	return visitor;
}

/** Somebody whom she lets help, with every right that she can tick: given from her own space, come in by the same door. */
export async function withHelper(url: string, card: { code: string; pin: string }): Promise<Visitor> {
	const her = await withCard(url, card);
	const typed = { form_key: newId(), name: 'Samia', pin: '369258', again: '369258' };
	const lets = ['path', 'plan', 'acts'].map((what): [string, string] => ['lets[]', what]);
	const html = await (await her.post('/moi/qui-voit/aide?/donner', [...Object.entries(typed), ...lets])).text();
	const code = /([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})</.exec(html)?.[1] ?? '';
	const helper = new Visitor(url);
	const answer = await helper.post('/moi/connexion', { code, pin: typed.pin });
	assert.equal(answer.headers.get('location'), '/moi/aide', `the door answered ${answer.status}`);
	return helper;
}

/**
 * Sends a form of hers after its session has ended, as a phone left on a table does.
 * @returns where it waits in her space
 */
export async function sendTooLate(visitor: Visitor, path: string, fields: Record<string, string>): Promise<string> {
	const session = visitor.get('carnet')!;
	await visitor.post('/moi/quitter', {});
	visitor.set('carnet', session);
	const answer = await visitor.post(path, { form_key: crypto.randomUUID(), ...fields });
	return new URL(answer.headers.get('location') ?? '', 'http://here.invalid').searchParams.get('suite') ?? '';
}
