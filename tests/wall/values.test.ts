import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { formsOf } from './forms.ts';
import { enter, enterHer, fingerprints } from './http.ts';
import { plantScene } from './scene.ts';
import { built, pathOf } from './walk.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());

/** What a page may be told in any of its fields, written as a browser sends it: `%` and two digits are bytes. */
const HOSTILE = {
	NUL: 'a%00b',
	'half a sign': 'a%ED%A0%80b%F4%8F%BF%BF%ff%fe',
	'two lines of a header': 'a%0D%0ASet-Cookie:%20session=x%0D%0A%0D%0A%3Cp%3E',
	SQL: `'%20or%201=1;%20drop%20table%20note;%20--%25_%5C%22%60%24%24`,
	'the 30th of February': '2026-02-30',
	'the year 0': '0000-01-01',
	'the year 9999': '9999-12-31',
	'a day beyond any calendar': '275760-09-14',
	'an hour that is none': '25:61',
	'a huge number': '99999999999999999999',
	'a number below zero': '-1',
	'a number that is none': '1e309',
	'a path': '..%2F..%2Fetc%2Fpasswd',
	'a very long word': 'é'.repeat(5000)
} as const;
type Hostile = keyof typeof HOSTILE;
/** Together they go through what any part of a form checks; each field is tried alone with what comes nearest to it. */
const EVERYWHERE: Hostile[] = ['NUL', 'half a sign', 'SQL', 'the year 9999', 'a huge number', 'a very long word'];
function nearest(name: string, value: string): Hostile[] {
	if (/^\d{4}-\d\d-\d\d$/.test(value) || /(_on|_from|until|day|jour|date)$/i.test(name))
		return ['NUL', 'the 30th of February', 'the year 0', 'a day beyond any calendar'];
	if (/^\d\d:\d\d$/.test(value) || /time|heure/.test(name)) return ['an hour that is none', 'NUL'];
	if (/^\d+$/.test(value) || /version|months/.test(name)) return ['a huge number', 'a number below zero', 'a number that is none'];
	return /^[0-9a-f]{8}-/.test(value) ? ['NUL', 'SQL', 'a path'] : ['NUL', 'half a sign', 'two lines of a header'];
}

/** A counsellor who holds every role, on a file of her own, so that no refusal comes from a role. */
async function somebody() {
	const scene = await plantScene(home, 'practitioner', 'lead');
	await home.sql(`update member set roles = '{practitioner,front-desk,coordination,administrator}' where id = $1`, [scene.me.member]);
	const values: Record<string, string> = {
		person: scene.file,
		interview: scene.ownInterview,
		need: scene.ownNeed,
		goal: scene.ownGoal,
		action: scene.action,
		memo: scene.ownMemo,
		member: scene.free.member,
		appointment: scene.appointment
	};
	return { scene, values, cookie: `${await enter(home, scene.me)}; ${(await enterHer(home, scene)).cookie}` };
}

const wrong: string[] = [];
/** Nothing that is asked may be a failure of ours, slip a header in, or name what failed. */
async function hold(said: string, path: string, init: RequestInit): Promise<number> {
	const answer = await fetch(app.url + path, { redirect: 'manual', ...init });
	const body = await answer.text();
	if (answer.status >= 500) wrong.push(`${said}: ${answer.status}`);
	if (answer.headers.getSetCookie().some((line) => line.startsWith('session=x'))) wrong.push(`${said}: a header slipped in`);
	if (/\bsyntax error|invalid input syntax|violates|node_modules/.test(body)) wrong.push(`${said}: tells what failed`);
	return answer.status;
}

const encoded = (fields: [string, string][]) => fields.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&');
const plain = (fields: [string, string][]) => fields.map(([name, value]): [string, string] => [name, encodeURIComponent(value)]);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const withForms = built().filter(([, route]) => route.for !== 'anybody' && route.forms?.some((form) => form !== 'GET'));

test('No value of any field of any form is a failure of ours: NUL, half a sign, SQL, days and numbers that are none, two lines of a header.', async () => {
	let sent = 0;
	for (const [id] of withForms) {
		const { values, cookie } = await somebody();
		const path = pathOf(id, values);
		const html = await (await fetch(app.url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })).text();
		const done = new Set<string>();
		for (const { targets, fields } of formsOf(html)) {
			for (const [which, target] of targets.entries()) {
				if (target.startsWith('/') || done.has(target) || target.includes('everywhere')) continue;
				done.add(target);
				const post = async (what: string, changed: [string, string][]) => {
					const key: [string, string] = ['form_key', crypto.randomUUID()];
					const body = encoded([...changed.filter(([name]) => name !== 'form_key'), key]);
					const headers = { ...FORM, cookie, origin: app.url, accept: 'text/html' };
					await hold(`${id}${target} with ${what}`, path + target, { method: 'POST', body, headers });
					sent += 1;
				};
				const typed = plain(fields);
				// A form that several buttons send is read alike by each: field by field through the first, as a whole through all.
				for (const [at, [name, value]] of which === 0 ? fields.entries() : []) {
					if (fields.findIndex(([said]) => said === name) !== at || name === 'form_key') continue;
					for (const kind of nearest(name, value))
						await post(
							`${kind} in ${name}`,
							typed.map(([said, held]) => [said, said === name ? HOSTILE[kind] : held])
						);
				}
				for (const kind of EVERYWHERE)
					await post(
						`${kind} everywhere`,
						typed.map(([name]) => [name, HOSTILE[kind]])
					);
				await post('everything twice', [...typed, ...typed.map(([name]): [string, string] => [name, 'autre'])]);
				await post(
					'lists for words',
					typed.flatMap(([name, value]): [string, string][] => [
						[`${name}[]`, value],
						[`${name}.0.x`, value],
						[`${name}.__proto__.x`, 'x']
					])
				);
				await post('nothing', []);
			}
		}
	}
	assert.deepEqual(wrong.splice(0), []);
	assert.ok(sent > 1200, `only ${sent} forms were sent`);
});

test('A body that is no form is refused and changes nothing, whatever it says it is; no header or field makes one method another.', async () => {
	const { values, cookie } = await somebody();
	const boundary = 'multipart/form-data; boundary=limite';
	const unreadable: [type: string, body: string][] = [
		['application/json', '{"said":"Canari","text":"Canari"}'],
		['text/plain', 'said=Canari'],
		['application/xml', '<said>Canari</said>'],
		['', 'said=Canari'],
		['multipart/form-data', 'said=Canari'],
		[boundary, 'said=Canari'],
		[boundary, '--limite\r\nContent-Disposition: form-data; name="said"\r\n\r\nCanari']
	];
	// A helper has a session of his own: to anybody else his pages lead to the door, whatever is sent (tests/wall/helper.test.ts).
	const posts = withForms
		.filter(([, route]) => route.for !== 'helper')
		.flatMap(([id, route]) =>
			// Throwing a memo away takes no field, so that there is nothing in the body to refuse.
			route
				.forms!.filter((one) => !['GET', 'everywhere', 'effacer'].includes(one) && !route.leadsOn)
				.map((form) => ({
					said: `${id} ${form}`,
					path: pathOf(id, values) + (form === 'default' || form === 'POST' ? '' : `?/${form}`)
				}))
		);
	const before = await fingerprints(home, ['auth.session', 'auth.person_session', 'journal']);
	for (const { said, path } of posts) {
		for (const [type, body] of unreadable) {
			const headers = { cookie, origin: app.url, accept: 'text/html', 'content-type': type };
			const status = await hold(`${said} as ${type || 'nothing'}`, path, { method: 'POST', body, headers });
			if (status < 400) wrong.push(`${said} took ${type || 'nothing'}: ${status}`);
		}
		const overridden = {
			cookie,
			origin: app.url,
			'x-http-method-override': 'POST',
			'x-method-override': 'DELETE',
			'x-http-method': 'POST'
		};
		await hold(`${said} overridden`, `${path}${path.includes('?') ? '&' : '?'}_method=POST`, { headers: overridden });
	}
	assert.deepEqual(await fingerprints(home, ['auth.session', 'auth.person_session', 'journal']), before);
	const file = '--limite\r\nContent-Disposition: form-data; name="said"; filename="../../etc/passwd"\r\n\r\nCanari\r\n--limite--\r\n';
	for (const { said, path } of posts) {
		for (const [type, body] of [
			[boundary, file],
			['application/x-www-form-urlencoded; charset=utf-7', '+ADw-script+AD4-=x'],
			['application/x-www-form-urlencoded', '%=%&%zz=%zz&&==&=']
		] as const) {
			await hold(`${said} as ${type}`, path, {
				method: 'POST',
				body,
				headers: { cookie, origin: app.url, accept: 'text/html', 'content-type': type }
			});
		}
	}
	assert.deepEqual(wrong.splice(0), []);
});

/** Every name that some page looks up in an address. */
const asked = [
	...new Set(
		globSync('src/**/*.ts', { cwd: join(import.meta.dirname, '..', '..') })
			.filter((file) => !file.endsWith('.test.ts') && !file.includes('paraglide'))
			.flatMap((file) => [
				...readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8').matchAll(
					/\b(?:searchParams|address|asked|params|query)\.(?:get|has|getAll)\('([\w-]+)'/g
				)
			])
			.map(([, name]) => name!)
	)
];

/** NUL and what is no text are refused with the whole address (400): here each word reaches its page. */
const READABLE: Hostile[] = [
	'SQL',
	'two lines of a header',
	'the 30th of February',
	'the year 0',
	'the year 9999',
	'a huge number',
	'a path'
];

test('No parameter of any address is a failure of ours, nor SQL, nor a way to sort or look by something else.', async () => {
	assert.ok(asked.length > 25, asked.join(' '));
	const { values, cookie } = await somebody();
	const groups = Array.from({ length: Math.ceil(asked.length / 5) }, (_, at) => asked.slice(at * 5, at * 5 + 5));
	for (const [id, route] of built()) {
		if (route.forms?.includes('POST')) continue;
		const path = pathOf(id, { ...values, view: values['memo']!, id: values['memo']!, token: 'x' });
		const ask = (what: string, query: string) =>
			hold(`${id} with ${what}`, `${path}?${query}`, { headers: { cookie, accept: 'text/html' } });
		const all = (value: string) => asked.map((name) => `${name}=${value}`).join('&');
		for (const kind of READABLE) await ask(`${kind} everywhere`, all(HOSTILE[kind]));
		for (const names of groups)
			await ask(`SQL in ${names.join(', ')}`, names.map((name) => `${name}=name_to_use'%22)%20desc;select`).join('&'));
		await ask(
			'everything twice, as lists',
			asked.map((name) => `${name}=1&${name}=${values['person']}&${name}[]=2&__proto__[${name}]=4`).join('&')
		);
	}
	assert.deepEqual(wrong.splice(0), []);
});

test('A post with everything right but another site’s mark, or none, is refused on every form, in a page or as data.', async () => {
	const { values, cookie } = await somebody();
	for (const [id, route] of built()) {
		for (const form of (route.forms ?? []).filter((one) => one !== 'GET')) {
			const path =
				pathOf(id, { ...values, view: values['memo']!, id: values['memo']!, token: 'x' }) +
				(form === 'default' || form === 'POST' ? '' : `?/${form}`);
			const page = ['text/html', 'application/x-www-form-urlencoded'] as const;
			const ways: (readonly [accept: string, type: string, origin: string])[] = [
				...['https://ailleurs.example', 'null', app.url.replace('http:', 'https:'), `${app.url}@ailleurs.example`, ''].map(
					(from) => [...page, from] as const
				),
				['application/json', 'text/plain', 'https://ailleurs.example'],
				['text/html', 'multipart/form-data; boundary=x', 'https://ailleurs.example'],
				['text/html', 'text/plain', '']
			];
			for (const [accept, type, origin] of ways) {
				const headers = { cookie, accept, 'content-type': type, 'sec-fetch-site': 'cross-site', ...(origin ? { origin } : {}) };
				const { status } = await fetch(app.url + path, { method: 'POST', body: 'said=Canari', headers, redirect: 'manual' });
				if (status !== 403) wrong.push(`${id} ${form} as ${type} from ${origin || 'nowhere'}: ${status}`);
			}
		}
	}
	assert.deepEqual(wrong.splice(0), []);
});
