import { setTimeout as sleep } from 'node:timers/promises';
import { logAtMost } from '@flash/shared-config';

interface Visit {
  base: URL;
  saleId: string;
  email: string;
  /** How likely it buys what is held for it. */
  buys: number;
  isDelivered: boolean;
}

interface Seen {
  state?: string;
  pollAfterMs?: number;
}

/** A bot that waits longer leaves. */
const PATIENCE_MS = 15 * 60_000;
/** Of those who do not buy, some say so and the others let their hold run out. */
const TEMPER = { leave: 0.7, declined: 0.1, givesUp: 0.01 };

const contact = {
  name: 'Demo Buyer',
  address: { line1: 'Example Street 1', postcode: '10115', city: 'Berlin', country: 'DE' },
};

/** One visitor: joins, waits at the pace the server sets, then buys, leaves or lets it run out. */
function createBot({ base, saleId, email, buys, isDelivered }: Visit): () => Promise<void> {
  let ticket = '';
  const details = isDelivered ? { contact } : {};

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
    if (seen.state === 'held') {
      await decide();
    }
  };

  async function decide(): Promise<void> {
    await sleep(5_000 + Math.random() * 30_000);
    if (Math.random() < buys) {
      if (Math.random() < TEMPER.declined) {
        await call('POST', '/orders/confirm', { ...details, paymentToken: 'decline' });
        await sleep(3_000);
      }
      await call('POST', '/orders/confirm', { ...details, paymentToken: 'ok' });
    } else if (Math.random() < TEMPER.leave) {
      await call('POST', '/orders/leave');
    }
  }

  async function call(method: string, path: string, more: object = {}): Promise<Seen> {
    const url = new URL(path, base);
    const place = { email, flashSaleId: saleId };
    if (method === 'GET') {
      url.search = new URLSearchParams(place).toString();
    }
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
    if (answer.status >= 500) {
      return { state: 'waiting', pollAfterMs: 5_000 };
    }
    return body;
  }
}

const REMEMBERED_MS = 5_000;

interface Target {
  saleId: string;
  /** How likely a visitor is to buy what is held for it. */
  buys: number;
  isDelivered: boolean;
}

/** Where the crowd goes: mostly where a line can be watched, now and then where things are sold. */
const crowds: Record<string, { share: number; buys: number }> = {
  'demo-live': { share: 0.75, buys: 0.003 },
  'demo-calm': { share: 0.12, buys: 0.9 },
  'demo-delivered': { share: 0.04, buys: 0.9 },
  'demo-lobby': { share: 0.06, buys: 0.8 },
  'demo-paused': { share: 0.03, buys: 0.5 },
};

interface Listed {
  id: string;
  productId: string | null;
  needsDeliveryAddress: boolean;
}

let known: { sales: Listed[]; until: number } = { sales: [], until: 0 };

/** The demo's own sales that take people; none while the API is away. */
async function demoSales(base: URL): Promise<Listed[]> {
  if (known.until > Date.now()) {
    return known.sales;
  }
  const list = await fetch(new URL('/flash-sales/public', base))
    .then((answer) => answer.json() as Promise<{ live?: Listed[]; upcoming?: Listed[] }>)
    .catch(() => ({}) as { live?: Listed[]; upcoming?: Listed[] });
  const sales = [...(list.live ?? []), ...(list.upcoming ?? [])].filter(
    ({ productId }) => productId !== null && productId in crowds,
  );
  known = { sales, until: Date.now() + REMEMBERED_MS };
  return sales;
}

function pick(sales: readonly Listed[]): Target | null {
  const open = sales.map(({ id, productId, needsDeliveryAddress: isDelivered }) => ({
    ...{ id, isDelivered },
    ...crowdOf(productId),
  }));
  let left = Math.random() * open.reduce((sum, { share }) => sum + share, 0);
  for (const { id, share, buys, isDelivered } of open) {
    left -= share;
    if (left <= 0) {
      return { saleId: id, buys, isDelivered };
    }
  }
  return null;
}

function crowdOf(productId: string | null) {
  return crowds[productId ?? ''] ?? { share: 0, buys: 0 };
}

/** A small crowd for the demo, so that lines move. Only against this machine. */
const base = new URL(process.env.API_BASE ?? 'http://localhost:4000');
if (!['localhost', '127.0.0.1', '[::1]'].includes(base.hostname)) {
  throw new Error(`The demo's crowd only visits this machine, not ${base.hostname}.`);
}

const AT_ONCE_MAX = 60;
/** First a crowd that fills the line within seconds, then as many as keep it moving for hours. */
const CROWD = { bots: 120, everyMs: 300 };
const STEADY_EVERY_MS = 2_500;

const run = Date.now().toString(36);
const present = new Set<Promise<void>>();
const atMost = logAtMost(60_000);
let made = 0;

for (;;) {
  await sleep(made < CROWD.bots ? CROWD.everyMs : STEADY_EVERY_MS);
  if (present.size >= AT_ONCE_MAX) {
    continue;
  }
  const sale = pick(await demoSales(base));
  if (!sale) {
    continue;
  }
  made += 1;
  const visit = createBot({ base, ...sale, email: `bot-${run}-${made}@bots.flash.test` });
  const gone = visit().catch((error: unknown) =>
    atMost('visit', () => console.warn('A visit of the demo ended early.', error)),
  );
  present.add(gone);
  void gone.then(() => present.delete(gone));
}
