/**
 * Records a voice in the page and puts it into the form's own file field: it leaves with the form, like one that a phone recorded. Nothing is
 * kept on the machine, no word stands here, and without it the field is there all the same. Listening goes through the sound of the page, so
 * that no address has to be let in by its policy.
 */
const box = /** @type {HTMLElement | null} */ (document.querySelector('[data-recorder]'));
const field = /** @type {HTMLInputElement | null} */ (document.querySelector('input[type="file"][name="voice"]'));

if (box && field && 'MediaRecorder' in window && navigator.mediaDevices) begin(box, field);

/** @param {HTMLElement} box @param {HTMLInputElement} field */
function begin(box, field) {
	const longest = Number(box.dataset.recorder);
	/** @param {string} name */
	const part = (name) => /** @type {HTMLElement} */ (box.querySelector(`[data-${name}]`));
	const [record, stop, listen, again, time] = [part('record'), part('stop'), part('listen'), part('again'), part('time')];
	const sayings = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('[data-said]'));
	/** @type {MediaRecorder | null} */
	let recorder = null;
	/** @type {AudioContext | null} */
	let sound = null;
	let since = 0;
	let clock = 0;

	/** @param {'idle' | 'recording' | 'ready'} state @param {string} [said] */
	function show(state, said = '') {
		record.hidden = state !== 'idle';
		stop.hidden = time.hidden = state !== 'recording';
		listen.hidden = again.hidden = state !== 'ready';
		for (const one of sayings) one.hidden = one.dataset.said !== said;
	}

	function tick() {
		const seconds = Math.floor((Date.now() - since) / 1000);
		time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
		if (seconds >= longest) recorder?.stop();
	}

	async function start() {
		hush();
		/** @type {Blob[]} */
		const pieces = [];
		try {
			const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
			recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32_000 });
			recorder.ondataavailable = ({ data }) => pieces.push(data);
			recorder.onstop = () => {
				clearInterval(clock);
				for (const track of stream.getTracks()) track.stop();
				keep(new Blob(pieces, { type: recorder?.mimeType ?? '' }));
			};
			recorder.start();
		} catch {
			return show('idle', 'refused');
		}
		since = Date.now();
		tick();
		clock = window.setInterval(tick, 250);
		show('recording');
		stop.focus();
	}

	/** @param {Blob} voice */
	function keep(voice) {
		const files = new DataTransfer();
		files.items.add(new File([voice], 'voice', { type: voice.type }));
		field.files = files.files;
		show('ready', 'ready');
		listen.focus();
	}

	function hush() {
		sound?.close().catch(() => undefined);
		sound = null;
	}

	async function play() {
		hush();
		const voice = field.files?.[0];
		if (!voice) return show('idle');
		sound = new AudioContext();
		const source = sound.createBufferSource();
		source.buffer = await sound.decodeAudioData(await voice.arrayBuffer());
		source.connect(sound.destination);
		source.start();
	}

	record.onclick = start;
	again.onclick = start;
	stop.onclick = () => recorder?.stop();
	listen.onclick = () => void play().catch(hush);
	// A session that is left is silent at once.
	addEventListener('pagehide', () => {
		hush();
		for (const track of recorder?.stream.getTracks() ?? []) track.stop();
	});
	show('idle');
	box.hidden = false;
}
