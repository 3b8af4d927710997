import { expect } from '@playwright/test';
import { anEmail, apiUrl, post, type Sale } from './shop.ts';

/** Somebody else in the same sale, without a browser. */
export interface OtherBuyer {
  holds(): Promise<void>;
  pay(): Promise<{ orderId: string }>;
  leave(): Promise<void>;
}

export async function otherBuyer(sale: Sale): Promise<OtherBuyer> {
  const who = { email: anEmail(), flashSaleId: sale.id };
  const { cookie } = await post('/orders/buy', who);
  const state = async () => {
    const query = new URLSearchParams(who);
    const answer = await fetch(`${apiUrl()}/orders/position?${query}`, { headers: { cookie } });
    return ((await answer.json()) as { state: string }).state;
  };
  return {
    holds: () => expect.poll(state).toBe('held'),
    pay: async () => (await post<{ orderId: string }>('/orders/confirm', who, { cookie })).value,
    leave: async () => {
      await post('/orders/leave', who, { cookie });
    },
  };
}

/** Whoever comes next has to wait for this one. */
export async function holder(sale: Sale): Promise<OtherBuyer> {
  const buyer = await otherBuyer(sale);
  await buyer.holds();
  return buyer;
}
