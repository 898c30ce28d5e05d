import { WORKER } from '#lib/space/offline/shell.ts';

/** The worker of her space: it may answer below /moi and nowhere else, and speaks to this house alone. */
export function GET() {
	return new Response(WORKER, {
		headers: {
			'content-type': 'text/javascript; charset=utf-8',
			'cache-control': 'no-store',
			'service-worker-allowed': '/moi',
			'content-security-policy': "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
		}
	});
}
