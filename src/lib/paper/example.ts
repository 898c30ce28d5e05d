import type { PlanSource } from './rules.ts';

const id = (n: number) => `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A plan with something of everything, for the tests of sheets. */
export const source: PlanSource = {
	name: 'Nadia B.',
	concealed: false,
	next: { at: new Date('2026-12-10T13:00:00Z'), with: 'Aurore', channel: 'presence', place: 'au 2e étage, salle calme' },
	matters: 'Travailler en cuisine, et être là quand les enfants rentrent de l’école.',
	people: [
		{ id: id(1), name: 'Aurore', place: 'lead', job: 'conseillère emploi' },
		{ id: id(2), name: 'Paul-Henri', place: 'named', job: 'assistant social' },
		{ id: id(3), name: 'Inès', place: 'cover', job: '' }
	],
	house: { name: 'Relance-Sambre', address: 'rue du Quai 12', phone: '071 00 12 34' },
	actions: [
		{ id: id(4), text: 'écrire au centre de formation', owner: 'practitioner', by: 'Aurore', who: '', due_on: null },
		{ id: id(5), text: 'demander l’horaire à la crèche', owner: 'person', by: null, who: '', due_on: '2026-12-03' },
		{ id: id(6), text: 'relire le contrat', owner: 'both', by: null, who: '', due_on: null },
		{ id: id(7), text: 'rappelle lundi', owner: 'other', by: null, who: 'la crèche', due_on: null },
		{ id: id(8), text: 'أريد أن أتعلم الفرنسية', owner: 'person', by: null, who: '', due_on: null }
	],
	goals: [
		{ id: id(9), text: 'Un travail en cuisine, à mi-temps', agreed: true },
		{ id: id(10), text: 'Passer mon permis', agreed: false }
	],
	steps: [{ id: id(11), text: 'Visiter la crèche un mercredi' }],
	needs: [
		{ id: id(12), code: 'ENF', label: '', words: 'de 7 h à 9 h, deux matins', hers: true },
		{ id: id(13), code: 'MOB', label: '', words: '', hers: false },
		{ id: id(14), code: 'OTHER', label: 'Un chien', words: 'qui le garde ?', hers: true }
	]
};
