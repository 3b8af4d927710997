import { expect } from '@playwright/test';
import { get, post } from './call.ts';
import { anEmail, type Sale } from './shop.ts';

const AT_ONCE = 8;

export interface Counts {
  stock: number;
  free: number;
  held: number;
  claimed: number;
  sold: number;
  waiting: number;
  served: number;
  serverNow: string;
}

interface Buyer {
  flashSaleId: string;
  email: string;
  cookie: string;
}

/** Many at once, as far as a busy machine goes; every place is known when it is done. */
export async function bigCrowd(sale: Sale, people: number): Promise<Buyer[]> {
  const buyers: Buyer[] = [];
  const come = async () => {
    while (buyers.length < people) {
      const who = { flashSaleId: sale.id, email: anEmail() };
      const buyer = { ...who, cookie: '' };
      buyers.push(buyer);
      // A shop that is very busy says so, and a buyer who retries is not counted twice.
      await expect(async () => {
        buyer.cookie = (await post('/orders/buy', who)).cookie;
      }).toPass();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, come));
  return buyers;
}

/** Buys the units that are held by now. */
export async function buyAll(buyers: readonly Buyer[]): Promise<number> {
  let bought = 0;
  const rest = [...buyers];
  const go = async () => {
    for (let one = rest.shift(); one; one = rest.shift()) {
      const { cookie, ...who } = one;
      const query = new URLSearchParams(who);
      const { state } = await get<{ state: string }>(`/orders/position?${query}`, { cookie });
      if (state !== 'held') {
        continue;
      }
      await post('/orders/confirm', who, { cookie });
      bought += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, go));
  return bought;
}

const asTeam = { authorization: `Bearer ${process.env.E2E_TOKEN}` };

/** The truth that the console is compared with. */
export const countsOf = (sale: Sale) =>
  get<Counts>(`/orders/admin/queue/${sale.id}/overview`, asTeam);

interface Entry {
  action: string;
  reason: string | null;
}

/** What the team did to a sale, oldest first. */
export async function auditOf(sale: Sale): Promise<Entry[]> {
  const path = `/audit?flashSaleId=${sale.id}&pageSize=100`;
  return (await get<{ items: Entry[] }>(path, asTeam)).items.toReversed();
}
