import { asRole, keyring, type Tx } from '../server/db.ts';
import { openMail } from '../server/mail.ts';
import type { Channel } from '../server/outbox.ts';
import { openTextMessage } from '../server/texts.ts';

/** A message of my organisation as an administrator sees it: that it left and when, never to whom nor what (it may hold somebody's link). */
export interface Leaving {
	id: string;
	channel: Channel;
	state: 'waiting' | 'sending' | 'sent' | 'refused' | 'unsure';
	tries: number;
	created_at: Date;
	changed_at: Date;
	next_try_at: Date;
}

/** The latest hundred messages of my organisation, without their content. */
export async function readLeaving(tx: Tx): Promise<Leaving[]> {
	const rows = await tx
		.selectFrom('outbox')
		.select(['id', 'channel', 'state', 'tries', 'created_at', 'changed_at', 'next_try_at'])
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(100)
		.execute();
	return rows as Leaving[];
}

/** A message with its content, in the demo only, where nobody real is written to. */
export interface DemoMail {
	id: string;
	channel: Channel;
	created_at: Date;
	to: string;
	/** Of a mail. */
	subject: string;
	text: string;
}

/**
 * The latest messages with their content: those of the organisation, and those of nobody's (a new password, a code for a door).
 * @param demo whether this installation is a demo; anywhere else this refuses
 */
export async function readDemoMails(organization: string, demo: boolean): Promise<DemoMail[]> {
	if (!demo) throw new Error('the content of mails is shown in the demo only');
	const rows = await asRole('cheminer_jobs', (tx) =>
		tx
			.selectFrom('outbox')
			.select(['id', 'channel', 'created_at', 'sealed'])
			.where((where) => where.or([where('organization_id', '=', organization), where('organization_id', 'is', null)]))
			.orderBy('created_at', 'desc')
			.orderBy('id', 'desc')
			.limit(50)
			.execute()
	);
	return rows.map(({ sealed, channel, ...row }) => ({
		...row,
		channel: channel as Channel,
		...(channel === 'mail' ? openMail(keyring(), row.id, sealed) : { subject: '', ...openTextMessage(keyring(), row.id, sealed) })
	}));
}
