import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { fingerprintOf, newKeyFile, readKeyFile, writeKeyFile, type KeyFile } from './key-file.ts';

/** Sealed text: `v1.keyId.nonce.ciphertext.tag`, each part base64url (trust.md, "Sealed texts"). */
export type Sealed = string;

/** A sealed text, a key or a file that does not open: a wrong key, a moved row or a tampered line. */
export class SealError extends Error {}

const TAG = 16;

/** AES-256-GCM with a fresh nonce; `about` is authenticated, not stored. */
function sealWith(key: KeyObject, keyId: string, about: string, text: string): Sealed {
	const nonce = randomBytes(NONCE);
	const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
	cipher.setAAD(Buffer.from(about));
	const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return `v1.${keyId}.${nonce.toString('base64url')}.${body.toString('base64url')}.${cipher.getAuthTag().toString('base64url')}`;
}

/** Where a piece of a file stands, in how many: moved, put in another's place or left out, none of them opens. */
interface Place {
	table: string;
	/** The file. */
	row: string;
	position: number;
	of: number;
}

const NONCE = 12;

/** Which key sealed it. */
export const keyIdOf = (sealed: Sealed) => sealed.split('.')[1] ?? '';

/** @throws SealError when the text was not sealed with this key for exactly this purpose */
function openWith(key: KeyObject, about: string, sealed: Sealed): string {
	const [version, , nonce, body, tag] = sealed.split('.');
	if (version !== 'v1' || nonce === undefined || body === undefined || tag === undefined) throw new SealError('not a sealed text');
	try {
		const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: TAG });
		decipher.setAAD(Buffer.from(about));
		decipher.setAuthTag(Buffer.from(tag, 'base64url'));
		return decipher.update(Buffer.from(body, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
	} catch {
		throw new SealError('a sealed text does not open');
	}
}

/** The key of one person, unwrapped for the length of one request. What it seals is bound to table, row, person and column: moved, it does not open. */
export class PersonKey {
	readonly person: string;
	readonly #key: KeyObject;
	constructor(person: string, key: Buffer) {
		this.person = person;
		// Made once: to make it costs twice what sealing a line does.
		this.#key = createSecretKey(key);
	}

	/** Seals any JSON value for one row of one table. */
	seal(table: string, row: string, value: unknown, column = 'sealed'): Sealed {
		return sealWith(this.#key, 'p', `${table}|${row}|${this.person}|${column}`, JSON.stringify(value));
	}

	/** Opens what `seal` made for the same table, row and column. */
	open<T>(table: string, row: string, sealed: Sealed, column = 'sealed'): T {
		return JSON.parse(openWith(this.#key, `${table}|${row}|${this.person}|${column}`, sealed)) as T;
	}

	/** Seals one piece of a file as bytes: nonce, ciphertext, tag. */
	sealPiece(place: Place, piece: Uint8Array): Buffer {
		const nonce = randomBytes(NONCE);
		const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG });
		cipher.setAAD(this.#about(place));
		return Buffer.concat([nonce, cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
	}

	/** @throws SealError when it was not sealed for this very place of this file */
	openPiece(place: Place, sealed: Buffer): Buffer {
		try {
			const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE), { authTagLength: TAG });
			decipher.setAAD(this.#about(place));
			decipher.setAuthTag(sealed.subarray(-TAG));
			return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
		} catch {
			throw new SealError('a piece of a file does not open');
		}
	}

	#about = ({ table, row, position, of }: Place) => Buffer.from(`${table}|${row}|${this.person}|${position}/${of}`);
}

/** The installation's keys: they wrap each person's key and never enter the database or its archives. */
export class Keyring {
	#file: KeyFile;
	#wrappings = new Map<string, KeyObject>();
	readonly #again: () => KeyFile | undefined;
	/** @param again reads the file once more: another process may have added a key to it */
	constructor(file: KeyFile, again: () => KeyFile | undefined = () => undefined) {
		this.#file = file;
		this.#again = again;
		this.#take(file);
	}

	#take(file: KeyFile): void {
		this.#file = file;
		this.#wrappings = new Map(Object.entries(file.keys).map(([id, key]) => [id, createSecretKey(key, 'hex')]));
	}

	get currentKeyId(): string {
		return this.#file.current;
	}

	/** Secret of the staff sessions' signature. */
	get accountSecret(): string {
		return this.#file.accounts;
	}

	#wrapping(keyId: string): KeyObject {
		let key = this.#wrappings.get(keyId);
		if (key === undefined) {
			// Keys are rotated while people work: whoever meets the new one first looks for it where it was put.
			const file = this.#again();
			if (file && Object.hasOwn(file.keys, keyId) && file.pepper === this.#file.pepper) this.#take(file);
			key = this.#wrappings.get(keyId);
		}
		if (key === undefined) throw new SealError(`the installation key "${keyId}" is missing`);
		return key;
	}

	/** A new person's key, and its wrapped form for `keys.person_key`. */
	newPersonKey(person: string): { key: PersonKey; wrapped: Sealed } {
		const raw = randomBytes(32);
		const wrapped = sealWith(this.#wrapping(this.currentKeyId), this.currentKeyId, `person_key|${person}`, raw.toString('hex'));
		return { key: new PersonKey(person, raw), wrapped };
	}

	/** @throws SealError when the wrapped key belongs to another person or another installation */
	unwrap(person: string, wrapped: Sealed): PersonKey {
		return new PersonKey(person, Buffer.from(openWith(this.#wrapping(keyIdOf(wrapped)), `person_key|${person}`, wrapped), 'hex'));
	}

	/** The same person's key, wrapped by the current installation key. */
	rewrap(person: string, wrapped: Sealed): Sealed {
		const raw = openWith(this.#wrapping(keyIdOf(wrapped)), `person_key|${person}`, wrapped);
		return sealWith(this.#wrapping(this.currentKeyId), this.currentKeyId, `person_key|${person}`, raw);
	}

	/** Seals what belongs to the installation rather than to a person (a kept post, a queued mail), bound to `about`. */
	seal(about: string, value: unknown): Sealed {
		return sealWith(this.#wrapping(this.currentKeyId), this.currentKeyId, `installation|${about}`, JSON.stringify(value));
	}

	open<T>(about: string, sealed: Sealed): T {
		return JSON.parse(openWith(this.#wrapping(keyIdOf(sealed)), `installation|${about}`, sealed)) as T;
	}

	/** Blind index of a phone, a mail address or a birth date, different in each organisation (decisions 13). */
	index(organization: string, what: string, value: string): string {
		const key = hkdfSync('sha256', Buffer.from(this.#file.pepper, 'hex'), organization, `index|${what}`, 32);
		return createHmac('sha256', Buffer.from(key)).update(value.normalize('NFC')).digest('base64url');
	}

	/**
	 * What opens this installation's archives, derived from a secret that rotation leaves as it is: whoever keeps the key file keeps
	 * everything that a restoration needs, and an old copy of it still opens the archives of its time.
	 */
	archiveKey(): Promise<CryptoKey> {
		const raw = Buffer.from(hkdfSync('sha256', Buffer.from(this.#file.pepper, 'hex'), 'cheminer', 'archive|v1', 32));
		// The fixed beginning of an X25519 key in PKCS #8 (RFC 8410).
		const key = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw]);
		return crypto.subtle.importKey('pkcs8', key, { name: 'X25519' }, false, ['deriveBits']);
	}

	/** A short form of the key file, to compare a copy of it with. */
	get fingerprint(): string {
		return fingerprintOf(this.#file);
	}

	/** HMAC with the installation's pepper, for tokens and codes that are looked up by what is typed. */
	peppered(purpose: string, value: string): string {
		return createHmac('sha256', Buffer.from(this.#file.pepper, 'hex')).update(`${purpose}|${value}`).digest('base64url');
	}
}

/**
 * Reads the installation's key file (0400, outside the database), or makes it on a first start.
 * @param options.create false refuses a missing file: a database that holds sealed texts is lost without its key
 * @throws SealError with one sentence for the operator
 */
export function openKeyring(path: string, options: { create: boolean }): Keyring {
	if (options.create && readKeyFile(path) === undefined) writeKeyFile(path, newKeyFile(), { instead: false });
	const read = readKeyFile(path);
	if (read === 'unreadable') throw new SealError(`The installation key file cannot be read (${path}).`);
	if (read === 'damaged') throw new SealError(`The installation key file is damaged (${path}).`);
	if (read === undefined)
		throw new SealError(
			`The installation key file is missing (${path}). Put back the copy kept apart from the backups; without it no text can be read.`
		);
	return new Keyring(read, () => {
		const again = readKeyFile(path);
		return typeof again === 'object' ? again : undefined;
	});
}
