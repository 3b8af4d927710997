import { describe, expect, test } from 'vitest';
import { parseRedisUrl } from './address.ts';

const single = { kind: 'single', tls: false, db: 0 };
const node = (host: string, port = 6379) => ({ host, port });

describe('addresses of Redis', () => {
  test.each([
    ['redis://localhost', { ...single, nodes: [node('localhost')] }],
    ['redis://:pass@h:6380/2', { ...single, password: 'pass', nodes: [node('h', 6380)], db: 2 }],
    [
      'rediss://u:p%40:x@h',
      { ...single, tls: true, username: 'u', password: 'p@:x', nodes: [node('h')] },
    ],
    ['redis://[::1]:7000', { ...single, nodes: [node('::1', 7000)] }],
    [
      'redis-cluster://:pw@a:1,b:2',
      { ...single, kind: 'cluster', password: 'pw', nodes: [node('a', 1), node('b', 2)] },
    ],
    ['redis-cluster://a:1', { ...single, kind: 'cluster', nodes: [node('a', 1)] }],
    [
      'redis://:pw@a:1, redis://:pw@b:2',
      { ...single, kind: 'cluster', password: 'pw', nodes: [node('a', 1), node('b', 2)] },
    ],
    [
      'redis-sentinel://:pw@a,b:5/primary',
      {
        ...single,
        kind: 'sentinel',
        password: 'pw',
        name: 'primary',
        nodes: [node('a', 26_379), node('b', 5)],
      },
    ],
  ])('reads %s', (url, address) => {
    expect(parseRedisUrl(url)).toEqual(address);
  });

  test.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://a b',
    'redis://h:99999',
    'redis://h/words',
    'redis-cluster://a:1/3',
    'redis-sentinel://a:1',
    'redis://:%E0%A4@h',
  ])('refuses %j', (url) => {
    expect(parseRedisUrl(url)).toBeNull();
  });
});
