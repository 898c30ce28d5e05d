import assert from 'node:assert/strict';
import { test } from 'node:test';
import { can, relationOf, ROLES, whyNot, type Actor, type FileRight, type Relation, type Role, type Walk } from './access.ts';
import { CHANNELS, STANDINGS, type Line, type Standing } from './line.ts';
import { answerOf, isGiven, MATRIX, PROBED_ROLES, type Action } from './matrix.ts';

const now = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-23T10:00:00Z');
const actor = (roles: Role[] = ['practitioner']): Actor => ({
	member: 'me',
	account: 'my-account',
	organization: 'here',
	roles,
	firstName: 'Aurore'
});
const walk = (change: Partial<Walk> = {}): Walk => ({ organization: 'here', lead: 'someone', colleagues: [], ...change });

test('Whoever leads is the lead; whoever is named without an end is named; until a date, it is a cover.', () => {
	assert.equal(relationOf(actor(), walk({ lead: 'me' }), now), 'lead');
	assert.equal(relationOf(actor(), walk({ colleagues: [{ member: 'me', until: null }] }), now), 'named');
	assert.equal(relationOf(actor(), walk({ colleagues: [{ member: 'me', until: later }] }), now), 'cover');
	assert.equal(relationOf(actor(), walk({ colleagues: [{ member: 'other', until: null }] }), now), 'none');
});

test('A cover ends at its instant, which is already outside.', () => {
	assert.equal(relationOf(actor(), walk({ colleagues: [{ member: 'me', until: now }] }), now), 'none');
	assert.equal(relationOf(actor(), walk({ colleagues: [{ member: 'me', until: new Date(now.getTime() + 1) }] }), now), 'cover');
});

test('An exclusion comes before the lead, a cover and another organisation.', () => {
	const excludedAccounts = ['my-account'];
	for (const change of [{ lead: 'me' }, { colleagues: [{ member: 'me', until: null }] }, { organization: 'there' }]) {
		assert.equal(relationOf(actor(), walk({ ...change, excludedAccounts }), now), 'excluded');
	}
});

test('The lead of another organisation is nobody here.', () => {
	assert.equal(relationOf(actor(), walk({ organization: 'there', lead: 'me' }), now), 'other-organization');
});

test('Only a practitioner walks with people; no other role opens a file.', () => {
	for (const role of ROLES) {
		assert.equal(can(actor([role]), 'walk-with-people'), role === 'practitioner');
		assert.equal(whyNot(actor([role]), { relation: 'lead' }, 'read'), role === 'practitioner' ? null : 'no-practitioner');
	}
});

test('Who may not read is told that nothing is there; who reads is told why a change is not hers.', () => {
	assert.equal(whyNot(actor(), { relation: 'excluded' }, 'hand-over'), 'not-there');
	assert.equal(whyNot(actor(), { relation: 'none' }, 'write'), 'not-there');
	assert.equal(whyNot(actor(), { relation: 'other-organization' }, 'read'), 'not-there');
	assert.equal(whyNot(actor(), { relation: 'cover' }, 'name-others'), 'until-a-date');
	assert.equal(whyNot(actor(), { relation: 'named' }, 'hand-over'), 'lead-only');
	assert.equal(whyNot(actor(), { relation: 'lead', kept: true }, 'write'), 'kept-as-it-is');
	assert.equal(whyNot(actor(), { relation: 'lead', kept: true }, 'read'), null);
});

/** The lines of the matrix that a right over a file speaks about. */
const SAME: Record<FileRight, Action> = {
	read: 'read-pathway',
	write: 'record-interview',
	'name-others': 'name-colleague',
	exclude: 'exclude',
	'hand-over': 'hand-over',
	'lift-exclusion': 'lift-exclusion',
	'change-who-is-named': 'remove-colleague'
};
const AS_RELATION: Record<Exclude<Standing, 'ended'>, Relation> = {
	lead: 'lead',
	named: 'named',
	unticked: 'named',
	cover: 'cover',
	expired: 'none',
	none: 'none',
	asked: 'none',
	excluded: 'excluded',
	elsewhere: 'other-organization'
};

test('The courtesy and the matrix agree, role by role and relation by relation.', () => {
	for (const [right, action] of Object.entries(SAME) as [FileRight, Action][]) {
		const line = MATRIX.find((one) => one.action === action);
		assert.ok(line);
		for (const role of PROBED_ROLES) {
			for (const [standing, relation] of Object.entries(AS_RELATION) as [Standing, Relation][]) {
				assert.equal(whyNot(actor([role]), { relation }, right) === null, isGiven(line, role, standing), `${right}: ${role} × ${standing}`);
			}
		}
	}
});

test('The matrix gives no text to a role that walks with nobody, nor to an account from elsewhere, in any channel.', () => {
	const texts: readonly Action[] = [
		'read-note',
		'read-action',
		'read-own-memo',
		'read-memo-of-another',
		'read-draft-of-another',
		'read-profile',
		'read-view'
	];
	for (const line of MATRIX as readonly Line[]) {
		if (!texts.some((action) => action === line.action)) continue;
		for (const channel of CHANNELS) {
			for (const standing of STANDINGS) {
				for (const role of ROLES) {
					if (role === 'practitioner' && !['excluded', 'ended', 'elsewhere', 'none', 'asked', 'expired'].includes(standing)) continue;
					assert.notEqual(answerOf(line, role, standing, channel), 'allowed', `${line.action} by ${channel}: ${role} × ${standing}`);
				}
			}
		}
	}
});

test('A table for a spreadsheet holds the caseload and nothing else of a file; what works at night holds nothing of it.', () => {
	for (const line of MATRIX as readonly Line[]) {
		if (line.action !== 'list-caseload') assert.equal(answerOf(line, 'practitioner', 'lead', 'csv'), 'not-there', line.action);
		assert.equal(answerOf(line, 'practitioner', 'lead', 'job'), 'not-there', line.action);
	}
});
