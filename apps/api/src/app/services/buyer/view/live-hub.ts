import type { Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { PurchaseState } from '@flash/shared-types';
import type { Random } from '@flash/shared-utils';
import { type EventStream, eventFrame } from '../../base/event-stream.ts';
import { createRestingTimer } from '../../base/resting-timer.ts';
import type { NoticeSource, PersonalNotices } from '../../shared/notices.ts';
import type { SaleCache } from '../../shared/sale-cache.ts';
import type { Proof } from '../proof.ts';
import type { Purchase } from '../purchase.ts';
import { createRoom, type Listener, type Room } from './live-room.ts';
import { ownPlace } from './position.ts';
import { viewOfPositions } from './sale-view.ts';

type Who = Pick<Proof, 'buyer' | 'seq'>;

/** Open streams of buyers. Redis is asked once for all of them, never once for each. */
export interface LiveHub {
  /**
   * Null: polling is enough. Otherwise the stream is open until the caller calls what is answered.
   * `connect` is called when the first state is known.
   */
  open(sale: Sale, who: Who, connect: () => EventStream): Promise<(() => void) | null>;
  size(): number;
  stop(): void;
}

interface LiveHubDeps {
  engine: Pick<Engine, 'position'>;
  notices: NoticeSource;
  personal: PersonalNotices;
  purchase: Pick<Purchase, 'position' | 'describe'>;
  saleCache: Pick<SaleCache, 'get'>;
  log: Pick<Logger, 'warn'>;
  random?: Random;
}

const TICK_MS = 250;

/** Changes that concern those who wait, and besides them only the buyers that they name. */
const MOVES_ONLY = new Set<LogEntry['type']>([
  'join',
  'grant',
  'expire',
  'claim',
  'settle',
  'void',
  'extend',
  'leave',
  'release',
  'remove',
  'refund',
  'requeue',
]);

export function createLiveHub(deps: LiveHubDeps): LiveHub {
  const { personal, purchase, notices, log, random = Math.random } = deps;
  const rooms = new Map<string, Room>();
  const timer = createRestingTimer(TICK_MS, tick);
  notices.on(({ saleId, entry }) => {
    rooms.get(saleId)?.noteChange(MOVES_ONLY.has(entry.type) ? 'line' : 'all');
  });

  return {
    async open(sale, who, connect) {
      // Listening begins before the first reading: what happens in between must not be missed.
      let isBehind = false;
      let onNotice = () => {
        isBehind = true;
      };
      const unwatch = personal.watch(sale.id, who.buyer, () => onNotice());
      const reading = purchase.position(sale, who);
      const first = await bestEffort(log, 'read the first state of a stream', reading);
      if (!first || !isWorthStreaming(first)) {
        unwatch();
        return null;
      }
      const room = roomOf(sale.id);
      const listener: Listener = {
        ...who,
        stream: connect(),
        told: '',
        holds: false,
      };
      tell(listener, first);
      room.add(listener);
      onNotice = () => room.read([listener]);
      if (isBehind) {
        onNotice();
      }
      return () => {
        unwatch();
        room.remove(listener);
        if (room.listeners.size === 0) {
          rooms.delete(sale.id);
        }
      };
    },
    size: () => [...rooms.values()].reduce((sum, room) => sum + room.listeners.size, 0),
    stop: () => timer.stop(),
  };

  function roomOf(saleId: string): Room {
    const room = rooms.get(saleId) ?? createRoom({ read: readFor(saleId), log, random });
    rooms.set(saleId, room);
    timer.wake();
    return room;
  }

  function readFor(saleId: string) {
    return async (listeners: Listener[]): Promise<void> => {
      const sale = await deps.saleCache.get(saleId);
      if (!sale) {
        return;
      }
      const seen = await deps.engine.position(
        saleId,
        listeners.map(({ buyer }) => buyer),
      );
      for (const [at, listener] of listeners.entries()) {
        const place = seen.kind === 'positions' ? seen.places[at] : undefined;
        const state =
          seen.kind === 'positions' && place
            ? await purchase.describe(sale, {
                place: ownPlace(listener, place),
                view: viewOfPositions(seen),
              })
            : await purchase.position(sale, listener);
        tell(listener, state);
      }
    };
  }

  /** False: no stream is open. */
  function tick(): boolean {
    const now = performance.now();
    for (const room of rooms.values()) {
      room.tick(now);
    }
    return rooms.size > 0;
  }
}

function tell(listener: Listener, state: PurchaseState): void {
  const telling = tellingPart(state);
  if (telling === listener.told) {
    return;
  }
  listener.told = telling;
  listener.holds = state.state === 'held' || state.state === 'claimed';
  const id = `${state.epoch}-${state.n}`;
  listener.stream.write(eventFrame({ id, name: 'state', data: state }));
  // What follows from here changes seldom, or never: polling is enough.
  if (!isWorthStreaming(state)) {
    listener.stream.end();
  }
}

/** Near enough to the head that the next change may concern this buyer. */
const NEAR_RANK = 100;

/** Whether a stream is worth its socket; all others are better served by polling. */
function isWorthStreaming(state: PurchaseState): boolean {
  switch (state.state) {
    case 'held':
    case 'claimed':
      return true;
    case 'waiting':
    case 'paused':
      return state.position <= Math.max(NEAR_RANK, state.free);
    case 'sold_out':
      // A place in line is kept, and a refund makes it this buyer's turn.
      return state.ahead !== null && state.ahead < NEAR_RANK;
    default:
      return false;
  }
}

/** What a buyer would want to be told at once; the rest may wait for the next regular frame. */
function tellingPart(state: PurchaseState): string {
  const hold = 'expiresAt' in state ? `${state.expiresAt} ${state.extensionsLeft}` : '';
  const pause = state.pause ? `${state.pause.since} ${state.pause.reason}` : '';
  return [state.state, state.position, state.epoch, hold, pause, state.message].join('|');
}
