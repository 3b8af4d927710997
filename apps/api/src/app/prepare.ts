import { logReader } from '@flash/fairness';
import { checkRedisPolicy, checkReplicaSet } from '@flash/shared-config';
import type { Deps } from './deps.ts';

/** Checks what has to be right before the first request; throws what an operator has to change. */
export async function prepare(deps: Deps): Promise<void> {
  const { env, db, redis, log } = deps;
  const warn = (message: string) => log.warn(message);
  for (const warning of env.warnings) {
    warn(warning);
  }
  await checkRedisPolicy(redis, { isProduction: env.isProduction, warn });
  for (const warning of await checkReplicaSet(db.db.admin())) {
    warn(warning);
  }
  if (!(await db.indexesReady())) {
    await db.ensureIndexes();
  }
  await db.processes.start('api', () => ({ log: logReader }));
  if (env.isProduction && env.paymentProvider === 'sandbox') {
    warn('PAYMENT_PROVIDER=sandbox: orders are confirmed and no money is taken.');
  }
  if (!env.clientOrigins.includes(new URL(env.adminUrl).origin)) {
    warn(
      'ADMIN_URL is not among CLIENT_ORIGINS: the pages of the admin site cannot call this API.',
    );
  }
  if (env.adminSignup === 'open') {
    warn(
      'ADMIN_SIGNUP=open: every account that signs up from the admin site, or by a program, is an owner.',
    );
  } else {
    await offerSetup(deps);
  }
}

/** The first owner signs up by a link that is printed to the output of this process only. */
async function offerSetup({ db, env, log, clock }: Deps): Promise<void> {
  if ((await db.members.countOwners()) > 0) {
    return;
  }
  const link = await db.invitations.issueSetup(clock.now());
  if (link === null) {
    return;
  }
  // Not through the log, which hides tokens, and may be read by many.
  process.stdout.write(`\nSet-up link, works once: ${env.adminUrl}/setup/${link.token}\n\n`);
  log.info('no owner yet: open the set-up link within 72 hours, or start again for a new one');
}
