import type { Paper } from './documents.server.ts';

/** A paper as a page shows it: no byte of it, and nothing that only the machine needs. */
export const paperLine = ({ file, ...paper }: Paper) => ({ ...paper, type: file.type });
