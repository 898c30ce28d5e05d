import { NAMED_WITH_IT, PAGE, WALKING, type Line } from '../line.ts';

/** What a practitioner may read of one person's file. */
export const READING = [
	{
		action: 'read-pathway',
		says: 'read the pathway: name, thread, moment',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'find-by-name',
		says: 'find her by a piece of her name',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: ['search']
	},
	{
		action: 'list-caseload',
		says: 'see her in a caseload',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		// A long list is written for the page alone (web/page-alone.ts): its data channel holds nobody.
		asked: ['page', 'csv', 'counter'],
		listed: true
	},
	{ action: 'open-key', says: 'open the key of her texts', kind: 'read', needs: 'practitioner', given: WALKING, asked: PAGE },
	{
		action: 'read-profile',
		says: 'read what counts for her, contacts, answer, frame, protection, moments',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-interview',
		says: 'see that an interview was held, when and how',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-note',
		says: 'read what was said, its former versions, what she answered to it and who was there',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-action',
		says: 'read what is to be done, born in that text',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-need',
		says: 'read a need in its two voices, and its former versions',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-goal',
		says: 'read a goal: her wish, what is agreed, its steps, what is to be done for it, and their former versions',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-message',
		says: 'read a message of hers, who else reads it, and what goes with it',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-mark-of-another',
		says: 'see that she, or a colleague, has read a message',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: PAGE
	},
	{ action: 'read-appointment', says: 'see her appointments', kind: 'read', needs: 'practitioner', given: WALKING, asked: PAGE },
	{
		action: 'see-arrival',
		says: 'see that she is here, until the end of the day',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE,
		listed: true
	},
	{
		action: 'read-desk-word',
		says: 'read and tick a word that the front desk left for whom she was to see (here her lead)',
		kind: 'read',
		needs: 'practitioner',
		given: ['lead', 'cover'],
		asked: PAGE,
		listed: true
	},
	{
		action: 'read-own-memo',
		says: 'read one’s own memo, until it expires',
		kind: 'read',
		needs: 'practitioner',
		given: 'author',
		asked: PAGE
	},
	{ action: 'read-memo-of-another', says: 'read somebody else’s memo', kind: 'read', needs: 'practitioner', given: [], asked: PAGE },
	{ action: 'read-expired-memo', says: 'read a memo after its date', kind: 'read', needs: 'practitioner', given: [], asked: PAGE },
	{
		action: 'read-draft-of-another',
		says: 'read what somebody else is typing',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: PAGE
	},
	{
		action: 'see-card',
		says: 'see the card that opens her own space, its code and who gave it; never its PIN',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-what-she-shows',
		says: 'read a note that she shows for the next meeting, and a step she said in her own space',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-what-she-keeps',
		says: 'read a note that she keeps for herself or the page she composes to show, or learn that there is one',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: PAGE
	},
	{
		action: 'read-paper',
		says: 'read a document that one is named with, and open its file',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'read-paper-of-hers-alone',
		says: 'know of a document that she keeps for herself: its name, its size, that it is there',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: PAGE
	},
	{
		action: 'read-letter',
		says: 'read a paper that she does not understand and sent to oneself, and open its file',
		kind: 'read',
		needs: 'practitioner',
		given: ['lead'],
		asked: PAGE
	},
	{ action: 'read-journal', says: 'read who looked', kind: 'read', needs: 'practitioner', given: WALKING, asked: PAGE },
	{
		action: 'read-companions',
		says: 'see who walks with her and who is excluded',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'see-view',
		says: 'see that a view was asked for, of whom, until when',
		kind: 'read',
		needs: 'practitioner',
		given: WALKING,
		asked: PAGE
	},
	{
		action: 'read-view',
		says: 'read the question of a view, and its answer',
		kind: 'read',
		needs: 'practitioner',
		given: NAMED_WITH_IT,
		asked: PAGE
	},
	{
		action: 'open-view',
		says: 'open the texts that are shown for a view, and nothing else',
		kind: 'read',
		needs: 'practitioner',
		given: ['asked'],
		asked: PAGE
	}
] as const satisfies readonly Line[];
