import type { Page } from '@playwright/test';

/** Bytes received by kind, compressed and with headers; cached answers count as nothing. */
export async function bytesReceived(page: Page): Promise<Record<string, number>> {
  const received: Record<string, number> = {};
  const kinds = new Map<string, string>();
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other';
    received[kind] = (received[kind] ?? 0) + encodedDataLength;
  });
  await devtools.send('Network.enable');
  return received;
}

interface Shift {
  value: number;
  what: string[];
}

/** Layout shifts without input, over all pages of a visit. */
export async function shifts(page: Page): Promise<{ total: () => number; report: () => string }> {
  const seen: Shift[] = [];
  await page.exposeFunction('reportShift', (shift: Shift) => void seen.push(shift));
  await page.addInitScript(() => {
    interface LayoutShift extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    const report = (globalThis as unknown as { reportShift: (shift: Shift) => void }).reportShift;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        if (entry.hadRecentInput) {
          continue;
        }
        const what = entry.sources.map(({ node }) =>
          node instanceof Element ? node.outerHTML.slice(0, 80) : String(node?.textContent),
        );
        report({ value: entry.value, what });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return {
    total: () => seen.reduce((sum, { value }) => sum + value, 0),
    report: () =>
      seen.map(({ value, what }) => `${value.toFixed(3)}: ${what.join(', ')}`).join('\n'),
  };
}

interface Paint {
  ms: number;
  tag: string;
  /** What is in it, or the address of a picture. */
  text: string;
}

/** Each element that was the largest so far when painted. */
export async function paints(page: Page): Promise<Paint[]> {
  const seen: Paint[] = [];
  await page.exposeFunction('reportPaint', (paint: Paint) => void seen.push(paint));
  await page.addInitScript(() => {
    interface LargestPaint extends PerformanceEntry {
      element: Element | null;
    }
    const report = (globalThis as unknown as { reportPaint: (paint: Paint) => void }).reportPaint;
    const textOf = (element: Element | null) =>
      element?.innerHTML || element?.getAttribute('src') || '';
    new PerformanceObserver((list) => {
      for (const { startTime, element } of list.getEntries() as LargestPaint[]) {
        report({ ms: startTime, tag: element?.tagName ?? '', text: textOf(element) });
      }
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  return seen;
}
