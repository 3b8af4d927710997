import { createCrashHook } from '@flash/shared-config';
import type { Buying, Core } from '../../deps.ts';
import { createPersonalNotices } from '../shared/personal-notices.ts';
import { createLineBoard } from '../shared/public-board.ts';
import { createSaleBook } from '../shared/sale-cache.ts';
import { createReturns } from '../shared/wait.ts';
import { type CrashPoint, crashingCommitter } from './crash-points.ts';
import { createLiveHub } from './live-hub.ts';
import { createPurchase } from './purchase.ts';
import { createTickets } from './tickets.ts';

/** Puts together what the buyers' routes use. `close` waits until no purchase is under way. */
export function createBuying(core: Core): Buying & { close(): Promise<void> } {
  const { env, engine, notices, db, clock } = core;
  const tickets = createTickets({ secret: env.jwtSecret, previous: env.jwtSecretPrevious });
  const personal = createPersonalNotices(notices);
  const returns = createReturns(notices);
  const saleBook = createSaleBook({ db, notices, clock });
  const lineBoard = createLineBoard({ engine, saleBook, returns, notices, clock });
  const crash = createCrashHook<CrashPoint>(core.fault, env);
  const committer = core.fault ? crashingCommitter(core.committer, crash) : core.committer;
  const purchase = createPurchase({ ...core, committer, lineBoard, personal, returns, crash });
  const liveHub = createLiveHub({ engine, notices, personal, purchase, saleBook });
  return {
    tickets,
    saleBook,
    lineBoard,
    purchase,
    liveHub,
    async close() {
      liveHub.drain();
      await purchase.idle();
      liveHub.stop();
      lineBoard.close();
      saleBook.close();
    },
  };
}
