import { createHash } from 'node:crypto';
import { html, Html } from '../../leaving/html.ts';
import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';
import house from '../../ui/ui.css?inline';
import { ELSEWHERE } from '../paths.ts';
import { SPOKEN } from '../../web/language.ts';
import box from './box.js?raw';
import shell from './shell.js?raw';
import worker from './worker.js?raw';

/** Pieces that name each other's parts, as one script: what one gives stands where the other takes it. */
const asOne = (...pieces: string[]) => pieces.map((piece) => piece.replace(/^import .*$/gm, '').replace(/^export /gm, '')).join('\n');

/** The dress of every page, and what the parts of hers bring along elsewhere. */
const STYLES = `${house}[hidden]{display:none!important}.space-top{padding:var(--s3) var(--s4)}.page-body>*+*,section{margin-block-start:var(--s5)}`;
const SCRIPT = asOne(box, shell);
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The worker that answers when the line does not. */
export const WORKER = asOne(box, worker);

/** What the page without a line may do: run this very script in this very dress, and nothing else. No nonce: it is kept, and one that is kept is none. */
export const SHELL_POLICY = [
	`default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLES)}; img-src 'self'; font-src 'self'`,
	`base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
].join('; ');

/** The page that stands in for hers while there is no line: the same for everybody, in the language of whoever asks. It holds nobody's words. */
export function shellPage(): string {
	const page = html`<body>
		<div class="shell space">
			<header class="space-top"><button class="act primary" id="leave" type="button">${m.space_leave()}</button></header>
			<main class="easy page narrow">
				<div class="page-body">
					<div class="page-head">
						<h1>${m.space_offline_away_title()}</h1>
						<p class="lead">${m.space_offline_away_lead()}</p>
					</div>
					<div class="notice info" id="later" hidden><p>${m.space_offline_later()}</p></div>
					<p id="nothing" hidden>${m.space_offline_nothing()}</p>
					<p class="error" id="problem" role="alert" tabindex="-1"></p>
					<form
						id="open"
						class="form"
						autocomplete="off"
						hidden
						data-wrong="${m.space_offline_wrong()}"
						data-wait="${m.space_offline_wait()}"
						data-gone="${m.space_offline_erased()}"
					>
						<h2>${m.space_offline_read()}</h2>
						<div class="field short">
							<label class="label" for="pin">${m.space_pin()}</label>
							<p class="hint" id="pin-hint">${m.space_pin_hint()}</p>
							<input
								class="control"
								id="pin"
								type="password"
								inputmode="numeric"
								autocomplete="one-time-code"
								maxlength="40"
								aria-describedby="pin-hint"
								required
							/>
						</div>
						<p><button class="act quiet">${m.space_offline_open()}</button></p>
					</form>
					<div id="copy" role="region" aria-label="${m.space_offline_opened()}" tabindex="-1" hidden></div>
					<p><a href="/moi">${m.space_offline_again()}</a></p>
				</div>
			</main>
		</div>
	</body>`;
	const head = html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
		<title>${m.space_offline_away_title()}</title><link rel="icon" href="/page.svg" type="image/svg+xml">
		${new Html(`<style>${STYLES}</style>`)}</head>`;
	return `<!doctype html><html ${SPOKEN[getLocale()]} data-elsewhere="${ELSEWHERE}"><head>${head.text}${page.text}<script type="module">${SCRIPT}</script></body></html>`;
}
