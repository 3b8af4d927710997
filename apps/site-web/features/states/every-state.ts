import {
  at,
  claimed,
  expired,
  held,
  line,
  none,
  paused,
  removed,
  sale,
  sold,
  soldOut,
  waiting,
} from '../purchase/places.fixture.ts';
import type { Purchase } from '../purchase/purchase.ts';
import type { Screen } from '../purchase/screen.ts';

/** One example of each state; `seconds` is the server's time after the start, 0 unless given. */
export interface Example extends Partial<Purchase> {
  seconds?: number;
}

const refused = (action: 'paying' | 'joining', code: 'PAYMENT_DECLINED' | 'ALREADY_BOUGHT') => ({
  action,
  refusal: {
    code,
    status: 402,
    title: '',
    detail: '',
    requestId: 'req-1f6a',
    errors: [],
    retryAfterMs: null,
    orderId: null,
  },
});

const stock = { stock: 200, free: 0, held: 60, sold: 140 };
const early = { startsAt: at(5_400), lobbyOpensAt: at(3_600), endsAt: at(9_000) };
const later = { stock: 200, free: 200, ...early };
const inLobby = { ...later, phase: 'lobby' as const, lobbyOpensAt: at(-60), startsAt: at(900) };

export const everyState: Record<Screen, Example> = {
  loading: { sale: null, link: 'opening', updatedAt: null },
  unreachable: { sale: null, link: 'lost', updatedAt: null },
  offline: { sale: null, link: 'lost', isOnline: false, updatedAt: null },
  missing: { sale: null, isMissing: true, updatedAt: null },
  upcoming: { line: line({ ...later, phase: 'scheduled' }), sale: sale({ ...early }) },
  signIn: { line: line(), sale: sale({ identity: 'account' }) },
  joinLobby: { line: line(inLobby) },
  join: { line: line({ stock: 200, free: 140, held: 20, sold: 40 }) },
  joinLine: { line: line({ stock: 200, free: 40, held: 60, sold: 100, waiting: 312 }) },
  joinReserved: { line: line({ ...stock, waiting: 87 }) },
  joinPaused: { line: line({ ...stock, phase: 'paused', waiting: 87 }) },
  joining: { line: line(), busy: 'joining', email: 'ada@example.org' },
  lobby: { place: { ...waiting(7), size: 2_400, free: 200, held: 0 }, line: line(inLobby) },
  waiting: {
    place: {
      ...waiting(48_211),
      size: 120_000,
      free: 40,
      held: 60,
      wait: { fromMs: 480_000, toMs: 900_000 },
    },
    line: line({ ...stock, free: 40 }),
  },
  almost: {
    place: { ...waiting(3), held: 60, wait: { fromMs: 20_000, toMs: 50_000 } },
    line: line(stock),
  },
  reserved: { place: { ...waiting(87), size: 140, held: 60 }, line: line(stock) },
  paused: { place: paused(12), line: line({ ...stock, phase: 'paused' }) },
  held: { place: held(), line: line(stock) },
  ending: { place: held(), line: line(stock), seconds: 860 },
  paying: { place: claimed(), line: line(stock) },
  failed: { place: held(), trouble: refused('paying', 'PAYMENT_DECLINED'), line: line(stock) },
  sold: { place: sold(), email: 'ada@example.org' },
  bought: { place: sold(), triedAgain: true, email: 'ada@example.org' },
  expired: { place: expired(), line: line({ ...stock, waiting: 87 }), email: 'ada@example.org' },
  removed: { place: removed(), line: line(stock) },
  soldOutInLine: {
    place: soldOut(1_000_000_007),
    line: line({ stock: 200, free: 0, held: 0, sold: 200, waiting: 12 }),
  },
  soldOut: { place: none(), line: line({ stock: 200, free: 0, held: 0, sold: 200 }) },
  ended: { place: none(), line: line({ ...stock, phase: 'ended' }) },
  cancelled: { place: none(), line: line({ ...stock, phase: 'cancelled' }) },
};
