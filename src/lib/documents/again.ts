import type { Numbers } from '../people/form.ts';
import type { Issue, Typed } from '../web/form.ts';

/** A form of the page that came back. */
export interface Again {
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers | undefined;
}
