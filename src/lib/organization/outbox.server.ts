import { asRole, keyring, type Tx } from '../server/db.ts';
import { openMail } from '../server/mail.ts';

/** A mail of my organisation as an administrator sees it: that it left and when, never to whom nor what (it may hold somebody's link). */
export interface Leaving {
	id: string;
	state: 'waiting' | 'sending' | 'sent' | 'refused' | 'unsure';
	tries: number;
	created_at: Date;
	changed_at: Date;
	next_try_at: Date;
}

/** The latest hundred mails of my organisation, without their content. */
export async function readLeaving(tx: Tx): Promise<Leaving[]> {
	const rows = await tx
		.selectFrom('outbox')
		.select(['id', 'state', 'tries', 'created_at', 'changed_at', 'next_try_at'])
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(100)
		.execute();
	return rows as Leaving[];
}

/** A mail with its content, in the demo only, where nobody real is written to. */
export interface DemoMail {
	id: string;
	created_at: Date;
	to: string;
	subject: string;
	text: string;
}

/**
 * The latest mails with their content: those of the organisation, and those of accounts (a new password).
 * @param demo whether this installation is a demo; anywhere else this refuses
 */
export async function readDemoMails(organization: string, demo: boolean): Promise<DemoMail[]> {
	if (!demo) throw new Error('the content of mails is shown in the demo only');
	const rows = await asRole('cheminer_jobs', (tx) =>
		tx
			.selectFrom('outbox')
			.select(['id', 'created_at', 'sealed'])
			.where((where) => where.or([where('organization_id', '=', organization), where('organization_id', 'is', null)]))
			.orderBy('created_at', 'desc')
			.orderBy('id', 'desc')
			.limit(50)
			.execute()
	);
	return rows.map(({ sealed, ...row }) => ({ ...row, ...openMail(keyring(), row.id, sealed) }));
}
