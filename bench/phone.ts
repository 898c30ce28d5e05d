/**
 * A cheap phone on a bad line: 1.6 Mbit/s, 150 ms there and back, a processor four times slower, nothing in the cache.
 * `node bench/phone.ts <port> <cookie> <path>…` prints what each page took, as JSON.
 */
import { openBrowser } from '../tests/browser.ts';

export interface Visit {
	path: string;
	/** Milliseconds from asking until something is seen. */
	painted: number;
	/** Milliseconds from asking until the page, its styles and its script are there and nothing holds the finger up; median of three. */
	interactive: number;
	/** Milliseconds of the longest task meanwhile; 0 when none was as long as 50. */
	longest: number;
}

const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 768_000 / 8 };
const SLOWER = 4;
const PASSES = 3;

/** Runs in the page: what the browser itself measured. */
const MEASURED = `new Promise((done) => {
	const tasks = [];
	new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
	setTimeout(() => {
		const [visit] = performance.getEntriesByType('navigation');
		const last = Math.max(0, ...tasks.map(({ startTime, duration }) => startTime + duration));
		done({
			painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
			interactive: Math.max(visit.domContentLoadedEventEnd, last), longest: Math.max(0, ...tasks.map(({ duration }) => duration))
		});
	}, 500);
})`;

async function visit(port: number, cookie: string, path: string): Promise<Visit> {
	const browser = await openBrowser();
	try {
		const context = await browser.newContext({
			viewport: { width: 360, height: 740 },
			deviceScaleFactor: 2,
			isMobile: true,
			hasTouch: true
		});
		const [name = '', value = ''] = cookie.split(/=(.*)/s);
		await context.addCookies([{ name, value, url: `http://localhost:${port}` }]);
		const page = await context.newPage();
		const line = await context.newCDPSession(page);
		await line.send('Network.enable');
		await line.send('Network.emulateNetworkConditions', LINE);
		await line.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
		await page.goto(`http://localhost:${port}${path}`, { waitUntil: 'load' });
		const { painted, interactive, longest } = (await page.evaluate(MEASURED)) as Omit<Visit, 'path'>;
		return { path: path.replace(/[0-9a-f-]{36}/, '…'), painted, interactive, longest };
	} finally {
		await browser.close();
	}
}

const [port, cookie, ...paths] = process.argv.slice(2);
if (port && cookie) {
	const visits: Visit[] = [];
	for (const path of paths) {
		const passes: Visit[] = [];
		for (let pass = 0; pass < PASSES; pass += 1) passes.push(await visit(Number(port), cookie, path));
		passes.sort((one, other) => one.interactive - other.interactive);
		visits.push(passes[1]!);
	}
	console.log(JSON.stringify(visits));
}
