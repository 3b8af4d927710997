import { connectDatabase } from '@flash/database';
import { loadEnv } from '@flash/shared-config';
import { hostsOf, resetCall, resetLink } from './reset-member.ts';

/**
 * For operators with shell access, when no owner can sign in. Needs MongoDB only.
 * Ends with 0, with 2 when it was called wrongly, and with 1 when it could not be done.
 */
const email = resetCall(process.argv.slice(2));

if (email === null) {
  fail('usage: npm run admin -- reset <e-mail of a member>', 2);
} else {
  try {
    await reset(email);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

async function reset(address: string): Promise<void> {
  const { mongoUri, adminUrl } = loadEnv();
  const db = await connectDatabase(mongoUri, { appName: 'flash-admin' }).catch((cause: unknown) => {
    // The address may hold a password: the host is enough to find the fault.
    throw new Error(`MongoDB does not answer at ${hostsOf(mongoUri)}.`, { cause });
  });
  try {
    const made = await resetLink(db, adminUrl, address);
    if (!made) {
      fail(`No member of the team has the address ${address}.`);
      return;
    }
    const until = new Date(made.expiresAt).toISOString();
    process.stdout.write(`Works once, until ${until}, and voids earlier links:\n${made.url}\n`);
  } finally {
    await db.close();
  }
}

function fail(message: string, code = 1): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
