import { exampleLogin } from '@flash/shared-types';
import type { Deps } from '../app/deps.ts';
import { systemActor } from '../app/services/shared/audit.ts';

const OWNER_NAME = 'Demo owner';

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
    await auth.api.signUpEmail({ body: { name: OWNER_NAME, ...owner } });
  }
  const account = found ?? (await internalAdapter.findUserByEmail(owner.email));
  if (!account) {
    throw new Error('demo: the owner could not be made');
  }
  const userId = account.user.id;
  const now = clock.now();
  const link = await db.invitations.issueSetup(now);
  if (link !== null) {
    await db.invitations.takeSetup(link.token, userId, now);
  }
  const member = await db.members.get(userId);
  if (member?.role === 'owner') {
    return;
  }
  await team.makeOwner(systemActor, { userId, email: owner.email, name: OWNER_NAME });
}

/** The buyer whose log-in is the example of the documentation, so that trying it there works. */
export async function seedBuyer({ auth }: Pick<Deps, 'auth'>): Promise<void> {
  const { internalAdapter } = await auth.$context;
  if (!(await internalAdapter.findUserByEmail(exampleLogin.email))) {
    await auth.api.signUpEmail({ body: { name: 'Grace Hopper', ...exampleLogin } });
  }
}
