import { type EndpointName, endpoints } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { routes } from './shop-api.ts';

test.each(Object.entries(routes))('the route of %s is that of the API', (name, route) => {
  const { method, path } = endpoints[name as EndpointName];
  expect(route).toEqual([method, path]);
});
