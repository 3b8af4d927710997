import { expect, onTestFinished, test } from 'vitest';
import { createLoopDelay } from './pressure.ts';

const SAMPLE_MS = 250;

function openLoopDelay() {
  const delay = createLoopDelay(SAMPLE_MS);
  onTestFinished(() => delay.close());
  return delay;
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end) {}
}

test('the delay of the event loop is measured while requests come, and costs nothing while none come', async () => {
  const delay = openLoopDelay();
  expect(delay.isMeasured()).toBe(false);
  delay.note();
  for (let turns = 0; delay.ms() < 40; turns += 1) {
    expect(turns).toBeLessThan(50);
    block(80);
    delay.note();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(delay.isMeasured()).toBe(true);
  await expect.poll(() => delay.isMeasured()).toBe(false);
  expect(delay.ms()).toBe(0);
});
