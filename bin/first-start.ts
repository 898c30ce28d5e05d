import { randomBytes } from 'node:crypto';
import { asking } from './external.ts';

/**
 * An installation without any organisation opens its set-up page to whoever reads this console, and to nobody else: the token is made
 * at each start and lives as long as the process.
 * @param serverUrl the login that serves
 * @returns the path of the page; undefined once there is an organisation
 */
export async function openSetUp(serverUrl: string): Promise<string | undefined> {
	const isEmpty = await asking(serverUrl, async (client) => {
		await client.query('set role cheminer_auth');
		return (await client.query('select from organization limit 1')).rowCount === 0;
	});
	if (!isEmpty) return undefined;
	const token = randomBytes(24).toString('base64url');
	process.env.CHEMINER_SETUP_TOKEN = token;
	return `/installation?jeton=${token}`;
}
