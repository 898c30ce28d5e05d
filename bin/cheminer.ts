import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DemoAccount } from '../demo/load.ts';
import { sentenceOf, StartRefused } from '../src/lib/server/refusal.ts';
import { Damaged } from '../src/lib/server/sealed-file.ts';
import { dataFolder, writeWhole } from '../src/lib/server/secrets.ts';
import { readSettings, settingsHelp } from '../src/lib/server/settings.ts';
import { bringUpToDate, openDatabase, type Opened } from './database.ts';
import { openSetUp } from './first-start.ts';
import { free } from './free.ts';
import { LEAVING } from './leave.ts';
import { bringing } from './import.ts';
import { readCommand, type Asked, type Verb } from './verb.ts';
import { KEEPING } from './keep.ts';
import { keepNightly } from './nightly.ts';
import { portIsFree, serveApplication, untilStopped } from './web.ts';

/** What an operator may ask, in the order of `help`. */
const VERBS: Record<string, Verb> = {
	demo: { text: 'invented people and organisations, in a folder of their own', run: demo },
	start: { text: 'serves for real', run: start },
	migrate: { text: 'brings the database up to date, then ends (start does it too)', run: migrateOnly },
	...LEAVING,
	...KEEPING,
	import: bringing,
	free,
	help: { text: 'this page', run: help }
};

async function main(line: string[]): Promise<void> {
	const { name, verb, words, options, ...read } = readCommand(VERBS, line);
	const port = Number(read.port ?? 4173);
	if (!Number.isInteger(port) || port < 0 || port > 65535) throw new StartRefused('--port takes a number between 0 and 65535.');
	const data = resolve(read.data ?? (name === 'demo' ? '.data/demo' : '.data'));
	await verb.run({ port, data, settings: readSettings(process.env), words, options });
}

async function demo(asked: Asked): Promise<void> {
	if (asked.settings.databaseUrl) throw new StartRefused('The demo has its own database: take DATABASE_URL away, or run "npm start".');
	process.env.CHEMINER_DEMO = '1';
	process.env.CHEMINER_LOG_FILE ||= join(asked.data, 'logs', 'cheminer.log');
	const { accounts, loadDemo } = await import('../demo/load.ts');
	await serve(asked, 'demo', async ({ ownerUrl, serverUrl }, keyFile) => {
		await loadDemo({ ownerUrl, serverUrl }, keyFile);
	});
	print(accounts());
}

async function start(asked: Asked): Promise<void> {
	if (asked.settings.demo) throw new StartRefused('CHEMINER_DEMO belongs to the demo: take it away, or run "npm run demo".');
	let setUp: string | undefined;
	const url = await serve(asked, 'start', async (database) => {
		setUp = await openSetUp(database.serverUrl);
	});
	if (setUp) console.log(`Nothing is set up yet. Open this page once:\n  ${url}${setUp}`);
}

/** Invented people with public passwords and real ones never share a folder: the first verb used on it decides. */
function keepApart(data: string, verb: 'demo' | 'start'): void {
	const mark = join(dataFolder(data), 'purpose');
	if (!existsSync(mark) || readFileSync(mark, 'utf8').trim() === '') writeWhole(mark, `${verb}\n`, 0o644);
	const purpose = readFileSync(mark, 'utf8').trim();
	if (purpose !== verb) throw new StartRefused(`The folder ${data} belongs to "${purpose}": choose another one for "${verb}" with --data.`);
}

/** What comes between an up-to-date database and the first visitor. */
type Prepare = (database: Opened, keyFile: string) => Promise<void>;

/** Database, migrations, whatever comes before the first visitor, then the application, all in this process. */
async function serve({ port, data, settings }: Asked, verb: 'demo' | 'start', prepare: Prepare): Promise<string> {
	await portIsFree(settings.host, port);
	keepApart(data, verb);
	mkdirSync(join(dataFolder(data), 'logs'), { recursive: true, mode: 0o700 });
	const database = await openDatabase(settings, data);
	// From here on a signal closes in order, also in the middle of a first start.
	let close = () => database.stop();
	const stopping = untilStopped(() => close());
	try {
		await bringUpToDate(database);
		const keyFile = settings.keyFile ?? join(data, 'keys', 'installation.json');
		await prepare(database, keyFile);
		// The application reads its settings from the environment; the login that migrates is not for it.
		Object.assign(process.env, { DATABASE_URL: database.serverUrl, CHEMINER_KEY_FILE: keyFile });
		delete process.env.DATABASE_OWNER_URL;
		const http = await serveApplication(port);
		const nightly = keepNightly({ settings, data, database });
		close = async () => {
			nightly.stop();
			await http.close();
			await database.stop();
		};
		console.log(`\nCheminer is open: ${http.url}`);
		return http.url;
	} catch (problem) {
		// Told to stop in the middle: what was cut short is no mistake, and the process is about to end.
		if (stopping()) return new Promise(() => undefined);
		await database.stop();
		throw problem;
	}
}

async function migrateOnly({ data, settings }: Asked): Promise<void> {
	const database = await openDatabase(settings, data);
	try {
		const applied = await bringUpToDate(database);
		console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
	} finally {
		await database.stop();
	}
}

function help(): Promise<void> {
	const list = (rows: { name: string; text: string }[], width: number) =>
		rows.map(({ name, text }) => `  ${name.padEnd(width)} ${text}`).join('\n');
	const named = Object.entries(VERBS).map(([name, { text, words }]) => ({ name: words ? `${name} ${words.shown}` : name, text }));
	console.log(`cheminer <verb> [--port 4173] [--data folder]

${list(named, Math.max(...named.map(({ name }) => name.length)))}

Everything lives under --data (default: .data, and .data/demo for the demo). Settings, read from the environment:

${list(settingsHelp(), 21)}
`);
	return Promise.resolve();
}

/** Who can sign in, one line each. */
function print(accounts: DemoAccount[]): void {
	const width = (key: 'role' | 'organization' | 'email') => Math.max(...accounts.map((account) => account[key].length));
	console.log('\nWho can sign in:');
	for (const { role, organization, email, password } of accounts) {
		console.log(
			`  ${role.padEnd(width('role'))}  ${organization.padEnd(width('organization'))}  ${email.padEnd(width('email'))}  ${password}`
		);
	}
	console.log('\nCtrl-C closes it.');
}

try {
	await main(process.argv.slice(2));
} catch (problem) {
	const sentence = sentenceOf(problem);
	if (sentence === undefined) throw problem;
	console.error(sentence);
	// 2: what is kept is damaged. 1: refused, and nothing was done.
	process.exit(problem instanceof Damaged ? 2 : 1);
}
