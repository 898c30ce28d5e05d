import { HtmlValidate } from 'html-validate';

/** Valid HTML and what WCAG asks of it, as the browser receives it: a parser mends what it reads, so the page is looked at before. */
const validator = new HtmlValidate({
	root: true,
	elements: ['html5'],
	extends: ['html-validate:standard', 'html-validate:a11y'],
	rules: { 'wcag/h32': 'error', 'autocomplete-password': 'error' }
});

/** What it finds and we mean. */
const MEANT: { rule: string; says?: RegExp; because: string }[] = [
	{
		rule: 'no-implicit-button-type',
		because: 'a button without a type sends its form: HTML’s own default, and what almost all of ours do'
	},
	{
		rule: 'no-redundant-role',
		says: /on <(table|thead|tbody|tr|th|td)>$/,
		because: 'on a phone our tables are laid out as cards, and browsers then forget what they were unless a role says it'
	},
	{
		rule: 'valid-autocomplete',
		says: /^"off" cannot be used on <input type="hidden">$/,
		because: 'Firefox puts former values back into hidden fields of a page that is read again: a used key, a former version'
	}
];

/** One thing that is wrong with a page. */
export interface Flaw {
	rule: string;
	/** Where and what. */
	text: string;
}

/** @param html as the server sent it */
export async function flawsOf(html: string): Promise<Flaw[]> {
	const { results } = await validator.validateString(html);
	return results
		.flatMap(({ messages }) => messages)
		.filter(({ ruleId, message }) => !MEANT.some(({ rule, says }) => rule === ruleId && (says?.test(message) ?? true)))
		.map(({ ruleId, message, selector, line, column }) => ({ rule: ruleId, text: `${selector ?? `${line}:${column}`} ${message}` }));
}
