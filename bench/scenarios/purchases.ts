import type { Figure, Scenario } from '../bench.ts';
import { type Cost, measureCosts, type Step, sumOf } from '../costs.ts';

const BUYERS = 4_000;
const goals: Record<Step, { rate: string; cpu: string }> = {
  buy: { rate: '≥ 6,000', cpu: '≤ 250' },
  position: { rate: '≥ 12,000', cpu: '≤ 100' },
  confirm: { rate: '≥ 2,000', cpu: '≤ 450' },
};

/** What one purchase costs, step by step, with 64 buyers in flight. */
export const purchases: Scenario = {
  name: 'purchases',
  async run(bench, { isQuick }) {
    // Compiles what is hot, and is not counted.
    await measureCosts(bench, 1_000);
    const costs = await measureCosts(bench, isQuick ? 1_000 : BUYERS);
    const { buy, confirm } = costs;
    const whole = sumOf(buy) + sumOf(confirm);
    return [
      ...(['buy', 'position', 'confirm'] as const).flatMap((step) => figuresOf(step, costs[step])),
      { what: 'one purchase: buy and confirm', value: whole, unit: 'µs', goal: '≤ 800' },
    ];
  },
};

function figuresOf(step: Step, cost: Cost): Figure[] {
  const { rate, cpu } = goals[step];
  return [
    { what: `${step}, 64 in flight`, value: cost.rate, unit: '/s', goal: rate },
    { what: `CPU of a ${step}`, value: sumOf(cost), unit: 'µs', goal: cpu },
    ...Object.entries(cost.cpu).map(([name, value]) => ({
      what: `CPU of a ${step}, ${name}`,
      value,
      unit: 'µs',
      goal: '–',
    })),
  ];
}
