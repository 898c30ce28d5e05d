import QRCode from 'qrcode';
import { symmetricDecrypt } from 'better-auth/crypto';
import { accountsPool, answering, asRole } from '../server/db.ts';
import { accountOf } from './accounts.server.ts';
import { beginAttempt } from './attempts.server.ts';
import { auth } from './auth.server.ts';
import { verifyPassword } from './password.ts';
import { accepted, adoptSession, claimCode, sessionHeaders, type Visit } from './sign-in.server.ts';

/** What the set-up page shows once: the picture to scan, the same in letters, and the codes that stand in for a phone. */
export interface SetUp {
	picture: string;
	secret: string;
	backupCodes: string[];
}

export type Proof = { ok: true } | { ok: false; wait?: number };

type Account = { id: string; name: string; email: string };

/** Proves again that it is really this account's owner at the keyboard; counted like a sign-in. */
export async function provePassword(visit: Visit, account: Account, password: string): Promise<Proof> {
	const attempt = await beginAttempt(visit, 'password', account.email);
	if (attempt.wait > 0) return { ok: false, wait: attempt.wait };
	const stored = await asRole('cheminer_auth', (tx) => accountOf(tx, { id: account.id }));
	if (!stored?.password || !(await verifyPassword({ hash: stored.password, password }))) return { ok: false };
	await attempt.succeeded();
	return { ok: true };
}

/** Whether a code is asked when this account signs in. */
export async function hasSecondStep(account: string): Promise<boolean> {
	const { rows } = await answering(() =>
		accountsPool().query<{ is: boolean }>('select two_factor_enabled as is from account where id = $1', [account])
	);
	return rows[0]?.is ?? false;
}

/**
 * Makes a secret and backup codes that wait to be confirmed; those of a former try are replaced.
 * @returns undefined when the second step is in place already
 */
export async function beginSetUp(visit: Visit, password: string): Promise<SetUp | undefined> {
	const made = await accepted(() => auth().api.enableTwoFactor({ body: { password, method: 'totp' }, headers: sessionHeaders(visit) }));
	return made && 'totpURI' in made ? shown(made.totpURI, made.backupCodes) : undefined;
}

/** What was begun and waits for its first code, to show it again after a wrong one. */
export async function pendingSetUp(account: Account): Promise<SetUp | undefined> {
	const { rows } = await answering(() =>
		accountsPool().query<{ secret: string }>('select secret from two_factor where account_id = $1 and not verified', [account.id])
	);
	if (!rows[0]) return undefined;
	const { secretConfig } = await auth().$context;
	const secret = await symmetricDecrypt({ key: secretConfig, data: rows[0].secret });
	const { backupCodes } = await auth().api.viewBackupCodes({ body: { userId: account.id } });
	const uri = new URL(`otpauth://totp/${encodeURIComponent(`Cheminer:${account.email}`)}`);
	uri.search = new URLSearchParams({ secret: base32(secret), issuer: 'Cheminer', digits: '6', period: '30' }).toString();
	return shown(uri.href, backupCodes);
}

/** Confirms with the code of the moment: from now on one is asked at each sign-in. This session goes on under a new id. */
export async function confirmSetUp(visit: Visit, account: Account, typed: string): Promise<Proof> {
	const attempt = await beginAttempt(visit, 'code', account.email);
	if (attempt.wait > 0) return { ok: false, wait: attempt.wait };
	const code = typed.replace(/\s/g, '');
	if (!(await claimCode(account.id, code))) return { ok: false };
	const answer = await accepted(() => auth().api.verifyTOTP({ body: { code }, headers: sessionHeaders(visit), returnHeaders: true }));
	if (!answer) return { ok: false };
	await attempt.succeeded();
	await adoptSession(visit, answer.headers);
	return { ok: true };
}

/** Ten new backup codes; the former ones open nothing any more. */
export async function newBackupCodes(visit: Visit, password: string): Promise<string[] | undefined> {
	const made = await accepted(() => auth().api.generateBackupCodes({ body: { password }, headers: sessionHeaders(visit) }));
	return made?.backupCodes;
}

/** Ends the second step. This session goes on under a new id. */
export async function stopSecondStep(visit: Visit, password: string): Promise<boolean> {
	const answer = await accepted(() =>
		auth().api.disableTwoFactor({ body: { password }, headers: sessionHeaders(visit), returnHeaders: true })
	);
	if (answer) await adoptSession(visit, answer.headers);
	return answer !== undefined;
}

async function shown(uri: string, backupCodes: string[]): Promise<SetUp> {
	const svg = await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
	const secret = new URL(uri).searchParams.get('secret') ?? '';
	return {
		picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
		secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
		backupCodes
	};
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding: how code applications take a secret. */
function base32(text: string): string {
	const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[parseInt(five.padEnd(5, '0'), 2)]).join('');
}
