import { formatCount } from '@flash/web';
import { Figure } from './figure.tsx';
import classes from './live.module.css';
import { Panel } from './panel.tsx';
import type { View } from './view.ts';

/** What became of holds and places. */
export function OutcomesPanel({ view: { overview, ages, now } }: { view: View }) {
  const { bought, expired, left, released, removed, declined, refunded } = overview.outcomes;
  const ended = bought + expired + released;
  const share = ended > 0 ? `${Math.round((100 * bought) / ended)} % of ended holds` : null;
  return (
    <Panel title="Outcomes" at={ages.counts} now={now} area="outcomes">
      <dl className={classes.figures}>
        <Figure label="Bought" hint={share}>
          {formatCount(bought)}
        </Figure>
        <Figure label="Expired" hint="holds not paid in time">
          {formatCount(expired)}
        </Figure>
        <Figure label="Left the line">{formatCount(left)}</Figure>
        <Figure label="Payments declined">{formatCount(declined)}</Figure>
        <Figure label="Removed by team" hint="including released holds">
          {formatCount(released + removed)}
        </Figure>
        <Figure label="Refunded" hint="units returned to the sale">
          {formatCount(refunded)}
        </Figure>
      </dl>
    </Panel>
  );
}
