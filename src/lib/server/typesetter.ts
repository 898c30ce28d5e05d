import { fork, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { log, logProblem } from './log.ts';
import { ROOT } from './root.ts';

/** What the process that sets type is asked, and what it answers: null when it could not. */
export interface Asked {
	id: number;
	/** A template of ours, whole. */
	source: string;
	/** What people wrote travels here alone, as data. */
	data: unknown;
}
export interface Answered {
	id: number;
	pdf: Uint8Array<ArrayBuffer> | null;
}

/** No sheet for the moment: the process is down, slow, or too many wait. Everything else works. */
export class TypesetterAway extends Error {
	override name = 'TypesetterAway';
}

interface Job extends Asked {
	resolve(pdf: Uint8Array<ArrayBuffer>): void;
	reject(problem: Error): void;
	timer: NodeJS.Timeout;
}

interface Limits {
	/** How many may wait while one is set. */
	waiting: number;
	/** Milliseconds from asking to the answer. */
	patience: number;
}

const USUAL: Limits = { waiting: 40, patience: 8_000 };

/** Where processors are few, somebody's page comes before somebody's sheet: a sheet waits some milliseconds more, and all the others nothing. */
function yieldToPages({ pid }: ChildProcess): void {
	try {
		if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
	} catch {
		// Gone already, or not ours to say on this machine: it works all the same.
	}
}

/**
 * One process that sets sheets in type, one after another, started at the first one and again after a fall. It is not a thread: the
 * compiler is native, and a fall of its own would take the whole server along, while nothing can stop a thread that does not come back.
 */
export class Typesetter {
	readonly #limits: Limits;
	#process: ChildProcess | undefined;
	#current: Job | undefined;
	readonly #queue: Job[] = [];
	#asked = 0;

	constructor(limits: Partial<Limits> = {}) {
		this.#limits = { ...USUAL, ...limits };
	}

	/** The process that is up, for whoever watches it. */
	get pid(): number | undefined {
		return this.#process?.pid;
	}

	/**
	 * Sets one sheet.
	 * @param source a template of ours; never put together from what somebody wrote
	 * @param data what the template is given, as JSON
	 * @returns a PDF/UA-1
	 * @throws TypesetterAway when it is down, when the wait was too long, or when too many wait already
	 */
	set(source: string, data: unknown): Promise<Uint8Array<ArrayBuffer>> {
		return new Promise((resolve, reject) => {
			if (this.#queue.length >= this.#limits.waiting) return reject(new TypesetterAway('too many wait'));
			const timer = setTimeout(() => this.#giveUp(job), this.#limits.patience);
			const job: Job = { id: ++this.#asked, source, data, resolve, reject, timer };
			this.#queue.push(job);
			this.#next();
		});
	}

	/** Ends the process; sheets under way are refused. */
	close(): void {
		this.#process?.kill('SIGKILL');
	}

	#next(): void {
		if (this.#current) return;
		const job = this.#queue.shift();
		if (!job) return;
		this.#current = job;
		const { id, source, data } = job;
		this.#started().send({ id, source, data } satisfies Asked, (problem) => problem && this.#fell('could not be asked'));
	}

	#started(): ChildProcess {
		if (this.#process) return this.#process;
		const started = fork(join(ROOT, 'src', 'lib', 'server', 'typeset.ts'), {
			// It needs no setting, and must know none: neither the database’s password nor where the key lies.
			env: {},
			execArgv: [],
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'ignore', 'ipc']
		});
		yieldToPages(started);
		started.on('message', (answered: Answered) => this.#answered(answered));
		started.on('error', (problem) => {
			logProblem('typesetter', problem);
			this.#fell('error', started);
		});
		started.on('exit', (code, signal) => this.#fell(signal ?? `code ${code}`, started));
		// Nobody waits for it when the server ends.
		started.unref();
		started.channel?.unref();
		this.#process = started;
		return started;
	}

	#answered({ id, pdf }: Answered): void {
		const job = this.#current;
		if (job?.id !== id) return;
		this.#current = undefined;
		clearTimeout(job.timer);
		if (pdf) job.resolve(pdf);
		else job.reject(new Error('a sheet could not be set'));
		this.#next();
	}

	/** It does not come back in time: a sheet that waits is refused, the one under way takes the process with it. */
	#giveUp(job: Job): void {
		const place = this.#queue.indexOf(job);
		if (place >= 0) this.#queue.splice(place, 1);
		else this.#process?.kill('SIGKILL');
		job.reject(new TypesetterAway('too slow'));
	}

	#fell(reason: string, which = this.#process): void {
		if (which !== this.#process) return;
		this.#process = undefined;
		log('typesetter ended', { reason });
		const job = this.#current;
		this.#current = undefined;
		if (job) {
			clearTimeout(job.timer);
			job.reject(new TypesetterAway(reason));
		}
		this.#next();
	}
}
