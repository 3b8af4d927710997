const REMEMBERED_MS = 5_000;

export interface Target {
  saleId: string;
  /** How likely a visitor is to buy what is held for it. */
  buys: number;
}

/** Where the crowd goes: mostly where a line can be watched, now and then where things are sold. */
const crowds: Record<string, { share: number; buys: number }> = {
  'demo-live': { share: 0.75, buys: 0.01 },
  'demo-calm': { share: 0.15, buys: 0.9 },
  'demo-lobby': { share: 0.07, buys: 0.5 },
  'demo-paused': { share: 0.03, buys: 0.5 },
};

interface Listed {
  id: string;
  productId: string | null;
}

let known: { sales: Listed[]; until: number } = { sales: [], until: 0 };

/** The demo's own sales that take people; none while the API is away. */
export async function demoSales(base: URL): Promise<Listed[]> {
  if (known.until > Date.now()) return known.sales;
  const list = await fetch(new URL('/flash-sales/public', base))
    .then((answer) => answer.json() as Promise<{ live?: Listed[]; upcoming?: Listed[] }>)
    .catch(() => ({}) as { live?: Listed[]; upcoming?: Listed[] });
  const sales = [...(list.live ?? []), ...(list.upcoming ?? [])].filter(
    ({ productId }) => productId !== null && productId in crowds,
  );
  known = { sales, until: Date.now() + REMEMBERED_MS };
  return sales;
}

export function pick(sales: readonly Listed[]): Target | null {
  const open = sales.map(({ id, productId }) => ({ id, ...crowdOf(productId) }));
  let left = Math.random() * open.reduce((sum, { share }) => sum + share, 0);
  for (const { id, share, buys } of open) {
    left -= share;
    if (left <= 0) return { saleId: id, buys };
  }
  return null;
}

function crowdOf(productId: string | null) {
  return crowds[productId ?? ''] ?? { share: 0, buys: 0 };
}
