import type { Database, Member, Reset } from '@flash/database';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Identity } from '../accounts/identity.ts';
import type { Passwords } from '../accounts/passwords.ts';
import { type Actor, auditRow } from '../shared/audit.ts';

interface LinkContext {
  db: Pick<Database, 'resets'>;
  clock: Clock;
}

interface ResetContext extends LinkContext {
  db: Pick<Database, 'members' | 'resets'>;
  identity: Pick<Identity, 'forget'>;
  passwords: Pick<Passwords, 'hash' | 'asKnown'>;
}

/** An owner's link with which a member chooses a new password. */
export async function resetMember(
  context: ResetContext,
  actor: Actor,
  userId: string,
  clearTwoFactor: boolean,
): Promise<{ token: string; expiresAt: number }> {
  const member = await context.db.members.get(userId);
  if (!member) {
    throw new AppError('MEMBER_NOT_FOUND');
  }
  return makeReset(context, actor, member, clearTwoFactor);
}

/** The link is the proof; the caller does not have to be signed in. */
export async function resetPassword(
  { db, identity, clock, passwords }: ResetContext,
  from: Pick<Actor, 'ip' | 'requestId'>,
  token: string,
  password: string,
): Promise<{ email: string }> {
  // A guess must not cost a password hash. Who has the link is known, and goes before strangers.
  const isGood = (await db.resets.peek(token, clock.now())) !== null;
  const hash = isGood ? await passwords.asKnown(token, () => passwords.hash(password)) : null;
  const rows = ({ userId, email, clearTwoFactor }: Reset) => {
    const event = { action: 'member.new_password', subject: userId, after: { clearTwoFactor } };
    return [auditRow({ ...from, userId, email, role: null }, event, clock.now())];
  };
  const done = hash && (await db.resets.use(token, hash, clock.now(), rows));
  if (!done) {
    throw new AppError('RESET_TOKEN_INVALID');
  }
  await identity.forget(done.userId);
  return { email: done.email };
}

/** A link for a member who can no longer sign in; made by an owner, or from the server's command line. */
export async function makeReset(
  { db, clock }: LinkContext,
  actor: Actor,
  { userId }: Member,
  clearTwoFactor: boolean,
): Promise<{ token: string; expiresAt: number }> {
  const [now, createdBy] = [clock.now(), actor.userId];
  const event = { action: 'member.reset', subject: userId, after: { clearTwoFactor } };
  const rows = () => [auditRow(actor, event, now)];
  return db.resets.create({ userId, clearTwoFactor, createdBy, now, rows });
}

/** Where the admin's site takes the token. */
export function resetUrl(adminUrl: string, token: string): string {
  return `${adminUrl}/reset/${token}`;
}
