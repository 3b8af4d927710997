'use client';

import type { AdminSale, Analytics, AuditEntry, QueueChange } from '@flash/shared-types';
import { formatCount, formatMoney, useTicking } from '@flash/web';
import { Stack, Text } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Fact, Facts } from '../kit/facts.tsx';
import { percentOf, waitWords } from '../kit/format.ts';
import { EmptyState, Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/page-head.tsx';
import { Panel } from '../kit/panel.tsx';
import { momentOf, readersZone, When } from '../kit/when.tsx';
import { marksOf } from '../live-console/wall/charts.tsx';
import { useMarkedActions } from '../live-console/wall/use-wall.ts';
import { useSale } from '../sale/context.ts';
import { isAhead, isOver, isRunning } from '../sale/phases.ts';
import classes from './analytics.module.css';
import { CurvePanels, PlacePanel } from './charts.tsx';
import { type Bar, eventsOf, funnelSteps, waitBars, windowMarks } from './figures.ts';

/** The API reads the whole log of the sale for this, so the interval is long. */
const REFRESH_MS = 15_000;
/** The page has no live feed: marks are read again with the rest. */
const NO_CHANGES: readonly QueueChange[] = [];

export function AnalyticsPage() {
  const { team } = useMember();
  const sale = useSale();
  const { id, phase, startsAt } = sale;
  const actions = useMarkedActions(id, NO_CHANGES);
  const query = useApiQuery(
    ['analytics', id],
    (signal) => team.analytics({ params: { id }, signal }),
    {
      refetchInterval: isRunning(phase) ? REFRESH_MS : undefined,
    },
  );
  return (
    <Loaded query={query}>
      {(analytics) =>
        analytics.joined === 0 ? (
          <NoData isBefore={isAhead(phase)} at={startsAt} />
        ) : (
          <Stack>
            <CompletenessNote analytics={analytics} phase={phase} />
            <KeyFigures analytics={analytics} isOver={isOver(phase)} />
            <CurvePanels
              analytics={analytics}
              marksIn={(span) => [...windowMarks(sale, span), ...marksOf(actions, span)]}
            />
            <EventList sale={sale} actions={actions} />
            <div className={classes.columns}>
              <Stack>
                <FunnelPanel funnel={analytics.funnel} />
                <WaitPanel deciles={analytics.waitDecilesMs} />
              </Stack>
              <OutcomePanel analytics={analytics} />
            </div>
            <PlacePanel byPlace={analytics.byPlace} />
          </Stack>
        )
      }
    </Loaded>
  );
}

function NoData({ isBefore, at }: { isBefore: boolean; at: string }) {
  return isBefore ? (
    <EmptyState title="No data yet">
      The sale starts {momentOf(at)}. Data appears when the first buyer joins.
    </EmptyState>
  ) : (
    <EmptyState title="No data">No buyers joined this sale.</EmptyState>
  );
}

interface CompletenessNoteProps {
  analytics: Analytics;
  phase: AdminSale['phase'];
}

/** A note when the numbers below are incomplete. */
function CompletenessNote({ analytics, phase }: CompletenessNoteProps) {
  if (analytics.complete) {
    return null;
  }
  return isOver(phase) ? (
    <Note tone="busy" title="The log has gaps">
      Part of the log was lost before it was stored, so joins, waits and holds may be higher than
      shown. Orders and revenue are exact.
    </Note>
  ) : (
    <Note
      tone="busy"
      title={isAhead(phase) ? 'The sale has not started yet' : 'The sale is still running'}
    >
      These are the numbers so far. They are complete once the sale is over.
    </Note>
  );
}

interface KeyFiguresProps {
  analytics: Analytics;
  /** Nothing more will be sold. */
  isOver: boolean;
}

function KeyFigures({ analytics, isOver }: KeyFiguresProps) {
  const { sold, refunded, stock, revenueMinor, currency } = analytics;
  const { conversion, granted, soldOutAt } = analytics;
  const left = formatCount(Math.max(0, stock - sold));
  const figures = [
    {
      name: 'Sold',
      value: formatCount(sold),
      words: `${percentOf(sold, stock)} of ${formatCount(stock)}`,
    },
    {
      name: 'Revenue',
      value: revenueMinor === 0 ? '0' : formatMoney(revenueMinor, currency),
      words: refunded === 0 ? 'nothing refunded' : `without ${formatCount(refunded)} refunded`,
    },
    {
      name: 'Paid',
      value: conversion === null ? '–' : percentOf(conversion * granted, granted),
      words: conversion === null ? 'no holds yet' : 'of holds',
    },
    {
      name: 'Sold out',
      value: soldOutAt === null ? (isOver ? 'No' : 'Not yet') : 'Yes',
      words:
        soldOutAt === null
          ? `${left} ${isOver ? 'not sold' : 'not sold so far'}`
          : momentOf(soldOutAt, undefined, true),
    },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span className={classes.note}>{words}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FunnelPanel({ funnel }: { funnel: Analytics['funnel'] }) {
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

/** How long buyers with a hold had waited for it, in tenths. */
function WaitPanel({ deciles }: { deciles: Analytics['waitDecilesMs'] }) {
  return (
    <Panel title="Wait for a unit">
      <Text size="sm" c="dimmed" mb="sm">
        {deciles.length === 0
          ? 'No holds yet.'
          : 'Share of buyers with a hold who got it within this time:'}
      </Text>
      <Bars bars={waitBars(deciles)} tone="waiting" />
    </Panel>
  );
}

/** Horizontal bars, each with its name and number in words. */
function Bars({ bars, tone = 'sold' }: { bars: readonly Bar[]; tone?: 'sold' | 'waiting' }) {
  return (
    <dl className={classes.bars} data-tone={tone}>
      {bars.map(({ label, share, words }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className={classes.track} aria-hidden="true">
              <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
            </span>
            <span className={classes.words}>{words}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** How holds and places ended, and how long payments took. */
function OutcomePanel({ analytics }: { analytics: Analytics }) {
  const { granted, sold, expired, left, released, removed, declined, extended, refunded, payMs } =
    analytics;
  const counts: [string, number][] = [
    ['Holds started', granted],
    ['Bought', sold],
    ['Holds expired', expired],
    ['Left the line', left],
    ['Holds released by the team', released],
    ['Removed by the team', removed],
    ['Payments declined', declined],
    ['Holds extended', extended],
    ['Refunded', refunded],
  ];
  const pays: Fact[] = [
    ['Half paid within', wordsOf(payMs.p50)],
    ['95 % paid within', wordsOf(payMs.p95)],
    ['Slowest payment', wordsOf(payMs.max)],
  ];
  return (
    <Panel title="Outcomes and payment">
      <Facts
        facts={[...counts.map(([name, count]) => [name, formatCount(count)] as const), ...pays]}
      />
    </Panel>
  );
}

const wordsOf = (ms: number | null) => (ms === null ? 'no payments' : waitWords(ms, 1));

interface EventListProps {
  sale: AdminSale;
  actions: readonly AuditEntry[];
}

const LOOK_EVERY_MS = 10_000;

/** Pauses, changes of the stock, start and end: the marks of the curves, in words. */
function EventList({ sale, actions }: EventListProps) {
  const now = useTicking(Date.now, LOOK_EVERY_MS);
  const events = now === null ? [] : eventsOf(sale, actions, now);
  if (events.length === 0) {
    return null;
  }
  return (
    <Panel
      title="Events"
      aside={
        <Text size="xs" c="dimmed" component="span">
          your time ({readersZone()})
        </Text>
      }
    >
      <ol className={classes.events}>
        {events.map(({ at, words }) => (
          <li key={`${at} ${words}`}>
            <When at={at} hasSeconds /> <span>{words}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
