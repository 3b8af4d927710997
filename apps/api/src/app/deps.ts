import type { Committer, Database } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, Notices, WakeQueue } from '@flash/reservation';
import type { Env, Logger } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import type { Redis } from 'ioredis';
import type { LineBoard } from './services/line-board.ts';
import type { LiveHub } from './services/live-hub.ts';
import type { Purchase } from './services/purchase.ts';
import type { SaleBook } from './services/sale-book.ts';
import type { Tickets } from './services/tickets.ts';

/** Everything a route may use. Opened in one place, closed in one place. */
export interface Deps {
  env: Env;
  log: Logger;
  clock: Clock;
  /** Fails fast; for commands. */
  redis: Redis;
  /** In subscriber mode; for notices and dropped sessions. */
  subscriber: Redis;
  engine: Engine;
  notices: Notices;
  db: Database;
  committer: Committer;
  payment: PaymentPort;
  wake: WakeQueue;
  saleBook: SaleBook;
  tickets: Tickets;
  lineBoard: LineBoard;
  liveHub: LiveHub;
  purchase: Purchase;
  close(): Promise<void>;
}
