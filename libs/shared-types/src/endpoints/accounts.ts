import { adminOrderExample, userId } from '../examples.ts';
import {
  backupCodes,
  changePasswordBody,
  codeBody,
  confirmedPassword,
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
} from '../team/auth.ts';
import { privacyExport, privacyForgotten } from '../team/privacy.ts';
import { endpoint } from './endpoint.ts';

/** The demo has this account, so that trying the example of a sign-in works there. */
export const exampleLogin = { email: 'grace@example.org', password: 'a long passphrase' };
const newcomer = { email: 'katherine@example.org', name: 'Katherine Johnson' };
const user = { id: userId, email: exampleLogin.email, name: 'Grace Hopper' };
const token = 'n2Vd8xQ0cR7mZ4uJ';
const { password } = exampleLogin;
const codes = ['t4Hq9-Zr2Lx', 'Yb7Kd-0sWm3'];
const at = '2026-06-01T10:12:00.000Z';
const account = { role: 'account', tag: 'Accounts' } as const;
const cookies = ['set-cookie'] as const;

export const accountEndpoints = {
  signUp: endpoint({
    method: 'POST',
    path: '/api/auth/sign-up/email',
    role: 'public',
    tag: 'Accounts',
    summary: 'Make an account',
    body: signUpBody,
    answer: signedIn,
    headers: cookies,
    errors: ['EMAIL_TAKEN', 'RATE_LIMITED', 'BUSY'],
    example: {
      body: { ...newcomer, password },
      answer: { token, user: { ...newcomer, id: userId } },
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
    headers: cookies,
    errors: ['INVALID_CREDENTIALS', 'RATE_LIMITED', 'BUSY'],
    example: { body: exampleLogin, answer: { token, user } },
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/api/auth/sign-out',
    role: 'public',
    tag: 'Accounts',
    summary: 'End the session',
    answer: signedOut,
    headers: cookies,
    example: { answer: { ok: true } },
  }),
  getSession: endpoint({
    method: 'GET',
    path: '/api/auth/get-session',
    role: 'account',
    tag: 'Accounts',
    summary: 'Who is signed in, with the role in the team',
    answer: sessionAnswer,
    headers: cookies,
    errors: ['RATE_LIMITED'],
    example: {
      answer: {
        session: { id: 's1', userId, freshForMs: 540_000 },
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
    headers: cookies,
    errors: ['RATE_LIMITED', 'BUSY', 'INVALID_CREDENTIALS'],
    example: {
      body: { currentPassword: password, newPassword: 'a longer passphrase' },
      answer: { token, user },
    },
  }),
  confirmPassword: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/confirm-password',
    summary: 'Enter the password again: sensitive calls are open to this session for 15 minutes',
    body: passwordBody,
    answer: confirmedPassword,
    errors: ['RATE_LIMITED', 'BUSY', 'INVALID_CREDENTIALS'],
    example: { body: { password }, answer: { ok: true, freshForMs: 900_000 } },
  }),
  listSessions: endpoint({
    ...account,
    method: 'GET',
    path: '/api/auth/list-sessions',
    summary: 'Where this account is signed in, newest first',
    answer: sessionList,
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
    errors: ['SESSION_NOT_FOUND'],
    example: { params: { id: '6650f5a2b3c4d5e6f7a8b9c4' }, answer: { ok: true } },
  }),
  endOtherSessions: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/revoke-other-sessions',
    summary: 'End every session of this account but this one',
    answer: sessionsEnded,
    errors: ['RATE_LIMITED'],
    example: { answer: { ok: true } },
  }),
  exportAccount: endpoint({
    ...account,
    method: 'GET',
    path: '/api/auth/account/data',
    summary: 'Everything that is kept about this account',
    answer: privacyExport,
    errors: ['RATE_LIMITED', 'RESTORING'],
    example: {
      answer: {
        email: user.email,
        exportedAt: at,
        account: {
          ...{ id: userId, name: user.name, email: user.email, createdAt: at, lastUsedAt: at },
          sessions: [],
        },
        orders: [{ ...adminOrderExample, notes: [] }],
        places: [],
        mails: [],
        mailWishes: [],
        audit: [],
      },
    },
  }),
  deleteAccount: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/account/delete',
    summary: 'Delete this account; what was sold stays, who bought it goes',
    body: passwordBody,
    answer: privacyForgotten,
    headers: cookies,
    errors: [
      ...(['RATE_LIMITED', 'BUSY', 'INVALID_CREDENTIALS'] as const),
      ...(['PERSON_IN_SALE', 'PERSON_IN_TEAM', 'RESTORING'] as const),
    ],
    example: {
      body: { password },
      answer: { ok: true, account: true, orders: 1, blocks: 3, audit: 0 },
    },
  }),
  beginTwoFactor: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/enable',
    summary: 'Draw a second factor; it is on once a code of it was verified',
    body: passwordBody,
    answer: twoFactorBegun,
    headers: cookies,
    errors: ['RATE_LIMITED', 'BUSY', 'INVALID_CREDENTIALS', 'TWO_FACTOR_STATE'],
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
    headers: cookies,
    errors: ['RATE_LIMITED', 'BUSY', 'CODE_INVALID', 'TWO_FACTOR_STATE'],
    example: { body: { code: '492039' }, answer: { token, user } },
  }),
  verifyBackupCode: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/verify-backup-code',
    summary: 'Second step of a sign-in with a recovery code, which is used up by it',
    body: codeBody,
    answer: signedIn,
    headers: cookies,
    errors: ['RATE_LIMITED', 'BUSY', 'CODE_INVALID', 'TWO_FACTOR_STATE'],
    example: { body: { code: 't4Hq9-Zr2Lx' }, answer: { token, user } },
  }),
  renewBackupCodes: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/generate-backup-codes',
    summary: 'New recovery codes; the old ones are void',
    body: passwordBody,
    answer: backupCodes,
    headers: cookies,
    errors: ['RATE_LIMITED', 'BUSY', 'INVALID_CREDENTIALS', 'TWO_FACTOR_STATE'],
    example: { body: { password }, answer: { backupCodes: codes } },
  }),
  endTwoFactor: endpoint({
    ...account,
    method: 'POST',
    path: '/api/auth/two-factor/disable',
    summary: 'Switch the second factor off; owners, and in production all but viewers, keep theirs',
    body: passwordBody,
    answer: renewedSession,
    headers: cookies,
    errors: ['RATE_LIMITED', 'BUSY', 'INVALID_CREDENTIALS', 'FORBIDDEN'],
    example: { body: { password }, answer: { ok: true, token } },
  }),
};
