import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Panel } from '../kit/panel.tsx';
import { Bars } from './bars.tsx';
import { funnelSteps } from './figures.ts';

export function FunnelPanel({ funnel }: { funnel: Analytics['funnel'] }) {
  const bars = funnelSteps(funnel).map(({ label, count, ofAll, ofStep }) => ({
    label,
    share: funnel.joined === 0 ? 0 : count / funnel.joined,
    words:
      ofStep === null || ofStep === ofAll
        ? `${formatCount(count)} · ${ofAll}`
        : `${formatCount(count)} · ${ofAll}, ${ofStep} of holds`,
  }));
  return (
    <Panel title="From the line to the order">
      <Bars bars={bars} />
    </Panel>
  );
}
