import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import { percentOf } from '../analytics/figures.ts';
import { StockBar } from '../kit/stock-bar.tsx';
import { Panel } from './panel.tsx';
import type { View } from './view.ts';

export function StockPanel({ view: { overview, ages, now } }: { view: View }) {
  const { stock, sold } = overview;
  return (
    <Panel title="Stock" at={ages.counts} now={now} area="stock">
      <StockBar counts={overview} size="lg" />
      <Text size="sm" c="dimmed" mt={4} className="numbers">
        {percentOf(sold, stock)} of {formatCount(stock)} sold
      </Text>
    </Panel>
  );
}
