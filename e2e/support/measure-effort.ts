import type { Page } from '@playwright/test';

interface Effort {
  /** Share of one core that the page's own thread used. */
  cpu: number;
  drawsPerSecond: number;
}

/** Measures the CPU use and DOM changes of this page from now until called. For reports only. */
export async function measureEffort(page: Page): Promise<() => Promise<Effort>> {
  const session = await page.context().newCDPSession(page);
  // Thread time: excludes time in which other programs used the core.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busySeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  await page.evaluate(() => {
    const counter = Object.assign(globalThis, { draws: 0 });
    const options = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(() => {
      counter.draws += 1;
    }).observe(document.body, options);
  });
  const begin = { at: performance.now(), busy: await busySeconds() };
  return async () => {
    const seconds = (performance.now() - begin.at) / 1_000;
    const draws = await page.evaluate(() => (globalThis as unknown as { draws: number }).draws);
    return {
      cpu: ((await busySeconds()) - begin.busy) / seconds,
      drawsPerSecond: draws / seconds,
    };
  };
}
