import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { STANDINGS, type Channel, type Line, type Standing } from '#lib/access/line.ts';
import { answerOf, MATRIX, PROBED_ROLES, type Action } from '#lib/access/matrix.ts';
import type { Role } from '#lib/access/access.ts';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter, type Answered } from './http.ts';
import { dayFromNow, HER_NOTE, PLANTED_NAME, PLANTED_WORDS, plantScene, VIEW_QUESTION, VIEW_WORDS, type Scene } from './scene.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());

/** Where a thing is asked for in the browser, and what shows that it was given. */
interface Way {
	path: (scene: Scene) => string;
	shows: (scene: Scene) => string;
	by?: Channel;
	/** A count or a list of what is due: who may see her need not find her in it. */
	mayBeEmpty?: true;
	/** An address of its own: it is not there where the line gives nothing. */
	alone?: true;
}

const below = (more: string) => (scene: Scene) => `/personnes/${scene.file}${more}`;
const said = (what: string) => () => `${PLANTED_WORDS}${what}`;

const WAYS: Partial<Record<Action, Way[]>> = {
	'read-pathway': [
		// Written for the page alone (web/page-alone.ts).
		{ path: below(''), shows: () => PLANTED_NAME, by: 'page' },
		{ path: below('/entretiens'), shows: () => PLANTED_NAME }
	],
	'find-by-name': [
		{ path: () => '/personnes?q=nadia', shows: ({ file }) => file, by: 'search' },
		{ path: () => '/bureau?q=plant', shows: ({ file }) => file, by: 'search' }
	],
	'list-caseload': [
		{ path: () => '/personnes', shows: ({ file }) => file },
		{ path: () => '/personnes/liste.csv', shows: () => PLANTED_NAME, by: 'csv' },
		{ path: () => '/bureau', shows: ({ file }) => file, by: 'counter', mayBeEmpty: true }
	],
	'read-profile': [
		{ path: below('/profil'), shows: said(' (compte)') },
		{ path: below('/plan'), shows: said(' (compte)') }
	],
	'read-interview': [{ path: below('/entretiens'), shows: ({ interview }) => interview }],
	'read-note': [
		{ path: below('/entretiens'), shows: said(' (Écrit)') },
		{ path: below('/entretiens'), shows: said(' (côté)') },
		{ path: (scene) => below(`/entretiens/${scene.interview}`)(scene), shows: said(' (relu)') },
		{ path: (scene) => below(`/entretiens/${scene.interview}/relire`)(scene), shows: said(' (Écrit)') }
	],
	'read-action': [
		{ path: below('/entretiens/nouveau'), shows: said(' : répondre') },
		{ path: below('/plan'), shows: said(' : répondre') }
	],
	'read-need': [
		{ path: below('/besoins'), shows: ({ need }) => need },
		{ path: (scene) => below(`/besoins/${scene.need}`)(scene), shows: said(' (besoin person)') }
	],
	'read-own-memo': [{ path: (scene) => below(`/memos/${scene.ownMemo}`)(scene), shows: said(' (mémo Ici)') }],
	'read-memo-of-another': [{ path: (scene) => below(`/memos/${scene.otherMemo}`)(scene), shows: said(' (mémo Écrit)') }],
	'read-expired-memo': [{ path: (scene) => below(`/memos/${scene.expiredMemo}`)(scene), shows: said(' (mémo') }],
	'read-journal': [{ path: below('/lectures'), shows: () => 'Écrit' }],
	'read-paper': [
		{ path: below('/documents'), shows: said(' (document)') },
		{ path: (scene) => below(`/documents/${scene.paper}/fichier`)(scene), shows: said(' (fichier)'), by: 'page', alone: true }
	],
	'read-paper-of-hers-alone': [
		{ path: below('/documents'), shows: said(' (pour elle seule)') },
		{ path: (scene) => below(`/documents/${scene.herPaper}/fichier`)(scene), shows: said(' (fichier)'), by: 'page', alone: true }
	],
	'read-letter': [
		{ path: below('/documents'), shows: said(' (papier)') },
		{ path: (scene) => below(`/documents/lettres/${scene.letter}/fichier`)(scene), shows: said(' (fichier)'), by: 'page', alone: true }
	],
	'read-what-she-shows': [
		{ path: below(''), shows: () => HER_NOTE, by: 'page' },
		{ path: below('/entretiens/nouveau'), shows: () => HER_NOTE }
	],
	'see-card': [{ path: below('/carte'), shows: ({ cardCode }) => cardCode }],
	'give-card': [{ path: below('/carte'), shows: () => '?/donner' }],
	'see-view': [{ path: below('/regards'), shows: ({ view }) => view }],
	'read-view': [{ path: below('/regards'), shows: () => VIEW_QUESTION }],
	'open-view': [{ path: ({ view }) => `/bureau/regards/${view}`, shows: () => VIEW_WORDS }],
	'read-companions': [{ path: below('/entourage'), shows: () => 'Exclue' }],
	'open-pathway': [{ path: () => '/personnes/nouvelle', shows: () => 'name_to_use' }],
	'bring-people-in': [{ path: () => '/reglages/import', shows: () => 'type="file"' }],
	'see-front-desk': [{ path: () => '/accueil', shows: () => '/accueil' }],
	'see-her-at-front-desk': [{ path: () => `/accueil?jour=${dayFromNow(1)}`, shows: () => PLANTED_NAME }],
	'read-desk-word': [{ path: () => '/bureau', shows: said(' (accueil)') }],
	'see-team-load': [{ path: () => '/equipe', shows: () => '/equipe' }],
	'see-unassigned': [
		{ path: () => '/equipe', shows: ({ me, organization }) => (me.organization === organization ? 'Sans Guide' : '/equipe') }
	],
	'see-reading-question': [{ path: () => '/equipe', shows: ({ question }) => question }],
	'see-memos-asked': [{ path: () => '/equipe', shows: ({ memosAsked }) => memosAsked }],
	'see-opinions': [{ path: () => '/equipe/avis', shows: () => '2024' }],
	'change-organization': [{ path: () => '/reglages', shows: () => 'address' }]
};

/** A text that is on the page only when the line gives it, though the page itself is given by another line. */
const ON_ANOTHERS_PAGE: readonly Action[] = [
	'read-note',
	'read-action',
	'read-view',
	'read-need',
	'read-desk-word',
	'read-paper',
	'read-paper-of-hers-alone',
	'read-letter'
];

/** What an answer says when it gives nothing: 404, 403, away (to the sign-in page), or the status of a page that simply does not hold it. */
function refusalOf({ status, body, location }: Answered): string {
	if (location?.startsWith('/connexion') || body.includes('"type":"redirect"')) return 'away';
	return /"type":"error".*(40[34])/.exec(body)?.[1] ?? String(status);
}

/** Null when the page answers what the matrix says, else what differs. */
async function differs(
	line: Line & { action: Action },
	way: Way,
	channel: Channel,
	asker: { scene: Scene; role: Role; standing: Standing; cookie: string }
): Promise<string | null> {
	const { scene, role, standing, cookie } = asker;
	const address = channel === 'data' ? way.path(scene).replace(/(\?|$)/, '/__data.json$1') : way.path(scene);
	const answer = await ask(app.url, address, { cookie });
	const shown = answer.status === 200 && answer.body.includes(way.shows(scene));
	const wanted = answerOf(line, role, standing, channel);
	const told = `${line.action} by ${channel} (${address}): ${wanted}, but ${shown ? 'shown' : refusalOf(answer)}`;
	if (AWAY.includes(standing) && answer.body.includes(PLANTED_WORDS)) return `${told}, with a planted text`;
	if (/\(brouillon\)|\(mémo Écrit\)/.test(answer.body)) return `${told}, with what is somebody else’s`;
	if (wanted === 'allowed') return shown || way.mayBeEmpty ? null : told;
	if (shown) return told;
	// Whoever has left is sent to sign in again, or to another of his organisations.
	if (standing === 'ended' || wanted === 'not-there' || (ON_ANOTHERS_PAGE.includes(line.action) && !way.alone)) return null;
	return refusalOf(answer) === wanted ? null : told;
}

const AWAY: readonly Standing[] = ['elsewhere', 'excluded', 'none', 'asked', 'expired', 'ended'];

for (const role of PROBED_ROLES) {
	for (const standing of STANDINGS) {
		test(`The pages give ${role} × ${standing} what the matrix says, full rights elsewhere or not.`, async () => {
			const scene = await plantScene(home, role, standing);
			const asker = { scene, role, standing, cookie: await enter(home, scene.me) };
			const differing: string[] = [];
			for (const line of MATRIX) {
				for (const way of WAYS[line.action] ?? []) {
					for (const channel of way.by ? [way.by] : line.kind === 'write' ? (['page'] as const) : (['page', 'data'] as const)) {
						const told = await differs(line, way, channel, asker);
						if (told) differing.push(told);
					}
				}
			}
			assert.deepEqual(differing, []);
		});
	}
}
