import { SealError, type Keyring } from './keyring.ts';

const PROOF = 'cheminer';

/** A known sentence under the current key, kept beside what it seals: a wrong key is told at the start. */
export function proofOf(ring: Keyring): string {
	return ring.seal(`proof|${ring.currentKeyId}`, PROOF);
}

/** Whether this key file opens what the database was sealed with. */
export function proves(ring: Keyring, row: { key_id: string; proof: string }): boolean {
	try {
		return ring.open<string>(`proof|${row.key_id}`, row.proof) === PROOF;
	} catch (problem) {
		if (problem instanceof SealError) return false;
		throw problem;
	}
}
