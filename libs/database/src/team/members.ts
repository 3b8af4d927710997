import type { Model, mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import { native } from '../connection/documents.ts';
import { type Decision, type Sessions, transact } from '../connection/transaction.ts';
import type { Member, Members } from './contract.ts';
import type { MemberDoc, SetupDoc } from './model.ts';

export interface TeamDeps {
  members: Model<MemberDoc>;
  setup: Model<SetupDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}

/** Team changes are rare: each one locks the team, so that two of them cannot leave it without an owner. */
export function createMembers({ members, setup, log, sessions }: TeamDeps): Members {
  async function changeTeam<T>(
    change: (session: mongo.ClientSession) => Promise<Decision<T>>,
  ): Promise<T> {
    const outcome = await transact<T>(sessions, 5_000, async (session) => {
      await native(setup).updateOne(
        { _id: 'owners' },
        { $inc: { n: 1 } },
        { upsert: true, session },
      );
      return change(session);
    });
    if (outcome.kind === 'unknown') {
      throw outcome.error;
    }
    return outcome.value;
  }

  async function isLastOwner(userId: string, session: mongo.ClientSession): Promise<boolean> {
    const one = await members.findOne({ _id: userId, role: 'owner' }).session(session).lean();
    const others = members.findOne({ _id: { $ne: userId }, role: 'owner' }).session(session);
    return one !== null && (await others.lean()) === null;
  }

  return {
    async get(userId) {
      const found = await members.findById(userId).lean<MemberDoc>();
      return found && toMember(found);
    },
    async list() {
      return (await members.find().sort({ createdAt: 1 }).lean<MemberDoc[]>()).map(toMember);
    },
    countOwners: () => members.countDocuments({ role: 'owner' }),
    put: ({ userId, email, name, createdBy, ...wanted }, { rows, proof } = {}) =>
      changeTeam<Awaited<ReturnType<Members['put']>>>(async (session) => {
        const role = proof ? await proof(session) : wanted.role;
        if (role === null) {
          return { commit: false, value: { kind: 'no_proof' } };
        }
        if (role !== 'owner' && (await isLastOwner(userId, session))) {
          return { commit: false, value: { kind: 'last_owner' } };
        }
        const before = await members.findById(userId).session(session).lean<MemberDoc>();
        const put = await members
          .findOneAndUpdate(
            { _id: userId },
            { $set: { role, email, name }, $setOnInsert: { createdBy, createdAt: new Date() } },
            { upsert: true, returnDocument: 'after', session },
          )
          .lean<MemberDoc>();
        await insertRows(log, rows?.(before && toMember(before), role) ?? [], session);
        return { commit: true, value: { kind: 'put', member: toMember(put) } };
      }),
    remove: (userId, rows) =>
      changeTeam<Awaited<ReturnType<Members['remove']>>>(async (session) => {
        if (await isLastOwner(userId, session)) {
          return { commit: false, value: { kind: 'last_owner' } };
        }
        const removed = await members.findByIdAndDelete(userId, { session }).lean<MemberDoc>();
        if (!removed) {
          return { commit: false, value: { kind: 'missing' } };
        }
        await insertRows(log, rows?.(toMember(removed)) ?? [], session);
        return { commit: true, value: { kind: 'removed' } };
      }),
  };
}

function toMember({ _id, createdAt, role, email, name, createdBy }: MemberDoc): Member {
  return { userId: _id, role, email, name, createdBy, createdAt: createdAt.getTime() };
}
