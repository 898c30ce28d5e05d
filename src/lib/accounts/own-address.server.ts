import { settings } from '../server/settings.ts';

/**
 * The address that links in mails begin with: the operator's setting, never what a request claims in its Host header.
 * Without a setting only this machine is served: where this process listens.
 */
export function ownAddress(): string {
	return settings().origin ?? process.env['LISTENING_AT'] ?? 'http://localhost:4173';
}
