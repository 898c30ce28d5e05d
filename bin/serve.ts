/** Serves the built application on a database that is ready: `node bin/serve.ts --port 4173`. Settings from the environment. */
import { parseArgs } from 'node:util';
import { sentenceOf } from '../src/lib/server/refusal.ts';
import { serveApplication, untilStopped } from './web.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });

try {
	const http = await serveApplication(Number(values.port));
	untilStopped(() => http.close());
	console.log(`Listening on ${http.url}`);
} catch (problem) {
	const sentence = sentenceOf(problem);
	if (sentence === undefined) throw problem;
	console.error(sentence);
	process.exit(1);
}
