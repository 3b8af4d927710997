import type { Database } from '@flash/database';
import { normaliseEmail, systemClock } from '@flash/shared-utils';
import { systemActor } from '../app/services/shared/audit.ts';
import { makeReset, resetUrl } from '../app/services/team/resets.ts';

/**
 * A link that lets a member in again, whatever was lost: a new password is chosen there, and a
 * second factor is off afterwards. Null when nobody in the team has this address.
 */
export async function resetLink(
  db: Pick<Database, 'members' | 'resets'>,
  adminUrl: string,
  email: string,
): Promise<{ url: string; expiresAt: number } | null> {
  const wanted = normaliseEmail(email);
  const member = (await db.members.list()).find((one) => one.email === wanted);
  if (!member) return null;
  const clock = systemClock;
  const { token, expiresAt } = await makeReset({ db, clock }, systemActor, member, true);
  return { url: resetUrl(adminUrl, token), expiresAt };
}
