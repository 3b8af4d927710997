import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isErrorCode } from '../errors.ts';
import { isRole, roleAtLeast, roles } from '../team/roles.ts';
import { endpoints } from './all.ts';
import { type Endpoint, pathOf } from './endpoint.ts';

const table: [string, Endpoint][] = Object.entries(endpoints);

describe.each(table)('endpoint %s', (_, route) => {
  const parts = [
    [route.params, route.example.params],
    [route.query, route.example.query],
    [route.body, route.example.body],
    [route.answer, route.example.answer],
  ] as const;

  test('has examples that its own schemas take', () => {
    for (const [schema, example] of parts) {
      expect(schema?.safeParse(example).error).toBeUndefined();
      expect(schema === undefined).toBe(example === undefined);
    }
  });

  test('can be described in OpenAPI', () => {
    for (const schema of [route.params, route.query, route.body]) {
      if (schema) {
        expect(z.toJSONSchema(schema, { io: 'input' })).toHaveProperty('type', 'object');
      }
    }
    expect(z.toJSONSchema(route.answer, { io: 'output' })).toBeTypeOf('object');
  });

  test('names its parameters in the path, and known errors', () => {
    const names = [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name);
    const keys = route.params instanceof z.ZodObject ? Object.keys(route.params.shape) : [];
    expect(names).toEqual(keys);
    expect(route.errors.every(isErrorCode)).toBe(true);
    expect(route.summary).not.toMatch(/\.$/);
    expect(route.body === undefined || route.method !== 'GET').toBe(true);
  });
});

describe('the table', () => {
  test('has every route once', () => {
    const routes = table.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  test('asks the team for a role wherever a path says admin, team, or changes a sale', () => {
    for (const [, { method, path, role }] of table) {
      const guarded =
        /^\/(orders\/admin|system|audit)/.test(path) ||
        (path.startsWith('/flash-sales') && method !== 'GET');
      if (guarded) {
        expect(isRole(role), path).toBe(true);
      }
      if (/^\/team\/(members|invitations)$/.test(path)) {
        expect(role).toBe('owner');
      }
      if (path.startsWith('/flash-sales') && method !== 'GET') {
        expect(role).toBe('operator');
      }
    }
  });

  test('fills parameters into paths without letting them escape', () => {
    expect(pathOf('/flash-sales/:id/line', { id: 'a/../b' })).toBe('/flash-sales/a%2F..%2Fb/line');
  });
});

describe('roles', () => {
  test('rise from viewer to owner', () => {
    expect(roles.map((role) => roles.filter((least) => roleAtLeast(role, least)).length)).toEqual([
      1, 2, 3, 4,
    ]);
    expect(roleAtLeast(null, 'viewer')).toBe(false);
    expect(roleAtLeast(undefined, 'viewer')).toBe(false);
  });
});
