import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, Visitor } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());

test('A counsellor signs in and arrives at the desk.', async () => {
	const aurore = await home.member(await home.organization());
	const visitor = await signedIn(app.url, await giveAccount(home, aurore));
	const next = await visitor.open('/connexion');
	assert.equal(next.headers.get('location'), '/bureau');
	assert.equal((await visitor.open('/bureau')).status, 200);
});

test('Nobody reaches the desk without signing in.', async () => {
	const answer = await new Visitor(app.url).open('/bureau?q=a');
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.get('location'), '/connexion?suite=%2Fbureau%3Fq%3Da');
});
