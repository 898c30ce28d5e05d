import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { Actor } from '#lib/access/access.ts';
import { readEveryAction } from '#lib/actions/changes.server.ts';
import { openGoal } from '#lib/goals/agreeing.server.ts';
import { readGoals } from '#lib/goals/goals.server.ts';
import { dropDraft, keepDraft, readDrafts } from '#lib/interviews/drafts.server.ts';
import { readInterviews, readLatestNote, recordInterview } from '#lib/interviews/interviews.server.ts';
import { InterviewForm } from '#lib/interviews/rules.ts';
import { openNeed, readNeeds } from '#lib/needs/needs.server.ts';
import { OpeningForm } from '#lib/needs/rules.ts';
import { readPlanSource } from '#lib/paper/plan.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { readThread } from '#lib/thread/thread.server.ts';
import { readShowable, readViews } from '#lib/views/views.server.ts';
import { found } from '#lib/web/found.ts';
import { house } from '../../../tests/house.ts';
import { changeMemo, eraseMemo, readMemos, writeMemo } from './memos.server.ts';

const home = await house({ after });
const here = { zone: 'Europe/Brussels', now: new Date() };
const organization = await home.organization();
const people = [
	await home.member(organization, ['practitioner'], { first: 'Aurore' }),
	await home.member(organization, ['practitioner'], { first: 'Paul-Henri' })
];

/** Everything that a page which both may look at reads of a pathway, for this practitioner; drafts apart, which are one's own. */
const shared = (tx: Tx, pathway: Pathway) =>
	Promise.all([
		readThread(tx, pathway),
		readInterviews(tx, pathway),
		readLatestNote(tx, pathway),
		readEveryAction(tx, pathway),
		readNeeds(tx, pathway.key, pathway.accompaniment.id),
		readGoals(tx, pathway.key, pathway.accompaniment.id),
		readProfile(tx, pathway),
		readShowable(tx, pathway),
		readViews(tx, pathway),
		readPlanSource(tx, pathway)
	]);

const gesture = fc.record({
	do: fc.constantFrom('write', 'write', 'change', 'erase', 'expire', 'share', 'drop', 'record', 'meet', 'need', 'goal'),
	by: fc.constantFrom(0, 1),
	noise: fc.string({ maxLength: 8, unit: 'grapheme' })
});

test('Whatever is done around memos, nothing that both may read comes from one; shared and recorded, it is a memo no more.', async () => {
	let turn = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(gesture, { minLength: 1, maxLength: 9 }), async (gestures) => {
			const { id: file } = await home.pathway(people[0]!);
			await as(people[0]!, (tx) => tx.insertInto('colleague').values({ accompaniment_id: file, member_id: people[1]!.member }).execute());
			const on = <T>(actor: Actor, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
				as(actor, async (tx) => work(tx, found(await readPathway(tx, file))));
			/** Words of memos, by whose they are; those made ours are taken out. */
			const secret: [Set<string>, Set<string>] = [new Set(), new Set()];
			const drafts: (string | null)[] = [null, null];
			for (const { do: what, by, noise } of gestures) {
				const actor = people[by]!;
				const word = `mq${(turn += 1)}x`;
				const text = `${noise} ${word} ${noise}`.trim();
				await on(actor, async (tx, pathway) => {
					const memo = (await readMemos(tx, pathway, here.zone)).at(0);
					if (what === 'write') {
						await writeMemo(tx, pathway, { text, months: 3 }, here);
						secret[by]!.add(word);
					} else if (what === 'change' && memo) {
						await changeMemo(tx, pathway, memo, { text: `${memo.text} ${word}`, months: 3, version: memo.version }, here);
						secret[by]!.add(word);
					} else if (what === 'erase' && memo) await eraseMemo(tx, pathway, memo.id);
					else if (what === 'share' && memo) {
						drafts[by] = crypto.randomUUID();
						await keepDraft(tx, pathway, drafts[by]!, { said: memo.text, from_memo: memo.id });
					} else if (what === 'drop' && drafts[by]) await dropDraft(tx, pathway, drafts[by]!);
					else if (what === 'record') {
						const draft = (await readDrafts(tx, pathway)).find(({ typed }) => typed['from_memo']);
						if (!draft) return;
						const form = InterviewForm.parse({ ...draft.typed, readers: [people[1 - by]!.member] });
						await recordInterview(tx, pathway, actor, { form, agreed: null, ...here });
						await eraseMemo(tx, pathway, String(draft.typed['from_memo']));
						await dropDraft(tx, pathway, draft.formKey);
						for (const one of secret[by]!) if (form.said.includes(one)) secret[by]!.delete(one);
					} else if (what === 'meet') {
						const form = InterviewForm.parse({
							said: `dit ${turn}`,
							actions: { 0: { what: 'écrire' } },
							readers: [people[1 - by]!.member]
						});
						await recordInterview(tx, pathway, actor, { form, agreed: null, ...here });
					} else if (what === 'need')
						await openNeed(tx, pathway, OpeningForm.parse({ code: 'OTHER', label: `besoin ${turn}`, mine: { words: 'vu' }, readers: [] }));
					else if (what === 'goal') await openGoal(tx, pathway, { wish: `vœu ${turn}`, how: null, domain: null, readers: [] });
				});
				if (what === 'expire')
					await home.sql('update memo set expires_at = now() where accompaniment_id = $1 and author_id = $2', [file, actor.member]);
			}
			const words = secret.flatMap((own) => [...own]);
			for (const [at, actor] of people.entries()) {
				const [read, mine] = await on(actor, async (tx, pathway) => [
					JSON.stringify(await shared(tx, pathway)),
					JSON.stringify([await readDrafts(tx, pathway), await readMemos(tx, pathway, here.zone)])
				]);
				for (const word of words) assert.ok(!read.includes(word), `${word} is read by ${actor.firstName} on a shared page`);
				for (const word of secret[1 - at]!) assert.ok(!mine.includes(word), `${word} of somebody else is read by ${actor.firstName}`);
			}
		}),
		{ numRuns: 25 }
	);
});
