import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to what is asked over a line: it passes; nothing gets through; it arrives, and the answer is lost on its way back. */
export type Cut = 'no' | 'before' | 'after';

export interface Line {
	/** Where the application is reached, over this line. */
	url: string;
	cut: Cut;
	close(): Promise<void>;
}

/** A line between a browser and the application that can be cut before or after it was heard, as lines are. */
export async function lineTo(app: { url: string }): Promise<Line> {
	const target = new URL(app.url);
	const server = createServer((asked, answer) => {
		const { cut } = line;
		if (cut === 'before') return void asked.socket.destroy();
		const { method, url: path, headers } = asked;
		const on = request({ host: target.hostname, port: target.port, method, path, headers }, (response) => {
			if (cut === 'after') return void response.resume().on('end', () => asked.socket.destroy());
			answer.writeHead(response.statusCode ?? 502, response.headers);
			response.pipe(answer);
		});
		on.on('error', () => asked.socket.destroy());
		asked.pipe(on);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const line: Line = {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		cut: 'no',
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
	return line;
}
