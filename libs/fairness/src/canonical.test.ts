import { describe, expect, test } from 'vitest';
import { canonicalEntry, numberOf, parseEntry } from './canonical.ts';
import type { Change, ChangeType, LogEntry } from './entry.ts';

const hold = { buyer: 'ada', unit: 3, fence: 9 };

/** One of each; the compiler insists on every type. */
const changes: { [Type in ChangeType]: Extract<Change, { type: Type }> } = {
  activate: { type: 'activate', epoch: 1, stock: 5 },
  join: { type: 'join', seq: 7, buyer: 'ada', late: true },
  grant: { type: 'grant', mode: 'fast', expiresAt: 8, price: 1_999, holds: [{ ...hold, seq: 7 }] },
  claim: { type: 'claim', buyer: 'ada', fence: 9, attempt: 10 },
  settle: { type: 'settle', buyer: 'ada', unit: 3, attempt: 10 },
  void: { type: 'void', buyer: 'ada', unit: 3, attempt: 10, back: 'freed', expiresAt: 8 },
  extend: { type: 'extend', buyer: 'ada', fence: 9, expiresAt: 11 },
  leave: { type: 'leave', buyer: 'ada', seq: 7, unit: null },
  expire: { type: 'expire', holds: [hold, { ...hold, buyer: 'bob' }] },
  release: { type: 'release', ...hold },
  remove: { type: 'remove', buyer: 'ada', seq: 7, unit: 3 },
  pause: { type: 'pause', reason: 'a "break"\nat 5' },
  resume: { type: 'resume' },
  message: { type: 'message', text: 'Grüße 🎟 \u2028 \ud800' },
  edit: { type: 'edit', version: 2, startsAt: 1, endsAt: 2, lobbyOpensAt: 0 },
  end: { type: 'end' },
  adjust: { type: 'adjust', id: 'a1', by: -2, stock: 3 },
  refund: { type: 'refund', buyer: 'ada', unit: 3, fence: 10 },
  shift: { type: 'shift', byMs: 900 },
  adopt: { type: 'adopt', epoch: 2, how: 'rebuild', mark: 7, stock: 5 },
  rehold: { type: 'rehold', ...hold, seq: 7, expiresAt: 8, price: 1_999, extensions: 1 },
  requeue: { type: 'requeue', places: [{ buyer: 'ada', seq: 7 }] },
};
const entries = Object.values(changes).map(
  (change, i): LogEntry => ({ n: i + 1, at: 50, ...change }),
);
const leafOf = (buyer: string) => `<${buyer}>`;

describe('canonical entries', () => {
  test.each(entries.map((entry) => [entry.type, entry] as const))(
    'of %s are read back',
    (_, entry) => {
      const text = canonicalEntry(entry, leafOf);
      expect(parseEntry(text, (leaf) => leaf.slice(1, -1))).toEqual(entry);
      expect(numberOf(text)).toBe(entry.n);
      expect(text).not.toMatch(/\n|"ada"|"bob"/);
    },
  );

  test('have bytes that stay as they are: chains were made of them', () => {
    expect(entries.map((entry) => canonicalEntry(entry, leafOf))).toMatchInlineSnapshot(`
      [
        "[1,1,50,"activate",1,5]",
        "[1,2,50,"join",7,"<ada>",true]",
        "[1,3,50,"grant","fast",8,1999,[["<ada>",7,3,9]]]",
        "[1,4,50,"claim","<ada>",9,10]",
        "[1,5,50,"settle","<ada>",3,10]",
        "[1,6,50,"void","<ada>",3,10,"freed",8]",
        "[1,7,50,"extend","<ada>",9,11]",
        "[1,8,50,"leave","<ada>",7,null]",
        "[1,9,50,"expire",[["<ada>",3,9],["<bob>",3,9]]]",
        "[1,10,50,"release","<ada>",3,9]",
        "[1,11,50,"remove","<ada>",7,3]",
        "[1,12,50,"pause","a \\"break\\"\\nat 5"]",
        "[1,13,50,"resume"]",
        "[1,14,50,"message","Grüße 🎟   \\ud800"]",
        "[1,15,50,"edit",2,1,2,0]",
        "[1,16,50,"end"]",
        "[1,17,50,"adjust","a1",-2,3]",
        "[1,18,50,"refund","<ada>",3,10]",
        "[1,19,50,"shift",900]",
        "[1,20,50,"adopt",2,"rebuild",7,5]",
        "[1,21,50,"rehold","<ada>",7,3,9,8,1999,1]",
        "[1,22,50,"requeue",[["<ada>",7]]]",
      ]
    `);
  });

  test('of another version or type are refused, not guessed', () => {
    for (const text of ['[2,1,50,"resume"]', '[1,1,50,"toString"]', '{}', '[1]']) {
      expect(() => parseEntry(text)).toThrow();
    }
  });
});
