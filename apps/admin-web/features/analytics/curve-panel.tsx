import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import { Panel } from '../kit/panel.tsx';
import { CurveChart } from './curve-chart.tsx';
import { CurveTable } from './curve-table.tsx';
import { paceWords } from './figures.ts';

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
        <Text size="sm" mb={most > 0 ? 'sm' : 0}>
          {most === 0
            ? 'There was no wait.'
            : `At most ${formatCount(most)} ${most === 1 ? 'person' : 'people'} waited at a time.`}
        </Text>
        {most > 0 && <CurveChart curve={curve} name="waiting" />}
      </Panel>
    </>
  );
}
