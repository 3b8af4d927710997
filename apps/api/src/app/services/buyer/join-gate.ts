export interface GateSettings {
  /** Orders are late when even the quickest of a moment is written so long after its payment was authorised. */
  lateMs: number;
  /** So many buyers are served at once however late orders are. */
  atOnceMin: number;
}

/** An order is written within a few milliseconds; at this a process is far behind. */
export const GATE_SETTINGS: GateSettings = { lateMs: 75, atOnceMin: 64 };

/**
 * Refuses new joins while orders are late, so that those who pay do not queue behind those who only arrive. It
 * limits how many buyers are served at once: joins that are under way, and authorised payments whose order is not
 * written yet. There is no limit until orders are late, however many join.
 */
export interface JoinGate {
  /** Null: the join is under way until `leave` is called. Else the buyer should come again after so many ms. */
  enter(): number | null;
  leave(): void;
  /** Runs what follows once a payment is authorised. No time at the payment provider may be part of it. */
  writeOrder<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface GateDeps {
  settings?: GateSettings | undefined;
  /** Monotonic. */
  now?: () => number;
  random?: () => number;
  onOrder?: (ms: number) => void;
}

const MOMENT_MS = 100;
/** Fewer orders say nothing about the process: one may be slow by itself. */
const ORDERS_MIN = 8;
/** A burst may make orders late for so long: it works itself off, and is what a flash sale begins with. */
const BURST_MOMENTS = 5;
const LOWERED = 0.7;
const RAISED = 1.05;
/** While it refuses no join, a limit is not needed. */
const RAISED_UNUSED = 2;
/** A limit above this is none. */
const AT_ONCE_MAX = 5_000;

const RETRY_MS_MIN = 1_000;
const RETRY_SPREAD_MS = 2_000;
const RETRY_SPREAD_MS_MAX = 14_000;
/** How much of the share of refused joins the last moment decides. */
const NEWEST = 0.2;

export function createJoinGate({
  settings: { lateMs, atOnceMin } = GATE_SETTINGS,
  now = () => performance.now(),
  random = Math.random,
  onOrder = () => {},
}: GateDeps = {}): JoinGate {
  const writing = new Set<{ since: number }>();
  let joining = 0;
  let limit = Number.POSITIVE_INFINITY;
  let moment = newMoment(now());
  /** Late moments in a row. */
  let lateMoments = 0;
  /** Joins that were refused for each one that was let in, lately. */
  let refusedShare = 0;

  return {
    enter() {
      judge(now());
      if (joining + writing.size < limit) {
        joining += 1;
        moment.entered += 1;
        return null;
      }
      moment.refused += 1;
      // The more are outside, the further apart they come again: each wave of them costs time, too.
      const spreadMs = Math.min(RETRY_SPREAD_MS * (1 + refusedShare), RETRY_SPREAD_MS_MAX);
      return Math.round(RETRY_MS_MIN + random() * spreadMs);
    },
    leave() {
      joining -= 1;
    },
    async writeOrder(work) {
      const order = { since: now() };
      judge(order.since);
      writing.add(order);
      try {
        return await work();
      } finally {
        const at = now();
        const ms = at - order.since;
        writing.delete(order);
        moment.orders += 1;
        moment.quickestMs = Math.min(moment.quickestMs, ms);
        onOrder(ms);
        judge(at);
      }
    },
  };

  /** Judges a moment that is over, and begins the next one. An idle process judges nothing. */
  function judge(at: number): void {
    const passed = Math.floor((at - moment.since) / MOMENT_MS);
    if (passed < 1) {
      return;
    }
    const isLate = areOrdersLate(at);
    lateMoments = isLate ? lateMoments + passed : 0;
    if (!isLate) {
      limit *= moment.refused > 0 ? RAISED : RAISED_UNUSED;
    } else if (lateMoments >= BURST_MOMENTS || Number.isFinite(limit)) {
      limit = Math.max(atOnceMin, LOWERED * Math.min(limit, joining + writing.size));
    }
    // In those after it nothing happened.
    if (!isLate || writing.size < ORDERS_MIN) {
      limit *= RAISED_UNUSED ** (passed - 1);
    }
    if (limit > AT_ONCE_MAX) {
      limit = Number.POSITIVE_INFINITY;
    }
    const share = moment.refused / Math.max(1, moment.entered);
    refusedShare += NEWEST * (share - refusedShare);
    moment = newMoment(at);
  }

  /**
   * The quickest order tells: where even that one had to wait, all wait for the same cause. When none was
   * written, those that are still being written tell.
   */
  function areOrdersLate(at: number): boolean {
    if (moment.orders + writing.size < ORDERS_MIN) {
      return false;
    }
    return (moment.orders > 0 ? moment.quickestMs : waitedBy(ORDERS_MIN, at)) >= lateMs;
  }

  /** How long at least so many orders have been under way; they are kept in the order of their beginning. */
  function waitedBy(count: number, at: number): number {
    const last = [...writing][count - 1];
    return last ? at - last.since : 0;
  }
}

/** What happens within about 100 ms. */
function newMoment(since: number) {
  return { since, entered: 0, refused: 0, orders: 0, quickestMs: Number.POSITIVE_INFINITY };
}
