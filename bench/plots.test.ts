import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawPlots } from './plots.ts';

const about = { node: 'v24.0.0', cores: 2 };
const figures = ['api', 'worker', 'redis', 'mongo'].map((name, at) => {
  return { what: `CPU of a buy, ${name}`, value: 100 * (at + 1), unit: 'µs', goal: '–' };
});

test('a report is drawn as pictures with labelled axes, for what it has data for and for nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plots-'));
  const points = Array.from({ length: 100 }, (_, at) => [(at + 1) / 10, at] as const);
  const series = [
    { plot: 'order' as const, label: 'ours & theirs', points },
    { plot: 'latency' as const, label: 'buy', points: [[50, 2] as const, [99, 9.5] as const] },
  ];
  drawPlots(folder, { ...about, figures, series });
  expect(readdirSync(folder).sort()).toEqual(['cpu.svg', 'latency.svg', 'order.svg']);
  for (const file of readdirSync(folder)) {
    const svg = readFileSync(join(folder, file), 'utf8');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(statSync(join(folder, file)).size).toBeLessThan(15_000);
  }
  const order = readFileSync(join(folder, 'order.svg'), 'utf8');
  expect(order).toContain('ours &amp; theirs');
  expect(order).toContain('place in line');
  expect(order.match(/<circle/g)).toHaveLength(101);
  expect(readFileSync(join(folder, 'cpu.svg'), 'utf8')).toContain('1,000 µs');
});
