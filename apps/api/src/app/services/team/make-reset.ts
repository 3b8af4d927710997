import type { Database, Member } from '@flash/database';
import type { Clock } from '@flash/shared-utils';
import { type Actor, rowOf } from '../shared/audit.ts';

interface Context {
  db: Pick<Database, 'resets'>;
  clock: Clock;
}

/** A link for a member who cannot sign in any more; from an owner, or from whoever has the machine. */
export async function makeReset(
  { db, clock }: Context,
  actor: Actor,
  { userId }: Member,
  clearTwoFactor: boolean,
): Promise<{ token: string; expiresAt: number }> {
  const [now, createdBy] = [clock.now(), actor.userId];
  const deed = { action: 'member.reset', subject: userId, after: { clearTwoFactor } };
  const rows = () => [rowOf(actor, deed, now)];
  return db.resets.create({ userId, clearTwoFactor, createdBy, now, rows });
}

/** Where the admin's site takes the token. */
export function resetUrl(adminUrl: string, token: string): string {
  return `${adminUrl}/reset/${token}`;
}
