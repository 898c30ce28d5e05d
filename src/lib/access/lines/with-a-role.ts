import { AT_THE_DESK, PAGE, type Line } from '../line.ts';

/** What comes with the front desk, coordination and administration: no file is opened by any of it. */
export const WITH_A_ROLE = [
	{
		action: 'see-front-desk',
		says: 'see today’s appointments at the desk: alias, time, place, whom',
		kind: 'read',
		needs: 'front-desk',
		given: 'anyone',
		asked: PAGE
	},
	{
		action: 'see-her-at-front-desk',
		says: 'see her among them',
		kind: 'read',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: PAGE,
		listed: true
	},
	{
		action: 'note-arrival',
		says: 'say that she is here, or take it back',
		kind: 'write',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'change-at-front-desk',
		says: 'move or release her appointment, within the days the desk sees',
		kind: 'write',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'tell-from-front-desk',
		says: 'leave a word for whom she was to see',
		kind: 'write',
		needs: 'front-desk',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'read-word-of-another-desk',
		says: 'read at the desk a word that somebody else left',
		kind: 'read',
		needs: 'front-desk',
		given: [],
		asked: PAGE,
		listed: true
	},
	{
		action: 'see-team-load',
		says: 'see how many people each colleague walks with',
		kind: 'read',
		needs: 'coordination',
		given: 'anyone',
		asked: ['page', 'data', 'counter']
	},
	{
		action: 'see-unassigned',
		says: 'see the names of people who have no lead',
		kind: 'read',
		needs: 'coordination',
		given: 'anyone',
		asked: PAGE
	},
	{
		action: 'set-lead-aside',
		says: 'set her lead aside by the reference she gives, without reading',
		kind: 'write',
		needs: 'coordination',
		// Not the lead himself. Whoever walks with her leaves it to another of coordination: a role alone cannot show it here.
		given: ['named', 'unticked', 'cover', 'expired', 'asked', 'none'],
		asked: ['page'],
		listed: true
	},
	{
		action: 'see-reading-question',
		says: 'see what a person asks about somebody’s reading of her pathway, under a reference and no name',
		kind: 'read',
		needs: 'coordination',
		given: AT_THE_DESK,
		asked: PAGE,
		listed: true
	},
	{
		action: 'answer-reading-question',
		says: 'answer it',
		kind: 'write',
		needs: 'coordination',
		given: AT_THE_DESK,
		asked: ['page'],
		listed: true
	},
	{
		action: 'answer-for-own-reading',
		says: 'answer what she asks about one’s own reading',
		kind: 'write',
		needs: 'coordination',
		given: [],
		asked: ['page'],
		listed: true
	},
	{
		action: 'see-memos-asked',
		says: 'see that a person asks to read the memos about her, until when and who is to answer, under a reference and no name',
		kind: 'read',
		needs: 'coordination',
		given: AT_THE_DESK,
		asked: PAGE,
		listed: true
	},
	{
		action: 'cover-caseload',
		says: 'name a cover for a colleague’s caseload, without reading',
		kind: 'write',
		needs: 'coordination',
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'cover-by-oneself',
		says: 'name oneself the cover of a colleague’s caseload',
		kind: 'write',
		needs: 'coordination',
		given: [],
		asked: ['page']
	},
	{
		action: 'see-opinions',
		says: 'see how many people, five at least, answered what to the six questions of “Mon avis” about one’s own organisation',
		kind: 'read',
		needs: 'practitioner',
		also: ['front-desk', 'coordination'],
		given: 'anyone',
		asked: PAGE
	},
	{
		action: 'type-opinions',
		says: 'type in sheets of paper, five at least at once',
		kind: 'write',
		needs: 'practitioner',
		also: ['front-desk', 'coordination'],
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'say-of-opinions',
		says: 'say what the team thinks of them, and show it with the answers to those who are accompanied there',
		kind: 'write',
		needs: 'practitioner',
		also: ['coordination'],
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'read-waiting-opinions',
		says: 'read opinions that wait until there are five, or add them',
		kind: 'read',
		needs: 'practitioner',
		given: [],
		asked: PAGE
	},
	{
		action: 'change-organization',
		says: 'change the organisation’s settings',
		kind: 'write',
		needs: 'administrator',
		given: 'anyone',
		asked: ['page']
	},
	{
		action: 'change-member',
		says: 'change a colleague’s roles, or end a membership',
		kind: 'write',
		needs: 'administrator',
		given: 'anyone',
		asked: ['page']
	}
] as const satisfies readonly Line[];
