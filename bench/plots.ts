import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './bench.ts';

type Point = readonly [x: number, y: number];

/** A line or a cloud of one picture; several of one name share the picture. */
export interface Series {
  plot: ChartName;
  label: string;
  points: readonly Point[];
}

interface Scale {
  label: string;
  kind: 'linear' | 'log' | 'percentile';
}

interface Chart {
  title: string;
  note: string;
  x: Scale;
  y: Scale;
  marks: 'line' | 'dots';
}

export type ChartName = 'latency' | 'throughput' | 'order' | 'memory';

const charts: Record<ChartName, Chart> = {
  latency: {
    title: 'How long an answer takes',
    note: 'One buyer after the other: join and hold in one answer, then pay',
    x: { label: 'so many of all answers, %', kind: 'percentile' },
    y: { label: 'come within, ms', kind: 'log' },
    marks: 'line',
  },
  throughput: {
    title: 'Joins a second while the line grows',
    note: 'By the engine, one Redis',
    x: { label: 'buyers in line', kind: 'log' },
    y: { label: 'joins a second', kind: 'linear' },
    marks: 'line',
  },
  order: {
    title: '100 units, 300 buyers at once: who gets one, and when',
    note: 'Each dot is a unit; above the hundredth place stands a buyer who came too late',
    x: { label: 'after the first request, s', kind: 'log' },
    y: { label: 'place in line', kind: 'linear' },
    marks: 'dots',
  },
  memory: {
    title: 'Redis memory for each buyer in line',
    note: 'All keys of the sale, with the requests that are remembered for ten minutes',
    x: { label: 'buyers in line', kind: 'log' },
    y: { label: 'bytes', kind: 'linear' },
    marks: 'line',
  },
};

interface Report {
  node: string;
  cores: number;
  figures: readonly Figure[];
  series: readonly Series[];
}

/** Draws what this report has the data for; other pictures in the folder stay as they are. */
export function drawPlots(folder: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  const about = `Node ${report.node}, ${report.cores} cores, load generator included`;
  for (const [name, chart] of Object.entries(charts)) {
    const own = report.series.filter(({ plot }) => plot === name);
    if (own.length > 0) {
      writeFileSync(join(folder, `${name}.svg`), drawChart(chart, own, about));
    }
  }
  const bars = cpuBars(report.figures);
  if (bars.length > 0) {
    writeFileSync(join(folder, 'cpu.svg'), drawBars(bars, about));
  }
}

const WIDTH = 720;
const HEIGHT = 420;
const FRAME = { left: 68, right: 24, top: 92, bottom: 76 };
const INNER = {
  width: WIDTH - FRAME.left - FRAME.right,
  height: HEIGHT - FRAME.top - FRAME.bottom,
};

/** Colours that differ in brightness as well, on light and on dark ground. */
const STYLE = `
svg{--ground:#fff;--text:#1f2328;--quiet:#59636e;--grid:#d9dee3;--a:#0b5cad;--b:#c2410c;--c:#0f766e;--d:#7c3aed}
@media (prefers-color-scheme:dark){svg{--ground:#0d1117;--text:#e6edf3;--quiet:#9aa4af;--grid:#2b323b;--a:#6cb6ff;--b:#ff9a5c;--c:#4fd1b5;--d:#c4a7ff}}
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--text)}
.title{font-size:17px;font-weight:600}.quiet{fill:var(--quiet)}.small{font-size:11px;fill:var(--quiet)}
.grid{stroke:var(--grid);stroke-width:1}.line{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
`;
const COLOURS = ['var(--a)', 'var(--b)', 'var(--c)', 'var(--d)'];
const colourOf = (at: number) => COLOURS[at % COLOURS.length] ?? 'var(--a)';

function drawChart(chart: Chart, series: readonly Series[], about: string): string {
  const points = series.flatMap((one) => one.points);
  const x = axis(
    chart.x,
    points.map((point) => point[0]),
    [FRAME.left, FRAME.left + INNER.width],
  );
  const y = axis(
    chart.y,
    points.map((point) => point[1]),
    [FRAME.top + INNER.height, FRAME.top],
  );
  const bottom = FRAME.top + INNER.height;
  const grid = y.ticks.map((tick) => {
    const at = round(y.place(tick));
    const line = `<path class="grid" d="M${FRAME.left} ${at}H${WIDTH - FRAME.right}"/>`;
    return `${line}${text(FRAME.left - 8, at + 4, short(tick), 'quiet', 'end')}`;
  });
  const labels = x.ticks.map((tick) =>
    text(round(x.place(tick)), bottom + 20, short(tick), 'quiet', 'middle'),
  );
  const marks = series.map((one, at) =>
    chart.marks === 'line'
      ? drawLine(one.points, x.place, y.place, colourOf(at))
      : drawDots(one.points, x.place, y.place, at),
  );
  return page(chart.title, chart.note, about, [
    ...grid,
    ...labels,
    text(FRAME.left + INNER.width / 2, HEIGHT - 36, chart.x.label, '', 'middle'),
    text(FRAME.left - 8, FRAME.top - 12, chart.y.label, '', 'start', -FRAME.left + 24),
    ...marks,
    ...legend(
      series.map(({ label }) => label),
      chart.marks === 'dots',
    ),
  ]);
}

type Place = (value: number) => number;

function drawLine(points: readonly Point[], x: Place, y: Place, colour: string): string {
  const path = points.map(([a, b]) => `${round(x(a))} ${round(y(b))}`).join('L');
  return `<path class="line" stroke="${colour}" d="M${path}"/>`;
}

/** Filled and hollow, so that the clouds are told apart without colour too. */
const lookOf = (at: number) =>
  at === 0 ? `fill="${colourOf(at)}"` : `fill="none" stroke="${colourOf(at)}" stroke-width="1.5"`;

function drawDots(points: readonly Point[], x: Place, y: Place, at: number): string {
  const dots = points.map(([a, b]) => `<circle cx="${round(x(a))}" cy="${round(y(b))}" r="3"/>`);
  return `<g ${lookOf(at)}>${dots.join('')}</g>`;
}

/** In one row above the picture, from the left. */
function legend(labels: readonly string[], asDots = false): string[] {
  let at = FRAME.left + 100;
  return labels.map((label, index) => {
    const look = asDots ? lookOf(index) : `fill="${colourOf(index)}"`;
    const mark = `<circle cx="${at}" cy="${FRAME.top - 16}" r="5" ${look}/>`;
    const item = `${mark}${text(at + 11, FRAME.top - 12, label)}`;
    at += 34 + label.length * 7;
    return item;
  });
}

function axis({ kind }: Scale, values: readonly number[], [from, to]: readonly [number, number]) {
  const { turn, ticks } = scales[kind](values);
  const [low, high] = [turn(ticks[0] ?? 0), turn(ticks.at(-1) ?? 1)];
  const first = Math.min(low, ...values.map(turn));
  const last = Math.max(high, ...values.map(turn));
  const place = (value: number) => from + ((turn(value) - first) / (last - first)) * (to - from);
  return { ticks, place };
}

const scales: Record<
  Scale['kind'],
  (values: readonly number[]) => { turn: Place; ticks: number[] }
> = {
  linear(values) {
    const most = Math.max(...values);
    const rough = most / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
    const count = Math.ceil(most / step);
    return {
      turn: (value) => value,
      ticks: Array.from({ length: count + 1 }, (_, at) => at * step),
    };
  },
  log(values) {
    const low = Math.floor(Math.log10(Math.min(...values)));
    const high = Math.ceil(Math.log10(Math.max(...values)));
    const ticks = Array.from({ length: Math.max(1, high - low) + 1 }, (_, at) => 10 ** (low + at));
    return { turn: Math.log10, ticks };
  },
  percentile(values) {
    const most = Math.max(...values);
    return {
      turn: (value) => -Math.log10(1 - value / 100),
      ticks: [0, 50, 90, 99, 99.9].filter((tick) => tick <= most),
    };
  },
};

interface Bar {
  label: string;
  parts: { name: string; us: number }[];
}

/** What one step costs in each process, from the figures of the scenario `purchases`. */
function cpuBars(figures: readonly Figure[]): Bar[] {
  return ['buy', 'confirm', 'position'].flatMap((step) => {
    const start = `CPU of a ${step}, `;
    const parts = figures
      .filter(({ what }) => what.startsWith(start))
      .map(({ what, value }) => ({ name: what.slice(start.length), us: value }));
    return parts.length > 0 ? [{ label: step, parts }] : [];
  });
}

const PROCESS_NAMES: Record<string, string> = {
  api: 'API',
  worker: 'worker',
  redis: 'Redis',
  mongo: 'MongoDB',
};

function drawBars(bars: readonly Bar[], about: string): string {
  const sumOf = ({ parts }: Bar) => parts.reduce((sum, { us }) => sum + us, 0);
  const most = Math.max(...bars.map(sumOf));
  const left = FRAME.left + 12;
  const room = INNER.width - 90;
  const drawn = bars.map((bar, row) => {
    const top = FRAME.top + 14 + row * 74;
    let at = left;
    const parts = bar.parts.map(({ name, us }, index) => {
      const width = (us / most) * room;
      const piece = `<rect x="${round(at)}" y="${top}" width="${round(Math.max(0, width - 1.5))}" height="40" rx="2" fill="${colourOf(index)}"><title>${name}: ${Math.round(us)} µs</title></rect>`;
      const value =
        width > 36
          ? text(round(at + width / 2), top + 58, String(Math.round(us)), 'small', 'middle')
          : '';
      at += width;
      return piece + value;
    });
    const sum = `${Math.round(sumOf(bar)).toLocaleString('en')} µs`;
    return `${text(left - 10, top + 25, bar.label, '', 'end')}${parts.join('')}${text(round(at + 8), top + 25, sum)}`;
  });
  const names = (bars[0]?.parts ?? []).map(({ name }) => PROCESS_NAMES[name] ?? name);
  const note = 'µs of CPU for each call, 64 buyers in flight, stock for all';
  return page('What one buyer costs, by process', note, about, [...drawn, ...legend(names)]);
}

function page(title: string, note: string, about: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}</style>
<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="var(--ground)"/>
${text(24, 32, title, 'title')}
${text(24, 54, note, 'quiet')}
${parts.join('\n')}
${text(WIDTH - FRAME.right, HEIGHT - 14, about, 'small', 'end')}
</svg>
`;
}

function text(x: number, y: number, words: string, kind = '', anchor = 'start', dx = 0): string {
  const name = kind === '' ? '' : ` class="${kind}"`;
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x + dx}" y="${y}"${name}${place}>${escaped(words)}</text>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

function short(value: number): string {
  if (value >= 1_000_000) {
    return `${value / 1_000_000} M`;
  }
  return value >= 10_000 ? `${value / 1_000} k` : value.toLocaleString('en');
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
