/** How far a file may go. Each limit is far above a real caseload and far below what would weigh on others. */
export const LIMITS = {
	/** Bytes of the file. */
	bytes: 8 * 1024 * 1024,
	/** Lines of people. */
	rows: 20_000,
	columns: 100,
	/** Characters of one line, whatever its cells. */
	line: 64 * 1024,
	/** Problems and possible duplicates that are shown one by one; beyond, how many more there are. */
	shown: 500
} as const;

/** Characters of text that are read, kept and sealed at a time (decisions 20: pieces of 256 kB). */
export const PIECE = 64 * 1024;

/** People who are looked up and written together: one statement a table. */
export const BATCH = 100;
