import type { Numbers } from '../people/form.ts';
import { typedAt } from '../web/fields.ts';
import type { Issue, Typed } from '../web/form.ts';
import { issueOf } from '../web/issues.ts';

/** One of several forms of a page that came back: their fields bear the same names. */
export interface Returned {
	at: string;
	issues: Issue[];
	typed: Typed;
	numbers: Numbers;
}

/** What was typed in this form, if it is the one that came back. */
export function typedIn(returned: Returned | null, at: string): (name: string) => string {
	return (name) => (returned?.at === at ? typedAt(returned.typed, name) : '');
}

/** What is wrong with a field of this form, if it is the one that came back. */
export function errorIn(returned: Returned | null, at: string): (name: string) => string | undefined {
	return (name) => (returned?.at === at ? issueOf(returned.issues, name) : undefined);
}
