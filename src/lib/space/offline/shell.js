import { opened, read, tellLeft, unlock, waiting, wipe } from './box.js';

/** The page that stands in for every other while there is no line. It holds nobody's words until her PIN opens them. */

/** @typedef {{ text: string, rtl: boolean, lang: string }} Said */
/** @typedef {{ lead?: string, colon?: string, words?: Said, phone?: string, small?: string }} Line */
/** @typedef {{ since: string, sections: { title: string, lines: Line[] }[] }} Copy */

/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (document.getElementById(name));
/** @param {string} name */
const show = (name) => part(name).removeAttribute('hidden');

/** @template {keyof HTMLElementTagNameMap} K @param {K} name @param {string} text @param {Partial<HTMLElement>} [more] */
function element(name, text, more = {}) {
	return Object.assign(document.createElement(name), { textContent: text }, more);
}

/** @param {Line} line */
function item({ lead = '', colon = lead ? ' ' : '', words, phone, small }) {
	const one = document.createElement('li');
	if (lead) one.append(element('b', lead), words || phone ? colon.trimEnd() + ' ' : '');
	if (words) one.append(element('span', words.text, { dir: words.rtl ? 'rtl' : 'ltr', lang: words.lang }));
	if (phone) one.append(element('span', phone, { dir: 'ltr' }));
	if (small) one.append(' ', element('small', small));
	return one;
}

/** @param {Copy} copy */
function tell({ since, sections }) {
	const told = sections.map(({ title, lines }) => {
		const section = element('section', '', { className: 'section' });
		const list = element('ul', '', { className: 'lines' });
		list.append(...lines.map(item));
		section.append(element('h2', title), list);
		return section;
	});
	part('copy').replaceChildren(element('p', since, { className: 'small' }), ...told);
	part('open').hidden = true;
	show('copy');
	part('copy').focus();
}

/** @param {string} problem the name of a sentence that the page holds */
function complain(problem) {
	part('problem').textContent = part('open').dataset[problem] ?? '';
	if (problem === 'gone') part('open').hidden = true;
	part('problem').focus();
}

part('open').addEventListener('submit', async (event) => {
	event.preventDefault();
	const pin = /** @type {HTMLInputElement} */ (part('pin'));
	const typed = pin.value;
	pin.value = '';
	const button = /** @type {HTMLButtonElement} */ (part('open').querySelector('button'));
	button.disabled = true;
	const answer = await unlock(typed);
	button.disabled = false;
	const box = await read();
	if ('key' in answer && box) return tell(await opened(answer.key, box.copy));
	complain('wait' in answer ? 'wait' : 'gone' in answer ? 'gone' : 'wrong');
});

part('leave').addEventListener('click', async () => {
	document.title = '…';
	document.body.replaceChildren();
	await wipe();
	tellLeft();
	location.replace(/** @type {string} */ (document.documentElement.dataset.elsewhere));
});

// Left open on a table, it closes again.
document.addEventListener('visibilitychange', () => {
	if (document.visibilityState === 'hidden') {
		part('copy').replaceChildren();
		part('copy').hidden = true;
		part('open').hidden = false;
	}
});

const box = await read();
if (box) {
	show('open');
	if ((await waiting()).length > 0) show('later');
} else show('nothing');
