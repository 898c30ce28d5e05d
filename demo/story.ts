/** How a demo territory is told: people and organisations are invented, dates are days from today (decisions 26). */

export type Channel = 'presence' | 'phone' | 'video' | 'home' | 'outside' | 'message';

export interface TerritoryStory {
	slug: string;
	name: string;
	country: 'BE' | 'FR';
	timeZone: string;
	organizations: OrganizationStory[];
	people: PersonStory[];
}

export interface OrganizationStory {
	slug: string;
	name: string;
	kind: string;
	address?: string;
	/** How to get there. */
	directions?: string;
	phone?: string;
	members: MemberStory[];
	/** “Mon avis”, in one half-year: a sheet is six signs (0 to 3, n does not concern, s rather not, a dot for nothing), and the team’s word. */
	opinions?: { when: 'now' | 'before'; sheets: string[]; words?: string }[];
}

export interface MemberStory {
	/** The same slug in two organisations is one account with two memberships. */
	slug: string;
	first: string;
	last: string;
	job: string;
	roles: ('practitioner' | 'front-desk' | 'coordination' | 'administrator')[];
	email: string;
	/** On which days of the week messages are read; 1 is Monday. */
	reads?: number[];
}

export interface PersonStory {
	slug: string;
	name: string;
	organization: string;
	/** Slug of the lead, or null: nobody yet, a visible state. */
	lead: string | null;
	track?: string;
	/** Days ago. */
	opened: number;
	alias?: string;
	concealed?: boolean;
	/** Her card: what she types besides its code; given so many days ago. */
	carnet?: { pin: string; ago: number };
	answers?: { value: 'yes' | 'not-now' | 'no'; ago: number; how?: 'orally' | 'screen' | 'paper' }[];
	profile?: {
		pronouns?: string;
		languages?: string;
		interpreter?: string;
		birthDate?: string;
		/** Age today; gives a birth date that moves with the demo (someone who stays seventeen). */
		age?: number;
		municipality?: string;
		matters?: string;
		side?: string;
		reach?: string;
		trusted?: string;
	};
	contacts?: { kind: 'phone' | 'mail' | 'post' | 'other'; value: string; hours?: string; caution?: string; safe?: boolean }[];
	colleagues?: { who: string; track?: string }[];
	/** A cover now held, until so many days ahead. */
	covers?: { who: string; until: number }[];
	excluded?: string[];
	frame?: {
		ago: number;
		basis: 'free' | 'asked';
		askedBy?: string;
		startsAgo?: number;
		canPromise?: string;
		cannotPromise?: string;
		hers?: string;
		passedOn?: { what: string; to: string; when: string; then: string }[];
		/** Days ago from which the deadlines that protect the person run. */
		granted?: number;
		proposed?: number;
		asked?: number;
	};
	protection?: {
		kind: 'administrateur' | 'tuteur' | 'curateur' | 'parent' | 'other';
		name: string;
		domains: string;
		contact?: string;
		startsAgo?: number;
		endsIn?: number;
	};
	moments?: { value: 'moving' | 'holding' | 'paused'; ago: number; untilIn?: number }[];
	/** In the order in which they were opened. */
	needs?: NeedStory[];
	/** In the order in which they were opened. */
	goals?: GoalStory[];
	/** Oldest first. */
	meetings?: MeetingStory[];
	appointments?: {
		in: number;
		at: string;
		place?: string;
		channel?: Channel;
		with?: string;
		/** What the front desk said of it: she is here, it was moved from this hour of today, a word. */
		desk?: { by: string; arrived?: string; movedFrom?: string; said?: string };
	}[];
	memos?: { by: string; ago: number; text: string; expiresIn: number }[];
	/** A view asked of a colleague; the week runs from `ago`, and what is shown goes when it ends. */
	views?: ViewStory[];
	/** Between her and those who accompany her, in the order in which they were written. */
	messages?: MessageStory[];
	handovers?: { from: string; to: string; ago: number; said: string }[];
	ending?: {
		how: 'together' | 'her-choice' | 'elsewhere' | 'out-of-touch' | 'death';
		ago: number;
		hers?: string;
		ours?: string;
		helped?: string;
	};
}

/** A message: by `her` or a member, to whom besides her; `read` says by whom it was, each for himself. */
export interface MessageStory {
	by: string;
	ago: number;
	at: string;
	text: string;
	to?: string[];
	read?: string[];
	withdrawn?: true;
}

/** A need in two voices: a code of src/lib/needs/codes.ts, who opened it, how long ago. */
export interface NeedStory {
	code: string;
	/** Her own name for it (code OTHER). */
	label?: string;
	by: string;
	ago: number;
	hers?: {
		words?: string;
		when?: 'now' | 'later' | 'not-a-topic';
		works?: string;
		how?: 'orally' | 'screen' | 'paper';
		/** What she said first, and how long ago that changed. */
		before?: { words?: string; when?: 'now' | 'later' | 'not-a-topic'; changed: number };
	};
	ours?: { who: string; words?: string; when?: 'now' | 'later' | 'not-a-topic' }[];
	ended?: { how: 'settled' | 'left'; ago: number };
	/** Who was unticked from the readers. */
	without?: string[];
}

export interface ViewStory {
	by: string;
	of: string;
	ago: number;
	how?: 'orally' | 'screen' | 'paper';
	question: string;
	/** "matters", "side", or a meeting by its place in the story; from the end when it is negative. */
	shows: ('matters' | 'side' | number)[];
	answer?: string;
	/** Days ago on which it ended: answered, or as `ended` says. */
	endedAgo?: number;
	ended?: 'her-word' | 'asker' | 'declined';
}

/** Where she wants to go: her wish, what was agreed beside it, small steps. */
export interface GoalStory {
	by: string;
	ago: number;
	/** A family of src/lib/needs/codes.ts. */
	domain?: 'home' | 'health' | 'rights' | 'moving' | 'project' | 'others';
	state?: 'open' | 'reached' | 'paused' | 'let-go';
	wish: string;
	/** Her wish said anew; the first words stay. */
	again?: { words: string; ago: number }[];
	/** One wording after another; a yes belongs to the wording it stands on. */
	agreed?: { words: string; ago: number; hers?: 'orally' | 'screen' | 'paper'; ours?: string }[];
	steps?: {
		text: string;
		doneAgo?: number;
		help?: 'alone' | 'some-help' | 'together' | 'done-for';
		/** An earlier step of this goal that it is the same thing as, and what the thing is called. */
		sameAs?: number;
		called?: string;
	}[];
	/** Who was unticked from the readers. */
	without?: string[];
}

export interface MeetingStory {
	ago: number;
	by: string;
	channel?: Channel;
	/** A collective time: what was common to all, the same words in each story; `text` is her own line. */
	common?: string;
	text?: string;
	/** "J'ai avancé : …" */
	moved?: string;
	outcome?: 'not-this-time' | 'thinking';
	/** "Une partie reste entre nous, à sa demande." */
	between?: boolean;
	/** Who was unticked from the readers. */
	without?: string[];
	/** Her words, and how she gave them; at the first meeting they are "Ce qui m’amène". */
	hers?: { words: string; how?: 'orally' | 'screen' | 'paper' };
	/** "Ce qui a aidé", in both voices. */
	helped?: { hers?: string; ours?: string };
	/** Who else was there, outside the accompaniment. */
	there?: { partner?: string; relative?: string; interpreter?: string; as?: 'professional' | 'distance' | 'colleague' | 'chosen' };
	/** Colleagues who were there; those with words wrote their own side. */
	with?: { who: string; words?: string; without?: string[] }[];
	/** "C’est bien ça ?": her answer to the text as it stands. */
	right?: { value: 'yes' | 'to-correct'; ago: number; how?: 'orally' | 'screen' | 'paper'; by?: string; words?: string };
	next?: PromiseStory[];
}

export interface PromiseStory {
	/** "her" is the person; "both", "other", or a member's slug. */
	owner: string;
	/** Someone else who does it, by name. */
	who?: string;
	/** Which of her goals it is for. */
	goal?: number;
	text: string;
	dueIn?: number;
	state?: 'done' | 'tried' | 'changed' | 'not-now';
	help?: 'alone' | 'some-help' | 'together' | 'done-for';
	/** Days ago of the answer; left out, the next meeting. */
	answeredAgo?: number;
}
