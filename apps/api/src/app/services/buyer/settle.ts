import type { Engine } from '@flash/reservation';
import type { Captures } from './captures.ts';
import type { AttemptResult, Claim } from './claim.ts';
import type { CrashHook } from './crash-points.ts';

export interface SettleDeps {
  engine: Pick<Engine, 'settle'>;
  captures: Captures;
  crash: CrashHook;
}

/** The order exists: whatever fails from here on, it stays, and the worker finishes what is missing. */
export async function settle(
  { engine, captures, crash }: SettleDeps,
  saleId: string,
  { hold, attempt }: Claim,
  orderId: string,
): Promise<AttemptResult> {
  crash('C3');
  captures.add({ saleId, fence: attempt });
  const order = { buyer: hold.buyer, unit: hold.unit, attempt, orderId };
  await engine.settle(saleId, order).catch(() => undefined);
  crash('C4');
  return { kind: 'ordered', orderId };
}
