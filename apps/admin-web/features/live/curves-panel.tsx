import { useMemo, useState } from 'react';
import classes from './curve.module.css';
import { type RateOf, ratesOf, waitingOf } from './curve.ts';
import { Curve, type Series } from './curve.tsx';
import { CurveTable } from './curve-table.tsx';
import { Panel } from './panel.tsx';
import type { View } from './view.ts';

/** How fast people come, are served and buy: one small picture each, because their sizes differ. */
export function CurvesPanel({ view }: { view: View }) {
  const { overview, history, ages, now } = view;
  const [back, setBack] = useState<number | null>(null);
  // Made when numbers come, not when only their age changes.
  const series = useMemo(() => seriesOf(overview, history), [overview, history]);
  const end = Date.parse(history.at(-1)?.at ?? overview.serverNow);
  return (
    <Panel title="The last two minutes" at={ages.counts} now={now} area="curves">
      <div className={classes.curves}>
        {series.map((one) => (
          <Curve key={one.name} series={one} end={end} back={back} onPoint={setBack} />
        ))}
      </div>
      <CurveTable series={series} end={end} />
    </Panel>
  );
}

function seriesOf({ rates, waiting }: View['overview'], history: View['history']): Series[] {
  const rate = (name: RateOf, label: string, current: number) => ({
    name,
    label: `${label} per second`,
    samples: ratesOf(history, name),
    current,
  });
  return [
    rate('joined', 'Joins', rates.joins),
    rate('granted', 'Holds started', rates.grants),
    rate('sold', 'Orders paid', rates.confirms),
    { name: 'waiting', label: 'People waiting', samples: waitingOf(history), current: waiting },
  ];
}
