import { NAMED_WITH_IT, NAMING, WALKING, type Line } from '../line.ts';

/** What a practitioner may change in a file, or begin. */
export const CHANGING = [
	{
		action: 'record-interview',
		says: 'record an interview, with its text and what comes next',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'write-message',
		says: 'write to her, named for those who walk with her; and take one’s own message back within a day',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'change-message',
		says: 'change a message, take back somebody else’s, or name somebody with it later',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'record-collective',
		says: 'record her own part of a moment with several people',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'keep-collective-draft',
		says: 'keep what one is typing about such a moment',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'correct-note',
		says: 'correct what was said; the former text is kept',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'answer-read-back',
		says: 'write down what she answers when a text is read again (“C’est bien ça ?”)',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'add-side',
		says: 'add one’s own side to a meeting one was at, as its recorder says',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'add-side-from-away',
		says: 'add a side to a meeting one was not at',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'correct-side-of-another',
		says: 'correct a colleague’s side',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'say-who-was-there',
		says: 'say which colleagues, among those who walk with her, were at a meeting one recorded',
		kind: 'write',
		needs: 'practitioner',
		given: 'author',
		asked: ['page']
	},
	{
		action: 'say-who-was-there-elsewhere',
		says: 'say so of somebody who does not walk with her, or of a meeting that somebody else recorded',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'name-reader',
		says: 'name one more reader of one’s own text, among those who walk with her',
		kind: 'write',
		needs: 'practitioner',
		given: 'author',
		asked: ['page']
	},
	{
		action: 'name-outside-reader',
		says: 'name a reader who does not walk with her',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'name-reader-of-another',
		says: 'name a reader of somebody else’s text',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'open-need',
		says: 'open a need or a goal, with what each said of it',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'change-need',
		says: 'put her voice of a need right, add one’s own, settle it, open it again; the former text is kept',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'change-goal',
		says: 'put a goal otherwise, confirm it, add a step, say where it stands; the former text is kept',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'speak-for-colleague',
		says: 'change what a colleague said of a need, or a wish once written',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'answer-action',
		says: 'say what became of what was to be done',
		kind: 'write',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: ['page']
	},
	{
		action: 'plan-appointment',
		says: 'plan, move or release an appointment',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'add-paper',
		says: 'add a document for her',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'change-paper-of-another',
		says: 'rename, remove or open to somebody a document that another person added, hers above all',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'answer-letter',
		says: 'say in plain words what a paper says that she sent to oneself',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'give-card',
		says: 'give her a card, or another one that ends the former; told on her pathway',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'end-card',
		says: 'end her card, and its sessions with it',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'open-together',
		says: 'open her own space on his screen, for this appointment: what both may read, told on her pathway and to her',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'note-helper',
		says: 'note at the desk whom she lets help, with the PIN typed on a turned screen; or end every such access at her word',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'note-step',
		says: 'note a step she is proud of, said at the desk',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'see-helper',
		says: 'read that somebody helps her, his name, or when he looked',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'read-card-pin',
		says: 'read what a PIN or a code is checked with, or which other cards she joined to hers',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'write-as-her',
		says: 'write, show, hide or erase a note, a step or a page of hers',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{ action: 'write-memo', says: 'write a memo for oneself', kind: 'write', needs: 'practitioner', given: WALKING, asked: ['page'] },
	{ action: 'keep-draft', says: 'keep what one is typing', kind: 'write', needs: 'practitioner', given: WALKING, asked: ['page'] },
	{
		action: 'change-profile',
		says: 'change what counts for her, contacts, frame, moment',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'name-colleague',
		says: 'name a colleague on the accompaniment',
		kind: 'write',
		needs: 'practitioner',
		given: NAMING,
		asked: ['page']
	},
	{ action: 'name-excluded', says: 'name a colleague whom she excluded', kind: 'write', needs: 'practitioner', given: [], asked: ['page'] },
	{
		action: 'prolong-oneself',
		says: 'prolong or widen one’s own access',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'remove-colleague',
		says: 'end what a colleague was named for',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'hand-over',
		says: 'hand the lead over to a colleague',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{ action: 'take-lead', says: 'take the lead from a colleague', kind: 'write', needs: 'practitioner', given: [], asked: ['page'] },
	{
		action: 'ask-view',
		says: 'ask a colleague for a view, at her word, for a week at most',
		kind: 'write',
		needs: 'practitioner',
		given: NAMING,
		asked: ['page']
	},
	{
		action: 'ask-view-of-excluded',
		says: 'ask a colleague whom she excluded for a view',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'show-more',
		says: 'show more, or name a reader, once a view is asked for',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'answer-view',
		says: 'give the view one is asked for',
		kind: 'write',
		needs: 'practitioner',
		given: ['asked'],
		asked: ['page']
	},
	{
		action: 'take-view-back',
		says: 'end a view at her word',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'ask-for-data',
		says: 'write down that she asks for all of her data, and give her what one reads',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'answer-for-another',
		says: 'answer such a request in a colleague’s place',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{ action: 'exclude', says: 'exclude an account, at her word', kind: 'write', needs: 'practitioner', given: NAMING, asked: ['page'] },
	{ action: 'exclude-lead', says: 'exclude the lead', kind: 'write', needs: 'practitioner', given: [], asked: ['page'] },
	{
		action: 'lift-exclusion',
		says: 'lift an exclusion that somebody else recorded',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'end-accompaniment',
		says: 'end the accompaniment, with a look back',
		kind: 'write',
		needs: 'practitioner',
		given: WALKING,
		asked: ['page']
	},
	{
		action: 'move-to-another',
		says: 'move a row to another person, author or organisation',
		kind: 'write',
		needs: 'practitioner',
		given: [],
		asked: ['page']
	},
	{
		action: 'open-on-known-person',
		says: 'open a parallel accompaniment in one’s own organisation, with someone one walks with already',
		kind: 'write',
		needs: 'practitioner',
		given: [...WALKING, 'elsewhere'],
		asked: ['page']
	},
	{
		action: 'cover-own-caseload',
		says: 'name a cover for one’s own caseload',
		kind: 'write',
		needs: 'practitioner',
		given: ['lead'],
		asked: ['page']
	},
	{
		action: 'open-pathway',
		says: 'open a pathway with someone new',
		kind: 'write',
		needs: 'practitioner',
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'bring-people-in',
		says: 'bring one’s own people in from a file, as their lead',
		kind: 'write',
		needs: 'practitioner',
		given: 'anyone',
		asked: ['page']
	}
] as const satisfies readonly Line[];
