/** What was sent and could not be recorded: where to, and its fields in the order they were sent. */
export interface Unsent {
	path: string;
	fields: { name: string; value: string }[];
}

/**
 * Pages where a password, a code or a PIN is typed, or where she answers without a name: what is sent there is never written into a page
 * again, nor kept.
 */
const HOLD_SECRETS =
	/^\/(compte|connexion|installation|invitation|mot-de-passe|moi\/connexion|moi\/carte|moi\/avis|moi\/qui-voit\/aide|personnes\/[^/]+\/(carte|aide))(\/|$)/;
export const holdsSecrets = (path: string) => HOLD_SECRETS.test(path);
/** Beyond this a page that holds it all would be no help; the browser still has it. */
const LARGEST = 256 * 1024;

/** Whether a request is a form that somebody sent from a page, and whose words may be shown to her again. */
export function isPageForm({ method, headers, url }: Request): boolean {
	return (
		method === 'POST' &&
		Boolean(headers.get('accept')?.includes('text/html')) &&
		/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(headers.get('content-type') ?? '') &&
		Number(headers.get('content-length') ?? Infinity) <= LARGEST &&
		!holdsSecrets(new URL(url).pathname)
	);
}

/**
 * Reads the form of a request that was not answered. Files are left out: no page can send them again by itself.
 * @returns undefined when it cannot be read
 */
export async function unsentFrom(request: Request): Promise<Unsent | undefined> {
	try {
		const { pathname, search } = new URL(request.url);
		const fields = [...(await request.formData())].flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []));
		// Two slashes at the beginning would name another host.
		return { path: pathname.replace(/^\/+/, '/') + search, fields };
	} catch {
		return undefined;
	}
}

/** Somebody's words among the fields, as opposed to keys, ticks and dates: what she looks for. */
export function writtenIn(fields: Unsent['fields']): Unsent['fields'] {
	return fields.filter(({ name, value }) => name !== 'form_key' && /\s/.test(value.trim()));
}
