import {
  backupCodes,
  changePasswordBody,
  codeBody,
  passwordBody,
  renewedSession,
  sessionAnswer,
  sessionList,
  sessionParams,
  sessionsEnded,
  signedIn,
  signedOut,
  signInAnswer,
  signInBody,
  signUpBody,
  twoFactorBegun,
} from '../auth.ts';
import { userId } from '../examples.ts';
import { endpoint } from './endpoint.ts';

const user = { id: userId, email: 'grace@example.org', name: 'Grace Hopper' };
const token = 'n2Vd8xQ0cR7mZ4uJ';
const password = 'a long passphrase';
const codes = ['t4Hq9-Zr2Lx', 'Yb7Kd-0sWm3'];
const at = '2026-06-01T10:12:00.000Z';
const account = { role: 'buyer', tag: 'Accounts' } as const;

export const accountEndpoints = {
  signUp: endpoint({
    method: 'POST',
    path: '/api/auth/sign-up/email',
    role: 'public',
    tag: 'Accounts',
    summary: 'Make an account',
    body: signUpBody,
    answer: signedIn,
    errors: ['EMAIL_TAKEN', 'ORIGIN_REFUSED'],
    example: {
      body: { name: user.name, email: user.email, password },
      answer: { token, user },
    },
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    role: 'public',
    tag: 'Accounts',
    summary: 'Sign in; the token is also a bearer token',
    body: signInBody,
    answer: signInAnswer,
    errors: ['INVALID_CREDENTIALS', 'ORIGIN_REFUSED'],
    example: { body: { email: user.email, password }, answer: { token, user } },
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/api/auth/sign-out',
    role: 'public',
    tag: 'Accounts',
    summary: 'End the session',
    answer: signedOut,
    example: { answer: { ok: true } },
  }),
  getSession: endpoint({
    method: 'GET',
    path: '/api/auth/get-session',
    role: 'public',
    tag: 'Accounts',
    summary: 'Who is signed in, with the role in the team',
    answer: sessionAnswer,
    errors: ['UNAUTHENTICATED'],
    example: {
      answer: {
        session: { id: 's1', userId },
        user: { ...user, role: 'operator', twoFactorEnabled: true },
      },
    },
  }),
  changePassword: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/change-password',
    summary: 'Choose another password; every other session ends',
    body: changePasswordBody,
    answer: signedIn,
    errors: ['UNAUTHENTICATED', 'INVALID_CREDENTIALS'],
    example: {
      body: { currentPassword: password, newPassword: 'a longer passphrase' },
      answer: { token, user },
    },
  }),
  listSessions: endpoint({
    ...account,
    method: 'GET',
    path: '/api/auth/list-sessions',
    summary: 'Where this account is signed in, newest first',
    answer: sessionList,
    errors: ['UNAUTHENTICATED'],
    example: {
      answer: {
        items: [
          {
            id: '6650f5a2b3c4d5e6f7a8b9c4',
            current: true,
            createdAt: at,
            updatedAt: at,
            expiresAt: '2026-06-08T10:12:00.000Z',
            ipAddress: '203.0.113.7',
            userAgent: 'Mozilla/5.0',
          },
        ],
      },
    },
  }),
  endSession: endpoint({
    ...account,
    method: 'DELETE',
    path: '/api/auth/sessions/:id',
    summary: 'End one session of this account',
    params: sessionParams,
    answer: sessionsEnded,
    errors: ['UNAUTHENTICATED', 'SESSION_NOT_FOUND'],
    example: { params: { id: '6650f5a2b3c4d5e6f7a8b9c4' }, answer: { ok: true } },
  }),
  endOtherSessions: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/revoke-other-sessions',
    summary: 'End every session of this account but this one',
    answer: sessionsEnded,
    errors: ['UNAUTHENTICATED'],
    example: { answer: { ok: true } },
  }),
  beginTwoFactor: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/enable',
    summary: 'Draw a second factor; it is on once a code of it was verified',
    body: passwordBody,
    answer: twoFactorBegun,
    errors: ['UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'TWO_FACTOR_STATE'],
    example: {
      body: { password },
      answer: {
        totpURI:
          'otpauth://totp/Flash%20Sale:grace%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Flash%20Sale',
        backupCodes: codes,
      },
    },
  }),
  verifyTotp: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/verify-totp',
    summary: 'Second step of a sign-in, or of switching the second factor on',
    body: codeBody,
    answer: signedIn,
    errors: ['UNAUTHENTICATED', 'CODE_INVALID', 'TWO_FACTOR_STATE'],
    example: { body: { code: '492039' }, answer: { token, user } },
  }),
  verifyBackupCode: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/verify-backup-code',
    summary: 'Second step of a sign-in with a recovery code, which is used up by it',
    body: codeBody,
    answer: signedIn,
    errors: ['UNAUTHENTICATED', 'CODE_INVALID', 'TWO_FACTOR_STATE'],
    example: { body: { code: 't4Hq9-Zr2Lx' }, answer: { token, user } },
  }),
  renewBackupCodes: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/generate-backup-codes',
    summary: 'New recovery codes; the old ones are void',
    body: passwordBody,
    answer: backupCodes,
    errors: ['UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'TWO_FACTOR_STATE'],
    example: { body: { password }, answer: { backupCodes: codes } },
  }),
  endTwoFactor: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/disable',
    summary: 'Switch the second factor off; owners keep theirs',
    body: passwordBody,
    answer: renewedSession,
    errors: ['UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'FORBIDDEN'],
    example: { body: { password }, answer: { ok: true, token } },
  }),
};
