import type { Analytics } from '@flash/shared-types';
import { formatCount, formatMoney } from '@flash/web';
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChartTable, Curve, Plot } from '../kit/chart/chart.tsx';
import { axisMax } from '../kit/chart/paths.ts';
import { type Fact, Facts } from '../kit/facts.tsx';
import { durationWords, people, percentOf } from '../kit/format.ts';
import { Panel } from '../kit/panel.tsx';
import { momentOf } from '../kit/when.tsx';
import classes from './analytics.module.css';
import { funnelSteps, labelOf, paceWords, placesOf, placeWords } from './figures.ts';

interface KeyFiguresProps {
  analytics: Analytics;
  /** Nothing more will be sold. */
  isOver: boolean;
}

export function KeyFigures({ analytics, isOver }: KeyFiguresProps) {
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
          {most === 0 ? 'There was no wait.' : `At most ${people(most)} waited at a time.`}
        </Text>
        {most > 0 && <CurveChart curve={curve} name="waiting" />}
      </Panel>
    </>
  );
}

/** One running total over the time of the sale; the axis ends at `top`, or above the largest value. */
function CurveChart({ curve, name, top }: CurveChartProps) {
  const samples = curve.map((point) => ({ at: Date.parse(point.at), value: point[name] }));
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) {
    return null;
  }
  const max = top ?? axisMax(samples);
  // There is no half of a person or unit.
  const lines = max % 2 === 0 ? [0, 0.5, 1] : [0, 1];
  return (
    <Plot
      height="11rem"
      ticks={lines.map((share) => ({ share, label: formatCount(share * max) }))}
      times={
        <>
          <span>{timeOf(first.at)}</span>
          <span>{timeOf((first.at + last.at) / 2)}</span>
          <span>{timeOf(last.at)}</span>
        </>
      }
    >
      <Curve
        samples={samples}
        frame={{ from: first.at, to: last.at, max }}
        shape="steps"
        tone={name}
        lines={lines}
      />
    </Plot>
  );
}

interface CurveChartProps {
  curve: Analytics['curve'];
  name: 'sold' | 'waiting';
  top?: number;
}

const timeOf = (at: number) =>
  new Date(at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

const ROWS_MAX = 24;

function CurveTable({ curve }: { curve: Analytics['curve'] }) {
  return (
    <ChartTable label="The curves as a table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>At</Table.Th>
          <Table.Th ta="right">Joined</Table.Th>
          <Table.Th ta="right">Holds</Table.Th>
          <Table.Th ta="right">Sold</Table.Th>
          <Table.Th ta="right">Waiting</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {thin(curve).map(({ at, joined, granted, sold, waiting }) => (
          <Table.Tr key={at}>
            <Table.Td>{new Date(at).toLocaleTimeString()}</Table.Td>
            <Table.Td ta="right">{formatCount(joined)}</Table.Td>
            <Table.Td ta="right">{formatCount(granted)}</Table.Td>
            <Table.Td ta="right">{formatCount(sold)}</Table.Td>
            <Table.Td ta="right">{formatCount(waiting)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ChartTable>
  );
}

/** Evenly spaced, and always the last one: it is the result. */
function thin(curve: Analytics['curve']): Analytics['curve'] {
  const every = Math.ceil(curve.length / ROWS_MAX);
  return curve.filter((_, at) => at % every === 0 || at === curve.length - 1);
}

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

/** How long those waited who were offered a unit, tenth by tenth. */
export function WaitPanel({ deciles }: { deciles: Analytics['waitDecilesMs'] }) {
  const longest = Math.max(1, deciles.at(-1) ?? 1);
  const bars = deciles.map((ms, at) => ({
    label: at === 9 ? 'All' : `${(at + 1) * 10} %`,
    share: ms / longest,
    words: at === 9 ? `within ${durationWords(ms, 1)}` : durationWords(ms, 1),
  }));
  return (
    <Panel title="Wait for a unit">
      <Text size="sm" c="dimmed" mb="sm">
        {deciles.length === 0
          ? 'No holds yet.'
          : 'Share of buyers with a hold who got it within this time:'}
      </Text>
      <Bars bars={bars} tone="waiting" />
    </Panel>
  );
}

interface Bar {
  label: string;
  /** 0 to 1. */
  share: number;
  words: ReactNode;
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

/** What became of units that were offered, and how long paying took. */
export function OutcomePanel({ analytics }: { analytics: Analytics }) {
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

const wordsOf = (ms: number | null) => (ms === null ? 'no payments' : durationWords(ms, 1));

const SHARES = [0, 0.5, 1];

/** How far back in the line buyers still got a unit: a column for each stretch of places. */
export function PlacePanel({ byPlace }: { byPlace: Analytics['byPlace'] }) {
  const places = placesOf(byPlace);
  const [first, last] = [places[0], places.at(-1)];
  return (
    <Panel title="Bought, by place in line">
      <Text size="sm">{placeWords(places)}</Text>
      {first && last && (
        <>
          <Plot
            height="9rem"
            ticks={SHARES.map((share) => ({ share, label: `${share * 100} %` }))}
            times={
              <>
                <span>{first.label}</span>
                {places.length > 1 && <span>{last.label}</span>}
              </>
            }
          >
            <div className={classes.columnChart} aria-hidden="true">
              {places.map(({ label, bought, offered }) => (
                <span key={label} className={classes.column}>
                  <span data-part="offered" style={{ height: percent(offered) }} />
                  <span data-part="bought" style={{ height: percent(bought) }} />
                </span>
              ))}
            </div>
          </Plot>
          <div className={classes.legend}>
            <span data-part="bought">Bought</span>
            <span data-part="offered">Got a hold, did not buy</span>
          </div>
          <PlaceTable byPlace={byPlace} />
        </>
      )}
    </Panel>
  );
}

const percent = (share: number) => `${share * 100}%`;

/** The columns in numbers. */
function PlaceTable({ byPlace }: { byPlace: Analytics['byPlace'] }) {
  return (
    <ChartTable label="Bought by place, as a table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Place</Table.Th>
          <Table.Th ta="right">Joined</Table.Th>
          <Table.Th ta="right">Holds</Table.Th>
          <Table.Th ta="right">Bought</Table.Th>
          <Table.Th ta="right">Share</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {byPlace.map((stretch) => (
          <Table.Tr key={stretch.from}>
            <Table.Td>{labelOf(stretch)}</Table.Td>
            <Table.Td ta="right">{formatCount(stretch.joined)}</Table.Td>
            <Table.Td ta="right">{formatCount(stretch.held)}</Table.Td>
            <Table.Td ta="right">{formatCount(stretch.bought)}</Table.Td>
            <Table.Td ta="right">{percentOf(stretch.bought, stretch.joined)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ChartTable>
  );
}
