import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import { StockBar } from '../kit/stock-bar.tsx';
import { Panel } from './panel.tsx';
import type { View } from './view.ts';

export function StockPanel({ view: { overview, ages, now } }: { view: View }) {
  const { stock, sold } = overview;
  const share = stock > 0 ? Math.floor((100 * sold) / stock) : 0;
  return (
    <Panel title="Stock" at={ages.counts} now={now} area="stock">
      <StockBar counts={overview} size="lg" />
      <Text size="sm" c="dimmed" mt={4} className="numbers">
        {share} % of {formatCount(stock)} sold
      </Text>
    </Panel>
  );
}
