/**
 * "Écouter": reads a block of her page aloud, with a voice that is in this machine. Nothing is sent anywhere: a voice that would ask
 * another machine does not count. Where there is none for the language of the page, nothing appears.
 */
const kind = /** @type {HTMLTemplateElement | null} */ (document.getElementById('ecouter'));
const synth = window.speechSynthesis;

/** What stands for the page's eyes, or is there to be filled in. */
const SILENT =
	'[hidden],[aria-hidden=true],.aside-eyes,.listen,button,select,input,textarea,script,style,details:not([open])>:not(summary)';
const PIECE = 'p,li,h1,h2,h3,h4,legend,label,summary,dt,dd,td,th,.stitch-when,.voice-label';

/** @type {HTMLElement | null} */
let reading = null;

/** @param {string} lang */
function voiceFor(lang) {
	const short = lang.slice(0, 2);
	const here = synth.getVoices().filter((voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === short);
	return here.find((voice) => voice.default) ?? here[0];
}

/**
 * The words of a block, piece by piece, each with its language.
 * @param {Element} block
 */
function wordsOf(block) {
	/** @type {{ text: string, lang: string, piece: Element | null }[]} */
	const said = [];
	const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const at = walker.currentNode.parentElement;
		const text = walker.currentNode.nodeValue?.trim();
		if (!at || !text || at.closest(SILENT)) continue;
		const lang = at.closest('[lang]')?.getAttribute('lang') || document.documentElement.lang;
		const piece = at.closest(PIECE);
		const last = said.at(-1);
		if (last?.lang === lang && last.piece === piece) last.text += ` ${text}`;
		else said.push({ text, lang, piece });
	}
	return said;
}

function stop() {
	synth.cancel();
	if (reading) say(reading, false);
	reading = null;
}

/** @param {HTMLElement} button @param {boolean} aloud */
function say(button, aloud) {
	const word = button.querySelector('span');
	if (word) word.textContent = (aloud ? kind?.dataset.stop : kind?.content.textContent?.trim()) ?? '';
	button.setAttribute('aria-label', [word?.textContent, button.previousElementSibling?.textContent?.trim()].join(', '));
}

/** @param {HTMLElement} button @param {Element} block */
function read(button, block) {
	const again = reading === button;
	stop();
	if (again) return;
	const said = wordsOf(block).flatMap(({ text, lang }) => {
		const voice = voiceFor(lang);
		if (!voice) return [];
		const words = new SpeechSynthesisUtterance(text);
		words.voice = voice;
		words.lang = voice.lang;
		words.rate = 0.9;
		return [words];
	});
	const last = said.at(-1);
	if (!last) return;
	reading = button;
	say(button, true);
	last.onend = () => reading === button && stop();
	for (const words of said) synth.speak(words);
}

const BLOCK = '.page-head,.section,.stitch,form.form';

/** A button at the head of each block, once, as soon as there is a voice: some browsers find theirs late. */
function offer() {
	const model = kind?.content.firstElementChild;
	if (!model || document.querySelector('.listen') || !voiceFor(document.documentElement.lang)) return;
	for (const block of document.querySelectorAll(BLOCK)) {
		const head = block.querySelector('h1,h2,h3,legend');
		if (head?.closest(BLOCK) !== block || block.matches('.section form')) continue;
		const button = /** @type {HTMLElement} */ (model.cloneNode(true));
		head.after(button);
		say(button, false);
		button.onclick = () => read(button, block);
	}
}

if (kind && synth) {
	try {
		offer();
		synth.addEventListener('voiceschanged', offer);
		window.addEventListener('pagehide', stop);
		// Leaving at once is leaving without a sound.
		document.addEventListener('submit', stop, true);
	} catch {
		// The page goes on as it would without this comfort.
	}
}
