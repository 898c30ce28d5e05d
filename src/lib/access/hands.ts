/**
 * What the machine's own hands may touch, column by column. docs/access.md shows it, and tests/wall/hands.test.ts holds the database to it:
 * a column that is not here is refused, a new one too.
 */
export type Hand = 'statistics' | 'jobs' | 'auth';

export interface Touch {
	/** Columns that are read; 'all' for a table whose every column it needs. */
	read?: readonly string[] | 'all';
	/** Columns that are filled in a new row. */
	add?: readonly string[] | 'all';
	change?: readonly string[] | 'all';
	remove?: true;
}

const ACCOUNTS = { read: 'all', add: 'all', change: 'all', remove: true } as const;
/** Clears what has had its time, by its date alone. */
const clears = (...columns: string[]): Touch => ({ read: columns, remove: true });

export const HANDS: Record<Hand, { says: string; touches: Record<string, Touch> }> = {
	statistics: {
		says: 'counts: no name, no text, no contact, no need, no goal, no memo, no code, no line of a journal, no account, nobody who died',
		touches: {
			accompaniment: { read: ['ended_on', 'id', 'opened_on', 'organization_id', 'track'] },
			interview: { read: ['accompaniment_id', 'channel', 'held_on', 'id', 'organization_id'] },
			organization: { read: ['id', 'kind', 'name', 'territory_id'] },
			territory: { read: ['country', 'id', 'name', 'time_zone'] }
		}
	},
	jobs: {
		says: 'clears what has had its time, closes the chain of the journal, sends mails, adds opinions that waited by five at least: ids and dates, never a text about anybody accompanied',
		touches: {
			archive: { read: ['made_at'] },
			arrival: clears('appointment_id', 'clears_at'),
			audit: { read: 'all', change: ['chain_id'] },
			'auth.attempt': clears('last_at'),
			'auth.helper_session': clears('expires_at'),
			'auth.person_code': clears('expires_at'),
			'auth.person_device': clears('expires_at'),
			'auth.person_session': clears('expires_at'),
			'auth.reset': clears('expires_at'),
			'auth.session': clears('expires_at'),
			'auth.together': clears('ends_at'),
			'auth.used_code': clears('used_at'),
			'auth.verification': clears('expires_at'),
			bring_in: clears('created_at', 'id'),
			chain: { read: 'all', add: 'all' },
			desk_word: clears('expires_at', 'id'),
			draft: clears('id', 'updated_at'),
			form_key: clears('account_id', 'created_at', 'key'),
			house_clock: { read: 'all' },
			journal: { read: 'all', change: ['chain_id'] },
			kept_post: clears('created_at', 'id'),
			memo: clears('expires_at', 'id'),
			opinion_waiting: { read: 'all', change: ['sealed'] },
			outbox: { read: 'all', change: ['changed_at', 'next_try_at', 'state', 'tries'], remove: true },
			reading_pace: clears('since'),
			room: { add: 'all' },
			view_shown: clears('until')
		}
	},
	auth: {
		says: 'who signs in: accounts of staff and where they work; of who is accompanied, which card goes with which code and PIN, and no name',
		touches: {
			'auth.account': ACCOUNTS,
			'auth.attempt': ACCOUNTS,
			'auth.credential': ACCOUNTS,
			'auth.helper_session': { read: 'all', add: 'all', change: 'all' },
			'auth.person_code': { read: 'all', add: 'all', change: 'all' },
			'auth.person_device': { read: 'all', add: 'all', change: 'all' },
			'auth.person_session': { read: 'all', add: 'all', change: 'all' },
			'auth.reset': ACCOUNTS,
			'auth.session': ACCOUNTS,
			'auth.together': { read: ['ended_at', 'token'], change: ['ended_at'] },
			'auth.two_factor': ACCOUNTS,
			'auth.used_code': ACCOUNTS,
			'auth.verification': ACCOUNTS,
			carnet: {
				read: [
					...[
						'also',
						'code_index',
						'created_at',
						'decoy',
						'ended_at',
						'given_by',
						'id',
						'language',
						'noticed_at',
						'organization_id',
						'person_id',
						'pin'
					],
					'trusted_at'
				],
				change: ['also', 'decoy', 'trusted_at']
			},
			helper: { read: ['code_index', 'ended_at', 'id', 'organization_id', 'pin', 'until'] },
			house_clock: { read: 'all' },
			invitation: { read: 'all' },
			kept_post: { read: ['account_id', 'created_at', 'form_key', 'id'], add: 'all', remove: true },
			member: { read: ['account_id', 'ended_at', 'first_name', 'id', 'last_name', 'organization_id', 'roles'] },
			organization: { read: 'all' },
			outbox: { add: ['channel', 'give_up_at', 'id', 'organization_id', 'sealed'] },
			territory: { read: 'all' }
		}
	}
};
