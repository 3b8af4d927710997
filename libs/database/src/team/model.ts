import type { Role } from '@flash/shared-types';
import mongoose, { type Types } from 'mongoose';

export interface MemberDoc {
  /** The account's id. */
  _id: string;
  role: Role;
  email: string;
  name: string;
  createdBy: string | null;
  createdAt: Date;
}

export interface InvitationDoc {
  _id: Types.ObjectId;
  tokenHash: string;
  email: string;
  role: Role;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
}

/** One for each member: a newer link takes the place of the older. */
export interface ResetDoc {
  /** The account's id. */
  _id: string;
  tokenHash: string;
  clearTwoFactor: boolean;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
}

/** One document: a transaction that depends on the number of owners writes it too. */
export interface SetupDoc {
  _id: 'setup' | 'owners';
  tokenHashes?: string[];
  /** When each of them runs out; earlier versions leave it out. */
  links?: { hash: string; expiresAt: Date }[];
  usedBy?: string | null;
  n?: number;
}

const role = { type: String, enum: ['viewer', 'support', 'operator', 'owner'], required: true };
const text = { type: String, required: true };
const moment = { type: Date, required: true };

export const memberSchema = new mongoose.Schema<MemberDoc>(
  {
    _id: text,
    role,
    email: text,
    name: { type: String, default: '' },
    createdBy: { type: String, default: null },
    createdAt: moment,
  },
  { collection: 'members', versionKey: false },
);

export const invitationSchema = new mongoose.Schema<InvitationDoc>(
  {
    tokenHash: text,
    email: text,
    role,
    createdBy: text,
    createdAt: moment,
    expiresAt: moment,
    acceptedAt: { type: Date, default: null },
  },
  { collection: 'invitations', versionKey: false },
);

export const setupSchema = new mongoose.Schema<SetupDoc>(
  {
    _id: text,
    tokenHashes: [String],
    links: [{ _id: false, hash: String, expiresAt: Date }],
    usedBy: { type: String, default: null },
    n: Number,
  },
  { collection: 'setup', versionKey: false },
);
