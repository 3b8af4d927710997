import type { AuditEntry } from '@flash/database';
import { expect, test } from 'vitest';
import { auditCsv } from './csv.ts';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  id: 'a1',
  at: Date.parse('2026-10-25T00:30:00Z'),
  actor: { id: 'u1', email: 'grace@example.org', role: 'operator' },
  action: 'sale.pause',
  saleId: 's1',
  subject: null,
  reason: 'A reason',
  before: null,
  after: null,
  ip: null,
  requestId: 'r1',
  outcome: 'done',
  ...change,
});

async function csv(entries: AuditEntry[], timeZone = 'UTC'): Promise<string[]> {
  const source = (async function* () {
    yield* entries;
  })();
  const rows: string[] = [];
  for await (const row of auditCsv(source, timeZone)) {
    rows.push(row);
  }
  return rows;
}

test('a reason that a table program would run is only text', async () => {
  const [, row] = await csv([entry({ reason: '=HYPERLINK("https://example.org","x")' })]);
  expect(row).toContain(`"'=HYPERLINK(""https://example.org"",""x"")"`);
});

test.each(['=1+1', '+1', '-1', '@A1', '＝1+1', '＋1', '－1', '＠A1', '\t=1', '\r=1'])(
  'nor does %j reckon anything',
  async (reason) => {
    const [, row] = await csv([entry({ reason })]);
    expect(row).toContain(`"'${reason}"`);
  },
);

test.each(["x;=cmd|'/C calc'!A0", '\tx\t=1+1', 'x'])(
  'the cell %j stays one quoted cell, whatever separates lists where it is opened',
  async (reason) => {
    const [head, row] = await csv([entry({ reason })]);
    expect(head).toMatch(/^"Time \(UTC\)","Who",("[A-Za-z ]+",?)+\r\n$/);
    expect(row).toContain(`${reason}"`);
    expect(row?.replaceAll(/"(?:[^"]|"")*"/g, '')).toMatch(/^,+\r\n$/);
  },
);

test('what changed stands in one cell, and times are those of the zone', async () => {
  const changed = entry({ before: { paused: null }, after: { paused: 'now, "really"' } });
  const [head, row] = await csv([changed], 'Europe/Berlin');
  expect(head).toMatch(/^"Time \(Europe\/Berlin\)","Who","Role","Action",/);
  expect(row).toMatch(
    /^"2026-10-25 02:30:00","grace@example.org","operator","sale.pause","s1","","A reason",/,
  );
  expect(row).toContain('"{""paused"":null}"');
});

test('the actor of an automatic action is exported as system, without a role', async () => {
  const [, row] = await csv([entry({ actor: { id: 'system', email: null, role: null } })]);
  expect(row).toMatch(/,"system","","sale.pause",/);
});
