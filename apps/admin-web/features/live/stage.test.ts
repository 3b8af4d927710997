import { expect, it } from 'vitest';
import { anOverview, at } from './overview.fixture.ts';
import { stageOf, troublesOf } from './stage.ts';

it.each([
  ['live', { phase: 'open', free: 6 }],
  ['sellingOut', { phase: 'open', free: 5 }],
  ['sellingOut', { phase: 'open', free: 0, held: 180, sold: 312 }],
  ['soldOut', { phase: 'open', free: 0, held: 0, claimed: 0, sold: 500 }],
  ['paused', { phase: 'paused', free: 0, sold: 500 }],
  ['upcoming', { phase: 'scheduled' }],
  ['lobby', { phase: 'lobby' }],
  ['ended', { phase: 'ended' }],
] as const)('is %s', (stage, differs) => {
  expect(stageOf(anOverview(differs))).toBe(stage);
});

it('names what keeps the line from being served, the worst first', () => {
  const down = { ok: false, latencyMs: null, at: at(0) };
  const overview = anOverview({
    halted: 'free units are negative',
    database: down,
    worker: { alive: false, lastSeenAt: null, at: at(0) },
  });
  expect(troublesOf(overview)).toEqual(['halted', 'database', 'worker']);
  expect(troublesOf(anOverview())).toEqual([]);
});

it('does not ask for a worker where nothing has to be served', () => {
  const worker = { alive: false, lastSeenAt: null, at: at(0) };
  expect(troublesOf(anOverview({ phase: 'archived', worker }))).toEqual([]);
});
