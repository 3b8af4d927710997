import { HOUR_MS, normaliseEmail } from '@flash/shared-utils';
import type { Model } from 'mongoose';
import { maybeObjectId } from '../connection/ids.ts';
import type { Invitation, Invitations } from './contract.ts';
import type { InvitationDoc, SetupDoc } from './model.ts';
import { createSetup } from './setup.ts';
import { hashOf, newToken } from './tokens.ts';

const hoursDefault = 72;

export function createInvitations(deps: {
  invitations: Model<InvitationDoc>;
  setup: Model<SetupDoc>;
}): Invitations {
  const { invitations } = deps;
  const usable = (token: string, now: number) => ({
    tokenHash: hashOf(token),
    acceptedAt: null,
    expiresAt: { $gt: new Date(now) },
  });

  return {
    ...createSetup(deps.setup),
    async create({ email, role, createdBy, now, hours = hoursDefault }) {
      const { token, hash } = newToken();
      const made = await invitations.create({
        tokenHash: hash,
        email: normaliseEmail(email),
        role,
        createdBy,
        createdAt: new Date(now),
        expiresAt: new Date(now + hours * HOUR_MS),
        acceptedAt: null,
      });
      return { invitation: toInvitation(made.toObject()), token };
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
    async take(token, now) {
      const taken = await invitations
        .findOneAndUpdate(
          usable(token, now),
          { $set: { acceptedAt: new Date(now) } },
          { returnDocument: 'after' },
        )
        .lean<InvitationDoc>();
      return taken && toInvitation(taken);
    },
    async changeRole(id, role, now) {
      const _id = maybeObjectId(id);
      if (_id === null) {
        return null;
      }
      const changed = await invitations
        .findOneAndUpdate(
          { _id, acceptedAt: null, expiresAt: { $gt: new Date(now) } },
          { $set: { role } },
          { returnDocument: 'after' },
        )
        .lean<InvitationDoc>();
      return changed && toInvitation(changed);
    },
    async remove(id) {
      const _id = maybeObjectId(id);
      return _id !== null && (await invitations.deleteOne({ _id })).deletedCount === 1;
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
