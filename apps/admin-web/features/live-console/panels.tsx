import type { QueueChange } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { agoWords, clockWords, percentOf, timeOf, units, waitWords } from '../kit/format.ts';
import { Mark } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import { StockBar } from '../kit/stock-bar.tsx';
import { AgeAt } from '../kit/when.tsx';
import classes from './live.module.css';
import { paidShare, projectSellOut } from './rates.ts';
import { isStale, STALE_MS, type View } from './view.ts';

interface AgedPanelProps {
  title: string;
  /** When its numbers were true, by this machine's clock. */
  at: number;
  now: number;
  area: string;
  /** Its age is shown while it is fresh, too: once on a page is enough. */
  isFirst?: boolean;
  children: ReactNode;
}

/** Numbers that were true at the same moment, and how long ago that was. */
export function AgedPanel({ title, at, now, area, isFirst = false, children }: AgedPanelProps) {
  const isOld = isStale(at, now);
  return (
    <Panel
      title={title}
      area={area}
      isOutdated={isOld}
      aside={(isFirst || isOld) && <AgeAt at={at} now={now} staleAfterMs={STALE_MS} />}
    >
      {children}
    </Panel>
  );
}

export function StockPanel({ view: { overview, ages, now } }: { view: View }) {
  const { stock, sold } = overview;
  return (
    <AgedPanel title="Stock" at={ages.counts} now={now} area="stock" isFirst>
      <StockBar counts={overview} size="lg" />
      <Text size="sm" c="dimmed" mt={4} className="numbers">
        {percentOf(sold, stock)} of {formatCount(stock)} sold
      </Text>
    </AgedPanel>
  );
}

/** How many buyers wait, for how long, and when the sale may sell out. */
export function LinePanel({ view }: { view: View }) {
  const { overview, ages, now, clockNow } = view;
  const { waiting, oldestWaitMs, waitMs, nextExpiryAt } = overview;
  const expiry =
    nextExpiryAt === null || clockNow === null ? null : Date.parse(nextExpiryAt) - clockNow;
  return (
    <AgedPanel title="Line" at={ages.counts} now={now} area="line">
      <dl className={classes.figures}>
        <Figure label="Waiting" isLarge>
          {formatCount(waiting)}
        </Figure>
        <Figure label="Longest wait">
          {oldestWaitMs === null ? '–' : waitWords(oldestWaitMs)}
        </Figure>
        <Figure label="Median wait" hint="served in the last minute">
          {waitMs.p50 === null ? '–' : waitWords(waitMs.p50)}
        </Figure>
        <Figure label="95 % waited less than">
          {waitMs.p95 === null ? '–' : waitWords(waitMs.p95)}
        </Figure>
        <Figure label="Next hold ends in">{expiry === null ? '–' : clockWords(expiry)}</Figure>
        <Figure label="Sell-out forecast">{projectionWords(view)}</Figure>
        {overview.mode === 'fast-pass' && (
          <Figure label="Last-units mode" hint={lastUnits(overview.fastPassThreshold)}>
            On
          </Figure>
        )}
      </dl>
    </AgedPanel>
  );
}

const lastUnits = (count: number) => (count === 1 ? 'the last unit' : `the last ${units(count)}`);

function projectionWords({ overview, history, sale, serverNow }: View): string {
  if (overview.sold >= overview.stock) {
    return 'Sold out';
  }
  if (overview.phase !== 'open') {
    return '–';
  }
  const projected = projectSellOut(overview, history);
  if (!projected) {
    return 'Not enough data';
  }
  if (serverNow + projected.fromMs > Date.parse(sale.endsAt)) {
    return 'Not before the end';
  }
  return `in ${minutes(projected.fromMs)}–${minutes(projected.toMs)} min`;
}

const minutes = (ms: number) => Math.max(1, Math.round(ms / 60_000));

/** How holds and places ended. */
export function OutcomesPanel({ view: { overview, history, ages, now } }: { view: View }) {
  const { bought, expired, left, released, removed, declined, refunded } = overview.outcomes;
  const share = paidShare(overview, history);
  return (
    <AgedPanel title="Outcomes" at={ages.counts} now={now} area="outcomes">
      <dl className={classes.figures}>
        <Figure label="Bought" hint={share !== null && `${percentOf(share, 1)} of ended holds`}>
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
    </AgedPanel>
  );
}

/** The latest changes. Those of buyers are added up; each action of the team has its own row. */
export function ChangesPanel({ view: { changes, ages, now } }: { view: View }) {
  return (
    <AgedPanel title="Latest changes" at={ages.counts} now={now} area="changes">
      {changes.length === 0 ? (
        <Text size="sm" c="dimmed">
          No changes since you opened this page.
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
        <section className={classes.changes} tabIndex={0} aria-label="List of changes">
          <ul className={classes.list}>
            {changes.map((change) => (
              <li key={`${change.n} ${change.type}`}>
                <span>{changeWords(change)}</span>
                <time dateTime={change.at}>{timeOf(change.at, true)}</time>
              </li>
            ))}
          </ul>
        </section>
      )}
    </AgedPanel>
  );
}

const countedChanges: Record<string, string> = {
  join: 'joined',
  grant: 'holds started',
  claim: 'started to pay',
  settle: 'bought',
  void: 'payments failed',
  expire: 'holds expired',
  leave: 'left the line',
  release: 'holds released by the team',
  remove: 'removed by the team',
  refund: 'refunded',
  extend: 'holds extended',
  rehold: 'holds restored',
};
const singleChanges: Record<string, string> = {
  activate: 'Sale set up',
  pause: 'Paused',
  resume: 'Resumed',
  message: 'Message',
  edit: 'Settings changed',
  end: 'Ended',
  adjust: 'Stock changed',
  shift: 'Times moved after an interruption',
  adopt: 'Line restored',
};

function changeWords({ type, places, times, detail }: QueueChange): string {
  const counted = countedChanges[type];
  if (counted) {
    const count = places || times;
    return `${formatCount(count)} ${count === 1 ? counted.replace(/^(hold|payment)s/, '$1') : counted}`;
  }
  const single = singleChanges[type] ?? type;
  return detail ? `${single}: ${detail}` : single;
}

/** The worker, the databases and the live feed. */
export function HealthPanel({
  view: { overview, ages, now, serverNow, isPolled },
}: {
  view: View;
}) {
  const { worker, redis, database } = overview;
  const at = Math.min(ages.worker, ages.redis, ages.database);
  const seen = worker.lastSeenAt === null ? null : serverNow - Date.parse(worker.lastSeenAt);
  return (
    <AgedPanel title="Health" at={at} now={now} area="health">
      <ul className={classes.list}>
        <li>
          <Mark tone={worker.alive ? 'good' : 'bad'}>
            {worker.alive ? 'Queue worker running' : 'No queue worker running'}
          </Mark>
          <span>{seen === null ? 'never seen' : `last seen ${agoWords(Math.max(0, seen))}`}</span>
        </li>
        <Part name="Redis" part={redis} />
        <Part name="MongoDB" part={database} />
        <li>
          <Mark tone={isPolled ? 'busy' : 'good'}>
            {isPolled ? 'Live feed not connected: refreshed every 2 s' : 'Live feed connected'}
          </Mark>
        </li>
      </ul>
      <Anchor component={Link} href={addresses.system} size="sm" underline="always">
        System
      </Anchor>
    </AgedPanel>
  );
}

function Part({ name, part }: { name: string; part: View['overview']['redis'] }) {
  return (
    <li>
      <Mark tone={part.ok ? 'good' : 'bad'}>
        {part.ok ? `${name} connected` : `${name} not responding`}
      </Mark>
      <span>{part.latencyMs === null ? '–' : `${Math.round(part.latencyMs)} ms`}</span>
    </li>
  );
}

interface FigureProps {
  label: string;
  children: ReactNode;
  hint?: ReactNode;
  isLarge?: boolean;
}

/** A name and its number, inside a `dl`. */
function Figure({ label, children, hint, isLarge }: FigureProps) {
  return (
    <div className={classes.figure} data-large={isLarge || undefined}>
      <dt>{label}</dt>
      <dd>
        {children}
        {hint && <small>{hint}</small>}
      </dd>
    </div>
  );
}
