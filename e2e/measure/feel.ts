import type { CDPSession, Page } from '@playwright/test';

/** How long keys waited until the page took notice of them, in ms. */
export async function keyDelays(page: Page): Promise<number[]> {
  const delays: number[] = [];
  await page.exposeFunction('tellDelay', (ms: number) => void delays.push(ms));
  await page.addInitScript(() => {
    const tell = (globalThis as unknown as { tellDelay: (ms: number) => void }).tellDelay;
    addEventListener('keydown', (event) => tell(performance.now() - event.timeStamp), true);
  });
  return delays;
}

/** What the page keeps after everything that can be thrown away was. */
export async function kept(devtools: CDPSession): Promise<{ bytes: number; nodes: number }> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  return { bytes: usedSize, nodes };
}
