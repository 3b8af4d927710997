import type { Analytics } from '@flash/shared-types';
import { Text } from '@mantine/core';
import { distanceWords } from '../kit/distance-words.ts';
import { Panel } from '../kit/panel.tsx';
import { Bars } from './bars.tsx';

/** How long those waited who were offered a unit, tenth by tenth. */
export function WaitPanel({ deciles }: { deciles: Analytics['waitDecilesMs'] }) {
  const longest = Math.max(1, deciles.at(-1) ?? 1);
  const bars = deciles.map((ms, at) => ({
    label: at === 9 ? 'All' : `${(at + 1) * 10} %`,
    share: ms / longest,
    words: at === 9 ? `within ${distanceWords(ms)}` : distanceWords(ms),
  }));
  return (
    <Panel title="Wait for a unit">
      <Text size="sm" c="dimmed" mb="sm">
        {deciles.length === 0
          ? 'No holds yet.'
          : 'Share of buyers with a hold who got it within this time:'}
      </Text>
      <Bars bars={bars} tone="waiting" />
    </Panel>
  );
}
