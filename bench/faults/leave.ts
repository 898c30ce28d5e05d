const undone = new Set<() => void>();

/** What must be undone even when the proof is cut short. @returns does it now, once */
export function leaving(undo: () => void): () => void {
	const now = () => {
		if (undone.delete(now)) undo();
	};
	undone.add(now);
	return now;
}

/** A proof that is told to stop takes its servers, mounts and loop devices with it. */
export function leaveNothing(): void {
	const stop = () => {
		for (const undo of [...undone].reverse()) undo();
		process.exit(1);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
	process.once('disconnect', stop);
}
