import type { Actor } from '#lib/access/access.ts';
import type { Asked } from '#lib/server/compress.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			reference?: string;
			/** Seconds to wait, with a 429. */
			wait?: number;
		}
		interface Platform {
			req: Asked;
		}
		interface Locals {
			/** Who acts, once signed in as a member of an organisation; pages below (desk) always have one. */
			actor: Actor | null;
			/** The account behind the session, even before an organisation is chosen. */
			account: { id: string; name: string; email: string } | null;
			/** Where the organisation is, for dates and country rules. */
			place: { organization: string; country: 'BE' | 'FR'; timeZone: string } | null;
			/** Seconds that the answer, a 429, asks to wait. */
			wait?: number;
		}
	}
}
export {};
