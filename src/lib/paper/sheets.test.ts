import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPdf, type ReadPdf } from '../../../tests/pdf.ts';
import { source } from './example.ts';
import { tagOf } from '../web/languages.ts';
import { SHEET_LANGUAGES, type SheetLanguage } from './languages.ts';
import { composeCaseload, composeDay } from './lists.ts';
import { composePlan } from './plan.ts';
import { composeRecap, type RecapSource } from './recap.ts';
import { readPlanChoice, type PlanSource } from './rules.ts';
import { setSheet } from './sheets.server.ts';

const place = { locale: 'fr', zone: 'Europe/Brussels', now: new Date('2026-11-22T16:00:00Z') };

const plan = async (query = '', from: PlanSource = source): Promise<ReadPdf> =>
	readPdf(await setSheet('plan', composePlan(from, readPlanChoice(new URLSearchParams(query), from, 'fr'), place)));

/** Right to left is written in the file as the eye meets it; words are looked for one by one. */
const holds = ({ text }: ReadPdf, words: string) => words.split(' ').every((word) => text.includes(word));

const SAID: Record<SheetLanguage, string[]> = {
	fr: [
		'Mon plan',
		'jeudi 10 décembre à 14 h',
		'avec Aurore',
		'Avant le 3 décembre.',
		'personne de référence',
		'Imprimé le 22 novembre 2026.'
	],
	en: ['My plan', 'Thursday 10 December at 2 pm', 'with Aurore', 'Before 3 December.', 'lead contact', 'Printed on 22 November 2026.'],
	nl: ['Mijn plan', 'donderdag 10 december om 14 uur', 'met Aurore', 'Vóór 3 december.', 'vaste begeleider'],
	ar: ['خطتي', 'الخميس 10 ديسمبر الساعة 14:00', 'مع Aurore', 'ما يهمني', 'الشخص المرجعي'],
	uk: ['Мій план', 'четвер, 10 грудня, 14:00', 'Aurore', 'До 3 грудня.', 'основна контактна особа'],
	tr: ['Planım', '10 Aralık Perşembe, saat 14:00', 'Aurore ile', 'Son gün: 3 Aralık.', 'sorumlu kişi'],
	'fr-easy': ['Mon plan', 'jeudi 10 décembre à 14 h', 'avec Aurore', 'Avant le 3 décembre.']
};

for (const language of SHEET_LANGUAGES) {
	test(`The plan in ${language} is one tagged page in that language; what was written stays as it was written.`, async () => {
		const read = await plan(`langue=${language}`);
		assert.deepEqual([read.wrong, read.pages, read.lang], [[], 1, tagOf(language)]);
		for (const words of SAID[language]) assert.ok(holds(read, words), `${words} is not in ${read.text}`);
		for (const words of [source.matters, 'demander l’horaire à la crèche', 'أريد أن أتعلم الفرنسية', 'Nadia B.', 'Relance-Sambre'])
			assert.ok(holds(read, words), `${words} is not in ${read.text}`);
		assert.ok(read.sizes[0]! >= 10, `type of ${read.sizes[0]} points`);
		assert.ok(read.tags.filter((tag) => tag === 'H2').length >= 7);
		assert.ok(read.tags.includes('LI'));
	});
}

test('It is read in the order of use: the appointment, who is there, what comes before next time, what is agreed.', async () => {
	const { text } = await plan();
	const at = ['Mon prochain rendez-vous', 'Qui m’accompagne', 'D’ici la prochaine fois', 'Ce qui est convenu', 'Pour noter'].map((words) =>
		text.indexOf(words)
	);
	assert.deepEqual(
		[...at].sort((a, b) => a - b),
		at
	);
	assert.ok(at[0]! > 0);
});

test('What is not ticked is nowhere in the file, nor is a name that was taken off.', async () => {
	const kept = `a.${source.actions[1]!.id}`;
	const { text, title } = await plan(`choix=1&nom=sans&ligne=${kept}&ligne=date`);
	assert.match(text, /demander l’horaire à la crèche/);
	for (const left of ['écrire au centre', 'relire', 'Travailler', 'Nadia', 'Relance', '071', 'permis', 'Paul-Henri', 'étage', 'garder'])
		assert.ok(!text.includes(left), left);
	assert.equal(title, 'Mon plan');
});

test('In concealed mode the sheet holds the alias and a date, and no name of a service anywhere in the file.', async () => {
	const hidden = { ...source, name: 'Colibri', concealed: true };
	const usual = await plan('', hidden);
	assert.match(usual.text, /^Mon plan Colibri Mon prochain rendez-vous jeudi 10 décembre à 14 h Pour noter/);
	const asked = await plan('choix=1&ligne=maison&ligne=telephone&ligne=date', hidden);
	assert.match(asked.text, /071 00 12 34/);
	for (const { text, title } of [usual, asked]) assert.ok(!`${text}${title}`.includes('Relance'));
});

test('However much there is, it stays one page in letters that can be read, and says that the rest is on her pathway.', async () => {
	const action = source.actions[1]!;
	const many = Array.from({ length: 60 }, (_, n) => ({
		...action,
		id: action.id.slice(0, -2) + String(n + 30),
		text: `pas numéro ${n}, ${'à faire '.repeat(8)}`
	}));
	const people = Array.from({ length: 40 }, (_, n) => ({
		...source.people[0]!,
		id: action.id.slice(0, -2) + String(n + 30),
		name: `Collègue ${n}`
	}));
	for (const language of SHEET_LANGUAGES) {
		const read = await plan(`langue=${language}`, {
			...source,
			actions: many,
			people,
			matters: 'Une longue histoire. '.repeat(400),
			name: 'Maximilienne-Victoire '.repeat(20)
		});
		assert.deepEqual([read.pages, read.wrong], [1, []], language);
		assert.ok(read.sizes[0]! >= 10);
		assert.ok(read.text.includes('pas numéro 0') && !read.text.includes('pas numéro 59'));
		if (language === 'fr') assert.match(read.text, /La suite est sur mon chemin\./);
	}
});

test('A plan of nothing is still a sheet: no date yet, and room to write.', async () => {
	const house = { name: '', address: '', phone: '' };
	const bare = { ...source, next: null, matters: '', people: [], actions: [], goals: [], steps: [], needs: [], house };
	const { text, wrong } = await plan('choix=1', bare);
	assert.deepEqual(wrong, []);
	assert.match(text, /Pas encore de date : on en choisit une ensemble\. Pour noter/);
});

const met: RecapSource = {
	name: 'Nadia B.',
	interview: {
		held_on: '2026-11-19',
		channel: 'phone',
		note: { text: 'Elle a appelé la crèche.\n\nOn garde la piste de l’accueillante.', common: '', moved: 'lettre envoyée' }
	},
	actions: [
		{ text: 'rappeler jeudi', state: 'open', owner: 'person', owner_first_name: null, who: '', due_on: null },
		{ text: 'déjà fait', state: 'done', owner: 'person', owner_first_name: null, who: '', due_on: null }
	],
	next: null
};

test('The recap holds what stays to be done; what was said stands on it only when both want it.', async () => {
	for (const language of SHEET_LANGUAGES) {
		const without = readPdf(await setSheet('recap', composeRecap(met, { language, named: true, withText: false }, place)));
		assert.deepEqual([without.wrong, without.pages, without.lang], [[], 1, tagOf(language)]);
		assert.ok(without.text.includes('rappeler jeudi') && without.text.includes('Nadia B.'));
		for (const left of ['déjà fait', 'crèche', 'lettre', 'piste']) assert.ok(!without.text.includes(left), left);
	}
	const { text } = readPdf(await setSheet('recap', composeRecap(met, { language: 'fr', named: false, withText: true }, place)));
	assert.match(text, /Ce qu’on s’est dit Elle a appelé la crèche\. On garde la piste de l’accueillante\. J’ai avancé : lettre envoyée/);
	assert.ok(!text.includes('Nadia'));
});

test('A list says when it was printed and by whom, what it is, and goes on over pages under the same head.', async () => {
	const people = Array.from({ length: 70 }, (_, n) => ({ name: `Élodie ${n}`, reach: undefined, next_at: null, lead: 'Aurore' }));
	const reach = { value: '0475 00 00 00', hours: 'après 16 h', caution: 'ne pas laisser de message' };
	const read = readPdf(
		await setSheet('list', composeCaseload([{ ...people[0]!, name: 'Nadia B.', reach }, ...people], 300, true, 'Aurore', place))
	);
	assert.deepEqual(read.wrong, []);
	assert.ok(read.pages > 1);
	assert.equal(read.text.split('Personne de référence').length - 1, read.pages);
	assert.ok(read.tags.includes('TH') && read.tags.includes('Table'));
	for (const words of [
		'Imprimé le 22 novembre 2026 à 17 h par Aurore.',
		'Confidentiel',
		'Page 2 sur',
		'Élodie 69',
		'300 personnes au plus',
		'après 16 h. ne pas laisser de message'
	])
		assert.ok(read.text.includes(words), words);
});

test('The list of a day without appointments says so.', async () => {
	const { text, wrong } = readPdf(await setSheet('list', composeDay([], new Map(), 'Aurore', place)));
	assert.deepEqual(wrong, []);
	assert.match(text, /Rendez-vous du dimanche 22 novembre.*Aucun rendez-vous ce jour-là\./);
});
