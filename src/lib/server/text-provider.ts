import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { log } from './log.ts';
import type { Answer, Relay } from './outbox.ts';
import type { TextProvider } from './settings.ts';
import { openTextMessage } from './texts.ts';

const MINUTE = 60_000;
/** Nobody waits longer for an answer: beyond it, it is not known whether the message left. */
const PATIENCE_MS = 20_000;

/**
 * Whoever carries short messages and calls, by one address of the settings and no other: what it answers leads nowhere (no redirect is
 * followed, nothing of the answer but its number is read). The contract is docs/how-to/short-messages.md.
 */
export function textRelay(provider: TextProvider): Relay {
	let askAgainAt = 0;
	return {
		channels: provider.voice ? ['sms', 'voice'] : ['sms'],
		answers: async () => Date.now() >= askAgainAt,
		async send(id, { channel, sealed }, ring) {
			const { to, text, language } = openTextMessage(ring, id, sealed);
			const said = await post(provider, id, { id, kind: channel, sender: provider.sender, to, text, language });
			const answer = answerOf(said);
			if (answer === 'sent') return answer;
			// Once a minute is enough, for a provider that is away and for the log.
			if (answer === 'later') askAgainAt = Date.now() + MINUTE;
			log('the provider of short messages did not take one', { answer: said });
			return answer;
		},
		close: () => undefined
	};
}

/** What came back: the number of an answer; `away` when nothing was entrusted yet; `cut` when the line broke after. */
type Said = number | 'away' | 'cut';

/**
 * What a number means: taken (2xx, and 409 for a message that was taken before); not now (429, 503, and what the settings have wrong: a door
 * that is closed, a way that leads elsewhere); never (another 4xx). Anything else does not say whether it left.
 */
function answerOf(said: Said): Answer {
	if (said === 'away') return 'later';
	if (said === 'cut') return 'cut';
	if ((said >= 200 && said < 300) || said === 409) return 'sent';
	if (said === 429 || said === 503 || said === 401 || said === 403 || said === 407 || (said >= 300 && said < 400)) return 'later';
	return said >= 400 && said < 500 ? 'refused' : 'cut';
}

function post({ url, header }: TextProvider, id: string, message: Record<string, string>): Promise<Said> {
	const body = Buffer.from(JSON.stringify(message));
	const secure = url.startsWith('https:');
	return new Promise((resolve) => {
		let entrusted = false;
		const asked = (secure ? overHttps : overHttp)(url, {
			method: 'POST',
			// A line of its own each: on one that was kept, nobody could tell an old break from a new one.
			agent: false,
			timeout: PATIENCE_MS,
			signal: AbortSignal.timeout(PATIENCE_MS),
			headers: {
				[header[0]]: header[1],
				'content-type': 'application/json',
				'content-length': body.length,
				'idempotency-key': id
			}
		});
		asked.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (entrusted = true)));
		asked.on('response', (answer) => {
			resolve(answer.statusCode ?? 'cut');
			answer.destroy();
		});
		asked.on('timeout', () => asked.destroy());
		asked.on('error', () => resolve(entrusted ? 'cut' : 'away'));
		asked.on('close', () => resolve(entrusted ? 'cut' : 'away'));
		asked.end(body);
	});
}
