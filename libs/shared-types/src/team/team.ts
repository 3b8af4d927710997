import { z } from 'zod';
import { email, id, utc } from '../scalars.ts';
import { linkToken, teamPassword } from './auth.ts';
import { role } from './roles.ts';

export const member = z.object({
  userId: id,
  name: z.string(),
  email: z.string(),
  role,
  createdAt: utc,
});
export type Member = z.infer<typeof member>;

export const memberList = z.object({ items: z.array(member) });
export const memberParams = z.object({ userId: id });
export const roleBody = z.object({ role });
export const removed = z.object({ removed: z.literal(true) });

export const invitation = z.object({
  id,
  email: z.string(),
  role,
  createdAt: utc,
  expiresAt: utc,
  acceptedAt: utc.nullable(),
});
export type Invitation = z.infer<typeof invitation>;

export const invitationList = z.object({ items: z.array(invitation) });
export const invitationParams = z.object({ id });
export const inviteBody = z.object({ email, role });
/** The link is shown this once; only its hash is kept. */
export const invited = invitation.extend({ token: z.string(), url: z.string() });
export const tokenBody = z.object({ token: linkToken });
/** What the holder of a link is invited to, before there is an account. */
export const shownInvitation = z.object({ email: z.string(), role, expiresAt: utc });
export const joinedTeam = z.object({ ok: z.literal(true), role });

/** `clearTwoFactor`: for a member who lost the second factor together with the password. */
export const resetMemberBody = z.object({ clearTwoFactor: z.boolean().optional() });
/** The link is shown this once; only its hash is kept, and a newer link voids it. */
export const resetMade = z.object({ url: z.string(), token: z.string(), expiresAt: utc });
export const resetBody = tokenBody.extend({ password: teamPassword });
export const resetDone = z.object({ ok: z.literal(true), email: z.string() });
