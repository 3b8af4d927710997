import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  actionsByPath,
  createHistory,
  type History,
  type Operation,
  resultOfAnswer,
  type Seeded,
} from '@flash/testing';
import type { App } from './app.ts';

/** What buyers do with a unit that is held for them, and how many of a hundred do it; all others just pay. */
export interface Habits {
  /** Give the unit back. */
  leave: number;
  /** Pay with a card that is declined, then with another one. */
  decline: number;
  /** Ask for more time, then pay. */
  extend: number;
  /** Let the time run out, then join again. */
  dawdle: number;
  /** Pay within some milliseconds of the end of the time. */
  brink: number;
  /** Press twice, at both APIs at once, with different keys. */
  double: number;
  /** Give back and pay at the same moment. */
  waver: number;
  /** Use a card whose answer comes late, or not at all. */
  slow: number;
  /** Join many times at once. */
  crowd: number;
}

type Habit = keyof Habits;

export const usualHabits: Habits = {
  ...{ leave: 8, decline: 5, extend: 6, dawdle: 5, brink: 0, double: 6, waver: 3, slow: 2 },
  crowd: 4,
};

/** How a buyer's visit ended. */
type End = 'bought' | 'sold out' | 'left' | 'ended' | 'locked out' | 'unfinished';

export interface Crowd {
  /** Lets the buyers of this turn come. */
  open(turn: number): void;
  /** Resolves when each buyer of every turn has come to an end, or when `close` was called. */
  done: Promise<void>;
  close(): void;
  operations(): Operation[];
  /** Buyer's address → order, as a 200 told. */
  orders: ReadonlyMap<string, string>;
  ends(): Record<End, number>;
  /** Of all who have a place. */
  tickets(): string[];
  /** Buyers who came to no end, with the last answer that each got. */
  unfinished(): string[];
  /** What no buyer should ever be told, in words. */
  breaches: string[];
  /** When a buyer was told of a new hold or order, in ms of `performance.now()`. */
  served: number[];
  /** So many buyers joined or asked at the same time, or paid within 50 ms of the end of their time. */
  seen: { together: number; brink: number; wavered: number; doubled: number };
}

interface Buyer {
  email: string;
  habit: Habit | 'pay';
  turn: number;
  startsInMs: number;
  ticket: string;
  /** Which API is asked next. */
  next: number;
  last: string;
}

interface Answer {
  status: number;
  body: Body;
  text: string;
  ticket: string | null;
}

interface Body {
  code?: string;
  state?: string;
  orderId?: string;
  retryAfterMs?: number;
  expiresAt?: string;
  serverNow?: string;
}

const CALL_MS = 8_000;
const POLL = { fromMs: 150, spreadMs: 200 };
const RETRY_MAX_MS = 600;
/** Longer than a hold lasts: more is left only while the clock of Redis is set back. */
const ASKED_AGAIN_MS = 8_000;
const CROWD = 12;

/** So many buyers, who come within so much time from its beginning on. */
export interface Turn {
  count: number;
  withinMs: number;
}

interface Plan {
  saleId: string;
  apis: readonly App[];
  turns: readonly Turn[];
  habits: Habits;
  chance: Seeded;
}

/** Buyers who want one unit each, and note every call they make. */
export function sendBuyers({ saleId, apis, turns, habits, chance }: Plan): Crowd {
  const history: History = createHistory();
  const orders = new Map<string, string>();
  const ends = { bought: 0, 'sold out': 0, left: 0, ended: 0, 'locked out': 0, unfinished: 0 };
  const breaches: string[] = [];
  const stuck: string[] = [];
  const served: number[] = [];
  const seen = { together: 0, brink: 0, wavered: 0, doubled: 0 };
  let isClosed = false;

  const gates = turns.map(createGate);
  const buyers = turns.flatMap(({ count, withinMs }, turn) =>
    Array.from({ length: count }, (_, i): Buyer => {
      const email = `buyer-${turn}-${i}@load.test`;
      const [startsInMs, habit] = [chance.next() * withinMs, drawHabit(habits, chance)];
      return { ...{ email, habit, turn, startsInMs }, ticket: '', next: i, last: '' };
    }),
  );
  const done = Promise.all(
    buyers.map(async (buyer) => {
      ends[await visit(buyer)] += 1;
    }),
  ).then(() => {});

  /** Null: no answer came, or one that says nothing. */
  async function call(buyer: Buyer, path: string, more: Call = {}): Promise<Answer | null> {
    const action = actionsByPath[path] ?? 'position';
    const url = apis[(more.api ?? buyer.next++) % apis.length]?.url ?? '';
    try {
      return await history.record(
        { saleId, client: buyer.email, buyer: buyer.email, action },
        () => send(url, path, buyer, more),
        ({ status, body }) => resultOfAnswer(action, status, body),
      );
    } catch {
      return null;
    }
  }

  async function send(url: string, path: string, buyer: Buyer, more: Call): Promise<Answer> {
    const isRead = path === '/orders/position';
    const who = { email: buyer.email, flashSaleId: saleId };
    const query = isRead ? `?${new URLSearchParams(who)}` : '';
    const answer = await fetch(`${url}${path}${query}`, {
      method: isRead ? 'GET' : 'POST',
      headers: {
        ...(isRead ? {} : { 'content-type': 'application/json' }),
        ...(buyer.ticket ? { 'x-ticket': buyer.ticket } : {}),
        ...(more.key ? { 'idempotency-key': more.key } : {}),
      },
      ...(isRead ? {} : { body: JSON.stringify({ ...who, ...more.body }) }),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await answer.text();
    const body = JSON.parse(text) as Body;
    buyer.last = `${path} ${answer.status} ${body.code ?? body.state ?? ''}`;
    if (answer.status >= 500 && answer.status !== 503) {
      breaches.push(`${path} answered ${answer.status}: ${text.slice(0, 200)}`);
    }
    return { status: answer.status, body, text, ticket: answer.headers.get('x-ticket') };
  }

  const pause = (answer: Answer | null) =>
    sleep(Math.min(answer?.body.retryAfterMs ?? POLL.fromMs, RETRY_MAX_MS) * (0.5 + chance.next()));
  const isAgain = (answer: Answer | null) =>
    answer === null || answer.status >= 500 || [408, 425, 429].includes(answer.status);

  async function visit(buyer: Buyer): Promise<End> {
    await gates[buyer.turn]?.opened;
    await sleep(buyer.startsInMs);
    let state = await join(buyer);
    while (!isClosed) {
      switch (state) {
        case 'held': {
          served.push(performance.now());
          const end = await spendHold(buyer);
          if (end) {
            return end;
          }
          break;
        }
        case 'sold':
          return (await pay(buyer)) ?? unfinished(buyer);
        case 'sold_out':
          return 'sold out';
        case 'ended':
        case 'removed':
          return 'ended';
        case 'locked out':
          return 'locked out';
        case 'none':
        case 'expired':
          state = await join(buyer);
          continue;
      }
      await sleep(POLL.fromMs + chance.next() * POLL.spreadMs);
      const answer = await call(buyer, '/orders/position');
      state = answer?.status === 200 ? (answer.body.state ?? state) : 'unknown';
    }
    return unfinished(buyer);
  }

  function unfinished({ email, last }: Buyer): End {
    stuck.push(`${email} (${last || 'no answer'})`);
    return 'unfinished';
  }

  /** Answers the state of the place, or why there is none. */
  async function join(buyer: Buyer): Promise<string> {
    const key = randomUUID();
    const times = buyer.habit === 'crowd' ? CROWD : 1;
    while (!isClosed) {
      const tries = Array.from({ length: times }, (_, api) =>
        call(buyer, '/orders/buy', { key, api: buyer.next + api }),
      );
      buyer.next += 1;
      const answers = await Promise.all(tries);
      seen.together += times > 1 && answers.filter((one) => one?.status === 200).length > 1 ? 1 : 0;
      const answer = answers.find((one) => one?.status === 200) ?? answers[0] ?? null;
      if (answer?.status === 200) {
        buyer.ticket = answer.ticket ?? buyer.ticket;
        return answer.body.state ?? 'waiting';
      }
      switch (answer?.body.code) {
        case 'SOLD_OUT':
          return 'sold_out';
        case 'SALE_ENDED':
          return 'ended';
        case 'ALREADY_BOUGHT':
          return 'sold';
        case 'ALREADY_IN_LINE':
          return 'locked out';
      }
      if (!isAgain(answer) && answer?.status !== 409) {
        breaches.push(`a join was refused: ${answer?.status} ${answer?.text.slice(0, 200)}`);
        return 'ended';
      }
      await pause(answer);
    }
    return 'unknown';
  }

  /** Null: the hold is gone, and the buyer looks again. */
  async function spendHold(buyer: Buyer): Promise<End | null> {
    const { habit } = buyer;
    // A habit is for the first hold.
    buyer.habit = 'pay';
    switch (habit) {
      case 'leave':
        return leave(buyer);
      case 'decline':
        await call(buyer, '/orders/confirm', {
          key: randomUUID(),
          body: { paymentToken: 'decline' },
        });
        return pay(buyer);
      case 'extend':
        await call(buyer, '/orders/extend', { key: randomUUID() });
        return pay(buyer);
      case 'dawdle':
        await untilExpiry(buyer, 200);
        return null;
      case 'brink': {
        const isKnown = await untilExpiry(buyer, Math.round(chance.next() * 60) - 40);
        seen.brink += isKnown ? 1 : 0;
        return pay(buyer);
      }
      case 'double': {
        const [first, second] = await Promise.all([pay(buyer), pay(buyer)]);
        seen.doubled += 1;
        return first ?? second;
      }
      case 'waver': {
        const [, bought] = await Promise.all([call(buyer, '/orders/leave'), pay(buyer, 1)]);
        seen.wavered += 1;
        return bought;
      }
      case 'slow':
        return pay(buyer, 1, chance.chance(0.5) ? 'slow' : 'lost');
      default:
        return pay(buyer);
    }
  }

  /** Until so many ms after the time of the hold is over, by the server's own clock. */
  async function untilExpiry(buyer: Buyer, afterMs: number): Promise<boolean> {
    while (!isClosed) {
      const answer = await call(buyer, '/orders/position');
      if (isAgain(answer)) {
        await pause(answer);
        continue;
      }
      const { expiresAt, serverNow } = answer?.body ?? {};
      if (!expiresAt || !serverNow) {
        return false;
      }
      const leftMs = Math.max(0, Date.parse(expiresAt) - Date.parse(serverNow) + afterMs);
      await sleep(Math.min(leftMs, ASKED_AGAIN_MS));
      if (leftMs <= ASKED_AGAIN_MS) {
        return true;
      }
    }
    return false;
  }

  async function leave(buyer: Buyer): Promise<End> {
    const key = randomUUID();
    while (!isClosed) {
      const answer = await call(buyer, '/orders/leave', { key });
      if (!isAgain(answer) && answer?.status !== 409) {
        return 'left';
      }
      await pause(answer);
    }
    return unfinished(buyer);
  }

  /** Presses until the outcome is known. */
  async function pay(buyer: Buyer, tries = Infinity, paymentToken = 'ok'): Promise<End | null> {
    let key = randomUUID();
    let token = paymentToken;
    for (let i = 0; i < tries && !isClosed; i += 1) {
      const answer = await call(buyer, '/orders/confirm', { key, body: { paymentToken: token } });
      if (answer?.status === 200) {
        await noteOrder(buyer, key, token, answer);
        return 'bought';
      }
      if (answer?.status === 402) {
        key = randomUUID();
        token = 'ok';
      } else if (answer && [403, 410].includes(answer.status)) {
        return null;
      } else if (answer?.body.code === 'SOLD_OUT') {
        return 'sold out';
      } else if (answer?.body.code === 'SALE_ENDED') {
        return 'ended';
      } else if (!isAgain(answer) && answer?.status !== 409) {
        breaches.push(`a payment was refused: ${answer?.status} ${answer?.text.slice(0, 200)}`);
        return null;
      }
      await pause(answer);
    }
    return null;
  }

  /** Each further press, at the other API as well, has to bring the same answer. */
  async function noteOrder(buyer: Buyer, key: string, token: string, first: Answer): Promise<void> {
    served.push(performance.now());
    const known = orders.get(buyer.email);
    const orderId = first.body.orderId ?? '';
    if (known !== undefined && known !== orderId) {
      breaches.push(`I5: ${buyer.email} was told of the orders ${known} and ${orderId}`);
    }
    orders.set(buyer.email, orderId);
    const again = await call(buyer, '/orders/confirm', { key, body: { paymentToken: token } });
    if (again && !isAgain(again) && again.status !== 409 && again.text !== first.text) {
      breaches.push(`I5: repeated, ${first.text.slice(0, 200)} became ${again.text.slice(0, 200)}`);
    }
  }

  return {
    open: (turn) => gates[turn]?.open(),
    done,
    close() {
      isClosed = true;
    },
    operations: () => history.of(saleId),
    ends: () => ({ ...ends }),
    tickets: () => buyers.map(({ ticket }) => ticket).filter(Boolean),
    unfinished: () => [...stuck],
    ...{ orders, breaches, served, seen },
  };
}

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

interface Call {
  key?: string;
  body?: Record<string, unknown>;
  api?: number;
}

function drawHabit(habits: Habits, chance: Seeded): Buyer['habit'] {
  let left = chance.next() * 100;
  for (const [habit, percent] of Object.entries(habits) as [Habit, number][]) {
    left -= percent;
    if (left < 0) {
      return habit;
    }
  }
  return 'pay';
}
