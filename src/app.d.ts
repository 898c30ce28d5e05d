import type { Actor } from '#lib/access/access.ts';
import type { Asked } from '#lib/server/compress.ts';
import type { HelperSession } from '#lib/helper/session.server.ts';
import type { Decoy, HerSession } from '#lib/server/person-session.ts';
import type { Unsent } from '#lib/web/unsent.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			reference?: string;
			/** Seconds to wait, with a 429. */
			wait?: number;
			/** With a 503: nothing can be written for lack of room; reading may go on. */
			full?: boolean;
			/** With a 503: what was sent and not recorded, to be sent again. */
			unsent?: Unsent;
		}
		interface Platform {
			req: Asked;
		}
		interface Locals {
			/** Who acts, once signed in as a member of an organisation; pages below (desk) always have one. */
			actor: Actor | null;
			/** The accompanied person, in her own space (/moi): never together with an actor. */
			her: HerSession | null;
			/** Somebody whom she lets help (/moi/aide): never together with her. */
			helper: HelperSession | null;
			/** On a shared screen: this page, or this form of it, is hers alone. */
			apart?: boolean;
			/** Who came into her space with a second PIN: sees one page of everyday numbers. */
			decoy: Decoy | null;
			/** The account behind the session, even before an organisation is chosen. */
			account: { id: string; name: string; email: string } | null;
			/** Where the organisation is, for dates and country rules. */
			place: { organization: string; country: 'BE' | 'FR'; timeZone: string } | null;
			/** Seconds that the answer, a 429 or a 503, asks to wait. */
			wait?: number;
			/** The database could not be asked who this is: nobody is let in, and nobody is sent away as a stranger. */
			away?: boolean;
			/** A part that this answer needs is away: it is 503. */
			failed?: boolean;
			/** The form of this request once more, for the page that must say that it was not recorded. */
			again?: Request;
		}
	}
}
export {};
