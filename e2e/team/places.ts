import { holder, otherBuyer } from '../support/other-buyer.ts';
import { inMinutes, makeSale, type Sale } from '../support/shop.ts';

export type Role = 'viewer' | 'support' | 'operator' | 'owner';
export const roles: readonly Role[] = ['viewer', 'support', 'operator', 'owner'];

export interface Place {
  name: string;
  path: string;
  least: Role;
  /** Text that is visible once the page has loaded. */
  shows: RegExp;
}

export interface Stage {
  /** A sale with an order, a hold and a waiting buyer. */
  live: Sale;
  ended: Sale;
  orderId: string;
}

/** Creates data for every page. */
export async function setStage(): Promise<Stage> {
  const live = await makeSale({ startingQuantity: 2 });
  const { orderId } = await (await holder(live)).pay();
  await holder(live);
  await otherBuyer(live);
  const ended = await makeSale({ startingQuantity: 3 });
  await (await holder(ended)).pay();
  await ended.end('The day is over');
  await makeSale({ startsAt: inMinutes(50) });
  return { live, ended, orderId };
}

/** Every page after sign-in, and the least role that may open it. */
export function placesOf({ live, ended, orderId }: Stage): Place[] {
  const of = ({ id }: Sale, part = '') => `/dashboard/flash-sales/${id}${part}`;
  return [
    { name: 'sales', path: '/dashboard/flash-sales', least: 'viewer', shows: /Stoneware/ },
    { name: 'new', path: '/dashboard/flash-sales/new', least: 'operator', shows: /Time zone/ },
    { name: 'live', path: of(live), least: 'viewer', shows: /On hold/ },
    { name: 'line', path: of(live, '/line'), least: 'viewer', shows: /waiting/i },
    { name: 'sale-orders', path: of(live, '/orders'), least: 'support', shows: /Paid/ },
    {
      name: 'payments',
      path: of(live, '/payments'),
      least: 'support',
      shows: /0 differences/,
    },
    { name: 'analytics', path: of(ended, '/analytics'), least: 'viewer', shows: /Wait for a unit/ },
    { name: 'running', path: of(live, '/analytics'), least: 'viewer', shows: /still running/ },
    { name: 'history', path: of(live, '/history'), least: 'viewer', shows: /Created the sale/ },
    { name: 'edit', path: of(live, '/edit'), least: 'operator', shows: /Time zone/ },
    { name: 'orders', path: '/dashboard/orders', least: 'support', shows: /Paid/ },
    { name: 'order', path: `/dashboard/orders/${orderId}`, least: 'support', shows: /Joined the/ },
    { name: 'mail', path: '/dashboard/mail', least: 'support', shows: /Order confirmed/ },
    // Its first page is full of what other tests did, so it is opened at one kind of entry.
    {
      name: 'audit',
      path: '/dashboard/audit?action=sale.create',
      least: 'viewer',
      shows: /Created the sale/,
    },
    { name: 'system', path: '/dashboard/system', least: 'viewer', shows: /Wake-up jobs/ },
    { name: 'privacy', path: '/dashboard/privacy', least: 'support', shows: /Look up a person/ },
    { name: 'team', path: '/dashboard/team', least: 'owner', shows: /Invitations/i },
    { name: 'keys', path: '/dashboard/keys', least: 'owner', shows: /lets a program|Last used/ },
    {
      name: 'webhooks',
      path: '/dashboard/webhooks',
      least: 'owner',
      shows: /posts signed events|Deliveries/,
    },
    { name: 'account', path: '/dashboard/account', least: 'viewer', shows: /Sessions/ },
  ];
}

export const mayEnter = (role: Role, { least }: Place): boolean =>
  roles.indexOf(role) >= roles.indexOf(least);

/** A dead link of each kind, for the pages that such links lead to. */
export const deadLinks = ['setup', 'invitations', 'reset'].map((kind) => ({
  name: kind,
  path: `/${kind}/AAAAAAAAAAAAAAAAAAAAAAAA`,
}));
