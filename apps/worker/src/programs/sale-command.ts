import { type Comparison, comparePayments, type PaymentPort } from '@flash/payment';
import { differenceKinds } from '@flash/shared-types';
import { isId } from '@flash/shared-utils';
import type { Finding } from '../audit/inspect.ts';
import {
  type Release,
  type ReleaseDeps,
  releaseSale,
  reportOn,
  type SaleReport,
} from './release.ts';

export const USAGE = `usage: npm run sale -- inspect <id of a sale>
       npm run sale -- payments <id of a sale>
       npm run sale -- resume <id of a sale> --reason "<what was found, and why it may go on>"`;

/** What the commands need. */
export type CommandDeps = ReleaseDeps & { payment: PaymentPort };

export interface Call {
  command: 'inspect' | 'payments' | 'resume';
  saleId: string;
  reason: string;
}

/** What the arguments ask for; null when they make no sense. */
export function callOf([command, saleId = '', flag, reason = '', ...more]: readonly string[]) {
  if (!isId(saleId) || more.length > 0) {
    return null;
  }
  if ((command === 'inspect' || command === 'payments') && flag === undefined) {
    return { command, saleId, reason } satisfies Call;
  }
  const isResume = command === 'resume' && flag === '--reason' && reason.trim() !== '';
  return isResume ? ({ command, saleId, reason: reason.trim() } satisfies Call) : null;
}

/** What is printed, and whether something is wrong. */
export interface Told {
  ok: boolean;
  lines: string[];
}

export async function tell(deps: CommandDeps, { command, saleId, reason }: Call): Promise<Told> {
  if (command === 'payments') {
    return tellPayments(deps, saleId);
  }
  if (command === 'inspect') {
    const report = await reportOn(deps, saleId);
    return report
      ? { ok: report.halted === '' && report.found.length === 0, lines: linesOf(report) }
      : { ok: false, lines: [noSale(saleId)] };
  }
  const release = await releaseSale(deps, saleId, reason, Date.now());
  if (release.kind !== 'released') {
    return { ok: false, lines: [whyNot(release, saleId)] };
  }
  const first = `The sale goes on in epoch ${release.epoch}.`;
  return { ok: true, lines: [first, ...findingLines('Accepted with it', release.accepted)] };
}

/** Orders and provider, in both directions. */
async function tellPayments(deps: CommandDeps, saleId: string): Promise<Told> {
  const sale = await deps.db.sales.get(saleId);
  if (!sale) {
    return { ok: false, lines: [noSale(saleId)] };
  }
  const comparison = await comparePayments(deps, sale);
  return {
    ok: comparison.differences.every(({ isOnItsWay }) => isOnItsWay),
    lines: comparisonLines(comparison),
  };
}

function comparisonLines(comparison: Comparison): string[] {
  const { provider, atProvider, unreadable, orders, log, redis, differences } = comparison;
  const { captured, refunded, authorised, open, cancelled } = atProvider;
  const where = provider === 'sandbox' ? 'In the sandbox, which moves no money' : 'At the provider';
  const staying = differences.filter(({ isOnItsWay }) => !isOnItsWay).length;
  return [
    `${where}: ${captured.count} captured, ${refunded.count} refunded, ${authorised.count} authorised, ${open.count} open, ${cancelled.count} cancelled.`,
    ...(unreadable > 0 ? [`At another provider than the one that is set: ${unreadable}.`] : []),
    `Orders: ${orders.paid.count} paid, ${orders.refunded.count} refunded. Sold in the log: ${log?.sold.count ?? 'unknown'}, in Redis: ${redis?.sold ?? 'unknown'}.`,
    `Differences: ${staying}, and ${differences.length - staying} on their way`,
    ...differences.map(({ kind, orderId, intentId, isOnItsWay, since }) => {
      const subject = orderId === null ? intentId : `order ${orderId}`;
      const age = `since ${new Date(since).toISOString()}${isOnItsWay ? ', on its way' : ''}`;
      return `  ${subject ?? 'the sale'} (${age}): ${differenceKinds[kind]}`;
    }),
  ];
}

const noSale = (id: string) => `No live sale has the id ${id}, or it is being restored.`;

function whyNot(release: Exclude<Release, { kind: 'released' }>, saleId: string): string {
  switch (release.kind) {
    case 'missing':
      return noSale(saleId);
    case 'not halted':
      return 'The sale is not halted. Nothing was changed.';
    case 'refused':
      return `The sale stays halted: its log and its orders make no state to go on with (${release.why}). The log of this command says more.`;
  }
}

function linesOf({ name, epoch, halted, counts, found, accepted }: SaleReport): string[] {
  const { stock, free, waiting, held, claimed, sold, n, storedN } = counts;
  return [
    `${name} (epoch ${epoch})`,
    halted === '' ? 'Units are handed out.' : `HALTED: ${halted}`,
    `Stock ${stock}: ${free} free, ${held} held, ${claimed} being paid for, ${sold} sold. ${waiting} wait.`,
    `Log: ${n} entries, ${storedN} of them stored.`,
    ...(found.length === 0 ? ['The audit finds nothing wrong.'] : findingLines('Found', found)),
    ...findingLines('Accepted before', accepted),
  ];
}

function findingLines(title: string, findings: readonly Finding[]): string[] {
  return findings.length === 0
    ? []
    : [`${title}:`, ...findings.map((one) => `  ${one.invariant} ${one.code}: ${one.detail}`)];
}
