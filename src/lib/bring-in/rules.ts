import { z } from 'zod';
import { ticked, version } from '../web/fields.ts';
import { FIELDS, type FieldName, type Mapping } from './columns.ts';

/** What each column becomes, by its place. */
export const ColumnsForm = z.object({
	column: z.record(z.string(), z.string()).catch({}),
	version: version(),
	next: z.enum(['look', 'check']).catch('check')
});

/** The columns as they were chosen; anything that is no answer of the list is left out. */
export function mappingFrom(column: Record<string, string>, columns: number): Mapping {
	return Array.from({ length: columns }, (_, at) => FIELDS.find((field): field is FieldName => field === column[String(at)]) ?? null);
}

/** Bringing in what a dry run showed; `anyway` are lines that look like somebody and are somebody else. */
export const EnterForm = z.object({
	version: version(),
	anyway: z.array(z.coerce.number().int().positive()).max(500, 'too_long').default([]),
	all: ticked()
});
