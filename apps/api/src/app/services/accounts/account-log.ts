import type { Database, Member } from '@flash/database';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { type Actor, type AuditWriter, auditRow } from '../shared/audit.ts';
import { FREE_GUESSES, type Guess } from './guesses.ts';

type Change = 'password' | 'two_factor_on' | 'two_factor_off' | 'recovery_codes';
type From = Pick<Actor, 'ip' | 'requestId'>;

interface AccountLogDeps {
  members: Database['members'];
  audit: Database['audit'];
  writeAudit: AuditWriter;
  clock: Clock;
  log: Logger;
}

export type AccountLog = ReturnType<typeof createAccountLog>;

/**
 * What happens to the accounts of the team, for the audit log. Buyers are not in it: a row for each of
 * their sign-ins would be a record of people that nothing here needs.
 */
export function createAccountLog({ members, audit, writeAudit, clock, log }: AccountLogDeps) {
  async function ofMember(userId: string, from: From, action: string, after?: unknown) {
    const member = await members.get(userId);
    if (!member) {
      return;
    }
    await writeAudit({ ...from, ...actorOf(member) }, { action, subject: userId, after });
  }

  /** A stranger's doing: it is told to the log, and the answer does not wait for it. */
  function failed(find: () => Promise<Member | null | undefined>, from: From, guess?: Guess) {
    const note = async () => {
      const member = await find();
      if (!member) {
        return;
      }
      const subject = member.userId;
      await writeAudit({ ...from, ...stranger }, { action: 'account.sign_in_failed', subject });
      if (guess?.count !== FREE_GUESSES) {
        return;
      }
      const after = { failures: guess.count };
      await writeAudit({ ...from, ...stranger }, { action: 'account.guessed', subject, after });
    };
    note().catch((err: unknown) => log.error({ err }, 'a failed sign-in is not in the audit log'));
  }

  return {
    signedIn: (userId: string, from: From, secondStep: 'app' | 'recovery code' | null) =>
      ofMember(userId, from, 'account.sign_in', { secondStep }),
    /** A change is announced before it is made: one that the log cannot tell of is not made. */
    async change<Value>(
      { userId, from, what }: { userId: string; from: From; what: Change },
      make: () => Promise<Value>,
    ): Promise<Value> {
      const member = await members.get(userId);
      if (!member) {
        return make();
      }
      const event = { action: `account.${what}`, subject: userId };
      const row = auditRow({ ...from, ...actorOf(member) }, event, clock.now());
      const id = await audit.begin(row, null);
      const complete = (outcome: 'done' | 'refused') =>
        bestEffort(log, 'complete an audit row of an account', audit.complete(id, outcome));
      try {
        const value = await make();
        await complete('done');
        return value;
      } catch (error) {
        // After any other failure nothing says whether the change was made, and the row says so.
        if (error instanceof AppError && error.status < 500) {
          await complete('refused');
        }
        throw error;
      }
    },
    /** With the address that was typed: whose it is decides whether there is a row. */
    wrongPassword(email: string, from: From, guess: Guess): void {
      failed(async () => (await members.list()).find((one) => one.email === email), from, guess);
    },
    wrongCode(userId: string, from: From): void {
      failed(() => members.get(userId), from);
    },
  };
}

const stranger = { userId: 'unknown', email: null, role: null };

function actorOf({ userId, email, role }: Member) {
  return { userId, email, role };
}
