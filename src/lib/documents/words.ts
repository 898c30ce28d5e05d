import { FILE_TYPES, type FileKind, type FileType } from '../files/rules.ts';
import { m } from '../paraglide/messages.js';

const KINDS: Record<FileKind, () => string> = {
	picture: m.space_documents_type_picture,
	pdf: m.space_documents_type_pdf,
	office: m.space_documents_type_office,
	text: m.space_documents_type_text,
	sound: m.space_documents_type_sound
};

/** What a file is, in a word. */
export const typeWord = (type: FileType) => KINDS[FILE_TYPES[type].kind]();

/** What a paper is called, also when nobody said. */
export const paperName = (name: string) => name || m.space_documents_unnamed();
