/** Whoever is signed in finds the way to the desk here. */
export function load({ locals }) {
	return { signedIn: locals.account !== null };
}
