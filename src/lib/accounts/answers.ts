import { fail, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { issueText } from '../web/issues.ts';
import type { Issue, Typed } from '../web/form.ts';

/** 429: what was typed is kept, and the answer says how long to wait. */
export function tooMany({ setHeaders }: Pick<RequestEvent, 'setHeaders'>, seconds: number, typed: Typed) {
	setHeaders({ 'retry-after': String(seconds) });
	return fail(429, { issues: [{ field: '', code: 'wait' }] as Issue[], typed, wait: seconds });
}

const SENTENCES: Record<string, () => string> = {
	credentials: m.accounts_sign_in_refused,
	code: m.accounts_code_refused,
	code_setup: m.accounts_second_confirm_refused,
	password_short: m.accounts_password_short,
	password_obvious: m.accounts_password_obvious,
	password_wrong: m.accounts_password_wrong,
	invitation_wrong: m.accounts_invitation_wrong,
	carnet: m.space_refused,
	carnet_code: m.space_code_wrong,
	carnet_sent: m.space_door_all_wrong,
	carnet_second: m.space_door_second_same
};

interface Answer {
	issues?: Issue[];
	wait?: number;
}

/** The sentence of an issue of accounts: what happened and what to do. */
export function accountIssueText(issue: Issue, wait?: number): string {
	if (issue.code === 'wait') return m.accounts_wait({ delay: delayText(wait ?? 0) });
	return (SENTENCES[issue.code] ?? (() => issueText(issue)))();
}

function delayText(seconds: number): string {
	return seconds < 90 ? m.accounts_wait_seconds({ count: seconds }) : m.accounts_wait_minutes({ count: Math.ceil(seconds / 60) });
}

/** What the summary at the top of a form shows. */
export function summaryOf(answer: Answer | null | undefined): { field?: string; message: string }[] {
	return (answer?.issues ?? []).map((issue) => ({ field: issue.field || undefined, message: accountIssueText(issue, answer?.wait) }));
}

/** The sentence beside one field, or undefined. */
export function problemOf(answer: Answer | null | undefined, field: string): string | undefined {
	const issue = answer?.issues?.find((one) => one.field === field);
	return issue && accountIssueText(issue, answer?.wait);
}
