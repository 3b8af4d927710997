import type { Database } from '@flash/database';
import { normaliseEmail, systemClock } from '@flash/shared-utils';
import { systemActor } from '../app/services/shared/audit.ts';
import { makeReset, resetUrl } from '../app/services/team/resets.ts';

/** Where a database was looked for, of one host or of several, without the name and password before them. */
export function hostsOf(uri: string): string {
  return /^[a-z+]+:\/\/(?:[^/?]*@)?([^/?]+)/i.exec(uri)?.[1] ?? 'the address that was given';
}

/** The address that `reset <e-mail>` names; null when it was called in any other way. */
export function resetCall([command, email, ...more]: readonly string[]): string | null {
  if (command !== 'reset' || email === undefined || more.length > 0) {
    return null;
  }
  return email.includes('@') ? email : null;
}

/**
 * A link that lets a member in again, whatever was lost: a new password is chosen there, and a
 * second factor is off afterwards. Null when no member of the team has this address.
 */
export async function resetLink(
  db: Pick<Database, 'members' | 'resets'>,
  adminUrl: string,
  email: string,
): Promise<{ url: string; expiresAt: number } | null> {
  const wanted = normaliseEmail(email);
  const member = (await db.members.list()).find((one) => one.email === wanted);
  if (!member) {
    return null;
  }
  const clock = systemClock;
  const { token, expiresAt } = await makeReset({ db, clock }, systemActor, member, true);
  return { url: resetUrl(adminUrl, token), expiresAt };
}
