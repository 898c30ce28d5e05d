import { z } from 'zod';
import { StartRefused } from './refusal.ts';

const flag = (name: string) => z.enum(['0', '1'], `${name} must be 1 or 0.`).transform((value) => value === '1');

const postgresUrl = (name: string) =>
	z.string().refine((value) => {
		const url = URL.canParse(value) ? new URL(value) : undefined;
		return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.username !== '' && url.pathname.length > 1;
	}, `${name} must look like postgres://login:password@host:5432/database.`);

/** What never leaves this machine may travel in clear. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const origin = z
	.string()
	.refine((value) => {
		const url = URL.canParse(value) ? new URL(value) : undefined;
		return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === value.replace(/\/$/, '');
	}, 'CHEMINER_ORIGIN must be an address such as https://cheminer.example, without a path.')
	.transform((value) => new URL(value).origin)
	.refine(
		(value) => value.startsWith('https:') || LOOPBACK.test(new URL(value).hostname),
		'CHEMINER_ORIGIN must begin with https: what people entrust to Cheminer may not travel in clear.'
	);

const mailUrl = z
	.string()
	.refine(
		(value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol),
		'CHEMINER_MAIL_URL must look like smtps://login:password@host:465.'
	);

const textUrl = z.string().refine((value) => {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	if (!url || url.username !== '' || url.password !== '' || url.hash !== '') return false;
	return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}, 'CHEMINER_TEXT_URL must be an https address such as https://provider.example/messages, without a password in it.');

/** What the adapter says itself, and what would change where a request ends. */
const OWN_HEADERS = /^(host|content-.*|transfer-encoding|connection|upgrade|te|trailer|expect|idempotency-key)$/i;
const textHeader = z
	.string()
	.transform((value) => /^([\w!#$%&'*+.^`|~-]{1,64}): ?([\x21-\x7e][\x20-\x7e]{0,2000})$/.exec(value.trim()))
	.refine(
		(said) => said !== null && !OWN_HEADERS.test(said[1]!),
		'CHEMINER_TEXT_HEADER must be one header that proves who sends, such as "Authorization: Bearer …".'
	)
	.transform((said) => [said![1]!, said![2]!] as [name: string, value: string]);

const SMALLEST_BODY = 64 * 1024;
const LARGEST_BODY = 64 * 1024 * 1024;
const bytes = z
	.string()
	.regex(/^\d{1,9}$/, 'CHEMINER_BODY_LIMIT must be a number of bytes.')
	.transform(Number)
	.refine(
		(value) => value >= SMALLEST_BODY && value <= LARGEST_BODY,
		`CHEMINER_BODY_LIMIT must lie between ${SMALLEST_BODY} and ${LARGEST_BODY} bytes.`
	);

/** A whole number that can be lowered but not done without: a limit of nothing would stop the work. */
const count = (name: string) =>
	z
		.string()
		.regex(/^\d{1,6}$/, `${name} must be a whole number.`)
		.transform(Number)
		.refine((value) => value >= 10, `${name} must be 10 or more.`);

/** Every setting, once. The descriptions are what `cheminer help` prints. */
const Environment = z.object({
	DATABASE_URL: postgresUrl('DATABASE_URL').optional().describe('an external PostgreSQL (15 or newer) instead of the embedded one'),
	DATABASE_OWNER_URL: postgresUrl('DATABASE_OWNER_URL').optional().describe('the login that migrates it, when DATABASE_URL only serves'),
	CHEMINER_KEY_FILE: z.string().optional().describe('the installation key (default: <data>/keys/installation.json); keep a copy apart'),
	CHEMINER_ORIGIN: origin.optional().describe('the public address, such as https://cheminer.example'),
	CHEMINER_HOST: z
		.string()
		.regex(/^[\w.:-]+$/, 'CHEMINER_HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0.')
		.default('127.0.0.1')
		.describe('the address to listen on (default: 127.0.0.1)'),
	CHEMINER_TRUST_PROXY: flag('CHEMINER_TRUST_PROXY')
		.default(false)
		.describe('1 behind a reverse proxy: its X-Forwarded-* headers are believed'),
	CHEMINER_BODY_LIMIT: bytes.default(512 * 1024).describe('the largest form accepted, in bytes (default: 524288)'),
	CHEMINER_FILES_AN_HOUR: count('CHEMINER_FILES_AN_HOUR')
		.default(120)
		.describe('how many different people’s files one account may open in an hour (default: 120)'),
	CHEMINER_FILES_A_DAY: count('CHEMINER_FILES_A_DAY').default(400).describe('the same within a day (default: 400)'),
	CHEMINER_SEARCHES_AN_HOUR: count('CHEMINER_SEARCHES_AN_HOUR')
		.default(400)
		.describe('how many searches and pages of lists one account may ask for in an hour (default: 400)'),
	CHEMINER_MAIL_URL: mailUrl
		.optional()
		.describe('the mail server, such as smtps://login:password@host:465; without it, mails wait in the outbox page'),
	CHEMINER_MAIL_FROM: z.string().regex(/@/, 'CHEMINER_MAIL_FROM must hold a mail address.').optional().describe('who the mails come from'),
	CHEMINER_TEXT_URL: textUrl
		.optional()
		.describe('where short messages are handed to your provider (docs/how-to/short-messages.md); without it, they wait in the outbox page'),
	CHEMINER_TEXT_HEADER: textHeader.optional().describe('the header that proves who sends, such as "Authorization: Bearer …"'),
	CHEMINER_TEXT_SENDER: z
		.string()
		.regex(/^([A-Za-z0-9 ]{1,11}|\+\d{6,15})$/, 'CHEMINER_TEXT_SENDER must be eleven letters or digits at most, or a number such as +33….')
		.optional()
		.describe('who short messages come from: neutral, for it stands on a screen that others may see'),
	CHEMINER_TEXT_VOICE: flag('CHEMINER_TEXT_VOICE').default(false).describe('1 when the same provider also reads a text aloud on the phone'),
	CHEMINER_BACKUP_TO: z
		.string()
		.optional()
		.describe('a folder on another disk: every night an archive is made there; without it, only "cheminer backup" makes one'),
	CHEMINER_BACKUP_KEEP: z
		.string()
		.regex(/^([1-9]|[12]\d|3[0-5])$/, 'CHEMINER_BACKUP_KEEP must be a number of days between 1 and 35.')
		.transform(Number)
		.default(35)
		.describe('how many days archives are kept (default, and at most: 35, which is what people are promised of an erasure)'),
	CHEMINER_LOG_FILE: z.string().optional().describe('a file for the log (default: standard output; in the demo <data>/logs/cheminer.log)'),
	CHEMINER_DEMO: flag('CHEMINER_DEMO').default(false).describe('1 for invented people and public passwords; set by the demo itself')
});

/** Read elsewhere: where the tests find the reference data. */
const OF_THE_TESTS = new Set(['CHEMINER_DATA']);
/** Made by the launcher at each start of an empty installation, and printed for whoever opens it. */
const OF_THE_LAUNCHER = new Set(['CHEMINER_SETUP_TOKEN']);

/** How much one account may read, whatever the organisation it acts in: far above a hard day, far below a copy of everything. */
export interface ReadingLimits {
	filesAnHour: number;
	filesADay: number;
	searchesAnHour: number;
}

/** Whoever carries short messages for this house, by one address of his. */
export interface TextProvider {
	url: string;
	/** Proves who sends. */
	header: [name: string, value: string];
	sender: string;
	/** It reads a text aloud on the phone too. */
	voice: boolean;
}

export interface Settings {
	/** The login that serves, or what the operator gave for it; absent, the embedded server is used. */
	databaseUrl: string | undefined;
	ownerUrl: string | undefined;
	keyFile: string | undefined;
	/** The public address; absent, the address that the visitor asked for. */
	origin: string | undefined;
	host: string;
	trustProxy: boolean;
	/** Bytes. */
	bodyLimit: number;
	reading: ReadingLimits;
	mail: { url: string; from: string } | undefined;
	/** Who carries short messages, and calls if it can; absent, they wait. */
	texts: TextProvider | undefined;
	/** Where archives go, if anywhere, and how many days they are kept. */
	backup: { to: string | undefined; days: number };
	demo: boolean;
}

/**
 * Reads and checks every setting of an environment. An empty setting is an absent one.
 * @throws StartRefused with one sentence per mistake; values are never repeated, for some hold passwords
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
	const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
	const read = Environment.safeParse(given);
	const mistakes = read.success ? [] : read.error.issues.map((issue) => issue.message);
	for (const name of Object.keys(given)) {
		if (/^CHEMINER_/.test(name) && !(name in Environment.shape) && !OF_THE_TESTS.has(name) && !OF_THE_LAUNCHER.has(name))
			mistakes.push(`${name} is not a setting of Cheminer.`);
	}
	const mail = { url: given['CHEMINER_MAIL_URL'], from: given['CHEMINER_MAIL_FROM'] };
	if (!mail.url !== !mail.from) mistakes.push('CHEMINER_MAIL_URL and CHEMINER_MAIL_FROM go together.');
	const texts = ['CHEMINER_TEXT_URL', 'CHEMINER_TEXT_HEADER', 'CHEMINER_TEXT_SENDER'].filter((name) => given[name]);
	if (texts.length === 1 || texts.length === 2 || (texts.length === 0 && given['CHEMINER_TEXT_VOICE'] === '1'))
		mistakes.push('CHEMINER_TEXT_URL, CHEMINER_TEXT_HEADER and CHEMINER_TEXT_SENDER go together.');
	if (given['DATABASE_OWNER_URL'] && !given['DATABASE_URL']) mistakes.push('DATABASE_OWNER_URL goes with DATABASE_URL.');
	if (!read.success || mistakes.length > 0) throw new StartRefused(mistakes.join('\n'));
	const env = read.data;
	return {
		databaseUrl: env.DATABASE_URL,
		ownerUrl: env.DATABASE_OWNER_URL,
		keyFile: env.CHEMINER_KEY_FILE,
		origin: env.CHEMINER_ORIGIN,
		host: env.CHEMINER_HOST,
		trustProxy: env.CHEMINER_TRUST_PROXY,
		bodyLimit: env.CHEMINER_BODY_LIMIT,
		reading: {
			filesAnHour: env.CHEMINER_FILES_AN_HOUR,
			filesADay: env.CHEMINER_FILES_A_DAY,
			searchesAnHour: env.CHEMINER_SEARCHES_AN_HOUR
		},
		mail: mail.url && mail.from ? { url: mail.url, from: mail.from } : undefined,
		texts:
			env.CHEMINER_TEXT_URL && env.CHEMINER_TEXT_HEADER && env.CHEMINER_TEXT_SENDER
				? {
						url: env.CHEMINER_TEXT_URL,
						header: env.CHEMINER_TEXT_HEADER,
						sender: env.CHEMINER_TEXT_SENDER,
						voice: env.CHEMINER_TEXT_VOICE
					}
				: undefined,
		backup: { to: env.CHEMINER_BACKUP_TO, days: env.CHEMINER_BACKUP_KEEP },
		demo: env.CHEMINER_DEMO
	};
}

/** The settings as the application needs them: the launcher has found the database and the key. */
export type Running = Settings & { databaseUrl: string; keyFile: string };

let running: Running | undefined;

/**
 * The settings of this process, read once.
 * @throws StartRefused when the process was not started by the launcher
 */
export function settings(): Running {
	if (running) return running;
	const read = readSettings(process.env);
	const { databaseUrl, keyFile } = read;
	if (!databaseUrl || !keyFile)
		throw new StartRefused('Cheminer is started with "npm start" or "npm run demo", which find the database and the key.');
	running = { ...read, databaseUrl, keyFile };
	return running;
}

let limits: ReadingLimits | undefined;

/** How much one account may read, read once; it asks for no database, so that whatever reads a file can ask. */
export function readingLimits(): ReadingLimits {
	return (limits ??= readSettings(process.env).reading);
}

let leaving: ('mail' | 'sms' | 'voice')[] | undefined;

/** What this installation can send, read once; in the demo everything, since it is shown instead. What cannot leave waits in the outbox. */
export function whatLeaves(): readonly ('mail' | 'sms' | 'voice')[] {
	if (leaving) return leaving;
	const { demo, mail, texts } = readSettings(process.env);
	return (leaving = [
		...(demo || mail ? ['mail' as const] : []),
		...(demo || texts ? ['sms' as const] : []),
		...(demo || texts?.voice ? ['voice' as const] : [])
	]);
}

/** Name and description of every setting, for `cheminer help`. */
export function settingsHelp(): { name: string; text: string }[] {
	return Object.entries(Environment.shape).map(([name, schema]) => ({ name, text: schema.description ?? '' }));
}
