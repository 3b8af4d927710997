import type { mongo } from 'mongoose';
import type { RowsOf } from '../audit/contract.ts';
import type { Page } from '../connection/pages.ts';

export const saleMailKinds = [
  'placed',
  'turn',
  'ending',
  'order',
  'expired',
  'refund',
  'returned',
] as const;
export type SaleMailKind = (typeof saleMailKinds)[number];
/** What an account is told, of no sale: a link for a new password, and one that proves the address. */
export const accountMailKinds = ['password', 'address'] as const;
export type AccountMailKind = (typeof accountMailKinds)[number];
/** What owners of the shop are told, of no sale: a webhook was switched off, since its receiver failed. */
export const ownerMailKinds = ['webhook'] as const;
export type OwnerMailKind = (typeof ownerMailKinds)[number];
export type MailKind = SaleMailKind | AccountMailKind | OwnerMailKind;

/**
 * `waiting`: due at `nextAt`, or in the hands of a worker until then. `failed`: given up. `skipped`: what it
 * tells of was over, or the person is no longer known.
 */
export const mailStates = ['waiting', 'sent', 'failed', 'skipped'] as const;
export type MailState = (typeof mailStates)[number];

/** What a mail tells of, by ids: the address and the words are found when it is sent. */
export interface MailSubject {
  /** Null: of an account. */
  saleId: string | null;
  /** In the sale, or the account. */
  buyer: string;
  kind: MailKind;
  seq: number | null;
  /** Of the hold, the attempt of an order, or the log's entry by which a unit came back. */
  fence: number | null;
}

export interface NewMail extends MailSubject {
  /** When it happened. */
  at: number;
  /** Not before; missing: at once. */
  notBefore?: number;
  /** Of the reader, where it is known by now. */
  locale?: string;
  /** Of no sale, and not of the account alone: the id of the webhook. */
  about?: string;
}

export interface Mail extends MailSubject {
  /** Follows from what it tells of, so that it is written once however often that is read. */
  id: string;
  state: MailState;
  /** Why it was not sent, or not yet. */
  why: string | null;
  tries: number;
  nextAt: number;
  at: number;
  sentAt: number | null;
  /** Times that a member of the team had it sent again. */
  resends: number;
  locale: string | null;
  timeZone: string | null;
  /** The webhook it tells of; null: the sale or the account. */
  about: string | null;
  /** Digest of the address it went to, within its sale. */
  to: string | null;
  /** The words as they were sent, encrypted under the sale's key. */
  sealed: string | null;
}

export interface SentMail {
  /** Null where it went to the address of an order. */
  to: string | null;
  locale: string;
  /** Null: nothing in it is a time. */
  timeZone: string | null;
  sealed: string | null;
}

export interface MailFilter {
  saleId?: string;
  state?: MailState;
  kind?: MailKind;
  page?: number;
  limit?: number;
}

export type ResendOutcome = 'waiting' | 'missing' | 'busy' | 'unknown';

/** The outbox: written in the same step as what it tells of, emptied by workers. */
export interface Mails {
  /** In a transaction of the caller, if there is one; what is there already stays as it is. */
  write(mails: readonly NewMail[], session?: mongo.ClientSession): Promise<void>;
  /** Ids of those that are due, the oldest first. */
  due(now: number, limit: number): Promise<string[]>;
  /** One worker gets it and has it for so long; null: it is not due, or another one has it. */
  take(id: string, now: number, forMs: number): Promise<Mail | null>;
  sent(id: string, sent: SentMail, now: number): Promise<void>;
  /** It stays due, later. A moment that was planned too early is no try. */
  later(id: string, nextAt: number, why: string, wasTried: boolean): Promise<void>;
  end(id: string, state: 'failed' | 'skipped', why: string): Promise<void>;
  get(id: string): Promise<Mail | null>;
  list(filter: MailFilter): Promise<Page<Mail>>;
  /** Has it sent once more, under the same Message-ID; one that is due already stays so. */
  resend(id: string, now: number, rows: RowsOf<[mail: Mail]>): Promise<ResendOutcome>;
  /** How many went to this address of the sale since then. */
  countTo(saleId: string, to: string, since: number): Promise<number>;
  /** To whom a mail of this kind is still to be sent. */
  waitingFor(saleId: string, kind: MailKind): Promise<string[]>;
  /** How many are overdue, and since when the first one. */
  backlog(now: number): Promise<{ waiting: number; oldestAt: number | null; failed: number }>;
  /** Everything that was written to a buyer of this sale with one of these names, or to an address of that name. */
  ofPerson(saleId: string, names: readonly string[]): Promise<Mail[]>;
  ofAccount(userId: string): Promise<Mail[]>;
  forget(saleId: string, names: readonly string[]): Promise<number>;
  forgetSale(saleId: string): Promise<number>;
}

/** That the holder of a place wants mail about it, and where to. */
export interface MailConsent {
  saleId: string;
  buyer: string;
  seq: number;
  /** Digest of the address within the sale: finds it without telling it. */
  to: string;
  /** The address, encrypted under the sale's key. */
  address: string;
  locale: string;
  timeZone: string;
  at: number;
  /** Opens the place of a guest on another device. */
  link: MailLink | null;
}

export interface MailLink {
  /** Finds the link without telling it. */
  hash: string;
  /** The ticket, readable with the link alone. */
  ticket: string;
  /** The link itself, readable with a secret that is not in the database. */
  token: string;
}

/** Of a visitor without a place: one mail when a unit of a sold-out sale is free again. Deleted once that is sent. */
export type ReturnWish = Omit<MailConsent, 'buyer' | 'link'>;

export interface MailConsents {
  /** Replaces an earlier one of the same buyer, and writes these mails in the same step. */
  put(consent: MailConsent, mails: readonly NewMail[]): Promise<'put' | 'unknown'>;
  get(saleId: string, buyer: string): Promise<MailConsent | null>;
  /** Of these buyers, those that want mail. */
  among(saleId: string, buyers: readonly string[]): Promise<{ buyer: string; seq: number }[]>;
  byLink(hash: string): Promise<MailConsent | null>;
  /** How many other buyers of the sale named this address. */
  countOthers(saleId: string, to: string, buyer: string): Promise<number>;
  remove(saleId: string, buyer: string): Promise<boolean>;
  /** The one for this address; one that is there already stays as it is, and its turn with it. */
  putReturnWish(wish: ReturnWish): Promise<void>;
  returnWish(saleId: string, to: string): Promise<ReturnWish | null>;
  /** The oldest first, without their addresses. */
  returnWishes(saleId: string, limit: number): Promise<Pick<ReturnWish, 'to' | 'seq'>[]>;
  removeReturnWish(saleId: string, to: string): Promise<void>;
  /** Those of buyers with one of these names, and those for an address of that name. */
  forget(saleId: string, names: readonly string[]): Promise<number>;
  forgetSale(saleId: string): Promise<number>;
}
