import type { Sale } from '@flash/database';
import { bestEffort } from '@flash/shared-config';
import type { PreflightCheck, PreflightResult } from '@flash/shared-types';
import type { Deps } from '../../deps.ts';
import { systemView } from '../console/system-view.ts';
import { iso } from '../shared/wire.ts';
import {
  apiChecks,
  auditChecks,
  capacityChecks,
  clockCheck,
  engineChecks,
  type Finding,
  mailCheck,
  paymentCheck,
  processChecks,
  saleCheck,
  secretsCheck,
} from './checks.ts';
import { type RehearsalOptions, rehearse } from './rehearsal.ts';

export interface PreflightWish {
  /** Buyers who are expected; null fails the check of capacity. */
  crowd: number | null;
  /** Where buyers reach the API. */
  api: string;
  bots: number;
  /** Names of checks that may fail, because what they find is intended. */
  accepted: readonly string[];
  rehearsal?: Pick<RehearsalOptions, 'withinMs' | 'signal'>;
}

/**
 * Checks everything that a sale needs before it starts, and rehearses it. The result is stored, so that the
 * admin site can show when it was, by which version and for how many buyers.
 */
export async function preflight(
  deps: Deps,
  sale: Sale,
  wish: PreflightWish,
): Promise<PreflightResult> {
  const { env, clock, db } = deps;
  const findings = [...(await examine(deps, sale, wish)), await rehearsalCheck(deps, sale, wish)];
  const checks = findings.map((finding) => stateOf(finding, wish.accepted));
  const result: PreflightResult = {
    at: iso(clock.now()),
    ok: checks.every(({ state }) => state !== 'failed'),
    ...env.build,
    crowd: wish.crowd,
    saleVersion: sale.version,
    checks,
  };
  await db.preflights.put(sale.id, result);
  return result;
}

/** Every check that changes nothing. */
export async function examine(deps: Deps, sale: Sale, wish: PreflightWish): Promise<Finding[]> {
  const { env, clock } = deps;
  const system = await systemView({ ...deps, env: { ...env, isProduction: true } });
  return [
    saleCheck(sale, clock.now()),
    ...(await apiChecks(deps, wish.api)),
    ...engineChecks(system),
    await clockCheck(deps, wish.api),
    ...processChecks(system, env.build),
    ...auditChecks(system),
    ...capacityChecks(system, sale, wish.crowd),
    secretsCheck(env),
    await paymentCheck(deps),
    await mailCheck(env),
  ];
}

function stateOf({ name, words, advice }: Finding, accepted: readonly string[]): PreflightCheck {
  const state = advice === null ? 'passed' : accepted.includes(name) ? 'accepted' : 'failed';
  return { name, state, words, advice };
}

const SLOW_PRESS_MS = 3_000;

async function rehearsalCheck(deps: Deps, sale: Sale, wish: PreflightWish): Promise<Finding> {
  const { api, bots } = wish;
  const asksToPay = deps.env.paymentProvider === 'sandbox';
  const name = 'rehearsal';
  const advice = 'Look at the logs of API and worker, and at /dashboard/system.';
  const playing = rehearse(deps, sale, { ...wish.rehearsal, api, bots, asksToPay });
  const why: { text?: string } = {};
  const told = playing.catch((error: unknown) => {
    why.text = error instanceof Error ? error.message : String(error);
    throw error;
  });
  const seen = await bestEffort(deps.log, 'rehearse a sale', told, null);
  if (!seen) {
    return { name, words: `could not be played: ${why.text}`, advice };
  }
  if (seen.problems.length > 0) {
    return { name, words: seen.problems.join('; '), advice };
  }
  const paying = asksToPay ? 'had a payment declined' : 'were not asked to pay';
  const words = `${seen.held} of ${bots} bots were offered a unit, ${paying} and gave it back, in ${(seen.tookMs / 1_000).toFixed(1)} s; slowest press ${seen.slowestPressMs} ms`;
  return {
    ...{ name, words },
    advice:
      seen.slowestPressMs <= SLOW_PRESS_MS
        ? null
        : `A press of ${bots} buyers should be answered within ${SLOW_PRESS_MS} ms: look at the load of the machines.`,
  };
}
