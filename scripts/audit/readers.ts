import { expectNoAxeViolations, openBrowser } from '../../tests/browser.ts';
import { flawsOf } from '../../tests/html.ts';
import { PLACES, type Made, type Place } from '../../tests/journeys/every-page.ts';
import type { Target, Who } from './target.ts';
import type { Tool } from './tool.ts';

const HERE: ReadonlySet<string> = new Set<Who | 'nobody'>(['nobody', 'aurore', 'sandrine', 'josiane', 'beatrice', 'karim']);

/** Whatever somebody would have to bring about first has no address here. */
const NOTHING_MADE = new Proxy({} as Made, { get: () => '' });

/** Pages of the demo as it is loaded; those that somebody has to bring about first are looked at in the tests. */
function places(wanted: (place: Place) => boolean): { who: Who | 'nobody'; path: string }[] {
	return Object.values(PLACES)
		.filter(({ who }) => HERE.has(who))
		.filter(wanted)
		.flatMap(({ who, at }) => at(NOTHING_MADE).map((path) => ({ who: who as Who | 'nobody', path })))
		.filter(({ path }) => path !== '');
}

/** Signs each in once. */
function sessions(target: Target): (who: Who | 'nobody') => Promise<string> {
	const cookies = new Map<string, Promise<string>>([['nobody', Promise.resolve('')]]);
	return (who) => {
		const cookie = cookies.get(who) ?? target.signIn(who as Who);
		cookies.set(who, cookie);
		return cookie;
	};
}

export const htmlValidate: Tool = {
	name: 'html-validate',
	seconds: 60,
	most: 0,
	async run(target, _, seconds) {
		const cookieOf = sessions(target);
		const findings: string[] = [];
		let read = 0;
		const pages = places(() => true);
		const until = Date.now() + seconds * 1000;
		for (const { who, path } of pages) {
			if (Date.now() > until) break;
			const answer = await fetch(target.url + path, { redirect: 'manual', headers: { accept: 'text/html', cookie: await cookieOf(who) } });
			if (answer.status !== 200) findings.push(`${path} answers ${answer.status}`);
			else findings.push(...(await flawsOf(await answer.text())).map(({ rule, text }) => `${path}: ${rule}, ${text}`));
			read += 1;
		}
		return { tried: `${read} pages as they are sent`, findings, cut: read < pages.length };
	}
};

export const axe: Tool = {
	name: 'axe',
	seconds: 60,
	most: 0,
	async run(target, _, seconds) {
		const cookieOf = sessions(target);
		const browser = await openBrowser();
		const findings: string[] = [];
		let looked = 0;
		const pages = places(({ who, main }) => main === true || who === 'nobody');
		const until = Date.now() + seconds * 1000;
		try {
			for (const { who, path } of pages) {
				if (Date.now() > until) break;
				const context = await browser.newContext({
					viewport: { width: 360, height: 740 },
					extraHTTPHeaders: { cookie: await cookieOf(who) }
				});
				const page = await context.newPage();
				const answer = await page.goto(target.url + path);
				if (answer?.status() !== 200) findings.push(`${path} answers ${answer?.status()}`);
				await expectNoAxeViolations(page).catch((problem: Error) => findings.push(problem.message));
				await context.close();
				looked += 1;
			}
		} finally {
			await browser.close();
		}
		return { tried: `${looked} main pages at 360 px, WCAG 2.2 AA and good practice`, findings, cut: looked < pages.length };
	}
};
