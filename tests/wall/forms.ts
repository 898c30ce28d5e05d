/** A form of a page, as a browser would send it untouched. */
export interface PageForm {
	/** Where it goes, as the page writes it: the form's own address, or a button's. */
	targets: string[];
	fields: [name: string, value: string][];
}

const unescaped = (text: string) =>
	text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
	const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>]|$)`).exec(tag);
	return found ? unescaped(found[1] ?? '') : undefined;
};

/** Forms that post, read from a page's HTML: their fields with the values that stand there, and each place that they can be sent to. */
export function formsOf(html: string): PageForm[] {
	const outside = [...html.matchAll(/<(?:input|textarea|select|button)\b[^>]*\sform="([^"]+)"[^>]*>(?:[^<]*<\/textarea>)?/g)];
	return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head = '', inside = '']) => {
		if (attribute(head, 'method')?.toUpperCase() !== 'POST') return [];
		const id = attribute(head, 'id');
		const whole =
			inside +
			outside
				.filter(([, owner]) => id !== undefined && owner === id)
				.map(([tag]) => tag)
				.join('');
		const targets = [
			attribute(head, 'action') ?? '',
			...[...whole.matchAll(/<(?:button|input)\b([^>]*\sformaction="[^"]*"[^>]*)>/g)].map(
				([, tag = '']) => attribute(tag, 'formaction') ?? ''
			)
		];
		return [{ targets: [...new Set(targets)], fields: fieldsIn(whole) }];
	});
}

function fieldsIn(html: string): [string, string][] {
	const fields: [string, string][] = [];
	for (const [, kind = '', head = '', rest = ''] of html.matchAll(
		/<(input|textarea|select|button)\b([^>]*)>((?:(?!<\/?(?:input|textarea|select|button)\b).)*)/gs
	)) {
		const name = attribute(head, 'name');
		if (name === undefined) continue;
		const value = attribute(head, 'value') ?? '';
		const type = attribute(head, 'type');
		if (kind === 'textarea') fields.push([name, unescaped(rest)]);
		else if (kind === 'select') fields.push([name, chosenIn(rest)]);
		else if (kind === 'input' && (type === 'radio' || type === 'checkbox')) {
			if (attribute(head, 'checked') !== undefined || !fields.some(([said]) => said === name)) fields.push([name, value || 'on']);
		} else fields.push([name, value]);
	}
	return fields;
}

function chosenIn(options: string): string {
	const all = [...options.matchAll(/<option\b([^>]*)>([^<]*)/g)].map(([, head = '', text = '']) => ({
		value: attribute(head, 'value') ?? unescaped(text).trim(),
		is: attribute(head, 'selected') !== undefined
	}));
	return (all.find(({ is }) => is) ?? all.find(({ value }) => value !== '') ?? all[0])?.value ?? '';
}
