import type { CDPSession, Page } from '@playwright/test';

/** How long each key press waited for its handler, in ms. */
export async function keyDelays(page: Page): Promise<number[]> {
  const delays: number[] = [];
  await page.exposeFunction('reportDelay', (ms: number) => void delays.push(ms));
  await page.addInitScript(() => {
    const report = (globalThis as unknown as { reportDelay: (ms: number) => void }).reportDelay;
    addEventListener('keydown', (event) => report(performance.now() - event.timeStamp), true);
  });
  return delays;
}

/** Memory that the page retains after a garbage collection. */
export async function retainedMemory(
  devtools: CDPSession,
): Promise<{ bytes: number; nodes: number }> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  return { bytes: usedSize, nodes };
}
