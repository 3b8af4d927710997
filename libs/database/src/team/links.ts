import { DAY_MS, HOUR_MS, normaliseEmail } from '@flash/shared-utils';
import type { Model, mongo } from 'mongoose';
import { accessOf } from '../accounts/access.ts';
import { type AuditDoc, changeWithRows, insertRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import { maybeObjectId, native } from '../connection/documents.ts';
import { isDuplicateKey } from '../connection/errors.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { Invitation, Invitations, Reset, Resets } from './contract.ts';
import type { InvitationDoc, MemberDoc, ResetDoc, SetupDoc } from './model.ts';
import { hashOf, newToken } from './tokens.ts';

const HOURS_DEFAULT = 72;

export function createInvitations(deps: {
  invitations: Model<InvitationDoc>;
  setup: Model<SetupDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}): Invitations {
  const { invitations } = deps;
  const told = (
    rows: RowsOf<[invitation: Invitation]> | undefined,
    change: (session: mongo.ClientSession) => Promise<InvitationDoc | null>,
  ) => changeWithRows(deps, { change, read: toInvitation, rows });
  const usable = (token: string, now: number) => ({
    tokenHash: hashOf(token),
    acceptedAt: null,
    expiresAt: { $gt: new Date(now) },
  });

  return {
    ...createSetup(deps.setup),
    async create({ email, role, createdBy, now, hours = HOURS_DEFAULT, rows }) {
      const { token, hash } = newToken();
      const wanted = {
        tokenHash: hash,
        email: normaliseEmail(email),
        role,
        createdBy,
        createdAt: new Date(now),
        expiresAt: new Date(now + hours * HOUR_MS),
        acceptedAt: null,
      };
      const made = await told(rows, async (session) => {
        const [doc] = await invitations.create([wanted], { session });
        return doc ? doc.toObject() : null;
      });
      if (!made) {
        throw new Error('no invitation was made');
      }
      return { invitation: made, token };
    },
    async list(now) {
      const found = await invitations
        .find({ $or: [{ acceptedAt: { $ne: null } }, { expiresAt: { $gt: new Date(now) } }] })
        .sort({ createdAt: -1 })
        .limit(200)
        .lean<InvitationDoc[]>();
      return found.map(toInvitation);
    },
    async peek(token, now) {
      const found = await invitations.findOne(usable(token, now)).lean<InvitationDoc>();
      return found && toInvitation(found);
    },
    async take(token, now, session) {
      const taken = await invitations
        .findOneAndUpdate(
          usable(token, now),
          { $set: { acceptedAt: new Date(now) } },
          { returnDocument: 'after', ...(session && { session }) },
        )
        .lean<InvitationDoc>();
      return taken && toInvitation(taken);
    },
    async changeRole(id, role, now, rows) {
      const _id = maybeObjectId(id);
      if (_id === null) {
        return null;
      }
      return told(rows, (session) =>
        invitations
          .findOneAndUpdate(
            { _id, acceptedAt: null, expiresAt: { $gt: new Date(now) } },
            { $set: { role } },
            { returnDocument: 'after', session },
          )
          .lean<InvitationDoc>(),
      );
    },
    async remove(id, rows) {
      const _id = maybeObjectId(id);
      if (_id === null) {
        return false;
      }
      const remove = (session: mongo.ClientSession) =>
        invitations.findByIdAndDelete(_id, { session }).lean<InvitationDoc>();
      return (await told(rows, remove)) !== null;
    },
  };
}

function toInvitation(doc: InvitationDoc): Invitation {
  return {
    id: doc._id.toHexString(),
    email: doc.email,
    role: doc.role,
    createdBy: doc.createdBy,
    createdAt: doc.createdAt.getTime(),
    expiresAt: doc.expiresAt.getTime(),
    acceptedAt: doc.acceptedAt?.getTime() ?? null,
  };
}

const _id = 'setup' as const;
/** Each start of a system without an owner prints a new link. */
const LINKS_MAX = 50;
const goodForMs = 3 * DAY_MS;

function createSetup(
  setup: Model<SetupDoc>,
): Pick<Invitations, 'issueSetup' | 'checkSetup' | 'takeSetup'> {
  /** `tokenHashes` is what earlier versions write and read; they know of no end. */
  const usable = (token: string, now: number) => {
    const hash = hashOf(token);
    const over = { hash, expiresAt: { $lte: new Date(now) } };
    return { _id, usedBy: null, tokenHashes: hash, links: { $not: { $elemMatch: over } } };
  };
  const push = <Item>(items: Item[]) => ({ $each: items, $slice: -LINKS_MAX });

  /** A link of an earlier version runs out as well: its time begins when it is first seen here. */
  async function dateOldLinks(expiresAt: Date): Promise<void> {
    const doc = await native(setup).findOne({ _id });
    const dated = new Set((doc?.links ?? []).map(({ hash }) => hash));
    const undated = (doc?.tokenHashes ?? []).filter((hash) => !dated.has(hash));
    if (undated.length === 0) {
      return;
    }
    const links = undated.map((hash) => ({ hash, expiresAt }));
    await native(setup).updateOne({ _id, usedBy: null }, { $push: { links: push(links) } });
  }

  return {
    async issueSetup(now) {
      const { token, hash } = newToken();
      const expiresAt = new Date(now + goodForMs);
      await dateOldLinks(expiresAt);
      try {
        await native(setup).updateOne(
          { _id, usedBy: null },
          { $push: { tokenHashes: push([hash]), links: push([{ hash, expiresAt }]) } },
          { upsert: true },
        );
        return { token, expiresAt: expiresAt.getTime() };
      } catch (error) {
        // The document exists and is used up, so the upsert met its own id.
        if (isDuplicateKey(error)) {
          return null;
        }
        throw error;
      }
    },
    async checkSetup(token, now) {
      return (await native(setup).findOne(usable(token, now))) !== null;
    },
    async takeSetup(token, by, now, session) {
      const { modifiedCount } = await native(setup).updateOne(
        usable(token, now),
        { $set: { usedBy: by, tokenHashes: [], links: [] } },
        session ? { session } : {},
      );
      return modifiedCount === 1;
    },
  };
}

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
