import { createHash } from 'node:crypto';
import type pg from 'pg';
import { hashPassword } from '../src/lib/accounts/password.ts';
import { newCode } from '../src/lib/carnet/code.ts';
import { codeIndex, pinOf } from '../src/lib/carnet/secrets.ts';
import { findableForm } from '../src/lib/people/rules.ts';
import type { Keyring, PersonKey } from '../src/lib/server/keyring.ts';
import { tellAtDesk } from './at-desk.ts';
import type { Calendar } from './calendar.ts';
import { accountOf, idOf } from './ids.ts';
import { tellGoals } from './goals.ts';
import { tellMessages } from './messages.ts';
import { tellNeeds, type Teller } from './needs.ts';
import { tellAround, voicesOf } from './meetings.ts';
import type { MeetingStory, PersonStory, PromiseStory, TerritoryStory } from './story.ts';
import { tellViews } from './views.ts';

type Row = Record<string, unknown>;

/** Rows wait here by table and are written at the end, in the order their references need. */
const ORDER = [
	'person',
	'keys.person_key',
	'accompaniment',
	'colleague',
	'exclusion',
	'carnet',
	'profile',
	'contact',
	'answer',
	'frame',
	'protection',
	'moment',
	'appointment',
	'arrival',
	'desk_word',
	'interview',
	'attendee',
	'note',
	'note_reader',
	'read_back',
	'need',
	'need_reader',
	'need_voice',
	'goal',
	'goal_reader',
	'goal_wording',
	'goal_confirmation',
	'goal_step',
	'revision',
	'action',
	'memo',
	'message',
	'message_reader',
	'message_read',
	'handover',
	'view_request',
	'view_text',
	'view_reader',
	'view_shown',
	'ending'
];

/** Tells the stories of one territory to its database, sealed as the application seals. */
export async function loadPeople(client: pg.Client, keyring: Keyring, territory: TerritoryStory, calendar: Calendar): Promise<void> {
	const rows = new Map<string, Row[]>(ORDER.map((table) => [table, []]));
	for (const person of territory.people) await new Telling(keyring, territory, calendar, person, rows).tell();
	for (const table of ORDER) await insert(client, table, rows.get(table)!);
}

/** The code of somebody's card: the same at every load, so that a printed list stays true. */
export function codeOf({ slug }: TerritoryStory, person: PersonStory): string {
	const bytes = createHash('sha256')
		.update(idOf(slug, person.slug, 'carnet'))
		.digest();
	let at = 0;
	return newCode((below) => bytes[at++]! % below);
}

/** One insert per table and set of columns, values as parameters. */
async function insert(client: pg.Client, table: string, rows: Row[]): Promise<void> {
	const shapes = Map.groupBy(rows, (row) => Object.keys(row).join(', '));
	for (const [columns, group] of shapes) {
		const width = columns.split(', ').length;
		for (let from = 0; from < group.length; from += 500) {
			const part = group.slice(from, from + 500);
			const places = part.map((_, row) => `(${Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`).join(', ')})`);
			await client.query(
				`insert into ${table} (${columns}) values ${places.join(', ')}`,
				part.flatMap((row) => Object.values(row))
			);
		}
	}
}

/** One person's story, told to the rows. */
class Telling {
	readonly #keyring: Keyring;
	readonly #territory: TerritoryStory;
	readonly #calendar: Calendar;
	readonly #story: PersonStory;
	readonly #rows: Map<string, Row[]>;
	readonly #key: PersonKey;
	readonly #organization: string;
	readonly #accompaniment: string;
	readonly #person: string;

	constructor(keyring: Keyring, territory: TerritoryStory, calendar: Calendar, story: PersonStory, rows: Map<string, Row[]>) {
		this.#keyring = keyring;
		this.#territory = territory;
		this.#calendar = calendar;
		this.#story = story;
		this.#rows = rows;
		this.#organization = idOf(territory.slug, story.organization);
		this.#person = this.#id('person');
		this.#accompaniment = this.#id('accompaniment');
		const { key, wrapped } = keyring.newPersonKey(this.#person);
		this.#key = key;
		this.#add('person', { id: this.#person });
		this.#add('keys.person_key', { person_id: this.#person, wrapped });
	}

	async tell(): Promise<void> {
		this.#opening();
		if (this.#story.carnet) await this.#carnet(this.#story.carnet);
		this.#surroundings();
		const { handovers = [], moments = [], meetings = [], appointments = [], memos = [] } = this.#story;
		const last = moments.at(-1);
		if (last)
			Object.assign(this.#rows.get('accompaniment')!.at(-1)!, {
				moment: last.value,
				moment_until: last.untilIn === undefined ? null : this.#calendar.exact(last.untilIn)
			});
		moments.forEach((moment, n) =>
			this.#add('moment', {
				...this.#of('moment', n),
				value: moment.value,
				since: this.#calendar.past(moment.ago),
				until: moment.untilIn === undefined ? null : this.#calendar.exact(moment.untilIn),
				recorded_by: this.#member(this.#story.lead)
			})
		);
		meetings.forEach((meeting, n) => this.#meeting(meeting, n));
		appointments.forEach((appointment, n) => {
			const row = this.#of('appointment', n);
			const by = this.#member(appointment.with ?? this.#story.lead);
			this.#add('appointment', {
				...row,
				member_id: by,
				starts_at: this.#calendar.at(this.#calendar.ahead(appointment.in), appointment.at),
				time_zone: this.#territory.timeZone,
				channel: appointment.channel ?? 'presence',
				sealed: appointment.place ? this.#key.seal('appointment', row.id, { place: appointment.place }) : null,
				created_by: by
			});
			if (appointment.desk)
				tellAtDesk(
					appointment.desk,
					{ row, appointment: row.id, to: by!, by: this.#member(appointment.desk.by)! },
					{ calendar: this.#calendar, key: this.#key, id: (what) => this.#id(what, n), add: (table, told) => this.#add(table, { ...told }) }
				);
		});
		memos.forEach((memo, n) => {
			const id = this.#id('memo', n);
			this.#add('memo', {
				id,
				accompaniment_id: this.#accompaniment,
				author_id: this.#member(memo.by),
				sealed: this.#key.seal('memo', id, { text: memo.text }),
				created_at: this.#calendar.at(this.#calendar.past(memo.ago), '17:30'),
				expires_at: this.#calendar.at(this.#calendar.exact(memo.expiresIn), '00:00')
			});
		});
		handovers.forEach((handover, n) => {
			const row = this.#of('handover', n);
			this.#add('handover', {
				...row,
				from_id: this.#member(handover.from),
				to_id: this.#member(handover.to),
				happened_on: this.#calendar.past(handover.ago),
				talked_with_her: true,
				sealed: this.#key.seal('handover', row.id, { said: handover.said }),
				recorded_by: this.#member(handover.from)
			});
		});
		const telling = this.#told();
		tellNeeds(telling);
		tellGoals(telling);
		tellViews(telling);
		tellMessages(telling);
		this.#ending();
	}

	/** What tellers of one subject need of this story. */
	#told(): Teller {
		return {
			story: this.#story,
			accompaniment: this.#accompaniment,
			organization: this.#organization,
			key: this.#key,
			calendar: this.#calendar,
			id: (...what: (string | number)[]) => this.#id(...what),
			member: (slug: string | null) => this.#member(slug),
			called: (slug: string) => this.#called(slug),
			add: (table: string, row: Row) => this.#add(table, row)
		};
	}

	/** Her card, with a PIN that is public here. */
	async #carnet({ pin, ago }: NonNullable<PersonStory['carnet']>): Promise<void> {
		const id = this.#id('carnet');
		const code = codeOf(this.#territory, this.#story);
		this.#add('carnet', {
			id,
			accompaniment_id: this.#accompaniment,
			organization_id: this.#organization,
			person_id: this.#person,
			code_index: codeIndex(this.#keyring, code),
			pin: await hashPassword(pinOf(this.#keyring, code, pin)),
			sealed: this.#key.seal('carnet', id, { code }),
			given_by: this.#member(this.#story.lead),
			created_at: this.#calendar.at(this.#calendar.past(ago), '10:00')
		});
	}

	#opening(): void {
		const { alias, answers = [], colleagues = [], concealed = false, covers = [], excluded = [], lead, name, opened, track } = this.#story;
		this.#add('accompaniment', {
			id: this.#accompaniment,
			organization_id: this.#organization,
			person_id: this.#person,
			lead_id: lead ? this.#member(lead) : null,
			name_to_use: name,
			alias: alias ?? null,
			concealed,
			track: track ?? null,
			carnet: answers.at(-1)?.value ?? null,
			opened_on: this.#calendar.past(opened),
			created_by: this.#member(lead),
			moment: 'moving',
			moment_until: null,
			ended_on: null,
			ended_how: null
		});
		for (const colleague of colleagues) this.#colleague(colleague.who, 'named', colleague.track ?? null, null);
		for (const cover of covers) this.#colleague(cover.who, 'cover', null, this.#calendar.at(this.#calendar.exact(cover.until), '00:00'));
		for (const slug of excluded) {
			this.#add('exclusion', {
				person_id: this.#person,
				account_id: accountOf(this.#territory, slug),
				organization_id: this.#organization,
				added_by: this.#member(lead)
			});
		}
		answers.forEach((answer, n) =>
			this.#add('answer', {
				...this.#of('answer', n),
				value: answer.value,
				said_on: this.#calendar.past(answer.ago),
				how: answer.how ?? 'orally',
				recorded_by: this.#member(lead)
			})
		);
	}

	#surroundings(): void {
		const { contacts = [], frame, lead, profile, protection } = this.#story;
		if (profile) {
			const { age, ...said } = profile;
			const birthDate = said.birthDate ?? (age === undefined ? undefined : `${Number(this.#calendar.exact(0).slice(0, 4)) - age}-01-02`);
			this.#add('profile', {
				accompaniment_id: this.#accompaniment,
				organization_id: this.#organization,
				birth_index: birthDate ? this.#keyring.index(this.#organization, 'birth', birthDate) : null,
				sealed: this.#key.seal('profile', this.#accompaniment, { ...said, ...(birthDate && { birthDate }) })
			});
		}
		contacts.forEach(({ kind, safe = true, ...said }, position) => {
			const row = this.#of('contact', position);
			const found = findableForm(kind, said.value);
			this.#add('contact', {
				...row,
				kind,
				safe,
				position,
				since: this.#calendar.past(this.#story.opened),
				value_index: found && this.#keyring.index(this.#organization, kind, found),
				sealed: this.#key.seal('contact', row.id, said)
			});
		});
		if (frame) {
			const row = this.#of('frame', 0);
			const { ago, asked, askedBy, basis, granted, proposed, startsAgo, ...said } = frame;
			const day = (daysAgo?: number) => (daysAgo === undefined ? '' : this.#calendar.past(daysAgo));
			const deadlines = { grantedOn: day(granted), proposedOn: day(proposed), askedOn: day(asked) };
			this.#add('frame', {
				...row,
				basis,
				asked_by: askedBy ?? null,
				starts_on: startsAgo === undefined ? null : this.#calendar.exact(-startsAgo),
				told_on: this.#calendar.past(ago),
				told_how: 'orally',
				sealed: this.#key.seal('frame', row.id, { ...said, deadlines }),
				recorded_by: this.#member(lead)
			});
		}
		if (protection) {
			const row = this.#of('protection', 0);
			const { endsIn, kind, startsAgo, ...said } = protection;
			this.#add('protection', {
				...row,
				kind,
				starts_on: startsAgo === undefined ? null : this.#calendar.exact(-startsAgo),
				ends_on: endsIn === undefined ? null : this.#calendar.exact(endsIn),
				sealed: this.#key.seal('protection', row.id, said)
			});
		}
	}

	#meeting(meeting: MeetingStory, n: number): void {
		const by = this.#member(meeting.by);
		const held_on = this.#calendar.past(meeting.ago);
		const said_at = this.#calendar.at(held_on, '16:20');
		const interview = this.#id('interview', n);
		this.#add('interview', {
			id: interview,
			accompaniment_id: this.#accompaniment,
			organization_id: this.#organization,
			held_on,
			channel: meeting.channel ?? 'presence',
			kind: meeting.common === undefined ? 'one-to-one' : 'collective',
			author_id: by,
			created_at: said_at
		});
		const note = this.#id('note', n);
		const outcome = meeting.outcome ?? (meeting.moved ? 'moved' : null);
		if (!meeting.text && !meeting.common && !outcome && !meeting.next) return;
		this.#add('note', {
			id: note,
			interview_id: interview,
			accompaniment_id: this.#accompaniment,
			author_id: by,
			outcome,
			kept_between: meeting.between ?? false,
			created_at: said_at,
			sealed: this.#key.seal('note', note, {
				text: meeting.text ?? '',
				moved: meeting.moved ?? '',
				...(meeting.common && { common: meeting.common }),
				...voicesOf(meeting, { by: by ?? '', opening: n === 0 })
			})
		});
		this.#readers(note, meeting.by, meeting.without, said_at);
		tellAround(this.#told(), meeting, n, { interview, note, at: said_at }, (side, who, without) =>
			this.#readers(side, who, without, said_at)
		);
		meeting.next?.forEach((promise, place) => this.#promise(promise, n, place, by, note, said_at));
	}

	/** "Nous": everybody of the story, but those unticked. */
	#readers(note: string, by: string, without: readonly string[] = [], at: Date): void {
		const named = new Set([
			by,
			this.#story.lead,
			...[...(this.#story.colleagues ?? []), ...(this.#story.covers ?? [])].map((colleague) => colleague.who)
		]);
		for (const slug of named) {
			if (slug && !without.includes(slug))
				this.#add('note_reader', { note_id: note, member_id: this.#member(slug), added_at: at, added_by: this.#member(by) });
		}
	}

	#promise(promise: PromiseStory, meeting: number, place: number, by: string | null, note: string, said_at: Date): void {
		const later = this.#story.meetings![meeting + 1];
		const answeredAgo = promise.state && (promise.answeredAgo ?? later?.ago ?? 0);
		const id = this.#id('action', meeting, place);
		const mine = !['her', 'both', 'other'].includes(promise.owner);
		this.#add('action', {
			id,
			accompaniment_id: this.#accompaniment,
			organization_id: this.#organization,
			note_id: note,
			goal_id: promise.goal === undefined ? null : this.#id('goal', promise.goal),
			owner: mine ? 'practitioner' : promise.owner === 'her' ? 'person' : promise.owner,
			owner_member_id: mine ? this.#member(promise.owner) : null,
			due_on: promise.dueIn === undefined ? null : this.#calendar.exact(promise.dueIn),
			state: promise.state ?? 'open',
			help: promise.help ?? null,
			answered_on: answeredAgo === undefined ? null : this.#calendar.past(answeredAgo),
			answered_in: promise.state && later && promise.answeredAgo === undefined ? this.#id('interview', meeting + 1) : null,
			author_id: by,
			created_at: said_at,
			sealed: this.#key.seal('action', id, { text: promise.text, ...(promise.who && { who: promise.who }) })
		});
	}

	#ending(): void {
		const { ending, lead } = this.#story;
		if (!ending) return;
		const row = this.#of('ending', 0);
		const { ago, how, ...said } = ending;
		const ended_on = this.#calendar.past(ago);
		Object.assign(this.#rows.get('accompaniment')!.at(-1)!, { ended_on, ended_how: how });
		this.#add('ending', { ...row, how, ended_on, sealed: this.#key.seal('ending', row.id, said), recorded_by: this.#member(lead) });
	}

	#colleague(slug: string, kind: 'named' | 'cover', track: string | null, until: Date | null): void {
		this.#add('colleague', {
			accompaniment_id: this.#accompaniment,
			organization_id: this.#organization,
			member_id: this.#member(slug),
			kind,
			track,
			since: this.#calendar.at(this.#calendar.past(kind === 'cover' ? 2 : Math.max(0, this.#story.opened - 7)), '11:00'),
			until,
			added_by: this.#member(this.#story.lead)
		});
	}

	#member(slug: string | null): string | null {
		return slug === null ? null : idOf(this.#territory.slug, this.#story.organization, slug);
	}

	#called(slug: string): string {
		return this.#territory.organizations.flatMap(({ members }) => members).find((member) => member.slug === slug)?.first ?? '';
	}

	#id(...what: (string | number)[]): string {
		return idOf(this.#territory.slug, this.#story.slug, ...what.map(String));
	}

	#of(table: string, n: number): { id: string; accompaniment_id: string; organization_id: string } {
		return { id: this.#id(table, n), accompaniment_id: this.#accompaniment, organization_id: this.#organization };
	}

	#add(table: string, row: Row): void {
		this.#rows.get(table)!.push(row);
	}
}
