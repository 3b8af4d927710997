import type { LineAnswer, PublicSale, PurchaseState } from '@flash/shared-types';

/** Server time of fixtures: seconds after a fixed moment. */
export const at = (seconds: number) => new Date(Date.UTC(2026, 5, 1, 10, 0, seconds)).toISOString();

const common = (seconds: number) => ({
  seq: null,
  position: null,
  ahead: null,
  size: 40,
  free: 0,
  held: 10,
  stock: 40,
  pollAfterMs: 1_000,
  serverNow: at(seconds),
  epoch: 1,
  n: seconds,
  message: null,
  pause: null,
  wait: null,
});

export const none = (seconds = 0): PurchaseState => ({ ...common(seconds), state: 'none' });

export const waiting = (position: number, seconds = 0, seq = 1_000_000_007): PurchaseState => ({
  ...common(seconds),
  state: 'waiting',
  seq,
  position,
  ahead: position - 1,
});

export const paused = (position: number, seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'paused',
  seq: 1_000_000_007,
  position,
  ahead: position - 1,
  pause: { reason: 'Checking the stock', since: at(0) },
});

const hold = {
  seq: 1_000_000_007,
  holdId: '1000000003',
  expiresAt: at(900),
  unit: 17,
  fence: 1_000_000_003,
  extensionsLeft: 1,
  price: 129,
  priceMinor: 12_900,
  currency: 'EUR',
};

export const held = (seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'held',
  ...hold,
});
export const claimed = (seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'claimed',
  ...hold,
});

export const line = (change: Partial<LineAnswer> = {}): LineAnswer => ({
  phase: 'open',
  waiting: 0,
  free: 5,
  held: 0,
  sold: 0,
  stock: 5,
  message: null,
  pause: null,
  wait: null,
  startsAt: at(0),
  endsAt: at(3_600),
  lobbyOpensAt: at(0),
  serverNow: at(1),
  n: 1,
  epoch: 1,
  ...change,
});

export const sale = (change: Partial<PublicSale> = {}): PublicSale => ({
  _id: 's1',
  id: 's1',
  name: 'Night Runner 2',
  description: '',
  productId: null,
  status: 'OnSchedule',
  phase: 'open',
  startsAt: at(0),
  endsAt: at(3_600),
  lobbyOpensAt: at(0),
  timeZone: 'UTC',
  startingQuantity: 5,
  currentQuantity: 5,
  stock: 5,
  pricePerUnit: 129,
  pricePerUnitMinor: 12_900,
  currency: 'EUR',
  identity: 'guest',
  holdTtlSeconds: 900,
  extensions: 1,
  extensionSeconds: 300,
  honourHoldsAfterEnd: true,
  needsDeliveryAddress: false,
  deliveryCountries: [],
  picture: null,
  message: null,
  pause: null,
  ...change,
});

export const sold = (seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'sold',
  orderId: 'o1',
  orderCode: 'K7M-4QX-9HX',
  unit: 17,
  currency: 'EUR',
  totalAmount: 129,
  totalAmountMinor: 12_900,
  confirmedAt: at(seconds),
});

export const expired = (seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'expired',
  expiredAt: at(seconds),
});

export const removed = (seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'removed',
  removedAt: at(seconds),
});

export const soldOut = (seq: number | null, seconds = 0): PurchaseState => ({
  ...common(seconds),
  state: 'sold_out',
  seq,
  held: 0,
});
