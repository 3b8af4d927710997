import { z } from 'zod';
import { role } from './roles.ts';
import { email, id, line } from './scalars.ts';

const password = z.string().min(6).max(128);
const url = z.string().max(2_048).nullish();

export const signUpBody = z.object({
  name: line(200).min(1),
  email,
  password,
  callbackURL: url,
  image: url,
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
  session: z.looseObject({ id: z.string(), userId: z.string() }),
  user,
});
