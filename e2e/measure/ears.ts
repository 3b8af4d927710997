import type { Page } from '@playwright/test';

export interface Heard {
  role: string;
  text: string;
}

/** Everything that the live regions of a page said, in order, as a screen reader would get it. */
export async function ears(page: Page): Promise<Heard[]> {
  const heard: Heard[] = [];
  await page.exposeFunction('tellHeard', (said: Heard) => void heard.push(said));
  await page.addInitScript(() => {
    const tell = (globalThis as unknown as { tellHeard: (said: Heard) => void }).tellHeard;
    const live = 'main [role=status], main [role=alert], main [role=timer][aria-live]';
    const listen = (changes: MutationRecord[]) => {
      const regions = changes.flatMap(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.closest(live) ?? [];
      });
      for (const region of new Set(regions)) {
        const text = region.textContent?.trim();
        if (text) {
          tell({ role: region.getAttribute('role') ?? '', text });
        }
      }
    };
    const everything = { subtree: true, childList: true, characterData: true };
    new MutationObserver(listen).observe(document, everything);
  });
  return heard;
}
