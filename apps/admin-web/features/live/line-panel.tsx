import { formatCount } from '@flash/web';
import { Figure } from './figure.tsx';
import classes from './live.module.css';
import { Panel } from './panel.tsx';
import { projectSellOut } from './projection.ts';
import { clockWords, spanWords } from './spans.ts';
import { units } from './stage-words.ts';
import type { View } from './view.ts';

/** How many people wait, for how long, and the forecast. */
export function LinePanel({ view }: { view: View }) {
  const { overview, ages, now, serverNow } = view;
  const { waiting, oldestWaitMs, waitMs, nextExpiryAt } = overview;
  const expiry = nextExpiryAt === null ? null : Date.parse(nextExpiryAt) - serverNow;
  return (
    <Panel title="Line" at={ages.counts} now={now} area="line">
      <dl className={classes.figures}>
        <Figure label="Waiting" isLarge>
          {formatCount(waiting)}
        </Figure>
        <Figure label="Longest wait">
          {oldestWaitMs === null ? '–' : spanWords(oldestWaitMs)}
        </Figure>
        <Figure label="Median wait" hint="served in the last minute">
          {waitMs.p50 === null ? '–' : spanWords(waitMs.p50)}
        </Figure>
        <Figure label="95 % waited less than">
          {waitMs.p95 === null ? '–' : spanWords(waitMs.p95)}
        </Figure>
        <Figure label="Next hold ends in">{expiry === null ? '–' : clockWords(expiry)}</Figure>
        <Figure label="Sell-out forecast">{projectionWords(view)}</Figure>
        {overview.mode === 'fast-pass' && (
          <Figure label="Last-units mode" hint={lastUnits(overview.fastPassThreshold)}>
            On
          </Figure>
        )}
      </dl>
    </Panel>
  );
}

const lastUnits = (count: number) => (count === 1 ? 'the last unit' : `the last ${units(count)}`);

function projectionWords({ overview, history, sale, serverNow }: View): string {
  if (overview.sold >= overview.stock) return 'Sold out';
  if (overview.phase !== 'open') return '–';
  const projected = projectSellOut(overview, history);
  if (!projected) return 'Not enough data';
  if (serverNow + projected.fromMs > Date.parse(sale.endsAt)) return 'Not before the end';
  return `in ${minutes(projected.fromMs)}–${minutes(projected.toMs)} min`;
}

const minutes = (ms: number) => Math.max(1, Math.round(ms / 60_000));
