import type { z } from 'zod';
import { formOf, readFields, type FormRead } from '../web/form.ts';

/**
 * `readForm` for forms that hold passwords: these are taken exactly as sent (ASVS 5.0, 6.2.8) and never shown again.
 * @throws HttpError 400 for an unreadable body, 413 for too much
 */
export async function readSecretForm<S extends z.ZodType<object>>(
	request: Request,
	schema: S,
	...secrets: string[]
): Promise<FormRead<z.infer<S>>> {
	const form = await formOf(request);
	const read = readFields(form, schema);
	for (const name of secrets) {
		const raw = form.get(name);
		if (read.ok && typeof raw === 'string') Object.assign(read.data as object, { [name]: raw });
		read.typed[name] = undefined;
	}
	return read;
}
