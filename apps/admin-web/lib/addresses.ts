/** The addresses of all pages. */
export const addresses = {
  login: '/login',
  sales: '/dashboard/flash-sales',
  newSale: '/dashboard/flash-sales/new',
  copyOf: (id: string) => `/dashboard/flash-sales/new?from=${encodeURIComponent(id)}`,
  sale: (id: string, part: SalePart = 'live'): string =>
    `/dashboard/flash-sales/${encodeURIComponent(id)}${part === 'live' ? '' : `/${part}`}`,
  /** The line of a sale with one place opened; the id of a buyer tells nothing about the person. */
  person: (saleId: string, buyer: string): string =>
    `${addresses.sale(saleId, 'line')}?${new URLSearchParams({ person: buyer })}`,
  orders: '/dashboard/orders',
  order: (id: string) => `/dashboard/orders/${encodeURIComponent(id)}`,
  mail: '/dashboard/mail',
  audit: '/dashboard/audit',
  system: '/dashboard/system',
  team: '/dashboard/team',
  keys: '/dashboard/keys',
  webhooks: '/dashboard/webhooks',
  privacy: '/dashboard/privacy',
  account: '/dashboard/account',
};

export const saleParts = [
  'live',
  'line',
  'orders',
  'payments',
  'analytics',
  'history',
  'edit',
  'wall',
] as const;
export type SalePart = (typeof saleParts)[number];

/** `/dashboard/flash-sales/:id/…` and `/dashboard/orders/:id`: the pages are static, the id is read here. */
export const idIn = (pathname: string): string => decodeURIComponent(pathname.split('/')[3] ?? '');

export function partIn(pathname: string): SalePart {
  const part = pathname.split('/')[4];
  return saleParts.find((known) => known === part) ?? 'live';
}

/** The page that fills the whole screen: neither header nor menu around it. */
export const isWall = (pathname: string): boolean =>
  /^\/dashboard\/flash-sales\/[^/]+\/wall$/.test(pathname);
