import { z } from 'zod';
import { mailLocale } from '../buyer/mail.ts';
import { count, email, id, line, utc } from '../scalars.ts';
import { role } from './roles.ts';

export const password = z.string().min(6).max(128);
/** What opens the team's side is longer, and none of the common ones: the API keeps a list of those. */
export const TEAM_PASSWORD_MIN = 12;
export const teamPassword = password.min(TEAM_PASSWORD_MIN);
/** The secret of a link that is shown once. */
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/);
const url = z.string().max(2_048).nullish();

export const signUpBody = z.object({
  name: line(200).min(1),
  email,
  password,
  callbackURL: url,
  image: url,
  /** The invitation or set-up link that this account is for: the password then has to be fit for the team. */
  teamToken: linkToken.optional(),
});
export const signInBody = z.object({
  email,
  password: z.string().min(1).max(128),
  rememberMe: z.boolean().optional(),
  callbackURL: url,
});

/** Loose: the accounts library may add fields, and clients of the first API may read them. */
export const user = z.looseObject({
  id,
  email: z.string(),
  name: z.string(),
  /** Role in the team; null for a buyer. */
  role: role.nullish(),
  twoFactorEnabled: z.boolean().nullish(),
  /** Whether the holder has shown that mail to the address arrives. */
  emailVerified: z.boolean().nullish(),
});
export type User = z.infer<typeof user>;

export const signedIn = z.looseObject({ token: z.string(), user });
/** With a second factor switched on, the password alone opens no session. */
export const signInAnswer = z.union([
  signedIn,
  z.looseObject({ twoFactorRedirect: z.literal(true) }),
]);
export const signedOut = z.object({ ok: z.literal(true) });
export const sessionAnswer = z.looseObject({
  session: z.looseObject({
    id: z.string(),
    userId: z.string(),
    /** So long sensitive calls are open; 0: the password has to be entered again first. */
    freshForMs: count,
  }),
  /** Here role and second factor are always told. */
  user: user.extend({ role: role.nullable(), twoFactorEnabled: z.boolean() }),
});

/** In a session already; the password is asked again for what would lock its owner out. */
export const passwordBody = z.object({ password: signInBody.shape.password });
export const confirmedPassword = z.object({ ok: z.literal(true), freshForMs: count });
export const changePasswordBody = z.object({
  currentPassword: signInBody.shape.password,
  newPassword: password,
});

/** The language of the mail; without it that of the shop. */
const locale = mailLocale.optional();
export const askForPasswordBody = z.object({ email, locale });
/** The same whether there is such an account or not. */
export const passwordAsked = z.object({ ok: z.literal(true) });
export const choosePasswordBody = z.object({ token: linkToken, password: teamPassword });
export const sendAddressLinkBody = z.object({ locale });
export const addressLinkSent = z.object({
  /** `enough`: four were sent within the hour, and the newest one works. */
  state: z.enum(['sent', 'enough', 'proven']),
});
export const proveAddressBody = z.object({ token: linkToken });
export const linkUsed = z.object({ ok: z.literal(true), email: z.string() });

/** Both are shown this once. `totpURI` is what an authenticator app reads from a QR code. */
export const twoFactorBegun = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
export const backupCodes = twoFactorBegun.pick({ backupCodes: true });
export const codeBody = z.object({
  code: z.string().trim().min(1).max(64),
  /** Ask this browser for no second factor for 30 days. */
  trustDevice: z.boolean().optional(),
});
/** The session goes on under another token; browsers get it as a cookie. */
export const renewedSession = z.object({ ok: z.literal(true), token: z.string() });

export const sessionItem = z.object({
  id,
  /** The one that asks. */
  current: z.boolean(),
  createdAt: utc,
  updatedAt: utc,
  expiresAt: utc,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type SessionItem = z.infer<typeof sessionItem>;
export const sessionList = z.object({ items: z.array(sessionItem) });
export const sessionParams = z.object({ id });
export const sessionsEnded = z.object({ ok: z.literal(true) });
