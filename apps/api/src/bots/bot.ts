import { setTimeout as sleep } from 'node:timers/promises';

interface Visit {
  base: URL;
  saleId: string;
  email: string;
  /** How likely it buys what is held for it. */
  buys: number;
}

interface Seen {
  state?: string;
  pollAfterMs?: number;
}

/** Nobody waits for ever. */
const PATIENCE_MS = 15 * 60_000;
/** Of those who do not buy, some say so and the others let their hold run out. */
const TEMPER = { leave: 0.7, declined: 0.1, givesUp: 0.01 };

/** One visitor: joins, waits at the pace the server sets, then buys, leaves or lets it run out. */
export function createBot({ base, saleId, email, buys }: Visit): () => Promise<void> {
  let ticket = '';

  return async () => {
    const giveUpAt = Date.now() + PATIENCE_MS;
    let seen = await call('POST', '/orders/buy');
    while (seen.state === 'waiting' || seen.state === 'paused') {
      if (Date.now() > giveUpAt || Math.random() < TEMPER.givesUp) {
        await call('POST', '/orders/leave');
        return;
      }
      await sleep(Math.max(1_000, seen.pollAfterMs ?? 5_000));
      seen = await call('GET', '/orders/position');
    }
    if (seen.state === 'held') await decide();
  };

  async function decide(): Promise<void> {
    await sleep(5_000 + Math.random() * 30_000);
    if (Math.random() < buys) {
      if (Math.random() < TEMPER.declined) {
        await call('POST', '/orders/confirm', { paymentToken: 'decline' });
        await sleep(3_000);
      }
      await call('POST', '/orders/confirm', { paymentToken: 'ok' });
    } else if (Math.random() < TEMPER.leave) {
      await call('POST', '/orders/leave');
    }
  }

  async function call(method: string, path: string, more: object = {}): Promise<Seen> {
    const url = new URL(path, base);
    const place = { email, flashSaleId: saleId };
    if (method === 'GET') url.search = new URLSearchParams(place).toString();
    const answer = await fetch(url, {
      method,
      headers: {
        ...(ticket && { 'x-ticket': ticket }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ ...place, ...more }) }),
      signal: AbortSignal.timeout(10_000),
    });
    ticket = answer.headers.get('x-ticket') ?? ticket;
    const body = (await answer.json().catch(() => ({}))) as Seen;
    // A pause of the service is no reason to go; the next look tells.
    if (answer.status >= 500) return { state: 'waiting', pollAfterMs: 5_000 };
    return body;
  }
}
