import { z } from 'zod';
import { isRole } from '../team/roles.ts';
import type { Endpoint, Tag } from './endpoint.ts';
import { tablesBesidesKeys } from './tables.ts';

type ScopeKind = 'read' | 'write' | 'export';
export type KeyScope = `${Lowercase<Tag>}:${ScopeKind}`;

/**
 * What an API key needs to call an endpoint; null where no key is let in. It follows from what the endpoint
 * declares for people: no key does what takes an owner, or a password entered in the last minutes. The one
 * exception are the tables (CSV): the owner who gives a key that scope has just entered the password.
 */
export function scopeOf({ role, fresh, media, method, tag }: ScopedPart): KeyScope | null {
  if (!isRole(role) || role === 'owner') {
    return null;
  }
  const group = tag.toLowerCase() as Lowercase<Tag>;
  if (media === 'text/csv') {
    return `${group}:export`;
  }
  if (fresh) {
    return null;
  }
  return `${group}:${method === 'GET' ? 'read' : 'write'}`;
}

type ScopedPart = Pick<Endpoint, 'role' | 'fresh' | 'media' | 'method' | 'tag'>;

/** Every scope that a key may have, in the order of the alphabet. */
export const keyScopes: readonly KeyScope[] = scopesOf(tablesBesidesKeys);

function scopesOf(table: Record<string, Endpoint>): KeyScope[] {
  const scopes = Object.values(table).map(scopeOf);
  return [...new Set(scopes.filter((scope) => scope !== null))].sort();
}

/** Where a request of this endpoint names its sale: what a key of a single sale is checked by. */
export type SaleField = { part: 'params' | 'query'; name: string; names: 'sale' | 'order' };

/** Null where a request is about no single sale: a key of one sale is not let in there. */
export function saleFieldOf({ path, params, query }: SalePart): SaleField | null {
  const inPath = namesIn(params);
  if (inPath.includes('flashSaleId')) {
    return { part: 'params', name: 'flashSaleId', names: 'sale' };
  }
  if (path.startsWith('/flash-sales/:id')) {
    return { part: 'params', name: 'id', names: 'sale' };
  }
  if (inPath.includes('orderId')) {
    return { part: 'params', name: 'orderId', names: 'order' };
  }
  return namesIn(query).includes('flashSaleId')
    ? { part: 'query', name: 'flashSaleId', names: 'sale' }
    : null;
}

type SalePart = Pick<Endpoint, 'path' | 'params' | 'query'>;

function namesIn(schema: z.ZodType | undefined): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
