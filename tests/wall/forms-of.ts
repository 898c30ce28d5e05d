/** A form as a browser would send it: where to, and its fields, in order. */
export interface Found {
	/** The address it goes to, as written in the page. */
	to: string;
	/** Which of the page's forms, and which of its buttons. */
	name: string;
	fields: [string, string][];
}

interface Control {
	tag: string;
	attributes: Map<string, string>;
	/** What a text area holds. */
	text: string;
	/** The values of a list. */
	options: { value: string; selected: boolean }[];
}

interface Form {
	to: string;
	posted: boolean;
	controls: Control[];
}

/** What is written where nothing stands. */
export interface Filling {
	words: string;
	day: string;
	/** Leaves empty what may stay empty, but for the first text. */
	sparse?: boolean;
	/** Ticks every box. */
	ticked?: boolean;
}

const ENTITIES: Record<string, string> = { quot: '"', lt: '<', gt: '>', amp: '&', '#39': "'" };
const plain = (text: string) => text.replace(/&(quot|lt|gt|amp|#39);/g, (_, name: string) => ENTITIES[name]!);
const attributesOf = (words: string) =>
	new Map([...words.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, name, value]): [string, string] => [name!, plain(value ?? '')]));
const optionsOf = (content: string) =>
	[...content.matchAll(/<option\b([^>]*)>/g)].map(([, raw]) => {
		const attributes = attributesOf(raw!);
		return { value: attributes.get('value') ?? '', selected: attributes.has('selected') };
	});

const TOKEN = /<(textarea|select)\b([^>]*)>([\s\S]*?)<\/\1>|<(\/?form|input|button)\b([^>]*)>/g;

/** Every form of a page that is posted, filled in as somebody would: once for each of its buttons. */
export function formsOf(html: string, filling: Filling): Found[] {
	const forms: Form[] = [];
	const byId = new Map<string, Form>();
	const elsewhere: [string, Control][] = [];
	let inside: Form | undefined;
	for (const [, long, longRaw, content = '', short, shortRaw] of html.matchAll(TOKEN)) {
		const tag = long ?? short ?? '';
		const attributes = attributesOf(longRaw ?? shortRaw ?? '');
		if (tag === 'form') {
			inside = { to: attributes.get('action') ?? '', posted: /post/i.test(attributes.get('method') ?? ''), controls: [] };
			forms.push(inside);
			if (attributes.has('id')) byId.set(attributes.get('id')!, inside);
		} else if (tag === '/form') inside = undefined;
		else {
			const control = { tag, attributes, text: plain(content), options: optionsOf(content) };
			if (attributes.has('form')) elsewhere.push([attributes.get('form')!, control]);
			else inside?.controls.push(control);
		}
	}
	for (const [id, control] of elsewhere) byId.get(id)?.controls.push(control);
	return forms.filter(({ posted }) => posted).flatMap((form, index) => sendings(form, index, filling));
}

function sendings(form: Form, index: number, filling: Filling): Found[] {
	const fields: [string, string][] = [];
	const chosen = new Set(
		form.controls
			.filter(({ attributes }) => attributes.get('type') === 'radio' && attributes.has('checked'))
			.map(({ attributes }) => attributes.get('name'))
	);
	const first = form.controls.find(({ tag, attributes }) => tag === 'textarea' || (tag === 'input' && attributes.get('type') === 'text'));
	for (const control of form.controls) {
		const name = control.attributes.get('name');
		if (control.tag === 'button' || !name || control.attributes.has('disabled')) continue;
		const asked = control === first || control.attributes.has('required') || !filling.sparse;
		const value = valueOf(control, name, chosen, { ...filling, sparse: !asked });
		if (value !== undefined) fields.push([name, value]);
	}
	const buttons = form.controls.filter(({ tag, attributes }) => tag === 'button' && attributes.get('type') !== 'button');
	return (buttons.length > 0 ? buttons : [undefined]).map((button, at) => {
		const [name, value] = [button?.attributes.get('name'), button?.attributes.get('value') ?? ''];
		return {
			to: button?.attributes.get('formaction') ?? form.to,
			name: `${index}.${at}`,
			fields: name ? [...fields, [name, value] as [string, string]] : fields
		};
	});
}

function valueOf(
	{ tag, attributes, text, options }: Control,
	name: string,
	chosen: Set<string | undefined>,
	{ words, day, sparse, ticked }: Filling
): string | undefined {
	const value = attributes.get('value') ?? '';
	const type = attributes.get('type') ?? 'text';
	if (tag === 'select') {
		const selected = options.find((option) => option.selected) ?? options[0];
		return selected?.value || ((sparse ? '' : options.find((option) => option.value)?.value) ?? '');
	}
	if (type === 'checkbox') return attributes.has('checked') || attributes.has('required') || ticked ? value || 'on' : undefined;
	if (type === 'radio') {
		if (attributes.has('checked')) return value;
		if (chosen.has(name) || sparse) return undefined;
		chosen.add(name);
		return value;
	}
	if (type === 'file') return undefined;
	const written = tag === 'textarea' ? text.trim() : value;
	if (type === 'email') return written || 'quelqu.un@essai.example';
	if (written || sparse || type === 'hidden') return written;
	if (type === 'date') return attributes.get('max') && attributes.get('max')! < day ? attributes.get('max')! : day;
	return ({ time: '10:30', number: '1' } as Record<string, string>)[type] ?? words;
}
