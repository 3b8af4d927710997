import { randomUUID } from 'node:crypto';

export interface NewSale {
  startingQuantity?: number;
  holdTtlSeconds?: number;
  extensions?: number;
  identity?: 'guest' | 'account';
}

export interface Sale {
  id: string;
  name: string;
  pause(reason: string): Promise<void>;
  resume(): Promise<void>;
  refund(orderId: string): Promise<void>;
}

export const anEmail = () => `${randomUUID()}@buyers.test`;
export const aPassword = 'a long passphrase';
export const apiUrl = () => process.env.E2E_API ?? '';

/** Who signs up from the organisers' site may make sales. */
export async function signUp(origin: string): Promise<string> {
  const body = { name: 'Organiser', email: anEmail(), password: aPassword };
  const answer = await post<{ token: string }>('/api/auth/sign-up/email', body, { origin });
  return answer.value.token;
}

export async function makeSale(about: NewSale = {}): Promise<Sale> {
  const now = Date.now();
  const name = `Stoneware ${randomUUID().slice(0, 8)}`;
  const { value } = await asOrganiser<{ id: string }>('/flash-sales', {
    name,
    description: 'One of each',
    startsAt: new Date(now - 1_000).toISOString(),
    endsAt: new Date(now + 3_600_000).toISOString(),
    startingQuantity: 5,
    pricePerUnit: 25,
    currency: 'EUR',
    holdTtlSeconds: 900,
    ...about,
  });
  const control = async (what: string, reason: string) => {
    await asOrganiser(`/flash-sales/${value.id}/${what}`, { reason });
  };
  return {
    id: value.id,
    name,
    pause: (reason) => control('pause', reason),
    resume: () => control('resume', 'It goes on'),
    refund: async (orderId) => {
      await asOrganiser(`/orders/${orderId}/refund`, { returnUnit: true, reason: 'Sent back' });
    },
  };
}

const asOrganiser = <Value = unknown>(path: string, body: unknown) =>
  post<Value>(path, body, { authorization: `Bearer ${process.env.E2E_TOKEN}` });

export async function post<Value>(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ value: Value; cookie: string }> {
  const answer = await fetch(apiUrl() + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return { value: JSON.parse(text) as Value, cookie: cookies.join('; ') };
}
