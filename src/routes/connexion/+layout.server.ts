/** What was typed here is not kept by the browser either. */
export function load({ setHeaders }) {
	setHeaders({ 'cache-control': 'no-store' });
}
