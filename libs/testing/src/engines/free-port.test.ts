import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findFreePort } from './free-port.ts';

const RANGE = '/proc/sys/net/ipv4/ip_local_port_range';

/** Linux says which ports it gives to outgoing connections; elsewhere they begin at 49,152. */
function firstOutgoingPort(): number {
  try {
    return Number(readFileSync(RANGE, 'utf8').split(/\s+/)[0]);
  } catch {
    return 49_152;
  }
}

test('no outgoing connection can take the port of a server that is being restarted', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, findFreePort));
  expect(Math.max(...ports)).toBeLessThan(firstOutgoingPort());
  expect(Math.min(...ports)).toBeGreaterThan(1_023);
});
