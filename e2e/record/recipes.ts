import type { Page } from '@playwright/test';
import { choosePayment, pay } from '../support/buyer-page.ts';
import { crowd, holder, type OtherBuyer, otherBuyer } from '../support/other-buyer.ts';
import { inMinutes, makeSale, type NewSale, type Sale } from '../support/shop.ts';
import { readRun } from '../support/stack-run.ts';

/** A real sale, in some cases with another buyer in it, in the state that is to be recorded. */
export interface Reached {
  saleId: string;
  buyer?: OtherBuyer;
  /** What to press to see it. */
  act?: (page: Page) => Promise<void>;
  after?: () => void;
}

const ME = 'ada@example.org';
const shoes = (about: NewSale = {}) =>
  makeSale({
    name: 'Night Runner 2',
    description: 'A running shoe with a sole that glows in the dark.',
    pricePerUnit: 129,
    timeZone: 'Europe/Berlin',
    startingQuantity: 40,
    ...about,
  });
const me = (sale: Sale) => otherBuyer(sale, ME);
const lobby = () => shoes({ lobbyOpensAt: inMinutes(-1), startsAt: inMinutes(15) });

/** No buyer is served while the workers are stopped, so that a line forms before free units. */
function freeze(): () => void {
  const { pids } = readRun();
  const workers = Object.entries(pids).filter(([name]) => name.startsWith('worker'));
  const send = (signal: NodeJS.Signals) => {
    for (const [, pid] of workers) {
      process.kill(pid, signal);
    }
  };
  send('SIGSTOP');
  return () => send('SIGCONT');
}

/** Another buyer has the only unit, and I am next in line. */
async function behindOne(about: NewSale = {}) {
  const sale = await shoes({ startingQuantity: 1, ...about });
  const first = await holder(sale);
  return { sale, first, buyer: await me(sale), saleId: sale.id };
}

async function onHold(about?: NewSale) {
  const sale = await shoes(about);
  const buyer = await me(sale);
  await buyer.holds();
  return { sale, buyer, saleId: sale.id };
}

async function soldOut(sale: Sale): Promise<Reached> {
  await (await holder(sale)).pay();
  return { saleId: sale.id };
}

/** How each state comes about, through actions of people only. */
export const recipes = {
  missing: async () => ({ saleId: 'no-such-sale' }),
  upcoming: async () => ({
    saleId: (
      await shoes({ lobbyOpensAt: inMinutes(60), startsAt: inMinutes(90), endsAt: inMinutes(180) })
    ).id,
  }),
  signIn: async () => ({ saleId: (await shoes({ identity: 'account' })).id }),
  joinLobby: async () => ({ saleId: (await lobby()).id }),
  join: async () => ({ saleId: (await shoes()).id }),
  async joinLine() {
    const sale = await shoes();
    const after = freeze();
    await crowd(sale, 12);
    return { saleId: sale.id, after };
  },
  async joinReserved() {
    const sale = await shoes({ startingQuantity: 1 });
    await holder(sale);
    return { saleId: sale.id };
  },
  async joinPaused() {
    const sale = await shoes();
    await sale.pause('Checking the stock');
    return { saleId: sale.id };
  },
  async lobby() {
    const sale = await lobby();
    await crowd(sale, 6);
    return { saleId: sale.id, buyer: await me(sale) };
  },
  async waiting() {
    const sale = await shoes({ startingQuantity: 15 });
    const after = freeze();
    await crowd(sale, 34);
    const buyer = await me(sale);
    await crowd(sale, 5);
    return { saleId: sale.id, buyer, after };
  },
  async almost() {
    const sale = await shoes();
    const after = freeze();
    await crowd(sale, 3);
    return { saleId: sale.id, buyer: await me(sale), after };
  },
  async reserved() {
    const sale = await shoes({ startingQuantity: 2 });
    await Promise.all([holder(sale), holder(sale)]);
    await crowd(sale, 7);
    return { saleId: sale.id, buyer: await me(sale) };
  },
  async paused() {
    const reached = await behindOne();
    await reached.sale.pause('Checking the stock');
    return reached;
  },
  held: () => onHold(),
  async failed() {
    const act = async (page: Page) => {
      await choosePayment(page, 'decline');
      await pay(page);
    };
    return { ...(await onHold()), act };
  },
  async sold() {
    const reached = await onHold();
    await reached.buyer.pay();
    return reached;
  },
  async expired() {
    const reached = await onHold({ holdTtlSeconds: 5, extensions: 0 });
    await reached.buyer.becomes('expired');
    return reached;
  },
  async removed() {
    const reached = await behindOne();
    await reached.sale.remove(ME, 'Against the rules of the sale');
    return reached;
  },
  async soldOutInLine() {
    const reached = await behindOne();
    await reached.first.pay();
    return reached;
  },
  soldOut: async () => soldOut(await shoes({ startingQuantity: 1 })),
  async ended() {
    const sale = await shoes();
    await sale.end('That was it');
    return { saleId: sale.id };
  },
  async cancelled() {
    const sale = await shoes();
    await sale.cancel();
    return { saleId: sale.id };
  },
} satisfies Record<string, () => Promise<Reached>>;

export type RecordedName = keyof typeof recipes;
export const recordedNames = Object.keys(recipes) as RecordedName[];
