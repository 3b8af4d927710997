import type { Duties } from '../duties.ts';
import type { Tend } from '../tick/ticker.ts';
import type { Tools } from '../tools.ts';
import { createEndSale } from './end-sale.ts';
import { createOpenSale } from './open-sale.ts';
import type { Handlers } from './processor.ts';
import { createReleaseHold } from './release-hold.ts';
import { createReserve } from './reserve.ts';

/** Jobs by the names that the queue gives them. */
export function handlersOf(tools: Tools, duties: Duties, tend: Tend): Handlers {
  const { settings } = tools;
  const { drain } = duties;
  return {
    reserve: createReserve({ ...tools, drain, lockTtlMs: settings.lockTtlMs }),
    release_hold: createReleaseHold({ ...tools, tend }),
    open_sale: createOpenSale({ ...tools, drain, tend }),
    end_sale: createEndSale({ ...tools, tend }),
  };
}
