import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor, Role } from '#lib/access/access.ts';
import { as, keyring } from '#lib/server/db.ts';
import { openMail } from '#lib/server/mail.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { giveAccount, Visitor } from '../sign-in.ts';
import { ask, enter, fingerprints, type Answered } from './http.ts';
import { PLANTED_WORDS, plantMember, plantScene } from './scene.ts';

// What docs/trust.md says of an administrator who means harm, sentence by sentence.
const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());

/** An organisation with an administrator who means harm, another one, and a counsellor who walks with somebody. */
async function place() {
	const scene = await plantScene(home, 'practitioner', 'lead');
	const { organization } = scene;
	await home.sql(`delete from member where organization_id = $1 and first_name = 'Règle'`, [organization]);
	const karim = await plantMember(home, organization, ['administrator'], 'Karim');
	const anne = await plantMember(home, organization, ['administrator'], 'Anne');
	return { scene, organization, karim, anne, cookie: await enter(home, karim) };
}

const post = (path: string, cookie: string, fields: Record<string, string> | [string, string][]): Promise<Answered> =>
	ask(app.url, path, { cookie, fields: [['form_key', crypto.randomUUID()], ...(Array.isArray(fields) ? fields : Object.entries(fields))] });

/** The form of a member, with these roles; everything else as it stands. */
async function change(
	cookie: string,
	member: string,
	said: { roles?: Role[]; first_name?: string; last_name?: string }
): Promise<Answered> {
	const [row] = await home.sql<{ first_name: string; last_name: string; job_title: string; roles: Role[]; version: number }>(
		'select first_name, last_name, job_title, roles, version from member where id = $1',
		[member]
	);
	const { roles, ...names } = { ...row!, ...said };
	return post(`/reglages/membres/${member}`, cookie, [
		...Object.entries({ ...names, version: String(row!.version) }),
		...roles.map((role): [string, string] => ['roles[]', role])
	]);
}

const rolesOf = async (member: string) => (await home.sql<{ roles: Role[] }>('select roles from member where id = $1', [member]))[0]?.roles;
/** To whom mails were written since, and what they say. */
async function mails(): Promise<{ to: string; text: string }[]> {
	const rows = await home.sql<{ id: string; sealed: string }>('delete from outbox returning id, sealed');
	return rows.map(({ id, sealed }) => openMail(keyring(), id, sealed)).map(({ to, text }) => ({ to, text: plain(text) }));
}
const addressOf = ({ account }: Actor) => `${account}@essai.example`;
const hereAs = async (actor: Actor) => plain((await ask(app.url, '/compte/organisation', { cookie: await enter(home, actor) })).body);
/** Spaces that do not break, as plain ones. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('While another administrator is there he gives himself no role: not by the form, not by inviting himself, not behind the pages.', async () => {
	const { karim, anne, organization, cookie } = await place();
	for (const roles of [['administrator', 'practitioner'], ['administrator', 'coordination'], ['front-desk']] as Role[][]) {
		const answer = await change(cookie, karim.member, { roles });
		assert.equal(answer.status, 422);
		assert.match(answer.body, /par une autre personne de l’administration/);
	}
	await assert.rejects(
		as(karim, (tx) =>
			tx
				.updateTable('member')
				.set({ roles: ['administrator', 'coordination'] })
				.where('id', '=', karim.member)
				.execute()
		),
		{ constraint: 'another_administrator' }
	);
	const login = await giveAccount(home, karim);
	const invited = { first_name: 'Karim', email: login.email, 'roles[]': 'coordination' };
	const link = /\/invitation\/[\w-]{40,}/.exec((await post('/reglages/invitations?/inviter', cookie, invited)).body)?.[0];
	assert.ok(link);
	assert.equal((await new Visitor(app.url).post(link, { password: login.password })).status, 303);
	assert.deepEqual(await rolesOf(karim.member), ['administrator']);
	// The other one gives it, and his own are taken away without asking anybody: less is never refused.
	assert.equal((await change(await enter(home, anne), karim.member, { roles: ['administrator', 'front-desk'] })).status, 303);
	assert.equal((await change(cookie, karim.member, { roles: ['front-desk'] })).status, 303);
	assert.deepEqual(
		await home.sql('select count(*)::int as n from member where organization_id = $1 and account_id = $2', [organization, karim.account]),
		[{ n: 1 }]
	);
});

test('Alone he may; and everybody who works there reads it, under a name that he cannot change.', async () => {
	const { scene, karim, anne, cookie } = await place();
	await home.sql('update member set ended_at = now() where id = $1', [anne.member]);
	assert.equal((await change(cookie, karim.member, { roles: ['administrator', 'coordination'] })).status, 303);
	const page = await hereAs(scene.me);
	assert.match(page, /Karim a changé une fiche, Karim : rôles/);
	assert.match(page, /<b>Karim<\/b>[^]*?Coordonne l’équipe, S’occupe des réglages/);
	assert.doesNotMatch(page, new RegExp(`Nadia|${PLANTED_WORDS}`));
});

test('Whose rights he changes, whose access he ends, whom he invites: she and the other administrators are written to, and it stands on everybody’s page.', async () => {
	const { scene, karim, anne, cookie } = await place();
	await mails();
	assert.equal((await change(cookie, scene.free.member, { roles: ['front-desk'] })).status, 303);
	let told = await mails();
	assert.deepEqual(told.map(({ to }) => to).sort(), [addressOf(anne), addressOf(scene.free)].sort());
	for (const { text } of told) assert.match(text, /Karim a changé une fiche, Libre : rôles[^]*\/compte\/organisation/);

	// He takes a colleague’s name: whoever is told reads the name of his account.
	assert.equal((await change(cookie, karim.member, { first_name: 'Anne' })).status, 303);
	assert.match((await mails())[0]!.text, /Karim a changé une fiche, Karim : prénom/);

	assert.equal((await post(`/reglages/membres/${scene.me.member}/fin`, cookie, { version: '1' })).status, 303);
	told = await mails();
	assert.deepEqual(told.map(({ to }) => to).sort(), [addressOf(anne), addressOf(scene.me)].sort());
	assert.match(told[0]!.text, /mis fin à un accès : Ici/);

	const invited = { first_name: 'Lise', last_name: 'Inventée', email: 'inventee@essai.example', 'roles[]': 'practitioner' };
	assert.equal((await post('/reglages/invitations?/inviter', cookie, invited)).status, 200);
	told = (await mails()).filter(({ to }) => to !== invited.email);
	assert.deepEqual(
		told.map(({ to }) => to),
		[addressOf(anne)]
	);
	assert.match(told[0]!.text, /a invité Lise Inventée/);
	const page = await hereAs(scene.writer);
	for (const said of [/une fiche, Libre : rôles/, /mis fin à un accès : Ici/, /a invité Lise Inventée/]) assert.match(page, said);
});

test('A colleague he invented finds nobody: no file, no name, no text, until a lead names her.', async () => {
	const { scene, cookie } = await place();
	const invited = { first_name: 'Lise', email: `lise.${newId()}@essai.example`, 'roles[]': 'practitioner' };
	const link = /\/invitation\/[\w-]{40,}/.exec((await post('/reglages/invitations?/inviter', cookie, invited)).body)?.[0];
	const lise = new Visitor(app.url);
	assert.equal((await lise.post(link!, { password: 'quatre mots sans lien aucun' })).status, 303);
	for (const path of ['/bureau', '/personnes', '/personnes?q=nadia', '/bureau?q=nad']) {
		const answer = await lise.open(path);
		assert.equal(answer.status, 200, path);
		assert.doesNotMatch(await answer.text(), new RegExp(`Planté|${scene.file}`), path);
	}
	for (const path of ['', '/profil', '/entretiens', '/lectures'])
		assert.equal((await lise.open(`/personnes/${scene.file}${path}`)).status, 404);
});

test('With every role he gave himself, and her file which he took once her lead was put out, he reads none of what was written before.', async () => {
	const { scene, organization, karim, anne, cookie } = await place();
	await home.sql('update member set ended_at = now() where id = $1', [anne.member]);
	assert.equal((await change(cookie, karim.member, { roles: ['practitioner', 'coordination', 'administrator'] })).status, 303);
	assert.equal((await post(`/reglages/membres/${scene.me.member}/fin`, cookie, { version: '1' })).status, 303);
	assert.match((await ask(app.url, '/equipe', { cookie })).body, /Planté/, 'coordination sees who has nobody');
	await as(karim, (tx) => sql`select assign_lead(${scene.file}, ${karim.member})`.execute(tx));
	const taken = await as(karim, (tx) => readPathway(tx, scene.file));
	assert.ok(taken, 'he walks with her now, and it is told');
	for (const table of ['note', 'need_voice', 'goal_wording', 'memo', 'draft', 'revision'] as const) {
		const { rows } = await as(karim, (tx) => sql.raw<{ n: number }>(`select count(*)::int as n from ${table}`).execute(tx));
		assert.equal(rows[0]?.n, 0, table);
	}
	for (const below of ['', '/entretiens', '/besoins', '/objectifs', '/fil', '/plan']) {
		const { status, body } = await ask(app.url, `/personnes/${scene.file}${below}`, { cookie });
		assert.equal(status, 200, below);
		// What she is called, how to reach her and what counts for her go with the lead; what was said to somebody else does not.
		assert.doesNotMatch(body.replaceAll(`${PLANTED_WORDS} (compte)`, ''), new RegExp(PLANTED_WORDS), below);
	}
	assert.match((await ask(app.url, `/personnes/${scene.file}/lectures`, { cookie })).body, /Karim/, 'what he opened is noted for her');
	assert.deepEqual(
		await home.sql(
			`select count(*)::int as n from audit where organization_id = $1 and member_id = $2 and subject = 'accompaniment' and 'lead_id' = any (columns)`,
			[organization, karim.member]
		),
		[{ n: 2 }],
		'her lead put out, himself put there'
	);
});

test('He enters as nobody else: no page and no statement sets a colleague’s password, second step, address or session, or shows one.', async () => {
	const { scene, karim, cookie } = await place();
	const login = await giveAccount(home, scene.me);
	const hers = await enter(home, scene.me);
	const before = await fingerprints(home, [
		'auth.attempt',
		'journal',
		'form_key',
		'audit',
		'member',
		'outbox',
		'auth.reset',
		'chain',
		'invitation'
	]);
	const more = {
		email: 'karim@essai.example',
		password: 'une rivière sous quatre ponts',
		account_id: karim.account,
		two_factor_enabled: '',
		session: 'x'
	};
	for (const path of [
		`/reglages/membres/${scene.me.member}`,
		'/reglages',
		'/compte?/end',
		'/compte?/everywhere&account=' + scene.me.account
	]) {
		if (!path.includes('everywhere')) await post(path, cookie, { ...more, first_name: 'Ici', 'roles[]': 'practitioner', version: '1' });
	}
	for (const statement of [
		`select email from auth.account`,
		`update auth.account set email = 'karim@essai.example'`,
		`update auth.credential set password = 'x'`,
		`delete from auth.two_factor`,
		`select token from auth.session`,
		`insert into auth.reset values ('${scene.me.account}', 'x', now() + interval '1 hour')`,
		`update member set account_id = '${karim.account}' where id = '${scene.me.member}'`,
		`select auth.session_actor('x')`,
		`select sealed from outbox`,
		`select accept_invitation('x', '${karim.account}')`
	]) {
		await assert.rejects(
			as(karim, (tx) => sql.raw(statement).execute(tx)),
			{ status: 404 },
			statement
		);
	}
	assert.deepEqual(
		await fingerprints(home, ['auth.attempt', 'journal', 'form_key', 'audit', 'member', 'outbox', 'auth.reset', 'chain', 'invitation']),
		before
	);
	// A link to choose a password goes to her own address, whoever asks, and nothing that he sees holds it.
	await mails();
	await new Visitor(app.url).post('/mot-de-passe', { email: login.email });
	const sent = await home.sql<{ id: string; sealed: string }>('select id, sealed from outbox');
	assert.deepEqual(
		sent.map(({ id, sealed }) => openMail(keyring(), id, sealed).to),
		[login.email]
	);
	assert.doesNotMatch((await ask(app.url, '/reglages/messages', { cookie })).body, /mot-de-passe\/[\w-]{20}|essai\.example/);
	assert.equal((await ask(app.url, '/bureau', { cookie: hers })).status, 200, 'her session goes on');
});

test('Guessing a colleague’s password through invitations to her address is counted as any guess, however many invitations.', async () => {
	const { scene, cookie } = await place();
	const login = await giveAccount(home, scene.me);
	const statuses: number[] = [];
	for (let times = 0; times < 8; times += 1) {
		const invited = { first_name: 'Ici', email: login.email, 'roles[]': 'practitioner' };
		const link = /\/invitation\/[\w-]{40,}/.exec((await post('/reglages/invitations?/inviter', cookie, invited)).body)?.[0];
		statuses.push((await new Visitor(app.url).post(link!, { password: `essai au hasard numero ${times}` })).status);
	}
	assert.ok(statuses.includes(429), statuses.join(' '));
});

test('He lengthens no cover, makes nobody lead, takes off no exclusion, switches off no limit, and changes no line that tells of it.', async () => {
	const { scene, karim } = await place();
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '1 day')`,
		[scene.file, scene.organization, scene.free.member]
	);
	const before = await fingerprints(home);
	for (const statement of [
		`update colleague set until = now() + interval '1 year'`,
		`update accompaniment set lead_id = me()`,
		`delete from exclusion`,
		`delete from reading_pace`,
		`update reading_pace set times = 0`,
		`delete from journal`,
		`delete from audit`,
		`update audit set member_id = null`,
		`delete from chain`,
		`alter table member disable trigger not_by_oneself`,
		`select assign_lead('${scene.unassigned}', me())`,
		`select cover_caseload('${scene.me.member}', '${scene.free.member}', now() + interval '90 days')`,
		`select exclude_by_reference('000000000000', '${scene.me.member}')`,
		`select * from unassigned()`,
		`select * from team_load()`,
		`select * from front_desk(now(), now() + interval '1 day')`
	]) {
		const done = await as(karim, (tx) => sql.raw(statement).execute(tx)).then(
			({ numAffectedRows, rows }) => Number(numAffectedRows ?? rows.length),
			(problem: unknown) => (typeof problem === 'object' && problem && 'status' in problem && problem.status === 404 ? 0 : String(problem))
		);
		assert.equal(done, 0, statement);
	}
	assert.deepEqual(await fingerprints(home), before);
});
