import { ELSEWHERE } from '#lib/space/paths.ts';

/**
 * A page of nothing, which leads elsewhere by itself at once: what was on the screen is gone even when the line is slow. It is no page of ours
 * to look at: no word, no name, no style.
 */
export function GET() {
	return new Response(
		`<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>…</title><meta http-equiv="refresh" content="0;url=${ELSEWHERE}"><link rel="icon" href="data:image/svg+xml,"></head><body><p><a href="${ELSEWHERE}">…</a></p></body></html>`,
		{
			headers: {
				'content-type': 'text/html; charset=utf-8',
				'cache-control': 'no-store',
				'content-security-policy': "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
			}
		}
	);
}
