import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findFreePort } from './ports.mjs';

const range = '/proc/sys/net/ipv4/ip_local_port_range';

/** Linux says which ports it gives to outgoing connections; elsewhere they begin at 49,152. */
function firstOutgoingPort() {
  try {
    return Number(readFileSync(range, 'utf8').split(/\s+/)[0]);
  } catch {
    return 49_152;
  }
}

test('no outgoing connection can take the port of an engine that is being restarted', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => findFreePort()));
  assert.ok(Math.max(...ports) < firstOutgoingPort());
  assert.ok(Math.min(...ports) > 1023);
});
