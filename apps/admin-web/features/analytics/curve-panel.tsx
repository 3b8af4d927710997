import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import { distanceWords } from '../kit/distance-words.ts';
import { Panel } from '../kit/panel.tsx';
import { CurveChart } from './curve-chart.tsx';
import { CurveTable } from './curve-table.tsx';
import { timeTo } from './figures.ts';

export function CurvePanels({ analytics }: { analytics: Analytics }) {
  const { curve, stock } = analytics;
  const most = curve.reduce((max, { waiting }) => Math.max(max, waiting), 0);
  return (
    <>
      <Panel title="Sold over time">
        <Text size="sm" mb="sm">
          {paceWords(analytics)}
        </Text>
        <CurveChart curve={curve} name="sold" top={stock} />
        <CurveTable curve={curve} />
      </Panel>
      <Panel title="Waiting over time">
        <Text size="sm" mb="sm">
          {most === 0
            ? 'Nobody had to wait.'
            : `At most ${formatCount(most)} ${most === 1 ? 'person' : 'people'} waited at a time.`}
        </Text>
        <CurveChart curve={curve} name="waiting" />
      </Panel>
    </>
  );
}

/** The curve in a sentence, for whoever does not look at it. */
function paceWords(analytics: Analytics): string {
  const [half, nine, all] = [0.5, 0.9, 1].map((share) => timeTo(share, analytics));
  const after = (ms: number | null | undefined, what: string) =>
    ms == null ? [] : [`${what} after ${distanceWords(ms)}`];
  const said = [
    ...after(half, 'half was sold'),
    ...after(nine, '90 %'),
    ...after(all, 'all of it'),
  ];
  if (said.length === 0) return 'Less than half of the stock was sold.';
  const text = said.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}, counted from the first arrival.`;
}
