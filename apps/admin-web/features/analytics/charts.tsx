import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Table, Text } from '@mantine/core';
import { type ChartMark, ChartTable, Curve, Plot } from '../kit/chart/chart.tsx';
import { axisMax } from '../kit/chart/paths.ts';
import { people, percentOf, timeOf } from '../kit/format.ts';
import { Panel } from '../kit/panel.tsx';
import type { Span } from '../live-console/wall/charts.tsx';
import classes from './analytics.module.css';
import { labelOf, paceWords, placesOf, placeWords } from './figures.ts';

interface CurvePanelsProps {
  analytics: Analytics;
  /** What happened in the time of a curve. */
  marksIn: (span: Span) => ChartMark[];
}

export function CurvePanels({ analytics, marksIn }: CurvePanelsProps) {
  const { curve, stock } = analytics;
  const most = curve.reduce((max, { waiting }) => Math.max(max, waiting), 0);
  return (
    <>
      <Panel title="Sold over time">
        <Text size="sm" mb="sm">
          {paceWords(analytics)}
        </Text>
        <CurveChart curve={curve} name="sold" top={stock} marksIn={marksIn} />
        <CurveTable curve={curve} />
      </Panel>
      <Panel title="Waiting over time">
        <Text size="sm" mb={most > 0 ? 'sm' : 0}>
          {most === 0 ? 'There was no wait.' : `At most ${people(most)} waited at a time.`}
        </Text>
        {most > 0 && <CurveChart curve={curve} name="waiting" marksIn={marksIn} />}
      </Panel>
    </>
  );
}

/** One running total over the time of the sale; the axis ends at `top`, or above the largest value. */
function CurveChart({ curve, name, top, marksIn }: CurveChartProps) {
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
      marks={marksIn({ from: first.at, to: last.at })}
      times={
        <>
          <span>{timeOf(first.at, true)}</span>
          <span>{timeOf((first.at + last.at) / 2, true)}</span>
          <span>{timeOf(last.at, true)}</span>
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
  marksIn: CurvePanelsProps['marksIn'];
}

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
            <Table.Td>{timeOf(at, true)}</Table.Td>
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

/** Evenly spaced points, and always the last one, because it is the result. */
function thin(curve: Analytics['curve']): Analytics['curve'] {
  const every = Math.ceil(curve.length / ROWS_MAX);
  return curve.filter((_, at) => at % every === 0 || at === curve.length - 1);
}

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
