import { userId } from '../examples.ts';
import {
  type ApiKey,
  apiKeyBody,
  apiKeyList,
  apiKeyMade,
  apiKeyParams,
  apiKeyRevoked,
} from '../team/api-keys.ts';
import { endpoint } from './endpoint.ts';

const owners = { role: 'owner', tag: 'Team' } as const;

const keyExample: ApiKey = {
  id: '6650f5a2b3c4d5e6f7a8b9c4',
  name: 'Warehouse',
  hint: 'fsk_live_4Tq9',
  scopes: ['orders:export', 'orders:read'],
  flashSaleId: null,
  state: 'active',
  createdAt: '2026-05-01T08:00:00.000Z',
  createdBy: { userId, email: 'grace@example.org' },
  expiresAt: '2026-08-01T08:00:00.000Z',
  lastUsedAt: '2026-06-01T10:12:00.000Z',
  revokedAt: null,
};

export const keyEndpoints = {
  listKeys: endpoint({
    ...owners,
    method: 'GET',
    path: '/team/keys',
    summary: 'API keys, without their secrets; a key that ended is shown for 90 more days',
    answer: apiKeyList,
    example: { answer: { items: [keyExample] } },
  }),
  makeKey: endpoint({
    ...owners,
    fresh: true,
    method: 'POST',
    path: '/team/keys',
    summary: 'Make an API key for another program; the key itself is shown once',
    body: apiKeyBody,
    answer: apiKeyMade,
    status: 201,
    errors: ['SALE_NOT_FOUND', 'TOO_MANY_KEYS'],
    example: {
      body: {
        name: keyExample.name,
        scopes: ['orders:export', 'orders:read'],
        expiresAt: keyExample.expiresAt,
      },
      answer: { ...keyExample, lastUsedAt: null, key: 'fsk_live_4Tq9…' },
    },
  }),
  revokeKey: endpoint({
    ...owners,
    method: 'DELETE',
    path: '/team/keys/:id',
    summary: 'Revoke an API key; it opens nothing from now on',
    params: apiKeyParams,
    answer: apiKeyRevoked,
    errors: ['KEY_NOT_FOUND'],
    example: { params: { id: keyExample.id }, answer: { revoked: true } },
  }),
};
