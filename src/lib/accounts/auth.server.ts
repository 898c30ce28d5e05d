import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { v7 as newId } from 'uuid';
import { accountsPool, keyring } from '../server/db.ts';
import { IDLE_SECONDS } from '../server/session.ts';
import { hashPassword, LONGEST, SHORTEST, verifyPassword } from './password.ts';

const CODE_WINDOW_SECONDS = 10 * 60;

function open() {
	return betterAuth({
		appName: 'Cheminer',
		baseURL: 'http://localhost',
		secret: keyring().accountSecret,
		database: accountsPool(),
		telemetry: { enabled: false },
		logger: { disabled: true },
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: SHORTEST,
			maxPasswordLength: LONGEST,
			password: { hash: hashPassword, verify: verifyPassword }
		},
		user: {
			modelName: 'account',
			fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' }
		},
		account: {
			modelName: 'credential',
			fields: {
				userId: 'account_id',
				accountId: 'provider_account',
				providerId: 'provider_id',
				accessToken: 'access_token',
				refreshToken: 'refresh_token',
				idToken: 'id_token',
				accessTokenExpiresAt: 'access_token_expires_at',
				refreshTokenExpiresAt: 'refresh_token_expires_at',
				createdAt: 'created_at',
				updatedAt: 'updated_at'
			}
		},
		session: {
			modelName: 'session',
			fields: {
				userId: 'account_id',
				expiresAt: 'expires_at',
				ipAddress: 'ip_address',
				userAgent: 'user_agent',
				createdAt: 'created_at',
				updatedAt: 'updated_at'
			},
			// Carried over when better-auth replaces a session by another.
			additionalFields: { memberId: { type: 'string', required: false, input: false, fieldName: 'member_id' } },
			expiresIn: IDLE_SECONDS,
			disableSessionRefresh: true,
			cookieCache: { enabled: false }
		},
		verification: {
			modelName: 'verification',
			fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' }
		},
		advanced: {
			cookiePrefix: 'cheminer',
			useSecureCookies: false,
			ipAddress: { disableIpTracking: true },
			database: { generateId: () => newId() }
		},
		plugins: [
			twoFactor({
				issuer: 'Cheminer',
				twoFactorCookieMaxAge: CODE_WINDOW_SECONDS,
				// Slowed down by our own count, which a stranger cannot turn into a lock-out.
				accountLockout: { enabled: false },
				schema: {
					user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
					twoFactor: {
						modelName: 'two_factor',
						fields: {
							userId: 'account_id',
							backupCodes: 'backup_codes',
							failedVerificationCount: 'failed_verification_count',
							lockedUntil: 'locked_until'
						}
					}
				}
			})
		]
	});
}

let made: { pool: ReturnType<typeof accountsPool>; auth: ReturnType<typeof open> } | undefined;

/**
 * better-auth over the tables of schema auth, called from our own form actions: none of its addresses is served.
 * Who waits how long, reset links and reading a session are ours (docs/decisions/0015).
 */
export function auth(): ReturnType<typeof open> {
	const pool = accountsPool();
	if (made?.pool !== pool) made = { pool, auth: open() };
	return made.auth;
}
