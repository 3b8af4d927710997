import type { Engine } from '@flash/reservation';
import type { Captures } from './captures.ts';
import type { AttemptResult, Claim } from './claim.ts';

export interface SettleDeps {
  engine: Pick<Engine, 'settle'>;
  captures: Captures;
}

/** The order exists: whatever fails from here on, it stays, and the worker finishes what is missing. */
export async function settle(
  { engine, captures }: SettleDeps,
  saleId: string,
  { hold, attempt }: Claim,
  orderId: string,
): Promise<AttemptResult> {
  captures.add({ saleId, fence: attempt });
  const order = { buyer: hold.buyer, unit: hold.unit, attempt, orderId };
  await engine.settle(saleId, order).catch(() => undefined);
  return { kind: 'ordered', orderId };
}
