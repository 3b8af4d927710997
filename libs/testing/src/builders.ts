import { randomBytes } from 'node:crypto';
import { defaultTerms } from '@flash/shared-types';

/** An id as the database makes them. */
export function newId(): string {
  return randomBytes(12).toString('hex');
}

/** Names of buyers as a guest sale derives them: opaque, and 22 characters long. */
export function newBuyer(): string {
  return `g${randomBytes(16).toString('base64url').slice(0, 21)}`;
}

/** Outside production nothing limits how many places a test takes from one address. */
const terms = { ...defaultTerms, placesPerNetwork: 0, holdsBeforeWait: 0 };

/** Rules of a sale that opened a moment ago and lasts an hour, as the engine takes them. */
export function buildSaleRules<Changes extends object>(now: number, changes: Changes) {
  const { holdTtlSeconds, extensionSeconds, ...others } = terms;
  return {
    ...others,
    startsAt: now - 1_000,
    endsAt: now + 3_600_000,
    lobbyOpensAt: now - 1_000,
    holdMs: holdTtlSeconds * 1_000,
    extensionMs: extensionSeconds * 1_000,
    price: 1_999,
    paused: false,
    pauseReason: '',
    pauseSince: 0,
    message: '',
    closed: false,
    version: 1,
    ...changes,
  };
}

/** What it takes to make such a sale in the database. */
export function buildNewSale<Changes extends object>(now: number, changes: Changes) {
  return {
    name: 'A sale of a test',
    description: '',
    productId: null,
    startsAt: now - 1_000,
    endsAt: now + 3_600_000,
    lobbyOpensAt: now - 1_000,
    timeZone: 'UTC',
    startingQuantity: 10,
    price: 1_999,
    currency: 'EUR',
    identity: 'guest' as const,
    ...terms,
    createdBy: null,
    status: 'OnSchedule' as const,
    ...changes,
  };
}

/** The whole document, for tests that need no database. */
export function buildSale<Changes extends object>(now: number, changes: Changes) {
  const { startingQuantity, ...sale } = buildNewSale(now, {});
  return {
    ...sale,
    id: newId(),
    startingQuantity,
    stock: startingQuantity,
    currentQuantity: startingQuantity,
    paused: null,
    message: '',
    version: 1,
    epoch: 1,
    marks: [],
    buyerKey: randomBytes(32).toString('hex'),
    leafKey: randomBytes(32).toString('hex'),
    adjusts: [],
    restoring: null,
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}
