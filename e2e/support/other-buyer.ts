import { expect } from '@playwright/test';
import { get, post } from './call.ts';
import { anEmail, type Sale } from './shop.ts';

/** Another buyer in a sale, without a browser. */
export interface OtherBuyer {
  email: string;
  /** The proof of the place. */
  cookie: string;
  /** What the API says of the place. */
  place(): Promise<{ state: string }>;
  becomes(state: string): Promise<void>;
  holds(): Promise<void>;
  pay(): Promise<{ orderId: string }>;
  leave(): Promise<void>;
}

export async function otherBuyer(sale: Sale, email = anEmail()): Promise<OtherBuyer> {
  const who = { email, flashSaleId: sale.id };
  const { cookie } = await post('/orders/buy', who);
  const place = () =>
    get<{ state: string }>(`/orders/position?${new URLSearchParams(who)}`, { cookie });
  const becomes = (state: string) => expect.poll(async () => (await place()).state).toBe(state);
  return {
    email,
    cookie,
    place,
    becomes,
    holds: () => becomes('held'),
    pay: async () => (await post<{ orderId: string }>('/orders/confirm', who, { cookie })).value,
    leave: async () => {
      await post('/orders/leave', who, { cookie });
    },
  };
}

/** The next buyer has to wait for this one. */
export async function holder(sale: Sale): Promise<OtherBuyer> {
  const buyer = await otherBuyer(sale);
  await buyer.holds();
  return buyer;
}

/** `count` buyers, one after the other. */
export async function crowd(sale: Sale, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await otherBuyer(sale);
  }
}
