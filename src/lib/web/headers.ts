/** What a page of Cheminer never needs, so that nothing slipped into it could use it either. */
const FEATURES = [
	'accelerometer',
	'autoplay',
	'camera',
	'display-capture',
	'encrypted-media',
	'fullscreen',
	'geolocation',
	'gyroscope',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'picture-in-picture',
	'publickey-credentials-get',
	'screen-wake-lock',
	'usb',

	'xr-spatial-tracking'
];
/** Where a voice may be recorded, the page itself may ask for the microphone; nothing that stands in it may. */
const allowing = (wanted?: string) => FEATURES.map((feature) => `${feature}=${feature === wanted ? '(self)' : '()'}`).join(', ');
const PERMISSIONS = allowing();
const RECORDING = allowing('microphone');

/** The pages with a field for a voice. */
const RECORDS = /^\/(moi|personnes\/[0-9a-f-]{36})\/messages$/;

const ALWAYS: readonly (readonly [string, string])[] = [
	['x-content-type-options', 'nosniff'],
	// Never "no-referrer": the browser would then send "Origin: null" with a form, and every post would be refused.
	['referrer-policy', 'same-origin'],
	['permissions-policy', PERMISSIONS],
	['cross-origin-opener-policy', 'same-origin'],
	['cross-origin-resource-policy', 'same-origin'],
	['x-frame-options', 'DENY'],
	['x-permitted-cross-domain-policies', 'none']
];

const OVER_HTTPS: readonly (readonly [string, string])[] = [
	...ALWAYS,
	['strict-transport-security', 'max-age=63072000; includeSubDomains']
];

/**
 * The security headers of every answer: pages, files, and the refusals written before the application is asked.
 * The content policy is not here: the application writes it with each page's own nonce.
 * @param at.https whether the visitor came over https, as seen from outside; only then may the browser be told to insist on it
 * @param at.path of a page, where it may differ
 */
export function securityHeaders({ https, path = '' }: { https: boolean; path?: string }): readonly (readonly [string, string])[] {
	const usual = https ? OVER_HTTPS : ALWAYS;
	return RECORDS.test(path) ? [...usual, ['permissions-policy', RECORDING]] : usual;
}
