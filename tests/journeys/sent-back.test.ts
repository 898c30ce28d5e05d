import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { enter } from '../wall/http.ts';
import { formsOf } from '../wall/forms.ts';
import { plantScene } from '../wall/scene.ts';
import { built, pathOf, walk } from '../wall/walk.ts';

// A page that comes back because something cannot be accepted, or because somebody was faster, is used by everyone like any other.
const { home, app } = await walk({ after });
const browser = await openBrowser();
after(() => browser.close());

/** A counsellor who holds every role, on a file of her own. */
async function somebody() {
	const scene = await plantScene(home, 'practitioner', 'lead');
	await home.sql(`update member set roles = '{practitioner,front-desk,coordination,administrator}' where id = $1`, [scene.me.member]);
	return {
		values: {
			person: scene.file,
			interview: scene.ownInterview,
			need: scene.ownNeed,
			goal: scene.ownGoal,
			action: scene.action,
			memo: scene.ownMemo,
			member: scene.free.member,
			appointment: scene.appointment
		} as Record<string, string>,
		cookie: await enter(home, scene.me)
	};
}

type Field = [name: string, value: string];

/** What brings a form back: words of another moment, days and hours that are none with words without end, and nothing at all. */
const CHANGES: ((fields: Field[]) => Field[])[] = [
	// What has no version yet is made for the first time: nobody was faster.
	(fields) => fields.map(([name, value]) => [name, /(^|\.)version$/.test(name) && Number(value) > 0 ? String(Number(value) + 7) : value]),
	(fields) =>
		fields.map(([name, value]) => {
			if (/^\d{4}-\d\d-\d\d$/.test(value) || /(_on|_from|until|day|jour|date)$/i.test(name)) return [name, '2026-02-30'];
			if (/^\d\d:\d\d$/.test(value) || /time|heure/.test(name)) return [name, '25:61'];
			return [name, /version|key|\[\]$|^[0-9a-f]{8}-/.test(name) || /^[0-9a-f]{8}-/.test(value) ? value : 'é'.repeat(5000)];
		}),
	() => []
];

/** A button alone, with an id that the page wrote, is sent back to whoever forges it. */
const isTyped = ([name, value]: Field) => name !== 'form_key' && !/version$/.test(name) && !/^[0-9a-f]{8}-/.test(value);

interface SentBack {
	status: number;
	at: string;
	html: string;
}

/** Every form of every page, sent so that it comes back: one page for each form and each way to come back. */
async function sentBack(): Promise<SentBack[]> {
	const found = new Map<string, SentBack>();
	for (const [id, route] of built()) {
		if (route.for !== 'member' || !route.forms?.some((form) => form !== 'GET') || route.leadsOn) continue;
		const { values, cookie } = await somebody();
		const path = pathOf(id, values);
		const html = await (await fetch(app.url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })).text();
		for (const { targets, fields } of formsOf(html)) {
			const target = targets[0] ?? '';
			if (target.startsWith('/') || target.includes('everywhere') || target.includes('brouillon') || !fields.some(isTyped)) continue;
			for (const change of CHANGES) {
				const body = new URLSearchParams([...change(fields).filter(([name]) => name !== 'form_key'), ['form_key', crypto.randomUUID()]]);
				const answer = await fetch(app.url + path + target, {
					method: 'POST',
					redirect: 'manual',
					headers: { cookie, origin: app.url, accept: 'text/html' },
					body
				});
				const text = await answer.text();
				const key = `${answer.status} ${id}${target}`;
				if ([409, 422].includes(answer.status) && !found.has(key))
					found.set(key, { status: answer.status, at: `${id}${target}`, html: text });
			}
		}
	}
	return [...found.values()];
}

test('Sent back, because of what was typed or because somebody was faster, every page can be used by everyone and fits a phone.', async () => {
	const pages = await sentBack();
	const wrong: string[] = [];
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } });
	const page = await context.newPage();
	for (const { status, at, html } of pages) {
		// Its styles come from the house; what it says is what came back.
		const address = `${app.url}/sent-back`;
		await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: html }));
		await page.goto(address);
		await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => fold.setAttribute('open', '')));
		await expectNoAxeViolations(page).catch((problem: unknown) => wrong.push(`${status} ${at}: ${String(problem)}`));
		const widest = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (widest > 0) wrong.push(`${status} ${at}: runs ${widest} px off a phone`);
		// Said in words, and the eye is led there.
		if ((await page.locator('[role="alert"], .both, .notice').count()) === 0) wrong.push(`${status} ${at}: says nothing`);
		await page.unroute(address);
	}
	await context.close();
	assert.deepEqual(wrong, []);
	const of = (wanted: number) => pages.filter(({ status }) => status === wanted).length;
	assert.ok(of(422) >= 30 && of(409) >= 8, `${of(422)} pages with errors, ${of(409)} with both texts`);
});
