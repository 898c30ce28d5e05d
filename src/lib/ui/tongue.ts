/**
 * In which language a text was written: told by its letters, then by the small words that every sentence is made of. Unsure says nothing: a
 * text without a mark is better than one with a wrong mark (docs/decisions/0047).
 */

/** Small words of the languages of the house, and of neighbours that are easily taken for them. */
const SMALL_WORDS: Record<string, string> = {
	fr: `le la les l’ un une des du de d’ au aux et ou où est suis es sont était ai as a avons avez ont je j’ tu il elle on nous vous ils
		elles me m’ te t’ se s’ ce c’ cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs qui que qu’ quoi dont quand
		comment pourquoi pas ne n’ plus jamais rien tout tous toute toutes en dans sur sous avec sans pour par chez vers depuis pendant avant
		après entre jusqu’ y à mais si comme parce car donc puis aussi très trop peu bien déjà encore lundi mardi mercredi jeudi vendredi samedi
		dimanche demain hier être avoir faire aller dire voir peut veux veut faut fait va vais bonjour merci oui non chaque autre même`,
	en: `the a an of to and or in on at by for with from without about into i you he she it we they me him her us them my your his its our
		their this that these those is are was were be been am have has had do does did not no nor will would can could should may might must
		what which who when where why how there here if but so as than then because after before until while again yes still only just very
		more most all some any nothing someone everybody go going get let today tomorrow don didn isn ve ll hello thank thanks`,
	nl: `de het een en of van in op aan met voor bij naar uit door over tot zonder onder tussen ik jij je u hij zij ze we wij jullie mij me
		hem haar ons hen hun mijn jouw uw zijn dit dat deze die is ben bent was waren geweest heb hebt heeft had hebben niet geen wel nog al
		ook maar want dus als dan toen wanneer waar waarom hoe wie wat welke er hier daar te om zo zeer heel meer alles niets iemand niemand
		elke worden wordt werd kan kunt kunnen wil wilt willen moet moeten mag zal zullen gaat gaan doen na ja nee samen vandaag morgen
		gisteren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag goed graag dank`,
	tr: `ve bir bu şu o ben sen biz siz onlar için ile da ki mi mı mu mü ne değil var yok çok daha gibi kadar sonra önce ama fakat veya ya her
		hiç şey olarak olan oldu olur olacak evet hayır bana sana ona bize size benim senin onun bizim sizin nasıl neden nerede kim hangi
		zaman bugün yarın dün pazartesi salı çarşamba perşembe cuma cumartesi pazar gün istiyorum gerek lazım iyi tamam merhaba teşekkür
		ederim randevu`,
	uk: `і й та що як це не на у в до з за від про мене мені мій моя ви ми вони він вона є але чи або дякую буде потрібно дуже сьогодні завтра
		треба можу хочу я працювати мати бути щоб коли де хто після понеділок вівторок середа четвер неділю добре так ні`,
	ru: `и что как это не на у в к до с со за от про меня мне мой моя вы мы они он она но или спасибо будет нужно очень сегодня завтра надо
		могу хочу я работать быть чтобы когда где кто после понедельник вторник среда четверг хорошо да нет`,
	es: `el la los las un una de del y o en con por para sin que qué quien no si sí me te se lo le mi tu su es son está estoy soy era fue ha he
		hay muy más pero como cuando donde también ya yo él ella nosotros al este esta quiero tengo`,
	it: `il lo la i gli le un una di del della dei delle e o in con per da che chi non sì mi ti si ci mio mia suo è sono era ho ha hanno c più ma
		come quando dove anche già io lui lei noi al alla questo questa voglio nel`,
	pt: `o a os as um uma de do da dos das e ou em no na com por para sem que quem não sim me te se meu minha seu sua é são está foi tem há
		muito mais mas como quando onde também já eu ele ela nós ao este esta quero tenho`,
	de: `der die das ein eine und oder in im auf an am mit für bei zu zum zur von vom aus ohne ich du er sie es wir ihr mich mir ihn uns mein
		meine dein sein ihre dieser diese ist bin sind war hat habe haben nicht kein keine auch aber wenn dann wann wo warum wie wer was noch
		schon nur sehr mehr alles nichts wird werden kann will muss nach ja nein heute morgen`,
	ro: `și sau în pe la cu pentru de din fără un o este sunt era am ai are avem nu da mă te se îmi mi meu mea lui ei noi voi ce care cine când
		unde cum dar dacă mai foarte să vreau acest această al a`,
	pl: `i lub we na ze do od dla po przez bez ja ty on ona my wy oni mnie mi cię się mój moja jest są był była mam ma nie tak co kto kiedy
		gdzie jak ale jeśli bardzo tylko też już ten ta to chcę`
};
/** Letters that give a language away, and how much one word with such a letter counts. */
const LETTERS: [RegExp, string, number][] = [
	[/[éèêëàâùûœ]/u, 'fr', 0.4],
	[/[ışğ]/u, 'tr', 0.7],
	[/[іїєґ]/u, 'uk', 1],
	[/[ыэёъ]/u, 'ru', 1],
	[/ij|aa|uu|ee[rnl]/u, 'nl', 0.25],
	[/[ßäö]/u, 'de', 0.5],
	[/[ñ¿¡]/u, 'es', 0.7],
	[/[ãõ]/u, 'pt', 0.7],
	[/[ășț]/u, 'ro', 0.7],
	[/[łąęśćżźń]/u, 'pl', 0.7]
];
/** Languages that we speak are recognised by one word of theirs; of the others we want to be surer. */
const OURS = new Set(['fr', 'en', 'nl', 'tr', 'uk', 'ru']);
const LEAST = 0.9;
const LEAST_ELSEWHERE = 2.5;
const LEAD = 1.5;
const ARABIC = /\p{Script=Arabic}/u;
/** Letters of Persian, Kurdish or Urdu, which Arabic does without. */
const NOT_ARABIC = /(?![\u0621-\u0652\u0670])[\p{Script=Arabic}&&\p{L}]/v;
/** As much of a text as it takes. */
const READ = 400;

const languagesOf = new Map<string, string[]>();
for (const [language, words] of Object.entries(SMALL_WORDS))
	for (const word of new Set(words.split(/\s+/))) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

/** The language tag of a text that somebody wrote; '' when nobody could be sure. */
export function writtenIn(text: string): string {
	const read = text.slice(0, READ).toLowerCase();
	const words = read.replaceAll("'", '’').match(/\p{L}+’?/gu) ?? [];
	// The letters that most of it is made of: a French name in an Arabic sentence changes nothing.
	const arabic = words.filter((word) => ARABIC.test(word));
	if (arabic.length * 2 > words.length) return arabic.some((word) => NOT_ARABIC.test(word)) ? '' : 'ar';
	return bySmallWords(words);
}

function bySmallWords(words: readonly string[]): string {
	const counts = new Map<string, number>();
	const count = (language: string, much: number) => counts.set(language, (counts.get(language) ?? 0) + much);
	for (const word of words) {
		const known = languagesOf.get(word) ?? languagesOf.get(word.replace('’', ''));
		if (known) for (const language of known) count(language, 1 / known.length);
		for (const [letters, language, much] of LETTERS) if (letters.test(word)) count(language, much);
	}
	const [first, second] = [...counts].sort(([, one], [, other]) => other - one);
	if (!first || first[1] < (OURS.has(first[0]) ? LEAST : LEAST_ELSEWHERE)) return '';
	return second && first[1] < second[1] * LEAD ? '' : first[0];
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** The direction of a text in that language; the browser looks for itself where nobody could be sure. */
export function directionOfTongue(tongue: string): 'ltr' | 'rtl' | 'auto' {
	if (tongue === '') return 'auto';
	return RIGHT_TO_LEFT.has(tongue) ? 'rtl' : 'ltr';
}

const names = new Map<string, Intl.DisplayNames>();

/** "néerlandais", "الهولندية": a language as a sentence names it, in the language of the page. */
export function tongueName(tongue: string, locale: string): string {
	const here = locale === 'fr-easy' ? 'fr' : locale;
	let words = names.get(here);
	if (!words) names.set(here, (words = new Intl.DisplayNames(here, { type: 'language' })));
	return words.of(tongue) ?? tongue;
}
