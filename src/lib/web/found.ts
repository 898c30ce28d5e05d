import { error } from '@sveltejs/kit';

/**
 * A row, or 404: what is invisible and what never existed are answered alike (trust.md).
 * @throws HttpError 404
 */
export function found<T>(row: T | undefined | null): T {
	if (row === undefined || row === null) error(404);
	return row;
}

/** An id from the address bar: anything but a UUID is a thing that never existed. */
export function idFrom(value: string | undefined): string {
	if (!value || !isId(value)) error(404);
	return value;
}

/** Is it a UUID, as ours are written? PostgreSQL would refuse anything else with an error. */
export function isId(value: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
