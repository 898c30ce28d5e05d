import { ROLES } from './access.ts';
import { HANDS, type Touch } from './hands.ts';
import { CHANNELS, STANDINGS, type Answer, type Channel, type Line, type Standing } from './line.ts';
import { answerOf, isGiven, MATRIX } from './matrix.ts';

const STANDING_WORDS: Record<Standing, string> = {
	lead: 'lead',
	named: 'colleague named',
	unticked: 'named, but not with this text',
	cover: 'cover until a date',
	expired: 'cover ended',
	none: 'colleague not named',
	asked: 'asked for a view',
	excluded: 'excluded by her',
	ended: 'has left',
	elsewhere: 'every role elsewhere'
};

const CHANNEL_WORDS: Record<Channel, string> = {
	page: 'page',
	data: '`__data.json`',
	csv: 'CSV',
	search: 'search',
	counter: 'counter',
	job: 'job'
};

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const LINES: readonly Line[] = MATRIX;

/** docs/access.md, from the matrix alone. */
export function accessDocument(): string {
	const onFile = (line: Line) => line.given !== 'anyone';
	const yes = (given: boolean) => (given ? '**yes**' : '–');
	const grid = (kind: Line['kind']) =>
		table(
			['', ...STANDINGS.map((standing) => STANDING_WORDS[standing])],
			LINES.filter((line) => line.kind === kind && onFile(line) && line.needs === 'practitioner').map((line) => [
				line.says,
				...STANDINGS.map((standing) => yes(isGiven(line, 'practitioner', standing)))
			])
		);
	const byRole = table(
		['', ...ROLES],
		LINES.filter((line) => !onFile(line) || line.needs !== 'practitioner').map((line) => [
			line.says,
			...ROLES.map((role) => yes(isGiven(line, role, 'none')))
		])
	);
	const said = (answer: Answer) => (answer === 'allowed' ? '**yes**' : answer.replace('-', ' '));
	const ways = table(
		['', ...CHANNELS.map((channel) => CHANNEL_WORDS[channel]), 'to a colleague not named', 'to another role'],
		LINES.map((line) => [
			line.says,
			...CHANNELS.map((channel) => (line.asked.includes(channel) ? 'asked' : '–')),
			said(answerOf(line, line.needs, 'none', line.asked[0]!)),
			said(
				answerOf(
					line,
					ROLES.find((role) => role !== line.needs && !line.also?.includes(role))!,
					'none',
					line.asked[0]!
				)
			)
		])
	);
	const columns = (some: Touch['read']) => (some === undefined ? '–' : some === 'all' ? 'all' : some.join(', '));
	const hands = Object.entries(HANDS)
		.map(
			([hand, { says, touches }]) =>
				`**${hand}** ${says}.\n\n${table(
					['', 'reads', 'adds', 'changes', 'removes'],
					Object.entries(touches).map(([at, { read, add, change, remove }]) => [
						at,
						columns(read),
						columns(add),
						columns(change),
						yes(remove === true)
					])
				)}`
		)
		.join('\n\n');
	return `# Who may do what

Made from \`src/lib/access/matrix.ts\` by \`node scripts/access.ts\`; do not edit. The tests in \`tests/wall\` ask the database and the pages
each of these questions, with full rights planted in another organisation, which change nothing.

**Exclusion comes first**: whoever a person excluded is nobody to her file, whatever the role, the cover or the organisation.
What is not given is answered **404**, with the very answer of a thing that never existed; **403** only where the page itself is no secret
and the role does not hold it. A date until which somebody covers is exclusive. Coordination and administration open no file and read no text.

## Reading one person’s file (practitioners)

${grid('read')}

## Changing one person’s file (practitioners)

${grid('write')}

A promise is read by whoever holds it, even when she is no longer named with the text it was born in. After a death the file is read, never written.
No colleague excludes a lead, for that would take a person from a colleague. She may: she gives her reference, which stands on her
information page, to coordination, which sets the lead aside without opening anything. Whoever walks with her leaves that to another of
coordination, and whoever noted it does not become her lead.

## What comes with a role

${byRole}

## By which way

Where a thing can be asked for, and what is answered there. Every way gives the same answer. A CSV holds the columns of a list and no text; jobs see ids and dates, never a text.

${ways}

## What the machine’s own hands may touch

Column by column, from \`src/lib/access/hands.ts\`; a column that is not here is refused, a new one too.

${hands}

## What the wall stands on

The database takes the application’s word for *who* asks (\`app.member\`, set for one transaction): it decides what that member may do, it does
not prove who she is. Whoever could slip SQL into the application would speak as anybody. So no statement is ever put together from what
somebody typed; the login that serves owns nothing and takes no role that owns, loads, archives or answers for policies; and texts are
sealed with keys that are not in the database. Whoever runs the machine can read its memory.
`;
}
