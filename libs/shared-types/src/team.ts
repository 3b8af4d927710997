import { z } from 'zod';
import { role } from './roles.ts';
import { email, id, utc } from './scalars.ts';

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
export const addMemberBody = z.object({ email, role });
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
export const tokenBody = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{16,128}$/) });
export const joinedTeam = z.object({ ok: z.literal(true), role });
