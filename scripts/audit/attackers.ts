import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOf } from '../../demo/ids.ts';
import { runFor } from './programs.ts';
import type { Door, Target } from './target.ts';
import type { Tool } from './tool.ts';

const NADIA = `/personnes/${idOf('sambre-noire', 'nadia', 'accompaniment')}`;
const PRESSED = `form_key=0b5f3c1e-7a52-4d9b-8a55-6f1f6f0f9a01`;

/** Sends a tool through a door, and adds what failed there to what it found itself. */
async function through<T>(target: Target, work: (door: Door) => Promise<T>): Promise<{ made: T; passed: number; failures: string[] }> {
	const door = await target.doorFor('aurore');
	try {
		const made = await work(door);
		const failures = [...door.failed()];
		// A tool that signed itself out has looked at the sign-in page ever since.
		const { status } = await fetch(`${door.url}/bureau`, { redirect: 'manual' });
		if (status !== 200) failures.push('its session ended on the way');
		return { made, passed: door.passed(), failures };
	} finally {
		await door.close();
	}
}

/** Addresses and forms whose values reach SQL. */
const READ_BY_SQL: { path: string; data?: string; only: string }[] = [
	{ path: '/personnes?q=a&tri=vue&suite=sans&fin=oui', only: 'q,tri,suite,fin' },
	{ path: '/bureau?q=ma', only: 'q' },
	{ path: `${NADIA}/lectures?avant=2026-01-01T00:00:00.000000Z_${idOf('sambre-noire', 'nadia', 'person')}`, only: 'avant' },
	{ path: '/personnes/nouvelle', data: `${PRESSED}&name_to_use=Essai&contacts.0.kind=phone&contacts.0.value=0470`, only: 'name_to_use' },
	{ path: `${NADIA}/memos`, data: `${PRESSED}&text=Essai&months=6`, only: 'text,months' }
];

export const sqlmap: Tool = {
	name: 'sqlmap',
	seconds: 150,
	most: 0,
	program: { name: 'sqlmap', get: 'apt-get install sqlmap' },
	async run(target, program, seconds) {
		const until = Date.now() + seconds * 1000;
		const { made, passed, failures } = await through(target, async (door) => {
			const found: string[] = [];
			let cut = false;
			for (const { path, data, only } of READ_BY_SQL) {
				const words = ['-u', door.url + path, '-p', only, '--batch', '--flush-session', '--disable-coloring', '--dbms=PostgreSQL'];
				words.push('--level=2', '--risk=1', '--technique=BEUT', '--time-sec=2', '--timeout=10', '--retries=0');
				words.push(`--output-dir=${join(target.folder, 'sqlmap')}`, ...(data ? [`--data=${data}`] : []));
				const ran = await runFor(Math.max(1, (until - Date.now()) / 1000), program, words);
				cut ||= ran.cut;
				found.push(...(ran.said.match(/^.*is vulnerable.*$|^Parameter: .*$/gm) ?? []));
			}
			return { found, cut };
		});
		return {
			tried: `${READ_BY_SQL.length} addresses and forms whose values reach SQL, level 2, ${passed} requests`,
			findings: [...made.found, ...failures],
			cut: made.cut
		};
	}
};

/** What wapiti says of every site of this kind, and why it is not so here. */
const NOT_HERE = [
	// Taken out of every browser since 2020, and a hole of its own in the last that had it.
	/X-XSS-Protection/,
	// Only said over https (src/lib/web/headers.ts): on loopback it would lock a developer out.
	/Strict-Transport-Security/,
	// The same, for the sign of a cookie that only travels over https.
	/Secure flag is not set/
];

interface Report {
	vulnerabilities: Record<string, { method: string; path: string; info: string }[]>;
	anomalies: Report['vulnerabilities'];
}

export const wapiti: Tool = {
	name: 'wapiti',
	seconds: 170,
	most: 0,
	program: { name: 'wapiti', get: 'apt-get install wapiti' },
	async run(target, program, seconds) {
		const report = join(target.folder, 'wapiti.json');
		// Without "csrf": it looks for a token, while posts are refused by where they come from (tests/wall/answers.test.ts).
		const modules = ['crlf', 'csp', 'cookieflags', 'exec', 'file', 'http_headers', 'methods', 'redirect', 'sql', 'xss', 'permanentxss'];
		const { made, passed, failures } = await through(target, (door) => {
			const words = ['-u', `${door.url}/bureau`, '-s', `${door.url}/personnes`, '-s', door.url + NADIA, '--scope', 'domain', '-d', '2'];
			words.push('-m', modules.join(','), '--max-links-per-page', '30', '-t', '10', '-v', '0', '--no-bugreport', '--flush-session');
			// The crawl, then each module that asks for more than a look.
			words.push('--max-scan-time', String(seconds * 0.3), '--max-attack-time', String(seconds * 0.08));
			words.push('--store-session', join(target.folder, 'wapiti'), '--store-config', join(target.folder, 'wapiti-config'));
			return runFor(seconds, program, [...words, '-f', 'json', '-o', report]);
		});
		const { vulnerabilities, anomalies } = existsSync(report)
			? (JSON.parse(readFileSync(report, 'utf8')) as Report)
			: { vulnerabilities: {}, anomalies: {} };
		const findings = [...Object.entries(vulnerabilities), ...Object.entries(anomalies)]
			.flatMap(([kind, all]) => all.map(({ method, path, info }) => `${kind}: ${method} ${path} ${info}`))
			.filter((line) => !NOT_HERE.some((known) => known.test(line)));
		if (!existsSync(report)) findings.push('it left no report');
		return {
			tried: `pages and forms of a signed-in counsellor, ${modules.length} kinds of attack, ${passed} requests`,
			findings: [...findings, ...failures],
			cut: made.cut
		};
	}
};

/** More lines at once than the application holds open. */
const LINES = 1200;
/** Where a line asks for a whole page, fewer are opened in a second: a flood of readers is another matter. */
const SLOWLY = {
	'slow headers': ['-H', '-r', '400'],
	'slow bodies': ['-B', '-r', '400', '-s', '8192', '-t', 'POST'],
	'slow reading': ['-X', '-r', '100', '-w', '1', '-y', '64']
};

export const slowhttptest: Tool = {
	name: 'slowhttptest',
	seconds: 60,
	most: 0,
	program: { name: 'slowhttptest', get: 'apt-get install slowhttptest' },
	async run(target, program, seconds) {
		const kinds = Object.entries(SLOWLY);
		const each = seconds / kinds.length;
		const findings: string[] = [];
		for (const [kind, words] of kinds) {
			const common = [
				'-c',
				String(LINES),
				'-r',
				'400',
				'-i',
				'4',
				'-l',
				String(Math.floor(each - 6)),
				'-p',
				'3',
				'-u',
				`${target.url}/connexion`
			];
			const { said } = await runFor(each, program, [...words, ...common]);
			const looks = said.match(/service available:\s+(YES|NO)/g) ?? [];
			if (looks.length === 0) findings.push(`${kind}: it said nothing`);
			if (looks.some((look) => look.endsWith('NO'))) findings.push(`${kind}: somebody else waited more than three seconds`);
		}
		return { tried: `${kinds.map(([kind]) => kind).join(', ')}, each on ${LINES} lines at once`, findings };
	}
};

/** A page each for whoever is not signed in, at the desk, about a person, writing. */
const PAGES = ['/connexion', '/bureau', '/personnes', NADIA, `${NADIA}/entretiens/nouveau`];

export const lighthouse = (browser: { program: string; environment: Record<string, string> }): Tool => ({
	name: 'lighthouse',
	seconds: 120,
	most: 0,
	program: { name: 'lighthouse', get: 'npm install --prefix ~/outils lighthouse, then its node_modules/.bin on the PATH' },
	async run(target, program, seconds) {
		const headers = join(target.folder, 'cookie.json');
		const findings: string[] = [];
		let done = 0;
		const until = Date.now() + seconds * 1000;
		for (const path of PAGES) {
			const left = (until - Date.now()) / 1000;
			if (left < 10) break;
			writeFileSync(headers, JSON.stringify(path === '/connexion' ? {} : { Cookie: await target.signIn('aurore') }), { mode: 0o600 });
			const report = join(target.folder, 'lighthouse.json');
			const words = [target.url + path, '--quiet', '--chrome-flags=--headless --no-sandbox --disable-gpu', `--extra-headers=${headers}`];
			words.push('--only-categories=accessibility,best-practices', '--output=json', `--output-path=${report}`);
			const { said, cut } = await runFor(left, program, words, { CHROME_PATH: browser.program, ...browser.environment });
			if (cut) break;
			findings.push(...(existsSync(report) ? belowFull(report, path) : [`${path}: no report. ${said.slice(0, 200)}`]));
			done += 1;
		}
		return { tried: `accessibility and good practice of ${done} pages on a phone`, findings, cut: done < PAGES.length };
	}
});

interface Lighthouse {
	finalDisplayedUrl: string;
	audits: Record<string, { id: string; title: string; score: number | null; scoreDisplayMode: string }>;
	runtimeError?: { message: string };
}

function belowFull(report: string, path: string): string[] {
	const { finalDisplayedUrl, audits, runtimeError } = JSON.parse(readFileSync(report, 'utf8')) as Lighthouse;
	if (runtimeError) return [`${path}: ${runtimeError.message}`];
	if (new URL(finalDisplayedUrl).pathname !== path) return [`${path} led to ${finalDisplayedUrl}`];
	return Object.values(audits)
		.filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && /^(binary|numeric)$/.test(scoreDisplayMode))
		.map(({ id, title }) => `${path}: ${id}, ${title}`);
}
