import type { PersonStory } from '../story.ts';

/** Bertille and Armand come together and have two files: each her own text, and nothing passes from one to the other. */
export const couple: PersonStory[] = [
	{
		slug: 'bertille',
		name: 'Bertille D.',
		organization: 'relance',
		lead: 'aurore',
		track: 'employment',
		opened: 72,
		answers: [{ value: 'yes', ago: 72 }],
		meetings: [
			{
				ago: 72,
				by: 'aurore',
				text: 'Elle voudrait reprendre la couture, à mi-temps d’abord. Elle a apporté une veste retournée, point par point.',
				next: [{ owner: 'her', text: 'Photographie trois ouvrages', state: 'done', help: 'alone' }]
			},
			{
				ago: 16,
				by: 'aurore',
				text: 'Les photos sont belles. Le matin lui convient, l’après-midi se discute à la maison.',
				moved: 'trois ouvrages photographiés',
				next: [{ owner: 'aurore', text: 'Demander à l’atelier de retouche s’il prend à l’essai' }]
			}
		],
		appointments: [{ in: 5, at: '10:00', place: '2e étage, salle calme' }]
	},
	{
		slug: 'armand',
		name: 'Armand D.',
		organization: 'relance',
		lead: 'aurore',
		track: 'employment',
		opened: 72,
		answers: [{ value: 'not-now', ago: 72 }],
		meetings: [
			{ ago: 72, by: 'aurore', text: 'Vingt-deux ans de laminoir. Il parle des machines au présent.' },
			{
				ago: 16,
				by: 'aurore',
				text: 'Il a ouvert le sujet lui-même : un travail de jour, fini les pauses. Il veut y penser sans qu’on le presse.',
				outcome: 'thinking'
			}
		],
		appointments: [{ in: 5, at: '10:00', place: '2e étage, salle calme' }]
	}
];
