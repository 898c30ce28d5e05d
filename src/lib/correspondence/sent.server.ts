import { PAPERS, type FitFile } from '../files/rules.ts';
import { readFileFields } from '../files/sent.server.ts';
import type { Issue, Typed } from '../web/form.ts';
import { MessageForm } from './rules.ts';
import { unheard } from './voice.server.ts';

/** A message as it was sent, with what was said aloud and the paper that was joined; or what is to be put right beside what was typed. */
export type MessageRead =
	| { ok: true; formKey: string; typed: Typed; data: MessageForm; voice: FitFile | null; paper: (FitFile & { name: string }) | null }
	| { ok: false; issues: Issue[]; typed: Typed };

/**
 * Reads a message and looks at its files. A browser sends no file twice by itself: what was typed comes back, the files are chosen again.
 * @throws HttpError 413 for too many fields or too much text
 */
export async function readMessageFields(form: FormData): Promise<MessageRead> {
	const paper = await readFileFields(form, MessageForm, { kinds: PAPERS, field: 'paper' });
	const voice = await readFileFields(form, MessageForm, { kinds: ['sound'], field: 'voice' });
	if (!paper.ok || !voice.ok) {
		const issues = [...(paper.ok ? [] : paper.issues), ...(voice.ok ? [] : voice.issues)];
		return { ok: false, issues: [...new Map(issues.map((one) => [`${one.field} ${one.code}`, one])).values()], typed: paper.typed };
	}
	const code = voice.file && (await unheard(voice.file));
	if (code) return { ok: false, issues: [{ field: 'voice', code }], typed: paper.typed };
	const { data, formKey, typed } = paper;
	if (data.text === '' && !voice.file && !paper.file) return { ok: false, issues: [{ field: 'text', code: 'message_empty' }], typed };
	return { ok: true, formKey, typed, data, voice: voice.file, paper: paper.file };
}
