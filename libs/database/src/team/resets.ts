import { HOUR_MS } from '@flash/shared-utils';
import type { mongo } from 'mongoose';
import { accessOf } from '../accounts/access.ts';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { Reset, Resets } from './contract.ts';
import type { MemberDoc, ResetDoc } from './model.ts';
import { hashOf, newToken } from './tokens.ts';

const HOURS_DEFAULT = 72;
/** An operator with shell access needs no role. */
const fromTheMachine = 'system';

interface ResetDeps {
  db: mongo.Db;
  members: mongo.Collection<MemberDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}

export function createResets({ db, members, log, sessions }: ResetDeps): Resets {
  const resets = db.collection<ResetDoc>('resets');
  const access = accessOf(db);
  const usable = (token: string, now: number) => ({
    tokenHash: hashOf(token),
    expiresAt: { $gt: new Date(now) },
  });

  /** Null if the member has left the team or the issuer is no longer an owner. */
  async function toReset(doc: ResetDoc, session?: mongo.ClientSession): Promise<Reset | null> {
    const { _id: userId, clearTwoFactor, createdBy } = doc;
    const member = await members.findOne({ _id: userId }, { session });
    const owner = { _id: createdBy, role: 'owner' } as const;
    const mayBe = createdBy === fromTheMachine || (await members.findOne(owner, { session }));
    if (!mayBe) {
      return null;
    }
    return member && { userId, email: member.email, clearTwoFactor };
  }

  return {
    async create({ userId, clearTwoFactor, createdBy, now, hours = HOURS_DEFAULT, rows }) {
      const { token, hash } = newToken();
      const expiresAt = now + hours * HOUR_MS;
      const reset = {
        tokenHash: hash,
        clearTwoFactor,
        createdBy,
        createdAt: new Date(now),
        expiresAt: new Date(expiresAt),
      };
      const outcome = await transact<void>(sessions, 5_000, async (session) => {
        await resets.replaceOne({ _id: userId }, reset, { upsert: true, session });
        await insertRows(log, rows?.() ?? [], session);
        return { commit: true, value: undefined };
      });
      if (outcome.kind === 'unknown') {
        throw outcome.error;
      }
      return { token, expiresAt };
    },
    async peek(token, now) {
      const found = await resets.findOne(usable(token, now));
      return found && toReset(found);
    },
    async use(token, passwordHash, now, rows) {
      const outcome = await transact<Reset | null>(sessions, 5_000, async (session) => {
        const taken = await resets.findOneAndDelete(usable(token, now), { session });
        const reset = taken && (await toReset(taken, session));
        if (!reset || !(await access.setPassword(reset.userId, passwordHash, session))) {
          return { commit: false, value: null };
        }
        await access.endSessions(reset.userId, session);
        if (reset.clearTwoFactor) {
          await access.clearTwoFactor(reset.userId, session);
        }
        await insertRows(log, rows?.(reset) ?? [], session);
        return { commit: true, value: reset };
      });
      if (outcome.kind === 'unknown') {
        throw outcome.error;
      }
      return outcome.value;
    },
  };
}
