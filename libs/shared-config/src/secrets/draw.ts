import { randomFillSync } from 'node:crypto';

/** Random bytes are drawn for many uses at once; asking the system each time costs more. */
const pool = Buffer.alloc(8 * 1_024);
let used = pool.length;

/** Where in the pool so many bytes begin that were given to no caller before. */
function take(bytes: number): number {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return used - bytes;
}

export function drawBytes(bytes: number): Buffer {
  const from = take(bytes);
  return Buffer.from(pool.subarray(from, from + bytes));
}

/** A text of so many random bytes that may stand in ids, headers and URLs. */
export function drawToken(bytes: number): string {
  const from = take(bytes);
  return pool.toString('base64url', from, from + bytes);
}
