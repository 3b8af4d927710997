import { randomUUID } from 'node:crypto';
import { call, post } from './call.ts';

export interface NewSale {
  name?: string;
  description?: string;
  pricePerUnit?: number;
  timeZone?: string;
  startsAt?: string;
  lobbyOpensAt?: string;
  endsAt?: string;
  startingQuantity?: number;
  holdTtlSeconds?: number;
  extensions?: number;
  identity?: 'guest' | 'account';
  needsDeliveryAddress?: boolean;
  deliveryCountries?: string[];
  draft?: boolean;
}

export interface Sale {
  id: string;
  name: string;
  pause(reason: string): Promise<void>;
  resume(): Promise<void>;
  refund(orderId: string): Promise<void>;
  end(reason: string): Promise<void>;
  cancel(): Promise<void>;
  remove(email: string, reason: string): Promise<void>;
}

/** A time of a sale, in minutes from now. */
export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

export const anEmail = () => `${randomUUID()}@buyers.test`;
export const aPassword = 'a long passphrase';

/** An account made from the organisers' site may create sales. */
export async function signUp(origin: string): Promise<string> {
  const body = { name: 'Organiser', email: anEmail(), password: aPassword };
  const answer = await post<{ token: string }>('/api/auth/sign-up/email', body, { origin });
  return answer.value.token;
}

const FRESH_MS = 10 * 60_000;
let latest: { token: Promise<string>; until: number } | null = null;

/** Sensitive calls need a sign-in of the last minutes, and a run takes longer than that. */
export function freshOrganiser(): Promise<string> {
  if (latest === null || latest.until < Date.now()) {
    latest = { token: signUp(process.env.E2E_ADMIN ?? ''), until: Date.now() + FRESH_MS };
  }
  return latest.token;
}

export async function makeSale(about: NewSale = {}): Promise<Sale> {
  const name = about.name ?? `Stoneware ${randomUUID().slice(0, 8)}`;
  const { value } = await asOrganiser<{ id: string }>('/flash-sales', {
    description: 'One of each',
    startsAt: inMinutes(-0.1),
    endsAt: inMinutes(60),
    startingQuantity: 5,
    pricePerUnit: 25,
    currency: 'EUR',
    holdTtlSeconds: 900,
    ...about,
    name,
  });
  const control = async (what: string, reason: string, more = {}) => {
    await asOrganiser(`/flash-sales/${value.id}/${what}`, { reason, ...more });
  };
  return {
    id: value.id,
    name,
    pause: (reason) => control('pause', reason),
    resume: () => control('resume', 'It goes on'),
    refund: async (orderId) => {
      const authorization = `Bearer ${await freshOrganiser()}`;
      const body = { returnUnit: true, reason: 'Sent back' };
      await post(`/orders/${orderId}/refund`, body, { authorization });
    },
    end: (reason) => control('end', reason),
    cancel: async () => {
      await asOrganiser(`/flash-sales/${value.id}`, { status: 'cancelled' }, 'PUT');
    },
    async remove(email, reason) {
      const found = `/orders/admin/queue/${value.id}/find?q=${encodeURIComponent(email)}`;
      const { items } = (await asOrganiser<{ items: { buyer: string }[] }>(found, null, 'GET'))
        .value;
      await control('remove', reason, { buyer: items[0]?.buyer });
    },
  };
}

const asOrganiser = <Value = unknown>(path: string, body: unknown, method = 'POST') =>
  call<Value>(method, path, body, { authorization: `Bearer ${process.env.E2E_TOKEN}` });
