import type { Database, Member } from '@flash/database';
import type { Clock } from '@flash/shared-utils';
import type { Actor, Record } from '../record.ts';

interface Context {
  db: Pick<Database, 'resets'>;
  clock: Clock;
  record: Record;
}

/** A link for a member who cannot sign in any more; from an owner, or from whoever has the machine. */
export async function makeReset(
  { db, clock, record }: Context,
  actor: Actor,
  { userId }: Member,
  clearTwoFactor: boolean,
): Promise<{ token: string; expiresAt: number }> {
  const reset = { userId, clearTwoFactor, createdBy: actor.userId, now: clock.now() };
  const made = await db.resets.create(reset);
  await record(actor, { action: 'member.reset', subject: userId, after: { clearTwoFactor } });
  return made;
}

/** Where the admin's site takes the token. */
export function resetUrl(adminUrl: string, token: string): string {
  return `${adminUrl}/reset/${token}`;
}
