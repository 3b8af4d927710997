import type { Access } from '@flash/shared-types';

/**
 * Who may ask what, written down apart from the endpoints: a change of a route's role has to be made in both
 * places, and a route without a row here is refused by the test of the role matrix.
 */
export const accessOfRoutes: Record<string, Access> = {
  'POST /orders/buy': 'buyer',
  'GET /orders/position': 'buyer',
  'GET /orders/stream': 'buyer',
  'POST /orders/confirm': 'buyer',
  'POST /orders/leave': 'buyer',
  'POST /orders/extend': 'buyer',
  'POST /orders/payment': 'buyer',
  'POST /orders/device-code': 'buyer',
  'GET /orders/device-code': 'buyer',
  'POST /orders/device-code/use': 'public',
  'GET /orders/mail': 'buyer',
  'POST /orders/mail': 'buyer',
  'POST /orders/mail/returned': 'public',
  'GET /orders/by-email': 'buyer',
  'GET /orders/:orderId': 'buyer',

  'GET /flash-sales/public/sale': 'public',
  'GET /flash-sales/public': 'public',
  'GET /flash-sales/:id/line': 'public',
  'GET /flash-sales/:id/picture': 'public',
  'GET /flash-sales/preview': 'public',
  'GET /flash-sales': 'viewer',
  'GET /flash-sales/defaults': 'viewer',
  'GET /flash-sales/:id': 'viewer',
  'GET /flash-sales/:id/analytics': 'viewer',
  'GET /flash-sales/:id/preflight': 'viewer',
  'POST /flash-sales': 'operator',
  'PUT /flash-sales/:id': 'operator',
  'DELETE /flash-sales/:id': 'operator',
  'POST /flash-sales/:id/preview': 'operator',
  'PUT /flash-sales/:id/picture': 'operator',
  'DELETE /flash-sales/:id/picture': 'operator',
  'POST /flash-sales/:id/pause': 'operator',
  'POST /flash-sales/:id/resume': 'operator',
  'POST /flash-sales/:id/end': 'operator',
  'POST /flash-sales/:id/archive': 'operator',
  'POST /flash-sales/:id/message': 'operator',
  'POST /flash-sales/:id/stock': 'operator',
  'POST /flash-sales/:id/release': 'operator',
  'POST /flash-sales/:id/remove': 'operator',
  'POST /flash-sales/:id/places/preview': 'operator',
  'POST /flash-sales/:id/places/end': 'operator',

  'GET /orders/admin/list': 'support',
  'GET /orders/admin/list-admin': 'support',
  'GET /orders/admin/detail/:orderId': 'support',
  'GET /orders/admin/export.csv': 'support',
  'GET /orders/:orderId/timeline': 'support',
  'POST /orders/:orderId/notes': 'support',
  'POST /orders/:orderId/refund': 'support',
  'GET /orders/admin/reconciliation/:flashSaleId': 'support',
  'POST /orders/admin/reconciliation/:flashSaleId/mend': 'support',

  'GET /orders/admin/queue/overview': 'viewer',
  'GET /orders/admin/queue/:flashSaleId/overview': 'viewer',
  'GET /orders/admin/queue/members': 'viewer',
  'GET /orders/admin/queue/:flashSaleId/members': 'viewer',
  'GET /orders/admin/queue/audit': 'viewer',
  'GET /orders/admin/queue/:flashSaleId/audit': 'viewer',
  'GET /orders/admin/queue/stream': 'viewer',
  'GET /orders/admin/queue/:flashSaleId/stream': 'viewer',
  'GET /orders/admin/queue/:flashSaleId/networks': 'viewer',
  'GET /orders/admin/queue/:flashSaleId/find': 'viewer',

  'GET /mails': 'support',
  'GET /mails/:flashSaleId/:mailId': 'support',
  'POST /mails/:flashSaleId/:mailId/resend': 'support',

  'POST /privacy/export': 'support',
  'POST /privacy/forget': 'owner',

  'GET /team/members': 'owner',
  'POST /team/members': 'owner',
  'PATCH /team/members/:userId': 'owner',
  'DELETE /team/members/:userId': 'owner',
  'POST /team/members/:userId/reset': 'owner',
  'GET /team/invitations': 'owner',
  'POST /team/invitations': 'owner',
  'PATCH /team/invitations/:id': 'owner',
  'DELETE /team/invitations/:id': 'owner',
  'GET /team/keys': 'owner',
  'POST /team/keys': 'owner',
  'DELETE /team/keys/:id': 'owner',
  'GET /team/webhooks': 'owner',
  'POST /team/webhooks': 'owner',
  'PATCH /team/webhooks/:id': 'owner',
  'DELETE /team/webhooks/:id': 'owner',
  'POST /team/webhooks/:id/secret': 'owner',
  'POST /team/webhooks/:id/test': 'owner',
  'GET /team/webhooks/:id/deliveries': 'owner',
  'POST /team/webhooks/:id/deliveries/:deliveryId/replay': 'owner',
  'POST /team/webhooks/:id/replay': 'owner',
  'POST /team/invitations/accept': 'account',
  'POST /team/invitations/show': 'public',
  'POST /team/setup': 'account',
  'POST /team/reset': 'public',

  'POST /api/auth/sign-up/email': 'public',
  'POST /api/auth/sign-in/email': 'public',
  'POST /api/auth/sign-out': 'public',
  'GET /api/auth/get-session': 'account',
  'POST /api/auth/change-password': 'account',
  'POST /api/auth/request-password-reset': 'public',
  'POST /api/auth/reset-password': 'public',
  'POST /api/auth/address/send-link': 'account',
  'POST /api/auth/address/prove': 'public',
  'POST /api/auth/confirm-password': 'account',
  'GET /api/auth/list-sessions': 'account',
  'DELETE /api/auth/sessions/:id': 'account',
  'POST /api/auth/revoke-other-sessions': 'account',
  'GET /api/auth/account/data': 'account',
  'POST /api/auth/account/delete': 'account',
  'POST /api/auth/two-factor/enable': 'account',
  'POST /api/auth/two-factor/verify-totp': 'account',
  'POST /api/auth/two-factor/verify-backup-code': 'account',
  'POST /api/auth/two-factor/generate-backup-codes': 'account',
  'POST /api/auth/two-factor/disable': 'account',

  'GET /system': 'viewer',
  'GET /search': 'viewer',
  'GET /audit': 'viewer',
  'GET /audit/export.csv': 'viewer',

  'GET /health': 'public',
  'GET /livez': 'public',
  'GET /time': 'public',
  'GET /readyz': 'public',
  'POST /webhooks/stripe': 'public',

  // No endpoints of the table: pages, and what is read from inside the network.
  'GET /': 'public',
  'GET /metrics': 'public',
  'GET /embed/v1/flash-sale.js': 'public',
};

/** What an API key needs, written down once more as well. Every other route lets no key in. */
export const scopeOfRoutes: Record<string, string> = {
  'GET /flash-sales': 'sales:read',
  'GET /flash-sales/defaults': 'sales:read',
  'GET /flash-sales/:id/preflight': 'sales:read',
  'GET /flash-sales/:id': 'sales:read',
  'POST /flash-sales': 'sales:write',
  'PUT /flash-sales/:id': 'sales:write',
  'DELETE /flash-sales/:id': 'sales:write',
  'POST /flash-sales/:id/preview': 'sales:write',
  'PUT /flash-sales/:id/picture': 'sales:write',
  'DELETE /flash-sales/:id/picture': 'sales:write',
  'POST /flash-sales/:id/pause': 'control:write',
  'POST /flash-sales/:id/resume': 'control:write',
  'POST /flash-sales/:id/end': 'control:write',
  'POST /flash-sales/:id/archive': 'control:write',
  'POST /flash-sales/:id/message': 'control:write',
  'POST /flash-sales/:id/stock': 'control:write',
  'POST /flash-sales/:id/release': 'control:write',
  'POST /flash-sales/:id/remove': 'control:write',
  'POST /flash-sales/:id/places/preview': 'control:write',
  'GET /orders/admin/list': 'orders:read',
  'GET /orders/admin/list-admin': 'orders:read',
  'GET /orders/admin/detail/:orderId': 'orders:read',
  'GET /orders/:orderId/timeline': 'orders:read',
  'POST /orders/:orderId/notes': 'orders:write',
  'GET /orders/admin/reconciliation/:flashSaleId': 'orders:read',
  'GET /orders/admin/export.csv': 'orders:export',
  'GET /mails': 'orders:read',
  'GET /mails/:flashSaleId/:mailId': 'orders:read',
  'POST /mails/:flashSaleId/:mailId/resend': 'orders:write',
  'GET /flash-sales/:id/analytics': 'queue:read',
  'GET /orders/admin/queue/overview': 'queue:read',
  'GET /orders/admin/queue/:flashSaleId/overview': 'queue:read',
  'GET /orders/admin/queue/members': 'queue:read',
  'GET /orders/admin/queue/:flashSaleId/members': 'queue:read',
  'GET /orders/admin/queue/audit': 'queue:read',
  'GET /orders/admin/queue/:flashSaleId/audit': 'queue:read',
  'GET /orders/admin/queue/stream': 'queue:read',
  'GET /orders/admin/queue/:flashSaleId/stream': 'queue:read',
  'GET /orders/admin/queue/:flashSaleId/networks': 'queue:read',
  'GET /orders/admin/queue/:flashSaleId/find': 'queue:read',
  'GET /system': 'system:read',
  'GET /search': 'system:read',
  'GET /audit': 'system:read',
  'GET /audit/export.csv': 'system:export',
};

/** Whole pages with everything below them. */
export const accessOfPages: readonly { path: string; access: Access }[] = [
  { path: '/docs', access: 'public' },
  { path: '/bull-mq-dashboard', access: 'operator' },
];

export const callers = [
  'no session',
  'the buyer',
  'another buyer',
  'a viewer',
  'a member of support',
  'an operator',
  'an owner',
  'an expired session',
  'a revoked session',
  'a forged session',
  'a forged ticket',
  'a ticket of another sale',
  'a key with every scope',
  'a key of another sale',
  'an expired key',
  'a revoked key',
] as const;
export type Caller = (typeof callers)[number];

const members = ['a viewer', 'a member of support', 'an operator', 'an owner'] as const;
const signedIn = ['the buyer', 'another buyer', ...members] as const;

/** Everyone who is named is let in, the least of them first; all others are refused. */
export const letIn: Record<Exclude<Access, 'buyer'>, readonly Caller[]> = {
  public: callers,
  account: signedIn,
  viewer: ['a viewer', 'a member of support', 'an operator', 'an owner'],
  support: ['a member of support', 'an operator', 'an owner'],
  operator: ['an operator', 'an owner'],
  owner: ['an owner'],
};

/** Keys that exist, so that a route for keys tells them what they lack. */
const usableKeys: readonly Caller[] = ['a key with every scope', 'a key of another sale'];

/** How one who is not let in is refused, where sessions and keys are looked at or sessions alone. */
export function refusalOf(caller: Caller, looksAt: 'sessions' | 'sessions and keys') {
  if (looksAt === 'sessions and keys' && usableKeys.includes(caller)) {
    return { status: 403, code: 'KEY_SCOPE' } as const;
  }
  return signedIn.some((name) => name === caller)
    ? ({ status: 403, code: 'FORBIDDEN' } as const)
    : ({ status: 401, code: 'UNAUTHENTICATED' } as const);
}

type Column = 'none' | 'buyer' | 'other' | 'member' | 'ended' | 'ticket';

const columnOf: Record<Caller, Column> = {
  'no session': 'none',
  'the buyer': 'buyer',
  'another buyer': 'other',
  'a viewer': 'member',
  'a member of support': 'member',
  'an operator': 'member',
  'an owner': 'member',
  'an expired session': 'ended',
  'a revoked session': 'ended',
  'a forged session': 'ended',
  'a forged ticket': 'ticket',
  'a ticket of another sale': 'ticket',
  // To the routes of buyers a key is a session that does not exist.
  'a key with every scope': 'ended',
  'a key of another sale': 'ended',
  'an expired key': 'ended',
  'a revoked key': 'ended',
};

export type Row = Record<Column, string>;

const row = (
  none: string,
  buyer: string,
  other: string,
  member: string,
  ended: string,
  ticket: string,
): Row => ({ none, buyer, other, member, ended, ticket });

/** What callers are answered who name the place, the hold or the order of a guest. */
const guest: Record<string, Row> = {
  'POST /orders/buy': row(
    'ALREADY_IN_LINE',
    'held',
    'OTHER_PLACE',
    'ALREADY_IN_LINE',
    'ALREADY_IN_LINE',
    'ALREADY_IN_LINE',
  ),
  'GET /orders/position': row('none', 'held', 'none', 'none', 'none', 'none'),
  // Another buyer is shown the own place.
  'GET /orders/stream': row('204', '200', '200', '204', '204', '204'),
  'POST /orders/confirm': row('NO_PROOF', 'order', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF'),
  'POST /orders/leave': row('NO_PROOF', 'hold', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF'),
  'POST /orders/extend': row(
    'NO_PROOF',
    'extended',
    'NO_PROOF',
    'NO_PROOF',
    'NO_PROOF',
    'NO_PROOF',
  ),
  'POST /orders/payment': row(
    'NO_PROOF',
    'extended',
    'NO_PROOF',
    'NO_PROOF',
    'NO_PROOF',
    'NO_PROOF',
  ),
  'POST /orders/device-code': row(
    'NO_PROOF',
    'made',
    'NO_PROOF',
    'NO_PROOF',
    'NO_PROOF',
    'NO_PROOF',
  ),
  'GET /orders/device-code': row('none', 'open', 'none', 'none', 'none', 'none'),
  'GET /orders/mail': row('none', 'off', 'none', 'none', 'none', 'none'),
  'POST /orders/mail': row('NO_PROOF', 'on', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF'),
  'GET /orders/by-email': row('0', '1', '0', '0', '0', '0'),
  'GET /orders/:orderId': row('NO_PROOF', 'order', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF'),
};

/** The same in a sale for accounts: the session is the proof, an e-mail or ticket never. */
const account: Record<string, Row> = {
  // Each account joins for itself.
  'POST /orders/buy': row(
    'UNAUTHENTICATED',
    'held',
    'waiting',
    'waiting',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'GET /orders/position': row('none', 'held', 'waiting', 'none', 'none', 'none'),
  'GET /orders/stream': row(
    'UNAUTHENTICATED',
    '200',
    '200',
    '204',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'POST /orders/confirm': row(
    'UNAUTHENTICATED',
    'order',
    'NO_HOLD',
    'NO_HOLD',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'POST /orders/leave': row(
    'UNAUTHENTICATED',
    'hold',
    'place',
    'nothing',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'POST /orders/extend': row(
    'UNAUTHENTICATED',
    'extended',
    'NO_HOLD',
    'NO_HOLD',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  // Its places are on each device where the account signs in.
  'POST /orders/payment': row(
    'UNAUTHENTICATED',
    'extended',
    'NO_HOLD',
    'NO_HOLD',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'POST /orders/device-code': row(
    'UNAUTHENTICATED',
    'SALE_STATE',
    'SALE_STATE',
    'SALE_STATE',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'GET /orders/device-code': row('none', 'none', 'none', 'none', 'none', 'none'),
  'GET /orders/mail': row('none', 'off', 'off', 'off', 'none', 'none'),
  'POST /orders/mail': row(
    'UNAUTHENTICATED',
    'on',
    'on',
    'BUYER_NOT_FOUND',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ),
  'GET /orders/by-email': row('0', '1', '0', '0', '0', '0'),
  'GET /orders/:orderId': row('NO_PROOF', 'order', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF', 'NO_PROOF'),
};

export const answersOfBuyers = { guest, account };

export const cellOf = (cells: Row, caller: Caller): string => cells[columnOf[caller]];
