import type { Model } from 'mongoose';
import { isDuplicateKey } from '../connection/errors.ts';
import { native } from '../connection/native.ts';
import type { Invitations } from './contract.ts';
import type { SetupDoc } from './model.ts';
import { hashOf, newToken } from './tokens.ts';

const _id = 'setup' as const;
/** Each start of a system without an owner prints a new link; earlier ones stay good. */
const linksMax = 50;

export function createSetup(
  setup: Model<SetupDoc>,
): Pick<Invitations, 'issueSetup' | 'checkSetup' | 'takeSetup'> {
  return {
    async issueSetup() {
      const { token, hash } = newToken();
      try {
        await native(setup).updateOne(
          { _id, usedBy: null },
          { $push: { tokenHashes: { $each: [hash], $slice: -linksMax } } },
          { upsert: true },
        );
        return token;
      } catch (error) {
        // The document exists and is used up, so the upsert met its own id.
        if (isDuplicateKey(error)) {
          return null;
        }
        throw error;
      }
    },
    async checkSetup(token) {
      return (await setup.exists({ _id, usedBy: null, tokenHashes: hashOf(token) })) !== null;
    },
    async takeSetup(token, by) {
      const { modifiedCount } = await native(setup).updateOne(
        { _id, usedBy: null, tokenHashes: hashOf(token) },
        { $set: { usedBy: by, tokenHashes: [] } },
      );
      return modifiedCount === 1;
    },
  };
}
