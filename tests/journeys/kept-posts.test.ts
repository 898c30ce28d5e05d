import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, Visitor, type Login } from '../sign-in.ts';
import { dayFromNow, plantScene } from '../wall/scene.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const scene = await plantScene(home, 'practitioner', 'lead');
const { file, interview, ownInterview, ownNote, ownNeed, ownGoal, view, free, shut, me, writer } = scene;
const [mine, his, asker] = [await giveAccount(home, me), await giveAccount(home, free), await giveAccount(home, writer)];
// One account, one organisation: signing in asks nothing more.
await home.sql('update member set account_id = $3 where account_id = $1 and id <> $2', [me.account, me.member, shut.account]);
const pathway = `/personnes/${file}`;

let visits = 0;
const visitor = () => new Visitor(app.url, `198.51.100.${++visits}`);
const unescaped = (html: string) =>
	html
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/&(quot|lt|gt|amp);/g, (_, name: string) => ENTITIES[name]!);
const ENTITIES: Record<string, string> = { quot: '"', lt: '<', gt: '>', amp: '&' };
const hiddenIn = (html: string) =>
	[...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]): [string, string] => [
		unescaped(name!),
		unescaped(value!)
	]);

/** A form of one page: where it is sent, and what is typed in it. */
interface Form {
	page: string;
	to: string;
	login?: Login;
	typed: (key: string) => [string, string][];
	/** Where what was typed is read once it is recorded. */
	then: string;
	/** The words that must be read there. */
	words: string;
}

const words = (what: string) => `Gardé : ${what}.\nDeux lignes, "guillemets" & <signes>.`;
const keyed = (key: string, fields: Record<string, string>): [string, string][] => [['form_key', key], ...Object.entries(fields)];

/** The words that were on the page when it was opened. */
const agreedLast =
	(
		await home.sql<{ id: string }>(`select id from goal_wording where goal_id = $1 and kind = 'agreed' order by created_at desc, id desc`, [
			ownGoal
		])
	)[0]?.id ?? '';

/** One line of the day. */
const LINE = crypto.randomUUID();

const FORMS: Record<string, Form> = {
	'"C’est bien ça ?"': {
		page: `${pathway}/entretiens/${ownInterview}/relire`,
		to: '?/noter',
		typed: (key) => keyed(key, { value: 'to-correct', how: 'orally', words: words('relire'), note: ownNote, version: '1' }),
		then: `${pathway}/entretiens/${ownInterview}`,
		words: 'Gardé : relire.'
	},
	'a colleague’s side': {
		page: `${pathway}/entretiens/${interview}/mon-cote`,
		to: '?/ecrire',
		typed: (key) => keyed(key, { said: words('mon côté'), version: '0' }),
		then: `${pathway}/entretiens/${interview}`,
		words: 'Gardé : mon côté.'
	},
	'a need being opened': {
		page: `${pathway}/besoins/nouveau?code=OTHER`,
		to: '?/noter',
		typed: (key) => keyed(key, { code: 'OTHER', label: 'Le chien', 'hers.words': words('besoin ouvert'), 'hers.how': 'orally' }),
		then: `${pathway}/besoins`,
		words: 'Gardé : besoin ouvert.'
	},
	'what each says of a need': {
		page: `${pathway}/besoins/${ownNeed}`,
		to: '?/noter',
		typed: (key) => keyed(key, { 'mine.words': words('besoin'), version: '' }),
		then: `${pathway}/besoins/${ownNeed}`,
		words: 'Gardé : besoin.'
	},
	'a wish': {
		page: `${pathway}/objectifs`,
		to: '',
		typed: (key) => keyed(key, { wish: words('souhait'), how: 'orally' }),
		then: `${pathway}/objectifs`,
		words: 'Gardé : souhait.'
	},
	'words for both': {
		page: `${pathway}/objectifs/${ownGoal}`,
		to: '?/convenir',
		typed: (key) => keyed(key, { agreed: words('convenu'), yes_mine: 'on', last: agreedLast }),
		then: `${pathway}/objectifs/${ownGoal}`,
		words: 'Gardé : convenu.'
	},
	'a small step': {
		page: `${pathway}/objectifs/${ownGoal}`,
		to: '?/pas',
		typed: (key) => keyed(key, { step: words('petit pas') }),
		then: `${pathway}/objectifs/${ownGoal}`,
		words: 'Gardé : petit pas.'
	},
	'a line of the day': {
		page: '/bureau/journee',
		to: '?/enregistrer',
		typed: (key) => [
			['line', LINE],
			[`lines.${LINE}.form_key`, key],
			[`lines.${LINE}.person`, file],
			[`lines.${LINE}.appointment`, ''],
			[`lines.${LINE}.channel`, 'phone'],
			[`lines.${LINE}.said`, words('journée')]
		],
		then: `${pathway}/entretiens`,
		words: 'Gardé : journée.'
	},
	'a view that is asked for': {
		page: `${pathway}/regards`,
		to: '?/demander',
		typed: (key) =>
			keyed(key, { question: words('regard'), member: free.member, accord: 'orally', until: dayFromNow(2), 'texts[]': 'matters' }),
		then: `${pathway}/regards`,
		words: 'Gardé : regard.'
	},
	'a view that is given': {
		page: `/bureau/regards/${view}`,
		to: '?/donner',
		login: his,
		typed: (key) => keyed(key, { answer: words('réponse') }),
		then: `${pathway}/regards`,
		words: 'Gardé : réponse.'
	}
};

for (const [what, form] of Object.entries(FORMS))
	test(`Sent after the session ended, ${what} waits, comes back as typed, is recorded once, then is gone.`, async () => {
		const login = form.login ?? mine;
		const account = form.login ? free.account : me.account;
		const who = await signedIn(app.url, login, visitor());
		const opened = await who.open(form.page);
		assert.equal(opened.status, 200);
		const versions = hiddenIn(await opened.text()).filter(([name]) => /^(mine\.|hers\.)?version$/.test(name));
		const typed = form.typed(crypto.randomUUID()).flatMap((field) => (field[0] === 'version' && !field[1] ? versions : [field]));
		await home.sql(`update auth.session set expires_at = now() - interval '1 minute' where account_id = $1`, [account]);
		const path = form.page.split('?')[0]! + form.to;
		const kept = await who.post(path, typed);
		assert.equal(kept.status, 303);
		const suite = new URL(kept.headers.get('location')!, app.url).searchParams.get('suite') ?? '';
		assert.match(suite, /^\/reprise\/[0-9a-f-]{36}$/);
		await who.post('/connexion', { ...login, suite });
		const fields = hiddenIn(await (await who.open(suite)).text());
		for (const [name, value] of typed)
			assert.ok(
				fields.some(([other, again]) => other === name && again.replace(/\r/g, '') === value),
				`${name} came back changed`
			);
		for (const time of ['once', 'twice']) {
			const answer = await who.post(path, fields);
			assert.equal(answer.status, 303, `${time}: ${(await answer.text()).match(/<main[\s\S]*/)?.[0].slice(0, 1500)}`);
		}
		const reader = form.login ? await signedIn(app.url, asker, visitor()) : who;
		const shown = unescaped(await (await reader.open(form.then)).text());
		assert.ok(shown.includes(form.words), 'it is not read where it was meant to be');
		assert.ok(shown.includes('Deux lignes, "guillemets" & <signes>.'));
		assert.equal((await who.open(suite)).status, 404, 'it is still there once recorded');
		assert.deepEqual(await home.sql('select path from kept_post where path = $1', [path]), []);
	});
