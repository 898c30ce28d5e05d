/** What stands first in the archive of an organisation, for whoever opens it without Cheminer. */
export const README = (organization: string, at: Date) => `# ${organization}

Everything that Cheminer held for this organisation on ${at.toISOString()}, as one moment saw it.
Format: cheminer-organization, version 1.

- One folder for each table, in files of about one megabyte: one line of JSON for each row (\`cat note/*.jsonl\`).
- Columns bear their names in the database (database/migrations, whose comments say what they mean). Times are UTC.
- \`said\` holds what was sealed, opened: the words of people. Null when the key of that person was erased.
- \`fichiers/\` holds the files, by the \`id\` of their row in \`file\`. What a person keeps for herself alone is not here.
- \`counts.json\` says how many rows of each table are here.
- Not here: memos (each belongs to its author, and is erased on its date), drafts, passwords and sessions, mails that wait,
  the keys of people, what another organisation wrote about the same people.

It holds what people said about violence, debt, illness. Keep it sealed; open it where nobody else reads; erase it when it has served.
`;
