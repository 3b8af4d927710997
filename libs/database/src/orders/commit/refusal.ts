import type { HotCollections } from './attempt.ts';
import type { Waiting } from './waiting.ts';

export type Refusal =
  | { kind: 'epoch' }
  | { kind: 'short'; left: number }
  /** What stood in the way is gone, or not majority-committed yet. */
  | { kind: 'passed' };

/** Asked outside the transaction and with majority, because `sold_out` is final for the buyer. */
export async function refusalOf(
  { sales }: Pick<HotCollections, 'sales'>,
  batch: readonly Waiting[],
): Promise<Refusal> {
  const first = batch[0];
  if (!first) {
    return { kind: 'passed' };
  }
  const sale = await sales
    .findOne({ _id: first.doc.flashSaleId }, { projection: { epoch: 1, currentQuantity: 1 } })
    .catch(() => 'unreachable' as const);
  if (sale === 'unreachable') {
    return { kind: 'passed' };
  }
  if (!sale || sale.epoch !== first.doc.epoch) {
    return { kind: 'epoch' };
  }
  return sale.currentQuantity < batch.length
    ? { kind: 'short', left: sale.currentQuantity }
    : { kind: 'passed' };
}
