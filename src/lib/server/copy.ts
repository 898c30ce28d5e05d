import type pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';

/**
 * What `COPY … TO STDOUT` writes, as it comes: the policies of the role in force choose the rows. Stopping early ends the connection's work.
 * @param what a table with its columns, or a query in brackets; never made from what somebody typed
 */
export async function* copyOut(client: pg.ClientBase, what: string): AsyncGenerator<Buffer> {
	for await (const piece of client.query(to(`copy ${what} to stdout`))) yield piece as Buffer;
}

/**
 * Fills a table without policies (a temporary one) with what `copyOut` gave.
 * @returns how many rows it took
 */
export async function copyIn(client: pg.ClientBase, what: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
	const stream = client.query(from(`copy ${what} from stdin`));
	await pipeline(pieces, stream);
	return stream.rowCount;
}

/** Every value is written the same way, whatever the server or the session prefers. */
export const PLAIN_VALUES = `set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601';
	set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'`;
