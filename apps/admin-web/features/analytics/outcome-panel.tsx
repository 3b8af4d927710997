import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { distanceWords } from '../kit/distance-words.ts';
import { type Fact, Facts } from '../kit/facts.tsx';
import { Panel } from '../kit/panel.tsx';

/** What became of units that were offered, and how long paying took. */
export function OutcomePanel({ analytics }: { analytics: Analytics }) {
  const { granted, sold, expired, left, released, removed, declined, extended, refunded, payMs } =
    analytics;
  const counts: [string, number][] = [
    ['Holds started', granted],
    ['Bought', sold],
    ['Holds expired', expired],
    ['Left the line', left],
    ['Holds released by the team', released],
    ['Removed by the team', removed],
    ['Payments declined', declined],
    ['Holds extended', extended],
    ['Refunded', refunded],
  ];
  const pays: Fact[] = [
    ['Half paid within', wordsOf(payMs.p50)],
    ['95 % paid within', wordsOf(payMs.p95)],
    ['Slowest payment', wordsOf(payMs.max)],
  ];
  return (
    <Panel title="Outcomes and payment">
      <Facts
        facts={[...counts.map(([name, count]) => [name, formatCount(count)] as const), ...pays]}
      />
    </Panel>
  );
}

const wordsOf = (ms: number | null) => (ms === null ? 'no payments' : distanceWords(ms));
