import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Nothing but the pages under test: Chromium's own errands (updates, sync, variations, pings) would only wait for a closed network. */
const QUIET = [
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-domain-reliability',
	'--disable-sync',
	'--disable-quic',
	'--disable-client-side-phishing-detection',
	'--disable-default-apps',
	'--no-default-browser-check',
	'--no-first-run',
	'--no-pings',
	'--disable-features=OptimizationHints,MediaRouter,Translate,InterestFeedContentSuggestions,AutofillServerCommunication',
	'--disable-gpu',
	'--font-render-hinting=none'
];

/** A headless Chromium: the one named by CHROME_PATH, else the one shipped as an npm package. The caller closes it. @param more of its own switches */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
	const { program, environment } = browserProgram();
	return chromium.launch({
		executablePath: program,
		args: [...QUIET, ...more],
		// Only our own pages are opened, and root or a container cannot have the sandbox.
		chromiumSandbox: false,
		env: { ...process.env, ...environment } as Record<string, string>
	});
}

/** Where that Chromium is, and what it needs around it. */
export function browserProgram(): { program: string; environment: Record<string, string> } {
	const named = process.env['CHROME_PATH'];
	return named ? { program: named, environment: {} } : shippedChromium();
}

/** WCAG 2.2 AA and good practice, on the page as it stands now. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What the dark changes: it is colours and nothing else (src/lib/ui/tokens.css). */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Fails with one line per violation: rule, what it asks, which elements.
 * @param options.recoloured the page was looked at in its other colours already, in this layout: only what colours change is asked again
 */
export async function expectNoAxeViolations(page: Page, { recoloured = false } = {}): Promise<void> {
	const axe = new AxeBuilder({ page });
	// No page has frames: without gathering what theirs would say, axe needs half the time.
	const { violations } = await (recoloured ? axe.withRules(OF_COLOURS) : axe.withTags(RULES)).setLegacyMode().analyze();
	if (violations.length === 0) return;
	const lines = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.target.join(' ')).join('\n    ')}`);
	throw new Error(`${violations.length} axe violations on ${page.url()}\n  ${lines.join('\n  ')}`);
}

/** Unpacks the shipped Chromium once per version; several test files may ask for it at the same time. */
function shippedChromium(): { program: string; environment: Record<string, string> } {
	if (process.platform !== 'linux') throw new Error('On this machine CHROME_PATH must name a Chrome or Chromium for the tests.');
	const home = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
	const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
	const place = join(tmpdir(), `cheminer-chromium-${version}-${process.getuid?.() ?? 0}`);
	if (!existsSync(place)) unpack(home, place);
	const program = join(place, 'chromium');
	// The package brings the libraries that a bare machine lacks; where the machine has its own, they fit better.
	const lacking = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout?.includes('not found') ?? true;
	return {
		program,
		environment: { FONTCONFIG_PATH: join(place, 'fonts'), ...(lacking ? { LD_LIBRARY_PATH: join(place, 'al2023', 'lib') } : {}) }
	};
}

function unpack(home: string, place: string): void {
	const partial = mkdtempSync(`${place}-`);
	// The package unpacks into the temporary folder that its process sees.
	const script = `import chromium, { inflate } from '@sparticuz/chromium'; await chromium.executablePath(); await inflate(${JSON.stringify(join(home, 'bin', 'al2023.tar.br'))});`;
	const unpacked = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
		cwd: join(import.meta.dirname, '..'),
		env: { ...process.env, TMPDIR: partial },
		encoding: 'utf8'
	});
	if (unpacked.status !== 0) throw new Error(`The shipped Chromium cannot be unpacked: ${unpacked.stderr}`);
	writeFileSync(
		join(partial, 'fonts', 'fonts.conf'),
		`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${place}/fonts/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${place}/fonts-cache</cachedir></fontconfig>`
	);
	try {
		renameSync(partial, place);
	} catch {
		// Another test file was faster.
		rmSync(partial, { recursive: true, force: true });
	}
}
