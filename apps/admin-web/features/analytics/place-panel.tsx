import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import { Panel } from '../kit/panel.tsx';
import { Bars } from './bars.tsx';
import { percentOf } from './figures.ts';

/** What a place further back was worth. */
export function PlacePanel({ byPlace }: { byPlace: Analytics['byPlace'] }) {
  const bars = byPlace.map(({ from, to, joined, held, bought }) => ({
    label: from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`,
    share: joined === 0 ? 0 : bought / joined,
    words: `${percentOf(bought, joined)} · ${formatCount(bought)} of ${formatCount(held)} offered`,
  }));
  return (
    <Panel title="Bought, by place in line">
      <Text size="sm" c="dimmed" mb="sm">
        {byPlace.length === 0 ? 'Nobody came.' : 'From the first place to the last.'}
      </Text>
      <Bars bars={bars} />
    </Panel>
  );
}
