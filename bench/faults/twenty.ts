import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { keep, type Keeper } from './keeper.ts';
import type { Proof } from './run.ts';
import { setStage, type Hand, type Stage } from './stage.ts';
import { post } from './writers.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The same form many times at once, after a lost answer, from two tabs, by two editors. */
export async function twenty(proof: Proof): Promise<void> {
	await everyForm(proof);
	const data = join(proof.folder, 'data');
	const stage = await setStage(data, 2);
	const keeper = await keep(data);
	try {
		await keeper.well();
		await lostAnswers(proof, keeper, stage);
		await twoTabs(proof, keeper, stage);
		await twoEditors(proof, keeper, stage);
	} finally {
		await keeper.stop();
	}
}

/** Every form of every page, as the tests walk over them, twenty times at the same time. */
async function everyForm({ say }: Proof): Promise<void> {
	const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
	const child = spawn(process.execPath, ['tests/run.ts', 'tests/wall/twenty.test'], {
		cwd: ROOT,
		env: { ...inherited, TEST_TIMES: '20' },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let said = '';
	child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
	const [code] = (await once(child, 'exit')) as [number | null];
	const forms = [...said.matchAll(/^ℹ \/\S+ \S* ?[\d.]+: (\d+) \//gm)].map(([, status]) => status);
	const failed = [...said.matchAll(/^✖ (Sent .*?)(?: \([\d.]+ms\))?$/gm)].map(([, name]) => name);
	say(
		'Each form of each page, twenty times at the same time',
		code === 0,
		`${forms.length} forms, ${forms.filter((status) => status === '303').length} of them recorded something: ${code === 0 ? 'each once, none failed' : [...new Set(failed)].join(' ')}`
	);
}

const interview = (hand: Hand, said: string, key: string = crypto.randomUUID()) => ({
	path: `/personnes/${hand.file}/entretiens/nouveau?/enregistrer`,
	fields: { form_key: key, said, channel: 'phone' }
});

const interviewsOf = async (stage: Stage, hand: Hand) =>
	(await stage.sql<{ id: string }>('select id from interview where accompaniment_id = $1 order by id', [hand.file])).map(({ id }) => id);

/** The line is cut as soon as the form has left, or a few milliseconds later; then it is sent again as it was. */
async function lostAnswers({ say }: Proof, keeper: Keeper, stage: Stage): Promise<void> {
	const hand = stage.hands[0]!;
	let again = 0;
	for (let round = 0; round < 20; round += 1) {
		const form = interview(hand, `Réponse perdue ${round}`);
		await sendAndCut(keeper, hand, form, round * 3);
		const answer = await post(keeper.url, hand, form);
		if (answer.status === 303) again += 1;
	}
	await pause(300);
	const stored = (await interviewsOf(stage, hand)).length;
	say(
		'The answer is lost (line cut 0 to 57 ms after the form left), and the form is sent again',
		again === 20 && stored === 20,
		`20 forms, ${again} acknowledged at the second time, ${stored} interviews`
	);
}

function sendAndCut(keeper: Keeper, hand: Hand, { path, fields }: ReturnType<typeof interview>, after: number): Promise<void> {
	const body = new URLSearchParams(fields).toString();
	const words = `POST ${path} HTTP/1.1\r\nHost: localhost:${keeper.port}\r\nOrigin: ${keeper.url}\r\nAccept: text/html\r\nCookie: ${hand.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
	return new Promise((resolve) => {
		const socket = connect(keeper.port, '127.0.0.1', () => socket.write(words, () => setTimeout(() => socket.destroy(), after)));
		socket.on('error', () => undefined);
		socket.on('close', () => resolve());
	});
}

/** A page opened twice on the same draft, sent from both tabs at once. */
async function twoTabs({ say }: Proof, keeper: Keeper, stage: Stage): Promise<void> {
	const hand = stage.hands[1]!;
	const key = crypto.randomUUID();
	const form = interview(hand, 'Deux onglets', key);
	await post(keeper.url, hand, { path: `/personnes/${hand.file}/entretiens/brouillon`, fields: form.fields });
	const page = `${keeper.url}/personnes/${hand.file}/entretiens/nouveau`;
	const keys = await Promise.all(
		[1, 2].map(async () => {
			const html = await (await fetch(page, { headers: { accept: 'text/html', cookie: hand.cookie } })).text();
			return /name="form_key" value="([^"]+)"/.exec(html)?.[1];
		})
	);
	const answers = await Promise.all(keys.map((each) => post(keeper.url, hand, interview(hand, 'Deux onglets', each))));
	const stored = (await interviewsOf(stage, hand)).length;
	const statuses = answers.map(({ status }) => status).join(' ');
	say(
		'The same draft, open in two tabs and sent from both at once',
		keys.every((each) => each === key) && stored === 1 && statuses === '303 303',
		`answers ${statuses}, ${stored} interview`
	);
}

/** Two people put the same text right at the same time. */
async function twoEditors({ say }: Proof, keeper: Keeper, stage: Stage): Promise<void> {
	const hand = stage.hands[1]!;
	const [id] = await interviewsOf(stage, hand);
	const texts = ['Corrigé par la première.', 'Corrigé par la seconde.'];
	const answers = await Promise.all(
		texts.map((said) =>
			post(keeper.url, hand, {
				path: `/personnes/${hand.file}/entretiens/${id}?/corriger`,
				fields: { form_key: crypto.randomUUID(), said, version: '1' }
			})
		)
	);
	const refused = answers.find(({ status }) => status === 409);
	const page = (await refused?.text()) ?? '';
	const both = texts.every((text) => page.includes(text));
	const statuses = answers.map(({ status }) => status).sort();
	say(
		'Two editors of one text at the same time',
		statuses.join(' ') === '303 409' && both,
		`answers ${statuses.join(' ')}; the page of the 409 holds ${both ? 'both texts' : 'not both texts'}`
	);
}
