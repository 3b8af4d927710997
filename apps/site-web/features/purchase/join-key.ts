import { newKey } from '@flash/web';
import type { Memory } from '../../lib/memory.ts';

/**
 * The key of a join outlives a reload: when the first answer, and the ticket in it, was lost on the
 * way, the same request with the same key gets it again.
 */
export function joinKey(memory: Memory, saleId: string, email: string): string {
  const name = `flash.join.${saleId}`;
  const [owner, kept] = (memory.get(name) ?? '').split('\n');
  if (kept && owner === email) return kept;
  const key = newKey();
  memory.set(name, `${email}\n${key}`);
  return key;
}

export function forgetJoinKey(memory: Memory, saleId: string): void {
  memory.drop(`flash.join.${saleId}`);
}
