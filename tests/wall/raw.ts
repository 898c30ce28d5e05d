import { createConnection } from 'node:net';

/**
 * Sends words as they are, on a line of their own, and returns all that comes back until the line is closed.
 * @param options.wait ms after which we close it ourselves
 */
export function sendRaw(port: number, words: string | Buffer, options: { wait?: number } = {}): Promise<string> {
	return new Promise((resolve) => {
		let answer = '';
		const socket = createConnection(port, '127.0.0.1', () => socket.write(words));
		if (options.wait) socket.setTimeout(options.wait, () => socket.destroy());
		socket.on('data', (piece) => (answer += piece.toString()));
		socket.on('error', () => resolve(answer));
		socket.on('close', () => resolve(answer));
	});
}
