import { SHELL_POLICY, shellPage } from '#lib/space/offline/shell.ts';

/** What stands in for her pages while there is no line. The same for everybody: nobody need be signed in, and it says nothing of anybody. */
export function GET() {
	return new Response(shellPage(), {
		headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': SHELL_POLICY }
	});
}
