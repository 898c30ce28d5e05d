import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { v7 as newId } from 'uuid';
import { bringUpToDate, openEmbedded } from '../../bin/database.ts';
import { asking } from '../../bin/external.ts';
import type { Actor } from '../../src/lib/access/access.ts';
import { beginAccompaniment } from '../../src/lib/people/pathway.server.ts';
import { as, closeDatabase, openDatabase } from '../../src/lib/server/db.ts';
import { openKeyring } from '../../src/lib/server/keyring.ts';
import { secret } from '../../src/lib/server/secrets.ts';

/** One practitioner at work: who she is, her open session, and the pathway she writes in. */
export interface Hand {
	actor: Actor;
	cookie: string;
	file: string;
}

/** One installation, on a folder of its own, with practitioners in two organisations. */
export interface Stage {
	data: string;
	hands: Hand[];
	/** Everything that the operator's loader sees. */
	sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
	/** As the practitioners themselves read it, through the wall and the keys. */
	reading<T>(work: () => Promise<T>): Promise<T>;
}

export const urlOf = (data: string, login: 'owner' | 'server') =>
	`postgres://${login === 'owner' ? 'cheminer_migrator' : 'cheminer_server'}:${secret(data, login)}@localhost/cheminer?host=${encodeURIComponent(join(data, 'postgres'))}`;

const keyFileOf = (data: string) => join(data, 'keys', 'installation.json');

/** The same installation under another folder: after its disk was mounted elsewhere. */
export function moved(stage: Stage, data: string): Stage {
	return { ...on(data), hands: stage.hands };
}

function on(data: string): Omit<Stage, 'hands'> {
	return {
		data,
		sql: (text, values) =>
			asking(urlOf(data, 'owner'), async (client) => {
				await client.query('set role cheminer_loader');
				return (await client.query(text, values)).rows as never;
			}),
		async reading(work) {
			await openDatabase(urlOf(data, 'server'), keyFileOf(data), 2);
			try {
				return await work();
			} finally {
				await closeDatabase();
			}
		}
	};
}

/**
 * Makes an installation on an empty folder, then leaves it closed: whoever serves it starts it.
 * @param count how many practitioners, shared out between two organisations
 */
export async function setStage(data: string, count = 6): Promise<Stage> {
	const database = await openEmbedded(data);
	try {
		await bringUpToDate(database);
		const stage = on(data);
		const hands: Hand[] = [];
		await stage.reading(async () => {
			const territory = newId();
			await stage.sql(`insert into territory (id, name, country, time_zone) values ($1, 'Bassin d’essai', 'BE', 'Europe/Brussels')`, [
				territory
			]);
			const houses = [newId(), newId()];
			for (const id of houses)
				await stage.sql(`insert into organization (id, territory_id, name) values ($1, $2, $3)`, [
					id,
					territory,
					`Relance ${id.slice(-4)}`
				]);
			for (let n = 0; n < count; n += 1) hands.push(await hand(stage, houses[n % 2]!, `Aurore ${n + 1}`));
		});
		return { ...stage, hands };
	} finally {
		await database.stop();
	}
}

async function hand(stage: Omit<Stage, 'hands'>, organization: string, firstName: string): Promise<Hand> {
	const [account, member] = [newId(), newId()];
	await stage.sql(`insert into auth.account (id, name, email) values ($1, $2, $3)`, [account, firstName, `${account}@essai.example`]);
	await stage.sql(
		`insert into member (id, account_id, organization_id, first_name, last_name, roles) values ($1, $2, $3, $4, 'N.', '{practitioner}')`,
		[member, account, organization, firstName]
	);
	const actor: Actor = { member, account, organization, roles: ['practitioner'], firstName };
	const opened_on = new Date().toISOString().slice(0, 10);
	const { id } = await as(actor, (tx) => beginAccompaniment(tx, member, { name_to_use: 'Nadia B.', opened_on }));
	return { actor, file: id, cookie: await signedIn(stage, actor) };
}

/** A session, as signing in would make it. @returns the cookie */
export async function signedIn(stage: Pick<Stage, 'data' | 'sql'>, actor: Actor): Promise<string> {
	const token = randomBytes(24).toString('hex');
	await stage.sql(
		`insert into auth.session (id, account_id, token, member_id, expires_at) values ($1, $2, $3, $4, now() + interval '30 minutes')`,
		[newId(), actor.account, token, actor.member]
	);
	const { accountSecret } = openKeyring(keyFileOf(stage.data), { create: false });
	return `session=${encodeURIComponent(`${token}.${createHmac('sha256', accountSecret).update(token).digest('base64')}`)}`;
}
