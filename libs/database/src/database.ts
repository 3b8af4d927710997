import type { mongo } from 'mongoose';
import type { AccountLinks } from './accounts/links.ts';
import type { Audit } from './audit/contract.ts';
import type { Blocks } from './blocks/contract.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Forgettings } from './forgettings.ts';
import type { LogCursors } from './log-cursors.ts';
import type { MailConsents, Mails } from './mails/contract.ts';
import type { Committer, Orders } from './orders/contract.ts';
import type { Pictures } from './pictures.ts';
import type { Preflights } from './preflights.ts';
import type { PreparedPayments } from './prepared-payments.ts';
import type { Processes } from './processes.ts';
import type { ProviderEvents } from './provider-events.ts';
import type { Sales } from './sales/contract.ts';
import type { SandboxPayments } from './sandbox-payments.ts';
import type { ApiKeys, Invitations, Members, Resets } from './team/contract.ts';
import type { Webhooks } from './webhooks/contract.ts';

export interface DatabaseOptions {
  appName?: string;
  maxPoolSize?: number;
  /** Longest batch of the committer. */
  maxBatch?: number;
  /** Called with errors that a caller only sees as `unknown`. */
  onFault?(error: unknown): void;
  /** Called with failures that other work makes up for, under a name for each kind of work. */
  onMinorFault?(name: string, error: unknown): void;
  /** Called with the number of orders that a transaction of the committer wrote. */
  onCommit?(orders: number): void;
  /** Runs each try of a transaction of the committer, which names its orders; passes its result on. */
  aroundBatch?<T>(
    orders: readonly { saleId: string; fence: number }[],
    run: () => Promise<T>,
  ): Promise<T>;
  /** What tells a buyer of a change is written together with that change. Without: there are no mails. */
  writesMails?: boolean;
  /**
   * Called before something is written that a worker has to send: a mail, or a delivery that is due. Before, so that no
   * crash in between leaves it untold; a worker that is told looks for a while.
   */
  onOutbox?(): void;
}

export interface Database {
  sales: Sales;
  orders: Orders;
  committer: Committer;
  blocks: Blocks;
  audit: Audit;
  members: Members;
  invitations: Invitations;
  resets: Resets;
  apiKeys: ApiKeys;
  deviceCodes: DeviceCodes;
  mails: Mails;
  mailConsents: MailConsents;
  accountLinks: AccountLinks;
  pictures: Pictures;
  forgettings: Forgettings;
  logCursors: LogCursors;
  webhooks: Webhooks;
  preflights: Preflights;
  processes: Processes;
  sandboxPayments: SandboxPayments;
  preparedPayments: PreparedPayments;
  providerEvents: ProviderEvents;
  /** Creates what is missing; a command of set-up, never of a running process under load. */
  ensureIndexes(): Promise<void>;
  indexesReady(): Promise<boolean>;
  /** A round trip to the primary, within a second. */
  ready(): Promise<boolean>;
  /** For the log-in library, which brings its own collections. */
  client: mongo.MongoClient;
  db: mongo.Db;
  close(): Promise<void>;
}
