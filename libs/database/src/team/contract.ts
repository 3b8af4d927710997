import type { Role } from '@flash/shared-types';
import type { mongo } from 'mongoose';
import type { RowsOf } from '../audit/contract.ts';

export interface Member {
  userId: string;
  role: Role;
  email: string;
  name: string;
  createdAt: number;
  createdBy: string | null;
}

export interface Members {
  get(userId: string): Promise<Member | null>;
  list(): Promise<Member[]>;
  /** `last_owner`: one owner has to stay, to invite others. */
  put(
    member: Omit<Member, 'createdAt'>,
    options?: {
      rows?: RowsOf<[before: Member | null, role: Role]>;
      /** Uses up what lets the person in, in the same transaction; the role that it gives, or null. */
      proof?: (session: mongo.ClientSession) => Promise<Role | null>;
    },
  ): Promise<{ kind: 'put'; member: Member } | { kind: 'last_owner' | 'no_proof' }>;
  remove(
    userId: string,
    rows?: RowsOf<[before: Member]>,
  ): Promise<{ kind: 'removed' | 'missing' | 'last_owner' }>;
  countOwners(): Promise<number>;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  expiresAt: number;
  createdAt: number;
  createdBy: string;
  acceptedAt: number | null;
}

export interface Invitations {
  /** The token is shown once; only its hash is kept. */
  create(invitation: {
    email: string;
    role: Role;
    createdBy: string;
    now: number;
    hours?: number;
    rows?: RowsOf<[made: Invitation]>;
  }): Promise<{ invitation: Invitation; token: string }>;
  list(now: number): Promise<Invitation[]>;
  /** Looks without using it up. */
  peek(token: string, now: number): Promise<Invitation | null>;
  /** Single use: one caller gets it. */
  take(token: string, now: number, session?: mongo.ClientSession): Promise<Invitation | null>;
  /** Null when it is unknown, was used or has run out. */
  changeRole(
    id: string,
    role: Role,
    now: number,
    rows?: RowsOf<[changed: Invitation]>,
  ): Promise<Invitation | null>;
  remove(id: string, rows?: RowsOf<[removed: Invitation]>): Promise<boolean>;
  /** A link for the one who sets the system up, good for 72 hours, or null once one was used. */
  issueSetup(now: number): Promise<{ token: string; expiresAt: number } | null>;
  checkSetup(token: string, now: number): Promise<boolean>;
  /** One caller wins, whichever of the issued tokens it holds. */
  takeSetup(
    token: string,
    by: string,
    now: number,
    session?: mongo.ClientSession,
  ): Promise<boolean>;
}

export interface Reset {
  userId: string;
  email: string;
  /** The second factor was lost as well. */
  clearTwoFactor: boolean;
}

/** Links with which a member chooses a new password. */
export interface Resets {
  /** The token is shown once; only its hash is kept. A newer one voids the older. */
  create(reset: {
    userId: string;
    clearTwoFactor: boolean;
    createdBy: string;
    now: number;
    hours?: number;
    rows?: RowsOf<[]>;
  }): Promise<{ token: string; expiresAt: number }>;
  /** Looks without using it up. */
  peek(token: string, now: number): Promise<Reset | null>;
  /** Password, sessions, second factor and the token itself change together or not at all. */
  use(
    token: string,
    passwordHash: string,
    now: number,
    rows?: RowsOf<[used: Reset]>,
  ): Promise<Reset | null>;
}

/** What another program calls the API with, in the place of a member's session. */
export interface ApiKey {
  id: string;
  name: string;
  /** The beginning of the key, to recognise it by. */
  hint: string;
  scopes: string[];
  /** The only sale that it opens; null: all of them. */
  saleId: string | null;
  createdBy: string;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

export type NewApiKey = Omit<ApiKey, 'id' | 'lastUsedAt' | 'revokedAt'> & { hash: string };

export interface ApiKeys {
  /** Null when as many as `max` can be used already. */
  create(key: NewApiKey, max: number, rows?: RowsOf<[made: ApiKey]>): Promise<ApiKey | null>;
  /** Newest first; those that ended are forgotten after 90 days. */
  list(): Promise<ApiKey[]>;
  /** By their hashes, in that order; null for one that is unknown or was revoked. */
  find(hashes: readonly string[]): Promise<(ApiKey | null)[]>;
  /** Null when it is unknown or was revoked before. */
  revoke(id: string, now: number, rows?: RowsOf<[revoked: ApiKey]>): Promise<ApiKey | null>;
  /** Writes only if the last use that is written is more than `everyMs` ago. */
  noteUse(id: string, now: number, everyMs: number): Promise<void>;
}
