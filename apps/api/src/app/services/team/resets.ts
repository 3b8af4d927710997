import { AppError } from '../../errors.ts';
import type { Actor } from '../record.ts';
import type { TeamContext } from '../team.ts';
import { makeReset } from './make-reset.ts';

/** An owner's link with which a member chooses a new password. */
export async function resetMember(
  context: TeamContext,
  actor: Actor,
  userId: string,
  clearTwoFactor: boolean,
): Promise<{ token: string; expiresAt: number }> {
  const member = await context.db.members.get(userId);
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  return makeReset(context, actor, member, clearTwoFactor);
}

/** The link is the proof; nobody has to be signed in. */
export async function resetPassword(
  { db, identity, clock, record, hashPassword }: TeamContext,
  from: Pick<Actor, 'ip' | 'requestId'>,
  token: string,
  password: string,
): Promise<{ email: string }> {
  // A guess must not cost a password hash.
  const isGood = (await db.resets.peek(token, clock.now())) !== null;
  const hash = isGood ? await hashPassword(password) : null;
  const done = hash && (await db.resets.use(token, hash, clock.now()));
  if (!done) throw new AppError('RESET_TOKEN_INVALID');
  const { userId, email, clearTwoFactor } = done;
  await identity.forget(userId);
  await record(
    { ...from, userId, email, role: null },
    { action: 'member.new_password', subject: userId, after: { clearTwoFactor } },
  );
  return { email };
}
