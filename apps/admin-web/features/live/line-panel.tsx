import { formatCount } from '@flash/web';
import { Figure } from './figure.tsx';
import classes from './live.module.css';
import { Panel } from './panel.tsx';
import { projectSellOut } from './projection.ts';
import { clockWords, spanWords } from './spans.ts';
import { units } from './stage-words.ts';
import type { View } from './view.ts';

/** Who waits, for how long, and how it goes on. */
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
        <Figure label="Oldest waits">
          {oldestWaitMs === null ? '–' : spanWords(oldestWaitMs)}
        </Figure>
        <Figure label="Wait, median" hint="served in the last minute">
          {waitMs.p50 === null ? '–' : spanWords(waitMs.p50)}
        </Figure>
        <Figure label="Wait, 95 %" hint="waited at most">
          {waitMs.p95 === null ? '–' : spanWords(waitMs.p95)}
        </Figure>
        <Figure label="Next hold ends in">{expiry === null ? '–' : clockWords(expiry)}</Figure>
        <Figure label="Sells out">{projectionWords(view)}</Figure>
        <Figure label="Fast pass" hint={fastPassHint(view)}>
          {modeWords[overview.mode ?? 'none']}
        </Figure>
      </dl>
    </Panel>
  );
}

const modeWords = { 'fast-pass': 'On', normal: 'Off', none: 'Off' };

/** The last units are handed out only after MongoDB was asked whether an order owns them. */
const fastPassHint = ({ overview: { fastPassThreshold, mode } }: View): string =>
  mode === 'fast-pass'
    ? `checked one by one: ${lastUnits(fastPassThreshold)}`
    : `for ${lastUnits(fastPassThreshold)}`;

const lastUnits = (count: number) => (count === 1 ? 'the last unit' : `the last ${units(count)}`);

function projectionWords({ overview, history, sale, serverNow }: View): string {
  if (overview.sold >= overview.stock) return 'Now';
  if (overview.phase !== 'open') return '–';
  const projected = projectSellOut(overview, history);
  if (!projected) return 'Too early to say';
  if (serverNow + projected.fromMs > Date.parse(sale.endsAt)) return 'Not before the end';
  return `in ${minutes(projected.fromMs)}–${minutes(projected.toMs)} min`;
}

const minutes = (ms: number) => Math.max(1, Math.round(ms / 60_000));
