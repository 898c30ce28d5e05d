/**
 * Sets sheets in type, in a process of its own: fork of `typesetter.ts`, never imported. It holds no key, no database, no setting; the
 * compiler is native code that ends its whole process when it meets something it did not expect.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { drawable, drawnBy } from './drawable.ts';
import { ROOT } from './root.ts';
import type { Asked, Answered } from './typesetter.ts';

const MODULES = join(ROOT, 'node_modules', '@expo-google-fonts');
/**
 * Each letter is drawn by the first of these that has it. Arabic is drawn by Vazirmatn: the Naskh puts letters together from strokes and
 * dots, each of which a reader of the PDF would then hear again; it stands in for what no other has.
 */
const FAMILIES = [
	join(MODULES, 'atkinson-hyperlegible-next', '{weight}', 'AtkinsonHyperlegibleNext_{weight}.ttf'),
	join(MODULES, 'noto-sans', '{weight}', 'NotoSans_{weight}.ttf'),
	join(ROOT, 'src', 'lib', 'paper', 'fonts', 'Vazirmatn_{weight}.ttf'),
	join(MODULES, 'noto-naskh-arabic', '{weight}', 'NotoNaskhArabic_{weight}.ttf')
];

const files = FAMILIES.flatMap((path) => ['400Regular', '600SemiBold'].map((weight) => readFileSync(path.replaceAll('{weight}', weight))));
/** One of each family: its weights draw the same signs. */
const drawn = files.filter((_, n) => n % 2 === 0).map(drawnBy);
/** No folder: a sheet is its template and its data, and nothing can be read beside. */
const compiler = NodeCompiler.create({ workspace: join(ROOT, 'no-such-folder'), fontArgs: [{ fontBlobs: files }] });

/** Every text of the data as it can be drawn. */
function prepared(data: unknown, noted: { lost: boolean }): unknown {
	if (typeof data === 'string') {
		const { text, lost } = drawable(data, drawn);
		noted.lost ||= lost;
		return text;
	}
	if (Array.isArray(data)) return data.map((one) => prepared(one, noted));
	if (typeof data !== 'object' || data === null) return data;
	return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, prepared(value, noted)]));
}

function answer({ id, source, data }: Asked): Answered {
	const noted = { lost: false };
	const inputs = { data: JSON.stringify(prepared(data, noted)), lost: String(noted.lost) };
	try {
		return { id, pdf: new Uint8Array(compiler.pdf({ mainFileContent: source, inputs }, { pdfStandard: 'ua-1' })) };
	} catch {
		// What the compiler says quotes the text: it goes nowhere.
		return { id, pdf: null };
	}
}

process.on('message', (asked: Asked) => {
	process.send?.(answer(asked), () => {
		// Nothing of what was set stays in memory.
		compiler.evictCache(0);
	});
});
process.on('disconnect', () => process.exit());
