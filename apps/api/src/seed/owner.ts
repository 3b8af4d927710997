import type { Deps } from '../app/deps.ts';
import { systemActor } from '../app/services/shared/audit.ts';

interface Owner {
  email: string;
  password: string;
}

/** The demo's owner stands in for the set-up link, which is used up by that. */
export async function seedOwner({ auth, db, team, clock }: Deps, owner: Owner): Promise<void> {
  const { internalAdapter, password } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(owner.email);
  if (found) {
    await internalAdapter.updatePassword(found.user.id, await password.hash(owner.password));
  } else {
    await auth.api.signUpEmail({ body: { name: 'Demo owner', ...owner } });
  }
  const account = found ?? (await internalAdapter.findUserByEmail(owner.email));
  if (!account) throw new Error('demo: the owner could not be made');
  const userId = account.user.id;
  const now = clock.now();
  const link = await db.invitations.issueSetup(now);
  if (link !== null) await db.invitations.takeSetup(link.token, userId, now);
  const member = await db.members.get(userId);
  if (member?.role === 'owner') return;
  await team.makeOwner(systemActor, { userId, email: owner.email, name: 'Demo owner' });
}
