import { caseload } from '../briefly.ts';
import type { PersonStory } from '../story.ts';

/** A few more paths of Port-Lazare that cross seasons. */
export const more: PersonStory[] = [
	...caseload('calanque', 'estelle', [
		{
			slug: 'hugues',
			name: 'Hugues',
			track: 'training',
			profile: { pronouns: 'il', age: 46, matters: 'Un métier où l’on finit ce qu’on commence.' },
			lines: [
				[302, 'Douze missions d’intérim, jamais le dernier jour d’un chantier. Il voudrait voir la fin de quelque chose.'],
				[281, 'Ébéniste : on commence, on finit. Il a caressé la table du bureau avant de le dire.', { moved: 'j’ai dit ébéniste' }],
				[
					246,
					'La formation dure un an ; il faut tenir le loyer pendant ce temps. On a posé les chiffres, tous.',
					{ next: [{ owner: 'both', text: 'Posent les chiffres de l’année', state: 'done', help: 'together' }] }
				],
				[218, 'Le financement est accordé, à un mois près. Un mois, il peut.', { moved: 'onze mois sur douze' }],
				[170, 'Premier assemblage à queue d’aronde. Il a gardé le raté aussi, « pour comparer ».'],
				[128, 'Il finit une boîte. Elle ferme avec un bruit d’air.', { moved: 'la boîte ferme' }],
				[71, 'Stage chez un luthier. Il rentre avec de la sciure dans les cheveux et il sourit.', { channel: 'phone' }],
				[24, 'Le luthier demande s’il reste après l’examen.', { outcome: 'thinking' }]
			],
			appointments: [{ in: 10, at: '17:00', place: 'atelier du luthier', channel: 'outside' }]
		}
	]),
	...caseload('saint-elme', 'gwenaelle', [
		{
			slug: 'nora-b',
			name: 'Nora B.',
			track: 'social',
			profile: { pronouns: 'elle', age: 58, matters: 'Que ma fille revienne dîner.' },
			lines: [
				[278, 'Elle parle peu d’elle. Elle parle d’une table mise pour deux, le vendredi.'],
				[
					244,
					'La pension de réversion : un droit qu’elle n’avait pas demandé, par pudeur.',
					{ next: [{ owner: 'gwenaelle', text: 'Préparer la demande de réversion', state: 'done' }] }
				],
				[
					202,
					'La caisse demande un acte introuvable. Le consulat répond en une semaine, contre toute attente.',
					{ moved: 'l’acte est arrivé' }
				],
				[156, 'La réversion est versée. Elle a acheté une nappe.', { moved: 'une nappe, et le reste de côté' }],
				[98, 'Elle a écrit à sa fille, sans rien demander.', { outcome: 'thinking' }],
				[47, 'La fille a répondu d’un mot : vendredi.', { channel: 'phone', moved: 'vendredi' }],
				[20, 'Deux vendredis de suite.', { channel: 'phone' }]
			]
		}
	]),
	...caseload('mission-locale', 'djamila', [
		{
			slug: 'alicia',
			name: 'Alicia',
			track: 'employment',
			profile: { pronouns: 'elle', age: 22, matters: 'Qu’on me croie quand je dis que je sais faire.' },
			lines: [
				[209, 'Elle sait souder. Personne ne la croit, elle a apporté une rose en acier.'],
				[188, 'Chantier naval : visite. Le chef a demandé qui avait fait la rose.', { channel: 'outside', moved: 'la rose a parlé' }],
				[
					161,
					'Essai professionnel réussi ; le vestiaire des femmes n’existe pas. Elle l’a demandé par écrit.',
					{ next: [{ owner: 'both', text: 'Écrivent au chantier pour le vestiaire', state: 'done', help: 'together' }] }
				],
				[133, 'Un vestiaire, une clé. Elle commence lundi.', { moved: 'ma clé de vestiaire' }],
				[92, 'Deux mois. On lui confie les joints du haut.', { channel: 'phone', moved: 'les joints du haut' }],
				[46, 'Une deuxième soudeuse est embauchée. Elles partagent le vestiaire et la radio.', { channel: 'message' }],
				[
					18,
					'Elle veut passer la licence de soudage sous-marin. Djamila a dit : d’abord, apprends-moi ce que c’est.',
					{ outcome: 'thinking', next: [{ owner: 'her', text: 'Apporte la brochure', state: 'done', help: 'alone' }] }
				]
			],
			appointments: [{ in: 3, at: '18:30', channel: 'phone' }]
		}
	])
];
