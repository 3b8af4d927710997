import { decisive } from '../../indexes.ts';
import type { HotCollections } from './attempt.ts';
import type { Waiting } from './waiting.ts';
import { answerCommitted } from './waiting.ts';

const ownId = '_id_';

/**
 * A record that stands in the way. When it is this very order, an earlier attempt was committed
 * after all and only its answer was lost; that counts once a majority has it.
 */
export async function answerDuplicate(
  { orders }: Pick<HotCollections, 'orders'>,
  one: Waiting,
  index: string,
): Promise<void> {
  if (index === ownId) {
    const stored = await orders.findOne({ _id: one.doc._id }).catch(() => null);
    if (stored) {
      answerCommitted([one]);
    } else {
      one.answer({ kind: 'unknown' });
    }
    return;
  }
  const on = fieldOf(index);
  one.answer(on ? { kind: 'duplicate', on } : { kind: 'unknown' });
}

function fieldOf(index: string): 'fence' | 'buyer' | 'unit' | null {
  switch (index) {
    case decisive.fence:
      return 'fence';
    case decisive.buyer:
      return 'buyer';
    case decisive.unit:
      return 'unit';
    default:
      return null;
  }
}
