import { DAY_MS, HOUR_MS, normaliseEmail } from '@flash/shared-utils';
import type { Model, mongo } from 'mongoose';
import { type AuditDoc, changeWithRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import { maybeObjectId, native } from '../connection/documents.ts';
import { isDuplicateKey } from '../connection/errors.ts';
import type { Sessions } from '../connection/transaction.ts';
import type { Invitation, Invitations } from './contract.ts';
import type { InvitationDoc, SetupDoc } from './model.ts';
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
