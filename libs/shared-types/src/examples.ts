import type { z } from 'zod';
import type { adminOrder, orderItem } from './buyer/order.ts';
import { pictureUrl } from './sale/picture.ts';
import type { AdminSale, PublicSale } from './sale/sale.ts';
import { buyerTermsOf, defaultTerms } from './sale/sale-terms.ts';

export const pictureHash = 'pM2fTq0aR7xWc1Ln';
export const saleId = '6650f1a2b3c4d5e6f7a8b9c0';
export const orderId = '6650f2a2b3c4d5e6f7a8b9c1';
export const userId = '6650f0a2b3c4d5e6f7a8b9bf';
export const buyer = 'gQ2xhc3NpYy1idXllci0x';
export const email = 'ada@example.org';
export const deviceCode = 'K7M-4QX-9HX-PRT-3NJ';

export const publicSaleExample: PublicSale = {
  _id: saleId,
  id: saleId,
  name: 'Night Runner 2',
  description: 'A numbered edition of 500 pairs.',
  productId: 'night-runner-2',
  status: 'OnSchedule',
  phase: 'open',
  startsAt: '2026-06-01T10:00:00.000Z',
  endsAt: '2026-06-01T12:00:00.000Z',
  lobbyOpensAt: '2026-06-01T09:30:00.000Z',
  timeZone: 'Europe/Berlin',
  startingQuantity: 500,
  currentQuantity: 312,
  stock: 500,
  pricePerUnit: 129.9,
  pricePerUnitMinor: 12_990,
  currency: 'EUR',
  identity: 'guest',
  ...buyerTermsOf(defaultTerms),
  message: null,
  pause: null,
  picture: { url: pictureUrl(saleId, pictureHash), width: 1_200, height: 800 },
};

export const adminSaleExample: AdminSale = {
  ...publicSaleExample,
  ...defaultTerms,
  version: 3,
  epoch: 1,
  restoring: false,
  createdBy: userId,
  createdAt: '2026-05-20T08:00:00.000Z',
  updatedAt: '2026-05-28T16:20:00.000Z',
};

export const orderExample: z.input<typeof orderItem> = {
  _id: orderId,
  id: orderId,
  orderCode: 'K7M-4QX-9HX',
  userEmail: email,
  flashSaleId: saleId,
  unit: 189,
  paymentStatus: 'paid',
  totalAmount: 129.9,
  totalAmountMinor: 12_990,
  currency: 'EUR',
  createdAt: '2026-06-01T10:03:21.000Z',
  updatedAt: '2026-06-01T10:03:21.000Z',
};

export const adminOrderExample: z.input<typeof adminOrder> = {
  ...orderExample,
  buyer,
  fence: 1_000_000_189,
  seq: 1_000_000_204,
  epoch: 1,
  contact: { name: 'Ada Lovelace', phone: null },
  payment: 'captured',
  live: true,
  unitReturn: null,
  forgotten: false,
};

export const placeExample = {
  seq: 1_000_000_204,
  position: 17,
  ahead: 16,
  size: 240,
  free: 0,
  held: 188,
  stock: 40,
  pollAfterMs: 2_000,
  serverNow: '2026-06-01T10:00:02.000Z',
  epoch: 1,
  n: 611,
  message: null,
  pause: null,
  wait: { fromMs: 60_000, toMs: 240_000 },
};

export const holdExample = {
  ...placeExample,
  position: null,
  ahead: null,
  wait: null,
  holdId: '1000000189',
  expiresAt: '2026-06-01T10:15:02.000Z',
  unit: 189,
  fence: 1_000_000_189,
  extensionsLeft: 1,
  price: 129.9,
  priceMinor: 12_990,
  currency: 'EUR',
};
