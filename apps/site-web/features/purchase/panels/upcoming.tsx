import { Countdown, useTicking } from '@flash/web';
import type { PanelProps } from '../purchase-panel.tsx';

export function Upcoming({ purchase, controller }: PanelProps) {
  const now = useTicking(controller.clock.now);
  const opensAt = Date.parse(purchase.line?.lobbyOpensAt ?? purchase.sale?.lobbyOpensAt ?? '');
  return (
    <div className="panel">
      <p className="kicker">Not open yet</p>
      <h1>The line opens in</h1>
      <Countdown untilMs={opensAt} nowMs={now} label="Time until the line opens" />
      <p className="muted">
        Keep this page open or come back: there is nothing to reload. Places are given in the order
        in which people join.
      </p>
    </div>
  );
}
