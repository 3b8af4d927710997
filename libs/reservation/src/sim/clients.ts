import type { Seeded } from '@flash/testing';
import type { SaleRules } from '../rules.ts';
import type { Engine } from '../types.ts';

export interface Client {
  name: string;
  /** Records what is called. */
  engine: Engine;
}

interface Play {
  saleId: string;
  clients: readonly Client[];
  /** What workers and the team do goes here, unrecorded. */
  workers: Engine;
  rules: SaleRules;
  random: Seeded;
  buyers: readonly string[];
  /** How many calls all clients make together. */
  calls: number;
  /** After so many of them workers and the team do something. */
  workEvery: number;
  /** Time goes by between two calls. */
  pass(): void;
}

/** Clients that call at random, each one call after the other, while workers serve the line. */
export async function playClients(play: Play): Promise<void> {
  const { saleId, clients, workers, random, buyers, calls, workEvery, pass } = play;
  /** The last attempt of each buyer, which settle, void and refund name. */
  const attempts = new Map<string, { attempt: number; unit: number }>();
  let { version } = play.rules;
  let made = 0;

  async function call({ engine, name }: Client): Promise<void> {
    const buyer = random.pick(buyers) ?? '';
    const own = attempts.get(buyer) ?? { attempt: 1, unit: 1 };
    switch (random.below(12)) {
      case 0:
      case 1:
      case 2:
        await engine.join(saleId, { buyer, bearer: random.chance(0.5) });
        return;
      case 3:
      case 4:
        await engine.position(saleId, [buyer]);
        return;
      case 5:
      case 6: {
        const token = `${name.replace(' ', '-')}-${made}`;
        const claimed = await engine.claim(saleId, { buyer, token, leaseMs: 60_000 });
        if (claimed.kind === 'claimed') {
          attempts.set(buyer, { attempt: claimed.attempt, unit: claimed.hold.unit });
        }
        return;
      }
      case 7:
      case 8:
        await engine.settle(saleId, { buyer, ...own, orderId: `order${own.attempt}` });
        return;
      case 9:
        await (random.chance(0.5)
          ? engine.void(saleId, { buyer, attempt: own.attempt })
          : engine.refund(saleId, { buyer, ...own }));
        return;
      case 10:
        await engine.extend(saleId, { buyer });
        return;
      default:
        await engine.leave(saleId, { buyer });
    }
  }

  async function work(): Promise<void> {
    await workers.sweep(saleId, { max: 1 + random.below(20) });
    const batch = { token: 'drain', max: 1 + random.below(20), clearWake: true };
    const outcome = await workers.grant(saleId, batch);
    if (outcome.kind === 'check_units') {
      await workers.grant(saleId, { ...batch, units: outcome.units });
    }
    if (random.chance(0.03)) {
      version += 1;
      await workers.rules(saleId, { ...play.rules, version, paused: random.chance(0.3) });
    }
    const seen = await workers.snapshot(saleId);
    if (seen.kind === 'snapshot') {
      await workers.stored(saleId, { epoch: seen.epoch, n: seen.n, keep: 10_000_000 });
    }
  }

  await Promise.all(
    clients.map(async (client) => {
      while (made < calls) {
        made += 1;
        pass();
        await call(client);
        if (made % workEvery === 0) {
          await work();
        }
      }
    }),
  );
}
