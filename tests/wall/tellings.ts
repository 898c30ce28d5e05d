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

/** Her answer when it is read again, a colleague’s side of a meeting, views asked and given: one of them still lives. */
export async function tellVoices(teller: Teller, colleague: { member: string; cookie: string }): Promise<void> {
	const { home, canary, post } = teller;
	const file = `/personnes/${await latest(teller, 'accompaniment')}`;
	const { id: note, interview_id: interview } = (
		await home.sql<{ id: string; interview_id: string }>('select id, interview_id from note')
	)[0]!;
	await post(`${file}/entretiens/${interview}/relire`, [
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
