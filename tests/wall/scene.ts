import { randomInt } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Actor, Role } from '#lib/access/access.ts';
import type { Standing } from '#lib/access/line.ts';
import { keyring } from '#lib/server/db.ts';
import { newCode, shownCode } from '#lib/carnet/code.ts';
import { codeIndex } from '#lib/carnet/secrets.ts';
import { QUESTIONS } from '#lib/opinion/rules.ts';
import type { PersonKey } from '#lib/server/keyring.ts';
import type { House } from '../house.ts';
import { plantPapers, type Papers } from './scene-papers.ts';

/** One file with all that can be in it, somebody who asks, and colleagues around. Planted by the loader, who passes every policy. */
export interface Scene extends Papers {
	/** Who asks. */
	me: Actor;
	organization: string;
	person: string;
	file: string;
	/** The same person's file in another organisation, which the asking account leads there, with every role. */
	fileElsewhere: string;
	/** That other organisation. */
	other: string;
	/** The lead (somebody else unless the standing is "lead"), a colleague who wrote the text, one who is free, one she excluded. */
	lead: Actor;
	writer: Actor;
	free: Actor;
	shut: Actor;
	interview: string;
	note: string;
	/** A text and an interview of my own. */
	ownNote: string;
	ownInterview: string;
	/** A colleague's side of my own interview; a meeting of his that I was not at. */
	side: string;
	closedInterview: string;
	action: string;
	/** A need and a goal that a colleague wrote, read like `note`; and one of each of my own. */
	need: string;
	ownNeed: string;
	goal: string;
	ownGoal: string;
	/** An action born outside a note, read like `goal`. */
	goalAction: string;
	/** A message of hers that is said aloud, its file, and a message of mine. */
	message: string;
	messageFile: string;
	ownMessage: string;
	/** A note that she shows, one that she keeps for herself, a step she said, and the page she composes. */
	shownNote: string;
	keptNote: string;
	step: string;
	herPage: string;
	/** The card that opens her own space, and its code as it is printed. */
	card: string;
	cardCode: string;
	appointment: string;
	/** One of today, the same lead's. */
	otherAppointment: string;
	/** What the front desk left for the lead. */
	deskWord: string;
	ownMemo: string;
	otherMemo: string;
	expiredMemo: string;
	otherDraft: string;
	/** A view that is asked for by the writer: of me when that is my standing, else of the colleague who is free. */
	view: string;
	/** What she asks about a reading by the writer, and about one of mine; and her request to read the memos. */
	question: string;
	ownQuestion: string;
	memosAsked: string;
	/** Somebody who has no lead any more. */
	unassigned: string;
}

const EVERY_ROLE: Role[] = ['practitioner', 'front-desk', 'coordination', 'administrator'];

/** A day of this many days from now, as SQL dates are written. */
export const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The name every planted person has, to be looked for. */
export const PLANTED_NAME = 'Nadia Planté';
/** The words every planted text holds, to be looked for. */
export const PLANTED_WORDS = 'La lettre du propriétaire est arrivée';
/** What she shows for the next meeting. */
export const HER_NOTE = 'Demander pour la crèche';
/** What a planted view asks and shows: words of its own, since whoever is asked reads them and nothing else. */
export const VIEW_QUESTION = 'Par où recommencer';
export const VIEW_WORDS = 'Elle voudrait un jardin';

/** A member planted without asking anybody. */
export async function plantMember(
	home: Pick<House, 'sql'>,
	organization: string,
	roles: Role[],
	first: string,
	account = newId()
): Promise<Actor> {
	const member = newId();
	await home.sql(`insert into auth.account (id, name, email) values ($1, $2, $3) on conflict do nothing`, [
		account,
		first,
		`${account}@essai.example`
	]);
	await home.sql(`insert into member (id, account_id, organization_id, first_name, roles) values ($1, $2, $3, $4, $5)`, [
		member,
		account,
		organization,
		first,
		roles
	]);
	return { member, account, organization, roles, firstName: first };
}

/**
 * Plants the file and puts somebody with this role alone in this standing towards it.
 * @param where an organisation that is there already; a new one otherwise
 */
export async function plantScene(home: House, role: Role, standing: Standing, where?: string): Promise<Scene> {
	const organization = where ?? (await home.organization('Organisation A'));
	const other = await home.organization('Organisation B');
	const here = await plantMember(home, organization, [role], 'Ici');
	// Full rights in another organisation, over the same person: they must change nothing.
	const there = await plantMember(home, other, EVERY_ROLE, 'Ailleurs', here.account);
	const writer = await plantMember(home, organization, ['practitioner'], 'Écrit');
	const lead = standing === 'lead' ? here : await plantMember(home, organization, ['practitioner'], 'Guide');
	const free = await plantMember(home, organization, ['practitioner'], 'Libre');
	const shut = await plantMember(home, organization, ['practitioner'], 'Exclue');
	// An organisation keeps an administrator, whoever leaves.
	await plantMember(home, organization, ['administrator'], 'Règle');
	// And somebody of coordination, so that no question of hers falls to the administrator.
	await plantMember(home, organization, ['coordination'], 'Coordonne');

	const person = newId();
	const { wrapped, key } = keyring().newPersonKey(person);
	const [file, fileElsewhere, unassigned] = [newId(), newId(), newId()];
	const ids = {
		interview: newId(),
		ownInterview: newId(),
		note: newId(),
		ownNote: newId(),
		side: newId(),
		closedInterview: newId(),
		action: newId(),
		need: newId(),
		ownNeed: newId(),
		goal: newId(),
		ownGoal: newId(),
		goalAction: newId(),
		message: newId(),
		messageFile: newId(),
		ownMessage: newId(),
		appointment: newId(),
		otherAppointment: newId(),
		deskWord: newId(),
		shownNote: newId(),
		keptNote: newId(),
		step: newId(),
		herPage: newId(),
		ownMemo: newId(),
		otherMemo: newId(),
		expiredMemo: newId(),
		otherDraft: newId(),
		view: newId(),
		question: newId(),
		ownQuestion: newId(),
		memosAsked: newId(),
		paper: newId(),
		herPaper: newId(),
		letter: newId(),
		paperFile: newId(),
		herPaperFile: newId(),
		letterFile: newId()
	};
	const put = (table: string, row: Record<string, unknown>) => {
		const names = Object.keys(row);
		return home.sql(
			`insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
			Object.values(row)
		);
	};
	await put('person', { id: person });
	await put('keys.person_key', { person_id: person, wrapped });
	const accompaniment = { name_to_use: PLANTED_NAME, opened_on: dayFromNow(-90), person_id: person };
	await put('accompaniment', { id: file, organization_id: organization, lead_id: lead.member, ...accompaniment });
	await put('accompaniment', {
		id: fileElsewhere,
		organization_id: other,
		lead_id: there.member,
		...accompaniment,
		name_to_use: 'Nadia Ailleurs'
	});
	await plantAnother(unassigned, organization, null, put);
	await plantAnother(newId(), organization, writer.member, put);
	await put('exclusion', { person_id: person, account_id: shut.account, organization_id: organization, added_by: writer.member });
	if (standing === 'excluded') {
		await put('exclusion', { person_id: person, account_id: here.account, organization_id: organization, added_by: writer.member });
	}
	// Named after the exclusion, as a careless hand would: the exclusion still comes first.
	const colleague = { accompaniment_id: file, organization_id: organization };
	await put('colleague', { ...colleague, member_id: writer.member });
	if (['named', 'unticked', 'excluded', 'ended'].includes(standing))
		await put('colleague', { ...colleague, member_id: here.member, added_by: writer.member });
	if (standing === 'cover' || standing === 'expired') {
		const until = new Date(Date.now() + (standing === 'cover' ? 86_400_000 : -1000));
		await put('colleague', { ...colleague, member_id: here.member, kind: 'cover', until, added_by: writer.member });
	}

	const below = { accompaniment_id: file };
	const owned = { ...below, organization_id: organization };
	for (const [interview, note, author] of [
		[ids.interview, ids.note, writer],
		[ids.ownInterview, ids.ownNote, here]
	] as const) {
		await put('interview', { id: interview, ...owned, held_on: dayFromNow(-7), channel: 'presence', author_id: author.member });
		const said = { text: `${PLANTED_WORDS} (${author.firstName})`, moved: '' };
		await put('note', { id: note, interview_id: interview, ...below, author_id: author.member, sealed: key.seal('note', note, said) });
	}
	// Who was there: I was, whatever became of my place since; a colleague is seen there by whoever reads the text.
	for (const { member } of [here, free]) await put('attendee', { interview_id: ids.interview, ...owned, member_id: member });
	await put('interview', { id: ids.closedInterview, ...owned, held_on: dayFromNow(-8), channel: 'phone', author_id: writer.member });
	await put('note', {
		id: ids.side,
		interview_id: ids.ownInterview,
		...below,
		author_id: writer.member,
		sealed: key.seal('note', ids.side, { text: `${PLANTED_WORDS} (côté)`, moved: '' })
	});
	const readBack = newId();
	await put('read_back', {
		id: readBack,
		...below,
		note_id: ids.note,
		note_version: 1,
		value: 'to-correct',
		how: 'orally',
		recorded_by: writer.member,
		sealed: key.seal('read_back', readBack, { words: `${PLANTED_WORDS} (relu)` })
	});
	// Named with the text even when she may no longer read: a reader's row alone opens nothing.
	const readers = standing === 'unticked' ? [lead] : [...new Set([lead, here])];
	for (const reader of readers)
		for (const note of [ids.note, ids.side]) await put('note_reader', { note_id: note, member_id: reader.member });
	await plantMessages({ ids, owned, here, writer, readers, key, put });
	await plantNeeds({ ids, owned, here, writer, readers, key, put });
	await plantPapers({ ids, words: PLANTED_WORDS, owned, lead, writer, readers, key, put });
	await put('action', {
		id: ids.action,
		...owned,
		note_id: ids.note,
		owner: 'person',
		author_id: writer.member,
		sealed: key.seal('action', ids.action, { text: `${PLANTED_WORDS} : répondre` })
	});
	await put('appointment', {
		id: ids.appointment,
		...owned,
		member_id: lead.member,
		starts_at: new Date(Date.now() + 86_400_000),
		time_zone: 'Europe/Brussels',
		sealed: key.seal('appointment', ids.appointment, { place: 'Bureau 2' })
	});
	await plantAtDesk({ ids, owned, lead, writer, key, put });
	const [card, code] = [newId(), newCode(randomInt)];
	await put('carnet', {
		id: card,
		...owned,
		person_id: person,
		code_index: codeIndex(keyring(), code),
		pin: 'planted',
		given_by: writer.member,
		sealed: key.seal('carnet', card, { code })
	});
	const helper = newId();
	await put('helper', {
		...{ id: helper, ...owned, code_index: `planted ${helper}`, pin: 'planted' },
		...{ sealed: key.seal('helper', helper, { name: PLANTED_NAME }), until: new Date(Date.now() + 86_400_000), ended_at: new Date() }
	});
	await put('journal', {
		...{ organization_id: organization, account_id: helper, member_id: helper, accompaniment_id: file, person_id: person },
		...{ kind: 'helper', hour: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000) }
	});
	await put('profile', { ...owned, sealed: key.seal('profile', file, { matters: `${PLANTED_WORDS} (compte)` }) });
	await put('her_note', { id: ids.shownNote, ...owned, shown: true, sealed: key.seal('her_note', ids.shownNote, { text: HER_NOTE }) });
	await put('her_note', { id: ids.keptNote, ...owned, sealed: key.seal('her_note', ids.keptNote, { text: 'Pour moi seule' }) });
	await put('her_step', {
		id: ids.step,
		...owned,
		on_day: dayFromNow(-2),
		sealed: key.seal('her_step', ids.step, { text: 'Un pas à moi' })
	});
	const line = { id: newId(), kind: 'own', head: null, text: 'Parlez doucement' };
	const page = { named: true, name: '', language: '', lines: [line] };
	await put('her_page', { id: ids.herPage, ...owned, sealed: key.seal('her_page', ids.herPage, page) });
	const memo = (id: string, author: Actor, days: number) =>
		put('memo', {
			id,
			...below,
			author_id: author.member,
			created_at: new Date(Date.now() - 86_400_000 * 30),
			expires_at: new Date(Date.now() + 86_400_000 * days),
			sealed: key.seal('memo', id, { text: `${PLANTED_WORDS} (mémo ${author.firstName})` })
		});
	await memo(ids.ownMemo, here, 60);
	await memo(ids.otherMemo, writer, 60);
	await memo(ids.expiredMemo, here, -0.00001);
	await put('draft', {
		id: ids.otherDraft,
		...below,
		member_id: writer.member,
		form: 'interview',
		sealed: key.seal('draft', ids.otherDraft, { said: `${PLANTED_WORDS} (brouillon)` })
	});
	await plantView();
	for (const [question, by, kind] of [
		[ids.question, writer, 'pathway'],
		// A reading of one's own, for whoever could answer for it; nobody else's journal begins with a line.
		[ids.ownQuestion, here.roles.includes('coordination') ? here : writer, 'writing']
	] as const) {
		const line = newId();
		const looked = { id: line, hour: new Date(), ...owned, account_id: by.account, member_id: by.member, person_id: person, kind };
		await put('journal', looked);
		const sealed = keyring().seal(`reading_question|${question}`, { text: 'Pourquoi ce regard ?' });
		await put('reading_question', { id: question, ...owned, journal_id: line, sealed });
	}
	await home.sql(
		`insert into opinion_count (organization_id, half, question, answer, people)
		select o, '2024-2', q, '3', 5 from unnest($1::uuid[]) o, unnest($2::text[]) q on conflict do nothing`,
		[[organization, other], QUESTIONS]
	);
	await put('data_request', { id: ids.memosAsked, ...owned, how: 'screen', said_on: dayFromNow(0), recorded_by: null, what: 'memos' });
	async function plantView(): Promise<void> {
		const { view } = ids;
		const ends_at = new Date(Date.now() + 86_400_000 * 3);
		const asked_of = standing === 'asked' ? here.member : free.member;
		await put('view_request', { id: view, ...owned, asked_by: writer.member, asked_of, accord_how: 'orally', ends_at });
		const sealed = key.seal('view_text', view, { question: VIEW_QUESTION, about: [{ kind: 'matters' }] });
		await put('view_text', { id: view, ...below, sealed });
		const texts = [{ kind: 'matters', text: VIEW_WORDS }];
		await put('view_shown', { id: view, ...below, until: ends_at, sealed: key.seal('view_shown', view, { texts }) });
		for (const reader of standing === 'unticked' ? [lead] : new Set([lead, here]))
			await put('view_reader', { view_id: view, member_id: reader.member });
	}
	// The last gesture, as it happens in life: what was given before stays planted.
	if (standing === 'ended') await home.sql(`update member set ended_at = now() - interval '1 second' where id = $1`, [here.member]);
	if (standing === 'ended') await home.sql(`update colleague set until = null where member_id = $1`, [here.member]);

	const me = standing === 'elsewhere' ? there : here;
	return {
		me,
		organization,
		other,
		person,
		file,
		fileElsewhere,
		lead,
		writer,
		free,
		shut,
		unassigned,
		card,
		cardCode: shownCode(code),
		...ids
	};
}

/** An appointment of now, her arrival to the other, and a word that the front desk left for her lead. */
async function plantAtDesk({
	ids,
	owned,
	lead,
	writer,
	key,
	put
}: {
	ids: Pick<Scene, 'appointment' | 'otherAppointment' | 'deskWord'>;
	owned: { accompaniment_id: string; organization_id: string };
	lead: Actor;
	writer: Actor;
	key: PersonKey;
	put: (table: string, row: Record<string, unknown>) => Promise<unknown>;
}): Promise<void> {
	await put('appointment', {
		id: ids.otherAppointment,
		...owned,
		member_id: lead.member,
		starts_at: new Date(),
		time_zone: 'Europe/Brussels'
	});
	await put('arrival', { ...owned, appointment_id: ids.appointment, clears_at: new Date(Date.now() + 3_600_000) });
	await put('desk_word', {
		id: ids.deskWord,
		...owned,
		appointment_id: ids.appointment,
		kind: 'said',
		to_member_id: lead.member,
		author_id: writer.member,
		sealed: key.seal('desk_word', ids.deskWord, { text: `${PLANTED_WORDS} (accueil)` })
	});
}

/** A message of hers, said aloud and read like the others, with what each has read of it; and one of mine. */
async function plantMessages({
	ids,
	owned,
	here,
	writer,
	readers,
	key,
	put
}: {
	ids: Pick<Scene, 'message' | 'messageFile' | 'ownMessage'>;
	owned: { accompaniment_id: string; organization_id: string };
	here: Actor;
	writer: Actor;
	readers: Actor[];
	key: PersonKey;
	put: (table: string, row: Record<string, unknown>) => Promise<unknown>;
}): Promise<void> {
	const { accompaniment_id } = owned;
	const body = Buffer.from(PLANTED_WORDS);
	const sealed = key.seal('file', ids.messageFile, { type: 'webm', pieces: 1 });
	await put('file', { id: ids.messageFile, ...owned, author_id: null, bytes: body.length, sealed });
	const piece = key.sealPiece({ table: 'file_piece', row: ids.messageFile, position: 0, of: 1 }, body);
	await put('file_piece', { file_id: ids.messageFile, position: 0, body: piece });
	for (const [id, author_id, voice_id] of [
		[ids.message, null, ids.messageFile],
		[ids.ownMessage, here.member, null]
	]) {
		const text = { text: `${PLANTED_WORDS} (message)` };
		await put('message', { id, ...owned, author_id, voice_id, sealed: key.seal('message', id!, text) });
	}
	for (const reader of readers) await put('message_reader', { message_id: ids.message, accompaniment_id, member_id: reader.member });
	for (const member_id of [writer.member, null]) await put('message_read', { message_id: ids.message, accompaniment_id, member_id });
}

/** A need in two voices and a goal with its wish, its agreement, a step and an action; written by a colleague, and one of each by me. */
async function plantNeeds({
	ids,
	owned,
	here,
	writer,
	readers,
	key,
	put
}: {
	ids: Pick<Scene, 'need' | 'ownNeed' | 'goal' | 'ownGoal' | 'goalAction'>;
	owned: { accompaniment_id: string; organization_id: string };
	here: Actor;
	writer: Actor;
	readers: Actor[];
	key: PersonKey;
	put: (table: string, row: Record<string, unknown>) => Promise<unknown>;
}): Promise<void> {
	const { accompaniment_id } = owned;
	for (const [need, goal, author] of [
		[ids.need, ids.goal, writer],
		[ids.ownNeed, ids.ownGoal, here]
	] as const) {
		const by = { accompaniment_id, author_id: author.member };
		await put('need', {
			id: need,
			...owned,
			author_id: author.member,
			sealed: key.seal('need', need, { list: 1, code: 'VIO', ended: null })
		});
		for (const voice of ['person', 'practitioner']) {
			const id = newId();
			const said = { words: `${PLANTED_WORDS} (besoin ${voice})`, when: 'now', works: '', how: null };
			await put('need_voice', { id, need_id: need, ...by, voice, sealed: key.seal('need_voice', id, said) });
		}
		await put('goal', { id: goal, ...owned, author_id: author.member, sealed: key.seal('goal', goal, { domain: null, state: 'open' }) });
		for (const kind of ['wish', 'agreed']) {
			const id = newId();
			await put('goal_wording', {
				id,
				goal_id: goal,
				...by,
				kind,
				sealed: key.seal('goal_wording', id, { text: `${PLANTED_WORDS} (${kind})` })
			});
			if (kind === 'agreed')
				await put('goal_confirmation', {
					id: newId(),
					goal_id: goal,
					wording_id: id,
					accompaniment_id,
					voice: 'person',
					how: 'orally',
					said_on: dayFromNow(-1),
					recorded_by: author.member
				});
		}
		const step = newId();
		await put('goal_step', { id: step, goal_id: goal, ...by, sealed: key.seal('goal_step', step, { text: `${PLANTED_WORDS} (pas)` }) });
	}
	for (const reader of readers) {
		await put('need_reader', { need_id: ids.need, member_id: reader.member });
		await put('goal_reader', { goal_id: ids.goal, member_id: reader.member });
	}
	await put('action', {
		id: ids.goalAction,
		...owned,
		goal_id: ids.goal,
		owner: 'person',
		author_id: writer.member,
		sealed: key.seal('action', ids.goalAction, { text: `${PLANTED_WORDS} : pour l’objectif` })
	});
}

/** Somebody else, with whom this member walks, or nobody yet. */
async function plantAnother(
	id: string,
	organization: string,
	lead: string | null,
	put: (table: string, row: Record<string, unknown>) => Promise<unknown>
): Promise<void> {
	const person = newId();
	await put('person', { id: person });
	await put('keys.person_key', { person_id: person, wrapped: keyring().newPersonKey(person).wrapped });
	await put('accompaniment', {
		id,
		organization_id: organization,
		person_id: person,
		lead_id: lead,
		name_to_use: lead ? 'Autre Suivie' : 'Sans Guide',
		opened_on: dayFromNow(-3)
	});
}
