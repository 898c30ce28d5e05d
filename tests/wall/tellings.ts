import type { House } from '../house.ts';
import { dayFromNow } from './scene.ts';

/** What is needed to write through the pages, as the house of canaries has it. */
export interface Teller {
	home: Pick<House, 'sql'>;
	/** A word that is nowhere else. */
	canary: (where: string) => string;
	/** Sends a form that must be accepted; `by` is a cookie. */
	post: (path: string, fields: [string, string][], by?: string) => Promise<string>;
	/** Sends a form that answers with the page itself. */
	keep: (path: string, fields: [string, string][]) => Promise<void>;
}

/** The id of the latest row of a table. */
export async function latest({ home }: Pick<Teller, 'home'>, table: string): Promise<string> {
	const [{ id } = { id: '' }] = await home.sql<{ id: string }>(`select id from ${table} order by id desc limit 1`);
	return id;
}

/** The words of a meeting that are folded beside "Ce qu’on s’est dit", each a canary of its own. */
export const voices = (canary: Teller['canary'], where: string): [string, string][] => [
	['her_words', canary(`${where}Sien`)],
	['hers_how', 'orally'],
	['helped_hers', canary(`${where}Aide`)],
	['helped_ours', canary(`${where}AideNous`)],
	['partner', canary(`${where}Partenaire`)],
	['relative', canary(`${where}Proche`)],
	['interpreter', canary(`${where}Interprete`)],
	['interpreter_as', 'child'],
	['interpreter_why', canary(`${where}Pourquoi`)]
];

/** A pathway opened with everything that can be said of it, a first meeting and its correction, a need put otherwise, a memo and a draft. */
export async function tellFile({ home, canary, post, keep }: Teller): Promise<void> {
	await post('/personnes/nouvelle', [
		['name_to_use', 'Nadia B.'],
		['pronouns', canary('Pronom')],
		['languages', canary('Langue')],
		['birthDate', '1991-03-04'],
		['municipality', canary('Commune')],
		['reach', canary('Joindre')],
		['trusted', canary('Confiance')],
		['contacts.0.kind', 'phone'],
		['contacts.0.value', `0470 ${canary('Telephone')}`],
		['contacts.0.hours', canary('Heures')],
		['contacts.0.caution', canary('Prudence')],
		['contacts.1.kind', 'mail'],
		['contacts.1.value', `${canary('Mail')}@essai.example`],
		['answer', 'yes'],
		['how', 'orally']
	]);
	const [{ id } = { id: '' }] = await home.sql<{ id: string }>('select id from accompaniment');
	const file = `/personnes/${id}`;
	const [profile] = await home.sql<{ version: number }>('select version from profile');
	await post(`${file}/profil`, [
		['name_to_use', 'Nadia B.'],
		['matters', canary('Compte')],
		['side', canary('Cote')],
		['trusted', canary('ConfianceBis')],
		['contacts.0.kind', 'phone'],
		['contacts.0.value', `0471 ${canary('TelephoneBis')}`],
		['version', String(profile?.version ?? 0)]
	]);
	await post(`${file}/cadre`, [
		['basis', 'asked'],
		['can_promise', canary('Promettre')],
		['cannot_promise', canary('PasPromettre')],
		['hers', canary('Sien')],
		['passed_on.0.what', canary('Transmis')],
		['passed_on.0.to', canary('AQui')],
		['passed_on.0.then', canary('Suite')]
	]);
	await post(`${file}/protection?/keep`, [
		['kind', 'administrateur'],
		['name', canary('Administrateur')],
		['domains', canary('Domaine')],
		['contact', canary('ContactAdmin')]
	]);
	await post(`${file}/rendez-vous?/prevoir`, [
		['day', dayFromNow(3)],
		['time', '10:00'],
		['place', canary('Lieu')]
	]);
	await post(`${file}/memos`, [
		['text', canary('Memo')],
		['months', '6']
	]);
	await post(`${file}/entretiens/nouveau?/enregistrer`, [
		['said', canary('Dit')],
		['moved', canary('Avance')],
		['outcome', 'moved'],
		...voices(canary, 'Premier'),
		['actions.0.who', 'me'],
		['actions.0.what', canary('Promesse')],
		['actions.1.what', canary('Action')],
		['actions.2.who', 'other'],
		['actions.2.name', canary('AutreQui')],
		['actions.2.what', canary('ActionAutre')],
		['next.day', dayFromNow(9)],
		['next.time', '11:00'],
		['next.place', canary('LieuSuivant')]
	]);
	const [{ interview } = { interview: '' }] = await home.sql<{ interview: string }>('select id as interview from interview');
	await post(`${file}/entretiens/${interview}?/corriger`, [['said', canary('Corrige')], ...voices(canary, 'Corrige'), ['version', '1']]);
	await post(`${file}/besoins/nouveau?/noter`, [
		['code', 'OTHER'],
		['label', canary('NomDuBesoin')],
		['hers.words', canary('BesoinSien')],
		['hers.works', canary('MarcheDeja')],
		['mine.words', canary('BesoinNotre')]
	]);
	const [{ need } = { need: '' }] = await home.sql<{ need: string }>('select id as need from need');
	await post(`${file}/besoins/${need}?/noter`, [
		['label', canary('AutreNom')],
		['hers.words', canary('BesoinChange')],
		['hers.version', '1'],
		['mine.words', canary('NotreChange')],
		['mine.version', '1'],
		['version', '1']
	]);
	await keep(`${file}/entretiens/nouveau?/brouillon`, [['said', canary('Brouillon')], ...voices(canary, 'Brouillon')]);
}

/** A handover, and the look back of an ending. */
export async function tellEnding(teller: Teller, colleague: { member: string }): Promise<void> {
	const { canary, post } = teller;
	const file = `/personnes/${await latest(teller, 'accompaniment')}`;
	await post(`${file}/entourage?/handover`, [
		['member', colleague.member],
		['said', canary('Passage')],
		['talked', 'on'],
		['stay', 'on'],
		['stay_until', dayFromNow(30)]
	]);
	await post(`${file}/fin?/end`, [
		['how', 'together'],
		['hers', canary('RegardSien')],
		['ours', canary('RegardNotre')],
		['helped', canary('Aide')]
	]);
}

/** Her answer when it is read again, a colleague’s side of a meeting, views asked and given: one of them still lives. */
export async function tellVoices(teller: Teller, colleague: { member: string; cookie: string }): Promise<void> {
	const { home, canary, post } = teller;
	const file = `/personnes/${await latest(teller, 'accompaniment')}`;
	const { id: note, interview_id: interview } = (
		await home.sql<{ id: string; interview_id: string }>('select id, interview_id from note')
	)[0]!;
	await post(`${file}/entretiens/${interview}/relire?/noter`, [
		['value', 'to-correct'],
		['how', 'orally'],
		['words', canary('ReluSien')],
		['note', note],
		['version', '2']
	]);
	await post(`${file}/entourage?/name`, [['member', colleague.member]]);
	await post(`${file}/entretiens/nouveau?/enregistrer`, [
		['said', canary('AvecTous')],
		['attendees[]', colleague.member],
		['readers[]', colleague.member]
	]);
	const side = `${file}/entretiens/${await latest(teller, 'interview')}/mon-cote?/ecrire`;
	await post(side, [['said', canary('SonCote')]], colleague.cookie);
	await post(
		side,
		[
			['said', canary('SonCoteChange')],
			['version', '1']
		],
		colleague.cookie
	);
	const demand = async () => {
		await post(`${file}/regards?/demander`, [
			['question', canary('Question')],
			['member', colleague.member],
			['texts[]', 'matters'],
			['texts[]', `note:${note}`],
			['accord', 'orally'],
			['until', dayFromNow(3)]
		]);
		return latest(teller, 'view_request');
	};
	await post(`${file}/regards?/reprendre`, [
		['view', await demand()],
		['how', 'her-word']
	]);
	await post(`/bureau/regards/${await demand()}?/donner`, [['answer', canary('Regard')]], colleague.cookie);
	await demand();
}

/** A goal with her wish, words for both and steps; actions said outside a meeting, each said otherwise. */
export async function tellGoals(teller: Teller): Promise<void> {
	const { canary, post } = teller;
	const file = `/personnes/${await latest(teller, 'accompaniment')}`;
	await post(`${file}/objectifs`, [
		['wish', canary('Souhait')],
		['how', 'orally']
	]);
	const goal = `${file}/objectifs/${await latest(teller, 'goal')}`;
	await post(`${goal}?/souhait`, [
		['wish', canary('SouhaitRedit')],
		['how', 'orally'],
		['last', await latest(teller, 'goal_wording')]
	]);
	await post(`${goal}?/convenir`, [
		['agreed', canary('Convenu')],
		['yes_hers', 'orally'],
		['yes_mine', 'on']
	]);
	await post(`${goal}?/pas`, [['step', canary('Pas')]]);
	const step = await latest(teller, 'goal_step');
	await post(`${goal}?/redire`, [
		['id', step],
		['step', canary('PasRedit')],
		['version', '1']
	]);
	await post(`${goal}?/fait`, [
		['id', step],
		['help', 'together'],
		['version', '2']
	]);
	await post(`${goal}?/pas`, [['step', canary('PasEncore')]]);
	await post(`${goal}?/pareil`, [
		['id', await latest(teller, 'goal_step')],
		['same_as', step],
		['called', canary('MemeChose')],
		['version', '1']
	]);
	await post(`${file}/actions`, [
		['who', 'other'],
		['name', canary('QuiDAutre')],
		['what', canary('ActionAjoutee')],
		['goal', await latest(teller, 'goal')]
	]);
	await post(`${file}/actions/${await latest(teller, 'action')}?/corriger`, [
		['who', 'person'],
		['what', canary('ActionRedite')],
		['version', '1']
	]);
}

/** A line of the day, a moment with several people, and what the front desk writes. */
export async function tellDay(teller: Teller): Promise<void> {
	const { home, canary, post, keep } = teller;
	const id = await latest(teller, 'accompaniment');
	const line = (words: string, at = crypto.randomUUID()): [string, string][] => [
		['line', at],
		[`lines.${at}.form_key`, crypto.randomUUID()],
		[`lines.${at}.person`, id],
		[`lines.${at}.said`, canary(words)],
		[`lines.${at}.moved`, canary(words)]
	];
	const another = line('JourneeAutre').slice(1);
	await post('/bureau/journee?/enregistrer', [...line('Journee'), ...another]);
	const group = (where: string): [string, string][] => [
		['common', canary(`${where}Commun`)],
		[`lines.${id}.said`, canary(where)],
		[`lines.${id}.moved`, canary(`${where}Avance`)]
	];
	await post('/bureau/collectif?/choisir', [['people[]', id]]);
	await keep('/bureau/collectif?/brouillon', group('CollectifBrouillon'));
	await post('/bureau/collectif?/enregistrer', group('Collectif'));
	const corrected = await latest(teller, 'interview');
	await post(`/personnes/${id}/entretiens/${corrected}?/corriger`, [
		['common', canary('CommunChange')],
		['said', canary('CollectifChange')],
		['version', '1']
	]);
	const [{ appointment } = { appointment: '' }] = await home.sql<{ appointment: string }>(
		`select id as appointment from appointment where state = 'planned' order by starts_at limit 1`
	);
	await post(`/accueil/${appointment}?/message`, [['text', canary('Message')]]);
	await post(`/accueil/${appointment}?/deplacer`, [
		['day', dayFromNow(4)],
		['time', '09:00'],
		['place', canary('AutreSalle')],
		['version', '1']
	]);
}
