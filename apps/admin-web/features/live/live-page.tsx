'use client';

import { useTicking } from '@flash/web';
import { useSale } from '../sale/sale-context.ts';
import { ChecklistPanel } from '../sales/form/checklist-panel.tsx';
import { isAhead, plannedSale } from '../sales/form/planned.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { Controls } from './controls/controls.tsx';
import { CurvesPanel } from './curves-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { LinePanel } from './line-panel.tsx';
import classes from './live.module.css';
import { NoNumbers } from './no-numbers.tsx';
import { OutcomesPanel } from './outcomes-panel.tsx';
import { StageBanner } from './stage-banner.tsx';
import { StaleBanner } from './stale-banner.tsx';
import { StockPanel } from './stock-panel.tsx';
import { TroubleBanners } from './trouble-banners.tsx';
import { useConsole } from './use-console.ts';
import { hasLine, viewOf } from './view.ts';

export function LivePage() {
  const sale = useSale();
  const shown = useConsole(sale.id);
  const now = useTicking(Date.now);
  const view = viewOf(sale, shown, now);
  if (!view) return <NoNumbers refusal={shown.refusal} />;
  return (
    <div className={classes.page} data-stage={view.stage}>
      <TroubleBanners view={view} />
      <StaleBanner view={view} />
      <Controls view={view} banner={view.overview.pause ? null : <StageBanner view={view} />} />
      {/* While it is still to come, what has to be right first. */}
      {isAhead(sale) && <ChecklistPanel sale={plannedSale(sale)} />}
      <div className={classes.panels}>
        <StockPanel view={view} />
        {hasLine(view) && <LinePanel view={view} />}
        {hasLine(view) && <CurvesPanel view={view} />}
        <OutcomesPanel view={view} />
        {hasLine(view) && <ChangesPanel view={view} />}
        <HealthPanel view={view} />
      </div>
    </div>
  );
}
